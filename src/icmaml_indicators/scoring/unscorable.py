"""Findings about scales, levels and weights that populations give, or cannot give, and in which of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..data.model.findings import RowDetail
from ..data.model.table import DataTable
from ..engine.groups import GroupPlan
from ..engine.node_scores import NodeScoreSet
from ..engine.parameters import is_held
from ..engine.population_reader import PopulationReader
from ..formulas.plan import Evaluation
from ..formulas.reasons import EXCLUDED, LOW_COVERAGE, NOT_APPLICABLE
from ..formulas.rounding import with_digits
from ..specs import Missing, Program, Quantity
from ..specs.model.scales import cuts_between
from ..transforms.imputation.imputing import ImputedFigures
from ..transforms.scales.normalisation import scores_nobody
from ..transforms.scales.rule import figures_of, rule_of
from ..transforms.treatment.treating import TreatedFigures
from ..transforms.weights.fitting import FittedWeights, Untold

Floats = NDArray[np.float64]

_NOBODY = {
    "alone": {"es": "hay una sola cifra", "en": "there is one figure only"},
    "equal": {"es": "sus cifras son iguales o no dan límites", "en": "its figures are all equal, or give no bounds"},
    "undefined": {"es": "sus cifras no tienen logaritmo", "en": "its figures have no logarithm"},
    "ends": {"es": "sus extremos calculados no ascienden", "en": "its ends as worked out do not ascend"},
    "steps": {"es": "sus cortes calculados no ascienden", "en": "its cuts as worked out do not ascend"},
}
_NO_WEIGHTS = {
    "few": {"es": "hay menos de dos filas completas", "en": "there are fewer than two complete rows"},
    "constant": {
        "es": "las calificaciones de {names} son iguales y no se correlacionan con nada",
        "en": "the scores of {names} are all equal and correlate with nothing",
    },
    "equal": {"es": "las calificaciones de cada parte son iguales", "en": "the scores of each part are all equal"},
    "tied": {
        "es": "los dos primeros componentes son igual de grandes: ninguno es el primero",
        "en": "the first two components are equally large: neither is the first",
    },
    "negative": {"es": "hay calificaciones negativas en {names}", "en": "there are scores below zero in {names}"},
    "alike": {"es": "todas las partes suben y bajan juntas", "en": "all parts rise and fall together"},
    "weightless": {"es": "ninguna parte declara un peso", "en": "no part declares a weight"},
    "unreached": {
        "es": "ningunos pesos dan a cada parte la proporción que declara",
        "en": "no weights give each part the share that it declares",
    },
    "unsettled": {
        "es": "el orden en que entran las partes no se asienta en 100 rondas",
        "en": "the order in which the parts enter does not settle in 100 rounds",
    },
    "unknown": {"es": "no se conocen", "en": "they are not known"},
}
_MOST_SHOWN = 6


def report_unscorable(
    program: Program,
    table: DataTable,
    results: Evaluation,
    nodes: NodeScoreSet,
    populations: PopulationReader,
    imputed: Mapping[str, ImputedFigures],
    treated: Mapping[str, TreatedFigures],
    *,
    held: bool,
) -> None:
    """Tell, once a node, of a scale that can score nobody, and in which populations."""
    values_of = {
        leaf.id: values
        for leaf, values in zip(program.indicators, results.values, strict=True)
        if (np.isnan(nodes.nodes[leaf.id].scores) > np.isnan(values)).any()
    }
    values_of |= {name: found.filled for name, found in imputed.items() if name in values_of}
    values_of |= {name: found.treated for name, found in treated.items() if name in values_of}
    for name, values in (values_of | nodes.values).items():
        node = program.nodes[name]
        relative, rule = node.scale.facts.is_relative, rule_of(node)
        over = rule.over if relative else "all"
        if node.has_target or node.answer is not None or (relative and held and is_held(over)):
            continue
        found = populations.read(over)
        members = [np.arange(table.rows)] if found.codes is None else found.rows
        lines = zip(found.names if over != "all" else [""], members, strict=True)
        silent = {each: values[rows] for each, rows in lines if scores_nobody(rule, values[rows])}
        if silent:
            shown = _shown([*silent])
            where = {"es": shown or "todos los periodos", "en": shown or "all periods"}
            few = all(np.count_nonzero(~np.isnan(figures)) == 1 for figures in silent.values())
            reason = "alone" if few and relative else "equal" if relative else "undefined"
            table.findings.column("IND467", name, method=node.scale.method, where=where, detail=_NOBODY[reason])


def report_spoilt_ends(
    program: Program, table: DataTable, quantities: Mapping[str, Floats], nodes: NodeScoreSet
) -> None:
    """Tell of scales whose figures, as they are worked out, make no scale, and in which periods."""
    for node in program.nodes.values():
        own = figures_of(node, quantities)
        if not own:
            continue
        known = np.logical_and.reduce([np.isfinite(figures) for figures in own.values()])
        kept = np.broadcast_to(rule_of(node).with_figures(own).is_sound, known.shape)
        asked = ~np.isin(nodes.nodes[node.id].reasons, (NOT_APPLICABLE, EXCLUDED))
        where = _periods_of(table, known & ~kept & asked)
        if where:
            detail = _NOBODY["steps" if node.scale.bands or node.scale.points else "ends"]
            table.findings.column("IND467", node.id, method=node.scale.method, where=where, detail=detail)


def report_scarce_children(table: DataTable, nodes: NodeScoreSet) -> None:
    """Tell of groups without a score for want of parts with one: how many have one, of how many."""
    for plan in nodes.plans.values():
        if plan.missing.asks_for_children and plan.combines and plan.decision is None:
            _report_scarce(table, plan, nodes)


def _report_scarce(table: DataTable, plan: GroupPlan, nodes: NodeScoreSet) -> None:
    found, reasons = plan.count_scored(nodes.matrices, slice(0, table.rows)), nodes.nodes[plan.node.id].reasons
    rows = np.flatnonzero((reasons == LOW_COVERAGE) & found.is_too_few)
    scored, count, weight = found.scored[rows], found.count[rows], found.weight[rows]
    table.findings.cells(
        "IND747",
        plan.node.id,
        rows,
        [""],
        scored=RowDetail(lambda place: str(scored[place])),
        of=RowDetail(lambda place: str(count[place])),
        weight=RowDetail(lambda place: _percent(weight[place])),
        asked=_say_asked(plan.missing),
    )


def _say_asked(missing: Missing) -> dict[str, str]:
    """Return in words which share of the parts must have a score."""
    least = (missing.min_children, missing.min_children_weight)
    words = {"es": ("de las partes", "del peso"), "en": ("of the parts", "of the weight")}
    return {
        language: ", ".join(
            f"{_percent(float(share))} {what}" for share, what in zip(least, whats, strict=True) if share
        )
        for language, whats in words.items()
    }


def _percent(share: float) -> str:
    return f"{with_digits(100 * share, 4)} %"


def report_spoilt_cuts(
    program: Program, table: DataTable, quantities: Mapping[str, Floats], nodes: NodeScoreSet
) -> None:
    """Tell of levels whose cuts, as they are worked out, go down, and in which periods."""
    for node in program.nodes.values():
        stated = cuts_between("levels", node.levels)
        if not any(isinstance(cut, Quantity) for cut in stated.values()) or node.id not in nodes.nodes:
            continue
        cuts = [quantities[f"{node.id}.{key}"] if isinstance(cut, Quantity) else cut for key, cut in stated.items()]
        falls = np.logical_or.reduce([np.greater(low, high) for low, high in pairwise(cuts)] or [False])
        where = _periods_of(table, falls & (nodes.nodes[node.id].reasons == 0))
        if where:
            table.findings.column("IND597", node.id, where=where)


def report_weights(program: Program, table: DataTable, weights: Mapping[str, FittedWeights]) -> None:
    """Tell on how many rows the weights of each group are fitted, and where and why there are none."""
    for name, found in weights.items():
        method = program.nodes[name].aggregation.weights.method
        names = [str(each) for each in found.populations.names]
        told = [number for number in range(len(names)) if not np.isnan(found.weights[number]).any()]
        untold: dict[Untold, list[str]] = {}
        for number, each in enumerate(names):
            if number not in told:
                why = found.untold[number] if found.untold is not None else Untold("unknown")
                untold.setdefault(why, []).append(each)
        if told and found.complete is not None and found.members is not None:
            counts = [f"{names[number]}: {found.complete[number]}/{found.members[number]}" for number in told]
            table.findings.column("IND752", name, method=method, told=_shown(counts))
        for why, where in untold.items():
            detail = {language: say_untold(why, language) for language in ("es", "en")}
            table.findings.column("IND753", name, method=method, where=_shown(where), detail=detail)


def say_untold(untold: Untold, language: str) -> str:
    """Return why a population gives no weights, in Spanish (``es``) or English (``en``)."""
    return _NO_WEIGHTS[untold.why][language].format(names=", ".join(untold.children))


def _shown(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_SHOWN]) + (f", … ({len(names)})" if len(names) > _MOST_SHOWN else "")


def _periods_of(table: DataTable, rows: NDArray[np.bool_]) -> str:
    """Return the periods of some rows, in words."""
    names = [str(table.period_names[code]) for code in np.unique(table.period_codes[rows])]
    return _shown(names)
