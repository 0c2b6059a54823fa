"""What every public result has in common: a short representation, and a copy that pickle gives back."""

from __future__ import annotations

import doctest
import enum
import inspect
import re
from collections.abc import Iterator
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.aliases import ALIASES
from tests.conftest import SAFETY, program

LONGEST = 400
RUBRIC = """\
spec: 1
id: asked
version: "1"
title: {es: Preguntas, en: Questions}
entity: municipality
period: year
provenance: user
tree:
  - id: area
    title: {es: Área, en: Area}
    levels: [{id: low, title: {es: Bajo, en: Low}, up_to: 50}, {id: high, title: {es: Alto, en: High}}]
    criteria:
      columns: [id, es, en]
      rows: [[first, Uno, One], [second, Dos, Two]]
"""

ANSWERS = {"entity": ["05035"], "period": ["2024"], "first": ["sí"], "second": ["no"]}


def safety_data() -> pd.DataFrame:
    """Ten towns in three periods: one jumps, one is absent, one is out of range, one differs from what it published."""
    lines = [
        (f"0{5000 + town}", f"2014-S{1}" if half == 0 else f"201{4 + half // 2}-S{half % 2 + 1}", 2.0 + town + half, 1000, 10.0 * town)
        for town in range(1, 11)
        for half in range(3)
    ]  # fmt: skip
    table = pd.DataFrame(lines, columns=["entity", "period", "police", "population", "spending"])
    table.loc[1, "police"], table.loc[4, "police"], table.loc[7, "spending"] = 900, None, -1
    return table.assign(cost=3.0, name=[f"T{town}" for town in table["entity"]], zone=["a", "b"] * 15)


def sharp() -> icma.Program:
    """A program whose screens write their findings late: sharp changes, towns far from the others."""
    return program(SAFETY.replace("variables:", "screening: {max_change: 2, max_distance: 3}\nvariables:", 1))


def coinr_import(language: Literal["es", "en"]) -> icma.CoinrImport:
    """A synthetic index of two indicators in the tables of COINr."""
    units = {"uCode": ["A", "B"], "Time": 2020, "Homes": [40, 90], "Waste": [5, 2]}
    lines = {"Level": [1, 1, 2], "iCode": ["Homes", "Waste", "Index"], "Direction": [1, -1, 1], "Weight": 1}
    lines |= {"Parent": ["Index", "Index", None], "Type": ["Indicator", "Indicator", "Aggregate"]}
    return icma.import_coinr(pd.DataFrame(units), pd.DataFrame(lines), language=language)


