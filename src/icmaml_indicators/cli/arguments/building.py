"""What the command line accepts: each command with its arguments. What is said of them stands in the words."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ...diagnostics import Language
from ...diagnostics.formats.render import FORMATS
from ...version import __version__
from ..words.commands import COMMANDS, MAIN
from .numbers import read_percent, read_quantity, read_whole
from .parser import Parser


def build_parser(language: Language = "en") -> Parser:
    """Return the parser of the whole command line, which speaks a language.

    `Parser.add_all` adds the arguments of one parser; parsing does so for the command that is run.
    """
    return Parser(language, _add_line, prog="icmaml-indicators")


def _add_line(parser: Parser) -> None:
    """Add the commands, and what may stand in their place."""
    parser.epilog = parser.say(MAIN["epilog"])
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (home, describe) in _COMMANDS.items():
        added = _add_below(parser, commands, name, name, describe)
        added.set_defaults(home=home)
        added.after = "paths" if name == "diff" else None


def _add_below(
    parser: Parser,
    commands: argparse._SubParsersAction[Parser],
    name: str,
    command: str,
    describe: Callable[[Parser], None],
) -> Parser:
    """Add the parser of a command to those below another one."""
    told = parser.say(COMMANDS[command])
    return commands.add_parser(name, help=told, language=parser.language, describe=describe, command=command)


def _add_list(listed: Parser) -> None:
    listed.add_argument("--format", choices=("text", "json"), default="text")


def _add_show(show: Parser) -> None:
    show.add_argument("program")
    show.add_argument("node", nargs="?")
    show.add_argument("--format", choices=("text", "json"), default="text")
    show.add_argument("-o", "--output")


def _add_validate(validate: Parser) -> None:
    validate.add_argument("paths", nargs="*")
    validate.add_argument("--format", choices=FORMATS)
    validate.add_argument("--output", "-o")
    for name in ("--strict", "--fix", "--diff", "--unsafe-fixes", "--coverage"):
        validate.add_argument(name, action="store_true")
    validate.add_argument("--min-coverage", type=read_percent)
    validate.add_argument("--severity", action="append", default=[])
    validate.add_argument("--cache-dir")
    validate.add_argument("--no-cache", action="store_true")


def _add_rule(rule: Parser) -> None:
    rule.add_argument("codes", nargs="*")
    rule.add_argument("--all", action="store_true")


def _add_schema(schema: Parser) -> None:
    schema.add_argument("--part", action="store_true")
    schema.add_argument("--map", dest="of_maps", action="store_true")


def _add_new(new: Parser) -> None:
    kinds = new.add_subparsers(dest="what", required=True)
    for name, describe in (("program", _add_new_program), ("indicator", _add_new_indicator)):
        _add_below(new, kinds, name, f"new {name}", describe)


def _add_new_program(program: Parser) -> None:
    program.add_argument("id")
    program.add_argument("--kind", choices=("indicators", "rubric", "matrix"), default="indicators")
    program.add_argument("--entity", choices=("municipality", "state", "project", "budget_program", "other"))
    program.add_argument("--period", choices=("year", "semester", "quarter", "month"), default="year")
    program.add_argument("-o", "--output")
    _add_titles(program)


def _add_new_indicator(indicator: Parser) -> None:
    indicator.add_argument("id")
    indicator.add_argument("--in", dest="path", required=True)
    indicator.add_argument("--group")
    indicator.add_argument("--formula")
    indicator.add_argument("--direction", choices=("higher", "lower", "context"), default="higher")
    _add_titles(indicator)


def _add_import(found: Parser) -> None:
    tools = found.add_subparsers(dest="tool", required=True)
    _add_below(found, tools, "coinr", "import coinr", _add_import_coinr)
    _add_below(found, tools, "coin-tool", "import coin-tool", _add_import_coin_tool)


def _add_import_coinr(coinr: Parser) -> None:
    for name in ("data", "meta"):
        coinr.add_argument(name)
    for name in ("--encoding", "--over"):
        coinr.add_argument(name)
    _add_import_calls(coinr, needs_table=False)


def _add_import_coin_tool(book: Parser) -> None:
    book.add_argument("data")
    _add_import_calls(book, needs_table=True)


def _add_import_calls(tool: Parser, *, needs_table: bool) -> None:
    """Add what is written, and what the tables do not say."""
    tool.add_argument("-o", "--output", required=True)
    tool.add_argument("--data-output", required=needs_table)
    tool.add_argument("--id")
    tool.add_argument("--scale", default="n_minmax")
    tool.add_argument("--aggregation", default="a_amean")
    for name in ("--treatment", "--imputation", "--period"):
        tool.add_argument(name)


def _add_export(found: Parser) -> None:
    tools = found.add_subparsers(dest="tool", required=True)
    _add_below(found, tools, "coinr", "export coinr", _add_export_coinr)


def _add_export_coinr(coinr: Parser) -> None:
    coinr.add_argument("program")
    coinr.add_argument("data", nargs="*")
    coinr.add_argument("-o", "--output", required=True)
    coinr.add_argument("--period")
    _add_file_options(coinr)
    _add_columns(coinr)


def _add_titles(parser: Parser) -> None:
    parser.add_argument("--title-es")
    parser.add_argument("--title-en")


def _add_template(template: Parser) -> None:
    template.add_argument("program")
    template.add_argument("-o", "--output", required=True)
    template.add_argument("--layout", choices=("long", "wide"), default="long")
    template.add_argument("--entity", default="")
    template.add_argument("--period", default="")
    _add_excel_csv(template)


def _add_score(score: Parser) -> None:
    _add_data(score)
    score.add_argument("-o", "--output")
    score.add_argument("--kind", choices=("rubric",))
    score.add_argument("--own", action="append")
    score.add_argument("--publish", action="store_true")
    score.add_argument("--findings")
    _add_excel_csv(score)


def _add_benchmark(benchmark: Parser) -> None:
    _add_data(benchmark)
    peers = benchmark.add_argument_group("peers")
    peers.add_argument("--peers")
    peers.add_argument("--bands")
    peers.add_argument("--nearest")
    peers.add_argument("--k", type=read_whole, default=20)
    peers.add_argument("--metric", choices=("mahalanobis", "euclidean", "gower"), default="mahalanobis")
    peers.add_argument("--within")
    rules = benchmark.add_argument_group("definitions")
    rules.add_argument("--ties", choices=("min", "max", "average", "dense", "ordinal"), default="min")
    rules.add_argument(
        "--quantiles",
        choices=("linear", "weibull", "hazen", "median_unbiased", "normal_unbiased"),
        default="linear",
    )
    rules.add_argument("--min-peers", type=read_whole, default=3)
    rules.add_argument("--leave-out-self", action="store_true")
    output = benchmark.add_argument_group("report")
    output.add_argument("-o", "--output")
    output.add_argument("--own", action="append")
    output.add_argument("--kind", choices=("benchmark", "scorecard", "rubric"))
    for name in ("--publish", "--intervals", "--anonymise"):
        output.add_argument(name, action="store_true")
    _add_excel_csv(output)


def _add_explain(explain: Parser) -> None:
    _add_figure(explain)
    explain.add_argument("-o", "--output")


def _add_path(path: Parser) -> None:
    _add_figure(path)
    path.add_argument("--to", required=True)
    path.add_argument("--cost", action="append", default=[])
    path.add_argument("--only", action="append")
    path.add_argument("--fixed", action="append", default=[])
    path.add_argument("--reach", choices=("best", "top_quartile", "range"), default="best")
    path.add_argument("-o", "--output")


def _add_figure(parser: Parser) -> None:
    """Add the arguments of commands about one figure of one entity."""
    _add_data(parser)
    parser.add_argument("--entity", required=True)
    parser.add_argument("--node", default="total")
    parser.add_argument("--peers")
    parser.add_argument("--format", choices=("text", "json", "csv", "html"))
    _add_excel_csv(parser)


def _add_trends(trends: Parser) -> None:
    _add_data(trends)
    trends.add_argument("--peers")
    trends.add_argument("--against", default="year")
    trends.add_argument("--level", type=read_quantity, default=0.95)
    trends.add_argument("--earlier", action="append", default=[])
    trends.add_argument("-o", "--output")
    _add_excel_csv(trends)


def _add_targets(targets: Parser) -> None:
    targets.add_argument("data")
    targets.add_argument("--kind", choices=("matrix", "plan"), default="matrix")
    targets.add_argument("--term")
    targets.add_argument("--map")
    _add_columns(targets)
    targets.add_argument("--own")
    targets.add_argument("--period")
    _add_periods(targets)
    _add_file_options(targets)
    _add_output(targets)


def _add_projects(projects: Parser) -> None:
    projects.add_argument("data")
    projects.add_argument("--rate", type=read_quantity, default=0.10)
    projects.add_argument("--budget", type=read_quantity)
    _add_columns(projects)
    _add_file_options(projects)
    _add_output(projects)


def _add_round(found: Parser) -> None:
    found.add_argument("program")
    found.add_argument("data", nargs="+")
    found.add_argument("--period", required=True)
    found.add_argument("--expected")
    found.add_argument("--register")
    found.add_argument("--least-share", type=read_percent, default=100.0)
    found.add_argument("--final", action="store_true")
    found.add_argument("--peers")
    _add_file_options(found)
    _add_columns(found)
    _add_periods(found)
    _add_catalogue(found)
    found.add_argument("--map")
    found.add_argument("--quiet", "-q", action="store_true")
    found.add_argument("-o", "--output")
    _add_excel_csv(found)


def _add_agreement(compared: Parser) -> None:
    for name in ("program", "first", "second"):
        compared.add_argument(name)
    compared.add_argument("--settled")
    compared.add_argument("--period")
    _add_file_options(compared)
    _add_columns(compared)
    _add_periods(compared)
    _add_catalogue(compared)
    compared.add_argument("--quiet", "-q", action="store_true")
    compared.add_argument("-o", "--output")
    _add_excel_csv(compared)


def _add_check_data(checked: Parser) -> None:
    _add_data(checked)
    checked.add_argument("-o", "--output")
    _add_excel_csv(checked)


def _add_models(compared: Parser) -> None:
    _add_data(compared)
    compared.add_argument("--node", default="total")
    compared.add_argument("-o", "--output")
    _add_excel_csv(compared)


def _add_uncertainty(asked: Parser) -> None:
    _add_data(asked)
    asked.add_argument("--node", default="total")
    asked.add_argument("--draws", type=int, default=1000)
    asked.add_argument("--weights", type=read_quantity, default=0.25)
    asked.add_argument("--depth", type=int)
    asked.add_argument("--models", action="store_true")
    asked.add_argument("--alternative", action="append", default=[])
    asked.add_argument("--error", type=read_quantity)
    asked.add_argument("--level", type=read_quantity, default=0.9)
    asked.add_argument("--sensitivity", type=int)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("-o", "--output")
    _add_excel_csv(asked)


def _add_analyse(analysed: Parser) -> None:
    _add_data(analysed)
    analysed.add_argument("--basis", choices=("scores", "values", "oriented_values"))
    analysed.add_argument("--weights", choices=("pca", "entropy", "critic", "dp2", "equal_effective"))
    analysed.add_argument("-o", "--output")
    _add_excel_csv(analysed)


def _add_municipalities(names: Parser) -> None:
    names.add_argument("names", nargs="+")
    names.add_argument("--state", default="")
    names.add_argument("--country", default="MX", choices=("MX", "CO", "CR", "HN"))
    _add_catalogue(names, required=True)
    _add_columns(names)
    names.add_argument("--format", choices=("text", "json"), default="text")


def _add_diff(diff: Parser) -> None:
    diff.set_defaults(paths=[])
    diff.add_argument("sources", nargs="+")
    diff.add_argument("--data")
    diff.add_argument("--peers")
    diff.add_argument("--period")
    _add_file_options(diff)
    _add_columns(diff)
    _add_periods(diff)
    diff.add_argument("--only-moved", action="store_true")
    diff.add_argument("--format", choices=("text", "json", "markdown", "github"))
    diff.add_argument("-o", "--output")
    _add_excel_csv(diff)


def _add_package(package: Parser) -> None:
    _add_data(package)
    package.add_argument("-o", "--output", required=True)
    package.add_argument("--with-data", action="store_true")


def _add_verify(verify: Parser) -> None:
    verify.add_argument("study")
    verify.add_argument("--data", action="append", default=[])
    verify.add_argument("-o", "--output")
    verify.add_argument("--quiet", "-q", action="store_true")
    _add_excel_csv(verify)


def _add_demo(demo: Parser) -> None:
    demo.add_argument("-o", "--output", default="demo_output")


def _add_output(parser: Parser) -> None:
    """Add the arguments of commands that turn a table into tables."""
    parser.add_argument("-o", "--output")
    parser.add_argument("--findings")
    _add_excel_csv(parser)


def _add_excel_csv(parser: argparse._ActionsContainer) -> None:
    """Add the mark at the beginning of CSV."""
    parser.add_argument("--excel-csv", action="store_true")


def _add_file_options(parser: Parser) -> None:
    """Add how a file of data is to be read."""
    parser.add_argument("--decimal", choices=(".", ","))
    parser.add_argument("--encoding")
    parser.add_argument("--sheet")


def _add_columns(parser: Parser) -> None:
    """Add which column is what."""
    parser.add_argument("--column", action="append", default=[])


def _add_periods(parser: Parser) -> None:
    """Add what periods mean that are written in another way, or as headings."""
    parser.add_argument("--period-rule", action="append", default=[])
    parser.add_argument("--years")


def _add_data(parser: Parser) -> None:
    """Add the arguments of every command that reads data."""
    parser.add_argument("program")
    parser.add_argument("data", nargs="+")
    parser.add_argument("--lower", nargs=2, action="append")
    parser.add_argument("--period")
    _add_file_options(parser)
    parser.add_argument("--map")
    _add_columns(parser)
    _add_periods(parser)
    parser.add_argument("--base-period")
    _add_catalogue(parser)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--quiet", "-q", action="store_true")


def _add_catalogue(parser: Parser, *, required: bool = False) -> None:
    """Add the catalogue of municipalities."""
    parser.add_argument("--catalogue", action="append", default=[], required=required)


# The module of this room that runs each command, and what adds its arguments.
_COMMANDS: dict[str, tuple[str, Callable[[Parser], None]]] = {
    "list": ("results", _add_list),
    "show": ("results", _add_show),
    "validate": ("checking", _add_validate),
    "rule": ("rule", _add_rule),
    "schema": ("authoring", _add_schema),
    "new": ("authoring", _add_new),
    "import": ("exchange", _add_import),
    "export": ("exchange", _add_export),
    "template": ("results", _add_template),
    "score": ("results", _add_score),
    "benchmark": ("results", _add_benchmark),
    "explain": ("why", _add_explain),
    "path": ("why", _add_path),
    "models": ("results", _add_models),
    "uncertainty": ("robustness", _add_uncertainty),
    "analyse": ("analysis", _add_analyse),
    "trends": ("time", _add_trends),
    "round": ("rounds", _add_round),
    "check-data": ("rounds", _add_check_data),
    "agreement": ("rounds", _add_agreement),
    "targets": ("tables", _add_targets),
    "projects": ("tables", _add_projects),
    "municipalities": ("municipalities", _add_municipalities),
    "diff": ("changes", _add_diff),
    "package": ("replication", _add_package),
    "verify": ("replication", _add_verify),
    "demo": ("results", _add_demo),
}
