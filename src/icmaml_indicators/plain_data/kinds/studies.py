"""What the document of a verification holds."""

from __future__ import annotations

from .fields import Field, flag, number, table, text

VERIFICATION: dict[str, Field] = {
    "ok": flag("Whether every file is as it was packed, and every result comes out as it stands there."),
    "problem": text("Why the study could not be computed anew; empty where it could."),
    "files": table(
        "One line a file of the package or of its data.",
        {
            "file": text("Its name in the package."),
            "role": text("What it is; empty where the manifest does not list it."),
            "state": text(
                "How it stands to the manifest; inconsistent is a table that does not say what the results do.",
                *("same", "altered", "missing", "unknown", "inconsistent"),
            ),
        },
    ),
    "differences": table(
        "One line a cell of the results that does not come out as it stands in the package.",
        {
            "table": text("The table of the document of the results."),
            "entity": text("Key of the entity; empty where the table has none."),
            "period": text("The period; empty where the table has none."),
            "node": text("Id of what it is about; empty where the table has none."),
            "column": text("The column; empty where the whole line is new or gone."),
            "before": text("What stands in the package, as JSON writes it; empty for nothing."),
            "now": text("What comes out, as JSON writes it; empty for nothing."),
            "difference": number("Of figures, the one less the other."),
        },
    ),
    "versions": table(
        "What the figures came of, before and now.",
        {"name": text("The library."), "before": text("Its version then."), "now": text("Its version now.")},
    ),
}
