"""The page of a rubric: points and level, cheapest steps up, points by block, what did not count, every criterion."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ....errors import UnknownNameError, check_language
from ....results import Benchmark
from ....robustness.models import score_with_model
from ....specs import ROOT
from ....transforms.sums import FULL
from ...charts.marks import bar, stack
from ..figures import list_names, unit_below, write_figure, write_with_unit
from ..page_view import declared_decimals
from .view import UNCOUNTED, BlockLine, CriterionLine, RubricView, whole_decimals
from .words import WORDS

if TYPE_CHECKING:
    import pandas as pd

MOST_STEPS = 6
MOST_NAMED = 3
# What it costs to prove or correct an answer that was given, where one step of a new one costs 1.
EASIER = 0.5
_EXACT = 9


def render_rubric(
    benchmark: Benchmark,
    language: str = "es",
    *,
    own: str,
    period: str | None = None,
    credits: Sequence[str] = (),
    date: dt.date | None = None,
    figures: str = "",
) -> str:
    """Return the page of one entity's answers to a rubric as HTML.

    Parameters
    ----------
    benchmark
        The comparison that it stands in.
    language
        ``es`` or ``en``.
    own
        Key or name of the entity.
    period
        The latest of the entity by default.
    credits
        Further sources of the data, shown at the end with those that the data asks for.
    date
        When the page is made; today by default.
    figures
        Name of a file beside the page that holds its figures (`build_rubric_figures`).

    Raises
    ------
    UnknownNameError
        When there is no such entity or period, or the program has no criteria.
    MissingExtraError
        When the extra ``reports`` is not installed.
    """
    check_language(language)
    program = benchmark.assessment.program
    if not program.criteria:
        raise UnknownNameError("kind of page", "rubric", ["benchmark", "scorecard"])
    return _Writer(benchmark, language, WORDS[language], own, period).render("rubric.html.j2", credits, date, figures)


def build_rubric_figures(
    benchmark: Benchmark, language: str = "es", *, own: str, period: str | None = None
) -> pd.DataFrame:
    """Return the answers of a rubric page as a table: one line a criterion, headed in its language.

    Parameters
    ----------
    benchmark, language, own, period
        As of `render_rubric`.
    """
    check_language(language)
    return _Writer(benchmark, language, WORDS[language], own, period).figures()


class _Writer(RubricView):
    def figures(self) -> pd.DataFrame:
        """Return one line a criterion: its answer, the points that it won and could win, what stands beside it."""
        import pandas as pd

        heads = self.words["figure_heads"]
        names = ("block", "criterion", "answer", "won", "most", "evidence", "note")
        rows = [
            (line.block, line.title, line.answer, line.won, line.most, line.evidence, line.note) for line in self.lines
        ]
        return pd.DataFrame(rows, columns=[heads[name] for name in names])

    def context(self) -> dict[str, Any]:
        """Return what the template shows beside the frame of the page."""
        program, lines = self.program, self.lines
        uncounted = [line for line in lines if line.state in UNCOUNTED]
        return {
            "subtitle": self.subtitle(),
            "headline": self.headline(),
            "leads": [lead for lead in (self.level_lead(), self.uncounted_lead(), *self.side_leads()) if lead],
            "steps": self.steps() if self.next_level else None,
            "next_level": self.level_title(self.next_level),
            "blocks": [self.block_shown(block) for block in self.blocks],
            "apart": ROOT in self.groups_without_sum,
            "any_apart": bool(self.groups_without_sum),
            "models": self.models(),
            "cut": self.next_cut is not None,
            "uncounted": [(line, write_figure(line.recoverable, 2, [0.0])) for line in uncounted],
            "tells_asks": not all(line.asks_evidence for line in lines),
            "places": any(line.place for line in uncounted),
            "gates": self.gates(),
            "has_gates": any(getattr(node.spec, "gates", ()) for node in program.nodes.values()),
            "missing": [line for line in lines if line.state == "not_checked"],
            "missing_range": self.missing_range(),
        }

    @cached_property
    def lines(self) -> list[CriterionLine]:
        """Every criterion."""
        return [line for block in self.blocks for line in block.criteria]

    def subtitle(self) -> str:
        """Return how large the rubric is, and whether it asks for evidence."""
        told = self.words["extent"].format(blocks=len(self.blocks), criteria=len(self.lines))
        asks = [line.asks_evidence for line in self.lines]
        return f"{told} {self.words['needs_evidence'][all(asks)]}" if any(asks) else told

    # Level and gap ----------------------------------------------------------------------------------------

    @cached_property
    def level(self) -> int:
        """The level of the total, counted from 0; -1 where it has none."""
        found = self.book.nodes[ROOT].levels
        return int(found.level[self.row]) if found is not None else -1

    @cached_property
    def next_level(self) -> int | None:
        """The level after that of the total; None where there is none."""
        root = self.program.nodes[ROOT]
        after = self.level + (-1 if root.lower_is_better else 1)
        return after if self.level >= 0 and 0 <= after < len(root.levels) else None

    def level_title(self, number: int | None) -> str:
        """Return what a level is called."""
        return "" if number is None else self.text(self.program.nodes[ROOT].levels[number].title)

    def cut_before(self, number: int) -> tuple[float, bool] | None:
        """Return the score at which a level begins, and whether that score is in it; None where none is declared."""
        levels = self.program.nodes[ROOT].levels
        places = ((levels[number].from_, True), (levels[number - 1].up_to if number else None, False))
        for cut, within in places:
            if isinstance(cut, int | float):
                return float(cut), within
        return None

    @cached_property
    def next_cut(self) -> tuple[float, bool] | None:
        """Where the next level begins."""
        return self.cut_before(self.next_level) if self.next_level else None

    def in_points(self, score: float) -> float:
        """Return what a score of the total comes to in points."""
        return round(score * self.most / FULL, _EXACT)

    @cached_property
    def point_cuts(self) -> list[float]:
        """Where levels begin, in points."""
        numbers = range(1, len(self.program.nodes[ROOT].levels))
        return [self.in_points(cut[0]) for number in numbers if (cut := self.cut_before(number))]

    def write_total(self, score: float) -> str:
        """Write a score of the total as points; it does not seem to pass a cut that it does not."""
        return write_figure(self.in_points(score), 1, self.point_cuts)

    def headline(self) -> dict[str, Any] | None:
        """Return the total with its bar, where there is one."""
        score = self.score(ROOT)
        if not np.isfinite(score):
            return None
        won, most = self.write_total(score), write_figure(round(self.most, _EXACT), self.whole_decimals)
        back = 0.0 if ROOT in self.groups_without_sum else self.recoverable
        cuts = []
        for number in range(1, len(self.program.nodes[ROOT].levels)):
            if cut := self.cut_before(number):
                name = self.words["cut_legend" if cut[1] else "cut_legend_above"]
                cuts.append(name.format(level=self.level_title(number), cut=self.write_cut(cut[0])))
        told = self.words["score_description"].format(back=self.write_back(back)) if back else ""
        title = self.words["score_title"].format(won=won, most=most)
        chart = stack(
            self.parts(self.in_points(score), self.most, back),
            title,
            description=told,
            ticks=[cut / self.most for cut in self.point_cuts],
            gap=0,
        )
        return {"won": won, "most": most, "chart": chart, "cuts": cuts}

    @property
    def whole_decimals(self) -> int:
        """Decimals of what the total could win: none where it is whole."""
        return 0 if round(self.most, _EXACT) == round(self.most) else 1

    def write_cut(self, score: float) -> str:
        """Write where a level begins, in points."""
        points = self.in_points(score)
        return write_figure(points, 0 if points == round(points) else 1)

    @cached_property
    def recoverable(self) -> float:
        """Points of the total that are answered and do not count."""
        return float(np.nansum([block.recoverable for block in self.blocks]))

    def write_back(self, points: float) -> str:
        """Write points that could be won back; some never seem none."""
        return write_figure(points, 1, [0.0]) if points else "0.0"

    def parts(self, won: float, most: float, back: float) -> list[tuple[str, float]]:
        """Return the parts of a bar of points."""
        won, back = max(won, 0.0), min(back if np.isfinite(back) else 0.0, max(most - won, 0.0))
        return [("won", won), ("back", back), ("lost", max(most - won - back, 0.0))]

    # The lead ---------------------------------------------------------------------------------------------

    def level_lead(self) -> tuple[str, str, str] | None:
        """Return the level and what the next one takes."""
        if self.level < 0:
            return None
        start = self.words["level_is"].format(level=self.level_title(self.level))
        if self.next_level is None:
            return "green", start, self.words["top_level"]
        root = self.program.nodes[ROOT]
        lowest = len(root.levels) - 1 if root.lower_is_better else 0
        mark = "red" if self.level == lowest else "yellow"
        title = self.level_title(self.next_level)
        if self.next_cut is None:
            return mark, start, self.words["next_level"].format(level=title)
        cut, within = self.next_cut
        short = self.in_points(cut) - self.in_points(self.score(ROOT))
        if short < 0 or (short == 0 and within):
            return mark, start, self.words["gap_held"].format(level=title)
        words = self.words["gap" if within else "gap_above" if short else "gap_at"]
        gap = write_figure(round(short, _EXACT), 1, [0.0])
        return mark, start, words.format(gap=gap, level=title, cut=self.write_cut(cut))

    def uncounted_lead(self) -> tuple[str, str, str] | None:
        """Return how much was answered and does not count."""
        counts = Counter(line.state for line in self.lines)
        parts = [
            self.words["uncounted_parts"][state][counts[state] > 1].format(count=counts[state])
            for state in UNCOUNTED
            if counts[state]
        ]
        if not parts:
            return None
        words = self.words["uncounted_points"][1 if self.groups_without_sum or not self.recoverable else 0]
        most = f" ({self.words['at_most']})" if counts["rejected"] and not self.groups_without_sum else ""
        return (
            "yellow",
            f"{words.format(points=self.write_back(self.recoverable))}{most}:",
            f"{list_names(parts, self.language)}.",
        )

    def side_leads(self) -> list[tuple[str, str, str]]:
        """Return the blocks that win the greatest share, and those that lose the most points."""
        known = [block for block in self.blocks if np.isfinite(block.won) and block.most > 0]
        strong = sorted((b for b in known if b.won > 0), key=lambda block: block.won / block.most, reverse=True)
        count = 2 if len(known) > MOST_NAMED else 1
        costly = sorted(
            (b for b in known if b.won < b.most and b not in strong[:count]),
            key=lambda block: block.most - block.won,
            reverse=True,
        )
        found = []
        for mark, words, blocks in (("green", "strongest", strong[:count]), ("red", "costliest", costly[:count])):
            if blocks:
                names = self.list_quoted([block.title for block in blocks])
                found.append((mark, self.words[words], f"{names}."))
        return found

    # Steps ------------------------------------------------------------------------------------------------

    def steps(self) -> dict[str, Any] | None:
        """Return the path of least effort to the next level in words; None where it cannot be searched for."""
        assert self.next_level is not None
        given = {line.id: line for line in self.lines if line.state in UNCOUNTED}
        level = self.program.nodes[ROOT].levels[self.next_level].id
        path = self.search_path(level, costs=dict.fromkeys(given, EASIER))
        if path is None:  # the page says less
            return None
        if not path.reachable or not len(path.moves):
            return {"moves": []}
        moves = path.moves.sort_values("contribution", ascending=False, kind="stable").to_dict("records")
        proved = [move for move in moves if self.is_given(move)]
        mended = [m for m in moves if m["indicator"] in given and given[m["indicator"]].state == "rejected"]
        told = [self.group_step("prove", proved), self.group_step("mend", mended)]
        others = [move for move in moves if move not in proved and move not in mended]
        return {
            "moves": [step for step in told if step] + [self.step(move) for move in others[:MOST_STEPS]],
            "count": self.count("count_changes", len(moves)),
            "more": max(len(others) - MOST_STEPS, 0),
            "score": self.write_total(round(path.score_after, _EXACT)),
            "proved": path.method == "exact",
        }

    def count(self, words: str, number: int) -> str:
        """Return a count with what is counted."""
        return str(self.words[words][number != 1]).format(count=number)

    def is_given(self, move: dict[Any, Any]) -> bool:
        """Whether a move asks for no better answer than the one that lacks its evidence."""
        name = move["indicator"]
        if self.states.get(name) != "not_verified":
            return False
        return bool(move["to"] <= self.value_of(self.program.nodes[name], "not_verified"))

    def group_step(self, words: str, moves: list[dict[Any, Any]]) -> dict[str, str] | None:
        """Return moves of one kind as one step: how many, and where most of them are."""
        if not moves:
            return None
        block_of = {line.id: block.title for block in self.blocks for line in block.criteria}
        counts = Counter(block_of[move["indicator"]] for move in moves).most_common()
        names = [self.words["in_block"].format(block=block, count=count) for block, count in counts]
        return {
            "title": self.count(words, len(moves)),
            "note": self.words[f"{words}_note"].format(names=list_names(names, self.language)),
            "gain": self.write_gain(sum(float(move["contribution"]) for move in moves)),
        }

    def write_gain(self, contribution: float) -> str:
        # Of steps that are all needed none adds points of its own.
        return f"+{write_figure(self.in_points(contribution), 1, [0.0])}" if ROOT not in self.groups_without_sum else ""

    def step(self, move: dict[Any, Any]) -> dict[str, str]:
        """Return one move in words."""
        node = self.program.nodes[move["indicator"]]
        line = next(line for line in self.lines if line.id == node.id)
        unverified = self.states.get(node.id) == "not_verified"
        start = self.value_of(node, "not_verified") if unverified else float(move["from"])
        if node.answer is not None and node.answer.options:
            words = "step_answer" if np.isfinite(start) else "step_new"
            first, last = (self.write_answer(node, end) if np.isfinite(end) else "" for end in (start, move["to"]))
        else:
            words = "step_figure" if np.isfinite(start) else "step_first_figure"
            unit, decimals = self.unit(node), declared_decimals(node)
            if node.answer is not None:
                decimals = whole_decimals(move["to"])
            first = write_with_unit(write_figure(start, decimals, [move["to"]]), unit)
            last = f"{write_with_unit(write_figure(move['to'], decimals), unit)} {unit_below(unit)}".strip()
        place = self.words["within"].format(block=line.block, within=line.within) if line.within else f"{line.block}."
        evidence = f" {self.words['with_evidence']}" if line.asks_evidence else ""
        return {
            "title": self.words[words].format(title=line.title, first=first, last=last),
            "note": f"{place}{evidence}",
            "gain": self.write_gain(float(move["contribution"])),
        }

    # Blocks, models --------------------------------------------------------------------------------

    def block_shown(self, block: BlockLine) -> dict[str, Any]:
        """Return a block as the template shows it."""
        points = self.write_points(block.won, block.most, 1)
        back = self.write_back(block.recoverable) if np.isfinite(block.recoverable) else "–"
        known = np.isfinite(block.won) and block.most > 0
        title = self.words["block_title"].format(title=block.title, points=points, back=back)
        share = write_figure(100.0 * block.won / block.most, 0, [0.0, 100.0]) if known else "–"
        return {
            "title": block.title,
            "within": block.within,
            "points": points,
            "back": back,
            "lost": write_figure(round(block.lost, _EXACT), 1, [0.0]) if known and np.isfinite(block.lost) else "–",
            "share": write_with_unit(share, "%"),
            "chart": stack(self.parts(block.won, block.most, block.recoverable), title, gap=0) if known else "",
            "subheads": block.subheads,
            "count": self.count("count_criteria", len(block.criteria)),
        }

    def models(self) -> list[dict[str, Any]]:
        """Return the total under the program's own rules and under each of its models."""
        if not self.program.models:
            return []
        cut = self.next_cut[0] if self.next_cut else np.nan
        found = [(self.words["declared"], self.scored)]
        found += [(self.text(model.title), score_with_model(self.scored, model.id)) for model in self.program.models]
        shown = []
        for title, scored in found:
            total, root = scored.book.nodes[ROOT], scored.program.nodes[ROOT]
            score = round(float(total.scores[self.row]), _EXACT)
            level = int(total.levels.level[self.row]) if total.levels is not None else -1
            text = write_figure(score, 1, [cut] if np.isfinite(cut) else [])
            told = self.words["model_title"].format(title=title, score=text)
            shown.append(
                {
                    "title": title,
                    "score": text,
                    "level": self.text(root.levels[level].title) if level >= 0 else "–",
                    "chart": bar(float(np.clip(score, 0, FULL)) / FULL, cut / FULL, told) if np.isfinite(score) else "",
                }
            )
        return shown

    def missing_range(self) -> str:
        """Return what the total could be with what is not known."""
        book = self.book.nodes[ROOT]
        low, high = float(book.lowest[self.row]), float(book.highest[self.row])
        if not np.isfinite([low, high]).all() or low >= high:
            return ""
        return str(self.words["missing_range"].format(low=self.write_total(low), high=self.write_total(high)))
