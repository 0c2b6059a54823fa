"""What the rules see, beyond the examples of the reference: what they must not say, and what they say exactly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.diagnostics import Diagnostic
from tests.conftest import HEAD, examples
from tests.formulas.test_plan import Case, cases


def found(folder: Path, body: str, **severity: str) -> list[Diagnostic]:
    path = folder / "sample.yaml"
    path.write_text(HEAD + body, encoding="utf-8")
    quiet = {"IND319": "off", "IND302": "off", "IND132": "off", **severity}
    return list(icma.validate(path, severity=quiet).diagnostics)


def one(
    formula: str,
    unit: str = "ratio",
    *,
    ranges: tuple[str, str] = ("[0, null]", "[1, null]"),
    units: tuple[str, str] = ("pesos", "pesos"),
    more: str = "",
    checks: str = "",
    kind: str = "number",
) -> str:
    """Return a program with one indicator over `a` and `b`."""
    lines = ["variables:"]
    for name, span, own in zip("ab", ranges, units, strict=True):
        lines.append(
            f"  - {{id: {name}, title: {{es: La {name}, en: The {name}}}, type: {kind}, unit: {{es: u, en: {own}}}, range: {span}}}"
        )
    lines.append(checks)
    lines.append("tree:")
    lines.append(
        f"  - {{id: i, title: {{es: El i, en: The i}}, formula: '{formula}', unit: {{es: u, en: \"{unit}\"}}, direction: higher{more}}}"
    )
    return "\n".join(line for line in lines if line) + "\n"


def codes(diagnostics: list[Diagnostic]) -> list[str]:
    return [diagnostic.code for diagnostic in diagnostics]


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("a / b * 100", "%"),
        ("100 * a / b", "percent"),
        ("a / b", "times"),
        ("(a - b) / b * 100", "%"),
        ("a / b * 1000", "pesos per thousand pesos"),
        ("if_else(a > b, a, b)", "pesos"),
        ("a * 12", "pesos"),
        ("0.3 * a + 0.7 * b", "pesos"),
        ("a / 1000", "thousand pesos"),
        ("min(100, a / b * 100)", "%"),
        ("if_else(a < 0, 0, 100)", "points"),
        ("a * a / b", "pesos"),
        ("coalesce(a, 0) + b", "pesos"),
        ("mean(a, lag(a))", "pesos"),
    ],
)
def test_formulas_whose_unit_is_right_are_left_alone(formula: str, unit: str, tmp_path: Path) -> None:
    assert not [c for c in codes(found(tmp_path, one(formula, unit))) if c < "IND230"]


@pytest.mark.parametrize(
    ("formula", "unit", "suggestion"),
    [
        ("a / b", "%", "a / b * 100"),
        ("a / b * 100", "ratio", "a / b"),
        ("a / b * 1000", "%", "a / b * 100"),
        ("a", "thousand pesos", "a / 1000"),
        ("a + b", "million pesos", "(a + b) / 1000000"),
        ("100 * a / b", "ratio", "100 * a / b / 100"),
    ],
)
def test_a_wrong_size_comes_with_the_formula_that_has_the_right_one(
    formula: str, unit: str, suggestion: str, tmp_path: Path
) -> None:
    (diagnostic,) = found(tmp_path, one(formula, unit))
    assert (diagnostic.code, diagnostic.suggestion) == ("IND226", suggestion)
    assert codes(found(tmp_path, one(suggestion, unit))) == []


def test_an_unlike_unit_is_pointed_at_with_both_units(tmp_path: Path) -> None:
    (diagnostic,) = found(tmp_path, one("a / b", "pesos", units=("pesos", "persons")))
    assert diagnostic.code == "IND225"
    assert diagnostic.message("en") == (
        "the formula of `i` gives peso / person; the declared unit is peso; where that is meant, allow it: "
        "`# allow IND225: reason`"
    )
    assert diagnostic.message("es") == (
        "la fórmula de `i` da peso / persona; la unidad declarada es peso; si así se quiere, permítalo: "
        "`# allow IND225: razón`"
    )


@pytest.mark.parametrize(
    ("formula", "unit", "code"),
    [
        # (52.5 - 20) / 65 = 0.5: a mark between the goalposts 20 and 85
        ("(a - 20) / 65", "index", None),
        ("(a - 20) / (85 - 20) * 100", "points", None),
        ("min(1, max(0, (a - 20) / 65))", "index", None),
        ("mean((a - 20) / 65, b / 18)", "score", None),
        ("((a - 20) / 65 * (b / 18)) ** 0.5", "index", None),
        ("if_else(a > 85, 1, (a - 20) / 65)", "index", None),
        ("lag(a) / 100 + 0.1", "index", None),
        # Nothing is divided by a number, or what is no mark is declared.
        ("a - 20", "index", "IND225"),
        ("a * 0.02", "index", "IND225"),
        ("a / 65 + b", "index", "IND225"),
        ("65 / a", "index", "IND225"),
        ("a / 65 * b", "index", "IND225"),
        ("(a - 20) / 65", "ratio", "IND225"),
        ("(a - 20) / 65", "%", "IND225"),
        ("(a - 20) / 65", "pesos", "IND225"),
    ],
)
def test_a_figure_between_written_goalposts_is_a_mark(
    formula: str, unit: str, code: str | None, tmp_path: Path
) -> None:
    text = one(formula, unit, units=("years", "years"))
    assert [c for c in codes(found(tmp_path, text)) if c < "IND230"] == ([code] if code else [])


def test_what_the_vocabulary_cannot_know_says_how_it_is_allowed(tmp_path: Path) -> None:
    text = one("a / 65 + b / 1000", "index", units=("years", "pesos"))
    (diagnostic,) = found(tmp_path, text)
    assert diagnostic.message("en").endswith("allow it: `# allow IND222: reason`")
    assert diagnostic.message("es").endswith("permítalo: `# allow IND222: razón`")
    assert (
        codes(found(tmp_path, text.replace("  - {id: i", "  # allow IND222: of made-up goalposts\n  - {id: i"))) == []
    )


def test_a_thing_of_one_s_own_may_be_counted(tmp_path: Path) -> None:
    text = one("a / b * 1000", "kiosks per thousand inhabitants", units=("kiosks", "inhabitants"), kind="integer")
    assert codes(found(tmp_path, text)) == []
    (near,) = found(tmp_path, one("a / b", "ratio", units=("dwelings", "dwellings"), kind="integer"))
    assert (near.code, near.suggestion) == ("IND221", "dwelling")


def test_targets_are_measured_as_well(tmp_path: Path) -> None:
    text = one("a", "pesos", units=("pesos", "persons"), more=", attainment: {target: b}")
    (diagnostic,) = found(tmp_path, text)
    assert diagnostic.code == "IND225"
    assert diagnostic.place.excerpt[diagnostic.place.column - 1] == "b"


# Ranges -------------------------------------------------------------------------------------------------

PART = "checks: [{rule: a <= b}]"


@pytest.mark.parametrize(
    ("formula", "declared", "checks", "code"),
    [
        ("a / b * 100", "[0, 100]", "", None),
        ("a / b * 100", "[101, 200]", "", None),  # without the check a may exceed b
        ("a / b * 100", "[101, 200]", PART, "IND232"),
        ("a / b * 100", "[-20, -1]", "", "IND232"),
        ("a / b * 100", "[0, 200]", PART, "IND233"),
        ("a / b * 100", "[50, 90]", PART, None),
        ("b - a", "[-9, 9]", PART, "IND233"),
    ],
)
def test_results_out_of_reach(formula: str, declared: str, checks: str, code: str | None, tmp_path: Path) -> None:
    unit = "%" if "/" in formula else "pesos"
    text = one(formula, unit, more=f", range: {declared}", checks=checks)
    assert codes(found(tmp_path, text, IND233="info")) == ([code] if code else [])


@pytest.mark.parametrize(
    ("formula", "ranges", "code"),
    [
        ("a / b", ("[0, null]", "[1, null]"), None),
        ("a / b", ("[0, null]", "[0, null]"), "IND231"),
        ("a / b", ("[0, null]", "[null, null]"), "IND230"),
        ("a / (b - a)", ("[0, null]", "[1, null]"), "IND230"),
        ("a / (a + b)", ("[0, null]", "[1, null]"), None),
        ("a / (a + b)", ("[0, null]", "[0, null]"), "IND231"),
        ("a / (a / b * 100)", ("[1, null]", "[1, null]"), None),
        ("if_else(b > 0, a / b, 0)", ("[0, null]", "[0, null]"), None),
        ("if_else(b != 0, a / b, 0)", ("[0, null]", "[0, null]"), None),
        ("if_else(a > 0, a / b, 0)", ("[0, null]", "[0, null]"), "IND231"),
        ("a * b ** -1", ("[0, null]", "[0, null]"), "IND231"),
    ],
)
def test_denominators_of_zero(formula: str, ranges: tuple[str, str], code: str | None, tmp_path: Path) -> None:
    text = one(formula, "ratio", ranges=ranges)
    assert [c for c in codes(found(tmp_path, text)) if c >= "IND230"] == ([code] if code else [])


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("a + 9**9**9", "IND214"),  # 9^(9^9) has 369,693,100 digits
        ("a + exp(1e308)", "IND214"),
        ("a + 1e308 * 10", "IND214"),
        ("a - exp(b + 700)", "IND214"),  # b is 20 at least, and exp(709.8) is the largest
        ("a / b ** 300", "IND214"),  # 20^300 is about 10^390
        ("a + exp(b)", None),
        ("a + exp(700)", None),
        ("a + 9**9", None),
        ("a * b ** -300", None),
        ("lag(a, 19999) + b", None),  # of semesters there are 20,000, from 0000-S1 to 9999-S2
        ("lag(a, 20000) + b", "IND215"),
        ("lag(lag(a, 12000) + b, 8000)", "IND215"),
        ("lag(lag(a, 100000), 100000) + b", "IND215"),
    ],
)
def test_parts_that_never_have_a_result(formula: str, code: str | None, tmp_path: Path) -> None:
    text = one(formula, "points", ranges=("[0, 5]", "[20, null]"), units=("points", "points"))
    assert codes(found(tmp_path, text)) == ([code] if code else [])


def test_targets_that_never_have_a_result(tmp_path: Path) -> None:
    more = ", attainment: {target: 'exp(b + 700)'}"
    text = one("a", "points", ranges=("[0, 5]", "[20, null]"), units=("points", "points"), more=more)
    assert codes(found(tmp_path, text)) == ["IND214"]


def test_an_example_shows_that_zero_is_meant(tmp_path: Path) -> None:
    example = ", examples: [{given: {a: 1, b: 0}, expect: undefined}]"
    assert codes(found(tmp_path, one("a / b", ranges=("[0, null]", "[0, null]"), more=example))) == []


# Slopes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "claim", "direction", "code"),
    [
        ("a / b", "{more: [a], less: [b]}", "higher", None),
        ("a / b", "{more: [b], less: [a]}", "lower", None),
        ("a / b", "{less: [a]}", "higher", "IND240"),
        ("a / b", "{more: [a]}", "lower", "IND240"),
        ("(a - b) / b", "{less: [b]}", "higher", None),
        ("a * 0 + b", "{more: [a]}", "higher", "IND240"),
        ("max(0, a - b) / (a + b)", "{more: [a]}", "higher", "IND241"),
        ("if_else(b > 5, a / b, a)", "{more: [a]}", "higher", None),
        ("if_else(b > 5, a / b, a)", "{less: [b]}", "higher", "IND241"),
    ],
)
def test_what_an_indicator_improves_with(
    formula: str, claim: str, direction: str, code: str | None, tmp_path: Path
) -> None:
    text = one(formula, "points", units=("points", "points"), more=f", improves_with: {claim}")
    text = text.replace("direction: higher", f"direction: {direction}")
    assert codes(found(tmp_path, text)) == ([code] if code else [])


# Texts, weights -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("es", "en", "code"),
    [
        ("Policías", "Police", None),
        ("Total", "Total", None),
        ("SINDES", "SINDES", None),
        ("Control", "Control", None),
        ("Hospital municipal", "Hospital municipal", None),
        ("Acapulco de Juárez", "Acapulco de Juárez", None),
        ("Querétaro", "Querétaro", None),
        ("Servicio de limpia", "Servicio de limpia", "IND363"),
        ("Gasto por habitante", "Gasto por habitante", "IND363"),
        ("the whole of it", "the whole of it", "IND363"),
        ("Población", "Población", "IND363"),
        ("police officers", "police officers", "IND363"),
        ("%", "%", None),
        ("Number of the police", "Número de policías", "IND364"),
        ("Suma de los gastos del año", "Suma de los gastos en el año", "IND364"),
        ("Gasto en la policía", "Spending on the police", None),
        ("Programa Hábitat", "Programme “Hábitat de la ciudad” of the city", None),
    ],
)
def test_texts_are_translated_and_in_their_place(es: str, en: str, code: str | None, tmp_path: Path) -> None:
    text = one("a / b").replace("title: {es: El i, en: The i}", f"title: {{es: '{es}', en: '{en}'}}")
    assert set(codes(found(tmp_path, text))) == ({code} if code else set())


@pytest.mark.parametrize(
    ("weights", "whole"),
    [
        ((0.5, 0.45), "1"),
        ((0.5, 0.5), None),
        ((0.33, 0.33, 0.33), None),
        ((0.3, 0.3, 0.35), "1"),
        ((30, 30, 39), "100"),
        ((30, 30, 40), None),
        ((1, 2, 3), None),
        ((1, 1, 2), None),
        ((60, 41), "100"),
        ((99, 1), None),
    ],
)
def test_weights_that_miss_their_sum(weights: tuple[float, ...], whole: str | None, tmp_path: Path) -> None:
    lines = [one("a / b").split("tree:")[0], "tree:\n"]
    for number, weight in enumerate(weights):
        lines.append(
            f"  - {{id: i{number}, title: {{es: El {number}, en: The {number}}}, formula: 'a / b + {number}', "
            f"unit: {{es: u, en: ratio}}, direction: higher, weight: {weight}}}\n"
        )
    shown = found(tmp_path, "".join(lines))
    assert [d.details["whole"] for d in shown] == ([whole] if whole else [])


@pytest.mark.parametrize(
    ("scale", "levels", "level"),
    [
        ("{method: goalposts, low: 0, high: 5}", "[{id: l, up_to: 60}, {id: h}]", None),
        ("{method: goalposts, low: 0, high: 5}", "[{id: l, up_to: 100}, {id: h}]", "h"),
        ("{method: goalposts, low: 0, high: 5}", "[{id: l}, {id: h, from: 100}]", None),
        ("{method: goalposts, low: 0, high: 5}", "[{id: l}, {id: h, from: 101}]", "h"),
        ("{method: goalposts, low: 0, high: 5}", "[{id: l}, {id: h, from: 0}]", "l"),
        ("{method: goalposts, low: 0, high: 5, clip: false}", "[{id: l, up_to: 120}, {id: h}]", None),
        ("{method: goalposts, low: 0, high: 5, to: [0, 1]}", "[{id: l, up_to: 60}, {id: h}]", "h"),
        ("z_score", "[{id: l, up_to: 60}, {id: h}]", None),
        ("percentile_rank", "[{id: l, up_to: 60}, {id: h}]", None),
        ("{method: percentile_rank, to: [0, 1]}", "[{id: l, up_to: 60}, {id: h}]", "h"),
        ("identity", "[{id: l, up_to: 60}, {id: h}]", None),
        ("{method: bands, bands: [{up_to: 1, score: 10}, {score: 40}]}", "[{id: l, up_to: 60}, {id: h}]", "h"),
    ],
)
def test_levels_out_of_reach(scale: str, levels: str, level: str | None, tmp_path: Path) -> None:
    titled = levels.replace("{id: l", "{id: l, title: {es: Bajo, en: Low}").replace(
        "{id: h", "{id: h, title: {es: Alto, en: High}"
    )
    text = one("a / b", more=f", scale: {scale}") + f"levels: {titled}\n"
    assert [d.details["level"] for d in found(tmp_path, text)] == ([level] if level else [])


@pytest.mark.parametrize(
    ("top", "group", "points", "code"),
    [
        ("points", "", True, "IND366"),
        ("points", "aggregation: points, ", True, None),
        ("points", "aggregation: arithmetic_mean, ", True, None),
        ("points", "", False, "IND367"),
        ("geometric_mean", "", False, "IND367"),
        ("geometric_mean", "aggregation: geometric_mean, ", False, None),
        ("none", "", False, "IND367"),
        ("arithmetic_mean", "", True, None),
        ("{method: staircase, by: children, share: 0.5}", "", False, "IND367"),
    ],
)
def test_an_aggregation_that_is_not_written(
    top: str, group: str, points: bool, code: str | None, tmp_path: Path
) -> None:
    """Points 90 of 100 earned come to 50 where the groups take means; what is written is left alone."""
    lines = []
    for name, figure in (("g", 90), ("h", 10)):
        worth = f", points: {figure}" if points else ""
        leaf = (
            f"{{id: i{name}, title: {{es: El i{name}, en: The i{name}}}, formula: 'a / b + {figure}', "
            f"unit: {{es: u, en: ratio}}, direction: higher, scale: identity{worth}}}"
        )
        title = f"{{es: El {name}, en: The {name}}}"
        lines.append(f"  - {{id: {name}, title: {title}, {group}children: [{leaf}]}}\n")
    text = one("a / b").split("tree:")[0] + f"aggregation: {top}\ntree:\n" + "".join(lines)
    told = [(d.code, d.details["id"]) for d in found(tmp_path, text)]
    assert told == ([(code, "g"), (code, "h")] if code else [])


ends = st.sampled_from(["null", "0", "1", "-5", "0.5", "100", "1e300"])
extras = st.sampled_from(["", " ** 2", " ** -1", " ** 0.5", " ** a"])
wrappers = st.sampled_from(
    [
        "{}",
        "log({})",
        "exp({})",
        "sqrt({})",
        "abs({})",
        "lag({})",
        "coalesce({}, a)",
        "irr(a, {})",
        "npv({}, a, b)",
        "not {}",
    ]
)


@examples(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases(), wrappers, extras, st.tuples(ends, ends), st.tuples(ends, ends))
def test_any_formula_can_be_looked_over(
    tmp_path: Path, case: Case, wrapper: str, extra: str, first: tuple[str, str], second: tuple[str, str]
) -> None:
    """Whatever the formula and the ranges, `validate` comes to an end with diagnostics and not with an exception."""
    body = re.sub(r"\bc\b", "b", case[0])
    formula = wrapper.format(f"({body}){extra}")
    text = one(formula, ranges=(f"[{', '.join(first)}]", f"[{', '.join(second)}]"), more=", improves_with: {more: [a]}")
    for diagnostic in found(tmp_path, text, IND233="info"):
        assert diagnostic.message("es")
        assert diagnostic.message("en")
        assert diagnostic.place.line >= 1


# Scales against the direction ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("direction", "scale", "wrong"),
    [
        ("higher", "bands, bands: [{up_to: 10, score: 100}, {up_to: 20, score: 50}, {score: 0}]", "up_to: 20"),
        ("higher", "bands, bands: [{up_to: 10, score: 0}, {up_to: 20, score: 100}, {score: 0}]", "score: 0}]"),
        ("higher", "piecewise_linear, points: [[0, 100], [10, 0]]", "[10, 0]"),
        ("lower", "bands, bands: [{up_to: 10, score: 0}, {score: 100}]", "score: 100"),
        ("lower", "goalposts, low: 0, high: 10, to: [100, 0]", "[100, 0]"),
        ("higher", "bands, bands: [{up_to: 10, score: 0}, {up_to: 20, score: 0}, {score: 100}]", None),
        ("lower", "piecewise_linear, points: [[0, 100], [10, 0]]", None),
        ("target, target: 15", "bands, bands: [{up_to: 10, score: 0}, {up_to: 20, score: 100}, {score: 0}]", None),
        ("context", "bands, bands: [{up_to: 10, score: 100}, {score: 0}]", None),
    ],
)
def test_the_first_step_of_a_scale_against_the_direction_is_told(
    tmp_path: Path, direction: str, scale: str, wrong: str | None
) -> None:
    """With `higher` a score must not fall as the figure grows, with `lower` not rise; a target has two sides."""
    body = (
        "variables:\n  - {id: a, title: {es: La a, en: The a}, unit: {es: u, en: ratio}}\ntree:\n"
        "  - {id: x, title: {es: La x, en: The x}, formula: a, unit: {es: u, en: ratio}, "
        f"direction: {direction}, scale: {{method: {scale}}}}}\n"
    )
    told = [d for d in found(tmp_path, body) if d.code == "IND247"]
    assert [d.severity for d in told] == ["warning"] * (wrong is not None)
    if wrong is not None:
        line = (tmp_path / "sample.yaml").read_text(encoding="utf-8").splitlines()[told[0].place.line - 1]
        assert abs(line.rindex(wrong) - (told[0].place.column - 1)) <= 1


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("“La a”", '"La a"'),
        ("«La a»", '"La a"'),
        ("‘La a’", '"La a"'),
        ("„La a“", '"La a"'),
        ("“La” a", None),
        ("“", None),
    ],
)
def test_quotes_of_word_processors_are_named(written: str, suggestion: str | None, tmp_path: Path) -> None:
    text = one("a / b * 100", "%").replace("La a", written)
    (diagnostic,) = found(tmp_path, text)
    assert (diagnostic.code, diagnostic.suggestion) == ("IND380", suggestion)
    assert diagnostic.place.text == written
    assert f"(U+{ord(written[0]):04X}, " in diagnostic.message("en")


@pytest.mark.parametrize("written", ['"“La” a"', "'“La a”'", "La “a”"])
def test_quotations_in_quotes_of_yaml_are_meant(written: str, tmp_path: Path) -> None:
    assert codes(found(tmp_path, one("a / b * 100", "%").replace("La a", written))) == []


def rounded(rounding: str, cuts: str, own: str = "", options: str = "") -> str:
    """Return a program whose indicator is rounded and has levels."""
    head = f"rounding: {rounding}\n" if rounding else ""
    kinds = "  - {id: size, title: {es: Tamaño, en: Size}, type: category, options: [small, large]}\n"
    levels = f"levels: [{cuts}]{own and ', rounding: ' + own}"
    body = one("a / b * 100", "%", more=f", {levels}, examples: [{{given: {{a: 1, b: 2}}, expect: 50}}]")
    return head + "scale: {method: goalposts, low: 0, high: 100}\n" + body.replace("tree:", f"{options and kinds}tree:")


LEVEL = "{{id: {0}, title: {{es: Nivel {0}, en: Level {0}}}{1}}}"
UP_TO = ", ".join((LEVEL.format("low", ", up_to: 60"), LEVEL.format("mid", ", up_to: 60.5"), LEVEL.format("top", "")))
FROM = ", ".join((LEVEL.format("low", ""), LEVEL.format("mid", ", from: 60"), LEVEL.format("top", ", from: 60.5")))


@pytest.mark.parametrize("cuts", [UP_TO, FROM])
def test_steps_of_a_rounding_are_held_against_the_distance_of_cuts(cuts: str, tmp_path: Path) -> None:
    (diagnostic,) = found(tmp_path, rounded("0", cuts))
    assert diagnostic.message("en").startswith(
        "`i` is rounded to 0 decimal(s), and its levels are cut at 60 and at 60.5: no step parts them"
    )
    assert diagnostic.message("es").startswith(
        "`i` se redondea a 0 decimal(es) y sus niveles se cortan en 60 y en 60.5: ningún paso los separa"
    )
    assert codes(found(tmp_path, rounded("1", cuts))) == []
    assert codes(found(tmp_path, rounded("", cuts))) == []
    # Its own counts, and the message stands there.
    assert codes(found(tmp_path, rounded("0", cuts, own="none"))) == []
    own = rounded("2", cuts, own="{decimals: 0, method: floor}")
    (told,) = found(tmp_path, own)
    assert (HEAD + own).splitlines()[told.place.line - 1][told.place.column - 1 :].startswith("{decimals: 0")


def test_cuts_for_each_option_are_held_each_by_itself(tmp_path: Path) -> None:
    near = (
        UP_TO.replace("60.5", "{by: size, small: 70, large: 60.5}")
        .replace("60,", "60,")
        .replace("up_to: 60}", "up_to: {by: size, small: 60, large: 60}}")
    )
    assert codes(found(tmp_path, rounded("0", near, options="size"))) == ["IND368"]
    far = near.replace("large: 60.5", "large: 61")
    assert codes(found(tmp_path, rounded("0", far, options="size"))) == []


def test_a_level_that_a_rounded_score_reaches_is_in_reach(tmp_path: Path) -> None:
    cuts = ", ".join((LEVEL.format("low", ""), LEVEL.format("top", ", from: 100.4")))
    grouped = rounded("", "").replace("levels: [], ", "")
    text = grouped.replace(
        "  - {id: i,",
        f"  - id: g\n    title: {{es: El g, en: The g}}\n    levels: [{cuts}]\n    children:\n    - {{id: i,",
    )
    assert codes(found(tmp_path, text)) == ["IND361"]
    assert codes(found(tmp_path, text.replace("    levels:", "    rounding: 0\n    levels:"))) == []


def grouped(own: str, more: str = "") -> str:
    """Return a program with a group of one indicator that scores from 0 to 100; `own` are keys of the group."""
    body = one("a / b * 100", "%", more=", examples: [{given: {a: 1, b: 2}, expect: 50}]")
    inside = f"  - id: g\n    title: {{es: El g, en: The g}}\n    {own}\n    children:\n    - {{id: i,"
    return more + "scale: {method: goalposts, low: 0, high: 100}\n" + body.replace("  - {id: i,", inside)


def test_a_scale_of_a_group_goes_its_way(tmp_path: Path) -> None:
    falls = "scale: {method: bands, bands: [{up_to: 50, score: 100}, {score: 0}]}"
    (diagnostic,) = found(tmp_path, grouped(falls))
    assert diagnostic.message("en").startswith(
        "in `g` more is better, and its scale `bands` goes the other way: from 100 to 0"
    )
    assert codes(found(tmp_path, grouped("scale: {method: min_max, to: [100, 0]}"))) == ["IND247"]
    assert codes(found(tmp_path, grouped("scale: {method: bands, bands: [{up_to: 50, score: 0}, {score: 100}]}"))) == []


@pytest.mark.parametrize(
    ("scale", "reached"),
    [
        ("{method: goalposts, low: 0, high: 100, to: [0, 10]}", False),
        ("{method: bands, bands: [{up_to: 50, score: 0}, {score: 10}]}", False),
        ("percentile_rank", True),
        ("none", True),
        ("identity", True),
        ("rank", True),
    ],
)
def test_levels_of_a_group_are_held_against_its_scale(scale: str, reached: bool, tmp_path: Path) -> None:
    cuts = ", ".join((LEVEL.format("low", ""), LEVEL.format("top", ", from: 60")))
    told = codes(found(tmp_path, grouped(f"levels: [{cuts}]\n    scale: {scale}")))
    assert told == ([] if reached else ["IND361"])


def test_a_formula_that_is_shown_again_and_not_counted_is_no_double(tmp_path: Path) -> None:
    twin = one("a / b * 100", "%", more=", examples: [{given: {a: 1, b: 2}, expect: 50}]")
    line = twin.splitlines()[-1]
    again = line.replace("id: i,", "id: j,").replace("El i", "El j").replace("The i", "The j") + "\n"
    assert codes(found(tmp_path, twin + again)) == ["IND245"]
    assert codes(found(tmp_path, twin + again.replace("id: j,", "id: j, role: informational,"))) == []
    assert codes(found(tmp_path, twin.replace("id: i,", "id: i, role: informational,") + again)) == []
