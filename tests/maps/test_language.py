"""The language of column maps: what is wrong is told where it stands, with what was meant."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

import icmaml_indicators as icma
from icmaml_indicators.diagnostics.messages.maps import MAP
from icmaml_indicators.maps.schema import map_schema
from icmaml_indicators.sources.builtin import builtin_maps
from icmaml_indicators.specs.parsing.yaml_reader import read_text
from tests.conftest import REPOSITORY
from tests.specs.test_json_schema import keys_without_description

from .samples import apply_to, write_map

VALIDATOR = jsonschema.Draft7Validator(map_schema())


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "suggestion"),
    [
        ("  kind: TIPO", "  kind: {headings: TIPO, unverifed: true}", "IND104", 11, "unverified"),
        ("column: police", "column: police\n    lines: oen", "IND107", 20, "one"),
        ("column: police", "column: polise", "IND700", 19, "police"),
        ("{kind: 1}", "{kinde: 1}", "IND700", 20, "kind"),
        ("program: sindes", "program: sindez", "IND701", 4, "sindes"),
        ("id: operational_police", "id: operational_polise", "IND702", 17, "operational_police"),
        ("unit: {es: toneladas por día, en: tonnes per day}", "unit: {es: kg, en: kg}", "IND704", 22, None),
        ("  kind: TIPO", "  kind: TIPO\n  other: OTRO", "IND705", 12, None),
        ("id: waste_collected_tonnes", "id: operational_police", "IND706", 21, None),
        ("period: {year: year, into: semester, parts: [2]}", "period: {year: year}", "IND703", 15, None),
        ("parts: [2]", "parts: [3]", "IND703", 15, None),
        ("parts: [2]", "months: [tonnes, police]", "IND703", 15, None),
        ("period: {year: year, into: semester, parts: [2]}", "period: {is: 2020-S3}", "IND703", 15, None),
        ("entity: key", "entity: {state: key}", "IND703", 14, None),
        ("    column: police\n", "", "IND703", 17, None),
        ("[CVE_MUN, CVEGEO]", "[{heading: CVE_MUN, valid_from: ayer}]", "IND703", 9, None),
        ("credit: {es:", "credit: {ess:", "IND104", 7, "es"),
        ("variables:\n", "variables: []\nvariable:\n", "IND104", 17, "variables"),
    ],
)
def test_faults_are_told_at_their_place(
    tmp_path: Path, old: str, new: str, code: str, line: int, suggestion: str | None
) -> None:
    found = icma.validate(write_map(tmp_path, MAP.replace(old, new))).diagnostics
    told = [(one.place.line, one.suggestion) for one in found if one.code == code]
    assert told == [(line, suggestion)]


def test_what_flows_in_a_year_is_not_what_flows_in_half_of_it(tmp_path: Path) -> None:
    text = MAP.replace("toneladas por día, en: tonnes per day", "toneladas, en: tonnes")
    text = text.replace("    times: {number: 184, unit: {es: días, en: days}}\n", "")
    (fault,) = icma.validate(write_map(tmp_path, text)).diagnostics
    assert (fault.code, fault.place.line, fault.details["key"]) == ("IND703", 21, "parts")


def test_a_map_is_no_program_wherever_it_lies(tmp_path: Path) -> None:
    """Among programs it is checked as a map, and no name stands for it as a program."""
    write_map(tmp_path, f"# Words first.\n\n{MAP}")
    report = icma.validate(tmp_path)
    assert report.diagnostics == ()
    assert [(outcome.is_map, outcome.summary) for outcome in report.outcomes] == [(True, None)]
    assert report.programs == ()
    assert not {"maps", *(f"maps@{name}" for name in builtin_maps())} & set(icma.programs()["id"])


def test_a_map_may_name_a_program_beside_it(tmp_path: Path) -> None:
    program = icma.new_program("waste", period="semester")
    (tmp_path / "waste.yaml").write_text(program, encoding="utf-8")
    (tmp_path / "maps").mkdir()
    path = write_map(tmp_path / "maps", MAP.replace("program: sindes", "program: waste"))
    codes = {(one.code, one.suggestion is None) for one in icma.validate(path).diagnostics}
    assert codes == {("IND702", True)}


def test_what_is_known_of_a_map_is_known_until_its_program_changes(tmp_path: Path) -> None:
    program = tmp_path / "waste.yaml"
    program.write_text(icma.new_program("waste", period="semester"), encoding="utf-8")
    path, cache = write_map(tmp_path, MAP.replace("program: sindes", "program: waste")), tmp_path / "cache"
    before = icma.validate(path, cache=cache).diagnostics
    assert icma.validate(path, cache=cache).diagnostics == before
    program.write_text(icma.new_program("waste", period="year"), encoding="utf-8")
    assert {one.code for one in icma.validate(path, cache=cache).diagnostics} == {"IND702", "IND703"}


def test_loading_raises_with_every_fault_and_knows_the_names(tmp_path: Path) -> None:
    with pytest.raises(icma.SpecError) as error:
        icma.load_map(write_map(tmp_path, MAP.replace("column: police", "column: polise")))
    assert [one.code for one in error.value.diagnostics] == ["IND705", "IND700"]
    with pytest.raises(icma.UnknownNameError, match=r"no map `cngmd_polise`.*did you mean `cngmd_police`"):
        icma.load_map("cngmd_polise")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_map_of_the_guide_is_sound_and_gives_what_it_says(language: str, tmp_path: Path) -> None:
    text = (REPOSITORY / "docs" / language / "reference" / "column-maps.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    path = write_map(tmp_path, block)
    assert icma.validate(path).diagnostics == ()
    kinds = ["Domiciliarios", "De mercados", "DE VIAS PUBLICAS", "domiciliarios"]
    found = {"ENT": [1] * 4, "MUN": [1, 1, 1, 0], "AÑO": [2014] * 4, "TIPO": kinds, "RSU": [2, 1, 1.5, 9]}
    table, _ = apply_to(icma.load_map(path), **found)
    assert table["waste_collected_tonnes"].to_dict() == {("01001", "2014-S2"): 828.0}


@pytest.mark.parametrize("path", builtin_maps().values(), ids=lambda path: path.stem)
def test_the_schema_accepts_what_loads(path: Path) -> None:
    root = read_text(path.read_text(encoding="utf-8")).root
    assert root is not None
    assert list(VALIDATOR.iter_errors(root.data())) == []
    assert icma.load_map(path).id == path.stem


@pytest.mark.parametrize(
    ("old", "new"),
    [("  kind: TIPO", "  kind: {headings: TIPO, unverifed: true}"), ("map: 1", "map: 2"), ("entity: key\n", "")],
)
def test_the_schema_sees_faults_of_structure(old: str, new: str) -> None:
    for text, is_sound in ((MAP, True), (MAP.replace(old, new), False)):
        root = read_text(text).root
        assert root is not None
        assert VALIDATOR.is_valid(root.data()) == is_sound


def test_the_schema_is_published_and_describes_every_key() -> None:
    published = json.loads((REPOSITORY / "docs" / "schemas" / "map-1.json").read_text(encoding="utf-8"))
    assert published == map_schema(), "make docs"
    assert list(keys_without_description(map_schema())) == []
