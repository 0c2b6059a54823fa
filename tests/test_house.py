"""The house is as its plan says: imports go one way, rooms stand in order, no room is too full."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "src" / "icmaml_indicators"
ARCHITECTURE = REPOSITORY / "docs" / "architecture.md"
# Beside the rooms: what every room may import, and what diagnostics may not.
GROUND = ("version", "aliases", "errors")
MOST_FILES = 15
MOST_ALIKE = 3

Graph = dict[str, set[str]]


def modules_of(package: Path) -> dict[str, Path]:
    """Return every module by its dotted name below the package; a room's ``__init__`` bears the name of the room."""
    found = {}
    for path in package.rglob("*.py"):
        parts = path.relative_to(package).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def targets(module: str, path: Path, package: str) -> Iterator[str]:
    """Yield what a module imports of its package, at the top, inside functions and under ``TYPE_CHECKING`` alike."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[2] for name in node.names if name.name.split(".")[0] == package)
        elif isinstance(node, ast.ImportFrom):
            home = module.split(".") if module else []
            if path.name != "__init__.py":
                home = home[:-1]
            if node.level:
                base = home[: len(home) - node.level + 1] + (node.module.split(".") if node.module else [])
            elif (node.module or "").split(".")[0] == package:
                base = (node.module or "").split(".")[1:]
            else:
                continue
            yield from (".".join([*base, name.name]) for name in node.names)


def imports_of(package: Path) -> Graph:
    """Return the graph of all imports: a module, and the modules that it names."""
    modules = modules_of(package)
    graph: Graph = {module: set() for module in modules}
    for module, path in modules.items():
        for target in targets(module, path, package.name):
            # A name of a module stands for the module that holds it.
            home = target if target in modules else target.rpartition(".")[0]
            if home != module:
                graph[module].add(home)
    return graph


def folders_of(graph: Graph, package: Path) -> Graph:
    """Return the graph of folders; what an ``__init__`` hands on counts for nobody."""
    modules = modules_of(package)
    folder = {name: path.parent.relative_to(package).as_posix() for name, path in modules.items()}
    found: Graph = defaultdict(set)
    for module, names in graph.items():
        if modules[module].name != "__init__.py" and module:
            found[folder[module]] |= {folder[name] for name in names} - {folder[module], "."}
    return found


def refuse_circles(graph: Graph) -> None:
    """Raise with the way round where there is a circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def refuse_disorder(graph: Graph, order: Sequence[str]) -> None:
    """Raise where a room imports a later one, or the package itself."""
    place = {room: number for number, room in enumerate(order)}
    for module, names in graph.items():
        room = module.split(".")[0]
        for name in names:
            if room in place and name and name.split(".")[0] not in GROUND:
                assert place[name.split(".")[0]] <= place[room], f"{module} imports {name}"
            assert name or not module, f"{module} imports the package itself"


def refuse_crowds(package: Path) -> None:
    """Raise where a folder holds too many files, or a family of them that should be a folder."""
    for folder in (path for path in (package, *package.rglob("*")) if path.is_dir()):
        names = [path.stem for path in folder.glob("*.py") if path.name != "__init__.py"]
        assert len(names) <= MOST_FILES, f"{folder.name} holds {len(names)} files"
        for end in (0, -1):
            counts = Counter(name.split("_")[end] for name in names)
            word, count = counts.most_common(1)[0] if counts else ("", 0)
            assert count <= MOST_ALIKE, f"{folder.name} holds {count} files named by `{word}`"


def rooms() -> list[str]:
    """Return the rooms in the order of the plan: each may import those before it."""
    table = ARCHITECTURE.read_text(encoding="utf-8").split("<!-- rooms -->")[1]
    return re.findall(r"^\| `(\w+)/`", table, flags=re.MULTILINE)


def rooms_within() -> dict[str, set[str]]:
    """Return the folders that the plan names in each room."""
    table = ARCHITECTURE.read_text(encoding="utf-8").split("<!-- rooms -->")[1]
    lines = re.findall(r"^\| `(\w+)/`(?: with ([^|]*?))? *\|", table, flags=re.MULTILINE)
    return {room: set(re.findall(r"`(\w+)/`", within)) for room, within in lines}


