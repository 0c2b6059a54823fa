"""`collection`: a period closed from the files of all municipalities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from ..benchmarks.peers import Peers
from ..data.files.deliveries import Deliveries
from ..data.files.tables import take_frame
from ..data.keys.roles import ReadOptions
from ..diagnostics import Language
from ..display import Display, Part, Summary, take_lines, word
from ..errors import DataError, IcmamlError, OutOfRangeError, check_language, expect
from ..geography import Catalogue
from ..maps.files import take_mapped_deliveries
from ..maps.model import ColumnMap
from ..maps.reading import take_map
from ..plain_data import JsonViews, write_document
from ..results import Assessment, score
from ..specs import Program, describe_program, name_program
from ..specs.model.periods import read_period
from ..tables.interchange import Tabular
from ..tables.reading import FileOptions
from ..validation import take_program
from .corrections import corrections_table, moves_table
from .register import Receipt, find_superseded, read_owners, read_register, write_date
from .status import STATES, status_table

if TYPE_CHECKING:
    import pandas as pd

Expected = Sequence[str] | set[str] | Catalogue | Assessment | Tabular | str | Path | None
# So many of those that are not ready are named.
_MOST_NAMED = 10


def collection(
    data: str | Path | Sequence[str | Path],
    program: Program | str | Path,
    *,
    period: str,
    expected: Expected = None,
    register: Tabular | str | Path | None = None,
    least_share: float = 1.0,
    final: bool = False,
    peers: Peers | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    language: Literal["es", "en"] = "en",
    **options: Any,
) -> Collection:
    """Look through the files of a round of collection, and score those in force.

    Parameters
    ----------
    data
        A folder, a pattern or a list of files, as `score` takes them.
    program
        A program, or what `load` takes.
    period
        The period that is being closed.
    expected
        Who is to hand in: a list of keys, a table or a file with a column of them, a catalogue, or an earlier
        assessment; whoever has handed in by default. Keys are read as those of data are, here and in the register.
    register
        A table of files: ``file``, and where known ``received`` (a date), ``supersedes`` (the file that it replaces as
        a whole) and ``entity``. One that lies in the folder itself is not read as data. Without it no file replaces
        another, and figures in which two differ are errors.
    least_share
        The share of inputs that must be reported, or said not to apply, for a municipality to be ready: 0 to 1.
    final
        Declare the results final rather than provisional.
    peers
        Among whom places are compared before and after corrections, as `benchmark` takes it.
    encoding, sheet, language, **options
        As `score` takes them.

    Returns
    -------
    Collection

    Raises
    ------
    DataError
        When no file can be read, the register contradicts itself, or `period` is none.
    UnknownNameError
        When the register names a file that was not handed in.
    IcmamlError
        When results are to be final and somebody is not ready.

    Examples
    --------
    >>> from pathlib import Path
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> handed_in = pd.DataFrame({"entity": ["05035"], "period": "2024", "single_purpose": "met"})
    >>> handed_in.to_csv(folder / "05035.csv", index=False)
    >>> icma.collection(folder, "mir_quality", period="2024", expected=["05035", "05036"]).counts
    {'not_received': 1, 'errors': 0, 'incomplete': 1, 'ready': 0}
    """
    program = take_program(program)
    check_language(language)
    expect("data", data, str, Path, list, tuple)
    if not 0 <= least_share <= 1:
        raise OutOfRangeError("least_share", least_share, ("entre 0 y 1", "between 0 and 1"))
    reading = read_period(period, program.period.frequency[0])
    if reading.point is None:
        raise DataError("IND514", given=period)
    if reading.point.frequency not in program.period.frequency:
        raise DataError("IND488", given=period, valid=", ".join(program.period.frequency))
    reading_of_keys = ReadOptions({}, period=str(reading.point), catalogue=options.get("catalogue"))
    apart = Path(register) if isinstance(register, str | Path) else None
    column_map = None if options.get("map") is None else take_map(options["map"], ColumnMap)
    given = take_mapped_deliveries(program, column_map, data, FileOptions(encoding, sheet), several=True, but=apart)
    files = [*(table.file for table in given.tables), *given.refused]
    receipts = read_register(register, files, program, reading_of_keys)
    superseded = find_superseded(receipts)
    first = {file for file, receipt in receipts.items() if not receipt.supersedes}
    now = score(program, _only(given, set(files) - superseded.keys()), language=language, **options)
    before = score(program, _only(given, first), language=language, **options) if superseded else None
    now = Assessment(now._scored.with_options(status="final" if final else "provisional"))
    found = Collection(
        now,
        before,
        str(reading.point),
        _names(expected, program, reading_of_keys),
        receipts,
        superseded,
        least_share,
        peers,
    )
    if final:
        found.check_ready()
    return found


class Collection(Display, JsonViews):
    """A round of collection. Built by `collection`; tables are made when first asked for.

    Attributes
    ----------
    assessment
        The results of the files in force.
    period
        The period that is being closed.

    Examples
    --------
    >>> from pathlib import Path
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> pd.DataFrame({"entity": ["05035"], "period": "2024", "single_purpose": "met"}).to_csv(folder / "a.csv")
    >>> round_found = icma.collection(folder, "mir_quality", period="2024", expected=["05035", "05036"])
    """

    assessment: Assessment
    period: str

    def __init__(
        self,
        assessment: Assessment,
        before: Assessment | None,
        period: str,
        expected: Mapping[str, str],
        receipts: Mapping[str, Receipt],
        superseded: Mapping[str, str],
        least_share: float,
        peers: Peers | None,
    ) -> None:
        self.assessment, self.period = assessment, period
        self._before, self._expected, self._receipts = before, expected, receipts
        self._superseded, self._least_share, self._peers = superseded, least_share, peers

    @property
    def program(self) -> Program:
        """The program that the figures are of."""
        return self.assessment.program

    @property
    def language(self) -> Language:
        """Language of messages: ``es`` or ``en``."""
        return cast("Language", self.assessment.language)

    @property
    def is_final(self) -> bool:
        """Whether the results were declared final; they are provisional until then."""
        return self.assessment.options.get("status") == "final"

    @cached_property
    def status(self) -> pd.DataFrame:
        """One line a municipality, those that are expected first.

        Columns: entity, name, state (``not_received``; ``errors``: a finding of that severity, or a file that cannot be
        read; ``incomplete``; ``ready``), expected, files, received (the last date), asked (inputs), answered (reported
        or said not to apply), errors, warnings.

        Examples
        --------
        >>> round_found.status[["entity", "state"]].to_numpy().tolist()
        [['05035', 'incomplete'], ['05036', 'not_received']]
        """
        return status_table(
            self.assessment, self.period, self._expected, self._receipts, list(self._problems), self._least_share
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many municipalities are in each state."""
        found = self.status["state"].value_counts()
        return {state: int(found.get(state, 0)) for state in STATES}

    @cached_property
    def files(self) -> pd.DataFrame:
        """One line a file.

        Columns: file, received, state (``in_force``, ``superseded``, ``not_read``), superseded_by, problem.

        Examples
        --------
        >>> round_found.files["state"].tolist()
        ['in_force']
        """
        import pandas as pd

        problems = self._problems
        lines = []
        for file, receipt in sorted(self._receipts.items()):
            state = "superseded" if file in self._superseded else "not_read" if file in problems else "in_force"
            lines.append(
                {
                    "file": file,
                    "received": write_date(receipt.received),
                    "state": state,
                    "superseded_by": self._superseded.get(file, ""),
                    "problem": problems.get(file, ""),
                }
            )
        return pd.DataFrame(lines)

    @cached_property
    def corrections(self) -> pd.DataFrame:
        """One line an input that later files changed.

        Columns: entity, period, variable, before, reason_before, text_before, place_before (file and cell of what was
        handed in first), now, reason_now, text_now, place_now.

        Examples
        --------
        >>> round_found.corrections.empty
        True
        """
        return corrections_table(self._before, self.assessment)

    @cached_property
    def moves(self) -> pd.DataFrame:
        """Who stands otherwise since the corrections, one line a node: value, score, rank and level, old and new.

        Examples
        --------
        >>> round_found.moves.empty
        True
        """
        return moves_table(self._before, self.assessment, self.period, self._peers)

    def check_ready(self) -> None:
        """Refuse a round that cannot be final.

        Raises
        ------
        IcmamlError
            When somebody who is expected is not ready; names them and why.

        Examples
        --------
        >>> try:
        ...     round_found.check_ready()
        ... except icma.IcmamlError as error:
        ...     print(error)
        cannot be final: 2 of 2 are not ready: 05035 (incomplete), 05036 (not received)
        """
        waiting = self.status[self.status["state"] != "ready"]
        if len(waiting):
            more = ", …" if len(waiting) > _MOST_NAMED else ""
            pairs = list(waiting[["entity", "state"]].head(_MOST_NAMED).itertuples(index=False, name=None))
            shown = tuple(
                ", ".join(f"{entity} ({word(state, language)})" for entity, state in pairs) + more
                for language in ("es", "en")
            )
            raise IcmamlError("IND728", count=len(waiting), total=len(self.status), shown=shown)

    def to_dict(self) -> dict[str, Any]:
        """Return the round as plain data: kind ``collection`` of the schema of results.

        Examples
        --------
        >>> round_found.to_dict()["status"][0]["state"]
        'incomplete'
        """
        names = ("period", "is_final", "counts", "status", "files", "corrections", "moves")
        return write_document(
            "collection",
            {name: getattr(self, name) for name in names},
            language=self.language,
            program=describe_program(self.program),
            fingerprint=self.assessment.fingerprint,
            credits=self.assessment._scored.table.credits,
        )

    def _summary(self, language: Language) -> Summary:
        program = self.program
        return Summary(
            "Collection",
            name_program(program, language),
            language,
            {"period": self.period, "files": len(self._receipts), "provenance": program.provenance_counts},
            {
                "results": word("final" if self.is_final else "provisional", language),
                **self.counts,
                "corrections": len(self.corrections),
            },
            (
                Part("municipalities", lambda: take_lines(self.status, language), len(self.status), is_open=True),
                Part("corrections", lambda: take_lines(self.corrections, language), len(self.corrections)),
                Part("moves", lambda: take_lines(self.moves, language), len(self.moves)),
                Part("files", lambda: take_lines(self.files, language), len(self.files)),
            ),
        )

    @cached_property
    def _problems(self) -> dict[str, str]:
        """What is wrong with each file that cannot be read."""
        found = self.assessment.get_findings(self.assessment.language, codes=["IND721"])
        return dict(zip(found["figure"], found["message"], strict=True))


def _only(deliveries: Deliveries, files: set[str]) -> Deliveries:
    """Return some of the files that were handed in."""
    tables = [table for table in deliveries.tables if table.file in files]
    refused = {file: error for file, error in deliveries.refused.items() if file in files}
    if not tables:
        raise next(iter(refused.values()))
    return replace(deliveries, tables=tables, refused=refused)


def _names(expected: Expected, program: Program, options: ReadOptions) -> dict[str, str]:
    """Return the names by key of those that are to hand in."""
    if expected is None:
        return {}
    if isinstance(expected, Catalogue):
        return {str(key): str(name) for key, name in expected.table["name"].items()}
    if isinstance(expected, Assessment):
        return dict.fromkeys(map(str, expected._scored.table.entity_ids), "")
    if isinstance(expected, set | frozenset):
        expected = sorted(expected)
    if isinstance(expected, list | tuple) and all(isinstance(key, str) for key in expected):
        expected = {"entity": expected}
    owners = read_owners(take_frame(cast("Tabular | str | Path", expected)), program, options)
    return dict.fromkeys(filter(None, owners), "")
