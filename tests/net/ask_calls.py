"""What functions answer that need no program, and what is raised where a call is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

import icmaml_indicators as icma

from .asking import Inputs, answer, clear, guard, member, read_back
from .blocks import Block


def ask(inputs: Inputs) -> Iterator[Block]:
    """Ask for targets, projects, portfolios, catalogues, data as read, reports as files, and for wrong calls."""
    yield from guard("targets", _targets())
    yield from guard("projects", _projects())
    yield from guard("catalogue", _catalogue(inputs))
    yield from guard("files", _files(inputs))
    yield from guard("round", _round(inputs))
    yield from guard("analysis", _analysis(inputs))
    for name, call in _wrong_calls(inputs).items():
        yield from answer("wrong call", name, call)


def _targets() -> Iterator[Block]:
    for kind, options in (
        ("matrix", {}),
        ("matrix", {"hierarchy": ("municipality", "sdg"), "language": "es"}),
        ("matrix", {"level_weights": {"goal": 40, "activity": 5}}),
        ("plan", {"term": ("2023-10", "2026-09")}),
        ("plan", {"hierarchy": ("municipality", "axis", "strategy", "action_line")}),
    ):
        path = f"tables/{'mir' if kind == 'matrix' else 'plan'}.csv"
        subject = f"targets of a {kind} {options or ''}".strip()
        yield from answer(
            subject, "results", lambda p=path, k=kind, o=options: icma.score_targets(p, k, **o).indicators
        )
        for name in ("groups", "findings", "flat", "pace"):
            yield from answer(
                subject, name, lambda p=path, k=kind, o=options, n=name: getattr(icma.score_targets(p, k, **o), n)
            )


def _projects() -> Iterator[Block]:
    for rate in (0.1, 0.0):
        subject = f"projects at {rate}"
        yield from answer(subject, "table", lambda rate=rate: icma.appraise("tables/flows.csv", rate).table)
        for name in ("internal_rates", "findings"):
            yield from answer(
                subject, name, lambda rate=rate, n=name: getattr(icma.appraise("tables/flows.csv", rate), n)
            )
    table = icma.appraise("tables/flows.csv").table
    for budget in (0, 500, 1500, 1e9):
        options = {"cost": "present_cost"}

        def chosen(budget: float = budget, options: dict[str, Any] = options) -> Any:
            found = icma.prioritise(table, budget, **options)
            return {
                **{
                    name: getattr(found, name) for name in ("value", "cost", "value_by_ratio", "cost_by_ratio", "bound")
                },
                "table": found.table.reset_index().astype(object).to_dict("records"),
            }

        yield from answer(f"portfolio under {budget}", "choice", chosen)
    yield from answer(
        "start of a project", "period", lambda: icma.start_period(100.0, [3.0, 6.0, 11.0, 14.0, 15.0], 0.1)
    )


def _catalogue(inputs: Inputs) -> Iterator[Block]:
    def catalogue() -> icma.Catalogue:
        return icma.read_catalogue("tables/catalogue.csv")

    names = (
        "Torreón",
        "torreon",
        "Dr. Mora",
        "Juárez",
        "Juárez, Chih.",
        "Juárez, Chihuahua",
        "San Juan Mixtepec",
        "05035",
        "5035",
        "Tlaquepaque",
        "Nowhere",
        "Reforma",
        "H. Ayuntamiento de Ciudad Juárez",
    )
    for name in names:
        yield from answer(f"municipality {name}", "key", lambda name=name: catalogue().key(name))
        yield from answer(f"municipality {name}", "key in Chiapas", lambda name=name: catalogue().key(name, "Chiapas"))
    yield from answer("states", "names", lambda: [str(state) for state in icma.STATES])
    joined = "tables/metropolis.csv"
    table = pd.read_csv("tables/named.csv", dtype=str)
    for peers in ("state", "metropolitan_area", "population", None):

        def positions(peers: Any = peers) -> pd.DataFrame:
            assessment = icma.score(
                inputs.program("programs/editions/2015.yaml"), table, catalogue=catalogue().join(joined)
            )
            return icma.benchmark(assessment, peers, min_peers=1).positions

        yield from answer(f"names for keys by {peers}", "positions", positions)
    yield from answer(
        "names for keys",
        "findings",
        lambda: icma.score(inputs.program("programs/editions/2015.yaml"), table, catalogue=catalogue()).findings,
    )


def _files(inputs: Inputs) -> Iterator[Block]:
    """Data as read, and what `write_report` writes."""
    for path in sorted(Path("tables").glob("*.csv")):
        yield from answer(f"file {path.name}", "as read", lambda path=path: icma.read_data(path))
    mapped = "tables/police.csv"
    yield from answer("map cngmd_police", "keys", lambda: icma.load_map("cngmd_police").model_dump(by_alias=True))
    yield from answer("map cngmd_police", "variables", lambda: icma.read_data(mapped, map="cngmd_police"))
    yield from answer(
        "map cngmd_police", "findings", lambda: icma.score("sindes", mapped, map="cngmd_police").findings.head(20)
    )
    yield from answer("map shcp_mir", "targets", lambda: icma.read_data("tables/shcp.csv", map="shcp_mir"))
    folder = clear(Path("reports"))
    case = next(case for case in inputs.cases if case.name == "groups/wide")
    assessment = inputs.score(case)
    found = icma.benchmark(assessment, "zone", min_peers=2)
    subjects: dict[str, Any] = {"assessment": assessment, "benchmark": found, "panel": found.panel}
    for name, subject in subjects.items():
        for suffix in (".csv", ".xlsx", ".json", ".parquet"):

            def written(subject: Any = subject, path: Path = folder / f"{name}{suffix}") -> Any:
                icma.write_report(subject, path, "en")
                return read_back(path)

            if not inputs.golden or (name, suffix) == ("benchmark", ".csv"):
                yield from answer(f"report of {name}", suffix, written)


def _round(inputs: Inputs) -> Iterator[Block]:
    """A round of collection: one file is corrected, one cannot be read, one is missing."""
    program, folder = inputs.program("programs/editions/2015.yaml"), clear(Path("round"))
    table = pd.read_csv("data/editions_2015_wide.csv", dtype=str)
    period = str(table["period"].iloc[-1])
    entities = table["entity"].unique()[:4]
    for entity in entities[:3]:
        table[table["entity"] == entity].to_csv(folder / f"{entity}.csv", index=False)
    figure = next(name for name in table.columns if name in program.variable_by_id)
    again = table[table["entity"] == entities[0]].assign(**{figure: "5"})
    again.to_csv(folder / "again.csv", index=False)
    (folder / "bad.csv").write_text("x\n1\n", encoding="utf-8")
    register = {"file": ["again.csv"], "supersedes": [f"{entities[0]}.csv"], "received": ["2016-02-01"]}
    asked = {"period": period, "expected": entities.tolist(), "register": register}
    for name in ("status", "files", "corrections", "moves", "counts"):
        yield from answer("round", name, lambda name=name: getattr(icma.collection(folder, program, **asked), name))
    evaluated = {"entity": ["05035"], "period": ["2024"], "roles_defined": [1], "roles_defined.evidence": ["p. 3"]}
    other = evaluated | {"roles_defined": [0]}
    for name in ("answers", "blocks", "differences"):
        yield from answer("agreement", name, lambda name=name: getattr(icma.agreement("simed", evaluated, other), name))
    yield from answer("evidence", "of answers", lambda: icma.list_evidence(icma.score("simed", evaluated)))
    yield from answer(
        "observations", "table", lambda: icma.list_observations(icma.collection(folder, program, **asked).assessment)
    )
    yield from answer("round", "final", lambda: icma.collection(folder, program, final=True, **asked))


def _analysis(inputs: Inputs) -> Iterator[Block]:
    """The analysis of a program with groups, by its scores; flags by its values, too."""
    case = next(case for case in inputs.cases if case.name == "weights/wide")
    assessment = inputs.score(case)
    period = str(assessment.scores.index.get_level_values("period")[-1])
    analysis = icma.analyse(assessment, period)
    for name in ("indicators", "correlations", "reliability", "components", "effective_weights", "influence", "flags"):
        yield from answer("analysis", name, lambda name=name: getattr(analysis, name))
    values = icma.analyse(assessment, period, basis="oriented_values")
    yield from answer("analysis by values", "flags", lambda: values.flags)
    for method in ("entropy", "pca"):
        yield from answer(
            "analysis", f"weights by {method}", lambda method=method: icma.analyse(assessment).suggest_weights(method)
        )


def _wrong_calls(inputs: Inputs) -> dict[str, Callable[[], Any]]:
    case = next(case for case in inputs.cases if case.name == "groups/wide")
    program, assessment = inputs.program(case.program), inputs.score(case)
    found = icma.benchmark(assessment)
    entity, period = assessment.scores.index[0]
    frame = pd.DataFrame({"entity": ["01", "02"], "period": ["2013", "2013"], "a": [1.0, 2.0]})
    return {
        "load unknown": lambda: icma.load("sindez"),
        "load bad": lambda: icma.load("bad/unknown_key.yaml"),
        "loads nothing": lambda: icma.loads(""),
        "score no program": lambda: icma.score(frame, frame),  # type: ignore[arg-type]
        "score nothing": lambda: icma.score(program, frame.iloc[:0]).scores,
        "score no columns": lambda: icma.score(program, pd.DataFrame({"x": [1]})).scores,
        "score no period": lambda: icma.score(program, frame.drop(columns="period")).scores,
        "score no file": lambda: icma.score(program, "nowhere.csv"),
        "score strictly": lambda: icma.score(program, case.data, strict=True),
        "score on unknown period": lambda: icma.score(program, case.data, base_period="1999").scores,
        "score ranks on a period": lambda: (
            icma.score(inputs.program("programs/scales.yaml"), "data/scales_wide.csv", base_period="2013").scores
        ),
        "score unknown column": lambda: icma.score(program, frame, columns={"entity": "cve"}).scores,
        "explain unknown entity": lambda: assessment.explain("99"),
        "explain unknown node": lambda: assessment.explain(entity, "produkt", period),
        "explain without period": lambda: assessment.explain(entity),
        "explain unknown period": lambda: assessment.explain(entity, "total", "2013-S1"),
        "analyse unknown period": lambda: icma.analyse(assessment, "1999"),
        "analyse by nothing": lambda: icma.analyse(assessment, basis="ranks"),  # type: ignore[arg-type]
        "analyse with an unknown limit": lambda: icma.analyse(assessment, limits={"alfa": 1}),
        "suggest nothing": lambda: icma.analyse(assessment).suggest_weights("alphabet"),
        "unknown model": lambda: member(assessment, "with_model", "under")("means"),
        "benchmark by nothing": lambda: icma.benchmark(assessment, "colour"),
        "benchmark too few": lambda: icma.benchmark(assessment, min_peers=0),
        "benchmark trim": lambda: icma.benchmark(assessment, trim=0.5),
        "benchmark ddof": lambda: icma.benchmark(assessment, ddof=-1),
        "benchmark unknown entity": lambda: icma.benchmark(assessment, ["99"]),
        "nearest in text": lambda: icma.benchmark(assessment, icma.Nearest(("zone",))),
        "nearest unknown": lambda: icma.benchmark(assessment, icma.Nearest(("colour",))),
        "positions of unknown": lambda: found.positions_of("nothing"),
        "path to nothing": lambda: found.path(entity, to="platinum", period=period),
        "path to no target": lambda: found.path(entity, to={"grade": 1}, period=period),
        "path of unknown": lambda: found.path(entity, to={"rank": 1}, node="nothing", period=period),
        "path with unknown": lambda: found.path(entity, to={"rank": 1}, period=period, only=["nothing"]),
        "changes against nothing": lambda: found.panel.changes("1999"),
        "lines at one": lambda: found.panel.lines(1),
        "ranking of nothing": lambda: found.panel.ranking("nothing"),
        "ranking over a break": lambda: icma.benchmark(
            icma.score(inputs.program("programs/editions/2015.yaml"), "data/editions_2015_wide.csv")
        ).panel.ranking("total"),
        "join strangers": lambda: icma.join_editions(
            assessment, inputs.score(next(c for c in inputs.cases if c.name == "scales/wide"))
        ),
        "join twice": lambda: icma.join_editions(assessment, assessment),
        "report unknown": lambda: icma.write_report(assessment, "x.docx"),
        "report page of scores": lambda: icma.write_report(assessment, "x.html"),
        "report anonymous scores": lambda: icma.write_report(assessment, "x.csv", anonymise=True),
        "diff unknown": lambda: icma.diff("sindes", "nothing"),
        "targets without columns": lambda: icma.score_targets(frame),
        "targets of odd term": lambda: icma.score_targets("tables/plan.csv", "plan", term=("2024", "2023")),
        "appraise at -1": lambda: icma.appraise("tables/flows.csv", -1),
        "appraise nothing": lambda: icma.appraise(frame),
        "prioritise unknown": lambda: icma.prioritise(frame, 5, value="worth"),
        "read unknown": lambda: icma.read_data("programs/groups.yaml"),
        "read by no map": lambda: icma.read_data("tables/police.csv", map="cngmd_polise"),
        "read by the map of another file": lambda: icma.read_data("tables/flows.csv", map="cngmd_police"),
        "scored by a map of targets": lambda: icma.score("sindes", "tables/shcp.csv", map="shcp_mir"),
        "targets by a map of variables": lambda: icma.score_targets("tables/police.csv", map="cngmd_police"),
        "catalogue of nothing": lambda: icma.read_catalogue("tables/flows.csv"),
        "import of no workbook": lambda: icma.import_coin_tool("tables/coinr_units.csv"),
        "verification of no package": lambda: icma.verify_study("tables/flows.csv"),
        "new of a bad name": lambda: icma.new_program("Total"),
        "new in nothing": lambda: icma.new_indicator("nowhere.yaml", "x", formula="1"),
        "validate nothing": lambda: icma.validate("nowhere").ok,
        "severity unknown": lambda: icma.validate("bad", severity={"IND999": "off"}),
    }
