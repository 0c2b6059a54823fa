"""What charts of a comparison say, in Spanish and English."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "es": {
        "everybody": "todas las entidades",
        "selected": "las entidades elegidas",
        "group": "{peers}, {period}; {count} con dato",
        "place": "{title}: {name}, lugar {rank} de {count}",
        "named": "{title}: {name}",
        "profile": "{name} en su grupo de comparación",
        "map": "Calificaciones por área",
        "beaten": "Porcentaje del grupo al que supera cada entidad",
        "beside": "gris: mediana del grupo y su mitad central",
        "tree": "Calificaciones de {name}",
        "mean": "Media",
        "median": "Mediana",
        "weighted_mean": "Razón de totales",
        "statistic": "{statistic}: {title}",
        "confidence": "intervalos de {level:g} % por remuestreo",
    },
    "en": {
        "everybody": "all entities",
        "selected": "the chosen entities",
        "group": "{peers}, {period}; {count} with a figure",
        "place": "{title}: {name}, place {rank} of {count}",
        "named": "{title}: {name}",
        "profile": "{name} in its peer group",
        "map": "Scores by area",
        "beaten": "Share of the group that each beats, in percent",
        "beside": "grey: median of the group and its middle half",
        "tree": "Scores of {name}",
        "mean": "Mean",
        "median": "Median",
        "weighted_mean": "Ratio of totals",
        "statistic": "{statistic}: {title}",
        "confidence": "intervals of {level:g} % by bootstrap",
    },
}
