"""What two evaluators agreed on where they differed: from a table or a workbook into their answers, and scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..data.files.deliveries import Deliveries, Delivery
from ..data.files.tables import take_frame, try_workbook
from ..data.files.workbooks import name_cell, read_differences
from ..data.keys.key_columns import read_keys
from ..data.keys.roles import ReadOptions, find_roles
from ..data.keys.written_periods import PeriodRules
from ..data.model.findings import FindingLog
from ..diagnostics.cells import LAYOUT, printable
from ..errors import DataError, UnknownNameError
from ..formulas.reasons import REASON_NAMES, REJECTED
from ..results import Assessment, score
from ..specs import Program
from ..tables.frames import cell_text
from ..tables.headings import find_columns
from ..tables.interchange import Tabular
from ..tables.vocabulary import VARIABLE
from .given_answers import answers_of
from .register import read_date, read_lines, write_date

if TYPE_CHECKING:
    import pandas as pd

_KEYS = ("entity", "period", "criterion")
# What is said of an answer that was agreed.
SAID = ("agreed", "by", "on", "note_agreed")
_SETTLED: dict[str, tuple[str, ...]] = {
    "criterion": VARIABLE,
    "agreed": ("agreed", "acordada", "respuesta_acordada"),
    "by": ("by", "por", "quien", "acordo"),
    "on": ("on", "el", "fecha", "date", "cuando"),
    "note_agreed": ("note_agreed", "nota_acuerdo", "note_of_the_agreement", "note", "nota"),
}
# Of `score`: how the files of the evaluators are read, which the agreed answers no longer need.
_OF_READING = frozenset(["columns", "period", "decimal", "periods", "years", "encoding", "sheet"])
# More agreed answers that cannot be are only counted.
_MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class AgreedAnswers:
    """Where what was agreed stands, and how it is scored.

    Attributes
    ----------
    program
        Whose criteria they are of.
    language, options
        As `agreement` takes them.
    cells
        The cell of an agreed answer by its line among the answers, where a workbook has it.
    made_for
        The program and version that this workbook was made for; empty where there is none.
    read
        Agreed answers by their line: an option, a figure, or why it says nothing.
    """

    program: Program
    language: Literal["es", "en"]
    options: Mapping[str, Any]
    cells: Mapping[int, str]
    made_for: str = ""
    read: dict[int, str] = field(default_factory=dict)

    def score(self, given: pd.DataFrame) -> Assessment:
        """Score agreed answers.

        Parameters
        ----------
        given
            The columns entity, period, criterion, answer, and evidence and note where there are any, by the lines among
            the answers.
        """
        import pandas as pd

        labels = pd.Index([self.cells.get(line, line) for line in given.index], dtype=object)
        delivery = Delivery(given.set_axis(labels), made_for=self.made_for)
        options = {name: option for name, option in self.options.items() if name not in _OF_READING}
        return score(self.program, Deliveries([delivery]), language=self.language, **options)


def fill_agreed(
    answers: pd.DataFrame,
    source: Tabular | str | Path | None,
    program: Program,
    language: Literal["es", "en"],
    options: Mapping[str, Any],
) -> AgreedAnswers:
    """Put what was agreed into the lines in which the evaluators differ, and return where it stands.

    Raises
    ------
    DataError, UnknownNameError
        As `agreement`.
    """
    if source is None:
        return AgreedAnswers(program, language, options, {})
    frame, made_for = _take_lines(source, program)
    lines = read_lines(frame, _SETTLED, ("criterion", "agreed"))
    columns = find_columns(frame.columns, _SETTLED)
    told = [number for number, given in enumerate(lines) if any(given[name] for name in SAID)]
    line_of = {key: line for line, key in enumerate(zip(*(answers[name] for name in _KEYS), strict=True))}
    # In a workbook, keys stand as they can be printed.
    line_of = {tuple(printable(part, LAYOUT) for part in key): line for key, line in line_of.items()} | line_of
    taken: dict[int, int] = {}
    for number, (entity, period) in zip(told, _name_lines(frame, told, program, options), strict=True):
        line = _find_line((entity, period, lines[number]["criterion"]), line_of, program)
        before = taken.setdefault(line, number)
        if lines[before] != lines[number]:
            one, other = (
                name_cell(frame, each, columns["agreed"]) if made_for else each + 1 for each in (before, number)
            )
            places = f"{one}, {other}" if made_for else (f"líneas {one} y {other}", f"lines {one} and {other}")
            raise DataError("IND733", entity=entity, criterion=lines[number]["criterion"], places=places)
    for line, number in taken.items():
        given = lines[number]
        where = name_cell(frame, number, columns["on"]) if made_for and "on" in columns else given["criterion"]
        when = write_date(read_date(given["on"], where))
        answers.loc[line, ["by", "on", "note_agreed"]] = [given["by"], when, given["note_agreed"]]
    cells = {line: name_cell(frame, number, columns["agreed"]) for line, number in taken.items() if made_for}
    agreed = AgreedAnswers(program, language, options, cells, made_for)
    _put_answers(answers, {line: lines[number]["agreed"] for line, number in taken.items()}, agreed)
    return agreed


def _take_lines(source: Tabular | str | Path, program: Program) -> tuple[pd.DataFrame, str]:
    """Return the lines of what was agreed, and what their workbook was made for; nothing of that of a plain table.

    Raises
    ------
    DataError
        When they cannot be read, or the workbook was made for another program.
    """
    if isinstance(source, str | PathLike):
        path = Path(source)
        filled = try_workbook(path, read_differences)
        if filled is not None:
            filled.require_program(program.id, path)
            return filled.frame, filled.made_for
    return take_frame(source), ""


def _find_line(key: tuple[str, ...], line_of: Mapping[tuple[str, ...], int], program: Program) -> int:
    """Return which line of the answers has a key.

    Raises
    ------
    UnknownNameError
        When there is no such criterion, or nobody answered it of that entity.
    """
    entity, period, criterion = key
    criteria = [leaf.id for leaf in program.criteria]
    if criterion not in criteria:
        raise UnknownNameError("criterion", criterion, criteria)
    if key not in line_of:
        valid = sorted({" ".join(known[:2]) for known in line_of})
        raise UnknownNameError("entity", f"{entity} {period}".strip(), valid)
    return line_of[key]


def _put_answers(answers: pd.DataFrame, given: Mapping[int, str], agreed: AgreedAnswers) -> None:
    """Put agreed answers into the lines in which the evaluators differ.

    Raises
    ------
    DataError
        When a criterion does not take one, or it is another than what both answered.
    """
    # What both answered may be said again as either of them wrote it, a state included.
    said = [
        line
        for line, answer in given.items()
        if answer
        and not (
            answers.loc[line, "agrees"] and answer in set(answers.loc[line, ["first", "given_first", "given_second"]])
        )
    ]
    if not said:
        return
    table = answers.loc[said, list(_KEYS)].assign(answer=[given[line] for line in said])
    agreed.read.update(_read_answers(table, agreed))
    for line, answer in agreed.read.items():
        if not answers.loc[line, "agrees"]:
            answers.loc[line, "agreed"] = given[line]
        elif answer != answers.loc[line, "first"]:
            entity, criterion, both = answers.loc[line, ["entity", "criterion", "first"]]
            raise DataError("IND730", entity=entity, criterion=criterion, both=both)


def _read_answers(table: pd.DataFrame, agreed: AgreedAnswers) -> dict[int, str]:
    """Return each agreed answer by its line: an option, a figure, or why it says nothing.

    Raises
    ------
    DataError
        When a criterion does not take one; tells of all of them, with their cells.
    """
    import pandas as pd

    scored = agreed.score(table)
    read: dict[int, str] = {}
    for criterion, part in table.groupby("criterion", sort=False):
        rows = pd.MultiIndex.from_frame(part[["entity", "period"]])
        found = answers_of(scored, scored.program.nodes[str(criterion)], rows)["answer"]
        read |= dict(zip(part.index.tolist(), found.tolist(), strict=True))
    wrong = [line for line, answer in read.items() if answer == REASON_NAMES[REJECTED]]
    if wrong:
        shown = tuple(_tell_wrong(table.loc[wrong], scored, agreed.cells, language) for language in ("es", "en"))
        raise DataError("IND732", count=len(wrong), shown=shown)
    return read


def _tell_wrong(
    table: pd.DataFrame, scored: Assessment, cells: Mapping[int, str], language: Literal["es", "en"]
) -> str:
    """Return where answers stand that cannot be, and what is wrong with each."""
    findings = scored.get_findings(language)
    findings = findings[findings["severity"] == "error"]
    found: dict[tuple[str, ...], list[str]] = {}
    for *key, message in findings[["entity", "period", "subject", "message"]].itertuples(index=False):
        found.setdefault(tuple(map(str, key)), []).append(message)
    shown = []
    for line, *key in table[list(_KEYS)].itertuples():
        place = f"{cells[line]} ({key[0]} {key[1]})" if line in cells else f"{key[0]} {key[1]}"
        shown.append(f"{place}, `{key[2]}`: {', '.join(found.get(tuple(key), []))}")
    return "; ".join(shown[:_MOST_SHOWN]) + ("; …" if len(shown) > _MOST_SHOWN else "")


def _name_lines(
    frame: pd.DataFrame, told: list[int], program: Program, options: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """Return entity and period of some lines, read as in data; the text in the place of a key that is none."""
    if not told:
        return []
    frame = frame.iloc[told]
    reading = ReadOptions({}, options.get("period"), catalogue=options.get("catalogue"))
    roles, rules = find_roles(program, frame, reading), PeriodRules(options.get("periods") or {})
    keys = read_keys(program, frame, roles, reading, rules, FindingLog())
    return [
        (str(keys.entity_ids[keys.entity_codes[row]]), str(keys.points[keys.period_codes[row]]))
        if row >= 0
        else (cell_text(given), "")
        for row, given in zip(keys.row.tolist(), frame[roles["entity"]], strict=True)
    ]
