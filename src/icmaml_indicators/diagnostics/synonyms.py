"""Words of other tools and languages, and what each means here: asked before any likeness of spelling is.

A word that is known, here or elsewhere, is never taken for a slip of the pen: `mean` is no misspelt `median`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .suggest import nearest

Kind = Literal["function", "aggregation", "scale", "type", "key"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a foreign word means here.

    Attributes
    ----------
    word
        What is written in its place; None where no word alone will do.
    same
        Whether the word can simply be put in its place.
    es, en
        What else is to be said.
    """

    word: str | None = None
    same: bool = False
    es: str = ""
    en: str = ""


def _said(es: str, en: str) -> Meaning:
    return Meaning(es=es, en=en)


def _all(words: str, meaning: Meaning) -> dict[str, Meaning]:
    return dict.fromkeys(words.split(), meaning)


_CONDITION = (
    "las condiciones se escriben `if_else(condición, sí, no)`",
    "conditions are written `if_else(condition, yes, no)`",
)
_NO_ROUNDING = _said(
    "las fórmulas no redondean: `rounding` redondea la calificación, y `decimals` es lo que se muestra del resultado",
    "formulas do not round: `rounding` rounds the score, and `decimals` is what is shown of the result",
)
# Of figures of one row the weights are written out; of those of a population they are figures too.
_WEIGHTED = (
    "los pesos de una misma fila se escriben en la fórmula: `(2 * a + b) / 3`",
    "weights within a row are written into the formula: `(2 * a + b) / 3`",
)
_OVER = (
    "entre entidades se compara con `sd(x over period)`, `median(x over period)` …",
    "entities are compared by `sd(x over period)`, `median(x over period)` …",
)
_WEIGHTS = _said("el peso es `weight` en cada hijo", "`weight` stands on each child")
_LOGARITHM = _said("se escribe `log(x) / log(10)`, con la base que sea", "write `log(x) / log(10)`, with any base")
_RANGE = _said("se escribe `range: [mínimo, máximo]`", "write `range: [lowest, highest]`")

_DIVISION = _said("se divide con `/`; entre cero no hay resultado", "divide with `/`; by zero there is no result")
_LINEAR = _said(
    "entre dos metas: `goalposts`; por tramos: `piecewise_linear`",
    "between two goalposts: `goalposts`; in stretches: `piecewise_linear`",
)
_NO_TEXTS = _said("una variable es un número o una opción", "a variable is a number or an option")
_TITLE = _said("el nombre es `title: {es: …, en: …}`", "the name is `title: {es: …, en: …}`")

