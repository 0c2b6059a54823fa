"""Seeded synthetic data for any program: every kind of absence, answers with evidence, published values, repeats.

A figure depends on the names of program, variable, entity and period alone, so that what is added to a program later
moves no figure that was there.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import random
import re
from collections.abc import Sequence
from statistics import NormalDist

import icmaml_indicators as icma

MUNICIPALITIES = (
    *("05035", "05030", "05018", "08037", "08019", "11007", "01001", "19039", "14039", "20001", "31050", "20390"),
)
_STATES = tuple(f"{number:02d}" for number in (5, 8, 11, 1, 19, 14, 20, 31, 9, 15, 30, 12))
_ZONES = ("norte", "sur", "centro")
_SUM = re.compile(r"\s*([a-z]\w*(?:\s*\+\s*[a-z]\w*)*)\s*<=\s*([a-z]\w*)\s*\Z")
# Written in the place of a figure, each with its share of the cells.
_ODD_FIGURES = (
    ("", 0.04),
    ("n.a.", 0.02),
    ("n/v", 0.015),
    ("s/d", 0.01),
    ("¿?", 0.005),
    ("1,234", 0.005),
    ("-7", 0.007),
)
_ODD_ANSWERS = (("", 0.06), ("N/A", 0.04), ("n/v", 0.01), ("quizá", 0.005))
_PERIOD_FORMS = {
    "year": "{year}",
    "semester": "{year}-S{part}",
    "quarter": "{year}-Q{part}",
    "month": "{year}-{part:02d}",
}
_PARTS = {"year": 1, "semester": 2, "quarter": 4, "month": 12}

Row = dict[str, str]


def draw(*names: object) -> random.Random:
    """Return a generator that belongs to names."""
    digest = hashlib.blake2b("\0".join(map(str, names)).encode(), digest_size=8).digest()
    return random.Random(int.from_bytes(digest, "big"))


def entities_of(program: icma.Program, count: int) -> Sequence[str]:
    """Return the first keys of the program's kind of entity."""
    known = {"municipality": MUNICIPALITIES, "state": _STATES}
    return known.get(program.entity.type, tuple(f"P{number:02d}" for number in range(1, 13)))[:count]


