"""What the document of a catalogue holds."""

from __future__ import annotations

from .fields import Field, cell, mapping, or_null, table, text, words

CATALOGUE: dict[str, Field] = {
    "country": text("Whose municipalities they are."),
    "population_year": text("The year of the column `population`; empty where that is not told."),
    "municipalities": table(
        "One line a municipality.",
        {
            "key": text("Its key."),
            "name": or_null(text("Its name.")),
            "attributes": mapping("Further columns (state, population and what was joined), by heading.", cell("")),
        },
    ),
    "left_out": words("Lines of the source that are no municipality, and keys joined that the catalogue lacks."),
}
