"""Internal rates of return: every real rate above -100 % at which the net present value is zero."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .flows import Flows

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

# Rates nearer to each other than this are one.
_SAME = 1e-7
_HALVINGS = 200
_MOST_TURNS = 1000
_NARROW = 1e-15


def sign_changes(flows: Flows) -> Codes:
    """Return how often the flows of each project change sign, zeros passed over."""
    owner, sign = flows.owner, np.sign(np.nan_to_num(flows.net))
    kept = np.flatnonzero(sign != 0)
    change = (owner[kept][1:] == owner[kept][:-1]) & (sign[kept][1:] != sign[kept][:-1])
    return np.bincount(owner[kept][1:][change], minlength=len(flows.projects))


def rates(flows: Flows) -> tuple[NDArray[np.object_], Codes]:
    """Return the rates of each project, ascending, and how often its flows change sign.

    One change of sign gives exactly one rate (Descartes' rule of signs, which holds for dated flows as well) and is
    solved for all such projects together. With more changes all roots of the polynomial are taken where flows are
    by year; dated flows are searched over rates from -99 % to 1,000 %.
    """
    changes = sign_changes(flows)
    found = np.empty(len(flows.projects), object)
    found[:] = [()] * len(found)
    single = np.flatnonzero((changes == 1) & ~flows.broken)
    for project, rate in zip(single.tolist(), _bisect(flows, single).tolist(), strict=True):
        found[project] = (rate,)
    several = np.flatnonzero((changes > 1) & ~flows.broken)
    lengths = np.diff(flows.start)[several]
    if flows.whole_years:
        for length in np.unique(lengths):
            _polynomials(flows, several[lengths == length], int(length), found)
    else:
        for project in several.tolist():
            found[project] = _searched(flows, project)
    return found, changes


def _bisect(flows: Flows, projects: Codes) -> Floats:
    """Solve for the discount factor of projects whose flows change sign once, all at the same time."""
    place = np.full(len(flows.projects), -1)
    place[projects] = np.arange(len(projects))
    owner = place[flows.owner]
    rows = np.flatnonzero(owner >= 0)
    owner = owner[rows]
    net, time = flows.net[rows], flows.time[rows]
    # The scale of the flows does not matter, and must not overflow.
    largest = np.zeros(len(projects))
    np.maximum.at(largest, owner, np.abs(net))
    net = net / largest[owner]
    early = np.sign(np.bincount(owner, _first_sign(owner, net), len(projects)))

    def value(factor: Floats) -> Floats:
        total: Floats = np.bincount(owner, net * factor[owner] ** time, len(projects)).astype(np.float64)
        return total

    high = np.ones(len(projects))
    with np.errstate(over="ignore", invalid="ignore"):
        # First the powers of two that the factor lies between, however large or small it is.
        for _ in range(_MOST_TURNS):
            short = np.sign(value(high)) == early
            if not short.any():
                break
            high = np.where(short, high * 2.0, high)
        for _ in range(_MOST_TURNS):
            far = np.sign(value(high / 2.0)) != early
            if not far.any():
                break
            high = np.where(far, high / 2.0, high)
        low = high / 2.0
        for _ in range(_HALVINGS):
            middle = (low + high) / 2.0
            beyond = np.sign(value(middle)) != early
            low, high = np.where(beyond, low, middle), np.where(beyond, middle, high)
            if (high - low <= _NARROW * high).all():
                break
    return 1.0 / ((low + high) / 2.0) - 1.0


def _first_sign(owner: Codes, net: Floats) -> Floats:
    """Return the sign of the first flow of each project that is not zero, zero elsewhere."""
    kept = np.flatnonzero(net)
    _, first = np.unique(owner[kept], return_index=True)
    signs = np.zeros(len(net))
    signs[kept[first]] = np.sign(net[kept[first]])
    return signs


def _polynomials(flows: Flows, projects: Codes, length: int, found: NDArray[np.object_]) -> None:
    """Find all roots of projects with the same number of flows, by the eigenvalues of their companion matrices."""
    net = flows.net[flows.start[projects][:, None] + np.arange(length)]
    net = net / np.abs(net).max(axis=1, keepdims=True)
    ends = length - 1 - np.argmax(net[:, ::-1] != 0, axis=1)  # the last flow that is not zero
    for degree in np.unique(ends):
        mine = np.flatnonzero(ends == degree)
        flow = net[mine, : degree + 1]
        companion = np.zeros((len(mine), degree, degree))
        companion[:, np.arange(1, degree), np.arange(degree - 1)] = 1.0
        companion[:, :, -1] = -flow[:, :-1] / flow[:, -1:]
        factors = np.linalg.eigvals(companion)
        # A double root may come out as a pair just beside the real line.
        real = (np.abs(factors.imag) <= 1e-6 * np.maximum(np.abs(factors), 1e-12)) & (factors.real > 1e-12)
        for place, project in enumerate(projects[mine]):
            rates_found = 1.0 / factors.real[place][real[place]] - 1.0
            found[project] = _distinct(np.array([_polished(flow[place], rate) for rate in rates_found]))


def _polished(flow: Floats, rate: float) -> float:
    """Improve a root by Newton's method, as long as that helps."""
    powers = np.arange(len(flow))
    best, least = rate, np.inf
    for _ in range(20):
        factor = 1.0 / (1.0 + rate)
        value = float(flow @ factor**powers)
        if abs(value) >= least:
            break
        best, least = rate, abs(value)
        slope = -float((powers * flow) @ factor ** (powers + 1))
        if slope == 0 or not np.isfinite(slope):
            break
        step = value / slope
        rate = rate - step
        if rate <= -1:
            break
    return best


def _searched(flows: Flows, project: int) -> tuple[float, ...]:
    """Look for changes of sign of the net present value over a fine grid of rates."""
    rows = slice(flows.start[project], flows.start[project + 1])
    net, time = flows.net[rows], flows.time[rows]
    grid = np.expm1(np.linspace(np.log(0.01), np.log(11.0), 4001))
    values = (net[:, None] * (1.0 + grid)[None] ** -time[:, None]).sum(axis=0)
    crossed = np.flatnonzero(np.sign(values[1:]) * np.sign(values[:-1]) < 0)
    low, high = grid[crossed].copy(), grid[crossed + 1].copy()
    at_low = np.sign(values[crossed])
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        same = np.sign((net[:, None] * (1.0 + middle)[None] ** -time[:, None]).sum(axis=0)) == at_low
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return _distinct(np.concatenate([(low + high) / 2.0, grid[values == 0.0]]))


def _distinct(found: Floats) -> tuple[float, ...]:
    ordered = np.sort(found)
    if not len(ordered):
        return ()
    new = np.r_[True, np.diff(ordered) > _SAME * np.maximum(1.0, np.abs(ordered[1:]))]
    return tuple(float(rate) for rate in ordered[new])
