"""The one list of inputs: programs with their data, as files in a folder that both sides of a comparison read."""

from __future__ import annotations

import functools
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import icmaml_indicators as icma

from .synthetic import long_rows, to_csv, wide_rows

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
PROGRAMS = HERE / "programs"
# What is handed to both sides lies below this folder, which is their working folder.
CASES = "cases.json"


@dataclass(frozen=True)
class Case:
    """A program with a table of data, both as paths from the working folder (a shipped program by its id).

    Attributes
    ----------
    name
        ``program/form``: what differences are told by.
    form
        ``wide`` and ``long`` are texts with every kind of absence, ``clean`` a frame of numbers, ``few`` a small wide one.
    golden
        Whether its outputs are held against the golden results.
    options
        Further arguments of `score`.
    """

    name: str
    program: str
    data: str
    form: str
    golden: bool = False
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """Whether its program stands beside this module, and not among those shipped."""
        return self.program.startswith("programs/")


# The year in which data of a program begin; targets, versions and editions ask for their own.
_FIRST_YEARS = {
    "mir_public_lighting": 2024,
    "cimtra@2010": 2010,
    "cimtra@2016": 2015,
    "msd@2015": 2016,
    "editions/2011": 2009,
}
_SHIPPED_FORMS = {"wide": (9, 3), "long": (9, 3), "clean": (12, 3), "few": (4, 2)}
_OWN_FORMS = {"wide": (9, 4), "long": (9, 4), "clean": (12, 4)}


def shipped_names() -> list[str]:
    """Return how each shipped program is loaded."""
    table = icma.programs()
    several = set(table["id"][table["id"].duplicated()])
    pairs = zip(table["id"], table["version"], strict=True)
    return [f"{name}@{version}" if name in several else name for name, version in pairs]


def own_paths() -> list[str]:
    """Return the programs beside this module, as paths from the working folder."""
    found = []
    for path in sorted(PROGRAMS.rglob("*.yaml")):
        whole = path.parent if (path.parent / "program.yaml").is_file() else path
        found.append(f"programs/{whole.relative_to(PROGRAMS).as_posix()}")
    return list(dict.fromkeys(found))


def write_inputs(folder: Path, *, golden: bool = False, only: str = "") -> list[Case]:
    """Write inputs below a folder and return their list, which is written too.

    All of them, or those of the golden results; of cases those whose names hold a text, where any does.
    """
    for name, source in (
        ("programs", PROGRAMS),
        ("bad", REPOSITORY / "tests" / "specs" / "bad"),
        ("tables", HERE / "tables"),
    ):
        shutil.copytree(source, folder / name, dirs_exist_ok=True)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    sources = (*shipped_names(), *own_paths())
    cases = [case for source in sources for case in _cases_of(source, golden=golden)]
    cases = [case for case in cases if only in case.name] or cases
    for source in sources:
        _write_data(source, [case for case in cases if case.program == source], folder)
    (folder / CASES).write_text(
        json.dumps([asdict(case) for case in cases], ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return cases


def read_cases(folder: Path) -> list[Case]:
    """Read the list of a folder of inputs."""
    return [Case(**case) for case in json.loads((folder / CASES).read_text(encoding="utf-8"))]


def _cases_of(source: str, *, golden: bool) -> Iterator[Case]:
    own = source.startswith("programs/")
    name = source.removeprefix("programs/").removesuffix(".yaml")
    for form in _OWN_FORMS if own else _SHIPPED_FORMS:
        held = form == ("wide" if own else "few")
        # Command lines read the other forms of our own programs.
        if held or own or not golden:
            yield Case(f"{name}/{form}", source, f"data/{name.replace('/', '_')}_{form}.csv", form, held)


def _write_data(source: str, cases: Sequence[Case], folder: Path) -> None:
    if not cases:
        return
    program = icma.load(folder / source if cases[0].is_own else source, prove=False)
    rows_of = functools.cache(functools.partial(wide_rows, program))
    for case in cases:
        entities, periods = (_OWN_FORMS if case.is_own else _SHIPPED_FORMS)[case.form]
        year = _FIRST_YEARS.get(case.name.rpartition("/")[0], 2013)
        rows = rows_of(entities, year, periods, clean=case.form == "clean")
        text = to_csv(long_rows(program, rows) if case.form == "long" else rows)
        (folder / case.data).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    asked = next((part.removeprefix("--only=") for part in sys.argv[2:] if part.startswith("--only=")), "")
    print(len(write_inputs(Path(sys.argv[1]), golden="--golden" in sys.argv, only=asked)), "cases")
