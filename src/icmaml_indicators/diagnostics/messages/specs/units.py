"""Doubts about units."""

from __future__ import annotations

from ..message import Message, Page, doubt
from .samples import INDICATORS

_ALLOW_ES = "; si así se quiere, permítalo: `# allow {}: razón`"
_ALLOW_EN = "; where that is meant, allow it: `# allow {}: reason`"
_RATE = "        formula: police / population * 1000"
_RATE_UNIT = "        unit: {es: policías por mil habitantes, en: police officers per thousand inhabitants}"
_PER_HEAD = "    unit: {es: pesos por habitante, en: pesos per inhabitant}"

MESSAGES: dict[str, Message] = {
    "IND220": doubt(
        "warning",
        "`{id}` no declara su unidad",
        "`{id}` declares no unit",
        Page(
            "unit-missing",
            "Finds figures (variables of type number or integer) and formulas without a unit.",
            "Thousands of pesos and pesos look alike until they are added up.",
            "    unit: {es: habitantes, en: inhabitants}\n    type: integer",
            "    type: integer",
            INDICATORS,
        ),
    ),
    "IND221": doubt(
        "warning",
        "no se entiende la unidad `{text}`: `{word}` es desconocida; no se revisan sus dimensiones",
        "the unit `{text}` is not understood: `{word}` is unknown; its dimensions are not checked",
        Page(
            "unit-not-understood",
            "Finds a unit with a word that the vocabulary of units does not know.",
            "The dimensions of formulas that use it are not checked.",
            "    unit: {es: habitantes, en: inhabitants}",
            "    unit: {es: habitantes, en: inhabitents}",
            INDICATORS,
            instead="Mend the spelling, or add a `symbol`: `unit: {es: …, en: …, symbol: kWh/person}`. A variable of type "
            "integer may count a thing of its own: `unit: {es: quioscos, en: kiosks}`.",
        ),
    ),
    "IND222": doubt(
        "error",
        "`{sign}` une unidades distintas: {first_es} y {second_es}" + _ALLOW_ES.format("IND222"),
        "`{sign}` joins unlike units: {first_en} and {second_en}" + _ALLOW_EN.format("IND222"),
        Page(
            "unlike-units",
            "Finds sums, differences, comparisons, `min`, `max`, `mean` and choices between figures of different dimensions.",
            "Pesos and persons cannot be added: at least one name is the wrong one.",
            _RATE,
            "        formula: (police + spending) / population * 1000",
            INDICATORS,
            instead="In checks, counts of different things may be compared: fires do not exceed emergency calls.",
        ),
    ),
    "IND223": doubt(
        "warning",
        "`{sign}` pide un número sin unidad, no {first_es}",
        "`{sign}` needs a number without a unit, not {first_en}",
        Page(
            "number-needed",
            "Finds logarithms, exponentials, exponents and discount rates that are given a figure with a unit.",
            "The logarithm of pesos is another number than that of thousands of pesos.",
            "        formula: police / population * 1000\n" + _RATE_UNIT,
            "        formula: log(spending)\n        unit: {es: índice, en: index}",
            INDICATORS,
            instead="Divide by a reference first: `log(income / 100)` with the reference as a variable in pesos.",
        ),
    ),
    "IND224": doubt(
        "error",
        "`{sign}` une tamaños distintos de una misma unidad: {first_es} y {second_es}" + _ALLOW_ES.format("IND224"),
        "`{sign}` joins different sizes of one unit: {first_en} and {second_en}" + _ALLOW_EN.format("IND224"),
        Page(
            "unlike-sizes",
            "Finds sums and comparisons of one dimension in two sizes: hours and minutes, a share and a percentage.",
            "The result is off by the ratio of the two.",
            _RATE,
            "        formula: (police / population + 5 * police / population * 100) * 1000",
            INDICATORS,
        ),
    ),
    "IND225": doubt(
        "error",
        "la fórmula de `{id}` da {got_es}; la unidad declarada es {declared_es}" + _ALLOW_ES.format("IND225"),
        "the formula of `{id}` gives {got_en}; the declared unit is {declared_en}" + _ALLOW_EN.format("IND225"),
        Page(
            "dimension-disagrees",
            "Finds a formula whose dimension is not that of the unit that the indicator declares.",
            "Either the formula divides by the wrong figure, or readers are told the wrong unit.",
            _PER_HEAD,
            "    unit: {es: pesos, en: pesos}",
            INDICATORS,
            instead="A mark (index, score, points) may be a figure divided by a number that is written out, which then stands "
            "for a figure of the same unit: `(age - 20) / 65`. Where anything else is meant, allow it with a reason.",
        ),
    ),
    "IND226": doubt(
        "error",
        "la fórmula de `{id}` da {got_es} y la unidad dice {declared_es}: {mend_es}",
        "the formula of `{id}` gives {got_en} and the unit says {declared_en}: {mend_en}",
        Page(
            "size-disagrees",
            "Finds a formula of the right dimension and the wrong size: a share where the unit says %, `* 100` where it says "
            "per thousand.",
            "Published figures are wrong by that factor.",
            _RATE,
            "        formula: police / population * 100",
            INDICATORS,
        ),
    ),
    "IND227": doubt(
        "error",
        "el símbolo dice {got_es} y el texto {declared_es}",
        "the symbol says {got_en} and the text {declared_en}",
        Page(
            "symbol-disagrees",
            "Finds a unit whose `symbol` says something else than its words.",
            "People read the words and machines the symbol.",
            "    unit: {es: pesos, en: pesos, symbol: MXN}",
            "    unit: {es: pesos, en: pesos, symbol: USD}",
            INDICATORS,
        ),
    ),
    "IND228": doubt(
        "info",
        "para entender `{word}` instale el extra: pip install 'icmaml-indicators[units]'; mientras, la unidad no se revisa",
        "to understand `{word}` install the extra: pip install 'icmaml-indicators[units]'; until then the unit is not checked",
        Page(
            "extra-needed",
            "Tells that a symbol is not in the vocabulary, and that the extra `units` (pint) is not installed.",
            "The unit is not checked until it is.",
            instead="`pip install 'icmaml-indicators[units]'`.",
        ),
    ),
}
