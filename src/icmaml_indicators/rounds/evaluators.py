"""Two evaluators of one rubric: their answers side by side, how far they agree, what is to be settled and what was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ..diagnostics import Language
from ..display import Display, Part, Summary, take_lines
from ..engine.answer_scores import NOT_CHECKED
from ..errors import IcmamlError, check_language
from ..plain_data import JsonViews, write_document
from ..results import Assessment, score
from ..specs import ROOT, Program, TreeNode, describe_program, name_program
from ..tables.interchange import Tabular
from ..validation import take_program
from .agreed_answers import fill_agreed
from .given_answers import Texts, answers_of

if TYPE_CHECKING:
    import pandas as pd


def agreement(
    program: Program | str | Path,
    first: Tabular | str | Path | Sequence[str | Path],
    second: Tabular | str | Path | Sequence[str | Path],
    *,
    settled: Tabular | str | Path | None = None,
    language: Literal["es", "en"] = "en",
    **options: Any,
) -> Agreement:
    """Hold the answers of two evaluators against each other.

    Parameters
    ----------
    program
        A program with criteria, or what `load` takes.
    first, second
        The answers of each evaluator, as `score` takes data.
    settled
        What was agreed where they differed: the workbook that `write_report` writes of an agreement, filled in, or a
        table with columns entity, period, criterion, ``agreed`` (the answer), ``by`` (who), ``on`` (a date) and
        ``note_agreed``. Lines without an agreed answer are still to be settled; keys, periods and answers are read as
        those of data are.
    language, **options
        As `score` takes them.

    Returns
    -------
    Agreement

    Raises
    ------
    IcmamlError
        When the program has no criteria.
    DataError
        When `settled` has no such columns or is the workbook of another program, gives an answer that the criterion
        does not take, two for one criterion, or another one than what both answered.
    UnknownNameError
        When `settled` names nobody who was evaluated, or no criterion.

    Examples
    --------
    >>> one = {"entity": ["05035"], "period": ["2024"], "single_purpose": ["met"], "formula_consistent": ["met"]}
    >>> found = icma.agreement("mir_quality", one, {**one, "formula_consistent": ["not_met"]})
    >>> found.differences[["criterion", "first", "second"]].to_numpy().tolist()
    [['formula_consistent', 'met', 'not_met']]
    """
    program = take_program(program)
    check_language(language)
    if not program.criteria:
        raise IcmamlError("IND729", program=program.id)
    sides = [score(program, data, language=language, **options) for data in (first, second)]
    return Agreement(program, sides[0], sides[1], settled, language, options)


class Agreement(Display, JsonViews):
    """Answers of two evaluators side by side. Built by `agreement`.

    Attributes
    ----------
    first, second
        The assessment of each evaluator.
    answers : DataFrame
        One line an answer that either of them gave: entity, period, block, criterion, title, first and second (option,
        figure, or why it says nothing), agrees, given_first and given_second (as written), points_first and
        points_second, evidence_… and note_… of each, agreed (the answer that holds; empty until it is settled), by, on
        and note_agreed (what was noted when it was).
    language
        Language of messages: ``es`` or ``en``.

    Examples
    --------
    >>> one = {"entity": ["05035"], "period": ["2024"], "single_purpose": ["met"], "formula_consistent": ["met"]}
    >>> agreement = icma.agreement("mir_quality", one, one | {"formula_consistent": ["not_met"]})
    """

    program: Program
    first: Assessment
    second: Assessment
    language: Literal["es", "en"]
    answers: pd.DataFrame

    def __init__(
        self,
        program: Program,
        first: Assessment,
        second: Assessment,
        settled: Tabular | str | Path | None,
        language: Literal["es", "en"],
        options: Mapping[str, Any],
    ) -> None:
        self.program, self.first, self.second, self.language = program, first, second, language
        self.answers = _side_by_side(program, first, second, language)
        self._agreed = fill_agreed(self.answers, settled, program, language, options)

    @cached_property
    def blocks(self) -> pd.DataFrame:
        """How far they agree, by block and over all (``total``).

        Columns: block, title, criteria (answers of which either evaluator gave one), compared (both did), agreeing,
        percent, kappa: Cohen's, of the answers that both gave (J. Cohen, *A Coefficient of Agreement for Nominal
        Scales*, 1960); NaN where both gave one and the same answer throughout.

        Examples
        --------
        >>> agreement.blocks[["block", "percent"]].to_numpy().tolist()[-1]
        ['total', 50.0]
        """
        import pandas as pd

        blocks = [*dict.fromkeys(self.answers["block"]), ROOT]
        lines = []
        for block in blocks:
            part = self.answers if block == ROOT else self.answers[self.answers["block"] == block]
            both = part[(part["first"] != NOT_CHECKED) & (part["second"] != NOT_CHECKED)]
            agreeing = int((both["first"] == both["second"]).sum())
            lines.append(
                {
                    "block": block,
                    "title": self.program.nodes[block].title.in_language(self.language),
                    "criteria": len(part),
                    "compared": len(both),
                    "agreeing": agreeing,
                    "percent": 100.0 * agreeing / len(both) if len(both) else np.nan,
                    "kappa": cohen_kappa(both["first"].to_numpy(object), both["second"].to_numpy(object)),
                }
            )
        return pd.DataFrame(lines)

    @property
    def differences(self) -> pd.DataFrame:
        """The lines of `answers` in which they differ and nothing is agreed yet.

        Examples
        --------
        >>> agreement.differences["criterion"].tolist()
        ['formula_consistent']
        """
        return self.answers[self.answers["agreed"] == ""].reset_index(drop=True)

    @property
    def _settlement(self) -> pd.DataFrame:
        """The lines of `answers` in which they differ, settled or not, or of which something is noted.

        Columns: those of `answers`, and read: the agreed answer as an option, a figure, or why it says nothing.
        """
        import pandas as pd

        read = self.answers["first"].where(self.answers["agrees"], "")
        read.update(pd.Series(self._agreed.read, dtype=object))
        noted = (self.answers[["by", "on", "note_agreed"]] != "").any(axis=1)
        return self.answers.assign(read=read)[~self.answers["agrees"] | noted]

    @cached_property
    def assessment(self) -> Assessment:
        """The agreed answers, scored; what is still to be settled counts as not checked."""
        known = self.answers[self.answers["agreed"] != ""]
        return self._agreed.score(
            known[["entity", "period", "criterion"]].assign(
                answer=known["given_first"].where(known["agrees"], known["agreed"]),
                evidence=known["evidence_first"].where(known["evidence_first"] != "", known["evidence_second"]),
                note=known["note_first"].where(known["note_first"] != "", known["note_second"]),
            )
        )

    def to_dict(self) -> dict[str, Any]:
        """Return answers and agreement as plain data: kind ``agreement`` of the schema of results.

        Examples
        --------
        >>> agreement.to_dict()["blocks"][0]["agreeing"]
        1
        """
        parts = {"blocks": self.blocks, "answers": self.answers}
        return write_document("agreement", parts, language=self.language, program=describe_program(self.program))

    def _summary(self, language: Language) -> Summary:
        program, whole = self.program, self.blocks.iloc[-1]
        return Summary(
            "Agreement",
            name_program(program, language),
            language,
            {"criteria": int(whole["criteria"]), "provenance": program.provenance_counts},
            {
                "compared": int(whole["compared"]),
                "agreeing": int(whole["agreeing"]),
                "kappa": None if np.isnan(whole["kappa"]) else f"{whole['kappa']:.2f}",
                "differences": len(self.differences),
            },
            (
                Part("blocks", lambda: take_lines(self.blocks, language), len(self.blocks), is_open=True),
                Part("differences", lambda: take_lines(self.differences, language), len(self.differences)),
            ),
        )


def cohen_kappa(first: Texts, second: Texts) -> float:
    """Return Cohen's kappa of two columns of answers; NaN where it is not defined.

    (p - e) / (1 - e): p is the share that agrees, e the share that would by chance, the answers of each being as
    frequent as they are.
    """
    count = len(first)
    if not count:
        return float("nan")
    names, codes = np.unique(np.concatenate([first, second]).astype(str), return_inverse=True)
    shares = [np.bincount(part, minlength=len(names)) / count for part in (codes[:count], codes[count:])]
    by_chance = float(shares[0] @ shares[1])
    observed = float((codes[:count] == codes[count:]).mean())
    return (observed - by_chance) / (1.0 - by_chance) if by_chance < 1.0 else float("nan")


def _side_by_side(program: Program, first: Assessment, second: Assessment, language: str) -> pd.DataFrame:
    """Return one line an answer that either evaluator gave."""
    import pandas as pd

    index = first.values.index.union(second.values.index)
    parts = []
    for leaf in (program.nodes[each.id] for each in program.criteria):
        own = [answers_of(side, leaf, index) for side in (first, second)]
        agree = own[0]["answer"] == own[1]["answer"]
        part = pd.DataFrame(
            {
                "entity": index.get_level_values(0),
                "period": index.get_level_values(1),
                "block": _block_of(program, leaf),
                "criterion": leaf.id,
                "title": leaf.title.in_language(language),
                "first": own[0]["answer"],
                "second": own[1]["answer"],
                "agrees": agree,
                "given_first": own[0]["given"],
                "given_second": own[1]["given"],
                "points_first": own[0]["points"],
                "points_second": own[1]["points"],
                "evidence_first": own[0]["evidence"],
                "evidence_second": own[1]["evidence"],
                "note_first": own[0]["note"],
                "note_second": own[1]["note"],
                "agreed": np.where(agree, own[0]["answer"], ""),
                "by": "",
                "on": "",
                "note_agreed": "",
            }
        )
        parts.append(part[(part["first"] != NOT_CHECKED) | (part["second"] != NOT_CHECKED)])
    found = pd.concat(parts, ignore_index=True)
    return found.sort_values(["entity", "period"], kind="stable", ignore_index=True)


def _block_of(program: Program, leaf: TreeNode) -> str:
    """Return the group right below the total that a criterion stands in; the total where it stands there itself."""
    name = leaf.id
    while (parent := program.nodes[name].parent) not in {None, ROOT}:
        name = str(parent)
    return name if name != leaf.id else ROOT
