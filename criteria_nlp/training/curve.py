"""The learning curve of a training run, as a small SVG picture that needs nothing to be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT, _MARGIN = 640, 320, 48
_COLOURS = ("#1b6ca8", "#b0413e", "#3a7d44", "#7a5195")


def learning_curve(rows: Sequence[Mapping[str, Any]]) -> str:
    """The scores (0 to 100) over the steps, one line a score.

    `rows` are those of spaCy's console logger: `step` and `scores`. Raises `ValueError` of none.
    """
    if not rows:
        raise ValueError("no evaluation was logged: is `eval_frequency` above `max_steps`?")
    names = sorted(rows[-1]["scores"])
    last = max(row["step"] for row in rows) or 1
    lines = [_line(rows, name, last, colour) for name, colour in zip(names, _COLOURS, strict=False)]
    grid = [_grid(score) for score in range(0, 101, 20)]
    middle, foot = _WIDTH / 2, _HEIGHT - 10
    steps = f'<text x="{middle}" y="{foot}" text-anchor="middle">steps (to {last})</text>'
    return "\n".join((_HEAD, *grid, *lines, steps, "</svg>", ""))


_HEAD = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
    'aria-label="Learning curve" font-family="sans-serif" font-size="12">\n'
    f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>'
)


def _x(step: float, last: float) -> float:
    return _MARGIN + (_WIDTH - 2 * _MARGIN) * step / last


def _y(score: float) -> float:
    return _HEIGHT - _MARGIN - (_HEIGHT - 2 * _MARGIN) * score / 100


def _grid(score: int) -> str:
    y, right = _y(score), _WIDTH - _MARGIN
    rule = f'<line x1="{_MARGIN}" x2="{right}" y1="{y}" y2="{y}" stroke="#ddd"/>'
    return f'{rule}<text x="{_MARGIN - 6}" y="{y + 4}" text-anchor="end">{score}</text>'


def _line(rows: Sequence[Mapping[str, Any]], name: str, last: int, colour: str) -> str:
    places = [(_x(row["step"], last), _y(row["scores"][name])) for row in rows]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    x, y = places[-1]
    label = f"{escape(name)} {rows[-1]['scores'][name]:.1f}"
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        f'<text x="{x}" y="{y - 8:.1f}" text-anchor="end" fill="{colour}">{label}</text>'
    )
