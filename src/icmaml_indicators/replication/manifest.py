"""`manifest.json`: what a package holds, how it was scored, and with what; its one declaration."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from typing import Annotated, Any, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from ..diagnostics import nearest
from ..errors import IcmamlError
from .archive import find_fault_of_name

MANIFEST = "manifest.json"
KIND: Literal["icmaml-indicators study"] = "icmaml-indicators study"
# A later library reads what this one writes; the number steps where an earlier one could not.
FORMAT = 1
_MOST_BYTES = 16 << 20

Role = Literal["lower", "reference", "study"]
FileRole = Literal["spec", "map", "catalogue", "data", "results", "credits", "note", "readme"]
Name = Annotated[str, StringConstraints(min_length=1)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class ScoreOptions(_Shape):
    """How data is read and scored, as `score` takes it."""

    columns: dict[str, str] = Field(default={}, description="Which column plays a role or holds a variable.")
    period: str | None = Field(default=None, description="The period of all rows.")
    decimal: Literal[".", ","] | None = Field(default=None, description="The decimal mark of figures written as text.")
    periods: dict[str, str] = Field(default={}, description="What periods mean that are written in another way.")
    years: str | None = Field(default=None, description="What columns hold whose headings are periods.")
    encoding: str | None = Field(default=None, description="The encoding of text files.")
    sheet: str | None = Field(default=None, description="The sheet of a workbook.")
    reference_period: str | None = Field(default=None, description="Which period of the reference gives the bounds.")
    base_period: str | None = Field(default=None, description="The period whose bounds score all others.")
    strict: bool = Field(default=False, description="Whether a finding that is an error ends the scoring.")
    language: Literal["es", "en"] = Field(default="en", description="Language of messages.")


class Run(_Shape):
    """One scoring: a program applied to data."""

    role: Role = Field(description="The study itself, the program below a roll-up, or where bounds come from.")
    program: Name = Field(description="The file or the folder of its spec in the package.")
    map: Name | None = Field(default=None, description="The file of its column map in the package.")
    catalogue: Name | None = Field(default=None, description="The file of its catalogue in the package.")
    data: list[Name] | None = Field(description="Its files of data by their names in the package; null for none.")
    several: bool = Field(default=False, description="Whether its files are several of one table, each read by itself.")
    options: ScoreOptions = Field(description="How the data was read and scored.")


class PackedFile(_Shape):
    """A file that the study was made of, or that came of it."""

    name: Name = Field(description="Its name in the package.")
    role: FileRole = Field(description="What it is.")
    bytes: int = Field(ge=0, description="Its size.")
    sha256: Digest = Field(description="Its SHA-256.")
    included: bool = Field(
        default=True, description="Whether it lies in the package; of data, its digest may stand alone."
    )


class Both(_Shape):
    """A text in Spanish and English."""

    es: str
    en: str


class PackedProgram(_Shape):
    """The program of the study."""

    id: Name = Field(description="Its id.")
    version: Name = Field(description="Its version.")
    title: Both = Field(description="Its title.")


class Manifest(_Shape):
    """What a package of a study holds."""

    kind: Literal["icmaml-indicators study"] = Field(default=KIND, description="What it is the manifest of.")
    format: int = Field(default=FORMAT, ge=1, le=FORMAT, description="The version of what is described here.")
    library: Name = Field(description="Version of icmaml-indicators that wrote it.")
    versions: dict[str, str] = Field(description="Versions of Python, numpy and pandas that the figures came of.")
    program: PackedProgram = Field(description="The program of the study.")
    runs: list[Run] = Field(min_length=1, description="What is scored, in this order; the study comes last.")
    results: Digest = Field(description="The SHA-256 of the file of results.")
    credits: list[Both] = Field(description="The words that the makers of the data ask for.")
    files: list[PackedFile] = Field(description="Every file but this one, by name.")

    @model_validator(mode="after")
    def _is_whole(self) -> Manifest:
        if [run.role for run in self.runs].count("study") != 1 or self.runs[-1].role != "study":
            raise ValueError("the study comes last")
        names = [file.name.casefold() for file in self.files]
        if len({*names, MANIFEST}) != len(names) + 1:
            raise ValueError("a name stands twice")
        data = {file.name for file in self.files if file.role == "data"}
        others = {file.name for file in self.files if file.role in {"map", "catalogue"}}
        if self.results not in {file.sha256 for file in self.files if file.role == "results"}:
            raise ValueError("the results are not listed")
        for run in self.runs:
            if not data.issuperset(run.data or ()) or not others.issuperset({run.map, run.catalogue} - {None}):
                raise ValueError("a run names a file that is not listed")
        for name in (*(file.name for file in self.files), *(run.program for run in self.runs)):
            if find_fault_of_name(name) is not None:
                raise ValueError("a name leads out of the package")
        return self

    def list_names(self, *roles: FileRole) -> list[str]:
        """Return the names of the files of some roles."""
        return [file.name for file in self.files if file.role in roles]

    def to_bytes(self) -> bytes:
        """Return the manifest as its file holds it."""
        return (json.dumps(self.model_dump(), ensure_ascii=False, indent=1) + "\n").encode()


def list_versions() -> dict[str, str]:
    """Return the versions of what figures come of, beside the library's own."""
    return {"python": platform.python_version(), "numpy": version("numpy"), "pandas": version("pandas")}


