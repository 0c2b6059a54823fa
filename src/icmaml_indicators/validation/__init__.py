"""Programs proved: structure, meaning, formulas and examples; the specs that ship with the library."""

from .builtin import builtin_paths, editions, specs_folder
from .coverage import ExampleCoverage, example_coverage
from .loading import ValidationReport, describe, load, loads, programs, validate

__all__ = [
    "ExampleCoverage",
    "ValidationReport",
    "builtin_paths",
    "describe",
    "editions",
    "example_coverage",
    "load",
    "loads",
    "programs",
    "specs_folder",
    "validate",
]
