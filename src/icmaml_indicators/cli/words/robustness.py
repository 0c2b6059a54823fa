"""What the help says of the arguments of commands that ask how firm ranks are."""

from __future__ import annotations

from .option_words import FILE, ID, NUMBER, OptionWords, describe_option

_SHARE = ("PARTE", "SHARE")

ROBUSTNESS: dict[str, OptionWords] = {
    "uncertainty --node": describe_option(
        "de qué nodo; el total, si no se dice", "of which node; the total by default", *ID
    ),
    "--draws": describe_option(
        "cuántas repeticiones; 1000, si no se dice", "how many replications; 1000 by default", *NUMBER
    ),
    "uncertainty --weights": describe_option(
        "hasta qué parte de sí varía cada peso, más o menos: 0.25, si no se dice; 0, nada",
        "by up to which share of itself each weight goes either way: 0.25 by default; 0 for none",
        *_SHARE,
    ),
    "--depth": describe_option(
        "solo varían los pesos de los nodos de esta profundidad; las áreas son 1",
        "vary the weights of nodes at this depth alone; the areas are 1",
        *NUMBER,
    ),
    "uncertainty --models": describe_option(
        "los modelos del programa se turnan con sus reglas", "the program's models take turns with its own rules"
    ),
    "--alternative": describe_option(
        "un paso que se turna con otra manera de hacerlo, como scale=z_score; puede darse varias veces",
        "a step that takes turns with another way of doing it, as scale=z_score; may be given several times",
        "PASO=REGLA",
        "STEP=RULE",
    ),
    "--error": describe_option(
        "ruido en las cifras entregadas, como parte de cada una",
        "noise in the figures handed in, as a share of each",
        *_SHARE,
    ),
    "uncertainty --level": describe_option(
        "qué parte de las repeticiones abarca un intervalo; 0.9, si no se dice",
        "the share of replications that an interval holds; 0.9 by default",
        *_SHARE,
    ),
    "--sensitivity": describe_option(
        "reparte la duda entre pesos y reglas, con tantas muestras (índices de Sobol')",
        "share the doubt out among weights and rules, with so many samples (Sobol' indices)",
        *NUMBER,
    ),
    "--seed": describe_option("la misma semilla da las mismas cifras", "the same seed gives the same figures", *NUMBER),
    "uncertainty --output": describe_option(
        ".html, .pdf, o .xlsx con todas las tablas; otros llevan los lugares; si no se da, se imprimen",
        ".html, .pdf, or .xlsx with every table; others hold the ranks; they are printed by default",
        *FILE,
    ),
}