def periods_of(program: icma.Program, first_year: int, count: int) -> list[str]:
    """Return consecutive periods of the program's first frequency."""
    frequency = program.period.frequency[0]
    parts, form = _PARTS[frequency], _PERIOD_FORMS[frequency]
    steps = [number * (program.period.step if frequency == "year" else 1) for number in range(count)]
    return [form.format(year=first_year + step // parts, part=step % parts + 1) for step in steps]


def plain_figures(program: icma.Program, entity: str, period: str, at: int) -> dict[str, float]:
    """Return a figure for each numeric input: within its range, parts within their wholes for most."""
    figures: dict[str, float] = {}
    size = math.exp(0.8 * NormalDist().inv_cdf(draw("size", entity).uniform(0.02, 0.98)))
    for variable in program.inputs:
        if variable.options or variable.type == "boolean":
            continue
        noise = draw(program.id, variable.id, entity, period)
        low, high = variable.range.low, variable.range.high
        if low is not None and high is not None:
            figure = low + (high - low) * noise.random()
        else:
            scale = math.exp(draw(program.id, variable.id).uniform(3, 8))
            figure = (low or 0) + size * scale * (1 + 0.04 * at) * math.exp(noise.uniform(-0.25, 0.25))
        figures[variable.id] = math.floor(figure) if variable.type == "integer" else float(f"{figure:.6g}")
    rules = [_SUM.match(check.rule) for check in program.all_checks]
    for _ in range(4):  # wholes of wholes settle after a few rounds
        for rule in rules:
            parts = [part.strip() for part in rule[1].split("+")] if rule else []
            if rule and rule[2] in figures and all(part in figures for part in parts):
                least = sum(figures[part] for part in parts)
                if figures[rule[2]] < least and draw(rule[0], entity, period).random() > 0.06:
                    figures[rule[2]] = math.ceil(least * 1.2 + 1)
    return figures


def _cell(
    program: icma.Program, variable: object, entity: str, period: str, figures: dict[str, float], clean: bool
) -> str:
    name = variable.id  # type: ignore[attr-defined]
    luck = draw("cell", program.id, name, entity, period)
    options = [option.id for option in variable.choices]  # type: ignore[attr-defined]
    answered = name in {leaf.id for leaf in program.criteria}
    roll = luck.random()
    for text, share in () if clean else _ODD_ANSWERS if answered else _ODD_FIGURES:
        if roll < share:
            return text
        roll -= share
    if options:
        # Better answers come more often, and each entity has its own level.
        level = draw("level", program.id, entity).uniform(0.2, 0.95)
        return options[min(sum(luck.random() < level for _ in options[1:]), len(options) - 1)]
    if name not in figures:
        return luck.choice(("sí", "no"))
    figure = figures[name]
    if not clean and luck.random() < 0.01:
        return f"$ {figure:,.2f}"
    return str(int(figure)) if float(figure).is_integer() else repr(float(figure))


def wide_rows(program: icma.Program, entities: int, first_year: int, periods: int, *, clean: bool = False) -> list[Row]:
    """Return one row an entity in a period."""
    rows: list[Row] = []
    wanted = periods_of(program, first_year, periods)
    criteria = {leaf.id for leaf in program.criteria}
    published = [
        leaf.id for leaf in program.indicators if leaf.id not in criteria and leaf.id not in program.variable_by_id
    ]
    for number, entity in enumerate(entities_of(program, entities)):
        for at, period in enumerate(wanted):
            figures = plain_figures(program, entity, period, at)
            row = {"entity": entity, "period": period, "name": f"Lugar {chr(65 + number)}", "zone": _ZONES[number % 3]}
            for variable in program.inputs:
                row[variable.id] = _cell(program, variable, entity, period, figures, clean)
                if variable.id in criteria and not clean:
                    row[f"{variable.id}.evidence"] = draw("evidence", variable.id, entity, period).choice(
                        ("sí", "acta 12", "sí", "")
                    )
            if not clean:
                for name in published[::7]:
                    luck = draw("published", name, entity, period)
                    row[name] = f"{luck.uniform(1, 90):.2f}" if luck.random() < 0.5 else ""
                if criteria:
                    row["total"] = (
                        f"{draw('total', entity, period).uniform(20, 90):.1f}" if (number + at) % 3 == 0 else ""
                    )
            rows.append(row)
    if not clean:
        rows.append(dict(rows[1]))
        other = dict(rows[-2])
        first = next(iter(program.inputs)).id
        other[first] = other[first] + "1" if other[first] else "3"
        rows.append(other)
    return rows


def long_rows(program: icma.Program, wide: Sequence[Row]) -> list[Row]:
    """Return the same cells, a line each, in another order of lines."""
    criteria = {leaf.id for leaf in program.criteria}
    head = ("entity", "period", "name", "zone")
    lines: list[Row] = []
    for row in wide:
        base = {key: row[key] for key in head}
        for name, cell in row.items():
            if name in head or name.endswith(".evidence"):
                continue
            if criteria:
                evidence = row.get(f"{name}.evidence", "")
                lines.append(
                    {
                        **base,
                        "criterion": name,
                        "answer": cell,
                        "evidence": evidence,
                        "note": "visto" if len(cell) == 3 else "",
                    }
                )
            else:
                lines.append({**base, "variable": name, "value": cell})
    # Lines of one cell keep their order: the first of two repeated ones is still the first.
    return sorted(lines, key=lambda line: hashlib.blake2b(f"{line['entity']}{line['period']}".encode()).hexdigest())


def to_csv(rows: Sequence[Row]) -> str:
    """Return rows as CSV text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
