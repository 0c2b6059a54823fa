"""What a careful reader finds doubtful in a spec that can be used: units, ranges, slopes, twins, texts; and who may say so."""

from __future__ import annotations

from .message import Message, error, info, warning

# What follows where the figures may be right all the same.
_ALLOW_ES = "; si así se quiere, permítalo: `# allow {}: razón`"
_ALLOW_EN = "; where that is meant, allow it: `# allow {}: reason`"

MESSAGES: dict[str, Message] = {
    # Units ----------------------------------------------------------------------------------------------
    "IND220": warning("`{id}` no declara su unidad", "`{id}` declares no unit"),
    "IND221": warning(
        "no se entiende la unidad `{text}`: `{word}` es desconocida; no se revisan sus dimensiones",
        "the unit `{text}` is not understood: `{word}` is unknown; its dimensions are not checked",
    ),
    "IND222": error(
        "`{sign}` une unidades distintas: {first_es} y {second_es}" + _ALLOW_ES.format("IND222"),
        "`{sign}` joins unlike units: {first_en} and {second_en}" + _ALLOW_EN.format("IND222"),
    ),
    "IND223": warning(
        "`{sign}` pide un número sin unidad, no {first_es}", "`{sign}` needs a number without a unit, not {first_en}"
    ),
    "IND224": error(
        "`{sign}` une tamaños distintos de una misma unidad: {first_es} y {second_es}" + _ALLOW_ES.format("IND224"),
        "`{sign}` joins different sizes of one unit: {first_en} and {second_en}" + _ALLOW_EN.format("IND224"),
    ),
    "IND225": error(
        "la fórmula de `{id}` da {got_es}; la unidad declarada es {declared_es}" + _ALLOW_ES.format("IND225"),
        "the formula of `{id}` gives {got_en}; the declared unit is {declared_en}" + _ALLOW_EN.format("IND225"),
    ),
    "IND226": error(
        "la fórmula de `{id}` da {got_es} y la unidad dice {declared_es}: {mend_es}",
        "the formula of `{id}` gives {got_en} and the unit says {declared_en}: {mend_en}",
    ),
    "IND227": error(
        "el símbolo dice {got_es} y el texto {declared_es}", "the symbol says {got_en} and the text {declared_en}"
    ),
    "IND228": info(
        "para entender `{word}` instale el extra: pip install 'icmaml-indicators[units]'; mientras, la unidad no se revisa",
        "to understand `{word}` install the extra: pip install 'icmaml-indicators[units]'; until then the unit is not checked",
    ),
    # Ranges ---------------------------------------------------------------------------------------------
    "IND230": warning(
        "el denominador `{name}` puede ser cero ({interval}) y nada dice que se haya previsto",
        "the denominator `{name}` can be zero ({interval}), and nothing says that this was thought of",
    ),
    "IND231": info(
        "el intervalo de `{name}` admite el cero, y {ids} divide(n) entre él: ahí no habrá resultado",
        "the range of `{name}` admits zero, and {ids} divide(s) by it: there will be no result there",
    ),
    "IND232": error(
        "la fórmula de `{id}` solo puede dar {interval}: nada cae en el intervalo declarado {declared}",
        "the formula of `{id}` can only give {interval}: nothing falls in the declared range {declared}",
    ),
    "IND233": info(
        "la fórmula de `{id}` solo puede dar {interval}; el intervalo declarado {declared} es más amplio",
        "the formula of `{id}` can only give {interval}; the declared range {declared} is wider",
    ),
    "IND234": warning(
        "la condición {truth_es} se cumple: una de las ramas sobra",
        "the condition {truth_en} holds: one of the branches is of no use",
    ),
    "IND235": warning(
        "`{sign}` puede recibir valores en los que no está definida ({interval})",
        "`{sign}` can be given figures where it is not defined ({interval})",
    ),
    "IND236": error(
        "aquí nunca hay resultado: `{sign}` recibe {interval}", "there is never a result: `{sign}` is given {interval}"
    ),
    "IND237": warning(
        "la regla se cumple siempre por los intervalos de sus variables: no comprueba nada",
        "the rule always holds by the ranges of its variables: it checks nothing",
    ),
    "IND238": error(
        "la regla no puede cumplirse nunca con los intervalos de sus variables",
        "the rule can never hold with the ranges of its variables",
    ),
    # Slopes ---------------------------------------------------------------------------------------------
    "IND240": error(
        "`{id}` no mejora con {wanted_es} `{name}`: con más `{name}` el resultado {moves_es}, y lo bueno es {good_es}",
        "`{id}` does not improve with {wanted_en} `{name}`: with more `{name}` the result {moves_en}, and {good_en} is good",
    ),
    "IND241": info(
        "no se puede demostrar si `{id}` sube o baja con `{name}`",
        "whether `{id}` rises or falls with `{name}` cannot be shown",
    ),
    "IND242": error("la fórmula de `{id}` no lee `{name}`", "the formula of `{id}` does not read `{name}`"),
    "IND243": error(
        "`improves_with` no se usa con `direction: {direction}`",
        "`improves_with` has no use with `direction: {direction}`",
    ),
    # Twins ----------------------------------------------------------------------------------------------
    "IND245": warning(
        "`{id}` y `{other}` son la misma fórmula ({place})", "`{id}` and `{other}` are the same formula ({place})"
    ),
    "IND247": warning(
        "en `{id}` {good_es} es mejor, y su escala `{method}` va al revés: de {before} a {after}",
        "in `{id}` {good_en} is better, and its scale `{method}` goes the other way: from {before} to {after}",
    ),
    "IND246": info("`{id}` es {factor} veces `{other}` ({place})", "`{id}` is {factor} times `{other}` ({place})"),
    # The tree and its texts -------------------------------------------------------------------------------
    "IND360": warning(
        "los pesos de `{id}` suman {sum}, no {whole}", "the weights of `{id}` add up to {sum}, not {whole}"
    ),
    "IND361": warning(
        "`{id}` califica de {low} a {high}: el nivel `{level}` no se alcanza nunca",
        "`{id}` scores from {low} to {high}: the level `{level}` is never reached",
    ),
    "IND362": warning(
        "`{id}` lleva el mismo título que `{other}` ({place})", "`{id}` bears the same title as `{other}` ({place})"
    ),
    "IND363": warning("el texto parece no estar traducido", "the text looks untranslated"),
    "IND364": warning(
        "el texto bajo `{side}` parece estar en {language_es}", "the text under `{side}` reads as {language_en}"
    ),
    "IND365": warning(
        "el programa `{id}` está en `{name}`: nombre el archivo o la carpeta como el programa",
        "the program `{id}` stands in `{name}`: name the file or folder after the program",
    ),
    "IND366": warning(
        "los puntos dentro de `{id}` no se suman en `{parent}`: sin `aggregation`, `{id}` promedia; escriba ahí "
        "`aggregation: points`, o `arithmetic_mean` si así se quiere",
        "the points inside `{id}` are not added up in `{parent}`: without `aggregation`, `{id}` takes the mean; write "
        "`aggregation: points` there, or `arithmetic_mean` where that is meant",
    ),
    "IND367": warning(
        "`{id}` promedia: `aggregation: {method}` del programa es solo del total; escriba `aggregation` en `{id}`",
        "`{id}` takes the mean: `aggregation: {method}` of the program is the total's alone; write `aggregation` in "
        "`{id}`",
    ),
    "IND380": warning(
        "el texto empieza con `{sign}` ({name}), que para YAML es parte de él: las comillas de YAML son \" y '",
        "the text begins with `{sign}` ({name}), which is part of it to YAML: quotes of YAML are \" and '",
    ),
    # What is allowed, and how severe it is ------------------------------------------------------------------
    "IND370": error(
        "lo que se permite necesita una razón: `# allow {codes}: por qué`",
        "what is allowed needs a reason: `# allow {codes}: why`",
    ),
    "IND371": error("no existe la regla `{name}`", "there is no rule `{name}`"),
    "IND372": warning(
        "el permiso de {name} no se usa: la regla no encuentra nada aquí",
        "the allowance of {name} is not used: the rule finds nothing here",
    ),
    "IND373": error(
        "{name} es una falta de estructura: no se puede permitir ni rebajar",
        "{name} is a fault of structure: it can be neither allowed nor lowered",
    ),
    "IND374": error("la configuración no se puede leer: {problem}", "the configuration cannot be read: {problem}"),
    "IND375": error("`{given}` no es una severidad", "`{given}` is not a severity"),
    "IND376": error("la configuración no tiene `{key}`", "the configuration has no `{key}`"),
}
