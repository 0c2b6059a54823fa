"""What every command prints, writes and ends with, run as ``python -m icmaml_indicators`` in a process of its own."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import runpy
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import icmaml_indicators as icma

from .asking import PACKAGE, Inputs, answer, clear, mask, quiet_environment, read_back
from .blocks import Block, pairs_block, text_block

OUT = Path("written")
# A command that takes longer hangs: it is ended, and its exit code tells.
_SECONDS = 300
_DATA = "data/groups_wide.csv"
# Each command line, with {out} for the folder that it may write to.
COMMANDS = """
--version
--help
list
show sindes payroll_per_employee -l es
show programs/rubric.yaml --format json
show programs/formulas.yaml population
show cngmd_staff -l es
validate programs/editions bad/unknown_key.yaml --no-cache --format text
validate programs/scales.yaml --no-cache --min-coverage 90 --format json
validate bad/unknown_key.yaml bad/unknown_name.yaml --no-cache --format github -o {out}/faults.txt
validate bad/unknown_key.yaml --no-cache --format sarif
validate bad/unknown_key.yaml --diff --no-cache
validate bad/unknown_name.yaml --diff --unsafe-fixes --no-cache -l es
validate programs/groups.yaml --strict --severity IND319=off --cache-dir {out}/cache
validate fixed --fix --no-cache
rule
rule IND226
new program begun -o {out}/begun.yaml --title-es Iniciado --title-en Begun --kind rubric --entity state --period month
new indicator added --in fixed/added.yaml --group first --formula "x / y" --direction lower --title-es Sumado --title-en Added
template programs/groups.yaml -o {out}/template.csv --layout wide --entity 05 --period 2013
template programs/formulas.yaml -o {out}/template.xlsx -l es
template programs/rubric.yaml -o {out}/answers.xlsx
template programs/rubric.yaml -o {out}/answers.json
score programs/groups.yaml {data}
score programs/groups.yaml {data} -o {out}/scores.csv --findings {out}/findings.csv -q
score programs/rubric.yaml data/rubric_long.csv -o {out}/scores.csv -l es
score programs/decisions.yaml data/decisions_wide.csv -o {out}/scores.xlsx -l es
score programs/formulas.yaml data/formulas_wide.csv -o {out}/scores.parquet --decimal .
score programs/groups.yaml {data} --strict
score sindes tables/police.csv --map cngmd_police -o {out}/police.csv -q
score programs/parts tables/odd.csv --column entity=who --column name=called --period 2013 -q
score programs/scales.yaml data/scales_wide.csv --base-period 2013
models programs/unreported.yaml data/unreported_wide.csv -l es
models programs/unreported.yaml data/unreported_wide.csv --node near -o {out}/shifts.csv
uncertainty programs/unreported.yaml data/unreported_wide.csv --node near --draws 20 --models --error 0.1 -l es
uncertainty programs/rubric.yaml data/rubric_long.csv --draws 20 --seed 3 --depth 1 --sensitivity 4 -o {out}/doubt.csv
uncertainty programs/unreported.yaml data/unreported_wide.csv --node near --draws 5 --weights 0.5 --level 0.5 --alternative gates=false
analyse programs/groups.yaml {data} -l es
analyse programs/groups.yaml {data} --basis values --weights entropy -o {out}/flags.csv
benchmark programs/groups.yaml {data} --bands a=3,6 -o {out}/benchmark.csv --ties average --quantiles hazen --min-peers 2 --leave-out-self
benchmark programs/formulas.yaml data/formulas_clean.csv --nearest log:population,income --k 3 --metric euclidean --within zone -o {out}/nearest.json
benchmark programs/groups.yaml {data} --anonymise -o {out}/no.docx
explain programs/groups.yaml {data} --entity 05 --period 2014 --node weighted
explain programs/rubric.yaml data/rubric_wide.csv --entity 05035 --period 2013 --peers zone -o {out}/ledger.xlsx -l es
explain programs/formulas.yaml data/formulas_wide.csv --entity 05035 --period 2014-S1 --node growth --format json
explain programs/groups.yaml {data} --entity 99
benchmark programs/editions/2011.yaml data/editions_2011_wide.csv --peers zone -o {out}/page.html --own 05035 --min-peers 1
benchmark programs/formulas.yaml data/formulas_clean.csv --nearest population --metric gower -o {out}/gower.csv -l es
show programs/editions/2015.yaml
path programs/groups.yaml {data} --entity 05 --period 2014 --to high --cost a_1=2 --fixed b_1 --reach range
path programs/rubric.yaml data/rubric_wide.csv --entity 05035 --period 2013 --to score=60 --only r_one --only r_two --cost r_two=3 --format csv -l es
path programs/groups.yaml {data} --entity 05 --period 2014 --node weighted --to quartile=1 --peers zone -o {out}/path.html
trends programs/editions/2015.yaml data/editions_2015_wide.csv --earlier programs/editions/2011.yaml=data/editions_2011_wide.csv -o {out}/trends.csv
round programs/formulas.yaml data/formulas_wide.csv data/formulas_clean.csv --period 2014-S1 --expected tables/catalogue.csv --register tables/register.csv --least-share 50 --peers zone -o {out}/round.csv
round programs/formulas.yaml data/formulas_clean.csv --period 2014-S1 --expected tables/catalogue.csv --final -l es
check-data programs/formulas.yaml data/formulas_wide.csv --period 2014-S1 -o {out}/observations.csv -l es
agreement programs/rubric.yaml tables/evaluated.csv tables/evaluated_again.csv --settled tables/settled.csv -o {out}/agreement.xlsx -l es
agreement programs/rubric.yaml tables/evaluated.csv tables/evaluated_again.csv
import coinr tables/coinr_units.csv tables/coinr_framework.csv -o {out}/rivers.yaml --data-output {out}/units.csv --id rivers --scale n_zscore --aggregation a_amean,a_hmean --treatment qTreat --imputation i_mean_grp --over Side --period 2021 --encoding utf-8
import coinr tables/coinr_units.csv tables/coinr_units.csv -o {out}/rivers.yaml -l es
import coin-tool tables/coinr_units.csv -o {out}/rivers.yaml --data-output {out}/units.csv
export coinr programs/groups.yaml {data} -o {out}/tables
export coinr simed -o {out}/tables.docx -l es
package programs/unreported.yaml data/unreported_wide.csv -o {out}/study.zip --with-data -l es
verify packaged/study.zip --data {data} -q
verify packaged/study.zip --data tables/odd_groups.csv -o {out}/differences.csv -l es
verify packaged/study.zip --data data/groups_clean.csv -l es
verify tables/odd.csv -l es
targets tables/mir.csv -o {out}/targets.xlsx --findings {out}/targets_findings.csv
targets tables/shcp.csv --map shcp_mir -o {out}/shcp.csv --findings {out}/shcp_findings.csv
targets tables/plan.csv --kind plan --term 2023-10,2026-09 -o {out}/plan.csv -l es
projects tables/flows.csv --rate 0.08 --budget 900 -o {out}/projects.csv --decimal . --findings {out}/projects_findings.csv
municipalities Torreón "Juárez, Chih." Nowhere --catalogue tables/catalogue.csv --catalogue tables/metropolis.csv
municipalities Juárez --country CO --catalogue tables/metropolis.csv
municipalities Juárez --state Chiapas --catalogue tables/catalogue.csv --format json -l es
diff programs/editions/2011.yaml programs/editions/2015.yaml --format markdown -l es
diff programs/scales.yaml fixed/scales.yaml --data data/scales_wide.csv --peers zone --only-moved -o {out}/moves.csv
diff programs/groups.yaml fixed/groups.yaml --data tables/odd_groups.csv --period 2013 --decimal , --column entity=who --format json
score fixed/rolled.yaml - --lower fixed/net_groups.yaml {data} --encoding utf-8
score programs/groups.yaml {data} --encoding nowhere --sheet first
score programs/groups.yaml {data} --years a_1 --period-rule 2014-CP=2014
score sindez {data}
score programs/groups.yaml nowhere.csv
nothing
"""
# A program that is made of another one of the net.
ROLLED = """\
spec: 1
id: rolled
version: "1"
title: {es: Por gobierno, en: By government}
entity: other
period: year
provenance: user
rollup: {of: net_groups, by: government, at_least: 0.3}
variables:
  - {id: added, title: {es: A, en: A}, from: sum(a over government)}
  - {id: mean_score, title: {es: Media, en: Mean}, from: "weighted_mean(score(weighted), b over government)"}
