"""What is built is tried where nothing of the checkout is: ``python -m tests.packaging``. It needs a package index.

Wheel and sdist are built, installed each into an empty environment, with and without extras, and asked from an empty
folder to do their work. ``--floors FILE`` writes the lowest version of each dependency as constraints instead.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
# What a reader of the README does first: list, validate, score, and write a page.
_ASKED = """
import icmaml_indicators as icma, pathlib
home = pathlib.Path(icma.__file__).resolve()
assert "site-packages" in str(home), home
for name in icma.__all__:
    getattr(icma, name)
program = icma.load("state_indices")
rows = "entity,period,pbr_sed_points,iieg_points,ici_points\\n"
rows += "".join(f"{key:02d},2023,{50 + key},{60 + key},{70 + key}\\n" for key in range(1, 9))
pathlib.Path("data.csv").write_text(rows, encoding="utf-8")
assessment = icma.score(program, "data.csv")
assert assessment.values.shape == (8, 3), assessment.values
assert icma.benchmark(assessment).positions["rank"].notna().any()
assert icma.validate().ok
"""
_WITH_EXTRAS = """
icma.write_report(icma.benchmark(assessment), "page.html", "en")
icma.write_report(assessment, "scores.xlsx")
icma.write_report(assessment, "scores.parquet")
assert all(pathlib.Path(name).stat().st_size > 1000 for name in ("page.html", "scores.xlsx", "scores.parquet"))
"""


def floors(pyproject: Path) -> list[str]:
    """Return the lowest version that each dependency may have, as ``name==version``."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *(line for name, lines in extras.items() if name != "dev" for line in lines)]
    parts = (re.match(r"([A-Za-z0-9-]+)>=([0-9.]+)\Z", line) for line in asked)
    return [f"{part[1]}=={part[2]}" for part in parts if part]


def build(folder: Path) -> list[Path]:
    """Build wheel and sdist; return both."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(REPOSITORY)]
    run(command, folder)
    return sorted(folder.glob("*.whl")) + sorted(folder.glob("*.tar.gz"))


def run(command: Sequence[str], folder: Path) -> None:
    """Run a command in a folder, with nothing of this environment; what fails ends the check."""
    clean = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"}
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "REQUESTS_"))}
    done = subprocess.run(command, cwd=folder, env=clean | kept, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-3000:]}")


def try_out(package: Path, extras: str, folder: Path) -> None:
    """Install a package into an empty environment and ask it from an empty folder."""
    environment, empty = folder / "environment", folder / "empty"
    venv.create(environment, with_pip=True, clear=True)
    empty.mkdir()
    python = str(environment / "bin" / "python")
    run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"{package}{extras}"], empty)
    run([python, "-I", "-c", _ASKED + (_WITH_EXTRAS if extras else "")], empty)
    command = str(environment / "bin" / "icmaml-indicators")
    run([command, "validate", "--no-cache"], empty)
    run([command, "score", "state_indices", "data.csv", "-o", "scores.csv"], empty)
    if extras:
        run([command, "demo", "-o", "demo"], empty)


def main() -> None:
    """Build and try, or write the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--floors", type=Path, metavar="FILE", help="write constraints to the lowest versions instead")
    options = parser.parse_args()
    if options.floors:
        options.floors.write_text("\n".join(floors(REPOSITORY / "pyproject.toml")) + "\n", encoding="utf-8")
        return
    with tempfile.TemporaryDirectory(prefix="packaging_") as temporary:
        built = Path(temporary) / "built"
        built.mkdir()
        wheel, sdist = build(built)
        for number, (package, extras) in enumerate(((wheel, ""), (wheel, "[all]"), (sdist, ""))):
            folder = Path(temporary) / str(number)
            folder.mkdir()
            try_out(package, extras, folder)
            print(f"{package.name}{extras}: installed and tried", flush=True)


if __name__ == "__main__":
    main()
