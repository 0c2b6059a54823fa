"""Findings in results: rates of return, figures over time, scales, paths."""

from __future__ import annotations

from ..message import Message, finding

MESSAGES: dict[str, Message] = {
    "IND449": finding(
        "error",
        "al proyecto le falta un flujo: no se evalúa; lo ausente no es cero",
        "a flow of the project is missing: it is not appraised; absent is not zero",
        ("el proyecto no se evalúa", "project not appraised"),
    ),
    "IND450": finding(
        "error",
        "al proyecto le falta un año o lo repite: no se evalúa",
        "a year of the project is missing or repeated: it is not appraised",
        ("el proyecto no se evalúa", "project not appraised"),
    ),
    "IND451": finding(
        "warning",
        "hay varias tasas internas de retorno: decida por el valor presente neto",
        "there are several internal rates of return: decide by the net present value",
        ("sin tasa única", "no single rate"),
    ),
    "IND452": finding(
        "info",
        "no hay tasa interna de retorno",
        "there is no internal rate of return",
        ("sin tasa", "no rate"),
    ),
    "IND453": finding(
        "info",
        "los flujos cambian de signo más de una vez y tienen fecha: se buscaron tasas entre −99 % y 1000 %",
        "the flows change sign more than once and are dated: rates were searched between -99 % and 1000 %",
        ("tasas buscadas", "searched rates"),
    ),
    "IND499": finding(
        "warning",
        "`{name}`: hay {present} de {asked} filas ({share} %), y hace falta el {least} %",
        "`{name}`: {present} of {asked} rows are there ({share} %), and {least} % is needed",
        ("ausente (no reportado)", "absent (not reported)"),
    ),
    "IND531": finding(
        "info",
        "`{name}`: hay {present} de {asked} filas ({share} %); basta el {least} %",
        "`{name}`: {present} of {asked} rows are there ({share} %); {least} % is enough",
        ("se usa", "used"),
    ),
    "IND532": finding(
        "warning",
        "filas de `{of}` que no pertenecen a ninguna entidad mayor",
        "rows of `{of}` that belong to no larger entity",
        ("no se suman a nadie", "added to nobody"),
    ),
    "IND533": finding(
        "warning",
        "se forma del programa de abajo: la columna entregada no se usa",
        "it is made of the program below: the column handed in is not used",
        ("la columna no se usa", "column not used"),
    ),
    "IND458": finding(
        "info",
        "la definición rige desde {start}; la cifra es de un periodo anterior",
        "the definition holds from {start}; the figure is of an earlier period",
        ("se conserva y se señala", "kept and flagged"),
    ),
    "IND459": finding(
        "warning",
        "no se califica con los límites de {base}: {detail}",
        "not scored on the bounds of {base}: {detail}",
        ("sin calificación con esos límites", "no score on those bounds"),
    ),
    "IND460": finding(
        "info",
        "fuera de los límites de {base} ({range})",
        "beyond the bounds of {base} ({range})",
        ("se conserva y se señala", "kept and flagged"),
    ),
    "IND741": finding(
        "info",
        "la escala lee {count} de {of} cifras tratadas ({method}) en {where}",
        "the scale reads {count} of {of} figures treated ({method}) in {where}",
        ("el valor se conserva, la calificación usa el tratado", "value kept, the score rests on the treated one"),
    ),
    "IND742": finding(
        "warning",
        "sigue sesgado tras su tratamiento en {where} (asimetría {skewness}, curtosis {kurtosis})",
        "still skewed after its treatment in {where} (skewness {skewness}, kurtosis {kurtosis})",
        ("se usa el último método", "the last method is used"),
    ),
    "IND743": finding(
        "info",
        "no puede saberse si está sesgado en {where}: {detail}",
        "whether it is skewed in {where} cannot be told: {detail}",
        ("sin tratar", "not treated"),
    ),
    "IND744": finding(
        "warning",
        "fuera de donde empieza el logaritmo de {population}: la cifra no puede tratarse",
        "beyond where the logarithm of {population} begins: the figure cannot be treated",
        ("sin calificación", "no score"),
    ),
    "IND747": finding(
        "info",
        "{scored} de {of} partes tienen calificación ({weight} del peso); hace falta {asked}",
        "{scored} of {of} parts have a score ({weight} of the weight); {asked} is asked for",
        ("sin calificación", "no score"),
    ),
    "IND752": finding(
        "info",
        "pesos por `{method}`, de las filas en que cada parte tiene calificación: {told}",
        "weights by `{method}`, of the rows in which each part has a score: {told}",
        ("se agrega con ellos", "aggregated by them"),
    ),
    "IND753": finding(
        "warning",
        "no hay pesos por `{method}` en {where}: {detail}",
        "there are no weights by `{method}` in {where}: {detail}",
        ("sin calificación", "no score"),
    ),
    "IND757": finding(
        "info",
        "no se reportó; en su lugar está una cifra imputada ({method}: {detail})",
        "not reported; an imputed figure stands in ({method}: {detail})",
        ("la calificación la usa; la cobertura la cuenta como ausente", "the score uses it; coverage counts it absent"),
    ),
    "IND758": finding(
        "warning",
        "{count} de {of} cifras ausentes quedan sin imputar: {detail}",
        "{count} of {of} absent figures are not imputed: {detail}",
        ("sin cifra", "no figure"),
    ),
    "IND461": finding(
        "warning",
        "salto que sus pares no muestran ({detail})",
        "a jump that its peers do not show ({detail})",
        ("se conserva y se señala ([tendencias](trends.md))", "kept and flagged ([trends](trends.md))"),
    ),
    "IND462": finding(
        "warning",
        "no se alcanza: con todos los cambios posibles `{node}` llega a {best}; {binds}",
        "cannot be reached: with every change that is open `{node}` comes to {best}; {binds}",
        ("sin camino ([caminos](paths.md))", "no path ([paths](paths.md))"),
    ),
    "IND463": finding(
        "info",
        "es el mejor camino que se encontró; no está probado que sea el de menor esfuerzo",
        "the best path found; it is not proved to be the one of least effort",
        ("el mejor que se halló ([caminos](paths.md))", "the best one found ([paths](paths.md))"),
    ),
    "IND467": finding(
        "warning",
        "la escala `{method}` no puede calificar a nadie en {where}: {detail}",
        "the scale `{method}` can score nobody in {where}: {detail}",
        ("sin calificación", "no score"),
    ),
    "IND662": finding(
        "info",
        "suprimido para publicar: un conteo menor que {least}, o el dato con el que se volvería a calcular",
        "suppressed for publication: a count below {least}, or the figure by which it could be worked out",
        (
            "suprimido, con todo lo que se calcula de él ([publicar](publication.md))",
            "suppressed, with all that is computed from it ([publishing](publication.md))",
        ),
    ),
    "IND597": finding(
        "warning",
        "los cortes de sus niveles, como se calculan, no ascienden en {where}: ahí no tiene nivel",
        "the cuts of its levels as worked out do not ascend in {where}: it has no level there",
        ("sin nivel", "no level"),
    ),
    "IND468": finding(
        "info",
        "no se encontró un camino; subir una parte puede bajar el total, así que no está probado que no lo haya",
        "no path was found; raising one part may lower the whole, so it is not proved that there is none",
        ("no se halló ninguno ([caminos](paths.md))", "none was found ([paths](paths.md))"),
    ),
    "IND487": finding(
        "warning",
        "todos sus pares saltan igual, por una potencia de diez: ¿otra unidad? ({detail})",
        "all its peers jump alike, by a power of ten: another unit? ({detail})",
        ("se conserva y se señala ([tendencias](trends.md))", "kept and flagged ([trends](trends.md))"),
    ),
    "IND469": finding(
        "info",
        "la definición rige hasta {end}; la cifra es de un periodo posterior",
        "the definition holds until {end}; the figure is of a later period",
        ("se conserva y se señala", "kept and flagged"),
    ),
}
