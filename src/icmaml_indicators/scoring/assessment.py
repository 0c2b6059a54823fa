"""The outcome of scoring: values, scores, levels, findings, with reasons, and the way back to the raw cells."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import IcmamlError, UnknownNameError, check_language, expect
from ..formulas.plan import Evaluation
from ..formulas.reasons import REASON_NAMES
from ..specs import ROOT, Program, scored_nodes, shares, weights_of_parts
from . import answer_tables
from .bounds import Bounds
from .compiled import CompiledProgram, earlier_rows
from .geography import entity_named
from .goals import Reached, attainment_table, measure_goals
from .grouping import NodeScores
from .ledger import Ledger
from .ledger_building import build_ledger
from .order import ordered_ends
from .scorebook import ScoreBook, keep_scores
from .table import DataTable

if TYPE_CHECKING:
    import pandas as pd


class Assessment:
    """A program applied to data. Built by `score`; tables are made when first asked for.

    Every table of nodes has one line an entity in a period (index ``entity``, ``period``, sorted) and one column a
    node.
    """

    def __init__(
        self,
        compiled: CompiledProgram,
        table: DataTable,
        results: Evaluation,
        published: NDArray[np.bool_] | None,
        *,
        options: dict[str, Any],
        bounds: Bounds | None = None,
    ) -> None:
        self._compiled, self._table, self._results = compiled, table, results
        self._published, self._options, self._bounds = published, options, bounds

    @property
    def program(self) -> Program:
        """The program that was applied."""
        return self._compiled.program

    @property
    def table(self) -> DataTable:
        """The data matrix: inputs as they were used, with the reasons of absent ones."""
        return self._table

    @property
    def results(self) -> Evaluation:
        """Values and reasons of the indicators as arrays, shape (indicators, rows)."""
        return self._results

    @property
    def options(self) -> dict[str, Any]:
        """How the data was read and scored."""
        return dict(self._options)

    @property
    def bounds(self) -> Bounds | None:
        """The bounds of another period that relative scales were given; None where each population gave its own."""
        return self._bounds

    @property
    def language(self) -> str:
        """Language of messages: ``es`` or ``en``."""
        return str(self._options["language"])

    def __repr__(self) -> str:
        size = f"{len(self._table.entity_ids)} entities, {len(self._table.points)} periods"
        return f"<Assessment of {self.program.id} {self.program.version}: {size}, {len(self._table.findings)} findings>"

    @cached_property
    def book(self) -> ScoreBook:
        """Scores of every node as arrays."""
        return keep_scores(self.program, self._table, self._results, self._bounds, self.reached)

    @cached_property
    def reached(self) -> dict[str, Reached]:
        """The indicators that have targets, held against them, as arrays."""
        compiled, table = self._compiled, self._table
        if not any(leaf.attainment for leaf in self.program.indicators):
            return {}
        goals = compiled.goals.evaluate(table.values, table.reasons, earlier_rows(compiled, table))
        return measure_goals(compiled, table, self._results, goals)

    # Tables ------------------------------------------------------------------------------------------

    @cached_property
    def values(self) -> pd.DataFrame:
        """Raw results: float64, one column an indicator; NaN where there is none (see `reasons`)."""
        import pandas as pd

        columns = pd.Index([indicator.id for indicator in self.program.indicators], name="indicator")
        return pd.DataFrame(self._results.values.T, index=self._table.index, columns=columns)

    @cached_property
    def reasons(self) -> pd.DataFrame:
        """Why a value is absent, by name; empty text where there is one."""
        import pandas as pd

        names = np.array(REASON_NAMES, object)[self._results.reasons.T]
        return pd.DataFrame(names, index=self._table.index, columns=self.values.columns)

    def _by_node(self, pick: Callable[[NodeScores], NDArray[Any]]) -> pd.DataFrame:
        import pandas as pd

        nodes = self.program.nodes
        data = {name: pick(self.book.nodes[name]) for name in nodes}
        return pd.DataFrame(data, index=self._table.index, columns=pd.Index(list(nodes), name="node"))

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Scores by node, areas and ``total`` included; NaN where there is none."""
        return self._by_node(lambda node: node.scores)

    @cached_property
    def score_reasons(self) -> pd.DataFrame:
        """Why a score is absent, by name; empty text where there is one."""
        names = np.array(REASON_NAMES, object)
        return self._by_node(lambda node: names[node.reasons])

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """Share of the applicable weight below each node that is present, 0 to 1."""
        return self._by_node(lambda node: node.coverage)

    @cached_property
    def lowest(self) -> pd.DataFrame:
        """Scores if every absent part were at its worst; NaN where that has no end."""
        return self._by_node(lambda node: ordered_ends(node.lowest, node.highest)[0])

    @cached_property
    def highest(self) -> pd.DataFrame:
        """Scores if every absent part were at its best; NaN where that has no end."""
        return self._by_node(lambda node: ordered_ends(node.lowest, node.highest)[1])

    @cached_property
    def levels(self) -> pd.DataFrame:
        """Named bands (ids), for the nodes that have levels; None where there is none."""
        return self._level_table("level")

    @cached_property
    def possible_levels(self) -> pd.DataFrame:
        """Lowest and highest level each node could have, None if open: columns (node, ``lowest`` | ``highest``)."""
        import pandas as pd

        tables = {side: self._level_table(side) for side in ("lowest", "highest")}
        return pd.concat(tables, axis=1).swaplevel(axis=1).sort_index(axis=1)

    @cached_property
    def attainment(self) -> pd.DataFrame:
        """One line an entity, period and indicator with a target.

        Columns: entity, period, indicator, actual, target, target_high (ranges only), baseline, attainment (percent),
        light (``green``, ``yellow``, ``red``, empty for none). Figures to date where results add up over the year.
        """
        return attainment_table(self)

    # Answers -----------------------------------------------------------------------------------------

    @cached_property
    def answer_states(self) -> pd.DataFrame:
        """What each answer came to: met, partly, not_met, not_applicable, not_checked, not_verified, rejected."""
        return answer_tables.states_table(self)

    @cached_property
    def answers(self) -> pd.DataFrame:
        """One line an entity, period and criterion: state, answer as given, points won and at most, evidence, note."""
        return answer_tables.answers_table(self)

    @cached_property
    def held(self) -> pd.DataFrame:
        """Where a gate holds a node back: entity, period, node, gate (counted from 1), requires, limit."""
        return answer_tables.held_table(self)

    def step_shares(self, node: str = ROOT) -> pd.DataFrame:
        """Return the share of criteria on each step of a staircase, or above it."""
        return answer_tables.steps_table(self, node)

    def under(self, model: str) -> Assessment:
        """Return the same answers scored under one of the program's models; raises `UnknownNameError`."""
        return answer_tables.under(self, model)

    def compare_models(self, node: str = ROOT) -> pd.DataFrame:
        """Return a node's score under the program's own rules (``declared``) and under each of its models."""
        return answer_tables.models_table(self, node)

    def _level_table(self, side: str) -> pd.DataFrame:
        import pandas as pd

        data = {}
        for name, node in self.program.nodes.items():
            leveled = self.book.nodes[name].levels
            if leveled is not None:
                ids = np.array([level.id for level in node.levels] + [None], object)
                data[name] = ids[getattr(leveled, side)]
        return pd.DataFrame(data, index=self._table.index, dtype=object)

    @cached_property
    def weights(self) -> pd.DataFrame:
        """Weights where nothing is absent: node, parent, weight, and `share`, with which a node counts in its parent.

        Where points are added up, the weight is what the node is worth. Shares sum to one among siblings, but in a
        ``sum``; bonuses, penalties and what has no score have none, and no part of a staircase or decision table has.
        """
        import pandas as pd

        nodes = self.program.nodes
        scored = scored_nodes(list(nodes.values()), self._table.published_groups)
        lines = []
        for node in nodes.values():
            weights, method = weights_of_parts(node, scored), node.aggregation.method
            counted = {} if method in {"none", "decision_table", "staircase"} else shares(weights, method)
            for child in node.children:
                weight, share = weights.get(child.id, child.own_weight), counted.get(child.id, np.nan)
                lines.append((child.id, node.id, float(weight), float(share)))
        return pd.DataFrame(lines, columns=["node", "parent", "weight", "share"])

    @cached_property
    def scale_parameters(self) -> pd.DataFrame:
        """What relative scales took from their populations: node, population, parameter, figure."""
        import pandas as pd

        lines = [
            (node, population, parameter, figure)
            for node, populations in self.book.parameters.items()
            for population, parameters in populations.items()
            for parameter, figure in parameters.items()
        ]
        return pd.DataFrame(lines, columns=["node", "population", "parameter", "figure"])

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What is wrong or notable: entity, period, subject, code, severity, message, figure; the gravest first."""
        return self.findings_in(self.language)

    def findings_in(self, language: str, codes: Collection[str] | None = None, most: int | None = None) -> pd.DataFrame:
        """Return the findings with their messages in Spanish (``es``) or English (``en``).

        Parameters
        ----------
        language
            ``es`` or ``en``.
        codes
            Those to tell of; all by default.
        most
            How many lines at most, the gravest first; of large data, all at once are many.
        """
        check_language(language)
        table = self._table
        return table.findings.to_frame(table.entities, table.periods, language, codes, most)

    @cached_property
    def attributes(self) -> pd.DataFrame:
        """Names and grouping columns of the data, by entity and period."""
        return self._table.attributes.set_index(self._table.index)

    @cached_property
    def is_published(self) -> pd.DataFrame:
        """Where a value is the published one because it could not be computed."""
        import pandas as pd

        flags = np.zeros(self._results.values.shape, bool) if self._published is None else self._published
        return pd.DataFrame(flags.T, index=self._table.index, columns=self.values.columns)

    def to_frame(self) -> pd.DataFrame:
        """Return everything in one tidy table: one line an entity, period and node."""
        import pandas as pd

        nodes = self.program.nodes
        flat = {
            "score": self.scores,
            "coverage": self.coverage,
            "score_lowest": self.lowest,
            "score_highest": self.highest,
        }
        count, rows = len(nodes), self._table.rows
        keys = {
            "entity": np.repeat(self._table.entities, count),
            "period": np.repeat(self._table.periods, count),
            "node": np.tile(np.array(list(nodes), object), rows),
            "kind": np.tile(
                np.array(["indicator" if n.is_indicator else "group" for n in nodes.values()], object), rows
            ),
            "provenance": np.tile(
                np.array([n.provenance.status if n.provenance else "" for n in nodes.values()], object), rows
            ),
        }
        values = self.values.reindex(columns=list(nodes)).to_numpy()
        reasons = self.reasons.reindex(columns=list(nodes))
        why = np.where(reasons.isna(), self.score_reasons.to_numpy(), reasons.to_numpy())
        levels = self.levels.reindex(columns=list(nodes)).astype(object)
        frame = pd.DataFrame({**keys, "value": values.ravel(), "reason": why.ravel()})
        for name, table in flat.items():
            frame[name] = table.to_numpy().ravel()
        frame["level"] = levels.where(levels.notna(), "").to_numpy().ravel()
        return frame

    def stands_in(self, indicator: int, row: int) -> bool:
        """Return whether a value, by its place in `results`, is the published one because it could not be computed."""
        return self._published is not None and bool(self._published[indicator, row])

    # One figure --------------------------------------------------------------------------------------

    def explain(self, entity: str, node: str = ROOT, period: str | None = None) -> Ledger:
        """Return the ledger of one figure: how it came about, down to the raw cells.

        Parameters
        ----------
        entity
            Key of the entity, or its name in the data.
        node
            Id of an indicator or a group; the total by default.
        period
            May be left out when the entity has only one.

        Raises
        ------
        AmbiguousNameError
            When several entities bear the name.
        UnknownNameError
            When the entity, node or period does not exist.
        IcmamlError
            When the entity has several periods and none is chosen; it lists them.
        """
        expect("node", node, str)
        if node not in self.program.nodes:
            raise UnknownNameError("node", node, list(self.program.nodes))
        return build_ledger(self, node, self.row_of(entity, period))

    def row_of(self, entity: str, period: str | None = None, *, latest: bool = False) -> int:
        """Return the row of an entity in a period; raises as `explain`.

        Parameters
        ----------
        period
            May be left out when the entity has only one.
        latest
            Whether a period that is left out is the latest of several.
        """
        if period is not None:
            expect("period", period, str)
        table = self._table
        mine = np.flatnonzero(table.entities == entity_named(table, entity))
        periods = [str(name) for name in table.periods[mine]]
        if period is None and len(mine) > 1 and not latest:
            raise IcmamlError("IND489", entity=entity, periods=", ".join(periods))
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
        from ..version import __version__

        digest = hashlib.blake2b(digest_size=16)
        spec = self.program.model_dump_json(by_alias=True)
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
