"""The columns of a table of targets: their names in Spanish and English, their words, their figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from numpy.typing import NDArray

from ..data.files.tables import report_lines
from ..data.keys.written_periods import PeriodRules
from ..data.model.findings import FindingLog
from ..data.parsing.columns import distinct_texts, fold_text, parse_column
from ..data.parsing.numbers import DecimalMark, parse_number
from ..diagnostics import nearest
from ..diagnostics.brief import Brief
from ..errors import DataError
from ..formulas.reasons import REASON_NAMES, REJECTED
from ..specs.model.attainment import CREMAA, Method
from ..tables.headings import check_roles, find_columns, require_columns, usual_form
from ..tables.vocabulary import INDICATOR, MUNICIPALITY_KEY, PERIOD, WHOLE_KEY

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Texts = NDArray[np.object_]
Flags = NDArray[np.bool_]

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


@dataclass(slots=True, repr=False)
class TargetTable(Brief):
    """A table read: texts and words by role, figures by role, as arrays of one length.

    Attributes
    ----------
    unread, percent
        By role: where something stands that was not understood; where a figure bears a percent sign.
    given
        The roles that the table has a column for.
    lines
        The label of each line in the table that was handed in.
    """

    rows: int
    texts: dict[str, Texts]
    figures: dict[str, Floats]
    given: frozenset[str]
    lines: Texts
    findings: FindingLog = field(default_factory=FindingLog)
    unread: dict[str, Flags] = field(default_factory=dict)
    percent: dict[str, Flags] = field(default_factory=dict)


def read_targets(
    frame: pd.DataFrame,
    needed: tuple[str, ...],
    decimal: DecimalMark | None = None,
    chosen: Mapping[str, str] | None = None,
    periods: Mapping[str, str] | None = None,
) -> TargetTable:
    """Read a table of indicators with targets.

    Parameters
    ----------
    frame
        One line an indicator (in a period, where there is such a column).
    needed
        Roles without which nothing can be done.
    decimal
        The decimal mark of figures written as text.
    chosen
        Headings by role, where they are not the usual ones.
    periods
        Rules for periods as they are written; see `PeriodRules`.

    Raises
    ------
    DataError
        When the table has no line, or a column that is needed is not there.
    """
    if not len(frame):
        raise DataError("IND501")
    check_roles(chosen, NAMES)
    columns = find_columns(frame.columns, NAMES, chosen)
    require_columns(frame.columns, columns, NAMES, needed)
    known = set(columns.values())
    log = FindingLog()
    report_lines(frame, log)
    for column in frame.columns:
        if column not in known:
            spelling = nearest(usual_form(str(column)), [name for names in NAMES.values() for name in names])
            log.column("IND448", str(column), "", hint=f" ({spelling}?)" if spelling else "")
    rows = len(frame)
    table = TargetTable(rows, {}, {}, frozenset(columns), np.array([str(i) for i in frame.index], object), log)
    for role in NAMES:
        if role in FIGURES:
            table.figures[role] = _figures(table, role, frame, columns, decimal)
        elif role in WORDS:
            table.texts[role] = _words(table, role, frame, columns)
        else:
            table.texts[role] = _plain(frame, columns.get(role), rows)
    rules = PeriodRules(periods or {})
    table.texts["period"] = np.array([rules.apply(text) for text in table.texts["period"].tolist()], object)
    rules.report(log)
    return table


def _figures(
    table: TargetTable, role: str, frame: pd.DataFrame, columns: dict[str, Any], decimal: DecimalMark | None
) -> Floats:
    table.unread[role] = table.percent[role] = np.zeros(table.rows, bool)
    if role not in columns:
        return np.full(table.rows, np.nan)
    series = frame[columns[role]].reset_index(drop=True)
    read = parse_column(series, None, None, decimal)
    if read.reasons is not None:
        table.unread[role] = read.reasons == REJECTED
    if series.dtype.kind not in "iuf":
        codes, texts = distinct_texts(series)
        table.percent[role] = np.array([parse_number(text).sign == "percent" for text in texts], bool)[codes]
    for note in read.notes:
        if note.code != "IND408":
            table.findings.cells(note.code, role, note.positions, note.figures, **note.details)
    return read.values


def _words(table: TargetTable, role: str, frame: pd.DataFrame, columns: dict[str, Any]) -> Texts:
    """Return the value that each word stands for; empty where there is none or it is unknown, which is a finding."""
    table.unread[role] = np.zeros(table.rows, bool)
    if role not in columns:
        return np.full(table.rows, "", object)
    meanings = {word: value for value, words in WORDS[role].items() for word in (value, *words)}
    codes, texts = distinct_texts(frame[columns[role]].reset_index(drop=True))
    found = []
    for number, text in enumerate(texts):
        word = fold_text(text)
        found.append(meanings.get(word, ""))
        if word not in meanings and not REASON_NAMES[parse_number(text).reason]:
            rows = np.flatnonzero(codes == number)
            table.unread[role][rows] = True
            hint = nearest(word, list(meanings)) or ", ".join(WORDS[role])
            table.findings.cells("IND446", role, rows, np.full(len(rows), text, object), given=text, valid=hint)
    return np.array(found, object)[codes]


def _plain(frame: pd.DataFrame, column: Any, rows: int) -> Texts:
    if column is None:
        return np.full(rows, "", object)
    codes, texts = distinct_texts(frame[column].reset_index(drop=True))
    clean = ["" if REASON_NAMES[parse_number(text).reason] == "not_reported" else text.strip() for text in texts]
    return np.array(clean, object)[codes]
