"""Why a figure is what it is, and what to do next: one function a command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ...diagnostics import nearest
from ...diagnostics.cells import printable
from ...errors import IcmamlError
from ..arguments.numbers import read_quantity
from ..outputs import MARK
from ..words.printed import put_in_words
from .results import assess

if TYPE_CHECKING:
    import pandas as pd

    from ...results import Assessment, Ledger

_FORMATS = {".txt": "text", ".json": "json", ".csv": "csv", ".html": "html", ".pdf": "html", ".xlsx": "xlsx"}


def run_explain(options: argparse.Namespace) -> int:
    """Tell how one figure came about."""
    from ...results import benchmark

    assessment = assess(options)
    source = benchmark(assessment, options.peers) if options.peers else assessment
    ledger: Ledger = source.explain(options.entity, options.node, options.period)
    _tell_period(assessment, ledger.entity, ledger.period, options)
    if _form(options) == "xlsx":
        ledger.to_excel(options.output)
        print(printable(f"→ {options.output}"), file=sys.stderr)
        return 0
    _put(
        options,
        {
            "text": ledger.to_text,
            "json": ledger.to_json,
            "html": lambda: _page(ledger.to_html(), assessment),
        },
        ledger.to_frame,
    )
    return 0


def run_path(options: argparse.Namespace) -> int:
    """Tell which indicators to move to reach a target."""
    from ...results import benchmark

    assessment = assess(options)
    with redirect_native_stdout():
        path = benchmark(assessment, options.peers).path(
            options.entity,
            to=_target(options.to),
            node=options.node,
            period=options.period,
            costs=dict(_cost(pair) for pair in options.cost),
            only=options.only,
            fixed=options.fixed,
            reach=options.reach,
        )
    _tell_period(assessment, path.entity, path.period, options)
    _put(
        options,
        {
            "text": path.to_text,
            "json": path.to_json,
            "html": lambda: _page(path.to_html(), assessment),
        },
        lambda: path.moves,
    )
    return 0


def _tell_period(assessment: Assessment, entity: str, period: str, options: argparse.Namespace) -> None:
    """Tell on standard error which period was taken, where there are several and none was asked for."""
    table = assessment._scored.table
    count = int((table.entities == entity).sum())
    if options.period is None and count > 1 and not options.quiet:
        told = put_in_words("latest", options.language, entity=entity, period=period, count=count)
        print(printable(told), file=sys.stderr)


@contextmanager
def redirect_native_stdout() -> Iterator[None]:
    """Send what compiled code prints (scipy's solver, now and then) to standard error: the answer stands alone."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _target(text: str) -> str | dict[str, float]:
    """Read ``advanced``, ``quartile=1``, ``rank=3`` or ``score=80``."""
    kind, separator, wanted = text.partition("=")
    return {kind.strip(): read_quantity(wanted)} if separator else text


def _cost(pair: str) -> tuple[str, float]:
    name, separator, cost = pair.partition("=")
    if not separator:
        raise IcmamlError("IND569", key="--cost", wanted=("ID=NÚMERO", "ID=NUMBER"), given=pair)
    return name, read_quantity(cost)


def _form(options: argparse.Namespace) -> str:
    """Return the format asked for: by name, else by the ending of the file, else text."""
    if options.format:
        return str(options.format)
    if not options.output:
        return "text"
    suffix = Path(options.output).suffix.lower()
    if suffix not in _FORMATS or (suffix == ".xlsx" and options.command != "explain"):
        valid = [suffix for suffix in _FORMATS if suffix != ".xlsx" or options.command == "explain"]
        raise IcmamlError("IND543", nearest(suffix, valid), suffix=suffix, valid=", ".join(valid))
    return _FORMATS[suffix]


def _put(options: argparse.Namespace, texts: dict[str, Callable[[], str]], table: Callable[[], pd.DataFrame]) -> None:
    """Print or write what was asked for."""
    from ...reports import escape_formulas, write_page, write_tables

    form = _form(options)
    if not options.output:
        if form == "csv":
            sys.stdout.write(MARK if options.excel_csv else "")
            escape_formulas(table()).to_csv(sys.stdout, index=False)
        else:
            print(texts[form]())
        return
    if form == "csv":
        write_tables({"table": table()}, Path(options.output), ".csv", excel_csv=options.excel_csv)
    else:
        write_page(texts[form]() + "\n", Path(options.output))
    print(printable(f"→ {options.output}"), file=sys.stderr)


def _page(fragment: str, assessment: Assessment) -> str:
    """Return a page of HTML that stands by itself."""
    from ...reports import page_of

    return page_of(fragment, assessment.program.title.in_language(assessment.language), assessment.language)
