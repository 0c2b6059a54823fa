"""Gaps filled: of variables before any formula reads them, of values before their scales do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ...data.model.table import DataTable
from ...formulas.reasons import NOT_REPORTED, NOT_VERIFIED, REJECTED
from ...specs import Imputation, Program
from ...transforms.imputation.imputing import Held, ImputedFigures, impute
from ...transforms.imputation.timeline import Timeline
from ...transforms.populations import EVERYBODY, Populations
from .input_columns import InputColumns

Floats = NDArray[np.float64]
Reasons = NDArray[np.uint8]
Eras = NDArray[np.intp]


def mark_gaps(reasons: Reasons) -> NDArray[np.bool_]:
    """Return where others may stand in: not for what does not apply, nor for what cannot be worked out."""
    found: NDArray[np.bool_] = (reasons == NOT_REPORTED) | (reasons == NOT_VERIFIED) | (reasons == REJECTED)
    return found


class GapFiller:
    """Fills the gaps of a table.

    Parameters
    ----------
    program, table
        What is measured, on what.
    read_populations
        Gives populations by name.
    excluded : uint8 array, shape (rows,), or None
        Why rows are not assessed: their gaps stay.
    find_eras
        Gives for a variable or an indicator the era of each period: figures of one era compare.
    """

    def __init__(
        self,
        program: Program,
        table: DataTable,
        read_populations: Callable[[str], Populations],
        excluded: Reasons | None,
        find_eras: Callable[[str], Eras],
    ) -> None:
        self.program, self.table, self.excluded = program, table, excluded
        self.read_populations, self.find_eras = read_populations, find_eras
        points = table.points
        frequencies = sorted({point.frequency for point in points})
        self._ordinals = np.array([point.ordinal for point in points], np.intp)[table.period_codes]
        self._frequency = np.array([frequencies.index(point.frequency) for point in points], np.intp)
        self._lay_out = cache(self._lay_out_rows)

    def fill(
        self,
        names: Sequence[str],
        rule: Imputation,
        values: Floats,
        reasons: Reasons,
        held: Sequence[Held] | None = None,
    ) -> list[ImputedFigures]:
        """Fill the gaps of variables, or of the values of indicators; see `impute`."""
        gaps = mark_gaps(reasons)
        if self.excluded is not None:
            gaps &= self.excluded == 0
        return impute(
            rule,
            values,
            gaps,
            self.read_populations(rule.over) if held is None else EVERYBODY,
            timeline=lambda column: self._lay_out(self.find_eras(names[column]).tobytes()),
            reach=None if rule.at_most is None else rule.at_most * self.program.period.step,
            weights=self.weights_of(rule),
            held=held,
        )

    def weights_of(self, rule: Imputation) -> Floats | None:
        """Return what weighs figures in a mean; None where nothing does."""
        if rule.weight is None:
            return None
        found: Floats = self.table.values[self.table.variables.index(rule.weight)]
        return found

    def fill_inputs(
        self, columns: InputColumns, hold: Callable[[Sequence[str], Imputation, Floats], Sequence[Held] | None]
    ) -> tuple[InputColumns, dict[str, ImputedFigures]]:
        """Return the inputs of plans with the gaps of variables filled, and what was filled.

        Parameters
        ----------
        columns
            As they were handed in.
        hold
            Gives what is taken elsewhere in the place of what populations give; None where nothing is.
        """
        values, reasons = list(columns.values), list(columns.reasons)
        found: dict[str, ImputedFigures] = {}
        for variable in self.program.variables:
            rule = variable.imputation
            if rule is None or not rule.is_active:
                continue
            number = self.table.variables.index(variable.id)
            given, why = values[number][None], reasons[number][None]
            (own,) = self.fill([variable.id], rule, given, why, hold([variable.id], rule, given))
            found[variable.id] = own
            values[number], reasons[number] = own.filled, np.where(own.is_imputed, np.uint8(0), reasons[number])
        if not any(own.is_imputed.any() for own in found.values()):
            return columns, found
        return InputColumns(values, reasons, columns.previous), found

    def _lay_out_rows(self, eras: bytes) -> Timeline:
        table, codes = self.table, self.table.period_codes
        stretches = table.entity_codes, self._frequency[codes], np.frombuffer(eras, np.intp)[codes]
        return Timeline.of(stretches, self._ordinals)
