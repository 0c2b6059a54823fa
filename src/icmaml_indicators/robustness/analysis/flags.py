"""What is to be reconsidered in an index, and what to do: a line for each thing that passes a limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ...diagnostics import MESSAGES, phrase
from ...formulas.rounding import with_decimals
from .figures import AnalysisData

if TYPE_CHECKING:
    import pandas as pd

# The kind of each flag, by the code of what is said.
KINDS = {
    "redundant": "IND790",
    "contradicts": "IND791",
    "with_denominator": "IND792",
    "constant": "IND793",
    "few_available": "IND794",
    "many_zeros": "IND795",
    "outliers": "IND796",
    "low_alpha": "IND797",
}
_COLUMNS = ("period", "kind", "node", "other", "group", "figure", "limit", "severity", "code", "message")
_IN_PERCENT = {"few_available", "many_zeros"}
# Kind, node, other, group, figure, limit.
Flag = tuple[str, str, str, str, float, float]


def flags_table(
    data: AnalysisData,
    statistics: pd.DataFrame,
    correlations: pd.DataFrame,
    reliability: pd.DataFrame,
    language: str,
) -> pd.DataFrame:
    """Return one line a flag, by period and kind; see `IndexAnalysis.flags`.

    Parameters
    ----------
    data
        What is analysed.
    statistics, correlations, reliability
        The tables of it.
    language
        ``es`` or ``en``.
    """
    import pandas as pd

    pearson = correlations[correlations["method"] == "pearson"].dropna(subset="r")
    lines = []
    for period in data.periods:
        tables = (table[table["period"] == period] for table in (statistics, pearson, reliability))
        found = sorted(_find(data, *tables), key=lambda flag: list(KINDS).index(flag[0]))
        lines += [(period, *flag, *_say(flag, language)) for flag in found]
    return pd.DataFrame(lines, columns=list(_COLUMNS))


def _find(
    data: AnalysisData, statistics: pd.DataFrame, pearson: pd.DataFrame, reliability: pd.DataFrame
) -> Iterator[Flag]:
    limits, inside = data.limits, {leaf.id for leaf in data.indicators}
    leaves = {leaf.id for leaf in data.scored.program.indicators}  # that groups go together is what an index is for
    for pair in pearson.to_dict("records"):
        r, siblings = pair["r"], pair["relation"] == "siblings"
        names = pair["a"], pair["b"], pair["group"]
        if siblings and r > limits.redundant and leaves.issuperset(names[:2]):
            yield "redundant", *names, r, limits.redundant
        elif siblings and r < limits.contradicts:
            yield "contradicts", *names, r, limits.contradicts
        elif pair["relation"] == "denominator" and pair["a"] in inside and abs(r) > limits.with_denominator:
            yield "with_denominator", *names, r, limits.with_denominator
    scores = statistics[statistics["kind"] == "score"].set_index("node")
    for line in statistics[statistics["kind"] == "value"].to_dict("records"):
        if line["node"] in inside:
            yield from _find_in_figures(data, line, scores)
    for line in reliability.to_dict("records"):
        if line["alpha"] < limits.alpha:
            yield "low_alpha", line["group"], "", "", line["alpha"], limits.alpha


def _find_in_figures(data: AnalysisData, line: dict[str, Any], scores: pd.DataFrame) -> Iterator[Flag]:
    """Yield what is to be said of the values of an indicator; of those that are treated, if it is true of scores."""
    name, limits = line["node"], data.limits
    node = data.scored.program.nodes[name]
    if line["share_available"] < limits.available:
        yield "few_available", name, "", "", line["share_available"], limits.available
    if line["reason"] == "constant":
        yield "constant", name, "", "", line["min"], np.nan
    elif node.answer is None:  # answers have a few values by nature
        if line["many_zeros"]:
            yield "many_zeros", name, "", "", line["share_non_zero"], limits.non_zero
        if line["outliers"] and (node.treatment is None or (name in scores.index and scores.loc[name, "outliers"])):
            yield "outliers", name, "", "", line["skewness"], limits.skewness


def _say(flag: Flag, language: str) -> tuple[str, str, str]:
    """Return severity, code and message of a flag."""
    kind, node, other, group, figure, limit = flag
    code, percent = KINDS[kind], kind in _IN_PERCENT
    shown = [with_decimals(100 * each, 0) if percent else with_decimals(each, 2) for each in (figure, limit)]
    details = {"node": node, "other": other, "group": group, "figure": shown[0], "limit": shown[1]}
    return MESSAGES[code].severity, code, phrase(code, language, **details)


def translate_flags(flags: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return flags with their messages in another language."""
    keys = ["kind", "node", "other", "group", "figure", "limit"]
    messages = [_say(flag, language)[2] for flag in flags[keys].itertuples(index=False, name=None)]
    return flags.assign(message=np.array(messages, object))
