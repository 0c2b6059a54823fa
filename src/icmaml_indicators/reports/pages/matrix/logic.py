"""What a matrix has and lacks, as sentences with a mark: what the findings about it say, and what they do not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ....specs.model.attainment import CREMAA
from ..figures import list_names, write_figure
from .view import MatrixView

# What each indicator must say, beside its name, as `targets.logic` asks for it.
_ASKED = ("formula", "unit", "direction", "frequency", "baseline", "target", "means")
_MOST_NAMED = 3

Check = tuple[str, str]


def check_logic(view: MatrixView) -> list[Check]:
    """Return what the vertical and horizontal logic of what is shown comes to, the gravest first."""
    found = [*_check_reports(view), *_check_sides(view), *_check_cremaa(view)]
    if view.results.kind == "matrix":
        found += [*_check_levels(view), *_check_components(view), *_check_sheets(view), *_check_cascade(view)]
    order = {"red": 0, "yellow": 1, "green": 2}
    return sorted(found, key=lambda check: order[check[0]])


def _rows_with(view: MatrixView, code: str, subject: str, where: NDArray[np.bool_]) -> list[int]:
    """Return the lines that a finding is about, among those of a kind."""
    log = view.results.table.findings
    rows = [batch.rows for batch in log.batches if batch.code == code and batch.subject == subject]
    return [int(row) for part in rows if part is not None for row in part if where[row]]


def _lines(view: MatrixView) -> NDArray[np.bool_]:
    """Return which lines stand for their indicators."""
    found = np.zeros(view.results.table.rows, bool)
    found[[standing.row for standing in view.standings]] = True
    return found


def _list_titles(view: MatrixView, titles: list[str]) -> str:
    names = [str(view.words["quoted"]).format(text=title) for title in dict.fromkeys(titles)]
    more = len(names) - _MOST_NAMED
    if more > 0:
        names = [*names[:_MOST_NAMED], view.words["more_of_them"].format(count=more)]
    return list_names(names, view.language)


def _check_levels(view: MatrixView) -> list[Check]:
    if "level" not in view.results.table.given:
        return []
    log = view.results.table.findings
    missing = [
        view.words["level_names"][str(batch.figures[0])][0]
        for batch in log.batches
        if batch.code == "IND441" and batch.rows is not None and view.inside[batch.rows].any()
    ]
    if not missing:
        return [("green", view.words["all_levels"])]
    return [("red", view.words["no_levels"].format(names=list_names(missing, view.language)))]


def _check_components(view: MatrixView) -> list[Check]:
    if "component" not in view.results.table.given:
        return [("yellow", view.words["no_components"])]
    words = view.words
    components = {(view.program_of(row), view.text("component", row)) for row in _of_level(view, "component")}
    idle = _rows_with(view, "IND443", "component", view.inside)
    orphans = _rows_with(view, "IND442", "component", _lines(view))
    activities = _of_level(view, "activity")
    found: list[Check] = []
    if idle:
        names = _list_titles(view, [view.component_title(row) for row in idle])
        found.append(("red", words["idle_components"].format(names=names)))
    elif components:
        found.append(("green", words["full_components"].format(count=len(components))))
    if orphans:
        found.append(("red", words["orphans"].format(names=_list_titles(view, [view.name(row) for row in orphans]))))
    elif activities:
        found.append(("green", words["no_orphans"].format(count=len(activities))))
    return found


def _of_level(view: MatrixView, level: str) -> list[int]:
    return [standing.row for standing in view.standings if view.texts["level"][standing.row] == level]


def _check_sheets(view: MatrixView) -> list[Check]:
    """Say what every indicator has, and what some of them, or the whole table, lack."""
    lines, words = _lines(view), view.words
    count, given = int(lines.sum()), view.results.table.given
    lacking = {role: len(_rows_with(view, "IND444", role, lines)) for role in _ASKED if role in given}
    full = [words["roles"][role] for role, number in lacking.items() if not number]
    absent = [words["roles"][role] for role in _ASKED if role not in given]
    found: list[Check] = []
    if full:
        found.append(("green", words["all_have"].format(names=list_names(full, view.language), count=count)))
    for role, number in lacking.items():
        if number:
            found.append(
                ("yellow", words["some_have"].format(role=words["roles"][role], have=count - number, count=count))
            )
    if absent:
        found.append(("yellow", words["none_have"].format(names=list_names(absent, view.language))))
    return found


def _check_sides(view: MatrixView) -> list[Check]:
    wrong = _rows_with(view, "IND445", "target", _lines(view))
    if wrong:
        names = _list_titles(view, [view.name(row) for row in wrong])
        return [("yellow", view.words["wrong_side"].format(names=names))]
    turned = np.isin(view.results.rules.direction, ("higher", "lower"))
    known = turned & _lines(view) & np.isfinite(view.figures["target"]) & np.isfinite(view.figures["baseline"])
    return [("green", view.words["right_side"].format(count=int(known.sum())))] if known.any() else []


def _check_cascade(view: MatrixView) -> list[Check]:
    broken = _rows_with(view, "IND447", "component", _lines(view))
    if not broken:
        return []
    return [("red", view.words["broken_cascade"].format(names=_list_titles(view, [view.name(row) for row in broken])))]


def _check_reports(view: MatrixView) -> list[Check]:
    """Say what was not reported when it was due."""
    rows = np.flatnonzero(view.in_year & (view.last_month <= view.now) & np.isnan(view.figures["actual"]))
    late = [
        ", ".join(filter(None, (view.name(row), view.name_period(str(view.names[row])))))
        for row in rows.tolist()
        if view.is_due(row)
    ]
    return [("red", view.words["late_reports"].format(names=_list_titles(view, late)))] if late else []


def _check_cremaa(view: MatrixView) -> list[Check]:
    """Say how many indicators were assessed against CREMAA, and what they came to."""
    marks = np.stack([view.figures[f"cremaa_{quality}"] for quality in CREMAA])
    rows = [standing.row for standing in view.standings]
    judged = [row for row in rows if np.isfinite(marks[:, row]).any()]
    if not judged:
        return []
    # One to five, as `TargetResults.cremaa` reads them.
    mean = float(np.mean([100 * (np.nanmean(marks[:, row]) - 1) / 4 for row in judged]))
    told = view.words["cremaa"].format(have=len(judged), count=len(rows), mean=write_figure(mean, 0, [100.0]))
    return [("green" if len(judged) == len(rows) else "yellow", told)]
