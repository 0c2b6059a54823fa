"""YAML is read strictly: no surprises of YAML 1.1, no bombs, every fault with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.specs.parsing.yaml_reader import MAX_BYTES, MAX_DEPTH, read_file, read_text, resolve


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("012", "012"),
        ("1e3", 1000.0),
        ("1_000", "1_000"),
        ("12:30:00", "12:30:00"),
        ("2014-06-30", "2014-06-30"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        ("true", True),
        ("null", None),
        ("-3", -3),
        ("2.50", 2.5),
    ],
)
def test_yaml_1_1_traps_do_not_exist(written: str, value: object) -> None:
    root = read_text(f"key: {written}\n").root
    assert root is not None
    found = root.data()["key"]
    assert found == value
    assert type(found) is type(value)


def test_a_repeated_key_is_an_error_that_names_the_first() -> None:
    result = read_text("a: 1\nb: 2\na: 3\n", "x.yaml")
    (diagnostic,) = result.diagnostics
    assert (diagnostic.code, diagnostic.place.line, diagnostic.details["first"]) == ("IND102", 3, 1)
    assert result.root is not None
    assert result.root.data() == {"a": 1, "b": 2}  # the first stands; nothing is overwritten in silence


def codes(text: str) -> list[str]:
    return [diagnostic.code for diagnostic in read_text(text).diagnostics]


def test_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))
    assert codes(bomb) == ["IND103"]


def test_too_deep_nesting_is_refused_without_recursion() -> None:
    assert codes("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == ["IND109"]
    assert codes("[" * 20000) in (["IND109"], ["IND101"])


def test_too_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_text("a: " + "x" * MAX_BYTES)
    assert [d.code for d in read_file(path).diagnostics] == ["IND108"]


def test_python_tags_are_refused() -> None:
    assert codes("a: !!python/object/apply:os.system ['true']\n") == ["IND118"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "IND112"), (b"# only a comment\n", "IND112"), (b"a: \xff\n", "IND113"), (b"a: [1\n", "IND101")],
)
def test_unreadable_files_say_why(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    assert [d.code for d in read_file(path).diagnostics] == [code]


def test_an_absent_file_says_why(tmp_path: Path) -> None:
    assert [d.code for d in read_file(tmp_path / "no.yaml").diagnostics] == ["IND116"]


def test_two_documents_are_refused() -> None:
    assert codes("a: 1\n---\nb: 2\n") == ["IND101"]


@pytest.mark.parametrize(
    "text",
    [
        "k: a + polise\n",
        'k: "a + polise"\n',
        "k: 'a + polise'\n",
        "k: |\n  a\n  + polise\n",
        "k: >-\n  a\n  + polise\n",
        "k: a +\n  polise\n",
        "{k: a + polise}\n",
        "k: á + polise\n",
    ],
)
def test_a_place_inside_a_text_is_found_whatever_the_quoting(text: str) -> None:
    root = read_text(text).root
    assert root is not None
    node = root.value["k"]
    place = node.text_place(node.text.index("polise"), 6)
    assert place.excerpt[place.column - 1 :].startswith("polise")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("fault", ["\x7f", "*x"])
def test_lines_end_for_places_where_they_end_for_yaml(end: str, fault: str) -> None:
    """Whether libyaml tells the place, or only that a character is not allowed."""
    found = read_text(f"a: 1{end}bc: {fault}{end}d: 2").diagnostics[0].place
    assert (found.line, found.column, found.excerpt) == (2, 5, f"bc: {fault}")


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    result = read_text(text)
    assert result.root is not None or result.diagnostics


@given(st.integers(min_value=-(10**17), max_value=10**17))
def test_integers_are_read_as_written(number: int) -> None:
    assert resolve(str(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_are_read_to_the_bit(number: float) -> None:
    assert resolve(repr(number)) == number


def test_numbers_that_no_float_can_hold_are_text() -> None:
    assert resolve("1e999") == "1e999"
    assert resolve("9" * 400) == "9" * 400
    assert resolve("-12") == -12 and resolve("1.5e3") == 1500.0


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a:\n\tb: 1\n", (2, 1), "a tab"),
        ("a:\n  - b: 1\n\t- c: 2\n", (3, 1), "a tab"),
        ("a:\n  b: 1\n\u00a0\u00a0c: 2\n  d: 3\n", (3, 1), "U+00A0"),
        ("a: b: c\n", (1, 5), "`: ` begins a value"),
        ("a: {x: b: c, y: d}\n", (1, 9), "`: ` begins a value"),
        ("a: [x: y: z]\n", (1, 9), "`: ` begins a value"),
        ("a: {x: Obra #1, y: 2}\nb: 1\n", (1, 13), "` #` begins a comment"),
        ("a: [Obra #1, 2]\n", (1, 10), "` #` begins a comment"),
        ("a: {\n  x: 1 # note\n  y: 2\n}\n", (3, 3), "`,` or `}` is missing"),
        ("a: {x: 1, y: 2\nb: 3\n", (2, 2), "`,` or `}` is missing"),
        ("a: [1, 2\nb: 3\n", (2, 2), "`,` or `]` is missing"),
        ("a: 'x\nb: 1\n", (1, 4), "a quote is not closed"),
        ('a: "\\q"\n', (1, 5), "begins an escape"),
        ("a: 1\nb: x\ud800y\n", (2, 5), "U+D800"),  # half of a pair, which no file holds
        ("a: @x\n", (1, 4), "`@` cannot begin a text"),
        ("a: %x\n", (1, 4), "`%` cannot begin a text"),
        ("a: - b\n", (1, 4), "`- ` begins an item"),
        ("a:\n  - x\n  y: 1\n", (3, 3), "no item of the list"),
        ("a:\n   b: 1\n  c: 2\n", (3, 3), "not indented as the other keys"),
    ],
)
def test_what_yaml_cannot_read_is_told_in_words_of_ours_where_something_is_to_be_done(
    text: str, place: tuple[int, int], said: str
) -> None:
    (fault,) = read_text(text).diagnostics
    assert (fault.code, (fault.place.line, fault.place.column)) == ("IND101", place)
    assert said in fault.message("en")
    assert fault.message("es") != fault.message("en")
