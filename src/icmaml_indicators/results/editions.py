"""`join_editions`: benchmarks of several editions of a program to one panel."""

from __future__ import annotations

from ..errors import WrongKindError, expect
from ..trends.editions import join_panels, order_editions
from .assessment import Assessment
from .benchmark import Benchmark
from .comparing import benchmark
from .panel import Panel


def join_editions(*editions: Benchmark | Assessment) -> Panel:
    """Set benchmarks of the editions of one program side by side over time.

    Parameters
    ----------
    *editions
        Benchmarks (or assessments, then compared among all), in any order: of one edition, or of editions each of which
        `replaces` one that is given. Where an edition says ``comparable: false`` trends stop before it.

    Returns
    -------
    Panel

    Raises
    ------
    IncomparableError
        When an edition does not say that it replaces another of those given.
    DataError
        When an entity stands in two editions in one period.

    Examples
    --------
    >>> program = icma.load("state_indices")
    >>> figures = {"2022": 70.0, "2023": 78.0}
    >>> tables = [{"entity": ["01"], "period": [year], "pbr_sed_points": [found]} for year, found in figures.items()]
    >>> panel = icma.join_editions(*(icma.score(program, table) for table in tables))
    >>> panel.trends["change"].dropna().tolist()
    [8.0]
    """
    if not editions:
        raise WrongKindError("editions", None, (Benchmark, Assessment))
    for edition in editions:
        expect("editions", edition, Benchmark, Assessment)
    found = [benchmark(edition) if isinstance(edition, Assessment) else edition for edition in editions]
    return Panel(join_panels(order_editions([edition._comparison for edition in found])))
