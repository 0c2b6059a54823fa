"""A DataFrame to a `DataTable`: layout, keys, periods, cells, duplicates; everything odd becomes a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..diagnostics import nearest
from ..errors import DataError
from ..formulas.reasons import NOT_REPORTED
from ..specs import Indicator, Program, Text, Variable
from ..tables.frames import index_as_columns, plain_frame
from ..tables.headings import list_headings
from .attributes import add_declared, collect_attribute
from .catalogue_population import take_population
from .cut_variables import cut_variables
from .files.deliveries import Deliveries
from .files.tables import report_lines
from .filling import LongRowAssembler, RowAssembler
from .joining import join_tables, report_files
from .keys.key_columns import Keys, read_keys
from .keys.roles import ReadOptions, find_roles
from .keys.variable_names import find_score_headings, name_columns, name_lines, nearest_variable
from .keys.written_periods import PeriodRules
from .model.findings import FindingLog
from .model.table import CREDITS, DataTable, Sources
from .parsing.absence import without_absence_codes
from .parsing.answers import evidence_given, read_answers
from .parsing.columns import Labels, ParsedColumn, distinct_texts, fold_text, halves_of_last_digits, parse_column
from .period_columns import stack_periods

if TYPE_CHECKING:
    import pandas as pd

# Columns that a filled-in template carries along for the reader's sake.
TEMPLATE_COLUMNS = frozenset(
    {
        "title",
        "titulo",
        "unit",
        "unidad",
        "type",
        "tipo",
        "kind",
        "description",
        "descripcion",
        "indicators",
        "indicadores",
        "options",
        "opciones",
        "points",
        "puntos",
        "area",
    }
)
# In the wide layout, what stands beside an answer: columns ``<criterion>.evidence`` and ``<criterion>.note``.
EVIDENCE, NOTE = "evidence", "note"


def read_table(program: Program, frame: pd.DataFrame, options: ReadOptions) -> DataTable:
    """Read a wide or a long DataFrame.

    Raises
    ------
    DataError
        When the frame has no rows, no entity column, no period, or nothing that the program knows.
    """
    return _complete(program, _read_frame(program, frame, options), options)


def read_deliveries(program: Program, deliveries: Deliveries, options: ReadOptions) -> DataTable:
    """Read what was handed in: one table, or each of several files by itself and all of them as one.

    Raises
    ------
    DataError
        As `read_table`; of several files, when none can be used.
    """
    if not deliveries.several:
        return read_table(program, deliveries.tables[0].frame, options)
    refused, known = dict(deliveries.refused), deliveries.data_tables
    for delivery in deliveries.tables:
        try:
            if delivery.file not in known:
                known[delivery.file] = _read_frame(program, delivery.frame, options)
        except DataError as error:
            refused[delivery.file] = error
    tables = {each.file: known[each.file] for each in deliveries.tables if each.file in known}
    if not tables:
        raise next(iter(refused.values()))
    table = join_tables(program, tables)
    report_files(tables, refused, deliveries.others, table.findings)
    return _complete(program, table, options)


def _read_frame(program: Program, frame: pd.DataFrame, options: ReadOptions) -> DataTable:
    if len(frame) == 0 or len(frame.columns) == 0:
        raise DataError("IND501")
    frame = plain_frame(index_as_columns(frame))
    findings, rules = FindingLog(), PeriodRules(options.periods)
    if options.years is not None:
        frame = stack_periods(program, frame, options, rules, findings)
    roles = find_roles(program, frame, options)
    report_lines(frame, findings)
    keys = read_keys(program, frame, roles, options, rules, findings)
    take = _read_long if "variable" in roles and "value" in roles else _read_wide
    options = replace(options, labels=Labels())
    table = take(program, frame, roles, keys, options, findings)
    table.credits = tuple(Text(**credit) for credit in frame.attrs.get(CREDITS, ()))
    _sort_labels(program, table, options.labels)
    return table


def _complete(program: Program, table: DataTable, options: ReadOptions) -> DataTable:
    """Add what follows from a table that has been read, and from the catalogue."""
    take_population(program, table, options.catalogue)
    for name in program.cut_variables:
        if name in table.attributes:  # handed in all the same
            table.findings.column("IND465", name, of=program.cut_variables[name].of)
    cut_variables(program, table)
    add_declared(program, table)
    return table


def _sort_labels(program: Program, table: DataTable, labels: Labels) -> None:
    """Give texts of categories that take any numbers in their order, whatever the order of the lines."""
    table.labels = tuple(sorted(labels.codes))
    place = {text: number for number, text in enumerate(table.labels)}
    numbers = np.array([place[text] for text in labels.codes], np.float64)
    for number, variable in enumerate(program.inputs):
        if variable.takes_any:
            known = ~np.isnan(table.values[number])
            table.values[number, known] = numbers[table.values[number, known].astype(np.intp)]


def _read_wide(
    program: Program,
    frame: pd.DataFrame,
    roles: dict[str, Any],
    keys: Keys,
    options: ReadOptions,
    findings: FindingLog,
) -> DataTable:
    filler = RowAssembler(keys, findings)
    variables = program.inputs
    values = np.empty((len(variables), filler.rows))
    reasons = np.zeros((len(variables), filler.rows), np.uint8)
    columns: dict[str, Any] = {}
    by_name = name_columns(program, frame, options)
    known_anywhere = False
    for number, variable in _handed_in(program):
        if variable.id not in by_name:
            findings.column("IND407", variable.id)
            values[number], reasons[number] = np.nan, NOT_REPORTED
            continue
        known_anywhere = True
        columns[variable.id] = by_name[variable.id]
        read = _read_input(program, variable, frame[by_name[variable.id]], options, findings)
        filler.fill(read, variable.id, values[number], reasons[number])
    published = None
    halves: dict[str, NDArray[np.float64]] = {}
    for number, indicator in enumerate(program.indicators):
        if indicator.id in by_name and indicator.formula is not None:
            known_anywhere = True
            if published is None:
                published = np.full((len(program.indicators), filler.rows), np.nan)
            read = parse_column(frame[by_name[indicator.id]], None, indicator.unit, options.decimal)
            filler.fill(read, indicator.id, published[number], np.zeros(filler.rows, np.uint8))
            halves[indicator.id] = _halves(frame[by_name[indicator.id]], read, filler)
    scores: dict[str, NDArray[np.float64]] = {}
    headings = find_score_headings(program, by_name)
    for name, heading in headings.items():
        known_anywhere = True
        scores[name] = np.empty(filler.rows)
        read = parse_column(frame[by_name[heading]], None, None, options.decimal)
        filler.fill(read, name, scores[name], np.zeros(filler.rows, np.uint8))
        halves[f"{name}.score"] = _halves(frame[by_name[heading]], read, filler)
    if not known_anywhere:
        _refuse_foreign_table(program, [str(c) for c in frame.columns if c not in roles.values()])
    if not filler.one_to_one:
        filler.report_repeats()
    beside = {f"{leaf.id}.{part}" for leaf in program.criteria for part in (EVIDENCE, NOTE)}
    evidence = None
    if _asks_evidence(program):
        evidence = np.zeros((len(program.criteria), filler.rows), np.bool_)
        for number, leaf in enumerate(program.criteria):
            column = f"{leaf.id}.{EVIDENCE}"
            if column in by_name:
                given = evidence_given(frame[by_name[column]])[filler.order]
                evidence[number] = np.logical_or.reduceat(given, filler.starts)
    used = [*columns.values(), *(by_name[each.id] for each in program.indicators if each.id in halves)]
    taken = {*map(str, used), *(str(by_name[heading]) for heading in headings.values()), *beside}
    attributes = _attributes(program, frame, roles, filler, taken, findings)
    first_line = filler.order[filler.starts]
    sources = Sources(frame, "wide", first_line.astype(np.intp), columns)
    table = _table(program, keys, values, reasons, attributes, sources, published, findings)
    table.published_scores, table.evidence, table.halves = scores, evidence, halves
    return table


def _handed_in(program: Program) -> list[tuple[int, Variable]]:
    """Return the inputs that do not follow from others, with their places."""
    return [(number, variable) for number, variable in enumerate(program.inputs) if variable.of is None]


def _halves(series: pd.Series[Any], read: ParsedColumn, filler: RowAssembler) -> NDArray[np.float64]:
    """Return half a unit of the last printed digit, row by row; of lines that repeat a row, the finest."""
    halves = halves_of_last_digits(series, read.values)[filler.order]
    found: NDArray[np.float64] = np.minimum.reduceat(halves, filler.starts)
    return found


def _asks_evidence(program: Program) -> bool:
    return any(leaf.criterion is not None and leaf.criterion.evidence == "required" for leaf in program.criteria)


def _read_input(
    program: Program, variable: Variable, series: pd.Series[Any], options: ReadOptions, findings: FindingLog
) -> ParsedColumn:
    if variable.absent:
        series = without_absence_codes(series, variable, findings)
    node = program.nodes.get(variable.id)
    if node is not None and isinstance(node.spec, Indicator) and node.spec.criterion is not None:
        return read_answers(series, program, node.spec.criterion, variable.id, options.decimal)
    if variable.takes_any:
        return options.labels.read(series)
    return parse_column(series, variable, variable.unit, options.decimal)


def _refuse_foreign_table(program: Program, given: Sequence[str]) -> None:
    expected = list_headings([variable.id for variable in program.inputs])
    hint = next((near for name in given if (near := nearest_variable(program, name))), None)
    raise DataError("IND503", hint, program=program.id, expected=expected, found=list_headings(given))


def _read_long(
    program: Program,
    frame: pd.DataFrame,
    roles: dict[str, Any],
    keys: Keys,
    options: ReadOptions,
    findings: FindingLog,
) -> DataTable:
    lines = _Lines(program, frame, roles, keys, options, findings)
    count = len(program.inputs)
    values = np.full((count, lines.rows), np.nan)
    reasons = np.full((count, lines.rows), NOT_REPORTED, np.uint8)
    places = np.full((count, lines.rows), -1, np.intp)
    evidence = np.zeros((len(program.criteria), lines.rows), np.bool_) if _asks_evidence(program) else None
    criteria = {leaf.id: number for number, leaf in enumerate(program.criteria)}
    columns: dict[str, Any] = {}
    for name, variable in program.cut_variables.items():
        if lines.given.pop(name, None) is not None:
            findings.column("IND465", name, of=variable.of)
    for number, variable in _handed_in(program):
        if variable.id not in lines.given:
            findings.column("IND407", variable.id)
            continue
        here, cells, filler = lines.take(variable.id)
        filler.fill_present(
            _read_input(program, variable, cells, options, findings), variable.id, values[number], reasons[number]
        )
        lines.count_repeats(filler)
        places[number, keys.row[here[::-1]]] = here[::-1]
        columns[variable.id] = roles["value"]
        if evidence is not None and variable.id in criteria and EVIDENCE in roles:
            proven = evidence_given(frame[roles[EVIDENCE]].iloc[here])
            evidence[criteria[variable.id], keys.row[here[proven]]] = True
    published, scores, halves = lines.read_published(program)
    if not columns and published is None and not scores:
        _refuse_foreign_table(program, list(lines.given))
    lines.report_unknown(list(program.nodes))
    shared = {str(roles["variable"]), str(roles["value"])} | {
        str(c) for c in frame.columns if fold_text(str(c)) in TEMPLATE_COLUMNS
    }
    lines.report_repeats()
    attributes = _attributes(program, frame, roles, RowAssembler(keys, findings), shared, findings)
    beside = {part: roles[part] for part in (EVIDENCE, NOTE) if part in roles}
    sources = Sources(frame, "long", places, columns, beside)
    table = _table(program, keys, values, reasons, attributes, sources, published, findings)
    table.published_scores, table.evidence, table.halves = scores, evidence, halves
    return table


class _Lines:
    """The lines of a long table by the name of their variable; what is taken is no longer `given`."""

    def __init__(
        self,
        program: Program,
        frame: pd.DataFrame,
        roles: dict[str, Any],
        keys: Keys,
        options: ReadOptions,
        findings: FindingLog,
    ) -> None:
        import pandas as pd

        self.program, self.frame, self.roles, self.keys = program, frame, roles, keys
        self.options, self.findings = options, findings
        self.rows = len(keys.entity_codes)
        codes, texts = distinct_texts(frame[roles["variable"]])
        named, found = pd.factorize(np.array(name_lines(program, [text.strip() for text in texts], options), object))
        codes = named[codes]
        self.given = {str(name): code for code, name in enumerate(found)}
        self.counts = np.bincount(codes[codes >= 0], minlength=len(found))
        # One sort gives the lines of every variable.
        order = np.argsort(codes, kind="stable")
        self.order = order[keys.row[order] >= 0]
        self.ends = np.searchsorted(codes[self.order], np.arange(len(found) + 1))
        self.repeats, self.conflicts = np.zeros(self.rows, np.intp), np.zeros(self.rows, bool)

    def take(self, name: str) -> tuple[NDArray[np.intp], pd.Series[Any], LongRowAssembler]:
        """Return the lines of a variable, their cells, and what puts them into rows."""
        code = self.given.pop(name)
        here = self.order[self.ends[code] : self.ends[code + 1]]
        keys = self.keys
        mine = Keys(keys.entity_ids, keys.points, keys.entity_codes, keys.period_codes, keys.row[here])
        return here, self.frame[self.roles["value"]].iloc[here], LongRowAssembler(mine, self.findings, self.rows)

    def read_published(
        self, program: Program
    ) -> tuple[NDArray[np.float64] | None, dict[str, NDArray[np.float64]], dict[str, NDArray[np.float64]]]:
        """Return published values of indicators, shape (indicators, rows), published scores, and `halves`."""
        values: NDArray[np.float64] | None = None
        scores: dict[str, NDArray[np.float64]] = {}
        halves: dict[str, NDArray[np.float64]] = {}
        place = {indicator.id: number for number, indicator in enumerate(program.indicators)}
        nodes = {heading: name for name, heading in find_score_headings(program, self.given).items()}
        for name in [name for name in (*place, *nodes) if name in self.given]:
            _, cells, filler = self.take(name)
            subject = printed = name
            if name in nodes:
                subject, printed = nodes[name], f"{nodes[name]}.score"
                target, unit = np.full(self.rows, np.nan), None
                scores[subject] = target
            else:
                values = np.full((len(place), self.rows), np.nan) if values is None else values
                target, unit = values[place[name]], program.indicators[place[name]].unit
            read = parse_column(cells, None, unit, self.options.decimal)
            filler.fill_present(read, subject, target, np.zeros(self.rows, np.uint8))
            halves[printed] = np.zeros(self.rows)
            if len(rows := filler.targets):
                halves[printed][rows] = _halves(cells, read, filler)
            self.count_repeats(filler)
        return values, scores, halves

    def count_repeats(self, filler: LongRowAssembler) -> None:
        """Remember the rows for which one variable was given more than once, and where its figures differ."""
        if len(rows := filler.targets):
            self.repeats[rows] = np.maximum(self.repeats[rows], filler.lines_each)
            self.conflicts[rows] |= filler.conflicts

    def report_repeats(self) -> None:
        """Note the rows that were given more than once without contradiction."""
        repeated = np.flatnonzero((self.repeats > 1) & ~self.conflicts)
        self.findings.cells("IND426", "entity", repeated, self.repeats[repeated].astype(object))

    def report_unknown(self, nodes: Sequence[str]) -> None:
        """Note every name that is left, with the nearest one that is known."""
        for name, code in self.given.items():
            hint = nearest_variable(self.program, name) or nearest(name, nodes)
            shown = f"{name} ({int(self.counts[code])})" + (f" → {hint}?" if hint else "")
            self.findings.column("IND427", name, shown)


def _attributes(
    program: Program,
    frame: pd.DataFrame,
    roles: dict[str, Any],
    filler: RowAssembler,
    taken: set[str],
    findings: FindingLog,
) -> pd.DataFrame:
    """Keep every other column, so that nothing is lost and any of them can part the peers."""
    import pandas as pd

    expected = {peer.column for peer in program.peers} | {str(column) for column in roles.values()}
    kept: dict[str, Any] = {}
    used = {column for role, column in roles.items() if role != "state"}  # the state parts the peers as well
    if "name" in roles:
        kept["name"] = collect_attribute(frame[roles["name"]], "name", filler, findings)
    for column in frame.columns:
        name = str(column)
        if column in used or name in taken:
            continue
        if name not in expected and name not in program.cut_variables:
            hint = nearest_variable(program, name)
            findings.column("IND406", name, f"→ {hint}?" if hint else "")
        kept[name] = collect_attribute(frame[column], name, filler, findings)
    return pd.DataFrame(kept, index=pd.RangeIndex(filler.rows))


def _table(
    program: Program,
    keys: Keys,
    values: NDArray[np.float64],
    reasons: NDArray[np.uint8],
    attributes: pd.DataFrame,
    sources: Sources,
    published: NDArray[np.float64] | None,
    findings: FindingLog,
) -> DataTable:
    return DataTable(
        tuple(variable.id for variable in program.inputs),
        values,
        reasons,
        keys.entity_ids,
        keys.points,
        keys.entity_codes,
        keys.period_codes,
        attributes,
        sources,
        published,
        findings,
    )
