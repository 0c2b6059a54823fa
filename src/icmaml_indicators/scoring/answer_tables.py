"""Tables of what was answered: states, evidence, gates that hold, steps climbed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine.answer_scores import states
from ..engine.groups import GroupPlan
from ..errors import UnknownNameError

if TYPE_CHECKING:
    import pandas as pd

    from .scored import Scored


def states_table(scored: Scored) -> pd.DataFrame:
    """Return the state of every answer: one line an entity in a period, one column a criterion."""
    import pandas as pd

    scores = {leaf.id: scored.book.nodes[leaf.id].scores for leaf in scored.program.criteria}
    found = states(scored.program, scored.results, scores)
    return pd.DataFrame(found, index=scored.table.index, columns=pd.Index(list(found), name="criterion"))


def answers_table(scored: Scored) -> pd.DataFrame:
    """Return one line an entity, period and criterion, with what was answered and what it won."""
    import pandas as pd

    table, program = scored.table, scored.program
    state = states_table(scored)
    parts = []
    for leaf in program.criteria:
        number = table.variables.index(leaf.id)
        most = float(program.points_of[leaf.id])
        parts.append(
            pd.DataFrame(
                {
                    "entity": table.entities,
                    "period": table.periods,
                    "criterion": leaf.id,
                    "state": state[leaf.id].to_numpy(),
                    "answer": table.sources.texts(leaf.id, number),
                    "points_won": scored.book.nodes[leaf.id].scores / 100.0 * most,
                    "points": most,
                    "evidence": table.sources.texts(leaf.id, number, "evidence"),
                    "note": table.sources.texts(leaf.id, number, "note"),
                }
            )
        )
    if not parts:
        return pd.DataFrame(columns=["entity", "period", "criterion", "state", "answer", "points_won", "points"])
    return pd.concat(parts, ignore_index=True).sort_values(["entity", "period"], kind="stable", ignore_index=True)


def gate_effects_table(scored: Scored) -> pd.DataFrame:
    """Return where a gate holds a node back: entity, period, node, gate (counted from 1), requires, limit."""
    import pandas as pd

    table, lines = scored.table, []
    for name, held in scored.book.held.items():
        gates: Any = getattr(scored.program.nodes[name].spec, "gates", ())
        for number, gate in enumerate(gates, 1):
            limit = gate.max_level if gate.max_level is not None else gate.max_score
            own = scored.run.quantities.get(f"{name}.gates.{number - 1}.max_score")
            lines += [
                (
                    table.entities[row],
                    table.periods[row],
                    name,
                    number,
                    ", ".join(gate.requires),
                    limit if own is None else float(own[row]),
                )
                for row in np.flatnonzero(held == number)
            ]
    return pd.DataFrame(lines, columns=["entity", "period", "node", "gate", "requires", "limit"])


def steps_table(scored: Scored, node: str) -> pd.DataFrame:
    """Return the share of criteria on each step of a staircase or above it; columns 1 … the number of steps.

    Raises
    ------
    UnknownNameError
        When the node is no staircase by answers.
    """
    import pandas as pd

    plans: dict[str, GroupPlan] = {k: p for k, p in scored.book.plans.items() if p.steps is not None}
    if node not in plans:
        raise UnknownNameError("staircase", node, list(plans))
    plan, m = plans[node], scored.book.matrices
    marks, counted = plan.read_steps(m, slice(0, m.rows))
    shares = plan.step_shares(marks, counted)
    columns = pd.RangeIndex(1, plan.step_count + 1, name="step")
    return pd.DataFrame(shares.T, index=scored.table.index, columns=columns)