def results(tmp: Path, language: Literal["es", "en"] = "en") -> dict[str, Any]:
    """Return one of every public result, by the name of its class where it has one."""
    spec = sharp()
    assessment = icma.score(spec, safety_data(), language=language)
    benchmark = icma.benchmark(assessment, "zone")
    catalogue = icma.read_catalogue(pd.DataFrame({"key": ["01001", "05035"], "name": ["Aguascalientes", "Torreón"]}))
    flows = pd.DataFrame({"project": ["a"] * 3, "year": [0, 1, 2], "flow": [-100.0, 60, 70]})
    appraisal = icma.appraise(flows, language=language)
    odd = tmp / "odd.yaml"
    odd.write_text(SAFETY.replace("direction: lower", "direktion: lower"), encoding="utf-8")
    good = tmp / "good.yaml"
    good.write_text(SAFETY, encoding="utf-8")
    delivery = tmp / "delivery.csv"
    safety_data().to_csv(delivery, index=False)
    study, other = tmp / "study.zip", tmp / "other.csv"
    icma.package_study(good, delivery, study)
    safety_data().assign(spending=5.0).to_csv(other, index=False)
    targets = pd.DataFrame({"program": "p", "level": "purpose", "indicator": list("ab"), "target": ["80%", 10], "actual": [0.7, 30]})  # fmt: skip
    rubric = program(RUBRIC)
    imported = coinr_import(language)
    index = icma.score(imported.program, imported.data, language=language)
    answers = icma.score(rubric, ANSWERS, language=language)
    return {
        "Program": spec,
        "Assessment": assessment,
        "Benchmark": benchmark,
        "IndexAnalysis": icma.analyse(assessment),
        "Panel": benchmark.panel,
        "Ledger": benchmark.explain("05002", period="2014-S1"),
        "ImprovementPath": icma.benchmark(answers).path("05035", to={"score": 90}, period="2024"),
        "Bands": icma.Bands("population", (500, 2000)),
        "Nearest": icma.Nearest(("population",), k=3),
        "Catalogue": catalogue,
        "Agreement": icma.agreement(rubric, ANSWERS, ANSWERS | {"second": ["sí"]}, language=language),
        "Collection": icma.collection(delivery, spec, period="2014-S1", expected=["05001", "05099"], language=language),
        "CoinrExport": icma.export_coinr(spec, safety_data(), language=language),
        "CoinrImport": imported,
        "Uncertainty": index.uncertainty(20),
        "Sensitivity": index.sensitivity(8),
        "matches": catalogue.resolve(["Torreón", "Torreon de Arriba"]),
        "TargetResults": icma.score_targets(targets, language=language),
        "Appraisal": appraisal,
        "Portfolio": icma.prioritise(appraisal.table, 150, cost="present_cost"),
        "SpecDiff": icma.diff(good, odd.with_name("good.yaml")),
        "versions": icma.diff("cimtra@2010", "cimtra@2016"),
        "ValidationReport": icma.validate(odd, good),
        "ExampleCoverage": icma.example_coverage(good),
        "Mending": icma.mend(odd),
        "Verification": icma.verify_study(study, other, language=language),
        "answers": answers,
        "table": icma.programs(),
    }


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return results(tmp_path_factory.mktemp("results"))


def parts_of(thing: Any) -> Iterator[tuple[str, Any]]:
    """Yield what a result holds or gives without being asked anything: fields, properties, methods, members."""
    if isinstance(thing, dict):
        yield from ((f"[{key!r}]", part) for key, part in list(thing.items())[:40])
    elif isinstance(thing, list | tuple | set | frozenset):
        yield from ((f"[{number}]", part) for number, part in enumerate(list(thing)[:40]))
    elif type(thing).__module__.startswith("icmaml_indicators") and not isinstance(thing, type | enum.Enum):
        for name in dir(type(thing)):
            if name.startswith(("_", "model_")) or name in {"copy", "dict", "json", "write", "construct"}:
                continue
            member = inspect.getattr_static(type(thing), name)
            if isinstance(member, classmethod | staticmethod):
                continue
            if inspect.isfunction(member) and any(
                each.default is each.empty and each.kind in {each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD}
                for each in list(inspect.signature(member).parameters.values())[1:]
            ):
                continue
            try:
                part = getattr(thing, name)
                yield f".{name}", part() if callable(part) and inspect.isfunction(member) else part
            except (icma.IcmamlError, TypeError, AttributeError):
                continue


def walk(found: dict[str, Any], most: int = 6000) -> Iterator[tuple[str, Any]]:
    """Yield everything of this library that can be reached from some results, each class a few times."""
    seen: dict[type, int] = {}
    kept: list[Any] = []
    waiting = list(found.items())
    while waiting and len(kept) < most:
        path, thing = waiting.pop(0)
        kept.append(thing)
        own = type(thing).__module__.startswith("icmaml_indicators")
        if own:
            seen[type(thing)] = seen.get(type(thing), 0) + 1
            if seen[type(thing)] > 12:
                continue
            yield path, thing
        if own or isinstance(thing, dict | list | tuple | set | frozenset):
            waiting.extend((path + step, part) for step, part in parts_of(thing))


def test_every_public_class_of_results_is_looked_at(found: dict[str, Any]) -> None:
    classes = {name for name in icma.__all__ if inspect.isclass(getattr(icma, name)) and not name.endswith("Error")}
    assert classes <= {type(thing).__name__ for thing in found.values()}


