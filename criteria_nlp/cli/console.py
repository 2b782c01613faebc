"""The rich console that commands print on."""

from __future__ import annotations

import os

from rich.console import Console

_PIPED_WIDTH = 120


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leaves the broken pipe to the command's own guard."""
        raise BrokenPipeError


def make_console(color: bool | None) -> Console:
    """A console on standard output that takes no markup from what it prints.

    `color` is always, never, or (None) on a terminal only.
    """
    console = _Console(
        force_terminal=True if color else None,
        color_system=None if color is False else "standard" if color else "auto",
        no_color=False if color else None,
        markup=False,
        emoji=False,
        highlight=False,
    )
    if "COLUMNS" not in os.environ and not os.isatty(1):
        console.width = _PIPED_WIDTH
    return console
