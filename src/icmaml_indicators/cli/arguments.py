"""What the command line accepts."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from ..diagnostics.cells import printable
from ..diagnostics.formats.render import FORMATS
from ..version import __version__


class _Parser(argparse.ArgumentParser):
    """Arguments that may come from anywhere."""

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong with the arguments, with what acts on a terminal spelt out."""
        super().error(printable(message))


class _CommandParser(_Parser):
    """The arguments of one command. What stands after ``--`` goes to `after`, wherever options stand before it."""

    after: str | None = None

    def parse_known_args(self, args: Iterable[str] | None = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Set aside what stands after ``--``, and parse the rest."""
        given = list(args or ())
        if self.after is None or "--" not in given:
            return super().parse_known_args(given, namespace)
        at = given.index("--")
        found, left = super().parse_known_args(given[:at], namespace)
        setattr(found, self.after, given[at + 1 :])
        return found, left


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = _Parser(
        prog="icmaml-indicators",
        description="Municipal performance indicators: specs in, scores and comparative benchmarks out.",
        epilog="Exit codes: 0 done, 1 the thing checked is bad (diagnostics are printed), 2 the command could not run.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_CommandParser)

    def command(name: str, text: str, home: str = "commands") -> _CommandParser:
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

    listed = command("list", "list the built-in programs and column maps")
    listed.add_argument("--format", choices=("text", "json"), default="text")

    show = command("show", "show a program, one node or variable of it, or a column map")
    show.add_argument("program", help="a built-in id, a file or a folder")
    show.add_argument("node", nargs="?", help="id of an area, an indicator or a variable")
    show.add_argument("--format", choices=("text", "json"), default="text")
    show.add_argument("-o", "--output", metavar="FILE", help="write the technical note of the program there (.html)")

    _add_validate(command)

    rule = command("rule", "explain the rules that specs are checked by", home="rule")
    rule.add_argument("codes", nargs="*", metavar="CODE", help="for example IND226; all names by default")
    rule.add_argument("--all", action="store_true", help="the whole reference, as Markdown")

    schema = command("schema", "print the JSON Schema of the spec language, for editors", "authoring")
    schema.add_argument("--part", action="store_true", help="of the part files of a folder")
    schema.add_argument("--map", dest="of_maps", action="store_true", help="of column maps")

    _add_new(command)

    template = command("template", "write the table or workbook that a municipality or an evaluator fills in")
    template.add_argument("program")
    template.add_argument("-o", "--output", required=True, help=".csv, .xlsx, .json or .parquet")
    template.add_argument("--layout", choices=("long", "wide"), default="long")
    template.add_argument("--entity", default="", help="key of the municipality, filled in beforehand")
    template.add_argument("--period", default="", help="period, filled in beforehand")

    score = command("score", "score a table of data")
    _add_data(score)
    score.add_argument("-o", "--output", help=".csv, .xlsx, .json, .parquet, .html or .pdf of a rubric; or printed")
    score.add_argument("--kind", choices=("rubric",), help="what a page shows: the answers of --own")
    score.add_argument(
        "--own",
        action="append",
        metavar="KEY",
        help="whose page; may be left out where the data holds one alone, and be repeated where -o is a folder",
    )
    _add_publish(score)
    score.add_argument("--findings", help="write the findings to this file as well")

    _add_benchmark(command("benchmark", "compare municipalities with their peers"))

    _add_why(command)

    _add_trends(command)
    _add_tables(command)
    _add_municipalities(command)
    _add_diff(command)

    demo = command("demo", "run the whole job on synthetic and on real figures")
    demo.add_argument("-o", "--output", default="demo_output", help="folder to write to")
    demo.set_defaults(language=None)
    return parser


def _percent(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 100:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 100")
    return share


def _add_new(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command that begins a definition."""
    new = command("new", "begin a program, or an indicator of one, with everything that it needs", "authoring")
    kinds = new.add_subparsers(dest="what", required=True, metavar="program|indicator")
    program = kinds.add_parser("program", help="write the spec of a new program")
    program.add_argument("id", help="lower-case letters, digits and underscore")
    program.add_argument("--kind", choices=("indicators", "rubric", "matrix"), default="indicators")
    program.add_argument("--entity", choices=("municipality", "state", "project", "budget_program", "other"))
    program.add_argument("--period", choices=("year", "semester", "quarter", "month"), default="year")
    program.add_argument("-o", "--output", help="the file to write, which must not exist; ID.yaml by default")
    indicator = kinds.add_parser("indicator", help="insert a new indicator, and the variables that it lacks")
    indicator.add_argument("id", help="lower-case letters, digits and underscore")
    indicator.add_argument(
        "--in", dest="path", required=True, metavar="PATH", help="the file of a spec, or a part file"
    )
    indicator.add_argument(
        "--group", help="the group to insert it in; the top of the tree, or its only group, by default"
    )
    indicator.add_argument(
        "--formula", help="for example 'part / whole * 100'; without one, it is the variable ID_value"
    )
    indicator.add_argument("--direction", choices=("higher", "lower", "context"), default="higher")
    for parser in (program, indicator):
        parser.add_argument("--title-es", help="title in Spanish; to be translated by default")
        parser.add_argument("--title-en", help="title in English; made from the id by default")


def _add_benchmark(benchmark: argparse.ArgumentParser) -> None:
    _add_data(benchmark)
    peers = benchmark.add_argument_group("who is compared with whom (everybody by default)")
    peers.add_argument("--peers", help="a column of the data or the catalogue; state, region and population need none")
    peers.add_argument("--bands", metavar="VARIABLE=CUT,CUT…", help="groups by size: population=50000,200000")
    peers.add_argument("--nearest", metavar="VARIABLE,…", help="those nearest to each; log:VARIABLE logs it")
    peers.add_argument("--k", type=int, default=20, help="how many nearest (20)")
    peers.add_argument("--metric", choices=("mahalanobis", "euclidean", "gower"), default="mahalanobis")
    peers.add_argument("--within", metavar="COLUMN", help="nearest among those that share this column")
    rules = benchmark.add_argument_group("definitions")
    rules.add_argument("--ties", choices=("min", "max", "average", "dense", "ordinal"), default="min")
    rules.add_argument(
        "--quantiles",
        choices=("linear", "weibull", "hazen", "median_unbiased", "normal_unbiased"),
        default="linear",
    )
    rules.add_argument("--min-peers", type=int, default=3, help="withhold figures of groups with fewer values (3)")
    rules.add_argument("--leave-out-self", action="store_true", help="quartiles of the others, without oneself")
    output = benchmark.add_argument_group("report")
    output.add_argument(
        "-o",
        "--output",
        required=True,
        help=".html, .pdf, .xlsx, .csv, .parquet or .json; a folder for a scorecard of each --own, or of all",
    )
    output.add_argument(
        "--own",
        action="append",
        metavar="KEY",
        help="the reader's own municipality, marked in the page; repeated, a scorecard each",
    )
    output.add_argument(
        "--kind",
        choices=("benchmark", "scorecard", "rubric"),
        help="what .html shows: the whole (by default), or one of --own",
    )
    _add_publish(output)
    output.add_argument("--intervals", action="store_true", help="of the whole: give places with their intervals")
    output.add_argument("--anonymise", action="store_true", help="show nobody's name but that of --own")


def _add_publish(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--publish", action="store_true", help="suppress counts of persons from 1 to 4")


def _add_trends(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command of movement over time."""
    trends = command("trends", "changes, robust trends, convergence and suspected breaks over several periods", "time")
    _add_data(trends)
    trends.add_argument("--peers", help="column of the data that parts the peer groups")
    trends.add_argument(
        "--against", default="year", metavar="year|previous|first|PERIOD", help="what each period is compared with"
    )
    trends.add_argument("--level", type=float, default=0.95, help="level of the intervals of trends (0.95)")
    trends.add_argument(
        "--earlier",
        action="append",
        default=[],
        metavar="PROGRAM=DATA",
        help="an earlier edition with its data, for example cimtra@2010=2012.csv",
    )
    trends.add_argument("-o", "--output", required=True, help=".xlsx holds every table; others the robust trends")


def _add_validate(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command that checks specs."""
    validate = command("validate", "check specs, their formulas and their examples", home="checking")
    validate.add_argument("paths", nargs="*", metavar="PATH", help="files or folders; the built-in programs by default")
    validate.add_argument("--format", choices=FORMATS, help="text by default, github in GitHub Actions")
    validate.add_argument("--output", "-o", metavar="FILE", help="write what is found there instead of printing it")
    validate.add_argument("--strict", action="store_true", help="treat warnings as errors")
    validate.add_argument("--fix", action="store_true", help="mend what is mechanical, then check")
    validate.add_argument("--diff", action="store_true", help="show what --fix would change; write nothing")
    validate.add_argument("--unsafe-fixes", action="store_true", help="mend also what may change a meaning")
    validate.add_argument("--coverage", action="store_true", help="print which paths no example reaches")
    validate.add_argument(
        "--min-coverage", type=_percent, metavar="PERCENT", help="the share of paths that examples must reach"
    )
    validate.add_argument(
        "--severity",
        action="append",
        default=[],
        metavar="CODE=LEVEL",
        help="error, warning, info or off, for one rule; may be repeated",
    )
    validate.add_argument("--cache-dir", metavar="FOLDER", help="where to keep what is known of unchanged programs")
    validate.add_argument("--no-cache", action="store_true", help="check everything anew")


def _add_tables(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that work on a table without a program."""
    targets = command("targets", "hold a table of indicators against their targets and roll the results up")
    targets.add_argument("data", help="CSV, Parquet or Excel file, one line an indicator (in a period)")
    targets.add_argument("--kind", choices=("matrix", "plan"), default="matrix", help="MIR or development plan")
    targets.add_argument("--term", metavar="FROM,TO", help="first and last month of the administration, for the pace")
    _add_columns(targets, "the target, the result, …")
    targets.add_argument("--own", metavar="NAME", help="with .html: which municipality, program or plan of the table")
    targets.add_argument("--period", help="with .html: the latest with a result by default")
    _add_periods(targets)
    _add_file_options(targets)
    _add_output(targets)

    projects = command("projects", "appraise investment projects by their cash flows; choose under a budget")
    projects.add_argument("data", help="CSV, Parquet or Excel file: project, year or date, benefit and cost, or flow")
    projects.add_argument("--rate", type=float, default=0.10, help="discount rate a year (0.10)")
    projects.add_argument("--budget", type=float, help="choose what fits; the cost is the present value of all costs")
    _add_columns(projects, "the project, the year, the benefit, …")
    _add_file_options(projects)
    _add_output(projects)


def _add_diff(command: Callable[..., _CommandParser]) -> None:
    """Add the command that compares two versions."""
    diff = command(
        "diff", "tell what changed in meaning between two versions, and whether the version tells", "changes"
    )
    diff.after = "paths"
    diff.set_defaults(paths=[])
    diff.add_argument(
        "sources",
        nargs="+",
        metavar="OLD NEW",
        help="two files, folders or programs, or REV:PATH; or REV1 [REV2] [-- PATH…] of a git repository",
    )
    diff.add_argument("--data", help="a table that both versions score: who moves, and by how much")
    diff.add_argument("--peers", help="with --data: column that parts the peer groups for ranks")
    diff.add_argument("--period", help="with --data: period of all rows")
    _add_file_options(diff)
    _add_columns(diff, "the entity, period, … or holds a variable")
    _add_periods(diff)
    diff.add_argument("--only-moved", action="store_true", help="with --data: leave out what does not move")
    diff.add_argument("--format", choices=("text", "json", "markdown", "github"), default=None)
    diff.add_argument("-o", "--output", help=".txt, .md, .json; .csv, .xlsx or .parquet for the tables")


def _add_why(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands about one figure: why it is what it is, and what to do next."""
    explain = command("explain", "show how one figure came about, down to the raw cells", "why")
    _add_figure(explain)
    explain.add_argument("-o", "--output", help=".txt, .json, .csv, .html, .pdf, or .xlsx with live formulas")

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
    path.add_argument("-o", "--output", help=".txt, .json, .csv, .html or .pdf")


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
    parser.add_argument("-o", "--output", required=True, help=".html, or .xlsx with every table; others hold the first")
    parser.add_argument("--findings", help="write the findings to this file as well")


def _add_file_options(parser: argparse.ArgumentParser) -> None:
    """Add how a file of data is to be read."""
    parser.add_argument("--decimal", choices=(".", ","), help="decimal mark of figures written as text")
    parser.add_argument("--encoding", help="encoding of a text file, for example cp850; by its letters by default")
    parser.add_argument("--sheet", help="which sheet of a workbook; the first in which headings are found by default")


def _add_columns(parser: argparse.ArgumentParser, roles: str) -> None:
    """Add which column is what."""
    parser.add_argument("--column", action="append", default=[], metavar="ROLE=NAME", help=f"which column is {roles}")


def _add_periods(parser: argparse.ArgumentParser) -> None:
    """Add what periods mean that are written in another way, or as headings."""
    parser.add_argument(
        "--period-rule",
        action="append",
        default=[],
        metavar="WRITTEN=PERIOD",
        help='how periods are written, for example "{year}-CP={year}" or "{n}T{year}={year}-Q{n}"',
    )
    parser.add_argument("--years", metavar="VARIABLE", help="columns are periods: what they hold, or `variable`")


def _add_data(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of every command that reads data."""
    parser.add_argument("program", help="a built-in id, a file or a folder")
    parser.add_argument(
        "data", help="CSV, Parquet or Excel file; a filled-in workbook, or a folder of them; - for none"
    )
    parser.add_argument(
        "--lower",
        nargs=2,
        action="append",
        metavar=("PROGRAM", "DATA"),
        help="the program that this one is made of, and its data; once a level, the lowest first",
    )
    parser.add_argument("--period", help="period of all rows, or of the figure to explain")
    _add_file_options(parser)
    parser.add_argument("--map", help="column map by which a public file is read: a built-in id (see list) or a file")
    _add_columns(parser, "the entity, period, name, … or holds a variable")
    _add_periods(parser)
    parser.add_argument("--base-period", help="score all periods on the bounds of this one")
    _add_catalogue(parser)
    parser.add_argument("--strict", action="store_true", help="refuse data with any error")
    parser.add_argument("--quiet", "-q", action="store_true", help="print no progress and no summary")


def _add_municipalities(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command that finds keys of municipalities."""
    names = command("municipalities", "find the keys of municipalities by their names", home="municipalities")
    names.add_argument("names", nargs="+", metavar="NAME", help='a name or key; a state may follow: "Juárez, Chih."')
    names.add_argument("--state", default="", help="state of all of them: key, name or abbreviation")
    names.add_argument("--country", default="MX", choices=("MX", "CO", "CR", "HN"), help="whose municipalities (MX)")
    _add_catalogue(names, required=True)
    _add_columns(names, "the key, the name, the state, the population, … of the catalogue")
    names.add_argument("--format", choices=("text", "json"), default="text")


def _add_catalogue(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    """Add the catalogue of municipalities."""
    parser.add_argument(
        "--catalogue",
        action="append",
        default=[],
        required=required,
        metavar="FILE",
        help="INEGI's catalogue of municipalities (CSV or Excel), for names and peers; further files are joined to it",
    )
