"""`import_coinr`: the two tables of COINr to a spec that a person can read, and the table that it scores."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..authoring import write_new
from ..authoring.wording import check_id
from ..diagnostics import Language
from ..display import Display, Part, Summary, take_lines
from ..errors import check_language, expect
from ..reports import write_tables
from ..specs import Program, name_program
from ..specs.model.base import as_id
from ..tables.interchange import Tabular
from ..tables.reading import FileOptions
from ..validation import loads
from .framework import DATA, META, UNIT_TIME, Framework
from .methods import READS, Given, Methods, choose_methods
from .notes import NoteLog
from .reading import PARAMETERS, check_units, read_framework, read_meta_table, read_unit_table
from .spec_text import Names, write_spec

if TYPE_CHECKING:
    import pandas as pd

# Where a table of its own is told to have no name that can be an id.
_UNNAMED = "coinr_index"


def import_coinr(
    data: Tabular | str | Path,
    meta: Tabular | str | Path,
    *,
    name: str | None = None,
    scale: Given = "n_minmax",
    aggregation: Given = "a_amean",
    treatment: Given | None = None,
    imputation: Given | None = None,
    period: str | None = None,
    encoding: str | None = None,
    language: Literal["es", "en"] = "en",
) -> CoinrImport:
    """Write the spec that the two tables of COINr say.

    What COINr keeps in the calls of its functions stands in no table: `scale`, `aggregation`, `treatment` and
    `imputation` say it, by the names of its functions or as the spec language has them. What is taken where they are
    not given is what COINr does by default, and is told.

    Parameters
    ----------
    data
        Its table ``iData``, one line a unit (in a time): a table, or a file. It is scored as it is.
    meta
        Its table ``iMeta``, one line a column or aggregate. Both may be sheets of one workbook.
    name
        The id of the program; by default the code of the index.
    scale
        ``n_minmax`` (to 0 to 100), ``n_zscore``, ``n_rank``, ``n_borda``, ``n_prank``, ``n_dist2max``; ``n_goalposts``
        and ``n_dist2targ``, whose figures stand in ``iMeta``; or what `scale` of a spec says.
    aggregation
        ``a_amean``, ``a_gmean``, ``a_hmean``, or what `aggregation` of a spec says; a list has one a level, the lowest
        first.
    treatment
        ``qTreat``, or what `treatment` of a spec says; none by default.
    imputation
        ``i_mean``, ``i_median``, ``{"methods": "i_mean_grp", "over": group}``, or what `imputation` of a spec says;
        none by default.
    period
        Of when the figures are, where ``iData`` has no ``Time``.
    encoding
        Of text files.
    language
        Of the comments of the spec, and of notes: ``es`` or ``en``.

    Returns
    -------
    CoinrImport

    Raises
    ------
    DataError
        When a table cannot be read or does not say what it must: table, row and column are told.
    SpecError
        When `scale`, `aggregation`, `treatment` or `imputation` is none.

    Examples
    --------
    >>> units = {"uCode": ["A", "B"], "Time": [2020, 2020], "Homes": [40, 90], "Waste": [5, 2]}
    >>> framework = {"Level": [1, 1, 2], "iCode": ["Homes", "Waste", "Index"], "Direction": [1, -1, 1]}
    >>> framework |= {"Weight": [1, 1, 1], "Parent": ["Index", "Index", None]}
    >>> framework |= {"Type": ["Indicator", "Indicator", "Aggregate"]}
    >>> found = icma.import_coinr(units, framework)
    >>> icma.score(found.program, found.data).scores["total"].tolist()
    [0.0, 100.0]
    """
    check_language(language)
    for key, given in (("name", name), ("period", period), ("encoding", encoding)):
        if given is not None:
            expect(key, given, str)
    options = FileOptions(encoding)
    units, lines = read_unit_table(data, options), read_meta_table(meta, options)
    return build_import(
        units, lines, name=name, calls=(scale, aggregation, treatment, imputation), period=period, language=language
    )


def build_import(
    units: pd.DataFrame,
    lines: pd.DataFrame,
    *,
    name: str | None,
    calls: tuple[Given, Given, Given | None, Given | None],
    period: str | None,
    language: Language,
    notes: NoteLog | None = None,
) -> CoinrImport:
    """Return what two tables come to, whatever they were read from; see `import_coinr`."""
    notes = notes or NoteLog()
    framework = read_framework(lines, notes)
    times = check_units(units, framework, period, notes)
    methods = choose_methods(*calls, several_times=times > 1)
    names = Names(framework, notes)
    _note_calls(framework, methods, calls, notes)
    identifier = check_id(name) if name is not None else as_id(framework.root.code) or _UNNAMED
    text = write_spec(identifier, framework, names, methods, notes, language)
    program = loads(text, f"{identifier}.yaml")
    if period is not None and UNIT_TIME not in units.columns:
        units = units.assign(**{UNIT_TIME: period})
    units = units.rename(columns=names.renamed)
    codes = {names.nodes[line.code]: line.code for line in framework.of_type("Indicator", "Aggregate")}
    return CoinrImport(text, program, units, codes, notes, language)


def _note_calls(
    framework: Framework, methods: Methods, calls: tuple[Given, Given, Given | None, Given | None], notes: NoteLog
) -> None:
    """Note what the tables do not say, and what of them the chosen methods do not read."""
    scale, aggregation, treatment, imputation = calls
    if framework.root.weight != 1:
        notes.add(
            "weight of index", META, framework.root.row, "Weight", code=framework.root.code, given=framework.root.weight
        )
    read = READS.get(methods.of_each or "", ())
    for column in PARAMETERS:
        if column not in read and any(column in line.parameters for line in framework.lines):
            notes.add("parameter", META, None, column)
    over = ("; todos los tiempos juntos", "; all times at once") if methods.population == "all" else ""
    notes.add("scale", "", None, "", given=_shown(scale), over=over)
    notes.add("aggregation", "", None, "", given=_shown(aggregation))
    notes.add("treatment", "", None, "", given=_shown(treatment))
    notes.add("imputation", "", None, "", given=_shown(imputation))
    notes.add("missing", "", None, "")
    notes.add("language", META, None, "iName")


def _shown(given: Given | None) -> str | tuple[str, str]:
    if given is None:
        return "ninguno", "none"
    if isinstance(given, Mapping):
        return ", ".join(f"{key}: {value}" for key, value in given.items())
    return given if isinstance(given, str) else ", ".join(map(str, given))


class CoinrImport(Display):
    """What tables of COINr came to. Built by `import_coinr` and `import_coin_tool`.

    Attributes
    ----------
    spec
        The text of the spec.
    program
        The program that it is.
    data
        The table of units as it came, but for headings that notes tell of.
    codes
        The code of COINr of each node, by its id.
    language
        Language of notes: ``es`` or ``en``.

    Examples
    --------
    >>> units = {"uCode": ["A", "B"], "Time": [2020, 2020], "Homes": [40, 90]}
    >>> framework = {"Level": [1, 2], "iCode": ["Homes", "Index"], "Direction": [1, 1], "Weight": [1, 1]}
    >>> framework |= {"Parent": ["Index", None], "Type": ["Indicator", "Aggregate"]}
    >>> imported = icma.import_coinr(units, framework)
    """

    spec: str
    program: Program
    data: pd.DataFrame
    codes: Mapping[str, str]
    language: Language

    def __init__(
        self,
        spec: str,
        program: Program,
        data: pd.DataFrame,
        codes: Mapping[str, str],
        notes: NoteLog,
        language: Language,
    ) -> None:
        self.spec, self.program, self.data, self.codes, self.language = spec, program, data, codes, language
        self._notes = notes

    @property
    def notes(self) -> pd.DataFrame:
        """What has no counterpart, and what was assumed.

        Columns: code, severity, table, row (below the headings, from 1 on), column, message.

        Examples
        --------
        >>> imported.notes["code"].unique().tolist()
        ['IND768']
        """
        return self._notes.table(self.language)

    def write(self, path: str | Path, data_path: str | Path | None = None) -> None:
        """Write the spec to a file that does not exist yet, and the table of units beside it where wanted.

        Raises
        ------
        IcmamlError
            When the file exists, or cannot be written.

        Examples
        --------
        >>> from pathlib import Path
        >>> import tempfile
        >>> imported.write(Path(tempfile.mkdtemp()) / "index.yaml")
        """
        if data_path is not None:
            write_tables({DATA: self.data}, Path(data_path))
        write_new(Path(path), self.spec)

    def _summary(self, language: Language) -> Summary:
        notes = self.notes
        return Summary(
            "CoinrImport",
            name_program(self.program, language),
            language,
            {"indicators": len(self.program.indicators), "entities": self.data["uCode"].nunique()},
            {"provenance": self.program.provenance_counts, "notes": len(notes)},
            (
                Part("notes", lambda: take_lines(notes, language), len(notes), is_open=True),
                Part("spec", lambda: self.spec),
            ),
        )
