"""The ledger of a figure with its place among the peers: who they are, what they have, how far the best is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..ledger.building import account_for
from ..ledger.entries import Account, Entry
from .tables import positions_table

if TYPE_CHECKING:
    from .comparison import Comparison

_POSITIONS = ("rank", "of", "percentile", "quartile", "gap_to_median", "gap_to_top_quartile", "gap_to_best")


def explain(comparison: Comparison, entity: str, node: str, period: str | None) -> Account:
    """Return the ledger of a figure; entries of the tree tell where they stand among the peers."""
    scored = comparison.scored
    account = account_for(scored, entity, node, period)
    row = scored.row_of(entity, period)
    members = members_of(comparison, row)
    mine = positions_table(comparison, np.arange(len(comparison.subjects)), np.array([row]))
    lines = {str(line["indicator"]): line for line in mine.to_dict("records")}
    place = {name: number for number, name in enumerate(comparison.subjects)}
    for entry in _tree(account.root):
        if entry.id in place and not entry.see:
            entry.peers = _peers(comparison, lines[entry.id], place[entry.id], members, row)
    return account


def members_of(comparison: Comparison, row: int) -> NDArray[np.intp]:
    """Return the rows that a row is compared with, itself among them; none where it belongs to no group."""
    cell = int(comparison.cells.of_row[row])
    return np.empty(0, np.intp) if cell < 0 else np.sort(comparison.cells.members(cell))


def _tree(root: Entry) -> list[Entry]:
    """Return the groups and indicators of the tree, without what formulas read."""
    found = [root]
    for entry in found:
        if entry.kind == "group":
            found.extend(entry.children)
    return found


def _peers(
    comparison: Comparison, line: dict[str, Any], subject: int, members: NDArray[np.intp], row: int
) -> dict[str, Any]:
    """Return where one figure stands; see docs/schemas/ledger-3.json."""
    table = comparison.scored.table
    values, good = comparison.quantities[subject, members], comparison.oriented_values[subject, members]
    present = ~np.isnan(values)
    found: dict[str, Any] = {
        "group": str(comparison.groups.names[comparison.groups.codes[row]]) if len(members) else "",
        "formed_by": comparison.groups.label,
        "n": int(present.sum()),
    }
    found |= {name: float(line[name]) for name in _POSITIONS if not np.isnan(line[name])}
    if line["light"]:
        found["light"] = str(line["light"])
    if line["withheld"]:
        found["withheld"] = str(line["withheld"])
    elif "gap_to_median" in found:
        # As the position has it: of the others alone, where each is left out of its own.
        found["median"] = float(line["value"]) - found["gap_to_median"]
    elif present.any():
        found["median"] = float(np.median(values[present]))
    ranked = ~np.isnan(good)
    if ranked.any() and not line["withheld"]:
        leads = members[ranked & (good == np.fmax.reduce(good))]
        found["best"] = float(comparison.quantities[subject, leads[0]])
        found["best_entities"] = ", ".join(sorted(str(table.entities[leader]) for leader in leads))
    # The best first; context indicators, which have no better, from the largest down.
    order = np.lexsort((table.entities[members].astype(str), -np.where(ranked, good, values)))
    names = table.attributes.get("name")
    found["values"] = [
        {
            "entity": str(table.entities[members[at]]),
            **({"name": str(names.iloc[members[at]])} if names is not None else {}),
            "value": float(values[at]),
        }
        for at in order
        if present[at]
    ]
    return found