def test_representations_stay_within_a_few_lines(found: dict[str, Any]) -> None:
    """Of every result, and of everything of ours that it holds or gives."""
    looked_at = 0
    for path, thing in walk(found):
        assert len(repr(thing)) <= LONGEST, f"{path}: {repr(thing)[:LONGEST]} …"
        looked_at += 1
    assert looked_at > 250
    for thing in shown_results(found).values():
        assert repr(thing).count("\n") == 2
        assert all(len(line) <= 122 for line in repr(thing).split("\n"))
    assert repr(found["ValidationReport"]).split("\n") == [
        "<ValidationReport: not sound",
        "  programs: 1 · indicators: 2 · provenance: 2 of the user",
        "  diagnostics: 2 errors · allowed: 2>",
    ]


# What is handed in rather than given back.
_INPUTS = {"Bands", "Nearest"}


def shown_results(found: dict[str, Any]) -> dict[str, Any]:
    """Return the results that are objects of ours."""
    return {name: thing for name, thing in found.items() if hasattr(icma, type(thing).__name__) and name not in _INPUTS}


def test_every_result_shows_itself_in_a_notebook_and_hands_out_the_same(found: dict[str, Any]) -> None:
    shown = shown_results(found)
    classes = {name for name in icma.__all__ if inspect.isclass(getattr(icma, name)) and not name.endswith("Error")}
    assert {type(thing).__name__ for thing in shown.values()} == classes - _INPUTS
    for name, thing in shown.items():
        html = thing._repr_html_()
        assert html == thing.to_html(), name
        assert html.startswith('<div class="icma" lang="en"><style>'), name
        assert "<script" not in html and html.count("<table") == html.count("<caption"), name
        assert len(html) < 25_000, name


def test_what_rests_on_a_program_tells_its_provenance(found: dict[str, Any]) -> None:
    of_programs = set(shown_results(found)) - {"Catalogue", "TargetResults", "Appraisal", "Portfolio", "Mending"}
    for name in of_programs - {"ExampleCoverage", "versions"}:
        for text in (repr(found[name]), found[name].to_html()):
            assert "2 of the user" in text, name
    for text in (repr(found["versions"]), found["versions"].to_html()):
        assert "21 documented, 147 reconstructed" in text


def test_results_without_a_language_show_themselves_in_either(found: dict[str, Any]) -> None:
    for name, thing in shown_results(found).items():
        if hasattr(thing, "language"):
            continue
        assert thing.to_html() == thing.to_html("en") != thing.to_html("es"), name
        assert thing.to_html(language="es").startswith('<div class="icma" lang="es">')
        with pytest.raises(icma.UnknownNameError):
            thing.to_html("fr")


def test_cards_in_spanish_hold_no_english_heading(tmp_path: Path) -> None:
    """Of every result, in its own language where it has one: a heading that both have is a word of both, or an id."""
    both = {"factor", "kappa", "n", "q1", "q3", "variable", "Variable"}
    english = shown_results(results(tmp_path))
    spanish = shown_results(results(tmp_path, language="es"))
    ids = {*english["Program"].nodes, *english["answers"].program.nodes}
    headings = 0
    for name, thing in spanish.items():
        html = thing._repr_html_() if hasattr(thing, "language") else thing.to_html("es")
        assert html.startswith('<div class="icma" lang="es">'), name
        same = set(re.findall(_HEADING, html)) & set(re.findall(_HEADING, english[name].to_html()))
        headings += len(re.findall(_HEADING, html))
        assert same <= both | ids, name
    assert headings > 150


_HEADING = r'(?<=<dt>)[^<]+|(?<=<summary>)[^<( ]+|(?<=scope="col">)[^<]+|(?<=scope="col" class="figure">)[^<]+|(?<=scope="col" class="long">)[^<]+'


def test_a_card_of_much_data_makes_no_table_of_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    assessment = icma.score(sharp(), pd.concat([safety_data().assign(entity=lambda t, n=n: t["entity"] + str(n)) for n in range(40)]))  # fmt: skip
    for name in ("scores_table", "values_table", "tidy_table", "coverage_table"):
        monkeypatch.delattr(f"icmaml_indicators.scoring.tables.{name}")
    html = assessment.to_html()
    assert "… and 1,180 more lines" in html
    assert "<summary>Findings <span" in html and html.count("<tr>") < 60
    compared = icma.benchmark(assessment, "zone")
    assert "groups: 2" in repr(compared)
    assert "peer_statistics" not in vars(compared._comparison)  # nothing was worked out for three lines


