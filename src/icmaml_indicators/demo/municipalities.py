"""Sixty made-up municipalities over six semesters: figures for every variable that a program declares.

Sizes, states and names are invented, and so are the figures: they are drawn around plausible magnitudes
(`synthetic_magnitudes.csv`), alike on every machine. Each variable is drawn by itself: a new one moves no other.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..specs import ROOT, Program, Variable, below
from .figures import read_figures

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

SEED = 2024
MUNICIPALITIES = 60
SEMESTERS = ("2022-S1", "2022-S2", "2023-S1", "2023-S2", "2024-S1", "2024-S2")
STATES = ("Estado sintético A", "Estado sintético B", "Estado sintético C", "Estado sintético D")
SMALLEST, LARGEST, TYPICAL = 9_000, 900_000, 100_000
GROWTH, INFLATION = 1.012, 1.05
# How far figures move from a semester to the next, of how far municipalities lie apart.
MOVES = {"flow": 0.3, "stock": 0.08, "context": 0.08}
# Of the cells: what a municipality never hands in, and what it leaves out at times.
NEVER, AT_TIMES = 0.03, 0.004


@dataclass(frozen=True, slots=True)
class Magnitude:
    """How large a variable usually is, beside another one.

    Attributes
    ----------
    how
        A ``share`` of a whole, a ``rate`` of something else, a ``count`` by itself, or the ``days`` of the period.
    of
        The variable that it is a share or a rate of, or the difference of two.
    typical
        The share, rate or count in a municipality of 100,000 people.
    spread
        How far municipalities lie apart: standard deviation of logarithms (of odds, of a share).
    lean
        How much of that comes from how well a municipality is run, below zero where less is better.
    season
        The second semester over the first.
    size
        By which power of the population it grows beyond its proportion.
    """

    how: str
    of: str
    typical: float
    spread: float
    lean: float
    season: float
    size: float


def default_magnitude(variable: Variable) -> Magnitude:
    """Return a magnitude for a variable of which nothing is told: money or a count by population, a share if bounded."""
    low, high = variable.range.low, variable.range.high
    if low is not None and high is not None:
        return Magnitude("within", "", 0.5, 0.5, 0.0, 1.0, 0.0)
    money = variable.unit is not None and variable.unit.in_language("en") == "pesos"
    return Magnitude("rate", "population", 40.0 if money else 0.002, 0.3, 0.0, 1.0, 0.0)


def read_magnitudes() -> dict[str, Magnitude]:
    """Return the magnitude of each variable, wholes before their parts."""
    found = {}
    for line in read_figures("synthetic_magnitudes.csv").to_dict("records"):
        given = {name: float(line[name] or "nan") for name in ("typical", "spread", "lean", "season", "size")}
        found[line["variable"]] = Magnitude(line["how"], line["of"], **given)
    return found


def draw_municipalities(program: Program) -> pd.DataFrame:
    """Return a wide table without a hole: key, name, state, period, and a figure for every variable handed in.

    Rows are sorted by municipality, then semester.
    """
    import pandas as pd

    shape = (MUNICIPALITIES, len(SEMESTERS))
    numbers = np.repeat(np.arange(MUNICIPALITIES), len(SEMESTERS))
    data: dict[str, object] = {
        "entity": [f"SINT{number + 1:02d}" for number in numbers],
        "name": [f"Municipio sintético {number + 1:02d}" for number in numbers],
        "state": [STATES[number % len(STATES)] for number in numbers],
        "period": np.tile(np.array(SEMESTERS, object), MUNICIPALITIES),
    }
    drawing = _Drawing(program)
    declared = {variable.id: variable for variable in program.inputs}
    magnitudes = read_magnitudes()
    for name in (*(name for name in magnitudes if name in declared), *(n for n in declared if n not in magnitudes)):
        if name not in drawing.figures:
            variable = declared[name]
            drawing.figures[name] = drawing.draw(variable, magnitudes.get(name) or default_magnitude(variable))
    data |= {name: np.broadcast_to(drawing.figures[name], shape).ravel() for name in declared}
    return pd.DataFrame(data)


def leave_holes(table: pd.DataFrame, program: Program) -> pd.DataFrame:
    """Return the table as municipalities hand it in: some figures never, some not always, two towns later than others."""
    found = table.copy()
    draw = generator("holes")
    never = draw.random((MUNICIPALITIES, len(program.inputs))) < NEVER
    gone = np.repeat(never, len(SEMESTERS), axis=0) | (draw.random((len(table), len(program.inputs))) < AT_TIMES)
    for number, variable in enumerate(program.inputs):
        if variable.kind != "context":
            found.loc[gone[:, number], variable.id] = np.nan
    late = found["entity"].isin(["SINT17", "SINT42"]) & found["period"].str.startswith("2022")
    return found[~late].reset_index(drop=True)


def generator(name: str) -> np.random.Generator:
    """Return what draws the figures of one name: the same each time, whatever else is drawn."""
    return np.random.default_rng([SEED, zlib.crc32(name.encode())])


def _days(semester: str) -> int:
    year, half = int(semester[:4]), int(semester[-1])
    return ((date(year, 7, 1) if half == 1 else date(year + 1, 1, 1)) - date(year, 6 * half - 5, 1)).days


def _areas(program: Program) -> dict[str, str]:
    """Return the area of each variable: that of the first indicator that reads it."""
    found: dict[str, str] = {}
    for area in program.nodes[ROOT].children:
        for node in (area, *below(area)):
            for name in re.findall(r"\w+", getattr(node.spec, "formula_in_force", None) or ""):
                found.setdefault(name, area.id)
    return found


class _Drawing:
    """What the variables are drawn from, and the figures drawn so far, each municipality by semester."""

    def __init__(self, program: Program) -> None:
        self.area = _areas(program)
        units = {variable.id: variable.unit for variable in program.inputs}
        self.money = {name for name, unit in units.items() if unit is not None and unit.in_language("en") == "pesos"}
        years = np.arange(len(SEMESTERS)) / 2
        self.years = years[None, :]
        draw = generator("municipalities")
        steps = (np.arange(MUNICIPALITIES) + draw.random(MUNICIPALITIES)) / MUNICIPALITIES
        people = draw.permutation(SMALLEST * (LARGEST / SMALLEST) ** steps)
        self.figures: dict[str, Floats] = {"population": np.round(people[:, None] * GROWTH**self.years)}
        self.size = np.log(people / TYPICAL)[:, None]
        # How well each is run: as a whole, and whether that grows.
        self.skill = draw.standard_normal(MUNICIPALITIES)
        self.gain = 0.1 + 0.25 * draw.standard_normal(MUNICIPALITIES)

    def quality(self, name: str) -> Floats:
        """Return how well municipalities are run in the area of a variable."""
        inside = generator(self.area.get(name, "")).standard_normal(MUNICIPALITIES)
        return (0.6 * self.skill + 0.8 * inside)[:, None] + self.gain[:, None] * self.years

    def draw(self, variable: Variable, magnitude: Magnitude) -> Floats:
        """Return the figures of one variable."""
        if magnitude.how == "days":
            return np.array([[_days(name) for name in SEMESTERS]], np.float64)
        draw = generator(variable.id)
        own = draw.standard_normal((MUNICIPALITIES, 1)) * np.sqrt(1 - magnitude.lean**2)
        moves = draw.standard_normal((MUNICIPALITIES, len(SEMESTERS)))
        for step in range(1, len(SEMESTERS)):  # what a semester brings lasts in part
            moves[:, step] = 0.5 * moves[:, step - 1] + np.sqrt(0.75) * moves[:, step]
        moves *= MOVES[variable.kind or "flow"]
        lies = magnitude.spread * (magnitude.lean * self.quality(variable.id) + own + moves)
        season = np.log(magnitude.season) * np.where(np.arange(len(SEMESTERS)) % 2, 0.5, -0.5)
        lies = lies + season[None, :] + magnitude.size * self.size
        whole = variable.type == "integer"
        if magnitude.how in {"share", "within"}:
            odds = np.exp(lies) * magnitude.typical / (1 - magnitude.typical)
            share = odds / (1 + odds)
            if magnitude.how == "within":
                low, high = float(variable.range.low or 0), float(variable.range.high or 1)
                found = low + (high - low) * share
            else:
                found = self.base(magnitude.of) * share
        else:
            found = magnitude.typical * np.exp(lies) * (self.base(magnitude.of) if magnitude.of else 1.0)
            if variable.id in self.money and magnitude.of not in self.money:
                found = found * INFLATION**self.years
            if whole and variable.kind == "flow":  # few cases come by chance
                found = found + np.sqrt(found) * draw.standard_normal(found.shape)
        return np.asarray(np.maximum(np.round(found, 0 if whole else 2), 0.0), np.float64)

    def base(self, of: str) -> Floats:
        """Return what a variable is a share or a rate of."""
        first, *others = (self.figures[name] for name in of.split("-"))
        return np.asarray(first - sum(others, start=np.zeros_like(first)), np.float64)
