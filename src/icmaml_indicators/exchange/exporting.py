"""`export_coinr`: a program and its data as the two tables of COINr."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..diagnostics import Language
from ..display import Display, Part, Summary, take_lines
from ..errors import IcmamlError, check_language
from ..reports import write_tables
from ..results import Assessment, score
from ..specs import Program, name_program
from ..validation import take_program
from .export_plan import ExportPlan, plan_export
from .framework import DATA, META, META_COLUMNS, UNIT_CODE, UNIT_NAME, UNIT_TIME
from .notes import NoteLog

if TYPE_CHECKING:
    import pandas as pd

# Columns of the table of units that are not attributes of theirs.
_NAME = "name"


def export_coinr(
    program: Program | str | Path, data: Any = None, *, language: Literal["es", "en"] = "en", **options: Any
) -> CoinrExport:
    """Write the two tables that COINr builds an index from.

    Its tables hold a tree of indicators with weights and directions, each a column or a column by a denominator. What
    a program says beyond that is told: other formulas go out as the values that they come to, answers as their scores,
    and scales, aggregations, treatments and imputations are to be said in the calls of COINr.

    Parameters
    ----------
    program
        A program, or what `load` takes.
    data
        What `score` takes; without it there is no table of units.
    language
        Of the names of indicators, and of notes: ``es`` or ``en``.
    **options
        As `score` takes them: `period`, `columns` and the like.

    Returns
    -------
    CoinrExport

    Raises
    ------
    IcmamlError
        When the program holds nothing that the tables have a place for.
    DataError
        As `score`.

    Examples
    --------
    >>> icma.export_coinr("sistema_alertas").meta["Type"].value_counts().to_dict()["Aggregate"]
    1
    """
    check_language(language)
    program = take_program(program)
    notes = NoteLog()
    plan = plan_export(program, language, notes)
    if not plan.lines:
        raise IcmamlError("IND765", program=program.id)
    assessment = None if data is None else score(program, data, language=language, **options)
    units = None if assessment is None else _units(plan, assessment, notes)
    return CoinrExport(program, _meta(plan, units), units, notes, language)


def _meta(plan: ExportPlan, units: pd.DataFrame | None) -> pd.DataFrame:
    """Return the table of indicators, with a line for every column of the other one."""
    import pandas as pd

    known = {line["iCode"] for line in plan.table}
    others = [] if units is None else [name for name in units.columns if name not in known]
    lines = [
        *plan.table,
        *(
            {"iCode": name, "iName": name, "Type": "Other"}
            for name in others
            if name not in {UNIT_CODE, UNIT_NAME, UNIT_TIME}
        ),
    ]
    further = [name for name in dict.fromkeys(key for line in lines for key in line) if name not in META_COLUMNS]
    # A cell that is left out is missing in one way, whatever the version of pandas makes of None.
    said = [{name: cell for name, cell in line.items() if cell is not None} for line in lines]
    table = pd.DataFrame(said, columns=[*META_COLUMNS, *further])
    return table.astype({"Level": "Int64", "Direction": "Int64", "Weight": "float64", "Target": "float64"})


def _units(plan: ExportPlan, assessment: Assessment, notes: NoteLog) -> pd.DataFrame:
    """Return the table of units: what was handed in, and what stands in for what COINr cannot work out."""
    import numpy as np
    import pandas as pd

    table = assessment._scored.table
    program = assessment.program
    columns: dict[str, Any] = {}
    if _NAME in table.attributes:
        columns[UNIT_NAME] = table.attributes[_NAME].to_numpy()
    columns[UNIT_CODE] = table.entity_ids[table.entity_codes]
    times = pd.Series(table.period_names[table.period_codes], dtype=object)
    if times.str.fullmatch(r"\d{4}").all():
        times = times.astype("int64")
    else:
        notes.add("time", DATA, None, UNIT_TIME, given=times.iloc[0])
    columns[UNIT_TIME] = times.to_numpy()
    values, scores = assessment.values, assessment.scores
    for name, code in plan.inputs.items():
        variable = program.variable_by_id[name]
        if variable.options or variable.type == "boolean":
            # Words stand among the attributes; options that are cut stand there as well.
            columns[code] = table.attributes.get(name, pd.Series([""] * table.rows)).to_numpy()
        else:
            columns[code] = table.values[table.variables.index(name)]
    for name, code in plan.values.items():
        columns[code] = (values if name in values else scores)[name].to_numpy(np.float64)
    for name, code in plan.scores.items():
        columns[code] = scores[name].to_numpy(np.float64)
    for name in table.attributes.columns:
        if name != _NAME and name not in plan.inputs and name not in columns:
            columns[str(name)] = table.attributes[name].to_numpy()
    return pd.DataFrame(columns)


def find_targets(place: Path) -> list[Path]:
    """Return the files that an export goes to: one workbook, or two tables in a folder.

    Raises
    ------
    IcmamlError
        When the place is neither.
    """
    if place.suffix.lower() == ".xlsx":
        return [place]
    if place.suffix and not place.is_dir():
        raise IcmamlError("IND766", path=place)
    return [place / f"{name}.csv" for name in (DATA, META)]


class CoinrExport(Display):
    """A program in the tables of COINr. Built by `export_coinr`.

    Attributes
    ----------
    program
        The program.
    meta
        Its table ``iMeta``.
    data
        Its table ``iData``; None without data.
    language
        Language of names and notes: ``es`` or ``en``.

    Examples
    --------
    >>> exported = icma.export_coinr("sistema_alertas")
    """

    program: Program
    meta: pd.DataFrame
    data: pd.DataFrame | None
    language: Language

    def __init__(
        self, program: Program, meta: pd.DataFrame, data: pd.DataFrame | None, notes: NoteLog, language: Language
    ) -> None:
        self.program, self.meta, self.data, self.language = program, meta, data, language
        self._notes = notes

    @property
    def notes(self) -> pd.DataFrame:
        """What the tables have no place for.

        Columns: code, severity, table, row, column, message.

        Examples
        --------
        >>> exported.notes["code"].unique().tolist()
        ['IND769']
        """
        return self._notes.table(self.language)

    def write(self, path: str | Path) -> None:
        """Write ``iMeta.csv`` and ``iData.csv`` into a folder, or both as sheets of a workbook.

        Raises
        ------
        IcmamlError
            When the path is neither a folder nor a workbook, or cannot be written.

        Examples
        --------
        >>> from pathlib import Path
        >>> import tempfile
        >>> exported.write(tempfile.mkdtemp())
        """
        tables = ({} if self.data is None else {DATA: self.data}) | {META: self.meta}
        first, *others = find_targets(Path(path))
        if not others:
            write_tables(tables, first)
        for target in (first, *others) if others else ():
            if target.stem in tables:
                write_tables({target.stem: tables[target.stem]}, target)

    def _summary(self, language: Language) -> Summary:
        notes = self.notes
        types = self.meta["Type"].value_counts().to_dict()
        counts = {"indicators": int(types.get("Indicator", 0)), "groups": int(types.get("Aggregate", 0))}
        rows = {} if self.data is None else {"entities": int(self.data[UNIT_CODE].nunique())}
        return Summary(
            "CoinrExport",
            name_program(self.program, language),
            language,
            counts | rows,
            {"provenance": self.program.provenance_counts, "notes": len(notes)},
            (Part("notes", lambda: take_lines(notes, language), len(notes), is_open=True),),
        )