def test_a_card_of_a_validation_stays_small() -> None:
    report = icma.validate("sindes")
    assert len(repr(report)) < LONGEST
    assert len(report.to_html()) < 10_000


def test_completion_offers_what_a_class_declares(found: dict[str, Any]) -> None:
    """Tables, verbs and attributes; not old names, arrays for other rooms, or what pydantic brings."""

    def offered(name: str) -> set[str]:
        return {each for each in dir(found[name]) if not each.startswith("_")}

    assert offered("TargetResults") == {
        *(
            "cremaa",
            "findings",
            "flat",
            "get_credits",
            "get_findings",
            "groups",
            "indicators",
            "keys",
            "kind",
            "language",
        ),
        *("level_weights", "pace", "rolled", "scores", "shares_at", "term", "to_dict", "to_html", "to_json"),
    }
    assert offered("Appraisal") == {
        *("findings", "get_findings", "internal_rates", "language", "net_present_value", "rate", "table", "to_dict"),
        *("to_html", "to_json"),
    }
    assert {"assessment", "positions", "explain", "plot", "to_html", "language"} <= offered("Benchmark")
    assert {"indicators", "tree", "title", "to_html"} <= offered("Program")
    assert not {"model_dump", "copy", "dict", "json", "model_config"} & offered("Program")
    assert {"moves", "to_text", "provenance"} <= offered("ImprovementPath")
    for name, thing in shown_results(found).items():
        assert not offered(name) & set(ALIASES.get(type(thing).__name__, {})), name
        assert all(hasattr(type(thing), each) or hasattr(thing, each) for each in offered(name) - {"pace"}), name
        # What begins with an underscore is there for tools: completion hides it until one is typed.
        assert {"__class__", "_repr_html_", "__dict__" if hasattr(thing, "__dict__") else "__slots__"} <= set(
            dir(thing)
        )


def test_a_terminal_shows_the_first_of_what_was_found(tmp_path: Path) -> None:
    odd = tmp_path / "odd.yaml"
    odd.write_text(SAFETY.replace("title:", "titel:"), encoding="utf-8")
    report = icma.validate(odd)
    shown: list[str] = []
    report._repr_pretty_(type("Printer", (), {"text": lambda _, text: shown.append(text)})(), cycle=False)
    assert shown[0].startswith(f"{report!r}\n\nerror[")
    assert shown[0].count("-->") == 10
    assert shown[0].endswith(f"… {len(report.diagnostics) - 10} more")


# In the order in which their examples go on from one another.
_EXEMPLIFIED = (
    *(icma.Assessment, icma.IndexAnalysis, icma.Benchmark, icma.Panel, icma.Ledger, icma.ImprovementPath),
    icma.SpecDiff,
    *(icma.ValidationReport, icma.ExampleCoverage, icma.Program, icma.TargetResults, icma.Appraisal, icma.Portfolio),
    *(icma.Catalogue, icma.Collection, icma.Agreement),
    *(icma.CoinrImport, icma.CoinrExport, icma.Uncertainty, icma.Sensitivity, icma.Verification),
)
# It writes a file.
_WITHOUT_EXAMPLES = {"Ledger.to_excel"}


def is_table_or_verb(member: Any) -> bool:
    """Whether a member is a method, or a property that gives a table."""
    function = getattr(member, "fget", None) or getattr(member, "func", None) or getattr(member, "__func__", member)
    if not inspect.isfunction(function):
        return False
    return (
        function is member or isinstance(member, classmethod) or "DataFrame" in str(function.__annotations__["return"])
    )


def exemplified() -> dict[str, tuple[type, Any, str]]:
    """Return every public member: its class, itself, its docstring."""
    found = {}
    for one in _EXEMPLIFIED:
        for name in dir(one):
            member = inspect.getattr_static(one, name)
            ours = any(name in vars(kind) and kind.__module__.startswith("icmaml") for kind in one.__mro__)
            if ours and not name.startswith("_"):
                found[f"{one.__name__}.{name}"] = (one, member, str(getattr(member, "__doc__", None) or ""))
    return found


