"""The matrix from the top down: each objective with its indicators, from the baseline to the target of the year."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ....specs.model.matrix import LEVELS
from ...charts.marks import bullet, bullet_of_range
from .view import MatrixView, Standing

_NO_CHART = ("", ("", ""))


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One indicator of the matrix, in words."""

    standing: Standing
    title: str
    facts: str
    means: str
    chart: str
    ends: tuple[str, str]
    value: str
    attainment: str
    pace: str


@dataclass(slots=True)
class Section:
    """An objective with its indicators: how deep it stands, what it is, what it says and assumes."""

    depth: int
    label: str
    title: str
    assumptions: str
    lines: list[TargetLine] = field(default_factory=list)


class MatrixLines(MatrixView):
    """The objectives of what is shown, with their indicators in words and charts."""

    def sections(self) -> list[Section]:
        """Return every objective with its indicators: a matrix from its goal down to activities, a plan as it is."""
        return self.matrix_sections() if "level" in self.results.keys else self.plan_sections()

    def matrix_sections(self) -> list[Section]:
        """Return the objectives from the top down, program by program; what stands at no level comes last."""
        sections: list[Section] = []
        programs: dict[tuple[str, ...], list[Standing]] = {}
        for standing in self.standings:
            programs.setdefault(self.program_of(standing.row), []).append(standing)
        for keys, standings in programs.items():
            if len(programs) > 1:
                sections.append(Section(-1, self.words["keys"]["program"], keys[-1], ""))
            by_level = {
                level: [one for one in standings if self.texts["level"][one.row] == level] for level in (*LEVELS, "")
            }
            for level in ("goal", "purpose"):
                sections += self.objectives(by_level[level], 0, self.words["level_names"][level][0])
            sections += self.component_sections(by_level["component"], by_level["activity"])
            sections += self.objectives(by_level[""], 0, self.words["unplaced"])
        return sections

    def component_sections(self, components: list[Standing], activities: list[Standing]) -> list[Section]:
        """Return each component with its activities below; activities of no component come last."""
        sections: list[Section] = []
        labels = {level: self.words["level_names"][level][0] for level in ("component", "activity")}
        names = dict.fromkeys(self.text("component", one.row) for one in components)
        for number, name in enumerate(names, 1):
            of_it = [one for one in components if self.text("component", one.row) == name]
            sections += self.objectives(of_it, 1, f"{labels['component']} {number}" if name else labels["component"])
            mine = [one for one in activities if name and self.text("component", one.row) == name]
            sections += self.objectives(mine, 2, f"{labels['activity']} {number}.{{place}}")
        orphans = [one for one in activities if not (name := self.text("component", one.row)) or name not in names]
        return sections + self.objectives(orphans, 2, labels["activity"])

    def objectives(self, standings: list[Standing], depth: int, label: str) -> list[Section]:
        """Return lines by their objectives, each numbered in its place."""
        sections: dict[str, Section] = {}
        for one in standings:
            title = self.text("objective", one.row)
            if title not in sections:
                place = len(sections) + 1
                sections[title] = Section(depth, label.format(place=place), title, self.assumption(one.row))
            sections[title].lines.append(self.line(one))
        return list(sections.values())

    def plan_sections(self) -> list[Section]:
        """Return the parts of a plan as the hierarchy has them, each below the one it is in."""
        sections: list[Section] = []
        keys = self.results.keys[self.depth :]
        path: tuple[str, ...] | None = None
        for one in sorted(self.standings, key=lambda one: tuple(self.text(key, one.row) for key in keys)):
            here = tuple(self.text(key, one.row) for key in keys)
            same = next((at for at, key in enumerate(here) if path is None or path[at] != key), len(keys))
            for at in range(same, len(keys)):
                depth = min(at, 2)
                assumed = self.assumption(one.row) if at == len(keys) - 1 else ""
                sections.append(Section(depth, self.words["keys"][keys[at]], here[at], assumed))
            if not sections:
                sections.append(Section(0, "", "", ""))
            sections[-1].lines.append(self.line(one))
            path = here
        return sections

    def line(self, standing: Standing) -> TargetLine:
        """Return one indicator in words."""
        row = standing.row
        unit = self.unit(row)
        facts = ["" if unit == "%" else unit, self.words["directions"].get(self.results.rules.direction[row], "")]
        facts += [self.word("frequency", row), self.words["summed"] if self.text("cumulative", row) == "yes" else ""]
        if not standing.is_current and standing.state not in {"pending", "unreported"}:
            facts.append(self.words["as_of"].format(period=self.name_period(str(self.names[row]))))
        means = self.text("means", row)
        chart, ends = self.draw(standing)
        return TargetLine(
            standing,
            self.title(row),
            " · ".join(fact for fact in facts if fact),
            str(self.words["means_of"].format(means=means)) if means else "",
            chart,
            ends,
            self.write_result(row),
            self.write_attainment(row),
            self.pace(standing),
        )

    def draw(self, standing: Standing) -> tuple[str, tuple[str, str]]:
        """Return the chart of a line, and what stands at its ends; nothing where they are not known."""
        row, last = standing.row, self.last_of_year(standing.row)
        direction, method = self.results.rules.direction[row], self.results.rules.method[row]
        now, flag = float(self.results.actual[row]), float(self.results.target[last])
        value = self.write_result(row) if np.isfinite(now) else self.words["no_result"]
        title = self.words["chart_title"].format(title=self.title(row), value=value)
        if direction == "target" or not np.isfinite(flag):
            return self.draw_range(row, now, title) if np.isfinite(flag) else _NO_CHART
        start = float(self.figures["baseline"][row])
        # What adds up over the year begins at nothing, and so does what is to grow from nothing known.
        if self.text("cumulative", row) == "yes" or (np.isnan(start) and direction == "higher" and method == "ratio"):
            start = 0.0
        if not (flag > start if direction == "higher" else flag < start):  # no way from one to the other
            return _NO_CHART
        by_now = float(self.results.target[row])
        pace = (by_now - start) / (flag - start) if by_now != flag else np.nan
        first, end = self.write_declared(start, row), self.write_declared(flag, row)
        told = self.words["chart_description"].format(first=first, end=end)
        if np.isfinite(pace):
            told += f" {self.words['chart_pace'].format(target=self.write_declared(by_now, row))}"
        drawn = bullet((now - start) / (flag - start), pace, title, told)
        base = self.words["start"].format(value=first) if start == self.figures["baseline"][row] else ""
        return drawn, (base or self.words["start_zero"], self.words["goal"].format(value=end))

    def draw_range(self, row: int, now: float, title: str) -> tuple[str, tuple[str, str]]:
        """Return the chart of a result that is to be in a range, or near a figure."""
        low, high = float(self.results.target[row]), float(self.figures["target_high"][row])
        high = high if self.results.rules.method[row] == "range" and high >= low else low
        start = float(self.figures["baseline"][row])
        known = [figure for figure in (low, high, now, start) if np.isfinite(figure)]
        edge = 0.25 * (max(known) - min(known) or abs(low) or 1.0)
        left, width = min(known) - edge, max(known) - min(known) + 2 * edge
        target = self.write_target(row)
        ends, dot = ((low - left) / width, (high - left) / width), (now - left) / width
        drawn = bullet_of_range(ends, dot, title, f"{self.words['goal'].format(value=target)}.")
        base = self.words["start"].format(value=self.write_declared(start, row)) if np.isfinite(start) else ""
        return drawn, (base, self.words["goal"].format(value=target))

    def pace(self, standing: Standing) -> str:
        """Return how a result stands to what it should be by now, in words."""
        row, words = standing.row, self.words
        if standing.state == "pending":
            month = self.next_month(row)
            return str(words["measured_in"].format(month=month) if month else "")
        if standing.state == "unreported":
            return self.when_due(row).rstrip(".")
        actual, goal = float(self.results.actual[row]), self.nearest_goal(row)
        direction, high = self.results.rules.direction[row], float(self.figures["target_high"][row])
        if not (np.isfinite(actual) and np.isfinite(goal)) or not direction:
            return ""
        if self.results.rules.method[row] == "range" and goal <= actual <= high:
            return str(words["within"])
        gap = abs(actual - goal)
        if not gap:
            return str(words["on_target"])
        better = direction != "target" and (actual > goal) == (direction == "higher")
        return str(words["ahead" if better else "off" if direction == "target" else "behind"]).format(
            gap=self.write_gap(gap, row)
        )
