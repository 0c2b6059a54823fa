"""Columns of input lines to rows of the data table; lines that repeat a row are reconciled or rejected."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..formulas.reasons import REJECTED
from .keys.key_columns import Keys
from .model.findings import FindingLog
from .parsing.columns import ParsedColumn


class RowAssembler:
    """Puts columns of input lines into rows of the table, and the oddities of cells into the findings."""

    def __init__(self, keys: Keys, findings: FindingLog) -> None:
        self.keys, self.findings = keys, findings
        self.rows = len(keys.entity_codes)
        line_rows = keys.row
        self.lines = np.flatnonzero(line_rows >= 0)
        self.order = self.lines[np.argsort(line_rows[self.lines], kind="stable")]
        self.one_to_one = len(self.lines) == self.rows
        sorted_rows = line_rows[self.order]
        self.starts = np.flatnonzero(np.concatenate([[True], sorted_rows[1:] != sorted_rows[:-1]]))
        self.straight = self.one_to_one and len(line_rows) == self.rows and bool((np.diff(line_rows) == 1).all())
        self.conflicts = np.zeros(self.rows, bool)

    @property
    def lines_each(self) -> NDArray[np.intp]:
        """How many lines make each row."""
        return np.diff(np.append(self.starts, len(self.order)))

    def fill(self, read: ParsedColumn, subject: str, out: NDArray[np.float64], why: NDArray[np.uint8]) -> None:
        """Write one column; figures that repeat a row and differ are rejected."""
        if self.straight:
            out[:] = read.values
            if read.reasons is not None:
                why[:] = read.reasons
        elif self.one_to_one:
            np.take(read.values, self.order, out=out)
            if read.reasons is not None:
                np.take(read.reasons, self.order, out=why)
        else:
            self._fill_repeated(read, subject, out, why)
        for note in read.notes:
            rows = self.keys.row[note.positions]
            kept = rows >= 0
            self.findings.cells(note.code, subject, rows[kept], note.figures[kept], **note.details)

    def _fill_repeated(
        self, read: ParsedColumn, subject: str, out: NDArray[np.float64], why: NDArray[np.uint8]
    ) -> None:
        values = read.values[self.order]
        low, high = np.fmin.reduceat(values, self.starts), np.fmax.reduceat(values, self.starts)
        reasons = np.zeros(len(self.order), np.uint8) if read.reasons is None else read.reasons[self.order]
        out[:] = low
        why[:] = np.where(np.isnan(low), np.maximum.reduceat(reasons, self.starts), 0)
        clash = np.flatnonzero(low < high)
        if len(clash):
            figures = np.array([f"{low[row]:.17g} / {high[row]:.17g}" for row in clash], object)
            self.findings.cells("IND405", subject, clash, figures)
            out[clash], why[clash] = np.nan, REJECTED
            self.conflicts[clash] = True

    def report_repeats(self) -> None:
        """Note the rows that were given more than once without contradiction."""
        counts = self.lines_each
        repeated = np.flatnonzero((counts > 1) & ~self.conflicts)
        self.findings.cells("IND426", "entity", repeated, counts[repeated].astype(object))


class LongRowAssembler(RowAssembler):
    """Fills only the rows that the lines of one variable name."""

    def __init__(self, keys: Keys, findings: FindingLog, rows: int) -> None:
        super().__init__(keys, findings)
        self.rows = rows
        self.one_to_one = False

    @property
    def targets(self) -> NDArray[np.intp]:
        """The rows that the lines name."""
        return self.keys.row[self.order[self.starts]] if len(self.order) else np.empty(0, np.intp)

    def fill_present(self, read: ParsedColumn, subject: str, out: NDArray[np.float64], why: NDArray[np.uint8]) -> None:
        """Write the figures of one variable where there are any."""
        if not len(self.order):
            return
        targets = self.targets
        some, reason = np.empty(len(targets)), np.empty(len(targets), np.uint8)
        clashes = FindingLog()
        kept, self.findings = self.findings, clashes
        self.conflicts = np.zeros(len(targets), bool)
        self._fill_repeated(read, subject, some, reason)
        self.findings = kept
        for batch in clashes.batches:
            assert batch.rows is not None
            kept.cells(batch.code, subject, targets[batch.rows], batch.figures)
        out[targets], why[targets] = some, reason
        for note in read.notes:
            rows = self.keys.row[note.positions]
            kept.cells(note.code, subject, rows, note.figures, **note.details)
