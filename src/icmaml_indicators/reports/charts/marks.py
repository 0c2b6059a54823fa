"""Small charts as SVG of our own: styled by class alone, with a title and a description, in microseconds.

The better side is always right. Positions are shares of the width, from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.cells import printable

Floats = NDArray[np.float64]

STRIP = (200, 22)
SPARK = (70, 22)
BULLET = (220, 22)
SCATTER = (360, 220)
# What dots need at both ends.
_EDGE = 6
# Where a bullet begins, how far its target is, and how far past it a result may reach.
_START, _GOAL, _PAST = 4, 198, 1.07


def strip(peers: Floats, own: float, middle: tuple[float, float, float], title: str, description: str) -> str:
    """Return a row of dots, the reader's own on top, over the middle half of the peers and their median.

    Parameters
    ----------
    peers : float64 array, shape (n,)
        Where each of the others stands, from 0 to 1.
    own
        Where the reader's own entity stands.
    middle
        First quartile, median and third quartile of all, in any order of the outer two; NaN where not known.
    title, description
        What is read aloud: the finding in words, and what it is held against.
    """
    width, height = STRIP
    centre = height // 2
    low, median, high = (_EDGE + share * (width - 2 * _EDGE) for share in (min(middle), middle[1], max(middle)))
    parts = [f'<path class="axis" d="M{_EDGE} {centre}H{width - _EDGE}"/>']
    if np.isfinite(low):
        parts.append(f'<rect class="band" x="{low:.1f}" y="4" width="{high - low:.1f}" height="{height - 8}"/>')
        parts.append(f'<path class="median" d="M{median:.1f} 2V{height - 2}"/>')
    parts.append(draw_dots(_EDGE + np.asarray(peers) * (width - 2 * _EDGE), centre))
    if np.isfinite(own):
        parts.append(f'<circle class="own" cx="{_EDGE + own * (width - 2 * _EDGE):.1f}" cy="{centre}" r="5"/>')
    return wrap_svg("strip", STRIP, title, description, parts)


def spark(own: Sequence[float], medians: Sequence[float], title: str, description: str) -> str:
    """Return a line along periods beside that of the peers' median, broken where there is no figure."""
    width, height = SPARK
    both = np.array([own, medians], np.float64)
    known = both[np.isfinite(both)]
    if not len(known):
        return ""
    low, high = float(known.min()), float(known.max())
    level = (both - low) / (high - low) if high > low else np.where(np.isfinite(both), 0.5, np.nan)
    across = np.linspace(3, width - 5, len(own)) if len(own) > 1 else np.array([width / 2])
    down = height - 4 - level * (height - 8)
    lines = (("ln-med", down[1]), ("ln-own", down[0]))
    parts = [f'<path class="{name}" d="{join_points(across, line)}"/>' for name, line in lines]
    last = np.flatnonzero(np.isfinite(down[0]))
    if len(last):
        parts.append(f'<circle class="own" cx="{across[last[-1]]:.1f}" cy="{down[0][last[-1]]:.1f}" r="3"/>')
    return wrap_svg("spark", SPARK, title, description, parts)


def bar(share: float, median: float, title: str) -> str:
    """Return a bar that fills its cell, with a tick at the median of the peers."""
    parts = [
        '<rect class="track" width="100" height="14"/>',
        f'<rect class="fill" width="{share * 100:.1f}" height="14"/>',
    ]
    if np.isfinite(median):
        at = f'd="M{median * 100:.1f} 0v14"'
        parts.append(f'<path class="halo" {at}/><path class="tick" {at}/>')
    return wrap_svg("bar", (100, 14), title, "", parts, 'preserveAspectRatio="none" ')


def interval(low: float, place: float, high: float, count: int, title: str, *, width: int = 100) -> str:
    """Return a place among so many as a dot on the line from the first to the last that it could be."""
    first, at, last = (5 + (width - 10) * (end - 1) / max(count - 1, 1) for end in (low, place, high))
    parts = [
        f'<path class="axis" d="M5 7H{width - 5}"/>',
        f'<path class="reach" d="M{first:.1f} 7H{last:.1f}"/>',
        f'<circle class="dot" cx="{at:.1f}" cy="7" r="4"/>',
    ]
    return wrap_svg("interval" if width == 100 else "interval wide", (width, 14), title, "", parts)


def index_bar(first: float, total: float, ends: tuple[float, float], title: str) -> str:
    """Return the shares that a choice makes with others and, in front, alone, with the interval of the former."""
    first, total, low, high = (100 * min(max(share, 0.0), 1.0) for share in (first, total, *ends))
    parts = [
        '<rect class="track" width="100" height="14"/>',
        f'<rect class="peer-bar" width="{total:.1f}" height="14"/>',
        f'<rect class="fill" y="3" width="{first:.1f}" height="8"/>',
        f'<path class="tick" d="M{low:.1f} 7H{high:.1f}"/>',
    ]
    return wrap_svg("bar", (100, 14), title, "", parts, 'preserveAspectRatio="none" ')


