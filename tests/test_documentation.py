"""The documentation holds together: links, both languages alike, lines that can be read, a tutorial that runs."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli import main
from tests.conftest import REPOSITORY
from tests.documents import TABLES, with_tables, written_documents

DOCS = REPOSITORY / "docs"
KINDS = {"tutorial", "how-to", "reference", "explanation"}
# Written by the library; its blocks are examples, no programs.
RULES = Path("reference/rules.md")
MOST_COLUMNS = 110
SUFFIXES = {".json", ".md", ".py", ".toml", ".txt", ".yaml", ".yml"}


def documents() -> list[Path]:
    """Return every Markdown file of the repository."""
    skipped = re.compile(r"\.(?!ci)|demo_output$|build$|dist$")
    return [
        path
        for path in REPOSITORY.rglob("*.md")
        if not any(skipped.match(part) for part in path.relative_to(REPOSITORY).parts)
    ]


def pages(language: str) -> dict[Path, str]:
    """Return the pages of the guide in a language, by their names."""
    folder = DOCS / language
    return {path.relative_to(folder): path.read_text(encoding="utf-8") for path in folder.rglob("*.md")}


SAME = sorted(pages("en"))


def without_blocks(text: str) -> str:
    """Return a document without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def headings(text: str) -> list[tuple[int, str]]:
    """Return the level and the words of each heading."""
    found = re.findall(r"^(#+) (.+)$", without_blocks(text), flags=re.MULTILINE)
    return [(len(signs), words) for signs, words in found]


def anchors(text: str) -> set[str]:
    """Return the anchors that headings have on a page."""
    return {re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for _, words in headings(text)}


def links(text: str) -> list[str]:
    """Return where the links of a document lead."""
    return re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", re.sub(r"`[^`]+`", "", without_blocks(text)))


def broken_links(path: Path) -> list[str]:
    """Return the links within the repository that lead to no file, or to no heading of it."""
    wrong = []
    for link in links(path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        goal = (path.parent / name).resolve() if name else path
        if not goal.exists() or (anchor and anchor not in anchors(goal.read_text(encoding="utf-8"))):
            wrong.append(link)
    return wrong


def long_lines(text: str) -> list[str]:
    """Return the lines of prose that are too long; tables and code may be."""
    return [
        line
        for line in without_blocks(text).splitlines()
        if len(line) > MOST_COLUMNS and not line.startswith(("|", "    "))
    ]


def codes(text: str) -> set[str]:
    """Return the codes that a text names, those of lists and ends of ranges too."""
    runs = re.findall(r"IND\d{3}(?:(?:–|, | and | y | e )(?:IND)?\d{3}\b)*", " ".join(text.split()))
    return {code for run in runs for code in re.findall(r"\d{3}", run)}


def options(text: str) -> set[str]:
    """Return the options of the command line that a text names."""
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))


def named_paths(text: str) -> set[str]:
    """Return what a text names as the path of a file or folder, in backticks or in a block of commands."""
    quoted = re.findall(r"`([\w./-]+)`", without_blocks(text))
    paths = {name for name in quoted if "/" in name or Path(name).suffix in SUFFIXES}
    return paths | set(re.findall(r"(?<![\w./-])(?:docs|src|tests)/[\w./-]*\w", text))


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_links_and_anchors_resolve(path: Path) -> None:
    assert broken_links(path) == []


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_prose_is_wrapped(path: Path) -> None:
    assert long_lines(path.read_text(encoding="utf-8")) == []


def test_what_is_wrong_in_a_document_is_found(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# Some words\n\n```\n# no heading\n```\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        "[a](other.md) [b](other.md#some-words) [c](gone.md) [d](other.md#no-heading)\n[e](https://example.org/x)\n",
        encoding="utf-8",
    )
    assert broken_links(page) == ["gone.md", "other.md#no-heading"]
    long = "word " * 30
    assert long_lines(f"{long}\n| {long} |\n```\n{long}\n```\n") == [long]
    assert codes("IND401, 420; IND303 and\nIND304, IND349–357, 12, 999") == {"401", "420", "303", "304", "349", "357"}