def examples_of(docstring: str, names: dict[str, Any]) -> doctest.DocTest:
    return doctest.DocTestParser().get_doctest(docstring, names, "example", None, None)


@pytest.fixture(scope="module")
def named() -> dict[type, dict[str, Any]]:
    """The names that the examples of each class, and of those before it, have given."""
    names: dict[str, Any] = {"icma": icma, "pd": pd}
    found = {}
    for one in _EXEMPLIFIED:
        told: list[str] = []
        example = examples_of(str(one.__doc__), dict(names))
        doctest.DocTestRunner(verbose=False).run(example, out=told.append, clear_globs=False)
        assert told == []
        names = found[one] = {name: value for name, value in example.globs.items() if name != "__builtins__"}
    return found


@pytest.mark.parametrize("name", [name for name, (_, _, text) in exemplified().items() if ">>>" in text])
def test_an_example_runs_as_it_is_written(name: str, named: dict[type, dict[str, Any]]) -> None:
    one, _, text = exemplified()[name]
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(examples_of(text, dict(named[one])), out=told.append)
    assert told == []


FUNCTIONS = [name for name in icma.__all__ if inspect.isfunction(getattr(icma, name))]


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if ">>>" in str(getattr(icma, name).__doc__)])
def test_an_example_of_a_function_stands_by_itself(name: str) -> None:
    told: list[str] = []
    example = examples_of(str(getattr(icma, name).__doc__), {"icma": icma, "pd": pd})
    doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert told == []


def test_every_function_has_an_example_unless_it_is_about_files() -> None:
    without = {name for name in FUNCTIONS if ">>>" not in str(getattr(icma, name).__doc__)}
    assert without == {"mend", "new_indicator", "read_data"}


def test_every_table_and_verb_has_an_example() -> None:
    lacking = {
        name for name, (_, member, text) in exemplified().items() if is_table_or_verb(member) and ">>>" not in text
    }
    assert lacking == _WITHOUT_EXAMPLES


def same(one: Any, other: Any, depth: int = 1) -> None:
    """Require two results to hold and give the same."""
    assert type(one) is type(other)
    if isinstance(one, pd.DataFrame):
        pd.testing.assert_frame_equal(one, other)
    elif isinstance(one, np.ndarray):
        np.testing.assert_array_equal(one, other)
    elif isinstance(one, dict | list | tuple) or type(one).__module__.startswith("icmaml_indicators"):
        mine, others = dict(parts_of(one)), dict(parts_of(other))
        assert mine.keys() == others.keys()
        for name in mine if depth else ():
            same(mine[name], others[name], depth - 1)
    elif isinstance(one, float):
        assert one == pytest.approx(other, rel=0, abs=0, nan_ok=True)
    elif isinstance(one, str | int) or one is None:
        assert one == other


def carried(thing: Any) -> Any:
    """Return what another process receives."""
    return ForkingPickler.loads(ForkingPickler.dumps(thing))


@pytest.mark.parametrize("used", [False, True])
def test_every_result_comes_back_from_pickle(tmp_path: Path, used: bool) -> None:
    """As it was made, and after everything was asked of it (figures are kept once they are worked out)."""
    for name, thing in results(tmp_path).items():
        if used:
            list(parts_of(thing))
        copy = carried(thing)
        same(thing, copy)
        assert repr(copy) == repr(thing), name


def test_findings_that_write_their_figure_late_come_back_from_pickle(found: dict[str, Any]) -> None:
    """A sharp change, a town far from the others and a published value that differs each name both figures."""
    assessment = found["Assessment"]
    copy = carried(assessment)
    pd.testing.assert_frame_equal(copy.get_findings("es"), assessment.get_findings("es"))
    late = copy.findings.query("code in ('IND416', 'IND417', 'IND418')")
    assert set(late["code"]) == {"IND416", "IND417", "IND418"}
    assert late["message"].str.contains(r"\d").all()
