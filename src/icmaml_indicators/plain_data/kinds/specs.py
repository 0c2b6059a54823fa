"""What the documents of specs hold: what examples reach, what a machine can mend."""

from __future__ import annotations

from .fields import Field, both, flag, integer, number, or_null, record, table, text, words

_DIAGNOSTIC = {
    "code": text("Stable code, as the guide lists them."),
    "severity": text("How grave it is.", "error", "warning", "info"),
    "file": text("The file, as it was given."),
    "line": integer("Line of the place, counted from 1."),
    "column": integer("Column of the place, counted from 1."),
    "end_line": integer("Line where it ends."),
    "end_column": integer("Column where it ends."),
    "length": integer("How many characters it has on its first line."),
    "message": both("What is wrong."),
    "suggestion": or_null(text("The nearest valid choice.")),
    "expected": words("The valid choices."),
    "fix": or_null(
        record(
            "What a machine can put in its place.",
            {
                "line": integer("Line of what is replaced."),
                "column": integer("Column of what is replaced."),
                "length": integer("How many characters are replaced."),
                "text": text("What is put there."),
                "safe": flag("Whether it changes no meaning."),
            },
        )
    ),
}

EXAMPLE_COVERAGE: dict[str, Field] = {
    "id": text("Id of the program."),
    "percent": number("Share of the paths that are reached, in percent, cut to one decimal."),
    "paths": table(
        "Every path, in the order of the tree.",
        {
            "node": text("Id of the node."),
            "kind": text("Kind of path."),
            "path": text("Which one."),
            "where": text("Where it stands (file:line)."),
            "reached": flag("Whether an example reaches it."),
        },
    ),
}

MENDING: dict[str, Field] = {
    "mended": table("What is gone by it.", _DIAGNOSTIC, "diagnostic"),
    "remaining": table("What remains, of the mended specs.", _DIAGNOSTIC, "diagnostic"),
    "files": words("The files that change."),
    "diff": text("The changes as a unified diff."),
}
