"""What changed in a program as a whole: identity, what is measured how often, defaults, models, screens."""

from __future__ import annotations

from typing import Any

from ...specs import Program, ScoringModel
from ...specs.model.peer_rules import Applies
from .comparison import Comparison
from .keys import iterate_differences
from .rules import imputation_rule, rounding_rule, scale_rule, treatment_rule
from .sides import ProgramSide
from .wording import policy_words, rounding_words

_SILENT = ("screening", "lights", "replaces", "valid_from", "valid_to", "comparable")
_TEXTS = ("title", "description", "rights", "note", "break_note")


def compare_program(found: Comparison) -> None:
    """Tell what changed in the head of a program."""
    a, b = found.old.program, found.new.program

    def record(code: str, key: str, old: Any, new: Any) -> None:
        found.record(code, "program", "total", key=key, old=old, new=new)

    if a.id != b.id:
        record("IND602", "id", a.id, b.id)
    if a.version != b.version:
        record("IND603", "version", a.version, b.version)
    if a.entity != b.entity:
        both = a.entity.country == b.entity.country
        was, now = (each.type if both else f"{each.type} ({each.country})" for each in (a.entity, b.entity))
        record("IND604", "entity", was, now)
        _touch_all(found, "entity")
    if a.period != b.period:
        more = set(a.period.frequency) < set(b.period.frequency) and a.period.step == b.period.step
        same = set(a.period.frequency) == set(b.period.frequency) and a.period.step == b.period.step
        if not same:
            record("IND605" if more else "IND604", "period", a.period, b.period)
        if not same and not more:
            _touch_all(found, "period")
    if a.peers != b.peers:
        columns = [peer.column for peer in a.peers], [peer.column for peer in b.peers]
        if set(columns[0]) != set(columns[1]):
            record("IND605", "peers", columns[0], columns[1])
    if _rollup_rule(found.old) != _rollup_rule(found.new):
        record("IND604", "rollup", a.rollup, b.rollup)
        for variable in b.variables:
            if variable.from_ is not None:
                found.redefine(variable.id)
    _compare_applies(found, a.applies, b.applies, record)
    _compare_defaults(found, record)
    for key, before, after in iterate_differences(a, b, _SILENT):
        record("IND607", key, before, after)
    found.collect_provenance("program", "total", "total", a.provenance, b.provenance)
    _compare_matrix(a, b, record)
    titles = {peer.column: peer.title for peer in a.peers}
    texts: list[tuple[str, Any, Any]] = [(key, getattr(a, key, None), getattr(b, key, None)) for key in _TEXTS]
    texts += [(f"peers.{peer.column}", titles[peer.column], peer.title) for peer in b.peers if peer.column in titles]
    found.record_texts("program", "total", texts)
    _compare_models(found)


def _rollup_rule(side: ProgramSide) -> Any:
    """Return what is rolled up, and how; what changed in the program below is told apart, where that is known."""
    rule = side.program.rollup
    if rule is None or side.below is None:
        return rule
    return (side.below.program.id, rule.by, rule.at_least)


def _compare_applies(found: Comparison, old: Applies | None, new: Applies | None, record: Any) -> None:
    """Tell whether others are assessed than before."""
    if old == new:
        return
    asked = [(None, {}) if rule is None else (rule.where, rule.shares) for rule in (old, new)]
    same = found.matching.same_condition(asked[0][0], asked[1][0], found.old.program.variable_by_id)
    same = same and asked[0][1] == asked[1][1]
    record("IND607" if same else "IND604", "applies", *("" if rule is None else rule.rule for rule in (old, new)))
    if not same:
        _touch_all(found, "applies")


def _touch_all(found: Comparison, cause: str) -> None:
    for name, node in found.new.program.nodes.items():
        if node.is_indicator:
            found.values[name].add(cause)
        if name in found.new.scored_nodes:
            found.scores[name].add(cause)
        if node.levels:
            found.levels[name].add(cause)


