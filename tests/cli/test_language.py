"""The command line in Spanish and English: which is spoken, and that all of it is said in both."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from icmaml_indicators.cli.arguments.building import build_parser
from icmaml_indicators.cli.arguments.parser import Parser
from icmaml_indicators.cli.words import parsing
from icmaml_indicators.cli.words.commands import COMMANDS, GROUPS, MAIN
from icmaml_indicators.cli.words.language import find_language
from icmaml_indicators.cli.words.options import OPTIONS
from icmaml_indicators.cli.words.parsing import argparse_speaks
from icmaml_indicators.cli.words.printed import PRINTED, SHOWN
from icmaml_indicators.diagnostics import Language
from tests.cli.running import run
from tests.conftest import SAFETY

DATA = (
    "entity,period,police,population,spending\n05035,2014-S1,4,1000,8\n05036,2014-S1,6,1000,6\n05036,2014-S2,7,1000,6\n"
)


def parsers(parser: Parser) -> Iterator[Parser]:
    """Yield a parser and all below it, with their arguments."""
    parser.add_all()
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


def all_parsers(language: Language) -> list[Parser]:
    with argparse_speaks(language):
        return list(parsers(build_parser(language)))


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "es"}, "es"),
        ({"LANG": "es-CO"}, "es"),
        ({"LANG": "est_EE.UTF-8"}, "en"),  # Estonian in three letters
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_MESSAGES": "es_ES@euro", "LANG": "en_US.UTF-8"}, "es"),
        ({"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "es_ES", "LANG": "es_MX"}, "en"),
        ({"LC_ALL": "", "LANG": "es_MX.UTF-8"}, "es"),
        ({"LANGUAGE": "fr:es_MX:en", "LANG": "en_US.UTF-8"}, "es"),
        ({"LANGUAGE": "en:es", "LANG": "es_MX.UTF-8"}, "en"),
        ({"LANGUAGE": "fr", "LANG": "es_MX.UTF-8"}, "es"),
        # Without a country, the list of languages says nothing, as for other programs.
        ({"LANGUAGE": "es"}, "en"),
        ({"LANGUAGE": "es", "LANG": "C.UTF-8"}, "en"),
        ({"LANGUAGE": "es", "LC_ALL": "POSIX", "LANG": "es_MX.UTF-8"}, "en"),
    ],
)
def test_the_environment_says_which_language_is_spoken(environment: dict[str, str], language: str) -> None:
    assert find_language([], environment) == language


@pytest.mark.parametrize(
    "line",
    [
        "--language es list",
        "list --language es",
        "list --language=es",
        "list -l es",
        "-l es list",
        "list -les",
        "list --lang es",
        "-l en list -l es",
        "list --language fr",
        "diff -l es a -- -l en",
    ],
)
def test_the_line_says_it_anywhere_and_before_the_environment(line: str) -> None:
    assert find_language(line.split(), {"LANG": "es_MX.UTF-8" if "fr" in line else "en_US"}) == "es"


def test_lang_decides_what_is_printed_and_language_decides_before_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LC_ALL")
    monkeypatch.setenv("LANG", "es_MX.UTF-8")
    assert "documentados" in run(capsys, "list")[1]
    assert "no existe la orden `lst`" in run(capsys, "lst")[2]
    assert "documented" in run(capsys, "list", "--language", "en")[1]
    assert "documented" in run(capsys, "--language", "en", "list")[1]
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert "documented" in run(capsys, "list")[1]
    assert "documentados" in run(capsys, "-l", "es", "list")[1]
    assert "documented" in run(capsys, "-l", "es", "list", "-l", "en")[1]


def test_what_is_written_is_in_the_language_of_the_call(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("LC_ALL")
    monkeypatch.setenv("LANG", "es_MX.UTF-8")
    out = tmp_path / "note.html"
    assert run(capsys, "show", "cimtra", "-o", out)[0] == 0
    assert '<html lang="es' in out.read_text(encoding="utf-8")
    assert run(capsys, "show", "cimtra", "-o", out, "-l", "en")[0] == 0
    assert '<html lang="en' in out.read_text(encoding="utf-8")


# All is said in both ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_argument_has_words_and_every_value_a_name(language: Language) -> None:
    for parser in all_parsers(language):
        assert parser.description
        for action in parser._actions:
            assert action.help, (parser.prog, action.dest)
            takes_value = action.nargs != 0 and (action.choices is None or isinstance(action.choices, dict))
            assert bool(action.metavar) == takes_value, (parser.prog, action.dest)


def test_no_words_are_left_over() -> None:
    used, commands = set(), set()
    for parser in all_parsers("en"):
        commands.add(parser.command)
        for action in parser._actions:
            names = [*(name for name in action.option_strings if name.startswith("--")), action.dest]
            own = f"{parser.command} {names[0]}"
            used.add(own if own in OPTIONS else names[0])
    assert used == set(OPTIONS)
    assert commands - {""} == set(COMMANDS)


def test_spanish_help_has_no_english_left_over() -> None:
    pairs = [*MAIN.values(), *COMMANDS.values(), *GROUPS.values()]
    pairs += [pair for words in OPTIONS.values() for pair in words]
    english = {en: es for es, en in pairs if en != es} | {en: es for en, es in parsing.SPANISH.items() if en != es}
    for parser in all_parsers("es"):
        shown = _help(parser)
        for en, es in english.items():
            # Short words may be parts of what is no text: of names of options and of choices.
            if len(en) > 9 and en not in es:
                assert _one_line(en) not in shown, (parser.prog, en)


def _help(parser: Parser) -> str:
    with argparse_speaks(parser.language):
        return _one_line(parser.format_help())


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_what_differs_between_languages_is_the_words_alone() -> None:
    """The Spanish help, its Spanish words taken out, is what the English help is without its own."""
    for spanish, english in zip(all_parsers("es"), all_parsers("en"), strict=True):
        rest = []
        for parser, place in ((spanish, 0), (english, 1)):
            found = [parser.description, parser.epilog or "", *(group.title or "" for group in parser._action_groups)]
            for action in parser._actions:
                found += [action.help or "", *_listed(action.metavar)]
                found += [below.help for below in getattr(action, "_choices_actions", [])]
            found.append(("uso:", "usage:")[place])
            text = _help(parser).replace(parser.prog, "")  # a command may hold a word
            for words in sorted(map(_one_line, found), key=len, reverse=True):
                text = text.replace(words, "·") if words else text
            rest.append(re.sub(r"[\s·]+", " ", text).split())
        assert rest[0] == rest[1], spanish.prog


def _listed(metavar: str | tuple[str, ...] | None) -> list[str]:
    return [] if metavar is None else [metavar] if isinstance(metavar, str) else list(metavar)


@pytest.mark.parametrize("table", [PRINTED, SHOWN, MAIN, COMMANDS, GROUPS], ids=lambda table: next(iter(table)))
def test_both_languages_are_filled_with_the_same(table: dict[str, tuple[str, str]]) -> None:
    for key, (spanish, english) in table.items():
        assert spanish and english, key
        assert sorted(re.findall(r"{(\w+)", spanish)) == sorted(re.findall(r"{(\w+)", english)), key


def test_every_message_of_argparse_that_a_wrong_line_meets_is_in_spanish(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    met: set[str] = set()
    one, several = parsing._one, parsing._several
    monkeypatch.setattr(parsing, "_one", lambda text: met.add(text) or one(text))
    monkeypatch.setattr(
        parsing, "_several", lambda text, more, n: met.add(text if n == 1 else more) or several(text, more, n)
    )
    lines = ["--help", "nothing", "", "score", "score a b --lower x", "score a b --period", "score a b --quiet=1"]
    lines += ["template a --la 1", "validate --min-coverage much", "list --format tex", "list x", "rule --lines 3"]
    lines += ["municipalities --catalogue x", "list --formatt json", "new", "projects x --rate 1.500"]
    for line in lines:
        code, out, err = run(capsys, "-l", "es", *line.split())
        assert code == (0 if line == "--help" else 2)
        assert out.startswith("uso: ") or err.startswith("uso: ")
    assert met - set(parsing.SPANISH) == set()
    assert len(met) > 9


def test_argparse_speaks_english_again_afterwards() -> None:
    before = argparse._, argparse.ngettext  # type: ignore[attr-defined]
    with pytest.raises(ZeroDivisionError), argparse_speaks("es"):
        assert argparse._("options") == "opciones"  # type: ignore[attr-defined]
        assert argparse._("of a later Python") == "of a later Python"  # type: ignore[attr-defined]
        1 / 0  # noqa: B018
    assert (argparse._, argparse.ngettext) == before  # type: ignore[attr-defined]


# What is wrong with a line names what is right --------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "spanish", "english"),
    [
        ("scor x", "argumento ORDEN: no existe la orden `scor`", "argument COMMAND: there is no command `scor`"),
        ("scor x", "; ¿quiso decir `score`?", "; did you mean `score`?"),
        ("new programm", "¿quiso decir `program`?", "did you mean `program`?"),
        (
            "new program x --kind rubrik",
            "argumento --kind: no existe el valor `rubrik` (válidos: indicators, rubric, matrix); ¿quiso decir `rubric`?",
            "argument --kind: there is no choice `rubrik` (valid: indicators, rubric, matrix); did you mean `rubric`?",
        ),
        ("list --formatt json", "que no se conocen: --formatt json; ¿quiso decir `--format`?", "did you mean `--format`?"),
        ("benchmark a", "faltan argumentos: datos", "the following arguments are required: data"),
        ("score a b --lower x", "argumento --lower: se esperaban 2 valores", "argument --lower: expected 2 arguments"),
        ("score a b --period", "argumento --period: se esperaba un valor", "argument --period: expected one argument"),
        ("benchmark a b --k 2.5", "se esperaba un número entero, no `2.5`", "expected a whole number, not `2.5`"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_told_in_either_language(
    capsys: pytest.CaptureFixture[str], line: str, spanish: str, english: str
) -> None:
    code, _, err = run(capsys, *line.split(), "-l", "es")
    assert (code, spanish in err) == (2, True), err
    code, _, err = run(capsys, *line.split())
    assert (code, english in err) == (2, True), err


def test_what_commands_print_is_in_either_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p.yaml").write_text(SAFETY, encoding="utf-8")
    Path("d.csv").write_text(DATA, encoding="utf-8")
    for line, spanish, english in (
        ("score p.yaml d.csv -o s.csv", "2 entidades, 2 periodos; hallazgos", "2 entities, 2 periods; findings"),
        ("template p.yaml -o t.csv", "t.csv: 3 variables", "t.csv: 3 variables"),
        ("template cimtra -o t.xlsx", "criterios\n", "criteria\n"),
        ("explain p.yaml d.csv --entity 05036", "el más reciente de 2 periodos", "the latest of 2 periods"),
        ("validate p.yaml", "2 permitidos con razón", "2 allowed with a reason"),
        ("show p.yaml police_rate", "  fórmula: police", "  formula: police"),
        ("rule IND226", "Severidad: ", "Severity: "),
    ):
        for language, said in (("es", spanish), ("en", english)):
            code, out, err = run(capsys, *line.split(), "-l", language)
            assert code == 0
            assert said in out + err, line
