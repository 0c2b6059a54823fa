"""Commands with odd options: an exit code and words, never a traceback."""

from __future__ import annotations

import contextlib
import io
import os
import runpy
import sys
from pathlib import Path

from tests.fuzz import samples
from tests.fuzz.cases import Case
from tests.fuzz.chance import Chance
from tests.fuzz.promises import demand

_DATA = "entity,period,a,b,c,flag,sort,order,state\n05035,2024,3,100,2,sí,state,low,Coahuila\n05001,2024,9,200,,no,municipal,high,Coahuila\n05002,2023,7,50,1,no,state,mid,Coahuila\n"
_FLOWS = "project,year,benefit,cost\np,0,0,100\np,1,70,0\np,2,70,0\n"
_FILES = (
    "spec.yaml",
    "data.csv",
    "flows.csv",
    "missing.csv",
    "empty.csv",
    ".",
    "sindes",
    "cimtra@2010",
    "zz",
    "out.json",
    "",
)
_COMMANDS = (
    "list",
    "show",
    "validate",
    "rule",
    "schema",
    "new",
    "template",
    "score",
    "benchmark",
    "explain",
    "path",
    "trends",
    "targets",
    "projects",
    "municipalities",
    "diff",
)
_OPTIONS = (
    "--format=json", "--format=text", "--format=x", "--language=es", "-l=fr", "--strict", "--quiet", "--coverage", "--min-coverage=101", "--min-coverage=50", "--severity=IND231=off",
    "--severity=IND104=off", "--severity=x", "--fix", "--diff", "--unsafe-fixes", "--period=2024", "--period=x", "--decimal=,", "--decimal=x", "--column=entity=zz", "--column=x", "--base-period=2023",
    "--entity=05035", "--entity=x", "--node=ratios", "--node=x", "--peers=state", "--peers=x", "--bands=a=5,8", "--bands=a", "--nearest=a,b", "--nearest=log:a", "--k=0", "--k=2", "--min-peers=1",
    "--min-peers=-1", "--leave-out-self", "--own=05035", "--anonymise", "--to=high", "--to=quartile=1", "--to=score=80", "--to=x=1", "--cost=a=2", "--cost=x", "--only=r1", "--fixed=zz", "--reach=range",
    "-o=out.csv", "-o=out.json", "-o=out.html", "-o=out.xlsx", "-o=out.txt", "-o=out.zz", "-o=no/out.csv", "-o=.", "--findings=found.csv", "--against=year", "--against=x", "--level=0.9", "--level=7",
    "--kind=plan", "--term=2024-10,2027-09", "--term=x", "--rate=0.1", "--rate=nan", "--budget=50", "--budget=-1", "--all", "--part", "--layout=wide", "--catalogue=data.csv", "--state=Chih.", "--data=data.csv",
    "--only-moved", "--earlier=x", "--earlier=sindes=data.csv", "--title-es=\x1b[31m", "--in=spec.yaml", "--group=ratios", "--formula=a / b", "--formula=a +", "--direction=lower", "--", "--no-cache", "--help", "--zz",
)  # fmt: skip


def commands(chance: Chance) -> Case:
    """One command line."""
    words = [chance.one_of(_COMMANDS) if not chance.happens(0.03) else chance.one_of(("", "zz", "demo\x00"))]
    words += {
        "score": ["spec.yaml", "data.csv"], "benchmark": ["spec.yaml", "data.csv", "-o=out.json"], "explain": ["spec.yaml", "data.csv", "--entity=05035"],
        "path": ["spec.yaml", "data.csv", "--entity=05035", "--to=high", "--node=ranks"], "trends": ["spec.yaml", "data.csv", "-o=out.xlsx"], "validate": ["spec.yaml"], "show": ["spec.yaml"],
        "template": ["spec.yaml", "-o=out.csv"], "projects": ["flows.csv", "-o=out.csv"], "targets": ["flows.csv", "-o=out.csv"], "diff": ["spec.yaml", "sindes"], "municipalities": ["Juárez", "--catalogue=data.csv"],
        "new": [chance.one_of(("program", "indicator")), "fresh"],
    }.get(words[0], [])  # fmt: skip
    if chance.happens(0.25) and len(words) > 1:
        words[1 + chance.whole(len(words) - 1)] = chance.one_of(_FILES)
    for option in chance.some_of(_OPTIONS, 4) if chance.happens(0.85) else []:
        name, _, value = option.partition("=")
        words += [name, value] if value and name.startswith("-") and not name.startswith("--") else [option]
    spec = samples.SPECS[0] if chance.happens(0.9) else chance.one_of(samples.texts())
    return Case("\n".join(words), lambda given, folder: run(given.splitlines(), spec, folder), ".args")


def run(words: list[str], spec: str, folder: Path) -> None:
    for name, content in (("spec.yaml", spec), ("data.csv", _DATA), ("flows.csv", _FLOWS), ("empty.csv", "")):
        (folder / name).write_text(content, encoding="utf-8")
    before, arguments, kept, leave = Path.cwd(), sys.argv, dict(os.environ), os._exit
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    try:
        os.chdir(folder)
        os._exit = sys.exit  # a program ends at once; here only its part does
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        sys.argv = ["icmaml-indicators", *words]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            runpy.run_module("icmaml_indicators", run_name="__main__", alter_sys=False)
    except SystemExit as end:
        code = end.code or 0
    finally:
        os.chdir(before)
        os._exit = leave
        sys.argv = arguments
        os.environ.clear()
        os.environ.update(kept)
    demand(code in {0, 1, 2}, f"the exit code is {code}")
    demand("Traceback" not in err.getvalue(), f"a traceback: {err.getvalue()}")
    demand(code != 2 or err.getvalue().strip(), "a command that cannot run says nothing")
    demand("\x1b" not in out.getvalue() + err.getvalue(), "an escape character reaches the terminal")
