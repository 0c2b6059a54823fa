"""One function a command."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...diagnostics import Language
from ...diagnostics.cells import printable
from ...errors import IcmamlError
from ...maps.reading import load_map
from ...sources import is_map
from ...sources.builtin import builtin_maps, editions
from ...validation import describe, load
from ..arguments.numbers import read_cuts
from ..arguments.reading import list_reading_options
from ..outputs import MARK, wants_mark
from ..progress import Progress
from ..text.maps import describe_map, list_maps, show_map
from ..text.programs import show_node, show_program
from ..text.summaries import one_of, show, summarise_benchmark, summarise_lines
from ..words.printed import put_in_words
from .municipalities import catalogue_from

if TYPE_CHECKING:
    from ...benchmarks import Bands, Nearest
    from ...results import Assessment


def run_list(options: argparse.Namespace) -> int:
    """Print the built-in programs and column maps."""
    lines = [describe(load(path, prove=False)) for path in editions().values()]
    maps = [load_map(path) for path in builtin_maps().values()]
    if options.format == "json":
        print(json.dumps([*lines, *map(describe_map, maps)], ensure_ascii=False, indent=2))
        return 0
    title = "title_es" if options.language == "es" else "title"
    for line in lines:
        known = put_in_words("provenance", options.language, **line)
        counts = f"{line['indicators']:>4}  {known}"
        print(f"{line['id']:<26} {line['version']:<14} {counts:<42} {line[title]}")
    print("\n".join(list_maps(maps, options.language)))
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Print a program, one node or variable of it, or a column map."""
    if options.program in builtin_maps() or is_map(Path(options.program)):
        column_map = load_map(options.program)
        given = column_map.model_dump_json(indent=2, by_alias=True, exclude_defaults=True)
        print(given if options.format == "json" else printable(show_map(column_map, options.language), "\n"))
        return 0
    program = load(options.program, prove=False)
    if options.output:
        from ...reports import write_report

        write_report(program, options.output, options.language)
        say(f"→ {options.output}")
        return 0
    if options.format == "json":
        shown: Any = program
        if options.node:
            from ..text.programs import find

            shown = find(program, options.node)
        print(shown.model_dump_json(indent=2, by_alias=True, exclude_defaults=True))
        return 0
    text = (
        show_node(program, options.node, options.language) if options.node else show_program(program, options.language)
    )
    print(printable(text, "\n"))
    return 0


def run_template(options: argparse.Namespace) -> int:
    """Write the table to fill in."""
    from ...reports import data_template, write_tables, write_workbook

    program = load(options.program)
    if Path(options.output).suffix.lower() == ".xlsx" and options.layout != "wide":
        write_workbook(program, options.output, options.language, entity=options.entity, period=options.period)
        told = ("criteria", program.criteria) if program.criteria else ("variables", program.inputs)
        say(put_in_words(told[0], options.language, path=options.output, count=len(told[1])))
        return 0
    table = data_template(
        program, options.language, layout=options.layout, entity=options.entity, period=options.period
    )
    write_tables({"data": table}, Path(options.output), excel_csv=wants_mark(options, options.output))
    say(put_in_words("variables", options.language, path=options.output, count=len(program.inputs)))
    return 0


def assess(options: argparse.Namespace) -> Assessment:
    """Score the data that a command names."""
    from ...results import score

    reading = list_reading_options(options)
    program = load(options.program)
    catalogue = catalogue_from(options.catalogue, program.entity.country)
    # Where one figure is asked for, the period is the figure's.
    explains = options.command in {"explain", "path"}
    with Progress(options.language, quiet=options.quiet or explains) as progress:
        lower = None
        for source, data in options.lower or ():
            lower = score(
                load(source),
                _given(data),
                lower=lower,
                decimal=options.decimal,
                catalogue=catalogue,
                strict=options.strict,
                language=options.language,
                progress=progress,
            )
        return score(
            program,
            _given(options.data[0]) if len(options.data) == 1 else options.data,
            lower=lower,
            **reading,
            period=None if explains else options.period,
            base_period=options.base_period,
            catalogue=catalogue,
            map=options.map,
            strict=options.strict,
            language=options.language,
            progress=progress,
        )


def _given(path: str) -> str | None:
    """Return the file of data, or None where there is none."""
    return None if path == "-" else path


