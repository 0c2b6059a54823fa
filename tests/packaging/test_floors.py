"""The lowest versions that are tested are those that pyproject.toml promises."""

from __future__ import annotations

from pathlib import Path

from .__main__ import floors


def test_each_dependency_and_extra_has_its_floor(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(
        '[project]\ndependencies = ["numpy>=2.0"]\n[project.optional-dependencies]\n'
        'excel = ["openpyxl>=3.1"]\nall = ["here[excel]"]\ndev = ["here[all]", "ruff>=0.8"]\n',
        encoding="utf-8",
    )
    assert floors(path) == ["numpy==2.0", "openpyxl==3.1"]
