"""Findings in figures and answers: absent, unreadable, out of range, implausible."""

from __future__ import annotations

from ..message import Message, finding

MESSAGES: dict[str, Message] = {
    "IND589": finding(
        "info",
        "{count} celda(s) llevan un código de ausencia de los que declara el programa; se leen como no reportadas",
        "{count} cell(s) hold a code of absence that the program declares; they are read as not reported",
        ("ausente", "absent"),
    ),
    "IND401": finding(
        "warning",
        "dato no reportado",
        "not reported",
        ("ausente, con su motivo", "absent, with its reason"),
    ),
    "IND402": finding(
        "warning",
        "el denominador es cero o el resultado no está definido",
        "the denominator is zero or the result is undefined",
        ("ausente (no definido)", "absent (undefined)"),
    ),
    "IND403": finding(
        "error",
        "fuera del rango {range}; la cifra se rechaza",
        "outside the range {range}; the figure is rejected",
        ("se rechaza", "rejected"),
    ),
    "IND404": finding(
        "error",
        "no se cumple {rule}; las cifras se rechazan",
        "{rule} does not hold; the figures are rejected",
        ("se rechaza", "rejected"),
    ),
    "IND408": finding(
        "info",
        "texto leído como número",
        "text read as a number",
        ("se usa el número", "the number is used"),
    ),
    "IND409": finding(
        "error",
        "el texto no se puede leer como número",
        "the text cannot be read as a number",
        ("se rechaza", "rejected"),
    ),
    "IND410": finding(
        "error",
        "número ambiguo: su coma o su punto puede separar millares o decimales; indique `decimal`",
        "ambiguous number: its comma or point may part thousands or decimals; say which with `decimal`",
        ("se rechaza", "rejected"),
    ),
    "IND414": finding(
        "error",
        "se esperaba un número entero; la cifra se rechaza",
        "a whole number was expected; the figure is rejected",
        ("se rechaza", "rejected"),
    ),
    "IND415": finding(
        "warning",
        "resultado fuera del intervalo plausible {range}",
        "result outside the plausible range {range}",
        ("se conserva y se señala", "kept and flagged"),
    ),
    "IND416": finding(
        "warning",
        "cambio brusco frente a la cifra anterior de la entidad ({detail})",
        "sharp change from the figure before of the entity ({detail})",
        ("se conserva y se señala", "kept and flagged"),
    ),
    "IND417": finding(
        "warning",
        "muy lejos de las demás entidades ({detail})",
        "far from the other entities ({detail})",
        ("se conserva y se señala", "kept and flagged"),
    ),
    "IND418": finding(
        "warning",
        "el valor publicado difiere del calculado ({detail})",
        "the published value differs from the computed one ({detail})",
        ("se conserva y se señala", "kept and flagged"),
    ),
    "IND419": finding(
        "info",
        "valor publicado; no se recalcula por falta de insumos",
        "published value; not recomputed for lack of inputs",
        ("se conserva y se señala", "kept and flagged"),
    ),
    "IND420": finding(
        "info",
        "no aplica",
        "not applicable",
        ("ausente, con su motivo", "absent, with its reason"),
    ),
    "IND421": finding(
        "warning",
        "no se cumple {rule}",
        "{rule} does not hold",
        ("se conserva", "kept"),
    ),
    "IND422": finding(
        "error",
        "`{given}` no es una opción válida",
        "`{given}` is not a valid option",
        ("se rechaza", "rejected"),
    ),
    "IND423": finding(
        "warning",
        "no verificado",
        "not verified",
        ("ausente, con su motivo", "absent, with its reason"),
    ),
    "IND430": finding(
        "warning",
        "signo de unidad ajeno a la variable ({detail})",
        "unit sign foreign to the variable ({detail})",
        ("se conserva y se señala", "kept and flagged"),
    ),
    "IND431": finding(
        "error",
        "`{given}` no es una respuesta de verdadero o falso",
        "`{given}` is not a yes or no",
        ("se rechaza", "rejected"),
    ),
    "IND432": finding(
        "error",
        "`{given}` nombra varias opciones; dé el id de una",
        "`{given}` names several options; give the id of one",
        ("se rechaza", "rejected"),
    ),
    "IND433": finding(
        "warning",
        "tenía valor en el periodo anterior y ahora no",
        "had a value in the period before and has none now",
        ("ausente", "absent"),
    ),
    "IND435": finding(
        "error",
        "`{given}` no es una respuesta de este criterio{hint}",
        "`{given}` is not an answer to this criterion{hint}",
        ("se rechaza", "rejected"),
    ),
    "IND436": finding(
        "warning",
        "respuesta sin su evidencia; no cuenta",
        "answer without its evidence; it does not count",
        ("ausente (no verificada)", "absent (not verified)"),
    ),
    "IND437": finding(
        "error",
        "este criterio no admite «no aplica»; la respuesta se rechaza",
        "this criterion does not allow “not applicable”; the answer is rejected",
        ("se rechaza", "rejected"),
    ),
    "IND464": finding(
        "warning",
        "no se sabe si se cumple `{names}`: la compuerta {number} lo cuenta como no cumplido",
        "it is not known whether `{names}` holds: gate {number} counts it as not met",
        ("cuenta como no cumplido", "counts as not met"),
    ),
    "IND465": finding(
        "info",
        "se calcula de `{of}`: lo entregado no se lee",
        "it is worked out from `{of}`: what was handed in is not read",
        ("no se lee", "not read"),
    ),
    "IND466": finding(
        "info",
        "queda fuera de la evaluación: no cumple `{rule}`",
        "it is not assessed: `{rule}` does not hold",
        ("no calificado", "not scored"),
    ),
    "IND470": finding(
        "info",
        "`NA` se toma por «no aplica»",
        "`NA` is taken for “not applicable”",
        ("ausente (no aplica)", "absent (not applicable)"),
    ),
    "IND484": finding(
        "warning",
        "las cifras de {period} son {ratio} veces las de {before} (mediana de {count} entidades): ¿cambió la unidad?",
        "the figures of {period} are {ratio} times those of {before} (median of {count} entities): another unit?",
        ("se conserva y se señala", "kept and flagged"),
    ),
    "IND485": finding(
        "warning",
        "lejos de todas las demás cifras ({rest}): quizá un código de «sin dato», que `absent` de la variable declara; la cifra se conserva",
        "far from all other figures ({rest}): perhaps a code for “no figure”, which `absent` of the variable declares; the figure is kept",
        ("se conserva y se señala", "kept and flagged"),
    ),
    "IND486": finding(
        "error",
        "es una proporción y su parte no cabe en su todo (0 … {whole}); el resultado se rechaza",
        "it is a proportion and its part does not fit into its whole (0 … {whole}); the result is rejected",
        ("se rechaza", "rejected"),
    ),
}
