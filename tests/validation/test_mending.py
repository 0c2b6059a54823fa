"""`mend`: what a machine can mend is mended in place, proved, and written all or none."""

from __future__ import annotations

import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.diagnostics import Diagnostic, Fix, Place, fix_of
from icmaml_indicators.linting import is_fixed
from icmaml_indicators.validation import mend
from icmaml_indicators.validation.mends import mending as fixing
from icmaml_indicators.validation.mends.editing import apply_fixes, drop_overlaps
from tests.conftest import REPOSITORY, SAFETY, examples

BAD = sorted((REPOSITORY / "tests" / "specs" / "bad").glob("*.yaml"))
SAFE = {"IND104", "IND106", "IND107", "IND114", "IND128", "IND132", "IND201", "IND203"}
UNSAFE = {"IND115", "IND124", "IND129", "IND202", "IND203", "IND207", "IND304", "IND316", "IND335", "IND336", "IND339"}


def fault(path: Path) -> Diagnostic:
    # What is merely doubtful is no fault that these files are about.
    (found,) = [d for d in icma.validate(path).diagnostics if is_fixed(d.code) or d.code == shown_code(path)]
    return found


def shown_code(path: Path) -> str:
    """Return the code that a bad file is about, as its first line tells."""
    return path.read_text(encoding="utf-8").splitlines()[0].split()[2]


FIXABLE = [path for path in BAD if fix_of(fault(path)) is not None]
# What their misspelt key means stands there already: the mend would repeat it.
TWICE = {"example_unknown", "unknown_key"}


def test_the_codes_that_are_mended_are_those_promised() -> None:
    fixes = [fix for fix in (fix_of(fault(path)) for path in FIXABLE) if fix]
    assert {fix.code for fix in fixes if fix.safe} == SAFE
    assert {fix.code for fix in fixes if not fix.safe} == UNSAFE


@pytest.mark.parametrize("path", FIXABLE, ids=lambda path: path.stem)
def test_every_fixable_fault_goes_and_nothing_else_changes(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    found = fault(copy)
    fix = fix_of(found)
    assert fix is not None
    if not fix.safe:
        assert mend(copy).after == {}  # not without being asked
    result = mend(copy, unsafe=not fix.safe)
    if path.stem in TWICE:
        assert result.after == {}
        assert result.report.diagnostics == icma.validate(copy).diagnostics
        return
    assert [d.code for d in result.mended] == [found.code]
    assert found.code not in {d.code for d in result.report.diagnostics}
    assert copy.read_bytes() == path.read_bytes()  # nothing is written yet
    assert result.write() == (copy,)
    assert found.code not in {d.code for d in icma.validate(copy).diagnostics}
    before = path.read_text("utf-8")
    at = sum(map(len, before.splitlines(keepends=True)[: fix.line - 1])) + fix.column - 1
    assert copy.read_text("utf-8") == before[:at] + fix.text + before[at + fix.length :]


def mended(tmp_path: Path, text: str, **options: bool) -> str:
    path = tmp_path / "a.yaml"
    path.write_bytes(text.encode())
    mend(path, **options).write()
    return path.read_bytes().decode()


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("population * 1000", "population ^ 2 × 1000"),
        ("police / population * 1000", "if_else(police => 3 and population <> 4, 1, 2)"),
    ],
)
def test_signs_of_other_languages(tmp_path: Path, written: str, right: str) -> None:
    """Each round shows the next sign that cannot be read."""
    ours = {"^": "**", "×": "*", "=>": ">=", "<>": "!="}
    text = re.sub(r"\n        examples: .*", "", SAFETY.replace(written, right))
    want = right
    for habit, sign in ours.items():
        want = want.replace(habit, sign)
    assert mended(tmp_path, text) == text.replace(right, want)


