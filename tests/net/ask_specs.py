"""What checking, mending, comparing and beginning of specs answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import icmaml_indicators as icma

from .asking import Inputs, answer, guard, mask, member
from .blocks import Block, pairs_block

_FORMATS = ("text", "json", "github", "gitlab", "sarif")


def ask(inputs: Inputs) -> Iterator[Block]:
    """Ask for diagnostics of good and bad specs, mends, coverage of examples, differences, new definitions."""
    sources = list(dict.fromkeys(case.program for case in inputs.cases if case.is_own or not inputs.golden))
    for source in sources:
        yield from _of_spec(source, inputs)
    for path in sorted(Path("bad").glob("*.yaml")):
        yield from answer(f"bad/{path.stem}", "diagnostics", lambda path=path: _diagnostics(icma.validate(path)))
        yield from answer(f"bad/{path.stem}", "mends", lambda path=path: icma.mend(path, unsafe=True).diff())
    yield from guard("all specs", _of_all(inputs))
    yield from guard("differences", _differences(inputs))
    yield from guard("new definitions", _beginnings())


def _diagnostics(report: icma.ValidationReport) -> Any:
    found = json.loads(report.render("json"))["diagnostics"]
    return {f"{number} {one['code']}": one for number, one in enumerate(found)}


def _of_spec(source: str, inputs: Inputs) -> Iterator[Block]:
    yield from answer(source, "diagnostics", lambda: _diagnostics(icma.validate(source)))
    yield from answer(source, "coverage", lambda: icma.example_coverage(source).table)
    if not inputs.golden:
        yield from answer(
            source, "every doubt", lambda: _diagnostics(icma.validate(source, severity={"IND233": "warning"}))
        )
        yield from answer(source, "program", lambda: json.loads(icma.load(source).model_dump_json(by_alias=True)))
        yield from answer(source, "summary", lambda: _nodes(icma.load(source)))


def _nodes(program: icma.Program) -> dict[str, Any]:
    """Return what the tree comes to: depth, weight, points, direction, provenance."""
    return {
        node.id: [node.depth, float(node.weight), str(node.points), node.parent, str(node.provenance)]
        for node in program.nodes.values()
    }


def _of_all(inputs: Inputs) -> Iterator[Block]:
    for form in _FORMATS[:1] if inputs.golden else _FORMATS:
        for language in ("es", "en")[: 1 if inputs.golden else 2]:
            yield from answer(
                "bad",
                f"rendered as {form} in {language}",
                lambda f=form, n=language: _version_masked(icma.validate("bad").render(f, n)),
            )
    yield from answer("all shipped programs", "programs", icma.programs)
    yield from answer("programs/editions", "diagnostics", lambda: _diagnostics(icma.validate("programs/editions")))
    yield pairs_block("library", "names", [(name, True) for name in sorted(icma.__all__)])


def _version_masked(text: str) -> str:
    return mask(text.replace(icma.__version__, "<version>"))


# Each with what to write in the place of what, between two versions of a program.
_EDITS = {
    "weights": ("scales", "direction: higher, scale: identity", "direction: higher, weight: 2, scale: identity"),
    "scale": ("scales", "low: 2, high: 8", "low: 1, high: 8"),
    "formula": ("formulas", "formula: police / population * 1000", "formula: 1000 * police / population"),
    "another formula": ("formulas", "formula: police / population * 1000", "formula: police / population * 100"),
    "gate": ("rubric", "at_least: 50, max_score: 70", "at_least: 50, max_score: 60"),
    "rename": ("formulas", "id: absolute, title: {es: Absoluto", "id: gap_size, title: {es: Absoluto"),
    "levels": ("decisions", "up_to: 40", "up_to: 50"),
    "target": ("targets", "target: 80, baseline: 60", "target: 85, baseline: 60"),
    "aggregation": ("groups", "aggregation: geometric_mean", "aggregation: harmonic_mean"),
    "absence": ("groups", "min_coverage: 0.25", "min_coverage: 0.5"),
    "text": ("groups", "Geométrica", "Media geométrica"),
    "version": ("rubric", 'version: "2.1"', 'version: "3.0"'),
}

# Those whose moves are held as golden results.
_HELD = {"weights", "gate", "another formula", "aggregation"}


def _differences(inputs: Inputs) -> Iterator[Block]:
    pairs = [
        ("cimtra@2010", "cimtra@2016"),
        ("msd@2013", "msd@2015"),
        ("programs/editions/2011.yaml", "programs/editions/2015.yaml"),
    ]
    for old, new in pairs[2:] if inputs.golden else pairs:
        for form in ("json", "markdown") if inputs.golden else ("json", "text", "markdown", "github"):
            yield from answer(
                f"diff {old} {new}", f"as {form}", lambda o=old, n=new, f=form: icma.diff(o, n).render(f, "en")
            )
    folder = Path("edited")
    folder.mkdir(exist_ok=True)
    for name, (stem, old, new) in _EDITS.items():
        before = Path(f"programs/{stem}.yaml")
        text = before.read_text(encoding="utf-8")
        if old not in text:
            raise LookupError(f"{stem}.yaml has no {old!r} to edit")
        after = folder / f"{name.replace(' ', '_')}.yaml"
        after.write_text(text.replace(old, new), encoding="utf-8")
        subject = f"diff {stem} with another {name}"
        found = cache(partial(icma.diff, before, after))
        yield from answer(subject, "as text", lambda found=found: found().render("text", "es"))
        yield from answer(subject, "changes", lambda found=found: found().to_frame())
        yield from answer(subject, "affected", lambda found=found: _affected(found()))
        data = f"data/{stem}_wide.csv"
        if inputs.golden and name not in _HELD:
            continue
        yield from answer(subject, "summary of moves", lambda b=before, a=after, d=data: icma.diff(b, a, d).summary)
        if not inputs.golden:
            yield from answer(
                subject, "moves", lambda b=before, a=after, d=data: icma.diff(b, a, d, peers="zone").moves
            )


def _affected(found: icma.SpecDiff) -> dict[str, Any]:
    due, given = member(found, "required_bump", "bump_due"), member(found, "declared_bump", "bump_given")
    steps = {"due": due, "given": given, "ok": found.ok}
    (program,) = found.programs
    return {**steps, "affected": {name: list(what.parts) for name, what in program.affected.items()}}


def _beginnings() -> Iterator[Block]:
    for kind in ("indicators", "rubric", "matrix"):
        yield from answer(f"new program of {kind}", "text", lambda kind=kind: icma.new_program("net_begun", kind=kind))
    tables = (Path("tables/coinr_units.csv"), Path("tables/coinr_framework.csv"))
    for language in ("es", "en"):
        yield from answer(
            "import of COINr", language, lambda to=language: icma.import_coinr(*tables, language=to).notes
        )
        yield from answer(
            "export to COINr", language, lambda to=language: icma.export_coinr("simed", language=to).notes
        )
    yield from answer("export to COINr", "table", lambda: icma.export_coinr("simed").meta)
    yield from answer("import of COINr", "spec", lambda: icma.import_coinr(*tables).spec)
    path = Path("programs/groups.yaml")
    for id_, formula, options in (
        ("shared", "a / b * 100", {"group": "product"}),
        ("needs_more", "a / inhabitants", {"group": "product", "direction": "lower"}),
        ("wrong", "a / ", {}),
    ):
        yield from answer(
            f"new indicator {id_}",
            "text",
            lambda i=id_, f=formula, o=options: str(icma.new_indicator(path, i, formula=f, **o)),
        )
