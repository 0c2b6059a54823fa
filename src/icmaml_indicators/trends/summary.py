"""What a panel says of itself, from the arrays."""

from __future__ import annotations

from ..display import Part, Sheet, Summary, take_lines
from ..scoring.summary import span_of
from ..specs import ROOT, name_program
from .changes import changes_table
from .panel import PanelData, breaks_table


def summarise_panel(panel: PanelData, language: str) -> Summary:
    """Return what a panel says of itself in ``es`` or ``en``."""
    program = panel.program
    count = sum(len(found) for found in panel.breaks.values())

    def changes() -> Sheet:
        """Show the changes of the total, or of what is compared first, up to the latest period."""
        subject = ROOT if ROOT in panel.subjects else panel.subjects[0]
        return take_lines(changes_table(panel.select([subject]), "year", [str(panel.points[-1])]), language)

    return Summary(
        "Panel",
        name_program(program, language),
        language,
        {
            "entities": len(panel.entity_ids),
            "periods": span_of(panel.points),
            "compared": len(panel.subjects),
            "provenance": program.provenance_counts,
        },
        {"rows": panel.rows, "declared_breaks": count},
        (
            Part("changes", changes, None if panel.subjects and len(panel.points) > 1 else 0),
            Part("declared_breaks", lambda: take_lines(breaks_table(panel), language), count),
        ),
    )