def stack(
    parts: Sequence[tuple[str, float]],
    title: str,
    *,
    description: str = "",
    ticks: Sequence[float] = (),
    gap: float = 3,
) -> str:
    """Return parts of a whole beside one another, each in the class of its name, with ticks at shares of the width."""
    total, start, drawn = sum(part for _, part in parts) or 1, 0.0, []
    for name, part in parts:
        wide = 1000 * part / total
        if part:
            drawn.append(f'<rect class="of-{name}" x="{start:.1f}" width="{max(wide - gap, 0):.1f}" height="14"/>')
        start += wide
    for tick in ticks:
        at = f'd="M{tick * 1000:.1f} 0v14"'
        drawn.append(f'<path class="halo" {at}/><path class="tick" {at}/>')
    return wrap_svg("stack", (1000, 14), title, description, drawn, 'preserveAspectRatio="none" ')


def bullet(now: float, pace: float, title: str, description: str) -> str:
    """Return a bar from a baseline at the left towards a target, a flag at the right, with a tick on the way.

    Parameters
    ----------
    now, pace
        The result, and where it should be by now: 0 at the baseline, 1 at the target; NaN where not known.
    title, description
        As of `strip`.
    """
    at_now, at_pace = (_START + _GOAL * min(max(share, 0.0), _PAST) for share in (now, pace))
    parts = [f'<rect class="track" x="{_START}" y="7" width="{_GOAL}" height="8"/>']
    if np.isfinite(now):
        # A result at the baseline, or behind it, is still a result.
        parts.append(f'<rect class="fill" x="{_START}" y="7" width="{max(at_now - _START, 2):.1f}" height="8"/>')
    if np.isfinite(pace):
        parts.append(f'<path class="halo" d="M{at_pace:.1f} 3V19"/><path class="tick" d="M{at_pace:.1f} 3V19"/>')
    end = _START + _GOAL
    parts.append(f'<path class="flag" d="M{end} 2V20M{end} 2l8 4-8 4"/>')
    return wrap_svg("bullet", BULLET, title, description, parts)


def bullet_of_range(ends: tuple[float, float], now: float, title: str, description: str) -> str:
    """Return a range to be in as a band, with a dot where the result stands; all as shares of the width."""
    width, height = BULLET
    left, right, dot = (_EDGE + share * (width - 2 * _EDGE) for share in (*ends, now))
    parts = [
        f'<path class="axis" d="M{_EDGE} {height // 2}H{width - _EDGE}"/>',
        f'<rect class="goal" x="{left:.1f}" y="4" width="{max(right - left, 2):.1f}" height="{height - 8}"/>',
    ]
    if np.isfinite(now):
        parts.append(f'<circle class="own" cx="{dot:.1f}" cy="{height // 2}" r="5"/>')
    return wrap_svg("bullet", BULLET, title, description, parts)


def scatter(
    across: Sequence[float],
    up: Sequence[float],
    filled: Sequence[bool],
    title: str,
    description: str,
    *,
    numbers: Sequence[int] = (),
) -> str:
    """Return points over two axes that meet at nought, those of one kind filled, with numbers where there are any.

    Parameters
    ----------
    across, up
        Where each point stands; all known, `across` not negative.
    filled
        Which points are filled; the others are rings, below them.
    title, description
        As of `strip`.
    numbers
        What is written into each point.
    """
    (width, height), edge, radius = SCATTER, 12, 9 if numbers else 4
    high, low, wide = max(*up, 0.0), min(*up, 0.0), max(*across, 0.0) or 1.0
    tall = high - low or 1.0
    x = [edge + share / wide * (width - 2 * edge) for share in across]
    y = [edge + (high - share) / tall * (height - 2 * edge) for share in up]
    nought = edge + high / tall * (height - 2 * edge)
    parts = [f'<path class="axis" d="M{edge} {edge}V{height - edge}M{edge} {nought:.1f}H{width - edge}"/>']
    for point in sorted(range(len(x)), key=lambda point: filled[point]):
        name = "point" if filled[point] else "ring"
        parts.append(f'<circle class="{name}" cx="{x[point]:.1f}" cy="{y[point]:.1f}" r="{radius}"/>')
        if numbers:
            at = f'x="{x[point]:.1f}" y="{y[point] + 3:.1f}"'
            parts.append(f'<text class="in-{name}" {at}>{int(numbers[point])}</text>')
    return wrap_svg("scatter", SCATTER, title, description, parts)


def draw_dots(across: Floats, height: int) -> str:
    """Return dots on one line as one path; of dots on the same point one is enough."""
    path = "".join(f"M{x} {height}h0" for x in np.unique(np.round(across).astype(int)))
    return f'<path class="dots" d="{path}"/>' if path else ""


def join_points(across: Floats, down: Floats) -> str:
    """Return a line through points as the steps of a path, broken where there is none; a point alone is a dot."""
    steps, broken = [], True
    for x, y in zip(across, down, strict=True):
        if np.isfinite(y):
            steps.append(f"M{x:.1f} {y:.1f}h0" if broken else f"L{x:.1f} {y:.1f}")
        broken = not np.isfinite(y)
    return "".join(steps)


def wrap_svg(
    name: str, size: tuple[int, int], title: str, description: str, parts: Sequence[str], more: str = ""
) -> str:
    """Return parts as an image that says what it shows; `name` is its class."""
    told = f"<title>{escape(printable(title))}</title>"
    told += f"<desc>{escape(printable(description))}</desc>" if description else ""
    return f'<svg class="{name}" viewBox="0 0 {size[0]} {size[1]}" {more}role="img">{told}{"".join(parts)}</svg>'