def _compare_defaults(found: Comparison, record: Any) -> None:
    """Tell once what every node that says nothing of its own inherits; these nodes are touched where they stand."""
    a, b = found.old.program, found.new.program
    named = found.matching.population
    if scale_rule(a.scale, named) != scale_rule(b.scale):
        heirs = [
            after
            for before, after in found.node_pairs
            if scale_rule(a.nodes[before].scale, named) != scale_rule(b.nodes[after].scale)
        ]
        record("IND604" if heirs else "IND607", "scale", a.scale, b.scale)
    if found.imputation_of_old(a.imputation) != imputation_rule(b.imputation):
        pairs = [(a.nodes[before], b.nodes[after]) for before, after in found.node_pairs]
        moved = any(found.imputation_of_old(x.imputation) != imputation_rule(y.imputation) for x, y in pairs)
        record("IND604" if moved else "IND607", "imputation", a.imputation, b.imputation)
    if treatment_rule(a.treatment, named) != treatment_rule(b.treatment):
        pairs = [(a.nodes[before], b.nodes[after]) for before, after in found.node_pairs]
        moved = any(treatment_rule(x.treatment, named) != treatment_rule(y.treatment) for x, y in pairs)
        record("IND604" if moved else "IND607", "treatment", a.treatment, b.treatment)
    # Where the total has no policy of its own, the default is told as its.
    if a.missing != b.missing and (a.total.missing or b.total.missing):
        pairs = [(a.nodes[before], b.nodes[after]) for before, after in found.node_pairs]
        heirs = [after.id for before, after in pairs if not after.is_indicator and before.missing != after.missing]
        record("IND604" if heirs else "IND607", "missing", policy_words(a.missing), policy_words(b.missing))
    _compare_default_rounding(found, record)


def _compare_default_rounding(found: Comparison, record: Any) -> None:
    a, b = found.old.program, found.new.program
    old, new = (rounding_words(program.rounding) for program in (a, b))
    if old == new:
        return
    scored = found.old.scored_nodes | found.new.scored_nodes
    pairs = [(a.nodes[before], b.nodes[after]) for before, after in found.node_pairs if after in scored]
    moved = any(rounding_rule(one) != rounding_rule(other) for one, other in pairs)
    record("IND604" if moved else "IND607", "rounding", old, new)


def _compare_matrix(a: Program, b: Program, record: Any) -> None:
    """Objectives and assumptions of a budget program; its tree is compared as a tree."""
    if a.matrix is None and b.matrix is None:
        return
    if a.matrix is None or b.matrix is None:
        record("IND607", "matrix", a.matrix is not None, b.matrix is not None)
        return
    ours, theirs = (
        {objective.id: (level, component, objective) for level, objective, component in matrix.objectives()}
        for matrix in (a.matrix, b.matrix)
    )
    if ours.keys() != theirs.keys():
        record("IND607", "matrix", sorted(ours.keys() - theirs.keys()), sorted(theirs.keys() - ours.keys()))
    changed = [name for name in theirs if name in ours and ours[name] != theirs[name]]
    if changed:
        record("IND607", "matrix", changed, changed)


def _compare_models(found: Comparison) -> None:
    old = {model.id: model for model in found.old.program.models}
    new = {model.id: model for model in found.new.program.models}
    for name, model in old.items():
        if name not in new:
            found.record("IND633", "model", name, key="models", old=model.title)
    for name, model in new.items():
        if name not in old:
            found.record("IND634", "model", name, old_id=None, key="models", new=model.title)
            continue
        if _model_rule(old[name]) != _model_rule(model):
            found.record("IND633", "model", name, key="models", old=_words(old[name]), new=_words(model))
        pairs: list[tuple[str, Any, Any]] = [
            (key, getattr(old[name], key), getattr(model, key)) for key in ("title", "description")
        ]
        found.record_texts("model", name, pairs)


def _model_rule(model: ScoringModel) -> tuple[Any, ...]:
    weights = model.weights if isinstance(model.weights, str | None) else sorted(model.weights.items())
    rules = scale_rule(model.scale) if model.scale is not None else None, rounding_words(model.rounding)
    gaps = imputation_rule(model.imputation), treatment_rule(model.treatment)
    switched = model.imputation is None, model.treatment is None, model.rounding is None
    own = (model.equal_at, model.aggregation, model.depth, model.gates, weights, sorted(model.leave_out))
    return (*own, *rules, *gaps, switched)


def _words(model: ScoringModel) -> Any:
    return model.model_dump(mode="json", exclude={"id", "title", "description"}, exclude_defaults=True)