@pytest.mark.parametrize("written", ["p\u043elice", "po\u200blice", "p\u00f3lice"])
def test_a_name_with_a_letter_of_another_script_is_left_to_a_person(written: str, tmp_path: Path) -> None:
    """The name that was meant is offered; which figure is read, no mend decides."""
    text = SAFETY.replace("police / population", f"{written} / population")
    assert mended(tmp_path, text, unsafe=True) == text
    assert fault(tmp_path / "a.yaml").suggestion == "police"
    assert "mend" not in icma.validate(tmp_path / "a.yaml").render()


@pytest.mark.parametrize(("written", "right"), [("1&2", "1 and 2"), ("1 || 2", "1 or 2"), ("(1)&(2)", "(1)and(2)")])
def test_signs_that_become_words_are_set_apart_and_not_safe(tmp_path: Path, written: str, right: str) -> None:
    text = re.sub(
        r"\n        examples: .*", "", SAFETY.replace("spending / police", f"if_else({written}, police, spending)")
    )
    assert mended(tmp_path, text) == text
    assert mended(tmp_path, text, unsafe=True) == text.replace(written, right)


@pytest.mark.parametrize(
    ("written", "right", "safe"),
    [
        ("012", "12", True),
        ("1_000", "1000", True),
        ('"20"', "20", True),
        ("'-07.50'", "-7.50", True),
        ('"1,000"', "1000", False),
        ('"1,5"', "1.5", False),
        ('"1,234,567.5"', "1234567.5", False),
    ],
)
def test_numbers_written_as_text(tmp_path: Path, written: str, right: str, safe: bool) -> None:
    text = SAFETY.replace("range: [0, 20]", f"range: [-900, {written}]").replace("[-900, '-07", "[-900, '-07")
    after = mended(tmp_path, text, unsafe=not safe)
    assert after == text.replace(written, right)
    if not safe:
        assert mended(tmp_path, text) == text


@pytest.mark.parametrize(
    ("written", "right"), [("yes", "true"), ("No", "false"), ('"true"', "true"), ("'off'", "false"), ("Sí", "true")]
)
def test_truth_written_as_elsewhere(tmp_path: Path, written: str, right: str) -> None:
    text = SAFETY.replace("range: [0, 20]", f"range: [0, 20]\n        scale: {{method: min_max, clip: {written}}}")
    assert mended(tmp_path, text) == text.replace(f"clip: {written}", f"clip: {right}")


PIECES = st.text(st.characters(exclude_characters="\n\r\x85\u2028\u2029", exclude_categories=["Cs"]), max_size=12)


