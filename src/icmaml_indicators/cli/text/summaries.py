"""What a command shows on screen where no file is named: a short table of the best of what its page says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...diagnostics import Language
from ...diagnostics.cells import cells_of, crop, printable
from ...errors import IcmamlError, check_option
from ..words.printed import put_in_words

if TYPE_CHECKING:
    import pandas as pd

    from ...projects import Appraisal, Portfolio
    from ...results import Benchmark, Panel
    from ...targets import TargetResults

# Lines of a table, and of a longer one those at its end; the cells that a name may take.
MOST_LINES, LAST_LINES, WIDEST = 20, 5, 40
# Beside the reader's own.
_NEIGHBOURS = 2
_LIGHTS = ("green", "yellow", "red", "no_light")
_GAP = "  "
Line = list[str]


def show(summary: str) -> None:
    """Print a summary, in which no text of the data acts."""
    print(printable(summary, "\n"))


def lay_out(heads: Sequence[str], lines: Sequence[Line], texts: int) -> str:
    """Return a table for a terminal: the first so many columns are texts, the others figures, which end together."""
    table = [[_cut(text) for text in line] for line in (heads, *lines)]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    shown = []
    for line in table:
        parts = []
        for at, (text, width) in enumerate(zip(line, widths, strict=True)):
            room = " " * (width - _width(text))
            parts.append(text + room if at < texts else room + text)
        shown.append(_GAP.join(parts).rstrip())
    return "\n".join(shown)


def _cut(text: str) -> str:
    return crop(text, 0, 0, WIDEST).text


def _width(text: str) -> int:
    return sum(cell.width for cell in cells_of(text))


def _join(heads: Sequence[str], table: str, left: int, language: Language) -> str:
    """Return a summary: what it is of, its table, and how many lines are only in a file."""
    parts = [*(head for head in heads if head), "", table]
    if left:
        parts.append(put_in_words("left out", language, count=left))
    return "\n".join(parts)


def summarise_benchmark(found: Benchmark, language: Language, own: str | None, *, intervals: bool) -> str:
    """Return everybody in order: place, total or share in the top quartile, lights and change."""
    from ...reports.pages.benchmark.league import League
    from ...reports.pages.benchmark.view import GroupView
    from ...reports.pages.benchmark.words import WORDS
    from ...reports.pages.figures import name_period

    words = WORDS[language]
    view = GroupView(found, language, words, own, None)
    league = League(view, intervals=intervals)
    order = [int(at) for at in league.order]
    kept = _some_of(order, view.own)
    lines = [league.line(at) for at in kept]
    on_share = league.order_by == "share"
    columns = {
        words["position"]: [line.place for line in lines],
        words["entity"].get(view.program.entity.type, words["entity"]["other"]): [
            f"{line.name} ←" if line.is_own else line.name for line in lines
        ],
        words["group"]: [line.group for line in lines],
        words["level"]: [line.level for line in lines],
        words["share"] if on_share else words["score"]: [line.share if on_share else line.score for line in lines],
        words["best_count"] if league.on_quarters else put_in_words("green", language): [line.best for line in lines],
        words["worst_count"] if league.on_quarters else put_in_words("red", language): [line.worst for line in lines],
        words["change"]: [line.change for line in lines],
        words["interval"]: [line.ends for line in lines],
    }
    used = {head: texts for head, texts in columns.items() if any(text not in {"", "–"} for text in texts)}
    texts = sum(head in used for head in list(columns)[:4])
    head = put_in_words(
        "compared",
        language,
        program=view.text(view.program.title),
        period=name_period(view.point, language),
        count=len(order),
    )
    note = words["by_share"] if on_share else words[f"by_{league.order_by}"]
    table = lay_out(list(used), [list(line) for line in zip(*used.values(), strict=True)], texts)
    return _join([head, note], table, len(order) - len(kept), language)


def _some_of(order: list[int], own: int | None) -> list[int]:
    """Return the first and the last of many, and who stands beside the reader's own."""
    if len(order) <= MOST_LINES:
        return order
    at = order.index(own) if own is not None else -_NEIGHBOURS - 1
    first, last = MOST_LINES - LAST_LINES, len(order) - LAST_LINES
    return [who for n, who in enumerate(order) if n < first or n >= last or abs(n - at) <= _NEIGHBOURS]


def summarise_trends(panel: Panel, lines: pd.DataFrame, language: Language) -> str:
    """Return how many entities improve and worsen in each indicator, groups first."""
    nodes, rows = panel.program.nodes, []
    for (name, kind), told in lines.groupby(["indicator", "kind"], sort=False)["improving"]:
        title = nodes[name].title.in_language(language) if name in nodes else str(name)
        rows.append((kind != "group", [title, *(str((told == state).sum()) for state in ("yes", "no", "unclear"))]))
    rows.sort(key=lambda row: row[0])
    heads = [put_in_words(key, language) for key in ("indicator", "improving", "worsening", "unclear")]
    names = list(dict.fromkeys(str(name) for name in panel.period_names))
    head = put_in_words(
        "followed",
        language,
        program=panel.program.title.in_language(language),
        first=names[0],
        last=names[-1],
        count=lines["entity"].nunique(),
    )
    table = lay_out(heads, [line for _, line in rows[:MOST_LINES]], 1)
    return _join([head], table, len(rows) - len(rows[:MOST_LINES]), language)