MEANINGS: dict[Kind, dict[str, Meaning]] = {
    "function": {
        **_all("ln logn", Meaning("log", same=True)),
        **_all("log10 log2 log1p", _LOGARITHM),
        **_all("if iif ifelse si", Meaning("if_else", same=True, es=_CONDITION[0], en=_CONDITION[1])),
        **_all("case when switch where", Meaning("if_else", es=_CONDITION[0], en=_CONDITION[1])),
        **_all("ifs", Meaning("choose", same=True)),
        **_all("round redondear ceil ceiling floor int trunc truncate fix", _NO_ROUNDING),
        **_all("average avg promedio media arithmetic_mean mean_of", Meaning("mean", same=True)),
        **_all("weighted_average wavg media_ponderada", Meaning("weighted_mean", es=_WEIGHTED[0], en=_WEIGHTED[1])),
        **_all("sumproduct", _said(*_WEIGHTED)),
        **_all("suma total add sum_of", Meaning("sum", same=True)),
        **_all("minimum minimo mínimo least pmin", Meaning("min", same=True)),
        **_all("maximum maximo máximo greatest pmax", Meaning("max", same=True)),
        **_all("absolute fabs", Meaning("abs", same=True)),
        **_all("raiz raíz root sqr", Meaning("sqrt", same=True)),
        **_all("pow power potencia", _said("la potencia se escribe `a ** b`", "a power is written `a ** b`")),
        **_all("mod modulo", _said("no hay resto de una división", "there is no remainder of a division")),
        **_all("nvl ifnull isnull fillna ifna iferror zn", Meaning("coalesce", same=True)),
        **_all("shift previous prev anterior", Meaning("lag", same=True)),
        **_all("tir", Meaning("irr", same=True)),
        **_all("van vpn", Meaning("npv", same=True)),
        **_all("std stdev stddev stdev_s", Meaning("sd", es=_OVER[0], en=_OVER[1])),
        **_all("stdev_p stdevp", Meaning("sd_n", es=_OVER[0], en=_OVER[1])),
        **_all("mediana", Meaning("median", es=_OVER[0], en=_OVER[1])),
        **_all("percentile quartile percentil cuantil", Meaning("quantile", es=_OVER[0], en=_OVER[1])),
        **_all("percentrank", Meaning("percentile_rank", es=_OVER[0], en=_OVER[1])),
        **_all("mode var variance countif sumif", _said(*_OVER)),
        **_all("div divide", _DIVISION),
    },
    "aggregation": {
        **_all(
            "mean average avg promedio media weighted_mean weighted_average weighted_arithmetic_mean simple_average "
            "arithmetic simple_mean media_ponderada promedio_ponderado media_aritmetica linear additive",
            Meaning(
                "arithmetic_mean",
                same=True,
                es="los pesos son parte de ella: `weight` en cada hijo",
                en="weights are part of it: `weight` on each child",
            ),
        ),
        **_all(
            "geometric gmean geomean media_geometrica weighted_geometric_mean", Meaning("geometric_mean", same=True)
        ),
        **_all("harmonic hmean media_armonica", Meaning("harmonic_mean", same=True)),
        **_all("generalized_mean generalised_mean ces", Meaning("power_mean")),
        **_all("mpi ampi mazziotta", Meaning("mazziotta_pareto")),
        **_all("mediana", Meaning("median", same=True)),
        **_all("minimum minimo mínimo worst lowest", Meaning("min", same=True)),
        **_all("maximum maximo máximo best highest", Meaning("max", same=True)),
        **_all("total suma add", Meaning("sum", same=True)),
        **_all("puntos", Meaning("points", same=True)),
        **_all(
            "mode product count variance std pca factor weighted_median trimmed_mean",
            _said("no hay tal agregación", "there is no such aggregation"),
        ),
    },
    "scale": {
        **_all("minmax min-max normalize normalise normalization normalizacion", Meaning("min_max", same=True)),
        **_all("zscore z z-score standardize standardise standardization estandarizar", Meaning("z_score", same=True)),
        **_all("percentile percentil percentrank", Meaning("percentile_rank", same=True)),
        **_all("raw as_is", Meaning("identity", same=True)),
        **_all("linear", _LINEAR),
        **_all("step steps thresholds categories", Meaning("bands")),
        **_all("log logarithm", _said("`log: true` en la escala `goalposts`", "`log: true` in the scale `goalposts`")),
    },
    "type": {
        **_all("float double decimal numeric numero número real", Meaning("number", same=True)),
        **_all("int count entero whole", Meaning("integer", same=True)),
        **_all("bool truth logical booleano", Meaning("boolean", same=True)),
        **_all("categorical nominal enum categoria categoría", Meaning("category", same=True)),
        **_all("ordered likert", Meaning("ordinal", same=True)),
        **_all("text string str texto date", _NO_TEXTS),
    },
    "key": {
        **_all("weights pesos ponderadores", _WEIGHTS),
        **_all("peso ponderacion ponderación ponderador", Meaning("weight", same=True)),
        **_all("min max minimum maximum minimo maximo", _RANGE),
        **_all("indicators indicadores nodes", Meaning("tree")),
        **_all("name nombre label etiqueta", _TITLE),
        **_all("sentido polarity polaridad", Meaning("direction", same=True)),
        **_all("unidad units unidades", Meaning("unit", same=True)),
        **_all("precision round", Meaning("decimals")),
        **_all("redondeo redondear", Meaning("rounding", same=True)),
        **_all("equation expression expr calculation", Meaning("formula", same=True)),
        **_all("normalization normalisation normalizacion", Meaning("scale")),
        **_all("impute imputacion imputación fill fillna", Meaning("imputation", same=True)),
        **_all("winsorise winsorize outliers atipicos atípicos tratamiento", Meaning("treatment")),
        **_all("aggregate agregacion agregación", Meaning("aggregation", same=True)),
        **_all("goal meta", Meaning("target", same=True)),
    },
}


@dataclass(frozen=True, slots=True)
class Hint:
    """What to offer for a word that is not known.

    Attributes
    ----------
    suggestion
        The valid choice, or None.
    advice
        What to say besides, in Spanish and English; to be taken up into the details of a diagnostic.
    """

    suggestion: str | None
    advice: dict[str, str]


def advice(es: str, en: str) -> dict[str, str]:
    """Return what a message says at its end, as details of a diagnostic."""
    return {"advice_es": es, "advice_en": en} if es else {}


def hint_of(kind: Kind | None, written: str, valid: Iterable[str]) -> Hint:
    """Return what a word may stand for: what it means elsewhere; for a word of nowhere the nearest in spelling.

    Parameters
    ----------
    kind
        What the word stands for; None where only spelling can tell.
    written
        The word.
    valid
        The choices there are.
    """
    choices = tuple(valid)
    meaning = MEANINGS[kind].get(written.casefold()) if kind is not None else None
    if meaning is None:
        return Hint(nearest(written, choices), {})
    word = meaning.word if meaning.word in choices else None
    return Hint(word, advice(meaning.es, meaning.en))


def is_same(kind: Kind | None, written: str, suggestion: str) -> bool | None:
    """Whether a suggestion is the same as a foreign word; None where the word is not known."""
    meaning = MEANINGS[kind].get(written.casefold()) if kind is not None else None
    return None if meaning is None else meaning.same and meaning.word == suggestion


_MARKS: dict[str, Kind] = {"arithmetic_mean": "aggregation", "min_max": "scale", "category": "type"}


def kind_of_choices(valid: Iterable[str]) -> Kind | None:
    """Return what some choices are: aggregations, scales or types of variables; None for others."""
    return next((_MARKS[choice] for choice in valid if choice in _MARKS), None)
