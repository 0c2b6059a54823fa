"""Units: texts and symbols read, formulas measured; pint is the second implementation."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.formulas import parse
from icmaml_indicators.linting.units import pint_lookup as foreign_units
from icmaml_indicators.linting.units.analysis import DimensionAnalyser
from icmaml_indicators.linting.units.dimensions import Unit
from icmaml_indicators.linting.units.parsing import _attempt, read_symbol, read_text
from icmaml_indicators.linting.units.wording import show
from tests.conftest import examples

BASES = {"metre": "meter", "kilogram": "kilogram", "second": "second"}
REGISTRY = pint.UnitRegistry(non_int_type=Fraction, cache_folder=None)


def unit(text: str) -> Unit:
    found = read_symbol(text).unit or read_text(text).unit
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("pesos per inhabitant, semester", "MXN/person"),
        ("%", "1/100"),
        ("percent", "%"),
        ("crimes per thousand inhabitants, semester", "crime/(1000*person)"),
        ("robberies per 100,000 inhabitants", "robbery/(100000*person)"),
        ("deaths per hundred thousand residents", "1/100000"),
        ("litres per inhabitant and day", "litre/person/day"),
        ("kilowatt-hours per lamp", "kW*h/light"),
        ("million pesos", "1000000*MXN"),
        ("hours per police officer, semester", "hour/person"),
        ("spaces per space needed", "1"),
        ("times", "1"),
        ("metered connections", "connection"),
        ("patrol vehicles per thousand inhabitants", "vehicle/(1000*person)"),
        ("m² per inhabitant", "m**2/person"),
        ("inspections per inspector", "inspection/person"),
        ("facilities", "facility"),
    ],
)
def test_a_text_and_a_symbol_say_the_same(text: str, symbol: str) -> None:
    got, wanted = read_text(text).unit, read_symbol(symbol).unit
    assert got is not None
    assert wanted is not None
    assert (got.dimension, got.sizes) == (wanted.dimension, wanted.sizes)


@pytest.mark.parametrize(
    ("text", "es", "en"),
    [
        ("pesos per inhabitant", "peso / persona", "peso / person"),
        ("kWh per light", "kWh / luminaria", "kWh / light"),
        ("litres per inhabitant and day", "litro / persona día", "litre / person day"),
        ("crimes per thousand inhabitants", "delito / 1000 persona", "crime / 1000 person"),
        ("%", "%", "%"),
        ("tonnes per vehicle", "tonelada / vehículo", "tonne / vehicle"),
        ("million pesos", "1000000 peso", "1000000 peso"),
    ],
)
def test_units_are_shown_in_short(text: str, es: str, en: str) -> None:
    assert (show(unit(text), "es"), show(unit(text), "en")) == (es, en)


@pytest.mark.parametrize(
    ("text", "word", "suggestion"),
    [
        ("pesos per inhabitent", "inhabitent", "inhabitant"),
        ("dwelings", "dwelings", "dwelling"),
        ("zorps", "zorps", None),
        ("pesos per", "per", None),
    ],
)
def test_what_is_not_understood_is_named_with_the_nearest_word(text: str, word: str, suggestion: str | None) -> None:
    found = read_text(text)
    assert found.unit is None
    assert found.stranger == word
    assert suggestion is None or found.suggestion == suggestion


@pytest.mark.parametrize(
    "text", ["degC", "m**m", "m +", "2**", "1/0", "m**99", "(((2**9)**9)**9)**9 * 7**9", "-m", "min(m, s)", "x" * 500]
)
def test_a_symbol_that_is_no_unit_is_refused(text: str) -> None:
    assert read_symbol(text).unit is None


physical = st.sampled_from(
    [
        "m",
        "km",
        "hectare",
        "litre",
        "m3",
        "kg",
        "tonne",
        "g",
        "hour",
        "minute",
        "day",
        "month",
        "year",
        "kWh",
        "MWh",
        "kW",
        "J",
        "acre_foot",
        "mile",
        "gallon",
        "psi",
    ]
)
products = st.lists(st.tuples(physical, st.integers(-3, 3).filter(bool)), min_size=1, max_size=4)


@examples(200)
@given(products)
def test_products_of_physical_units_agree_with_pint(parts: list[tuple[str, int]]) -> None:
    text = " * ".join(f"{name}**{power}" if power > 0 else f"1/{name}**{-power}" for name, power in parts)
    got = read_symbol(text).unit
    assert got is not None
    wanted = REGISTRY.Quantity(Fraction(1), text.replace("m3", "m**3").replace("m**3**", "(m**3)**")).to_base_units()
    assert {BASES[base]: power for base, power in got.dimension} == {
        str(base): Fraction(power) for base, power in wanted.unit_items()
    }
    (size,) = got.sizes
    assert float(size) == pytest.approx(float(wanted.magnitude), rel=1e-9)


LEAVES = {"a": "km", "b": "hour", "c": "tonne", "d": "m", "e": "year", "f": "month"}
PLACE = "rank(a over period)"


def trees() -> st.SearchStrategy[str]:
    def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        signs = st.sampled_from("+-*/")
        both = st.builds(lambda x, sign, y: f"({x} {sign} {y})", inner, signs, inner)
        # A number of no unit, before or behind what it is added to.
        place = st.builds(lambda x, sign: f"({x} {sign} {PLACE})", inner, st.sampled_from("+-"))
        behind = st.builds(lambda x, sign: f"({PLACE} {sign} {x})", inner, st.sampled_from("+-"))
        return both | place | behind | inner.map(lambda x: f"({x} ** 2)")

    return st.recursive(st.sampled_from(sorted(LEAVES)), grow, max_leaves=6)


@examples(300)
@given(trees())
def test_the_dimension_of_a_formula_is_the_one_that_pint_computes(text: str) -> None:
    """Where pint refuses to add, IND222 is told; elsewhere both come to the same dimension."""
    codes: list[str] = []
    units = {name: read_symbol(symbol).unit for name, symbol in LEAVES.items()}
    measured = DimensionAnalyser(units, lambda code, *_: codes.append(code)).measure(parse(text))
    quantities = {
        name: REGISTRY.Quantity(Fraction(number), symbol) for number, (name, symbol) in enumerate(LEAVES.items(), 3)
    }
    try:
        wanted, _ = _by_pint(parse(text), quantities)
    except pint.DimensionalityError:
        assert "IND222" in codes
        return
    except ZeroDivisionError:
        return
    assert "IND222" not in codes
    if measured.unit is not None:
        powers = {BASES[base]: power for base, power in measured.unit.dimension}
        assert powers == {str(base): Fraction(power) for base, power in wanted.to_base_units().unit_items()}


def _by_pint(node: object, quantities: dict[str, object]) -> tuple[pint.Quantity, bool]:
    """Return what pint computes, and whether its size is known: hours added to years are of neither size."""
    from icmaml_indicators.formulas.tree import Call, Constant, Name, Statistic

    if isinstance(node, Name):
        return quantities[node.id], True  # type: ignore[return-value]
    assert isinstance(node, Call)
    parts = [_by_pint(each, quantities) for each in node.args if not isinstance(each, (Statistic, Constant))]
    if node.function == "**":
        ((base, known),) = parts
        return base**2, known
    if len(parts) < len(node.args):
        # A number takes the unit of shares and years; pint refuses it beside anything else.
        ((other, known),) = parts
        unit = REGISTRY.Quantity(Fraction(1), other.units)
        may_be_year = unit.check("[time]") and (not known or unit.to("year").magnitude == 1)
        place = unit if may_be_year or unit.dimensionless else REGISTRY.Quantity(Fraction(1), "dimensionless")
        return (other + place if node.function == "+" else other - place), known
    (left, left_known), (right, right_known) = parts
    match node.function:
        case "*":
            return left * right, left_known and right_known
        case "/":
            return left / right, left_known and right_known
    both = left + right if node.function == "+" else left - right
    if left_known and right_known:
        return both, REGISTRY.Quantity(Fraction(1), left.units).to(right.units).magnitude == 1
    return (both.to(right.units) if right_known else both), left_known or right_known


@examples(50)
@given(
    st.sampled_from("+-"),
    st.sampled_from(["year", "month", "hour", "km", "kg", "MXN", "%", "ratio", "persons", "points"]),
)
def test_a_place_is_added_to_shares_marks_counts_and_years_alone(sign: str, name: str) -> None:
    takes = name in {"year", "%", "ratio", "persons", "points"}
    for formula in (f"x {sign} {PLACE}", f"{PLACE} {sign} x", f"x > {PLACE}"):
        assert told(formula, x=name, a="pesos") == ([] if takes else ["IND222"])


def told(formula: str, **units: str) -> list[str]:
    codes: list[str] = []
    known = {name: unit(text) for name, text in units.items()}
    DimensionAnalyser(known, lambda code, *_: codes.append(code)).measure(parse(formula))
    return codes


@pytest.mark.parametrize(
    ("formula", "codes"),
    [
        ("money + people", ["IND222"]),
        ("min(money, 5)", []),
        ("money + 0", []),
        ("money + 5", []),  # five of the same unit
        ("5 - money", []),
        ("sum(money, 5, money)", []),
        ("mean(money, 5)", ["IND222"]),
        ("money + 5 * people", ["IND222"]),
        ("money > 5", []),
        ("money > people", ["IND222"]),
        ("hours + minutes", ["IND224"]),
        ("hours + minutes / 60", []),
        ("share + percent / 100", []),
        ("share + percent", ["IND224"]),
        ("0.5 * people + people", []),
        ("log(money)", ["IND223"]),
        ("money / max(money over period)", []),
        ("money - mean(people over period)", ["IND222"]),
        ("max(money + people over period)", ["IND222"]),
        ("rank(money over period) + score(node)", []),
        ("money * count(people over period) + money", []),
        ("money + rank(money over period)", ["IND222"]),
        ("people - count(money over period)", []),
        ("rank(people over period) > people", []),
        ("100 - percent + rank(money over period)", []),
        ("share > score(node) / 100", []),
        ("years - choose(people > 5, 22.5, 17.5)", []),
        ("2 * rank(money over period) - years", []),
        ("sum(years, score(node), 1)", []),
        ("5 + score(node) + money", ["IND222"]),
        ("hours - choose(people > 5, 22.5, 17.5)", ["IND222"]),
        ("money > score(node)", ["IND222"]),
        ("index + people", ["IND222"]),  # an index is a unit that was said, no bare number
        ("people / people + people", ["IND222"]),
        ("people - rank(money over period) * money", ["IND222"]),
        ("min(people, rank(money over period))", ["IND222"]),
        ("people + rank(money over period) + years", ["IND222"]),
        ("choose(money > 5, people, people > 2, money, 1)", ["IND222"]),
        ("log(money / money)", []),
        ("2 ** people", ["IND223"]),
        ("npv(percent, money, money)", ["IND224"]),
        ("npv(share, money, people)", ["IND222"]),
        ("irr(money, money)", []),
        ("if_else(people > 0, money, people)", ["IND222"]),
        ("coalesce(money, 0)", []),
        ("mean(money, lag(money))", []),
        ("abs(-money) - money", []),
    ],
)
def test_what_does_not_go_together_is_told(formula: str, codes: list[str]) -> None:
    units = {
        "money": "pesos",
        "people": "persons",
        "hours": "hours",
        "minutes": "minutes",
        "share": "ratio",
        "percent": "%",
        "years": "years",
        "index": "index",
    }
    assert told(formula, **units) == codes


def test_without_the_extra_a_foreign_unit_is_not_passed_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pint", None)
    for cached in (foreign_units._registry, foreign_units.look_up, _attempt):
        cached.cache_clear()
    try:
        found = read_symbol("acre_foot/person")
        assert (found.unit, found.stranger, found.needs_extra) == (None, "acre_foot", True)
        assert read_symbol("m**3/person").unit is not None
    finally:
        for cached in (foreign_units._registry, foreign_units.look_up, _attempt):
            cached.cache_clear()


def test_looking_over_needs_neither_numpy_nor_pandas_nor_pint() -> None:
    code = (
        "import sys; from icmaml_indicators.sources.builtin import editions; from icmaml_indicators.specs import read_drafts\n"
        "from icmaml_indicators.formulas import check_formulas; from icmaml_indicators.linting import lint\n"
        "for path in editions().values():\n"
        "    for draft in read_drafts(path):\n"
        "        check_formulas(draft); lint(draft)\n"
        "print(sorted({'numpy', 'pandas', 'pint', 'scipy'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert shown == "[]\n"


@examples(500)
@given(st.text(max_size=60) | st.text("abm 0123456789*/%().,^-²³", max_size=60))
def test_reading_a_unit_never_raises(text: str) -> None:
    for reading in (read_text(text), read_symbol(text)):
        if reading.unit is not None:
            assert show(reading.unit, "es")
            assert show(reading.unit, "en")
