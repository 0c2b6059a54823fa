"""The commands for those who write specs: the schema for editors, new definitions, what examples miss."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from ...diagnostics.cells import printable
from ...maps.schema import map_schema
from ...specs.schema.json_schema import spec_schema


def run_schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of the spec language, or of column maps."""
    schema = map_schema() if options.of_maps else spec_schema(part=options.part)
    print(json.dumps(schema, ensure_ascii=False, indent=2))
    return 0


def run_new(options: argparse.Namespace) -> int:
    """Write a new program, or insert a new indicator."""
    from ...authoring import new_indicator, new_program, rewrite, write_new
    from ...validation import validate

    titles = {"title_es": options.title_es, "title_en": options.title_en}
    if options.what == "program":
        path = Path(options.output or f"{options.id}.yaml")
        text = new_program(options.id, kind=options.kind, entity=options.entity, period=options.period, **titles)
        write_new(path, text)
    else:
        path = Path(options.path)
        text = new_indicator(
            path, options.id, group=options.group, formula=options.formula, direction=options.direction, **titles
        )
        rewrite(path, text)
        # What the new indicator changes above it: examples to revise.
        changed = validate(path)
        if not changed.ok:
            print(changed.render("text", options.language), file=sys.stderr)
    print(printable(f"→ {path}"), file=sys.stderr)
    return 0
