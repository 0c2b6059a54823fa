"""Catalogues of municipalities on the command line: names to keys."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from ...diagnostics import Language
from ...diagnostics.cells import printable
from ..arguments.pairs import pairs_of
from ..words.printed import put_in_words

if TYPE_CHECKING:
    from ...geography import Catalogue, Match


def catalogue_from(paths: Sequence[str], country: str, columns: Mapping[str, str] | None = None) -> Catalogue | None:
    """Return the catalogue of a country in the first file, with the columns of the others; None where there is none."""
    if not paths:
        return None
    from ...geography import read_catalogue

    catalogue = read_catalogue(paths[0], country=country, columns=columns)
    for path in paths[1:]:
        catalogue = catalogue.join(path)
    return catalogue


def run_municipalities(options: argparse.Namespace) -> int:
    """Print the key of each name; candidates where it is ambiguous or unknown."""
    catalogue = catalogue_from(options.catalogue, options.country, pairs_of(options.column))
    assert catalogue is not None  # the argument is required
    matches = catalogue.resolve(options.names, options.state)
    if options.format == "json":
        print(json.dumps([asdict(match) for match in matches], ensure_ascii=False, indent=2))
    else:
        for match in matches:
            print(printable(_line(match, catalogue, options.language)))
    return 0 if all(match.status == "found" for match in matches) else 1


def _line(match: Match, catalogue: Catalogue, language: Language) -> str:
    if match.status == "found":
        return f"{match.given}: {catalogue.label(match.key)}"
    said = put_in_words(match.status, language)
    hint = put_in_words("near", language) if match.status == "unknown" else ""
    shown = "; ".join(match.candidates)
    return f"{match.given}: {said}{hint}: {shown}" if shown else f"{match.given}: {said}"
