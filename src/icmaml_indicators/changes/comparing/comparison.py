"""What the comparison of two versions of a program gathers: changes, and what they touch directly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from ...diagnostics import Place
from ...specs import Imputation, Provenance, Text
from .change import Change, Kind
from .matching import Matching, match
from .rules import imputation_rule
from .sides import ProgramSide
from .wording import brief

# So many subjects are named where many changed in the same way.
_MOST_NAMED = 6
Causes = defaultdict[str, set[str]]


def _causes() -> Causes:
    return defaultdict(set)


@dataclass(slots=True)
class Comparison:
    """Two sides, what of one is what of the other, and what was found so far.

    Attributes
    ----------
    parameters, variables, populations, values, scores, levels, weights
        What is not as before for the same data, by its id of now: the ids of the subjects that changed so.
    redefined
        Parameters, variables and indicators whose figures no longer mean the same.
    written_out
        Indicators that are the same once the indicators in their formulas are written out.
    """

    old: ProgramSide
    new: ProgramSide
    matching: Matching
    changes: list[Change] = field(default_factory=list)
    parameters: Causes = field(default_factory=_causes)
    variables: Causes = field(default_factory=_causes)
    populations: Causes = field(default_factory=_causes)
    values: Causes = field(default_factory=_causes)
    scores: Causes = field(default_factory=_causes)
    levels: Causes = field(default_factory=_causes)
    weights: Causes = field(default_factory=_causes)
    redefined: Causes = field(default_factory=_causes)
    written_out: set[str] = field(default_factory=set)
    _provenances: dict[tuple[str, str], list[tuple[Kind, str, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, old: ProgramSide, new: ProgramSide) -> Comparison:
        """Match two sides."""
        own, others = (frozenset(side.program.parameter_by_id) for side in (old, new))
        old, new = replace(old, inlined=own - others), replace(new, inlined=others - own)
        return cls(old, new, match(old, new))

    @property
    def node_pairs(self) -> list[tuple[str, str]]:
        """Nodes that exist on both sides: id of before, id of now, in the order of now."""
        was = {now: name for name, now in self.matching.nodes.items()}
        return [(was[name], name) for name in self.new.program.nodes if name in was]

    def redefine(self, variable: str) -> None:
        """Note that the figures of a variable no longer mean the same."""
        self.variables[variable].add(variable)
        self.redefined[variable].add(variable)

    def record(
        self,
        code: str,
        kind: Kind,
        subject: str,
        *,
        old_id: str | None = "",
        key: str = "",
        old: Any = "",
        new: Any = "",
        confidence: float | None = None,
        at: str = "",
        **details: Any,
    ) -> None:
        """Add a change; `old_id` is the id of before, None for what is new; `subject` may be gone.

        Its places are those of `at`, the path of keys below the subject, or of `key`.
        """
        before = subject if old_id == "" else old_id
        places: list[Place | None] = [None, None]
        keys = tuple((at or key).split(".")) if at or key else ()
        if before is not None:
            places[0] = self.old.place(kind, before, *keys)
        places[1] = self.new.place(kind, subject, *keys)
        words = [value if isinstance(value, tuple) and _is_pair(value) else brief(value) for value in (old, new)]
        self.changes.append(
            Change(
                code,
                self.new.program.id,
                kind,
                subject,
                key,
                words[0],
                words[1],
                places[0],
                places[1],
                confidence,
                details,
            )
        )

    def imputation_of_old(self, imputation: Imputation | None) -> tuple[Any, ...] | None:
        """Return what an imputation of before does, with populations and variables under their names of now."""
        if imputation is not None and imputation.weight is not None:
            weight = self.matching.variable(imputation.weight)
            imputation = imputation.model_copy(update={"weight": weight})
        return imputation_rule(imputation, self.matching.population)

    def record_texts(
        self,
        kind: Kind,
        subject: str,
        pairs: Iterable[tuple[str, Text | None, Text | None]],
        old_id: str = "",
    ) -> None:
        """Add one change for all texts of a subject that differ."""
        fields: list[str] = []
        for key, before, after in pairs:
            if before == after:
                continue
            if before is None or after is None:
                fields.append(key)
                continue
            worded = [
                f"{key}.{language}"
                for language in ("es", "en")
                if getattr(before, language) != getattr(after, language)
            ]
            fields += worded or [key]
        if fields:
            self.record("IND606", kind, subject, old_id=old_id, at=fields[0], fields=", ".join(fields))

    def record_examples(self, kind: Kind, old_id: str, subject: str, old: Any, new: Any) -> None:
        """Tell which examples are gone and new; their inputs are taken under their names of now."""
        known = self.matching.variables | self.matching.nodes

        def renamed(value: Any) -> Any:
            if isinstance(value, dict):
                return {known.get(key, key): renamed(item) for key, item in value.items()}
            return [renamed(item) for item in value] if isinstance(value, list | tuple) else value

        def written(example: Any, *, now: bool) -> dict[str, Any]:
            given = example.model_dump(mode="json", exclude_defaults=True)
            return given if now else {key: renamed(item) for key, item in given.items()}

        before = [written(example, now=False) for example in getattr(old, "examples", ())]
        after = [written(example, now=True) for example in getattr(new, "examples", ())]
        gone = [str(brief(example)) for example in before if example not in after]
        added = [str(brief(example)) for example in after if example not in before]
        if gone or added:
            self.record(
                "IND607", kind, subject, old_id=old_id, key="examples", old="; ".join(gone), new="; ".join(added)
            )

    def collect_provenance(
        self, kind: Kind, old_id: str, subject: str, old: Provenance | None, new: Provenance | None
    ) -> None:
        """Keep a provenance that changed; `record_provenances` tells once of all that changed in the same way."""
        if old != new:
            words = tuple("" if each is None else str(brief(each)) for each in (old, new))
            self._provenances.setdefault((words[0], words[1]), []).append((kind, old_id, subject))

    def record_provenances(self) -> None:
        """Tell which provenances changed."""
        for (old, new), subjects in self._provenances.items():
            kind, old_id, subject = subjects[0]
            names = ", ".join(name for _, _, name in subjects[:_MOST_NAMED])
            more = f", … ({len(subjects)})" if len(subjects) > _MOST_NAMED else ""
            self.record("IND607", kind, subject, old_id=old_id, key="provenance", old=old, new=new, id=names + more)


def _is_pair(value: tuple[Any, ...]) -> bool:
    return len(value) == 2 and all(isinstance(part, str) for part in value)
