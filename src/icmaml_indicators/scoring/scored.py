"""A program applied to data, as arrays: what tables, ledgers and comparisons are made from."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data.derived_attributes import resolve_entity
from ..data.model.table import DataTable
from ..engine.compiled import CompiledProgram
from ..engine.indicator_targets import TargetAttainment
from ..engine.node_scores import NodeScoreSet
from ..engine.parameters import (
    HeldParameters,
    KeptParameters,
    Reference,
    imputation_key,
    is_held,
    treatment_key,
    weights_key,
)
from ..engine.rescoring.replay import replay
from ..engine.run_results import RunResults
from ..engine.schedule import Schedule
from ..errors import UnknownNameError, expect
from ..formulas.plan import Evaluation
from ..specs import Program
from ..version import __version__
from .rolled_figures import RolledUp

# Keys that the language got later: programs that do not use them keep the fingerprint that they had.
_LATER_KEYS = ("imputation", "treatment")


class Scored:
    """A program applied to data.

    Attributes
    ----------
    lower, rolled
        Of a roll-up, the program below as it was scored, and what is taken from it; None of any other program.
    by_model
        The same data under models of the program, so far as they were asked for; see `score_with_model`.
    """

    def __init__(
        self,
        compiled: CompiledProgram,
        table: DataTable,
        run: RunResults,
        *,
        options: dict[str, Any],
        source: KeptParameters | None = None,
        lower: Scored | None = None,
        rolled: RolledUp | None = None,
    ) -> None:
        self._compiled, self._table, self._run = compiled, table, run
        self._options, self._source, self.lower, self.rolled = options, source, lower, rolled
        self.by_model: dict[str, Scored] = {}

    @property
    def program(self) -> Program:
        """The program that was applied."""
        return self._compiled.program

    @property
    def table(self) -> DataTable:
        """The data matrix: inputs as they were used, with the reasons of absent ones."""
        return self._table

    @cached_property
    def results(self) -> Evaluation:
        """Values and reasons of the indicators as arrays, shape (indicators, rows)."""
        return self._run.assessed_results()

    @property
    def options(self) -> dict[str, Any]:
        """How the data was read and scored."""
        return dict(self._options)

    def with_options(self, **more: Any) -> Scored:
        """Return the same results with more said of how they came about."""
        kept = self._options | more
        source, lower, rolled = self._source, self.lower, self.rolled
        return Scored(self._compiled, self._table, self._run, options=kept, source=source, lower=lower, rolled=rolled)

    @property
    def bounds(self) -> HeldParameters | None:
        """The bounds of another period that relative scales were given; None where each population gave its own."""
        return None if self._source is None else self._source.held

    @property
    def language(self) -> str:
        """Language of messages: ``es`` or ``en``."""
        return str(self._options["language"])

    @property
    def source(self) -> KeptParameters | None:
        """Where relative scales took their bounds from; None where each population gave its own."""
        return self._source

    @property
    def run(self) -> RunResults:
        """All arrays of the run."""
        return self._run

    @property
    def book(self) -> NodeScoreSet:
        """Scores of every node as arrays."""
        return self._run.nodes

    @property
    def schedule(self) -> Schedule:
        """The stages that it was scored in."""
        return self._compiled.schedule(self._table.published_scores)

    def replay(self, row: int, scores: NDArray[np.float64], reasons: NDArray[np.uint8]) -> NodeScoreSet:
        """Score what-ifs about one row, its leaves having other scores; arrays of shape (indicators, what-ifs)."""
        return replay(self._compiled, self._table, self._run, row, scores, reasons, self._source)

    @property
    def reference(self) -> Reference:
        """What another scoring takes from this one."""
        statistics = {
            name: {
                population: {"figure": float(figure)}
                for population, figure in zip(fitted.populations.names, fitted.found.by_population, strict=True)
            }
            for name, fitted in self._run.statistics.items()
            if fitted.found.by_population is not None and is_held(fitted.column.statistic.population)
        }
        treatments = {
            treatment_key(name): {
                population: found.of_population(number) for number, population in enumerate(found.populations.names)
            }
            for name, found in self._run.treated.items()
        }
        weights = {
            weights_key(name): {
                population: found.of(number) for number, population in enumerate(found.populations.names)
            }
            for name, found in self.book.weights.items()
        }
        imputations = {
            imputation_key(name): found.describe_populations()
            for name, found in self._run.imputed.items()
            if found.rule.asks_population
        }
        parameters = self.book.parameters | statistics | treatments | imputations | weights
        return Reference(self.program, self._table.points, parameters)

    def scaled_values(self, indicator: int) -> NDArray[np.float64]:
        """Return what the scale of an indicator reads, by its place in `results`: values, gaps filled, treated."""
        values: NDArray[np.float64] = self.results.values[indicator]
        name = self.program.indicators[indicator].id
        filled, treated = self._run.imputed.get(name), self._run.treated.get(name)
        if filled is not None:
            values = np.where(filled.is_imputed, filled.filled, values)
        return values if treated is None else np.where(np.isnan(values), np.nan, treated.treated)

    @property
    def target_attainments(self) -> dict[str, TargetAttainment]:
        """The indicators that have targets, held against them, as arrays."""
        return self._run.targets

    @property
    def published(self) -> NDArray[np.bool_] | None:
        """Where a value is the published one, shape (indicators, rows); None where none were handed in."""
        return self._run.published

    def is_published_at(self, indicator: int, row: int) -> bool:
        """Return whether a value, by its place in `results`, is the published one because it could not be computed."""
        return self.published is not None and bool(self.published[indicator, row])

    def row_of(self, entity: str, period: str | None = None) -> int:
        """Return the row of an entity in a period, by default the latest that it has."""
        if period is not None:
            expect("period", period, str)
        table = self._table
        mine = np.flatnonzero(table.entities == resolve_entity(table, entity))
        periods = [str(name) for name in table.periods[mine]]
        if period is not None and period not in periods:
            raise UnknownNameError("period", period, periods)
        return int(mine[-1] if period is None else mine[periods.index(period)])

    @property
    def compiled(self) -> CompiledProgram:
        """The program with its formulas compiled."""
        return self._compiled

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the spec, the data as used, the library version and the options, 32 hexadecimal digits."""
        digest = hashlib.blake2b(digest_size=16)
        spec = self.program.model_dump_json(by_alias=True)
        for key in _LATER_KEYS:
            spec = spec.replace(f',"{key}":null', "")
        for text in (spec, __version__, json.dumps(self._options, sort_keys=True, default=str)):
            digest.update(text.encode())
            digest.update(b"\0")
        table = self._table
        digest.update("\0".join(map(str, table.entity_ids)).encode())
        digest.update("\0".join(map(str, table.period_names)).encode())
        for name in sorted(map(str, table.attributes.columns)):  # they part the peers
            cells = table.attributes[name].astype(object)
            digest.update("\0".join([name, *cells.where(cells.notna(), "").map(str)]).encode(errors="surrogatepass"))
        for array in (table.entity_codes, table.period_codes, table.values, table.reasons):
            digest.update(np.ascontiguousarray(array).data)
        return digest.hexdigest()
