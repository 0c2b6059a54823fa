"""What a benchmark says of itself, from the arrays."""

from __future__ import annotations

import numpy as np

from ..display import MOST_LINES, Part, Sheet, Summary, take_lines, word
from ..scoring.summary import span_of
from ..specs import ROOT, name_program
from .comparison import Comparison
from .tables import positions_table, statistics_table

# What is shown of tables that are wider.
_STATISTICS = ("peers", "period", "indicator", "n", "absent", "mean", "min", "q1", "median", "q3", "max", "withheld")
_POSITIONS = (
    *("entity", "name", "period", "peers", "indicator", "value", "rank", "of", "percentile", "quartile"),
    *("gap_to_median", "light"),
)


def summarise_comparison(comparison: Comparison, language: str) -> Summary:
    """Return what a benchmark says of itself in ``es`` or ``en``."""
    table, groups, program = comparison.scored.table, comparison.groups, comparison.scored.program
    subjects = comparison.subjects

    def positions() -> Sheet:
        """Show the first places by the total, or by what is compared first, in the latest period."""
        numbers = comparison.numbers_of(ROOT if ROOT in subjects else subjects[0])
        rows = np.flatnonzero(table.period_codes == table.period_codes.max())
        first = np.lexsort((comparison.rank_array[numbers[0]][rows], groups.codes[rows]))[:MOST_LINES]
        found = positions_table(comparison, numbers, rows[first])
        return take_lines(found, language, table.rows * len(subjects), _POSITIONS)

    return Summary(
        "Benchmark",
        name_program(program, language),
        language,
        {
            "entities": len(table.entity_ids),
            "periods": span_of(table.points),
            "compared": len(subjects),
            "provenance": program.provenance_counts,
        },
        {
            "peers": word(groups.label, language),
            "groups": len(groups.names),
            "without_peers": int(np.count_nonzero(groups.codes < 0)),
        },
        (
            Part("statistics", lambda: take_lines(statistics_table(comparison), language, None, _STATISTICS)),
            Part("positions", positions, table.rows * len(subjects)),
        ),
    )
