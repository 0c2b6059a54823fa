"""A new indicator goes into a file whole or not at all, and leaves every other byte as it was."""

from __future__ import annotations

import difflib
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.authoring import rewrite
from icmaml_indicators.authoring.wording import expression, figure
from icmaml_indicators.sources.builtin import specs_folder
from icmaml_indicators.specs.parsing.yaml_reader import read_text
from tests.conftest import HEAD, QUIET, SAFETY


def inserted(before: str, after: str) -> list[str]:
    """Return the lines that were put in, and check that nothing was taken out."""
    changes = list(difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    assert [line for line in changes if line.startswith("- ")] == []
    return [line[2:] for line in changes if line.startswith("+ ")]


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "sample.yaml"
    path.write_bytes(SAFETY.encode())
    return path


def test_into_the_only_group_of_a_single_file(spec: Path) -> None:
    text = icma.new_indicator(spec, "officers_per_home", formula="police / homes", title_en="Officers per home")
    assert spec.read_text(encoding="utf-8") == SAFETY  # nothing is written
    lines = inserted(SAFETY, text)
    assert lines[0] == (
        '  - {id: homes, title: {es: "Por traducir: Homes", en: "Homes"}, unit: {es: "vivienda", en: "homes"}, '
        "type: number, range: [1, null]}\n"
    )
    assert '        unit: {es: "persona / vivienda", en: "person / dwelling"}\n' in lines
    assert lines[1] == "      - id: officers_per_home\n"
    assert lines[-1] == "          - {given: {police: 30, homes: 120}, expect: 0.25}\n"
    loaded = icma.loads(text)
    assert loaded.nodes["officers_per_home"].parent == "safety"
    assert [variable.id for variable in loaded.variables][-1] == "homes"
    rewrite(spec, text)
    assert icma.validate(spec, severity=QUIET).diagnostics == ()


def test_into_a_part_file_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "sindes"
    shutil.copytree(specs_folder() / "sindes", folder)
    path = folder / "finance.yaml"
    before = path.read_bytes().decode()
    text = icma.new_indicator(
        path,
        "debt_share",
        formula="public_debt / (total_revenue + grants) * 100 / (population / population)",
        direction="lower",
    )
    lines = inserted(before, text)
    assert [line.strip()[:14] for line in lines][:2] == ["- {id: grants,", "- id: debt_sha"]
    rewrite(path, text)
    assert icma.validate(folder, severity=QUIET).diagnostics == ()
    assert icma.load(folder).nodes["debt_share"].parent == "finance"


@pytest.mark.parametrize("name", ["finance.yaml", "../sindes/finance.yaml", "./finance.yaml"])
def test_a_part_file_by_any_of_its_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    shutil.copytree(specs_folder() / "sindes", tmp_path / "sindes")
    monkeypatch.chdir(tmp_path / "sindes")
    assert "debt_share" in icma.new_indicator(name, "debt_share", formula="public_debt / total_revenue")


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
@pytest.mark.parametrize("tail", [True, False])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_marks_and_last_lines_stay(tmp_path: Path, ends: str, tail: bool, mark: str) -> None:
    before = mark + (SAFETY if tail else SAFETY.rstrip("\n")).replace("\n", ends)
    path = tmp_path / "sample.yaml"
    path.write_bytes(before.encode())
    text = icma.new_indicator(path, "double", formula="police * 2")
    assert text.startswith(mark + "spec: 1" + ends)
    assert text.count("\n") == text.count(ends)
    assert text.endswith(ends) == tail
    inserted(before + ("" if tail else ends), text + ("" if tail else ends))
    rewrite(path, text)
    assert icma.validate(path, severity=QUIET).ok


@pytest.mark.parametrize("other", ["\r", "\r\n", "\x85", "\u2028"])
def test_a_file_of_other_line_ends_is_left_alone(tmp_path: Path, other: str) -> None:
    path = tmp_path / "sample.yaml"
    path.write_bytes(f"# one{other}# two\n{SAFETY}".encode())
    with pytest.raises(icma.IcmamlError, match="line ends"):
        icma.new_indicator(path, "double", formula="police * 2")


EMPTY = HEAD + "tree:\n  - id: area\n    title: {es: Á, en: A}\n"


@pytest.mark.parametrize(
    "children",
    [
        "",
        "    children: []\n",
        "    children: [ ]\n",
        "    children:\n",
        "    children:  # none yet\n",
        "    weight: 2\n",
    ],
)
def test_into_an_empty_group(tmp_path: Path, children: str) -> None:
    path = tmp_path / "sample.yaml"
    path.write_text(EMPTY + children, encoding="utf-8")
    text = icma.new_indicator(path, "first", formula="a / b")
    rewrite(path, text)
    assert icma.validate(path, severity=QUIET).diagnostics == ()
    assert icma.load(path).nodes["first"].parent == "area"
    # The variables stand before the tree, under a key of their own.
    assert text.index("variables:") < text.index("tree:")


@pytest.mark.parametrize(
    ("tree", "group", "parent"),
    [
        ("tree: []\n", None, "total"),
        ("tree:\n", None, "total"),
        ("", None, "total"),
        ("# What is measured.\n\ntree:\n- id: area\n  title: {es: Á, en: A}\n  children:\n  - LEAF\n", "area", "area"),
        ("tree:\n  - LEAF\n  # the end\n", None, "total"),
        (
            "tree:\n  - id: c\n    title: {es: Á, en: A}\n    children:\n      - LEAF\n  - id: b\n    title: {es: Á, en: A}\n",
            "b",
            "b",
        ),
    ],
)
def test_wherever_the_list_stands(tmp_path: Path, tree: str, group: str | None, parent: str) -> None:
    leaf = "{id: one, title: {es: U, en: O}, formula: a, direction: higher, examples: [{given: {a: 1}, expect: 1}]}"
    path = tmp_path / "sample.yaml"
    path.write_text(
        HEAD + ("variables:\n- {id: a, title: {es: a, en: a}}\n" if "LEAF" in tree else "") + tree.replace("LEAF", leaf)
    )
    text = icma.new_indicator(path, "added", group=group, formula="a * 2")
    rewrite(path, text)
    assert icma.validate(path, severity=QUIET).diagnostics == ()
    assert icma.load(path).nodes["added"].parent == parent
    if "# the end" in tree:
        assert text.index("# the end") > text.index("added")
    if "# What is measured" in tree:
        assert text.index("# What is measured") < text.index("tree:")


def test_a_formula_of_options_checks_and_the_period_before(tmp_path: Path) -> None:
    text = SAFETY.replace("tree:", "checks: [{rule: police <= population}, {rule: spending > 500}]\ntree:")
    text = text.replace("tree:", "tree:", 1).replace(
        "variables:\n", "variables:\n  - {id: kind, title: {es: k, en: k}, type: category, options: ['yes', 'no']}\n"
    )
    path = tmp_path / "sample.yaml"
    path.write_text(text.replace("spending: 10, police: 4", "spending: 1000, police: 400"), encoding="utf-8")
    new = icma.new_indicator(
        path, "growth", formula='if_else(kind == "no", population - lag(population), spending / police)'
    )
    rewrite(path, new)
    assert [d.code for d in icma.validate(path, severity=QUIET).diagnostics] == []
    example = icma.load(path).nodes["growth"].spec.examples[0]  # type: ignore[union-attr]
    assert set(example.given) == {"kind", "population", "spending", "police"}
    assert example.given["police"] <= example.given["population"]  # type: ignore[operator]
    assert example.given["spending"] > 500  # type: ignore[operator]
    assert example.previous is not None


@pytest.mark.parametrize(
    ("name", "options", "code"),
    [
        ("Rate", {}, "IND570"),
        ("police", {}, "IND573"),
        ("cost", {}, "IND573"),
        ("new", {"group": "saftey"}, "IND520"),
        ("new", {"formula": "police / total"}, "IND570"),
        ("new", {"formula": "0 * police / 0"}, "SpecError"),
        ("new", {"formula": "police +"}, "SpecError"),
        ("new", {"formula": "polic(police)"}, "SpecError"),
        ("new", {"formula": "log(0 - police * police - 1)"}, "IND574"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    spec: Path, name: str, options: dict[str, str], code: str
) -> None:
    with pytest.raises(icma.IcmamlError) as caught:
        icma.new_indicator(spec, name, **options)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert spec.read_text(encoding="utf-8") == SAFETY


def test_a_file_that_is_no_utf_8_is_a_diagnostic(spec: Path) -> None:
    spec.write_bytes(SAFETY.replace("Policías", "Policías").encode("latin-1"))
    with pytest.raises(icma.SpecError) as caught:
        icma.new_indicator(spec, "new")
    assert [d.code for d in caught.value.diagnostics] == ["IND113"]


def test_the_total_is_the_top_of_the_tree(spec: Path) -> None:
    assert icma.loads(icma.new_indicator(spec, "new", group="total")).nodes["new"].parent == "total"


def test_several_groups_ask_which(tmp_path: Path) -> None:
    other = "  - id: other\n    title: {es: O, en: O}\n    children:\n      - {id: z, title: {es: z, en: z}, formula: police, direction: higher}\n"
    path = tmp_path / "sample.yaml"
    path.write_text(SAFETY + other, encoding="utf-8")
    with pytest.raises(icma.IcmamlError, match="say in which group: safety, other"):
        icma.new_indicator(path, "new")
    assert icma.loads(icma.new_indicator(path, "new", group="other")).nodes["new"].parent == "other"


def test_lists_in_brackets_and_matrices_are_refused(tmp_path: Path) -> None:
    leaf = "{id: a, title: {es: a, en: a}, formula: b, direction: higher}"
    path = tmp_path / "sample.yaml"
    path.write_text(HEAD + f"variables: [{{id: b, title: {{es: a, en: a}}}}]\ntree: [{leaf}]\n", encoding="utf-8")
    with pytest.raises(icma.IcmamlError, match="written in brackets or braces"):
        icma.new_indicator(path, "new", formula="b")
    path.write_text(icma.new_program("mine", kind="matrix"), encoding="utf-8")
    with pytest.raises(icma.IcmamlError, match="in its objectives"):
        icma.new_indicator(path, "new")


def test_the_examples_of_groups_above_are_left_to_their_author(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(icma.new_program("mine"), encoding="utf-8")
    rewrite(path, icma.new_indicator(path, "homes_more", formula="homes * 2"))
    report = icma.validate(path, severity=QUIET)
    assert {d.code for d in report.diagnostics} == {"IND328"}
    assert {d.details["id"] for d in report.diagnostics} == {"total"}


def test_a_write_that_fails_leaves_the_file(spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path, target: Path) -> Path:
        raise OSError("no room")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(icma.IcmamlError, match="sample.yaml: cannot be written: no room"):
        rewrite(spec, "half")
    assert spec.read_text(encoding="utf-8") == SAFETY
    assert [path.name for path in spec.parent.iterdir()] == ["sample.yaml"]


@pytest.mark.parametrize(
    "formula", ["a / b * 100", "max(a, 1)", 'if_else(k == "x", 1, 2)', "true", "12", "a # b", "-a", "null"]
)
def test_a_formula_is_read_back_as_it_was_given(formula: str) -> None:
    root = read_text(f"formula: {expression(formula)}\n").root
    assert root is not None
    assert root.value["formula"].value == formula


@given(st.floats(allow_nan=False, allow_infinity=False, width=64))
def test_a_figure_is_read_back_as_a_number_of_the_same_size(value: float) -> None:
    root = read_text(f"x: {figure(value)}\n").root
    assert root is not None
    assert root.value["x"].value == pytest.approx(value, rel=1e-11, abs=1e-14)
