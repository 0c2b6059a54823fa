"""What commands print beside what the library gives: counts, headings, where something was written."""

from __future__ import annotations

from typing import Any

from ...diagnostics import Language
from .commands import Pair

PRINTED: dict[str, Pair] = {
    "standard output": ("salida estándar", "standard output"),
    # What is counted: one, and several.
    "error": ("{count} error", "{count} error"),
    "errors": ("{count} errores", "{count} errors"),
    "warning": ("{count} aviso", "{count} warning"),
    "warnings": ("{count} avisos", "{count} warnings"),
    "note": ("{count} nota", "{count} note"),
    "notes": ("{count} notas", "{count} notes"),
    "criteria": ("{path}: {count} criterios", "{path}: {count} criteria"),
    "variables": ("{path}: {count} variables", "{path}: {count} variables"),
    "told": ("lo que no tiene contraparte, y lo que se supuso: {notes}", "without a counterpart, or assumed: {notes}"),
    "left without a place": ("lo que no cabe en las tablas: {notes}", "without a place in the tables: {notes}"),
    # package, verify
    "with data": ("los datos van en el paquete", "the data lies in the package"),
    "without data": (
        "los datos no van en el paquete, sino su huella; con --with-data van también",
        "the data does not lie in the package, but its digest does; with --with-data it does too",
    ),
    "verified": (
        "{id} {version}: todo sale como está en el paquete ({files} archivos)",
        "{id} {version}: everything comes out as it stands in the package ({files} files)",
    ),
    "not verified": (
        "{id} {version}: no todo es como está en el paquete; resultados que difieren: {differing}, a lo más en "
        "{largest}",
        "{id} {version}: not everything is as it stands in the package; results that differ: {differing}, by {largest} "
        "at most",
    ),
    "not computed": ("no se pudo calcular de nuevo: {problem}", "could not be computed anew: {problem}"),
    "file altered": ("{file}: alterado; su huella es otra", "{file}: altered; its digest is another one"),
    "file missing": ("{file}: falta en el paquete", "{file}: missing in the package"),
    "file unknown": ("{file}: no está en la lista del paquete", "{file}: not listed in the package"),
    "file inconsistent": (
        "{file}: no dice lo que dicen los resultados del paquete",
        "{file}: does not say what the results in the package do",
    ),
    "other version": ("{name}: {before} entonces, {now} ahora", "{name}: {before} then, {now} now"),
    # list, score, benchmark
    "provenance": (
        "{documented} documentados, {reconstructed} reconstruidos",
        "{documented} documented, {reconstructed} reconstructed",
    ),
    "assessed": (
        "{id}: {documented} indicadores documentados, {reconstructed} reconstruidos; {entities} entidades, {periods} "
        "periodos; hallazgos: {errors} errores, {warnings} avisos, {notes} notas",
        "{id}: {documented} documented, {reconstructed} reconstructed indicators; {entities} entities, {periods} "
        "periods; findings: {errors} errors, {warnings} warnings, {notes} notes",
    ),
    "latest": (
        "{entity}: {period}, el más reciente de {count} periodos (`--period` elige otro)",
        "{entity}: {period}, the latest of {count} periods (`--period` chooses another)",
    ),
    "findings": ("hallazgos: {errors}, {warnings}, {notes}", "findings: {errors}, {warnings}, {notes}"),
    # Summaries
    "left out": ("… y {count} más; con -o van todos a un archivo", "… and {count} more; -o writes all to a file"),
    "compared": ("{program}; {period}; {count} en total", "{program}; {period}; {count} in all"),
    "followed": (
        "{program}; de {first} a {last}; {count} en total. Cuántos mejoran y empeoran en cada indicador:",
        "{program}; {first} to {last}; {count} in all. How many improve and worsen in each indicator:",
    ),
    "measured": (
        "{count} indicadores; {green} en verde, {yellow} en amarillo, {red} en rojo, {no_light} sin semáforo. Lo más "
        "bajo, primero:",
        "{count} indicators; {green} green, {yellow} yellow, {red} red, {no_light} without a light. The lowest first:",
    ),
    "flags": ("{count} señales", "{count} flags"),
    "not comparable": (
        "* falta más de 40 % de su peso: no es comparable",
        "* more than 40 % of its weight is absent: not comparable",
    ),
    "indicator": ("Indicador", "Indicator"),
    "improving": ("Mejoran", "Improve"),
    "worsening": ("Empeoran", "Worsen"),
    "unclear": ("No es claro", "Unclear"),
    "period": ("Periodo", "Period"),
    "score": ("Calificación", "Score"),
    "coverage": ("Cobertura (%)", "Coverage (%)"),
    "green": ("Verde", "Green"),
    "yellow": ("Amarillo", "Yellow"),
    "red": ("Rojo", "Red"),
    "no_light": ("Sin semáforo", "No light"),
    "municipality": ("Municipio", "Municipality"),
    "branch": ("Ramo", "Branch"),
    "program": ("Programa", "Program"),
    "level": ("Nivel", "Level"),
    "plan": ("Plan", "Plan"),
    "axis": ("Eje", "Axis"),
    "objective": ("Objetivo", "Objective"),
    # validate
    "sound": (
        "{programs} programa(s) correctos, {indicators} indicadores{maps}; {errors}, {warnings}",
        "{programs} sound program(s), {indicators} indicators{maps}; {errors}, {warnings}",
    ),
    "allowed one": ("{count} permitido con razón", "{count} allowed with a reason"),
    "allowed": ("{count} permitidos con razón", "{count} allowed with a reason"),
    "mended one": ("{count} corregido", "{count} mended"),
    "mended": ("{count} corregidos", "{count} mended"),
    "round": (
        "{program} {period}: {ready} listos, {incomplete} incompletos, {errors} con errores, "
        "{not_received} sin entregar; "
        "{not_read} archivo(s) sin leer",
        "{program} {period}: {ready} ready, {incomplete} incomplete, {errors} with errors, "
        "{not_received} not received; "
        "{not_read} file(s) not read",
    ),
    "agreement": (
        "{program}: coinciden {agreeing} de {compared} respuestas, kappa {kappa}; por acordar: {open} de {differing}",
        "{program}: {agreeing} of {compared} answers are alike, kappa {kappa}; to be settled: {open} of {differing}",
    ),
    "to be settled": ("Por acordar", "To be settled"),
    "observed": ("{count} observación(es)", "{count} observation(s)"),
    "map": ("{count} mapa", "{count} map"),
    "maps": ("{count} mapas", "{count} maps"),
    "mend": ("con --fix: {count} corrección", "with --fix: {count} mend"),
    "mends": ("con --fix: {count} correcciones", "with --fix: {count} mends"),
    "unsafe": (
        "con --fix --unsafe-fixes: {count} más, que pueden cambiar el sentido",
        "with --fix --unsafe-fixes: {count} more, which may change the meaning",
    ),
    "reached": (
        "{program}: los ejemplos recorren {percent:g} % ({reached} de {count} caminos)",
        "{program}: examples reach {percent:g} % ({reached} of {count} paths)",
    ),
    # municipalities
    "ambiguous": ("varios municipios", "several municipalities"),
    "unknown": ("no está en el catálogo", "not in the catalogue"),
    "near": ("; cercanos", "; near"),
    # Where the memory runs out
    "hand in parts": (
        "entregue los datos por partes, o dé más memoria",
        "hand the data in by parts, or give more memory",
    ),
    "rows that fit": (
        "con `{program}` una fila ocupa unos {size:.0f} KiB, más en un comparativo, así que caben a lo más unas "
        "{rows:,.0f}; entregue los datos por partes, o dé más memoria",
        "with `{program}` a row takes about {size:.0f} KiB, more in a benchmark, so that at most about {rows:,.0f} "
        "rows fit; hand the data in by parts, or give more memory",
    ),
}

