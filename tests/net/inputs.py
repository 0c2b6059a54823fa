"""The one list of inputs: programs with their data, as files in a folder that both sides of a comparison read."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
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


def write_inputs(folder: Path, *, golden: bool = False) -> list[Case]:
    """Write every input below a folder, or those of the golden results, and return the list, which is written too."""
    for name, source in (
        ("programs", PROGRAMS),
        ("bad", REPOSITORY / "tests" / "specs" / "bad"),
        ("tables", HERE / "tables"),
    ):
        shutil.copytree(source, folder / name, dirs_exist_ok=True)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    cases: list[Case] = []
    for source in (*shipped_names(), *own_paths()):
        cases += _cases_of(source, folder, golden=golden)
    (folder / CASES).write_text(
        json.dumps([asdict(case) for case in cases], ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return cases


def read_cases(folder: Path) -> list[Case]:
    """Read the list of a folder of inputs."""
    return [Case(**case) for case in json.loads((folder / CASES).read_text(encoding="utf-8"))]


def _cases_of(source: str, folder: Path, *, golden: bool) -> Iterator[Case]:
    own = source.startswith("programs/")
    program = icma.load(folder / source if own else source, prove=False)
    name = source.removeprefix("programs/").removesuffix(".yaml")
    year = _FIRST_YEARS.get(name, 2013)
    for form, (entities, periods) in (_OWN_FORMS if own else _SHIPPED_FORMS).items():
        held = form == ("wide" if own else "few")
        # Command lines read the other forms of our own programs.
        if golden and not (held or own):
            continue
        rows = wide_rows(program, entities, year, periods, clean=form == "clean")
        path = f"data/{name.replace('/', '_')}_{form}.csv"
        (folder / path).write_text(to_csv(long_rows(program, rows) if form == "long" else rows), encoding="utf-8")
        yield Case(f"{name}/{form}", source, path, form, held)


if __name__ == "__main__":
    print(len(write_inputs(Path(sys.argv[1]), golden="--golden" in sys.argv)), "cases")
