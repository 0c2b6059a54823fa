"""Periods, as `specs.periods` reads them."""

from ..specs.periods import PER_YEAR, PeriodPoint, PeriodReading, read_period

__all__ = ["PER_YEAR", "PeriodPoint", "PeriodReading", "read_period"]