# What `show` says before a fact of a program, a node or a variable.
SHOWN: dict[str, Pair] = {
    "documented": ("documentado", "documented"),
    "reconstructed": ("reconstruido", "reconstructed"),
    "user": ("propio", "own"),
    "formula": ("fórmula", "formula"),
    "unit": ("unidad", "unit"),
    "direction": ("sentido", "direction"),
    "range": ("intervalo", "range"),
    "source": ("fuente", "source"),
    "modelled_on": ("modelado sobre", "modelled on"),
    "scale": ("escala", "scale"),
    "note": ("nota", "note"),
    "example": ("ejemplo", "example"),
    "synthetic": ("sintético", "synthetic"),
    "type": ("tipo", "type"),
    "used": ("lo usan", "used by"),
    "indicators": ("indicadores", "indicators"),
    "variables": ("variables", "variables"),
    "levels": ("niveles", "levels"),
    "aggregation": ("agregación", "aggregation"),
    "points": ("puntos", "points"),
    "answers": ("respuestas", "answers"),
    "evidence": ("evidencia", "evidence"),
    "not_applicable": ("si no aplica", "where it does not apply"),
    "role": ("papel", "role"),
    "gate": ("compuerta", "gate"),
    "rounding": ("redondeo", "rounding"),
    "decimals": ("decimales", "decimals"),
}


def put_in_words(key: str, language: Language, **details: Any) -> str:
    """Return what is printed, in one language, filled with details."""
    return PRINTED[key][0 if language == "es" else 1].format(**details)


def put_in_both(key: str, **details: Any) -> Pair:
    """Return what is printed, in Spanish and English."""
    return put_in_words(key, "es", **details), put_in_words(key, "en", **details)


def count_in_words(count: int, one: str, several: str, language: Language) -> str:
    """Return a count with the word for one thing or for several."""
    return put_in_words(one if count == 1 else several, language, count=count)
