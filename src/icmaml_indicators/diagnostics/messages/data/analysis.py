"""Findings in an index as a whole: what its parts have to do with one another, and what to do about it."""

from __future__ import annotations

from ..message import Message, finding

_UNCHANGED = (
    "ninguna cifra cambia ([analizar](../how-to/analyse-an-index.md))",
    "no figure changes ([analysing](../how-to/analyse-an-index.md))",
)

MESSAGES: dict[str, Message] = {
    "IND790": finding(
        "warning",
        "`{node}` y `{other}`, de `{group}`, dicen casi lo mismo (r = {figure}; límite {limit}): "
        "quite uno, únalos o reparta entre ellos un solo peso",
        "`{node}` and `{other}` of `{group}` say nearly the same (r = {figure}; limit {limit}): "
        "drop one, merge them, or share one weight between them",
        _UNCHANGED,
    ),
    "IND791": finding(
        "warning",
        "`{node}` y `{other}`, de `{group}`, van en sentidos opuestos (r = {figure}; límite {limit}) y en una media se "
        "anulan: revise su sentido (`direction`) o póngalos en grupos distintos",
        "`{node}` and `{other}` of `{group}` go against each other (r = {figure}; limit {limit}) and cancel out in a "
        "mean: check their `direction`, or put them in different groups",
        _UNCHANGED,
    ),
    "IND792": finding(
        "warning",
        "`{node}` va con `{other}` (r = {figure}; límite {limit}): mide sobre todo el tamaño; "
        "divídalo entre `{other}` u otra medida de tamaño",
        "`{node}` goes with `{other}` (r = {figure}; limit {limit}): it measures size above all; "
        "divide it by `{other}` or another measure of size",
        _UNCHANGED,
    ),
    "IND793": finding(
        "warning",
        "todas las cifras de `{node}` son iguales: no distingue a nadie; quítelo o busque una cifra que sí lo haga",
        "all figures of `{node}` are equal: it tells nobody from anybody; drop it, or find a figure that does",
        _UNCHANGED,
    ),
    "IND794": finding(
        "warning",
        "de `{node}` hay el {figure} % de las cifras (límite {limit} %): complételas, impútelas (`imputation`) o quítelo",
        "of `{node}` {figure} % of the figures are there (limit {limit} %): complete them, impute them (`imputation`), "
        "or drop it",
        _UNCHANGED,
    ),
    "IND795": finding(
        "info",
        "de las cifras de `{node}` no son cero el {figure} % (límite {limit} %): casi solo dice quién tiene algo; "
        "revise si un cero es dato o ausencia",
        "of the figures of `{node}` {figure} % are not nought (limit {limit} %): it says little but who has any; "
        "check whether a nought is a figure or an absence",
        _UNCHANGED,
    ),
    "IND796": finding(
        "warning",
        "unas pocas cifras de `{node}` están lejos de las demás (asimetría {figure}, límite {limit}): "
        "verifíquelas o trátelas (`treatment`)",
        "a few figures of `{node}` lie far from the others (skewness {figure}, limit {limit}): "
        "verify them, or treat them (`treatment`)",
        _UNCHANGED,
    ),
    "IND797": finding(
        "info",
        "las partes de `{node}` no miden una sola cosa (alfa de Cronbach {figure}; límite {limit}): revise cuáles van "
        "juntas, o diga que son dimensiones distintas",
        "the parts of `{node}` do not measure one thing (Cronbach's alpha {figure}; limit {limit}): check which belong "
        "together, or say that they are different dimensions",
        _UNCHANGED,
    ),
}
