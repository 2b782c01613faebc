"""The reliability picture: the share that is right against the confidence, bin by bin, as SVG.

It takes its colours from the page's style sheet; all that it shows stands in its description too.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from criteria_nlp.scoring import Bin, Calibration

_SIDE, _COUNTS, _GAP = 240, 56, 30  # pixels: the square, the columns of counts, what is between
_LEFT, _TOP, _FOOT = 38, 10, 34
_BELOW = _SIDE + _GAP + _COUNTS  # where the columns stand
_WIDTH, _HEIGHT = _LEFT + _SIDE + 12, _TOP + _BELOW + _FOOT
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def picture(name: str, told: Calibration) -> str:
    """The picture of one calibration: bars of the share right, the diagonal, counts below."""
    most = max(row.number for row in told.bins)
    parts = [
        f'<svg class="reliability" viewBox="{-_LEFT} {-_TOP} {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" role="img" aria-label="{escape(_described(name, told), _QUOTED)}">',
        *map(_grid, _TICKS),
        *(part for row in told.bins for part in (*_bar(row), *_column(row, most))),
        f'<line class="diagonal" x1="0" y1="{_SIDE}" x2="{_SIDE}" y2="0"/>',
        *(_point(row) for row in told.bins),
        *_titles(),
        "</svg>",
    ]
    return "\n".join(parts)


_QUOTED = {'"': "&quot;"}


def _described(name: str, told: Calibration) -> str:
    """The picture in words."""
    rows = "; ".join(
        f"{row.number} between {row.low:.1f} and {row.high:.1f}, in the mean {row.confidence:.2f}: "
        f"{row.right:.2f} right"
        for row in told.bins
    )
    return f"Share right by confidence of {name}. Of {told.answers} answers, {rows}."


def _grid(share: float) -> str:
    at = _SIDE * share
    up = _SIDE - at
    return (
        f'<line class="axis" x1="0" y1="{up:.1f}" x2="{_SIDE}" y2="{up:.1f}"/>'
        f'<text x="-6" y="{up + 3:.1f}" text-anchor="end">{share:.1f}</text>'
        f'<text x="{at:.1f}" y="{_SIDE + 14}" text-anchor="middle">{share:.1f}</text>'
    )


def _bar(row: Bin) -> Iterator[str]:
    x, width, height = _SIDE * row.low, _SIDE * (row.high - row.low), _SIDE * row.right
    yield _rectangle("bar", x, _SIDE - height, width, height)


def _point(row: Bin) -> str:
    """Where a bin's mean confidence and share right meet: on the diagonal if it is honest."""
    x, y = _SIDE * row.confidence, _SIDE * (1 - row.right)
    return f'<circle class="point" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'


def _column(row: Bin, most: int) -> Iterator[str]:
    """How many answers a bin holds, drawn and as a number."""
    x, width = _SIDE * row.low, _SIDE * (row.high - row.low)
    height = _COUNTS * row.number / most
    yield _rectangle("count", x, _BELOW - height, width, height)
    middle = x + width / 2
    yield f'<text x="{middle:.1f}" y="{_BELOW + 11}" text-anchor="middle">{row.number}</text>'


def _rectangle(name: str, x: float, y: float, width: float, height: float) -> str:
    # A pixel of the page shows between neighbours.
    place = f'x="{x + 0.5:.1f}" y="{y:.1f}" width="{width - 1:.1f}" height="{height:.1f}"'
    return f'<rect class="{name}" {place}/>'


def _titles() -> Iterator[str]:
    middle = _SIDE / 2
    yield (
        f'<text transform="translate({11 - _LEFT} {middle}) rotate(-90)" text-anchor="middle">'
        "share right</text>"
    )
    words = "confidence, and answers with it"
    yield f'<text x="{middle}" y="{_BELOW + 27}" text-anchor="middle">{words}</text>'
