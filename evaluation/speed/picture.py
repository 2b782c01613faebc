"""The picture of a result: bars of lines a second, and of what each stage costs, as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

_ROW, _NAMES, _BAR, _WIDTH = 26, 190, 400, 760  # pixels
_OURS, _THEIRS, _STAGE = "#1f6f8b", "#b0b8bf", "#6fa8b8"


def picture(result: Mapping[str, Any]) -> str:
    """The result as an SVG document."""
    rates = {**result["ours"], **result["peers"]}
    rows = [*_rates(rates, set(result["ours"])), *_stages(result["stages"])]
    body = "\n".join(line.format(y=_ROW * n) for n, row in enumerate(rows, 1) for line in row)
    height = _ROW * (len(rows) + 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'font-family="sans-serif" font-size="13">\n{body}\n</svg>\n'
    )


def _rates(rates: Mapping[str, Any], ours: set[str]) -> Iterator[list[str]]:
    yield [_text(0, "Lines a second of one core (CPU time; lines: 95 % intervals)", bold=True)]
    longest = max(figures["high"] for figures in rates.values())
    for name, figures in sorted(rates.items(), key=lambda row: -row[1]["figure"]):
        low, high = (_BAR * figures[end] / longest for end in ("low", "high"))
        bar = _bar(_BAR * figures["figure"] / longest, _OURS if name in ours else _THEIRS)
        interval = (
            f'<path d="M{_NAMES + low:.1f} {{y}} h{high - low:.1f}" transform="translate(0 -4)" '
            'stroke="#222" stroke-width="2"/>'
        )
        yield [_text(0, name), bar, interval, _text(_NAMES + high + 8, f"{figures['figure']:,.0f}")]


def _stages(stages: Mapping[str, Any]) -> Iterator[list[str]]:
    yield []
    yield [_text(0, "Microseconds a line, by stage", bold=True)]
    longest = max(stage["microseconds_per_line"] for stage in stages.values())
    for name, stage in stages.items():
        length = _BAR * stage["microseconds_per_line"] / longest
        told = f"{stage['microseconds_per_line']:.0f}  ({stage['share']:.0%})"
        yield [_text(0, name), _bar(length, _STAGE), _text(_NAMES + length + 8, told)]


def _text(x: float, words: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{{y}}"{weight}>{escape(words)}</text>'


def _bar(length: float, colour: str) -> str:
    return (
        f'<rect x="{_NAMES}" y="{{y}}" width="{length:.1f}" height="16" '
        f'transform="translate(0 -13)" fill="{colour}"/>'
    )