def manifest_schema() -> dict[str, Any]:
    """Return the JSON Schema of manifests."""
    found = Manifest.model_json_schema()
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Manifest of a package of a study by icmaml-indicators, version {FORMAT}",
        "description": "What `manifest.json` of a file holds that `package_study` writes.",
    }
    return head | {key: part for key, part in found.items() if key not in head}


def take_options(given: dict[str, Any]) -> ScoreOptions:
    """Return options of a call as a package holds them.

    Raises
    ------
    IcmamlError
        When one is unknown, or cannot be written into a package (IND804).
    """
    valid = list(ScoreOptions.model_fields)
    for name in given:
        if name not in valid:
            raise IcmamlError("IND804", nearest(name, valid), option=name, wanted=", ".join(valid))
    try:
        return ScoreOptions.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        option = str(error.errors()[0]["loc"][0])
        wanted = "texto, o un dict de textos", "text, or a dict of texts"
        raise IcmamlError("IND804", option=option, wanted=wanted) from error


def read_manifest(contents: dict[str, bytes], path: object) -> Manifest:
    """Return the manifest among the files of a package.

    Raises
    ------
    IcmamlError
        When there is none or it is not as it should be (IND800), or of a later format (IND801).
    """
    content = contents.get(MANIFEST)
    if content is None or len(content) > _MOST_BYTES:
        raise IcmamlError("IND800", path=path, problem=(f"le falta {MANIFEST}", f"it lacks {MANIFEST}"))
    try:
        found = read_json(content)
        is_ours = isinstance(found, dict) and found.get("kind") == KIND and type(found.get("format")) is int
        if is_ours and found["format"] > FORMAT:
            raise IcmamlError("IND801", path=path, given=found["format"], known=FORMAT)
        return Manifest.model_validate(found)
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"])) or "–"
        problem = f"{MANIFEST}: `{place}` no es como debe ser", f"{MANIFEST}: `{place}` is not as it should be"
        raise IcmamlError("IND800", path=path, problem=problem) from error
    except (ValueError, RecursionError) as error:
        problem = f"{MANIFEST} no es JSON", f"{MANIFEST} is no JSON"
        raise IcmamlError("IND800", path=path, problem=problem) from error


def read_json(content: bytes) -> Any:
    """Return what strict JSON says.

    Raises
    ------
    ValueError, RecursionError
        When it is none, or too deep.
    """
    return json.loads(content.decode(), parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