tree:
  - {id: all_of_a, title: {es: A, en: A}, formula: added, direction: higher, scale: min_max}
  - {id: of_scores, title: {es: Media, en: Mean}, formula: mean_score, direction: higher, scale: min_max}
"""
# Larger ones, which are compared between commits only; what `demo` writes is held by tests/demo.
LARGER = """
list --format json -l es
validate programs bad --no-cache --format text
validate bad --no-cache --format github -o {out}/faults.txt
score programs/rubric.yaml data/rubric_long.csv -o {out}/scores.xlsx -l es
validate programs/scales.yaml --no-cache --coverage -l es
benchmark programs/groups.yaml {data} --peers zone -o {out}/benchmark.html --own 05
benchmark programs/groups.yaml {data} -o {out}/scorecard.html --kind scorecard --own 05
benchmark programs/groups.yaml {data} -o {out}/published.html --publish --intervals
score programs/groups.yaml {data} -o {out}/published.csv --publish
score programs/rubric.yaml data/rubric_long.csv -o {out}/rubric.html --kind rubric --own 19039 -l es
targets tables/mir.csv -o {out}/matrix.html --own 14039 --period 2024-Q1 -l es
projects tables/flows.csv --budget 900 -o {out}/projects.html
show programs/rubric.yaml -o {out}/note.html -l es
diff cimtra@2010 cimtra@2016
analyse programs/groups.yaml {data} -o {out}/analysis
analyse programs/groups.yaml {data} -o {out}/analysis.xlsx -l es
round programs/formulas.yaml data/formulas_wide.csv --period 2014-S1 -o {out}/round.xlsx -l es
check-data programs/formulas.yaml data/formulas_wide.csv -o {out}/observations.xlsx
demo -o {out}/demo
benchmark programs/formulas.yaml data/formulas_clean.csv --nearest population --metric gower -o {out}/gower.xlsx -l es
trends programs/groups.yaml {data} --peers zone --against previous --level 0.8 -o {out}/trends.xlsx
rule --all -l es
score programs/groups.yaml {data} -o {out}/marked.csv --excel-csv
targets tables/mir.csv -l es
targets tables/plan.csv --kind plan --period 2024-06
projects tables/flows.csv --budget 1,900.00 -l es
benchmark programs/groups.yaml {data} --peers zone -l es
trends programs/groups.yaml {data} -l es
--language es benchmark --help
schema
schema --part
schema --map
show sindes
explain programs/formulas.yaml data/formulas_wide.csv --entity 05035 --period 2014-S1 --node growth -o {out}/ledger.html
"""


# The day on which a page is made, as it says it.
_DAY = re.compile(r"\b\d{1,2} (de )?\w+ (de )?20\d\d\b(?=\. )")


def command_lines(*, golden: bool = False) -> list[list[str]]:
    """Return every command line, as a list of arguments with ``{out}`` in it; for golden results the smaller ones."""
    lines = [line for line in (COMMANDS if golden else COMMANDS + LARGER).splitlines() if line]
    return [[part[1:-1] if part[0] == '"' else part for part in re.findall(r'"[^"]*"|\S+', line)] for line in lines]


def ask(inputs: Inputs) -> Iterator[Block]:
    """Run each command; what it writes is read by the kind of file."""
    for name in icma.__all__:  # loaded once: each command is a copy of this process
        getattr(icma, name)
    modules = ["openpyxl", "xlsxwriter", "jinja2", "scipy.optimize", "pyarrow.parquet", "pyarrow.pandas_compat"]
    commands = pkgutil.iter_modules([str(PACKAGE / "cli")], "icmaml_indicators.cli.")
    for module in (*modules, "icmaml_indicators.__main__", *(found.name for found in commands)):
        importlib.import_module(module)
    _prepare()
    for arguments in command_lines(golden=inputs.golden):
        yield from _of_command(arguments, inputs)


def _prepare() -> None:
    """Write the copies that commands change, and those that differ from what they were copied from."""
    fixed = clear(Path("fixed"))
    for name, source, old, new in (
        ("misspelt.yaml", "bad/unknown_key.yaml", "", ""),
        ("scales.yaml", "programs/scales.yaml", "low: 2, high: 8", "low: 1, high: 8"),
        ("groups.yaml", "programs/groups.yaml", "aggregation: median", "aggregation: max"),
    ):
        (fixed / name).write_text(Path(source).read_text(encoding="utf-8").replace(old or "\0", new), encoding="utf-8")
    (fixed / "net_groups.yaml").write_text(Path("programs/groups.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (fixed / "rolled.yaml").write_text(ROLLED, encoding="utf-8")
    if hasattr(icma, "package_study"):  # an earlier commit has none
        icma.package_study("programs/groups.yaml", _DATA, clear(Path("packaged")) / "study.zip")
    (fixed / "added.yaml").write_text(icma.new_program("added_to"), encoding="utf-8")


def _of_command(arguments: Sequence[str], inputs: Inputs) -> Iterator[Block]:
    subject = "command " + " ".join(arguments)
    clear(OUT)
    before = {path: path.read_bytes() for path in Path("fixed").rglob("*") if path.is_file()}
    given = [part.replace("{out}", str(OUT)).replace("{data}", _DATA) for part in arguments]
    code = run_alone(given)
    out, err = (Path(f"{OUT}.{name}").read_bytes().decode("utf-8", "backslashreplace") for name in ("out", "err"))
    yield pairs_block(subject, "exit code", [("", code)])
    yield text_block(subject, "printed", _plain(out))
    yield text_block(subject, "said on the other stream", _plain(err))
    for path, content in before.items():
        if path.read_bytes() != content:
            yield text_block(subject, f"changed {path}", path.read_text(encoding="utf-8"))
    for path in sorted(OUT.rglob("*")):
        if path.is_file() and "cache" not in path.parts:
            yield from _of_file(subject, path, inputs)


def _of_file(subject: str, path: Path, inputs: Inputs) -> Iterator[Block]:
    name = path.relative_to(OUT).as_posix()
    if path.suffix == ".html":
        text = path.read_text(encoding="utf-8")
        if inputs.golden:
            text = _words_of(text)
        yield text_block(subject, f"wrote {name}", _plain(text))
    else:
        yield from answer(subject, f"wrote {name}", lambda: read_back(path))


def _words_of(page: str) -> str:
    """Return the words of a page without charts and marks."""
    page = re.sub(r"<(style|svg|script)\b.*?</\1>", " ", page, flags=re.DOTALL)
    words = re.sub(r"<[^>]+>", "\n", page)
    return "\n".join(line for part in words.splitlines() if (line := " ".join(part.split())))


def _plain(text: str) -> str:
    return _DAY.sub("<day>", mask(text.replace(icma.__version__, "<version>")))


def run_alone(arguments: Sequence[str]) -> int:
    """Run a command in a copy of this process, its output in two files; return its exit code."""
    child = os.fork()
    if child == 0:
        _become(arguments)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _become(arguments: Sequence[str]) -> Any:
    """Be the command line, and nothing after it."""
    try:
        for number, name in ((1, "out"), (2, "err")):
            file = os.open(f"{OUT}.{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(file, number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        signal.alarm(_SECONDS)
        environment = quiet_environment(OUT)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = [str(PACKAGE / "__main__.py"), *arguments]
        sys.modules.pop("icmaml_indicators.__main__", None)
        runpy.run_module("icmaml_indicators", run_name="__main__", alter_sys=True)
    except SystemExit as stop:
        _flush()
        os._exit(stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1)
    except BaseException:
        import traceback

        traceback.print_exc()
        _flush()
        os._exit(70)
    _flush()
    os._exit(0)


def _flush() -> None:
    sys.stdout.flush()
    sys.stderr.flush()