def test_the_plan_names_every_room_and_every_folder_of_one() -> None:
    def inner(folder: Path) -> set[str]:
        return {path.name for path in folder.iterdir() if (path / "__init__.py").is_file()}

    assert {room: inner(PACKAGE / room) for room in inner(PACKAGE)} == rooms_within()


def test_the_plan_names_files_that_exist() -> None:
    text = ARCHITECTURE.read_text(encoding="utf-8")
    for name in re.findall(r"`([\w/]+\.(?:py|json|md))`", text):
        assert any((home / name).is_file() for home in (PACKAGE, REPOSITORY)), name


def test_no_import_goes_round() -> None:
    refuse_circles(imports_of(PACKAGE))


def test_a_folder_and_those_inside_it_have_traffic_one_way() -> None:
    refuse_circles(folders_of(imports_of(PACKAGE), PACKAGE))


def test_rooms_import_only_rooms_before_them() -> None:
    refuse_disorder(imports_of(PACKAGE), rooms())


def test_no_room_is_too_full() -> None:
    refuse_crowds(PACKAGE)


def test_results_compute_nothing() -> None:
    """What callers hold calls the rooms below: numpy and pandas are there for annotations only."""
    for path in (PACKAGE / "results").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            inner = [] if isinstance(node, ast.If) else list(ast.walk(node))
            for found in inner:
                names = [name.name for name in found.names] if isinstance(found, ast.Import) else []
                names += [found.module or ""] if isinstance(found, ast.ImportFrom) and not found.level else []
                assert not {name.split(".")[0] for name in names} & {"numpy", "pandas"}, path


@pytest.mark.parametrize(
    ("room", "foreign"),
    [
        ("specs", {"numpy", "pandas"}),
        ("formulas", {"yaml", "pandas"}),
        ("linting", {"numpy", "pandas", "yaml"}),
        ("transforms", {"pandas", "yaml"}),
        ("engine", {"yaml"}),
        ("benchmarks", {"yaml"}),
    ],
)
def test_rooms_know_nothing_of_what_is_not_theirs(room: str, foreign: set[str]) -> None:
    for path in (PACKAGE / room).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        top = {
            name.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
        }
        assert not top & foreign, path


# Each check fails where it should ----------------------------------------------------------------------


def build(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a small package."""
    package = folder / "small"
    for name, text in files.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for home in (path.parent, *path.parent.parents):
            if home == folder:
                break
            (home / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")
    return package


@pytest.mark.parametrize(
    ("files", "check", "message"),
    [
        ({"a/x.py": "from .y import f", "a/y.py": "def f():\n    from .x import g"}, "circles", "a.x imports a.y"),
        ({"a/x.py": "import small.b.y", "b/y.py": "from small.a import x"}, "circles", "imports"),
        (
            {
                "a/x.py": "from .y import f",
                "a/y.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .x import g",
            },
            "circles",
            "imports",
        ),
        ({"a/x.py": "from .in_/y import f".replace("in_/", "inner."), "a/inner/y.py": "from ..z import g", "a/z.py": ""},
         "folders", "imports"),
        ({"a/x.py": "from ..b.y import f", "b/y.py": ""}, "order", "a.x imports b.y"),
        ({"b/y.py": "from .. import name"}, "order", "imports the package itself"),
        ({f"a/f{number}x.py": "" for number in range(16)}, "crowds", "16 files"),
        ({f"a/path_{number}.py": "" for number in range(4)}, "crowds", "4 files named by `path`"),
        ({f"a/{number}x_rules.py": "" for number in range(4)}, "crowds", "4 files named by `rules`"),
    ],
)  # fmt: skip
def test_each_check_fails_on_a_counter_example(tmp_path: Path, files: dict[str, str], check: str, message: str) -> None:
    package = build(tmp_path, files)
    checks: dict[str, Callable[[], None]] = {
        "circles": lambda: refuse_circles(imports_of(package)),
        "folders": lambda: refuse_circles(folders_of(imports_of(package), package)),
        "order": lambda: refuse_disorder(imports_of(package), ["a", "b"]),
        "crowds": lambda: refuse_crowds(package),
    }
    with pytest.raises((AssertionError, pytest.fail.Exception), match=re.escape(message)):
        checks[check]()