def summarise_targets(found: TargetResults, language: Language, own: str | None, period: str | None) -> str:
    """Return the programs, or the axes of a plan, each in its latest period with a result, the lowest first."""
    from ...reports.pages.figures import write_figure

    keys = list(found.keys[: max(len(found.keys) - 1, 1)])
    months = dict(zip(map(str, found.periods.names), found.periods.last_month, strict=True))
    lines = found.groups[found.groups["group"] == keys[-1]]
    known = sorted({str(name) for key in keys for name in lines[key]} - {""})
    if own is not None:
        check_option("group", own, known)
        lines = lines[(lines[keys] == own).any(axis=1)]
    if period is not None:
        check_option("period", period, list(months))
        lines = lines[lines["period"] == period]
    lines = lines.assign(scored=lines["score"].notna(), month=[months[str(name)] for name in lines["period"]])
    lines = lines.sort_values(["scored", "month"], kind="stable").groupby(keys, sort=False).tail(1)
    lines = lines.sort_values("score", kind="stable")
    lights = {name: int(lines[name].sum()) for name in _LIGHTS}
    heads = [put_in_words("measured", language, count=int(lines["indicators"].sum()), **lights)]
    marks = {True: "", False: " *"}
    if not lines["comparable"].all():
        heads.append(put_in_words("not comparable", language))
        marks[True] = "  "
    shown = [key for key in keys if key == keys[-1] or len(set(lines[key])) > 1]
    rows = [
        [
            *(str(line[key]) for key in (*shown, "period")),
            write_figure(line["score"], 1) + marks[bool(line["comparable"])],
            write_figure(100 * line["coverage"], 0),
            *(str(line[name]) for name in _LIGHTS),
        ]
        for line in lines.head(MOST_LINES).to_dict("records")
    ]
    columns = [put_in_words(key, language) for key in (*shown, "period", "score", "coverage", *_LIGHTS)]
    return _join(heads, lay_out(columns, rows, len(shown) + 1), len(lines) - len(rows), language)


def summarise_projects(found: Appraisal, chosen: Portfolio | None, language: Language) -> str:
    """Return the projects, the most valuable first; of a portfolio what is in, and why the others are not."""
    from ...reports.pages.figures import write_declared, write_figure
    from ...reports.pages.projects.words import WORDS

    words = WORDS[language]
    table = found.table.sort_values("net_present_value", ascending=False, kind="stable")
    if chosen is not None:
        table = found.table.loc[chosen.table.sort_values("chosen", ascending=False, kind="stable").index]
    rate = f"{write_declared(round(100 * found.rate, 9))} %"
    good = found.table["accepted"] if chosen is None else chosen.table["chosen"]
    have = words["of_count"].format(have=int(good.sum()), count=len(good))
    if chosen is None:
        heads = [f"{have} {words['is_worth'].format(rate=rate)}"]
    else:
        left = write_figure(chosen.budget - chosen.cost)
        heads = [
            f"{have} {words['fits'].format(budget=write_figure(chosen.budget))}",
            f"{words['choice_worth'].format(value=write_figure(chosen.value))} "
            f"{words['choice_cost'].format(cost=write_figure(chosen.cost), left=left)}",
        ]
    rows = []
    for name, line in table.head(MOST_LINES).iterrows():
        several = int(line["internal_rates"]) > 1
        percent = write_figure(100 * line["internal_rate_return"], 1, [100 * found.rate])
        figures = [
            write_figure(line["net_present_value"], None, [0.0]),
            write_figure(line["present_cost"], None, [0.0]),
            words["several_rates"] if several else percent if percent == "–" else f"{percent} %",
            write_figure(line["benefit_cost_ratio"], 2, [1.0]),
        ]
        choice = []
        if chosen is not None:
            reason = str(chosen.table["reason"][name])
            choice = [words["legend"]["in"] if not reason else words["reasons"][reason]]
        rows.append([str(name), *choice, *figures])
    named = [words["project"], *([words["choice"]] if chosen is not None else [])]
    columns = [
        words["columns"]["net_present_value"],
        words["columns"]["present_cost"],
        words["rate"],
        words["benefit_cost"],
    ]
    body = lay_out([*named, *columns], rows, len(named))
    return _join(heads, body, max(len(table) - MOST_LINES, 0), language)


def summarise_flags(flags: pd.DataFrame, language: Language) -> str:
    """Return what an analysis flags, line by line."""
    lines = [f"{line.code} {line.period}: {line.message}" for line in flags.head(MOST_LINES).itertuples()]
    return _join(
        [put_in_words("flags", language, count=len(flags))], "\n".join(lines), len(flags) - len(lines), language
    )


def one_of(own: str | list[str] | None) -> str | None:
    """Return the one whom a summary marks.

    Raises
    ------
    IcmamlError
        Where there are several.
    """
    if own is not None and not isinstance(own, str):
        raise IcmamlError("IND670")
    return own


def summarise_lines(table: pd.DataFrame, language: Language) -> str:
    """Return the first lines of a table, with the headings and the words of cards."""
    from ...display import take_lines

    shown = take_lines(table, language, len(table))
    lines = [["" if cell is None else str(cell) for cell in row] for row in shown.rows]
    return _join([], lay_out(list(shown.columns), lines, len(shown.columns)), shown.lines_left, language)