def test_every_path_that_contributors_are_told_of_exists() -> None:
    named = named_paths((REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert {name for name in named if not (REPOSITORY / name).exists()} == set()
    assert len(named) > 20


def test_paths_are_told_from_other_words_in_backticks() -> None:
    text = "`tests/gone.py` `x.md` `a / b` `--fix` `.venv`\n```\nrun docs/y.md > z\n```\n"
    assert named_paths(text) == {"tests/gone.py", "x.md", "docs/y.md"}


def test_what_is_written_from_the_library_is_up_to_date() -> None:
    """Write it anew with ``make docs``."""
    texts = written_documents()
    assert [path.name for path, text in texts.items() if path.read_text(encoding="utf-8") != text] == []
    for name in TABLES:
        assert sum(f"<!-- table: {name} -->" in text for text in texts.values()) == 2, name  # one page a language


def test_a_marked_table_is_written_anew_and_the_rest_stands() -> None:
    text = "# Words\n\n<!-- table: doubts -->\n| old |\n<!-- table: doubts -->\n\nmore words\n"
    written = with_tables(text, "en")
    assert written.startswith("# Words\n\n<!-- table: doubts -->\n\n| code | severity | message |\n|---|---|---|\n")
    assert written.endswith("|\n\n<!-- table: doubts -->\n\nmore words\n")
    assert "| old |" not in written
    assert with_tables(written, "en") == written
    with pytest.raises(KeyError, match="gone"):
        with_tables(text.replace("doubts", "gone"), "en")


def test_both_languages_have_the_same_pages() -> None:
    assert set(pages("es")) == set(SAME)
    assert {path.parent.name for path in SAME} == {"", *KINDS}


@pytest.mark.parametrize("name", SAME, ids=str)
def test_both_languages_say_the_same(name: Path) -> None:
    """The same headings, codes, options and tables: what a program can see of it."""
    english, spanish = pages("en")[name], pages("es")[name]
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(spanish)]
    assert codes(english) == codes(spanish)
    assert options(english) == options(spanish)
    assert english.count("\n|") == spanish.count("\n|")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_index_links_every_page_by_its_title(language: str) -> None:
    found = pages(language)
    index = found.pop(Path("index.md"))
    for name, text in found.items():
        (level, title), *_ = headings(text)
        assert level == 1
        assert f"[{title}]({name.as_posix()})" in index


def programs(language: str) -> list[str]:
    """Return the programs that stand whole in the guide of a language."""
    texts = [text for name, text in sorted(pages(language).items()) if name != RULES]
    return [
        block
        for text in texts
        for block in re.findall(r"^```yaml\n(spec: 1\n.*?)^```$", text, re.MULTILINE | re.DOTALL)
    ]


def test_every_program_of_the_guide_is_sound_and_the_same_in_both_languages(tmp_path: Path) -> None:
    found = programs("en")
    assert found
    assert found == programs("es")
    for text in found:
        path = tmp_path / "program.yaml"
        path.write_text(text, encoding="utf-8")
        outcome = icma.validate(path)
        assert outcome.diagnostics == (), outcome.render()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_tutorial_runs_as_it_is_written(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = pages(language)[Path("tutorial/first-program.md")]
    for kind, block in re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL):
        if kind == "csv":
            Path("data.csv").write_text(block, encoding="utf-8")
        else:
            for line in block.splitlines():
                assert main(shlex.split(line)[1:]) == 0, line
    assert "150 / 200 * 100 = 75" in capsys.readouterr().out
    total = pd.read_csv("scores.csv", dtype={"entity": str}).query("node == 'total'").set_index("entity")
    assert total.loc["05035", "score"] == 75
    assert total.loc["05017", "reason"] == "not_reported"
    assert Path("benchmark.html").is_file()


def misnamed(names: list[str], kinds: set[str]) -> list[str]:
    """Return the names of files that are not those of fragments of the changelog."""
    return [name for name in names if not re.fullmatch(rf"[a-z0-9]+(-[a-z0-9]+)*\.({'|'.join(kinds)})\.md", name)]


def test_fragments_of_the_changelog_are_of_a_known_kind() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    kinds = {kind["directory"] for kind in project["tool"]["towncrier"]["type"]}
    folder = REPOSITORY / "changelog.d"
    assert {f"`{kind}`" for kind in kinds} == set(
        re.findall(r"^\| (`\w+`)", (folder / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    )
    fragments = [path for path in folder.iterdir() if path.name not in {"README.md", "template.md.j2"}]
    assert misnamed([path.name for path in fragments], kinds) == []
    assert all(path.read_text(encoding="utf-8").strip() for path in fragments)
    wrong = ["a.md", "a.other.md", "A b.added.md", "a.added.txt"]
    assert misnamed(["new-scale.added.md", *wrong], kinds) == wrong