def count_findings(assessment: Assessment, options: argparse.Namespace) -> None:
    """Tell on standard error what the data came to, provenance included."""
    if options.quiet:
        return
    log = assessment._scored.table.findings
    from ...diagnostics import MESSAGES

    counts = {"error": 0, "warning": 0, "info": 0}
    for code in {batch.code for batch in log.batches}:
        counts[MESSAGES[code].severity] += log.count(code)
    identity = describe(assessment.program)
    entities, periods = len(assessment._scored.table.entity_ids), len(assessment._scored.table.points)
    say(
        put_in_words(
            "assessed",
            options.language,
            **identity,
            entities=entities,
            periods=periods,
            errors=counts["error"],
            warnings=counts["warning"],
            notes=counts["info"],
        )
    )
    for credit in assessment.get_credits(options.language):
        say(credit)


def say(text: str) -> None:
    """Tell something on standard error, beside what is printed."""
    print(printable(text), file=sys.stderr)


def _own(options: argparse.Namespace) -> str | list[str] | None:
    """Return whose page is asked for: one, several, or nobody's."""
    given: list[str] | None = options.own
    return given[0] if given is not None and len(given) == 1 else given


def run_score(options: argparse.Namespace) -> int:
    """Score a table and write or print the outcome."""
    from ...reports import escape_formulas, write_report, write_tables

    assessment = assess(options)
    if options.publish:  # what is printed, and the findings, are published as well
        assessment = assessment.suppress()
    if options.output:
        write_report(
            assessment,
            options.output,
            options.language,
            kind=options.kind,
            own=_own(options),
            excel_csv=wants_mark(options, options.output),
        )
        say(f"→ {options.output}")
    else:
        sys.stdout.write(MARK if options.excel_csv else "")
        escape_formulas(assessment.to_frame()).to_csv(sys.stdout, index=False)
    if options.findings:
        findings, marked = assessment.get_findings(options.language), wants_mark(options, options.findings)
        write_tables({"findings": findings}, Path(options.findings), excel_csv=marked)
        say(f"→ {options.findings}")
    count_findings(assessment, options)
    return 0


def run_models(options: argparse.Namespace) -> int:
    """Score the same data under the other models of the program; show how far they agree, or write who moves."""
    from ...reports import write_tables

    assessment = assess(options)
    if not assessment.program.models:
        raise IcmamlError("IND775", program=assessment.program.id)
    if options.output:
        shifts = assessment.rank_shifts(options.node)
        write_tables({"rank_shifts": shifts}, Path(options.output), excel_csv=wants_mark(options, options.output))
        say(f"→ {options.output}")
    else:
        found = assessment.model_agreement(options.node)
        found = found.round({"mean_shift": 2, "spearman": 3, "kendall": 3}).astype(object)
        show(summarise_lines(found.where(found.notna(), None), options.language))
    count_findings(assessment, options)
    return 0


def run_benchmark(options: argparse.Namespace) -> int:
    """Compare with peers and write the outcome."""
    from ...reports import write_report
    from ...results import benchmark

    peers = _peers(options)
    assessment = assess(options)
    result = benchmark(
        assessment,
        peers,
        ties=options.ties,
        quantiles=options.quantiles,
        min_peers=options.min_peers,
        leave_out_self=options.leave_out_self,
    )
    if options.output:
        page = {"intervals": options.intervals} if options.kind in {None, "benchmark"} else {}
        write_report(
            result,
            options.output,
            options.language,
            kind=options.kind,
            own=_own(options),
            anonymise=options.anonymise,
            publish=options.publish,
            excel_csv=wants_mark(options, options.output),
            **page,
        )
        say(f"→ {options.output}")
    else:
        own = one_of(_own(options))
        result = result.suppress() if options.publish else result
        result = result.anonymise(own) if options.anonymise else result
        show(summarise_benchmark(result, options.language, own, intervals=options.intervals))
    count_findings(assessment, options)
    return 0


def _peers(options: argparse.Namespace) -> str | Bands | Nearest | None:
    """Return who is compared with whom, as the arguments say."""
    from ...benchmarks import Bands, Nearest

    if sum(1 for given in (options.peers, options.bands, options.nearest) if given) > 1:
        raise IcmamlError("IND552")
    if options.bands:
        variable, equals, cuts = options.bands.partition("=")
        if not equals:
            raise IcmamlError("IND541", given=options.bands)
        return Bands(variable.strip(), read_cuts(cuts))
    if options.nearest:
        names = [name.strip() for name in options.nearest.split(",")]
        log = tuple(name.removeprefix("log:") for name in names if name.startswith("log:"))
        variables = tuple(name.removeprefix("log:") for name in names)
        return Nearest(variables, options.k, options.metric, log, options.within)
    return str(options.peers) if options.peers else None


def run_demo(options: argparse.Namespace) -> int:
    """Run the whole job on the figures that ship with the project."""
    from ...demo import run_demo as run

    languages: tuple[Language, ...] = (options.asked_language,) if options.asked_language else ("es", "en")
    for line in run(Path(options.output), languages, options.language):
        print(line)
    return 0
