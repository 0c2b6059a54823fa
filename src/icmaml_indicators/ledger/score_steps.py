"""What becomes of a value on its way to a score in one row: imputation, treatment, scale, and the rounding after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..engine.parameters import is_held, treatment_key
from ..formulas import Expression, Name
from ..formulas.rendering import RenderedTerm, render
from ..formulas.rounding import with_digits
from ..formulas.tree import Constant, replace_parts
from ..specs import Range, Rounding, TreeNode
from ..transforms.populations import EVERYBODY, Populations
from ..transforms.scales.base import BelowCounts, Parameters
from ..transforms.scales.normalisation import normalise
from ..transforms.scales.rule import ScaleRule, rule_in_row
from ..transforms.score_rounding import round_scores
from ..transforms.treatment.treating import treatment_expression
from .imputation import describe_filled_gap
from .scales import count_below, scale_expression
from .words import number, word

if TYPE_CHECKING:
    from ..scoring.scored import Scored

Floats = NDArray[np.float64]


@dataclass(slots=True)
class ScaleWorking:
    """How a scale made a score of a value.

    Attributes
    ----------
    told
        The method with the figures that it took from its population.
    text
        The arithmetic with the figures in it and what it came to; empty where there is none.
    whole
        The scale as an expression of ``value``; `rigid` where it holds for this value only.
    score
        What it came to, before it is rounded; NaN where there is none.
    detail
        The same as data.
    """

    told: str
    text: str = ""
    whole: Expression | None = None
    rigid: bool = False
    score: float = np.nan
    detail: dict[str, Any] = field(default_factory=dict)


class _ScaleOfRow:
    """A scale, and the population that one row is held against."""

    def __init__(self, scored: Scored, node: TreeNode, values: Floats, row: int) -> None:
        self.scored, self.node, self.values, self.row = scored, node, values, row
        self.rule: ScaleRule = rule_in_row(node, scored.run.quantities, row)
        known = scored.book.parameters.get(node.id, {})
        self.bounds = scored.bounds if is_held(self.rule.over) else None
        populations = scored.run.populations.read(self.rule.over)
        self.population = populations.name_of(row)
        if self.bounds is not None and self.bounds.base in known:
            self.population = self.bounds.base
        self.own: Parameters = known.get(self.population or "") or {}
        self.members = np.arange(scored.table.rows)[populations.members(row)]
        self.rows = np.union1d(self.members, row)  # who is in no population that it is held against stands beside it
        codes = np.where(np.isin(self.rows, self.members), 0, -1)
        self.populations = Populations(("",), codes, np.zeros(len(self.rows), np.intp))

    @property
    def is_held(self) -> bool:
        return self.population is not None and (bool(self.own) or self.rule.facts.is_ranked)

    def score(self) -> float:
        """Return what the engine came to before it rounded."""
        if not self.rule.facts.is_relative:
            return float(normalise(self.rule, self.values[[self.row]], EVERYBODY).scores[0])
        if self.bounds is not None:
            if not self.own or self.row in self.bounds.withheld.get(self.node.id, ()):
                return np.nan
            return float(normalise(self.rule, self.values, EVERYBODY, self.own).scores[self.row])
        if self.population is None:
            return np.nan
        scores = normalise(self.rule, self.values[self.rows], self.populations).scores
        return float(scores[np.searchsorted(self.rows, self.row)])

    def held(self) -> dict[str, Any]:
        """Return where figures come from that are of no population of this table, or of one of its periods."""
        options = self.scored.options
        return {key: options[key] for key in ("reference", "base_period") if key in options}

    def fit(self, parameters: dict[str, float | None], count: int) -> dict[str, Any]:
        """Return the population and what was taken from it, as data."""
        found = {"id": f"scale({self.node.id})", "population": self.population, "n": count, "parameters": parameters}
        declared = self.scored.program.population_by_id.get(self.rule.over)
        if declared is not None:
            found["rule"] = declared.rule
        held = held_from(self.scored)
        if self.bounds is None or held is None:
            return found
        if "reference" in held:
            del found["n"]  # of an earlier assessment only its figures are known
        else:
            of_base = self.values[self.scored.table.periods == held["base"]]
            found["n"] = int(np.count_nonzero(~np.isnan(of_base)))
        return found | {"held": held}


def held_from(scored: Scored) -> dict[str, Any] | None:
    """Return where figures of populations come from, if not from these themselves: a period, an earlier assessment."""
    if scored.bounds is None:
        return None
    options = scored.options
    return {"base": scored.bounds.base} | {key: options[key] for key in ("reference",) if key in options}


def work_scale(
    scored: Scored, node: TreeNode, values: Floats, row: int, score: float | None = None, reason: str = ""
) -> ScaleWorking | None:
    """Show how the scale of a node scored one row; None where it gives no score.

    Parameters
    ----------
    scored, node, row
        What is asked for.
    values : float64 array, shape (rows,)
        What the scale works on, of all rows.
    score
        What it came to, where that is known: the score of a node that nothing changes after its scale.
    reason
        Why there is no value, by its name.
    """
    of_row, language = _ScaleOfRow(scored, node, values, row), scored.language
    rule, own, value = of_row.rule, of_row.own, float(values[row])
    if not rule.facts.gives_score:
        return None
    figures = {key: float(scored.run.quantities[f"{node.id}.scale.{key}"][row]) for key in node.scale.quantities}
    figures.pop("formula", None)
    taken = ", ".join(f"{key} = {with_digits(figure, 10)}" for key, figure in (figures | own).items())
    found = ScaleWorking(f"{node.scale.method}({taken})" if taken else node.scale.method)
    found.detail["scale"] = node.scale.model_dump(exclude_defaults=True, mode="json")
    below: BelowCounts | None = None
    notes: list[str] = []
    words, treatment = _tell_treatment(scored, node, row, found.detail)
    gap = describe_filled_gap(scored, node.id, row, reason)
    if gap is not None:
        found.detail["imputation"] = gap.detail
        words.insert(0, gap.text)
    if of_row.is_held:
        below, notes = _tell_population(of_row, found.detail, language)
    if np.isnan(value):
        return found
    found.score = of_row.score() if score is None else score
    found.whole, found.rigid = scale_expression(rule, own, below), own.keys() == {"n"}
    if found.whole is not None and treatment is not None:
        found.whole = replace_parts(found.whole, lambda part: treatment if part == Name("value") else None)
    if found.whole is not None and gap is not None:  # the value itself stays absent
        found.whole = replace_parts(found.whole, lambda part: Constant(gap.figure) if part == Name("value") else None)
    shown = scale_expression(rule, own, below, value)
    if shown is not None and not np.isnan(found.score):
        note = f" ({'; '.join([*words, *notes])})" if words or notes else ""
        found.text = f"{with_value(shown, value)} = {number(found.score)}{note}"
    return found


def _tell_treatment(
    scored: Scored, node: TreeNode, row: int, detail: dict[str, Any]
) -> tuple[list[str], Expression | None]:
    """Tell how the value of an indicator was treated; return that in words, none where it stays, and as an expression.

    The expression is of ``value``; None where nothing is treated in the population.
    """
    found, language = scored.run.treated.get(node.id), scored.language
    taken = {} if found is None else found.of_row(row)
    if found is None or np.isnan(found.values[row]) or np.isnan(taken["method"]):
        return [], None
    rule, before, after = found.rule, float(found.values[row]), float(found.treated[row])
    codes = found.populations.read_codes
    those = found.values if codes is None else found.values[codes == codes[row]]
    parameters = {key: figure if np.isfinite(figure) else None for key, figure in taken.items()}
    fit: dict[str, Any] = {"id": treatment_key(node.id), "population": found.populations.name_of(row)}
    held = held_from(scored) if is_held(rule.over) else None
    fit |= {"n": int(np.count_nonzero(~np.isnan(those)))} if held is None else {"held": held}
    method = rule.active_methods[int(taken["method"]) - 1] if taken["method"] > 0 else None
    detail["treatment"] = {
        "method": method,
        "before": before,
        "after": after if np.isfinite(after) else None,
        "fit": fit | {"parameters": parameters},
    }
    limited = float(np.clip(before, *rule.limits.ends))
    words = [] if limited == before else [f"{word(language, 'limited')}: {number(before)} → {number(limited)}"]
    if limited != after and method is not None:
        words.append(f"{word(language, method)}: {number(limited)} → {number(after)}")
        if method == "winsorise":
            count = int(np.count_nonzero((those < taken["lower"]) | (those > taken["upper"])))
            words[-1] += f", {word(language, 'winsorised', count=count, most=rule.at_most)}"
    is_idle = method is None and rule.limits == Range()
    return words, None if is_idle else treatment_expression(rule, Name("value"), taken)


def _tell_population(
    of_row: _ScaleOfRow, detail: dict[str, Any], language: str
) -> tuple[BelowCounts | None, list[str]]:
    """Tell whom the value is held against; return how it stands among them, and all that in words."""
    values, rule, value = of_row.values[of_row.rows], of_row.rule, float(of_row.values[of_row.row])
    parameters = {key: figure if np.isfinite(figure) else None for key, figure in of_row.own.items()}
    count = int(np.count_nonzero(~np.isnan(of_row.values[of_row.members])))
    detail["population"] = {"name": of_row.population, "n": count, "parameters": parameters}
    detail["fit"] = of_row.fit(parameters, count)
    if of_row.bounds is None:
        notes = [f"{word(language, 'population')}: {of_row.population}, n = {count}"]
    else:
        held = of_row.held()
        notes = [word(language, "fixed" if "reference" in held else "base", base=of_row.bounds.base)]
        detail["population"] |= held
    if np.isnan(value):
        return None, notes
    below = count_below(value, values, rule)
    if rule.facts.is_ranked:
        dense = rule.ties == "dense"
        counts = {
            "beaten": below.distinct_beaten if dense else below.beaten,
            "ties": below.ties,
            "others": below.distinct_others if dense else below.others,
        }
        detail["population"]["beaten"] = counts
        notes.insert(0, word(language, "beaten_different" if dense else "beaten", **counts))
        if rule.ties != "average":
            notes.append(word(language, f"ties_{rule.ties}"))
    return below, notes


def with_value(scale: Expression, value: float) -> str:
    """Write a scale with a value in it."""
    figure = RenderedTerm(number(value), loose=value < 0)
    return render(scale, lambda part, lag: figure if part == Name("value") else _rounded(part))


def _rounded(part: Expression) -> RenderedTerm | None:
    """Write constants of a scale as figures are written."""
    return RenderedTerm(number(part.value), loose=part.value < 0) if isinstance(part, Constant) else None


def work_rounding(rounding: Rounding, before: float, language: str) -> tuple[dict[str, Any], str]:
    """Return the step that rounds a score, and the same in words; no words where nothing is seen of it."""
    after = float(round_scores(np.array([before]), rounding)[0])
    how = rounding.half if rounding.method == "nearest" else rounding.method
    step = {"what": "rounding", "decimals": rounding.decimals, "method": rounding.method}
    if rounding.method == "nearest":
        step["half"] = rounding.half
    told = f"{number(before)} → {number(after)}, {word(language, f'rounding_{how}')}"
    return step | {"before": before, "after": after}, "" if number(before) == number(after) else told
