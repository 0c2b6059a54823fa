"""The roles of the columns of a table of targets: their names in Spanish and English, and their words."""

from __future__ import annotations

from typing import get_args

from ..tables.vocabulary import INDICATOR, MUNICIPALITY_KEY, PERIOD, WHOLE_KEY
from .model.attainment import CREMAA, Method

# role -> names of its column in their usual form; the first is the canonical one
NAMES: dict[str, tuple[str, ...]] = {
    "municipality": ("municipality", "municipio", "entity", "clave", *WHOLE_KEY, *MUNICIPALITY_KEY, "nom_mun"),
    "period": PERIOD,
    "branch": ("branch", "ramo", "dependencia", "unidad_responsable", "ur"),
    "program": ("program", "programa", "programa_presupuestario", "pp"),
    "plan": ("plan",),
    "axis": ("axis", "eje"),
    "strategy": ("strategy", "estrategia"),
    "action_line": ("action_line", "linea_accion", "linea"),
    "level": ("level", "nivel", "nivel_mir"),
    "component": ("component", "componente"),
    "objective": ("objective", "objetivo", "resumen_narrativo", "resumen", "objetivos"),
    "indicator": INDICATOR,
    "direction": ("direction", "sentido", "sentido_indicador", "comportamiento", "tendencia"),
    "method": ("method", "metodo"),
    "frequency": ("frequency", "frecuencia", "frecuencia_medicion"),
    "cumulative": ("cumulative", "acumulable", "acumulado"),
    "baseline": ("baseline", "linea_base", "valor_linea_base"),
    "target": ("target", "meta", "meta_anual", "meta_programada", "meta_anual_programada"),
    "target_high": ("target_high", "meta_maxima"),
    "actual": ("actual", "resultado", "valor", "value", "meta_alcanzada", "avance", "realizado", "valor_alcanzado"),
    "weight": ("weight", "peso", "ponderacion"),
    "budget": ("budget", "presupuesto"),
    "green_low": ("green_low", "verde_desde"),
    "green_high": ("green_high", "verde_hasta"),
    "yellow_low": ("yellow_low", "amarillo_desde"),
    "yellow_high": ("yellow_high", "amarillo_hasta"),
    "means": ("means", "medios_verificacion", "medios"),
    "assumptions": ("assumptions", "supuestos"),
    "formula": ("formula", "metodo_calculo"),
    "unit": ("unit", "unidad", "unidad_medida"),
    "sdg": ("sdg", "ods"),
    **{f"cremaa_{quality}": (f"cremaa_{quality}",) for quality in CREMAA},
}
# Roles without which nothing can be held against a target.
NEEDED = ("indicator", "target", "actual")
FIGURES = (
    "baseline", "target", "target_high", "actual", "weight", "budget", "green_low", "green_high", "yellow_low",
    "yellow_high", *(f"cremaa_{quality}" for quality in CREMAA),
)  # fmt: skip
# role -> {value: further words for it}
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "level": {
        "goal": ("fin",),
        "purpose": ("proposito",),
        "component": ("componente", "componentes"),
        "activity": ("actividad", "actividades"),
    },
    "direction": {
        "higher": (
            "ascendente",
            "ascending",
            "+",
            "creciente",
            "increasing",
            "incremento",
            "incrementar",
            "increase",
            "aumento",
            "aumentar",
            "mayor es mejor",
            "higher is better",
        ),
        "lower": (
            "descendente",
            "descending",
            "-",
            "decreciente",
            "decreasing",
            "reduccion",
            "reducir",
            "reduction",
            "reduce",
            "disminucion",
            "disminuir",
            "decremento",
            "decrease",
            "menor es mejor",
            "lower is better",
        ),
        "target": (
            "regular",
            "nominal",
            "constante",
            "constant",
            "steady",
            "estable",
            "stable",
            "mantener",
            "mantenimiento",
            "maintain",
        ),
    },
    "method": dict.fromkeys(get_args(Method), ()),
    "frequency": {
        "month": ("mensual", "monthly"),
        "quarter": ("trimestral", "quarterly"),
        "semester": ("semestral",),
        "year": ("anual", "yearly", "annual"),
        "two_years": ("bienal", "bianual"),
        "three_years": ("trienal",),
    },
    "cumulative": {
        "yes": ("si", "acumulable", "acumulado", "acumulada", "acumulativo", "cumulative", "true", "1", "x"),
        "no": ("no acumulable", "no acumulado", "no acumulativo", "not cumulative", "false", "0", ""),
    },
}
