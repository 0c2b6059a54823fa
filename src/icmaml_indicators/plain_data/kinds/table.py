"""Which kinds of documents there are, and what every one of them begins with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from .appraisals import APPRAISAL, PORTFOLIO
from .assessments import ASSESSMENT
from .benchmarks import BENCHMARK
from .catalogues import CATALOGUE
from .fields import Field, both, or_null, record, sequence, text
from .panels import PANEL
from .programs import PROGRAM, PROGRAM_HEAD
from .rounds import AGREEMENT, COLLECTION
from .specs import EXAMPLE_COVERAGE, MENDING
from .studies import VERIFICATION
from .targets import TARGETS

# What keys and columns mean does not change while this is what `schema` says.
SCHEMA = "results-1"

Kind = Literal[
    "assessment",
    "benchmark",
    "panel",
    "targets",
    "appraisal",
    "portfolio",
    "catalogue",
    "program",
    "example_coverage",
    "mending",
    "collection",
    "agreement",
    "verification",
]

_PARTS: dict[Kind, tuple[str, Mapping[str, Field]]] = {
    "assessment": ("A program applied to data (`Assessment`).", ASSESSMENT),
    "benchmark": ("An assessment among peers (`Benchmark`).", BENCHMARK),
    "panel": ("The figures of a program over time (`Panel`).", PANEL),
    "targets": ("Indicators held against their targets (`TargetResults`).", TARGETS),
    "appraisal": ("Projects appraised by their cash flows (`Appraisal`).", APPRAISAL),
    "portfolio": ("The projects that a budget carries (`Portfolio`).", PORTFOLIO),
    "catalogue": ("Municipalities by key (`Catalogue`).", CATALOGUE),
    "program": ("A program: its tree and what is handed in for it (`Program`).", PROGRAM),
    "example_coverage": ("What the examples of a program reach (`ExampleCoverage`).", EXAMPLE_COVERAGE),
    "mending": ("What a machine can mend in specs (`Mending`).", MENDING),
    "collection": ("A round of collection: who has handed in, and what was corrected (`Collection`).", COLLECTION),
    "verification": ("A study computed anew from its package (`Verification`).", VERIFICATION),
    "agreement": ("The answers of two evaluators, held against each other (`Agreement`).", AGREEMENT),
}


def _head(kind: str) -> dict[str, Field]:
    return {
        "schema": text("The version of what is described here.", SCHEMA),
        "kind": text("Which result it is.", kind),
        "language": or_null(text("Language of messages; null where the result has none.", "es", "en")),
        "library": text("Version of the library that wrote it."),
        "program": or_null(record("The program; null of what needs none.", PROGRAM_HEAD, "program_head")),
        "fingerprint": or_null(
            text("Hash of what the result was made of, 32 hexadecimal digits; null where it has none.")
        ),
        "credits": sequence("The words that the makers of the data ask for wherever its figures are shown.", both("")),
    }


KINDS: dict[Kind, Field] = {kind: record(meaning, _head(kind) | {**parts}) for kind, (meaning, parts) in _PARTS.items()}
assert KINDS.keys() == {*get_args(Kind)}
