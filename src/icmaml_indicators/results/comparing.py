"""`benchmark`: an assessment among peers."""

from __future__ import annotations

from ..benchmarks.comparison import Comparison
from ..benchmarks.peers import Peers, group_peers
from ..errors import IcmamlError, expect
from ..progress import Progress
from ..tables.interchange import Frame
from ..transforms.definitions import Definitions, PercentileMethod, QuantileMethod, Ties
from .assessment import Assessment
from .benchmark import Benchmark


def benchmark(
    assessment: Assessment,
    peers: Peers | Frame = None,
    *,
    ties: Ties = "min",
    quantiles: QuantileMethod = "linear",
    percentile: PercentileMethod = "others",
    ddof: int = 1,
    trim: float = 0.1,
    min_peers: int = 3,
    leave_out_self: bool = False,
    progress: Progress = False,
) -> Benchmark:
    """Compare every entity with its peers, period by period.

    Parameters
    ----------
    assessment
        From `score`.
    peers
        A column of the data (``"state"``), `Bands` of a variable or a table of bands (columns ``band``, ``up_to``),
        `Nearest` in some variables, a list of entities, a mapping of group names to entities, or None: everybody.
    ties, quantiles, percentile, ddof, trim
        Definitions; their sources stand in `icmaml_indicators.transforms.definitions`.
    min_peers
        With fewer values than this in a group, statistics and positions are withheld, and the tables say so.
    leave_out_self
        Whether quarter, median and top quartile of a position are those of the others.
    progress
        Of `Nearest` peers: True shows a bar when it takes longer than a second (extra ``progress``); as in `score`.

    Returns
    -------
    Benchmark

    Raises
    ------
    UnknownNameError
        When the column, variable or an entity does not exist.
    IcmamlError
        When a definition is out of its range.

    Examples
    --------
    >>> figures = {"entity": ["01", "02", "03"], "period": "2023", "pbr_sed_points": [51.0, 70.0, 60.0]}
    >>> assessment = icma.score(icma.load("state_indices"), pd.DataFrame(figures))
    >>> icma.benchmark(assessment).positions_of("pbr_sed_advance")["rank"].tolist()
    [3.0, 1.0, 2.0]
    """
    expect("assessment", assessment, Assessment)
    for key, given, inside, wanted in (
        ("min_peers", min_peers, min_peers >= 1, ("en 1 o más", "at 1 or more")),
        ("trim", trim, 0 <= trim < 0.5, ("entre 0 y 0.5", "between 0 and 0.5")),
        ("ddof", ddof, ddof >= 0, ("en 0 o más", "at 0 or more")),
    ):
        if not inside:
            raise IcmamlError("IND551", key=key, given=given, wanted_es=wanted[0], wanted_en=wanted[1])
    rules = Definitions(ties, quantiles, percentile, ddof, trim, min_peers, leave_out_self)
    groups = group_peers(assessment._scored, peers, progress)
    return Benchmark(Comparison(assessment._scored, groups, rules), assessment)
