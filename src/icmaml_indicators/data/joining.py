"""Tables of several files to one: each is read by itself, and its rows are put among those of the others.

What one file gives and another does not is taken; what several give alike is taken once, and where they differ the
figure is rejected. Nothing depends on the order of the files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import IcmamlError
from ..formulas.reasons import NOT_REPORTED, REJECTED
from ..specs import Program
from .attributes import collect_attribute
from .filling import RowAssembler
from .keys.key_columns import Keys
from .model.findings import FindingLog
from .model.table import DataTable, FileSources, Sources

if TYPE_CHECKING:
    import pandas as pd

Rows = NDArray[np.intp]
Floats = NDArray[np.float64]
_COLUMN_MISSING = "IND407"
# Of a finding that many files share, so many are named.
_MOST_NAMED = 3


def join_tables(program: Program, tables: Mapping[str, DataTable]) -> DataTable:
    """Return one table of those that were read from several files of a program.

    Parameters
    ----------
    tables
        By the name of their file.
    """
    entities = sorted({entity for table in tables.values() for entity in table.entity_ids})
    points = sorted({point for table in tables.values() for point in table.points}, key=lambda point: point.sort_key)
    of_entity = {entity: code for code, entity in enumerate(entities)}
    of_point = {point: code for code, point in enumerate(points)}
    keys = {
        file: np.array([of_entity[each] for each in table.entity_ids], np.intp)[table.entity_codes] * len(points)
        + np.array([of_point[each] for each in table.points], np.intp)[table.period_codes]
        for file, table in tables.items()
    }
    cells = np.unique(np.concatenate(list(keys.values())))
    places = {file: np.searchsorted(cells, own) for file, own in keys.items()}
    labels = tuple(sorted({label for table in tables.values() for label in table.labels}))
    import pandas as pd

    for table in tables.values():
        _renumber_labels(program, table, labels)

    joiner = _Joiner(places, len(cells))
    inputs = [variable.id for variable in program.inputs]
    values, reasons = joiner.join_figures(
        inputs,
        {file: table.values for file, table in tables.items()},
        {file: table.reasons for file, table in tables.items()},
    )
    published = {file: table.published for file, table in tables.items() if table.published is not None}
    indicators = [indicator.id for indicator in program.indicators]
    scores: dict[str, Floats] = {}
    for name in dict.fromkeys(name for table in tables.values() for name in table.published_scores):
        given = {f: t.published_scores[name][None] for f, t in tables.items() if name in t.published_scores}
        scores[name] = joiner.join_figures([name], given)[0][0]
    evidence = {file: table.evidence for file, table in tables.items() if table.evidence is not None}
    joined = DataTable(
        tuple(inputs),
        values,
        reasons,
        np.array(entities, object),
        points,
        (cells // len(points)).astype(np.intp),
        (cells % len(points)).astype(np.intp),
        pd.DataFrame(index=pd.RangeIndex(len(cells))),
        FileSources(_sources_of(tables), joiner.rows_of_files()),
        joiner.join_figures(indicators, published)[0] if published else None,
        published_scores=scores,
        evidence=joiner.join_evidence(evidence, len(program.criteria)) if evidence else None,
        halves=joiner.join_halves({file: table.halves for file, table in tables.items()}),
        labels=labels,
        credits=tuple(dict.fromkeys(credit for table in tables.values() for credit in table.credits)),
    )
    joined.attributes = _join_attributes(joined, [(tables[file].attributes, places[file]) for file in tables], joiner)
    joiner.report_repeats()
    _join_findings(tables, places, joiner.findings)
    joined.findings = joiner.findings
    return joined


def report_files(
    tables: Mapping[str, DataTable], refused: Mapping[str, IcmamlError], others: Sequence[str], findings: FindingLog
) -> None:
    """Note which files are read as one table, which could not be, and which of a folder are none of a table."""
    findings.column("IND720", "file", _name_files(list(tables)), count=len(tables))
    for file, error in sorted(refused.items()):
        problem = {"es": error.message("es"), "en": error.message("en")}
        findings.line("IND721", "file", "", "", file, problem=problem)
    if others:
        findings.column("IND722", "file", _name_files(others), count=len(others))


def _renumber_labels(program: Program, table: DataTable, labels: Sequence[str]) -> None:
    """Give the texts of categories that take any the numbers that they have among those of all files."""
    if table.labels == tuple(labels):
        return
    numbers = np.array([labels.index(label) for label in table.labels], np.float64)
    for place, variable in enumerate(program.inputs):
        if variable.takes_any:
            known = ~np.isnan(table.values[place])
            table.values[place, known] = numbers[table.values[place, known].astype(np.intp)]
    table.labels = tuple(labels)


def _sources_of(tables: Mapping[str, DataTable]) -> dict[str, Sources]:
    found = {}
    for file, table in tables.items():
        assert isinstance(table.sources, Sources)
        found[file] = replace(table.sources, columns=dict(table.sources.columns))
    return found


class _Joiner:
    """Puts what the files hold into the rows of one table, and notes where they repeat or contradict one another."""

    def __init__(self, places: Mapping[str, Rows], rows: int) -> None:
        self.places, self.rows = places, rows
        self.findings = FindingLog()
        self.repeats, self.conflicts = np.zeros(rows, np.intp), np.zeros(rows, np.bool_)

    def rows_of_files(self) -> dict[str, Rows]:
        """Return for each row of the table its row in each file, -1 for none."""
        found = {}
        for file, place in self.places.items():
            found[file] = np.full(self.rows, -1, np.intp)
            found[file][place] = np.arange(len(place))
        return found

    def join_figures(
        self,
        subjects: Sequence[str],
        values: Mapping[str, Floats],
        reasons: Mapping[str, NDArray[np.uint8]] | None = None,
    ) -> tuple[Floats, NDArray[np.uint8]]:
        """Return figures and reasons, shape (subjects, rows); those that differ among files are rejected."""
        shape = (len(subjects), self.rows)
        low, high, given = np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape, np.intp)
        why = np.zeros(shape, np.uint8)
        for file, figures in values.items():
            place = self.places[file]
            low[:, place] = np.fmin(low[:, place], figures)
            high[:, place] = np.fmax(high[:, place], figures)
            given[:, place] += ~np.isnan(figures)
            if reasons is not None:
                # That one file is silent says nothing where another speaks.
                told = np.where(reasons[file] == NOT_REPORTED, np.uint8(0), reasons[file])
                why[:, place] = np.maximum(why[:, place], told)
        absent = np.isnan(low)
        why = np.where(absent, np.where(why == 0, np.uint8(NOT_REPORTED), why), np.uint8(0))
        self.repeats = np.maximum(self.repeats, given.max(axis=0, initial=0))
        clash = low < high
        self.conflicts |= clash.any(axis=0)
        for number in np.flatnonzero(clash.any(axis=1)).tolist():
            rows = np.flatnonzero(clash[number])
            shown = np.array([self._contradiction(values, number, row) for row in rows.tolist()], object)
            self.findings.cells("IND405", subjects[number], rows, shown)
        low[clash], why[clash] = np.nan, REJECTED
        return low, why

    def _contradiction(self, values: Mapping[str, Floats], number: int, row: int) -> str:
        """Return the figures that several files give for one cell, each with its file."""
        found = []
        for file, figures in values.items():
            at = np.searchsorted(self.places[file], row)
            if at < len(self.places[file]) and self.places[file][at] == row and not np.isnan(figures[number, at]):
                found.append(f"{figures[number, at]:.17g} ({file})")
        return " / ".join(found)

    def report_repeats(self) -> None:
        """Note the rows of which several files give the same figures."""
        repeated = np.flatnonzero((self.repeats > 1) & ~self.conflicts)
        self.findings.cells("IND426", "entity", repeated, self.repeats[repeated].astype(object))

    def join_evidence(self, evidence: Mapping[str, NDArray[np.bool_]], criteria: int) -> NDArray[np.bool_]:
        """Return whether any file gives evidence for an answer."""
        found = np.zeros((criteria, self.rows), np.bool_)
        for file, given in evidence.items():
            found[:, self.places[file]] |= given
        return found

    def join_halves(self, halves: Mapping[str, Mapping[str, Floats]]) -> dict[str, Floats]:
        """Return half a unit of the last digit of published figures, the finest that any file gives."""
        found: dict[str, Floats] = {}
        for file, each in halves.items():
            for name, figures in each.items():
                known = found.setdefault(name, np.full(self.rows, np.inf))
                known[self.places[file]] = np.minimum(known[self.places[file]], figures)
        return {name: np.where(np.isinf(figures), 0.0, figures) for name, figures in found.items()}


def _join_attributes(joined: DataTable, parts: Sequence[tuple[pd.DataFrame, Rows]], joiner: _Joiner) -> pd.DataFrame:
    """Return the attributes of each row, as those of lines that make one."""
    import pandas as pd

    lines = pd.concat([attributes for attributes, _ in parts], ignore_index=True)
    row = np.concatenate([place for _, place in parts])
    keys = Keys(joined.entity_ids, joined.points, joined.entity_codes, joined.period_codes, row)
    filler = RowAssembler(keys, joiner.findings)
    found = {name: collect_attribute(lines[name], str(name), filler, joiner.findings) for name in lines.columns}
    return pd.DataFrame(found, index=pd.RangeIndex(joined.rows))


def _join_findings(tables: Mapping[str, DataTable], places: Mapping[str, Rows], findings: FindingLog) -> None:
    """Add what was found in each file; what is said of a whole column names the files that it was found in."""
    missing = [
        {batch.subject for batch in table.findings.batches if batch.code == _COLUMN_MISSING}
        for table in tables.values()
    ]
    everywhere = set.intersection(*missing)
    shared: dict[str, tuple[Any, list[str]]] = {}
    for file, table in tables.items():
        for batch in table.findings.batches:
            if batch.rows is not None:
                continue
            if batch.code == _COLUMN_MISSING:
                if batch.subject in everywhere:
                    shared.setdefault(f"{batch.code} {batch.subject}", (batch, []))
                continue
            # Equal words about several files are said once.
            form = repr((batch.code, batch.subject, batch.keys, list(batch.figures), batch.details))
            shared.setdefault(form, (batch, []))[1].append(file)
        findings.batches.extend(table.findings.map_rows(places[file]).batches)
    for batch, files in shared.values():
        figure = batch.figures[0]
        if files:
            figure = f"{_name_files(files)}: {figure}" if figure not in ("", None) else _name_files(files)
        entity, period = batch.keys
        findings.line(batch.code, batch.subject, entity, period, figure, **batch.details)


def _name_files(files: Sequence[str]) -> str:
    """Return the first of some files, and how many they are."""
    shown = ", ".join(files[:_MOST_NAMED])
    return shown if len(files) <= _MOST_NAMED else f"{shown}, … ({len(files)})"
