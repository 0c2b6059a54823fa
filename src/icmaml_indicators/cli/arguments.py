"""What the command line accepts."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from .. import __version__


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="icmaml-indicators",
        description="Municipal performance indicators: specs in, scores and comparative benchmarks out.",
        epilog="Exit codes: 0 done, 1 the thing checked is bad (diagnostics are printed), 2 the command could not run.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, text: str, home: str = "commands") -> argparse.ArgumentParser:
        """Add a command; `home` is the module of this room that runs it."""
        added = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        added.add_argument(
            "--language",
            "-l",
            choices=("es", "en"),
            default="en",
            help="language of what is printed or written",
        )
        added.set_defaults(home=home)
        return added

    listed = command("list", "list the built-in programs")
    listed.add_argument("--format", choices=("text", "json"), default="text")

    show = command("show", "show a program, or one node or variable of it")
    show.add_argument("program", help="a built-in id, a file or a folder")
    show.add_argument("node", nargs="?", help="id of an area, an indicator or a variable")
    show.add_argument("--format", choices=("text", "json"), default="text")

    validate = command("validate", "check specs, their formulas and their examples")
    validate.add_argument("paths", nargs="*", metavar="PATH", help="files or folders; the built-in programs by default")
    validate.add_argument("--format", choices=("text", "json", "github", "sarif"), default=None)
    validate.add_argument("--strict", action="store_true", help="treat warnings as errors")

    command("schema", "print the JSON Schema of the spec language, for editors")

    template = command("template", "write the table or workbook that a municipality or an evaluator fills in")
    template.add_argument("program")
    template.add_argument("-o", "--output", required=True, help=".csv, .xlsx, .json or .parquet")
    template.add_argument("--layout", choices=("long", "wide"), default="long")
    template.add_argument("--entity", default="", help="key of the municipality, filled in beforehand")
    template.add_argument("--period", default="", help="period, filled in beforehand")

    score = command("score", "score a table of data")
    _add_data(score)
    score.add_argument("-o", "--output", help=".csv, .xlsx, .json or .parquet; standard output by default")
    score.add_argument("--findings", help="write the findings to this file as well")

    benchmark = command("benchmark", "compare municipalities with their peers")
    _add_data(benchmark)
    benchmark.add_argument("--peers", help="column of the data that parts the peer groups")
    benchmark.add_argument(
        "--bands",
        metavar="VARIABLE=CUT,CUT…",
        help="peer groups by size, for example population=50000,200000",
    )
    benchmark.add_argument("--ties", choices=("min", "max", "average", "dense", "ordinal"), default="min")
    benchmark.add_argument(
        "--quantiles",
        choices=("linear", "weibull", "hazen", "median_unbiased", "normal_unbiased"),
        default="linear",
    )
    benchmark.add_argument("-o", "--output", required=True, help=".html, .xlsx, .csv, .parquet or .json")

    _add_why(command)

    _add_tables(command)

    demo = command("demo", "run the whole job on the real figures that ship with the project")
    demo.add_argument("-o", "--output", default="demo_output", help="folder to write to")
    demo.set_defaults(language=None)
    return parser


def _add_tables(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that work on a table without a program."""
    targets = command("targets", "hold a table of indicators against their targets and roll the results up")
    targets.add_argument("data", help="CSV, Parquet or Excel file, one line an indicator (in a period)")
    targets.add_argument("--kind", choices=("matrix", "plan"), default="matrix", help="MIR or development plan")
    targets.add_argument("--term", metavar="FROM,TO", help="first and last month of the administration, for the pace")
    _add_output(targets)

    projects = command("projects", "appraise investment projects by their cash flows; choose under a budget")
    projects.add_argument("data", help="CSV, Parquet or Excel file: project, year or date, benefit and cost, or flow")
    projects.add_argument("--rate", type=float, default=0.10, help="discount rate a year (0.10)")
    projects.add_argument("--budget", type=float, help="choose what fits; the cost is the present value of all costs")
    _add_output(projects)


def _add_why(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands about one figure: why it is what it is, and what to do next."""
    explain = command("explain", "show how one figure came about, down to the raw cells", "why")
    _add_figure(explain)
    explain.add_argument("-o", "--output", help=".txt, .json, .csv, .html, or .xlsx with live formulas")

    path = command(
        "path", "show which indicators to move, at least effort, to reach a level, quarter, rank or score", "why"
    )
    _add_figure(path)
    path.add_argument("--to", required=True, metavar="TARGET", help="a level's id, quartile=1, rank=3 or score=80")
    path.add_argument(
        "--cost", action="append", default=[], metavar="ID=NUMBER", help="what effort on an indicator costs"
    )
    path.add_argument("--only", action="append", metavar="ID", help="an indicator that may move; others may not")
    path.add_argument("--fixed", action="append", default=[], metavar="ID", help="an indicator that may not move")
    path.add_argument(
        "--reach", choices=("best", "top_quartile", "range"), default="best", help="how far figures can go"
    )
    path.add_argument("-o", "--output", help=".txt, .json, .csv or .html")


def _add_figure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of commands about one figure of one entity."""
    _add_data(parser)
    parser.add_argument("--entity", required=True)
    parser.add_argument("--node", default="total")
    parser.add_argument("--peers", help="column of the data that parts the peer groups")
    parser.add_argument(
        "--format", choices=("text", "json", "csv", "html"), help="text by default, or by the file's name"
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of commands that turn a table into tables."""
    parser.add_argument("--decimal", choices=(".", ","), help="decimal mark of figures written as text")
    parser.add_argument("-o", "--output", required=True, help=".xlsx holds every table; others the first")
    parser.add_argument("--findings", help="write the findings to this file as well")


def _add_data(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of every command that reads data."""
    parser.add_argument("program", help="a built-in id, a file or a folder")
    parser.add_argument("data", help="CSV, Parquet or Excel file; a filled-in workbook, or a folder of them")
    parser.add_argument("--period", help="period of all rows, or of the figure to explain")
    parser.add_argument("--decimal", choices=(".", ","), help="decimal mark of figures written as text")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="ROLE=NAME",
        help="which column is the entity, period, name, …",
    )
    parser.add_argument("--strict", action="store_true", help="refuse data with any error")
    parser.add_argument("--quiet", "-q", action="store_true", help="print no progress and no summary")
