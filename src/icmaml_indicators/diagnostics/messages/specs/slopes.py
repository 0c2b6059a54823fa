"""Doubts about what a result improves with, twins among formulas, and scales that go the wrong way."""

from __future__ import annotations

from ..message import Message, Page, doubt
from .samples import INDICATORS

_RATE = "        formula: police / population * 1000"
_RATE_UNIT = "        unit: {es: policías por mil habitantes, en: police officers per thousand inhabitants}"
_SHARE = "        formula: if_else(police > 0, certified / police * 100, 0)"

MESSAGES: dict[str, Message] = {
    "IND240": doubt(
        "error",
        "`{id}` no mejora con {wanted_es} `{name}`: con más `{name}` el resultado {moves_es}, y lo bueno es {good_es}",
        "`{id}` does not improve with {wanted_en} `{name}`: with more `{name}` the result {moves_en}, and {good_en} is good",
        Page(
            "improves-with-contradicted",
            "Finds an input of `improves_with` that moves the result the other way than `direction` calls good.",
            "The direction, the formula or the claim is wrong, and entities would be ranked upside down.",
            "        direction: higher\n        improves_with: {more: [police]}",
            "        direction: lower\n        improves_with: {more: [police]}",
            INDICATORS,
        ),
    ),
    "IND241": doubt(
        "info",
        "no se puede demostrar si `{id}` sube o baja con `{name}`",
        "whether `{id}` rises or falls with `{name}` cannot be shown",
        Page(
            "improves-with-unproved",
            "Tells that it could not be shown whether the result rises or falls with an input of `improves_with`.",
            "The claim stands unchecked.",
            _RATE,
            "        formula: police * (spending - 1000) / population / spending * 1000",
            INDICATORS,
            instead="Declare the ranges of the inputs; a range that begins at 0 often settles it.",
        ),
    ),
    "IND242": doubt(
        "error",
        "la fórmula de `{id}` no lee `{name}`",
        "the formula of `{id}` does not read `{name}`",
        Page(
            "improves-with-stranger",
            "Finds an input of `improves_with` that the formula does not read.",
            "It moves nothing.",
            "        improves_with: {more: [police]}",
            "        improves_with: {more: [spending]}",
            INDICATORS,
        ),
    ),
    "IND243": doubt(
        "error",
        "`improves_with` no se usa con `direction: {direction}`",
        "`improves_with` has no use with `direction: {direction}`",
        Page(
            "improves-with-no-direction",
            "Finds `improves_with` on an indicator of which neither more nor less is good.",
            "Context is not better or worse, and near a target it depends.",
            "    direction: context",
            "    direction: context\n    improves_with: {more: [spending]}",
            INDICATORS,
        ),
    ),
    "IND245": doubt(
        "warning",
        "`{id}` y `{other}` son la misma fórmula ({place})",
        "`{id}` and `{other}` are the same formula ({place})",
        Page(
            "same-formula",
            "Finds two indicators whose formulas are algebraically equal, however they are written. What is only shown "
            "(`role: informational`) is left out.",
            "One thing counts twice in the score.",
            _SHARE + '\n        unit: {es: "%", en: "%"}',
            "        formula: 1000 * police / population\n" + _RATE_UNIT,
            INDICATORS,
        ),
    ),
    "IND246": doubt(
        "info",
        "`{id}` es {factor} veces `{other}` ({place})",
        "`{id}` is {factor} times `{other}` ({place})",
        Page(
            "proportional-formula",
            "Tells that one indicator is a constant multiple of another.",
            "They rank entities alike, so that one thing may count twice.",
            _SHARE + '\n        unit: {es: "%", en: "%"}',
            "        formula: 100 * police / population\n        unit: {es: policías por cien habitantes, en: police officers per hundred inhabitants}",
            INDICATORS,
        ),
    ),
    "IND247": doubt(
        "warning",
        "en `{id}` {good_es} es mejor, y su escala `{method}` va al revés: de {before} a {after}",
        "in `{id}` {good_en} is better, and its scale `{method}` goes the other way: from {before} to {after}",
        Page(
            "scale-against-direction",
            "Finds a scale by which the better figure has the lower score: bands or points that fall where more is better "
            "or rise where less is, and `to` with its ends the wrong way round. With `direction: target` nothing is told.",
            "Bands and points are taken as they stand, whatever the direction: a slip of order gives the worst the best "
            "score.",
            "        scale: {method: goalposts, low: 0, high: 5}",
            "        scale: {method: bands, bands: [{up_to: 2, score: 100}, {score: 0}]}",
            INDICATORS,
            instead="Scores in the order of the direction, or the direction that is meant.",
        ),
    ),
}