@given(
    st.lists(PIECES, min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"]),
    st.data(),
)
def test_only_what_is_replaced_changes(lines: list[str], end: str, data: st.DataObject) -> None:
    """Against the same replacement made on the list of lines; whatever the characters and the line ends."""
    mark = data.draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    fixes, wanted = [], list(lines)
    for number in data.draw(st.lists(st.integers(0, len(lines) - 1), unique=True)):
        line = lines[number]
        start = data.draw(st.integers(0, len(line)))
        length = data.draw(st.integers(0, len(line) - start))
        new = data.draw(PIECES)
        fixes.append(Fix("IND104", "a", number + 1, start + 1, length, line, new, safe=True))
        wanted[number] = line[:start] + new + line[start + length :]

    def joined(parts: list[str]) -> bytes:
        return mark + end.join(parts).encode()

    assert apply_fixes(joined(lines), fixes) == joined(wanted)


def test_marks_line_ends_comments_and_layout_stay(tmp_path: Path) -> None:
    """A byte order mark, CRLF, a quoted key, a comment with the same word, no line end at the end."""
    text = "# formul: here\n" + SAFETY.replace("        formula: spending", '        "formul" :   spending').rstrip(
        "\n"
    )
    path = tmp_path / "a.yaml"
    content = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    path.write_bytes(content)
    mend(path).write()
    assert path.read_bytes() == content.replace(b'"formul" :', b'"formula" :')
    assert icma.validate(path).ok


def test_a_mend_that_does_harm_is_left_out_and_the_others_are_made(tmp_path: Path) -> None:
    """`titel` beside `title` would repeat a key."""
    text = SAFETY.replace("        formula: police", "        titel: {es: a, en: a}\n        formula: police")
    text = text.replace("direction: lower", "direccion: lower")
    assert mended(tmp_path, text) == text.replace("direccion", "direction")


def test_what_a_mend_brings_to_light_does_not_count_against_it(tmp_path: Path) -> None:
    """What stands in an unknown key is not looked at: its faults are seen once the key is right."""
    text = SAFETY.replace("examples: [{given: {spending", "exemples: [{gven_: 1, ecpext: 2, given: {spending")
    after = mended(tmp_path, text)
    assert "examples: [{gven_: 1" in after
    broken = SAFETY.replace("direction: lower", "direccion: lower").replace("spending / police", "spendin / polise")
    assert mended(tmp_path, broken) == broken.replace("direccion", "direction")


def test_a_name_that_fails_its_example_is_not_taken(tmp_path: Path) -> None:
    """`polic` is nearest to `police`, and with it the example gives 2.5, not 5: the name is left to a person."""
    text = SAFETY.replace("spending / police", "spending / polic")
    assert mended(tmp_path, text, unsafe=True) == SAFETY
    wrong = text.replace("expect: 2.5", "expect: 5")
    assert mended(tmp_path, wrong, unsafe=True) == wrong


@pytest.mark.parametrize(
    ("key", "valid", "safe"),
    [
        ("direccion", ("direction", "decimals"), True),
        ("Title", ("title", "tree"), True),
        ("e", ("es", "en"), False),  # two are as near
        ("nome", ("name", "note"), False),
        ("frecuencia", ("frequency", "form"), False),  # not near enough
    ],
)
def test_only_a_clear_slip_of_the_pen_is_safe(key: str, valid: tuple[str, ...], safe: bool) -> None:
    fix = fix_of(Diagnostic("IND104", Place("a.yaml", 1, 1, len(key), f"{key}: 1"), {"key": key}, valid[0], valid))
    assert fix is not None
    assert fix.safe is safe


def test_a_program_in_several_files_is_mended_in_each(tmp_path: Path) -> None:
    head, _, tree = SAFETY.partition("tree:\n")
    (tmp_path / "program.yaml").write_text(
        head.replace("type: integer", "tipe: integer") + "parts: [tree.yaml]\n", "utf-8"
    )
    (tmp_path / "tree.yaml").write_text("tree:\n" + tree.replace("formula", "formuła"), "utf-8")
    result = mend(tmp_path / "tree.yaml")
    assert sorted(path.name for path in result.write()) == ["program.yaml", "tree.yaml"]
    assert icma.validate(tmp_path).diagnostics == ()
    assert (tmp_path / "tree.yaml").read_text("utf-8") == "tree:\n" + tree


WORDS = ["title", "formula", "direction", "higher", "examples", "children", "municipality", "semester", "integer"]


@examples(40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mending_twice_is_mending_once(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever words are misspelt: after one mending, nothing is left to mend, and no fault is new."""
    text = SAFETY
    for word in data.draw(st.lists(st.sampled_from(WORDS), unique=True, min_size=1, max_size=4)):
        at = data.draw(st.integers(0, len(word) - 1))
        slip = data.draw(st.sampled_from([word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], word.capitalize()]))
        count = data.draw(st.sampled_from([1, -1]))
        text = text.replace(word, slip, count)
    path = tmp_path / "a.yaml"
    path.write_text(text, "utf-8")
    errors = len(icma.validate(path).diagnostics)
    first = mend(path, unsafe=data.draw(st.booleans()))
    first.write()
    assert mend(path).after == {}
    assert len(first.report.diagnostics) <= max(errors, 1)
    assert first.report.diagnostics == icma.validate(path).diagnostics


def test_fixes_apart_and_void_ones() -> None:
    fault = Diagnostic("IND104", Place("a", 2, 1, 3, "abc: 1"), {"key": "abc"}, "abd", ("abd",))
    fix = fix_of(fault)
    assert fix is not None
    assert drop_overlaps([fix, fix]) == [fix]
    assert apply_fixes(b"x\r\nabc: 1\r\n", [fix]) == b"x\r\nabd: 1\r\n"
    assert apply_fixes(b"x\nxyz: 1\n", [fix]) == b"x\nxyz: 1\n"  # the line reads otherwise by now
    assert apply_fixes(b"x", [fix]) == b"x"


def test_the_diff_is_a_patch_that_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    texts = {
        "a.yaml": SAFETY.replace("direction: lower", "direccion: lower").rstrip("\n"),
        "b c.yaml": SAFETY.replace("id: sample", "id: other").replace("formula", "formulla").replace("\n", "\r\n"),
    }
    for name, text in texts.items():
        Path(name).write_bytes(text.encode())
    result = mend(".")
    Path("mend.patch").write_bytes(result.diff().encode())
    subprocess.run(["git", "apply", "-p1", "mend.patch"], check=True)
    assert {path.name: path.read_bytes() for path in result.after} == {
        path.name: content for path, content in result.after.items()
    }
    assert len(result.after) == 2


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(SAFETY.replace("direction: lower", "direccion: lower"), "utf-8")
    result = mend(path)
    path.write_text("mine", "utf-8")
    with pytest.raises(icma.IcmamlError, match="changed while it was being mended"):
        result.write()
    assert path.read_text("utf-8") == "mine"


def test_rights_and_links_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_text(SAFETY.replace("direction: lower", "direccion: lower"), "utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    mend(link).write()
    assert link.is_symlink()
    assert real.read_text("utf-8") == SAFETY
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "real.yaml"]


def test_when_one_file_cannot_be_written_none_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = SAFETY.replace("direction: lower", "direccion: lower")
    (tmp_path / "a.yaml").write_text(bad, "utf-8")
    (tmp_path / "b.yaml").write_text(bad.replace("id: sample", "id: other"), "utf-8")
    result = mend(tmp_path)
    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.name == "b.yaml":
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(icma.IcmamlError, match="cannot be written: No space left"):
        result.write()
    assert (tmp_path / "a.yaml").read_text("utf-8") == bad


@pytest.mark.parametrize("sources", [(), ("sindes",), ("no/such/path.yaml",)])
def test_the_specs_of_the_library_are_not_mended(sources: tuple[str, ...]) -> None:
    with pytest.raises(icma.IcmamlError, match="mending needs the path"):
        mend(*sources)


def test_few_bad_mends_among_many_cost_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 64 mends one does harm: halves are tried, not each by itself, and the other 63 are made."""
    tried = 0
    attempt = fixing._Work.attempt

    def counted(*given: Any, **options: Any) -> bool:
        nonlocal tried
        tried += 1
        return attempt(*given, **options)

    monkeypatch.setattr(fixing._Work, "attempt", counted)
    lines = "".join(f"  - {{id: v{n}, titel: {{es: V, en: V}}}}\n" for n in range(63))
    lines += "  - {id: w, title: {es: W, en: W}, titel: {es: W, en: W}}\n"
    text = SAFETY.replace("tree:\n", f"{lines}tree:\n", 1)
    assert mended(tmp_path, text) == text.replace("titel", "title", 63)
    assert tried <= 20


def test_what_is_announced_is_what_is_made(tmp_path: Path) -> None:
    for path in FIXABLE:
        copy = tmp_path / path.name
        copy.write_bytes(path.read_bytes())
        safe, more = fixing.count_mends([copy])
        assert safe == len(mend(copy).mended)
        assert safe + more == len(mend(copy, unsafe=True).mended)
        assert (safe + more == 0) == (path.stem in TWICE)
