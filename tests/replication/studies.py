"""Small studies, packages of them, and packages with something changed."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import icmaml_indicators as icma
from icmaml_indicators.replication.archive import digest

SPEC = """\
spec: 1
id: {id}
version: "1"
title: {{es: Muestra, en: Sample}}
entity: other
period: year
provenance: user
scale: min_max
variables:
  - {{id: a, title: {{es: A, en: A}}}}
  - {{id: b, title: {{es: B, en: B}}}}
  - {{id: kind, title: {{es: Clase, en: Kind}}, type: category, options: any}}
tree:
  - {{id: first, title: {{es: Uno, en: One}}, formula: a / {by}, direction: higher}}
  - {{id: second, title: {{es: Dos, en: Two}}, formula: b, direction: lower}}
"""
DATA = "entity,period,a,b,kind\nA,2023,1,0.1,x\nB,2023,2,0.30000000000000004,x\nC,2023,4.7,,y\n"


def write_spec(folder: Path, name: str = "sample", by: str = "3") -> Path:
    """Write a small program of two indicators."""
    path = folder / f"{name}.yaml"
    path.write_text(SPEC.format(id=name, by=by), encoding="utf-8")
    return path


def write_data(folder: Path, name: str = "data.csv", text: str = DATA) -> Path:
    """Write the data of it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def pack(folder: Path, **options: Any) -> Path:
    """Package the small study, its data included unless that is said otherwise."""
    path = folder / "study.zip"
    icma.package_study(write_spec(folder), write_data(folder), path, **{"with_data": True, **options})
    return path


def unpack(path: Path) -> dict[str, bytes]:
    """Return the files of a package."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repack(path: Path, contents: Mapping[str, bytes]) -> Path:
    """Write the files of a package anew."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


def change(path: Path, name: str, edit: Callable[[bytes], bytes | None], *, sign: bool = False) -> Path:
    """Change a file of a package, or take it out; where asked, the manifest says that it always was so."""
    contents = unpack(path)
    edited = edit(contents.pop(name))
    if edited is not None:
        contents[name] = edited
    if sign and edited is not None:
        told = json.loads(contents["manifest.json"])
        if name.endswith("results.json"):
            told["results"] = digest(edited)
        for file in told["files"]:
            if file["name"] == name:
                file |= {"sha256": digest(edited), "bytes": len(edited)}
        contents["manifest.json"] = json.dumps(told).encode()
    return repack(path, contents)


def edit_manifest(path: Path, edit: Callable[[dict[str, Any]], None]) -> Path:
    """Change what the manifest of a package says."""
    contents = unpack(path)
    told = json.loads(contents["manifest.json"])
    edit(told)
    return repack(path, contents | {"manifest.json": json.dumps(told).encode()})
