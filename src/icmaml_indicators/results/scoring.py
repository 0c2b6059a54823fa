"""`score`: a program applied to data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from ..data.derived_attributes import add_geography
from ..data.files.deliveries import Deliveries, are_paths
from ..data.keys.roles import ReadOptions
from ..data.parsing.numbers import DecimalMark, check_decimal
from ..data.reading import read_deliveries
from ..data.rows import empty_table
from ..engine.compiled import recall_compiled
from ..errors import DataError, IcmamlError, check_language, expect
from ..geography import COUNTRIES, Catalogue
from ..maps.files import take_mapped_deliveries
from ..maps.model import ColumnMap
from ..maps.reading import take_map
from ..progress import Progress, Stage, follow_stages
from ..scoring.evaluation import score_table
from ..scoring.rollup import roll_up
from ..specs import Program
from ..tables.interchange import Tabular
from ..tables.reading import FileOptions
from ..validation import take_program
from .assessment import Assessment

_STAGES: tuple[Stage, ...] = ("read", "columns", "checks", "formulas")


def score(
    program: Program | str | Path,
    data: Tabular | str | Path | Sequence[str | Path] | Deliveries | None = None,
    *,
    lower: Assessment | None = None,
    columns: Mapping[str, str] | None = None,
    period: str | None = None,
    decimal: DecimalMark | None = None,
    periods: Mapping[str, str] | None = None,
    years: str | None = None,
    reference: Assessment | None = None,
    reference_period: str | None = None,
    base_period: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    map: str | Path | ColumnMap | None = None,
    catalogue: Catalogue | None = None,
    strict: bool = False,
    language: Literal["es", "en"] = "en",
    progress: Progress = False,
) -> Assessment:
    """Score every entity in every period.

    Parameters
    ----------
    program
        A validated program, or what `load` takes: the id of one that ships, a file or a folder.
    data
        A DataFrame of pandas, polars or another library, a table of Arrow, a relation of DuckDB, a dict of columns, a
        list of records; or the path of a CSV, Parquet or Excel file or of a filled-in workbook. A folder, a pattern
        (``2025-S1/*.xlsx``) or a list of paths is one table of many files: each is read by itself, one that cannot be
        read is a finding, and figures that several give are those that all of them agree on. Wide: columns ``entity``,
        ``period`` and one a variable. Long: columns ``entity``, ``period``, ``variable``, ``value``. A column (or
        variable) named as an indicator holds published values of that indicator: they are compared with the computed
        ones, and stand in where inputs are absent. A program that is made of another one needs none but for what it
        does not take from there.
    lower
        The assessment of the program that this one is made of (`rollup`).
    columns
        Which column plays a role or holds a variable, for example ``{"entity": "cve_mun", "poverty": "POB20"}``. Roles:
        entity, period, name, state, variable, value.
    period
        The period of all rows, when no column gives it.
    decimal
        The decimal mark of figures written as text, when it is known; that of the program's country by default.
    periods
        What periods mean that are written in another way: ``{"{year}-CP": "{year}", "{n}T{year}": "{year}-Q{n}"}``.
        ``{year}`` stands for four digits, ``{n}`` for one or two.
    years
        What columns hold whose headings are periods (2015, 2016, …): ``"variable"``, the one that stands on each line
        (or in the heading, with ``{"{variable} {year}": "{year}"}``), or the id of a variable.
    encoding, sheet
        Of a file: how its text is to be read, which sheet of a workbook is; see `read_data`.
    map
        The column map by which a public file is read: the id of one that ships, or a YAML file. `data` is then the
        file as it was published, or a table of what stands in it.
    reference
        An earlier assessment whose scale bounds are used in place of those of this population. What lies beyond them
        scores beyond the ends, unless the scale says ``clip: true``, and is a finding.
    reference_period
        Which period of `reference` gives the bounds; its latest by default.
    base_period
        Score all periods of `data` on the bounds of this one. Figures that a declared break parts from it have no
        score, and a finding says so.
    catalogue
        From `read_catalogue`: municipalities may then be given by name, and its columns serve as attributes for peers.
        A column of states (``state``, ``estado``, ``CVE_ENT``) tells namesakes apart.
    strict
        Raise `DataError` when there is any finding of severity ``error``.
    language
        Language of messages and ledgers.
    progress
        True shows a bar when it takes longer than a second (extra ``progress``); a callable is told the name of each
        stage as it begins.

    Returns
    -------
    Assessment

    Raises
    ------
    SpecError
        When the spec of `program`, or the map, is wrong.
    DataError
        When the data as a whole cannot be used, or `strict` and a finding is an error.
    IncomparableError
        When the reference is of an edition that does not compare, or a scale over all periods spans a break.
    UnknownNameError
        When there is no such decimal mark or language.
    MissingExtraError
        When a bar is asked for and the extra ``progress`` is not installed.
    IcmamlError
        When a rank is asked to keep the bounds of another period: it has none.

    Examples
    --------
    >>> figures = {"entity": ["01", "02"], "period": "2023", "pbr_sed_points": [51.0, 70.0]}
    >>> icma.score(icma.load("state_indices"), pd.DataFrame(figures)).values["pbr_sed_advance"].tolist()
    [51.0, 70.0]
    """
    program = take_program(program)
    if reference is not None:
        expect("reference", reference, Assessment)
    if lower is not None:
        expect("lower", lower, Assessment)
    _check_lower(program, data, lower)
    check_decimal(decimal)
    check_language(language)
    country = COUNTRIES[program.entity.country]
    if catalogue is not None and catalogue.country is not country:
        raise DataError("IND583", given=catalogue.country.names, wanted=country.names)
    options = ReadOptions(
        dict(columns or {}), period, decimal or country.decimal, catalogue, dict(periods or {}), years
    )
    kept: dict[str, Any] = {"period": period, "decimal": decimal, "language": language, "columns": dict(columns or {})}
    kept |= {"periods": dict(periods)} if periods else {}
    kept |= {"years": years} if years is not None else {}
    column_map = None if map is None else take_map(map, ColumnMap)
    if column_map is not None:
        if column_map.program.partition("@")[0] != program.id:
            raise DataError("IND708", map=column_map.id, given=column_map.program, program=program.id)
        kept["map"] = column_map.id
    if catalogue is not None:
        kept["catalogue"] = catalogue.fingerprint
    with follow_stages(progress, _STAGES, language) as say:
        if are_paths(data):
            say("read")
        files = FileOptions(encoding, sheet)
        handed_in = None
        if data is not None:
            handed_in = take_mapped_deliveries(program, column_map, data, files)
        say("columns")
        compiled = recall_compiled(program)
        table = empty_table(program) if handed_in is None else read_deliveries(program, handed_in, options)
        rolled = None
        if lower is not None:
            table, rolled = roll_up(program, table, lower._scored)
            table.credits = tuple(dict.fromkeys((*lower._scored.table.credits, *table.credits)))
        add_geography(program, table, catalogue)
        used = f"{program.id}@{program.version}"
        made_for = ", ".join(handed_in.versions) if handed_in is not None else ""
        if made_for not in {"", used}:
            table.findings.column("IND438", "version", made_for, given=made_for, used=used)
        return Assessment(
            score_table(
                compiled,
                table,
                kept,
                reference=None if reference is None else reference._scored,
                reference_period=reference_period,
                base_period=base_period,
                strict=strict,
                say=say,
                lower=None if lower is None else lower._scored,
                rolled=rolled,
            )
        )


def _check_lower(program: Program, data: object, lower: Assessment | None) -> None:
    """Refuse a roll-up without what it is made of, and an assessment below that nothing is made of."""
    if program.rollup is not None and lower is None:
        raise IcmamlError("IND535", program=program.id, of=program.rollup.of)
    if program.rollup is None and lower is not None:
        raise IcmamlError("IND536", program=program.id)
    if data is None and lower is None:
        raise IcmamlError("IND537", program=program.id)
