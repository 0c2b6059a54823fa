"""What each demo shows beside the benchmark: published figures against those that the library computes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..formulas.rounding import with_decimals
from ..reports import Annex
from ..results import Assessment, benchmark
from .figures import read_figures

if TYPE_CHECKING:
    import pandas as pd


def published_against_computed(assessment: Assessment, language: str) -> Annex:
    """Torreón: each published value beside the one that the formula gives."""
    import pandas as pd

    es = language == "es"
    table = assessment._scored.table
    assert table.published is not None
    lines = []
    indicators = {indicator.id: (number, indicator) for number, indicator in enumerate(assessment.program.indicators)}
    for number, indicator in indicators.values():
        for row in np.flatnonzero(~np.isnan(table.published[number])):
            stands_in = bool(assessment.is_published.iloc[row, number])
            given, value = table.published[number, row], assessment._scored.results.values[number, row]
            agrees = with_decimals(value, 2) == with_decimals(given, 2)
            if stands_in:
                outcome = "sin insumos públicos: no se recalcula" if es else "no public inputs: not recomputed"
            elif agrees:
                outcome = "reproducido" if es else "reproduced"
            else:
                outcome = "difiere" if es else "differs"
            name = table.attributes["name"].iloc[row]
            title = indicator.title.in_language(language)
            lines.append(
                (
                    title,
                    name,
                    str(table.periods[row]),
                    float(given),
                    None if stands_in else float(value),
                    outcome,
                )
            )
    columns = (
        ["Indicador", "Lugar", "Semestre", "Publicado", "Calculado", "Resultado"]
        if es
        else ["Indicator", "Place", "Semester", "Published", "Computed", "Outcome"]
    )
    note = (
        "Los insumos de lo calculado son los que implican los propios valores publicados y la población de CONAPO (683,914): "
        "comprueban las fórmulas y las unidades, no son una fuente independiente."
        if es
        else "The inputs behind the computed values are those implied by the published values themselves and CONAPO's population "
        "(683,914): they prove formulas and units, they are no independent source."
    )
    title = "Valores publicados y calculados" if es else "Published and computed values"
    return Annex(title, pd.DataFrame(lines, columns=columns), note)


OUTCOMES = ("equal", "compatible", "different", "no_level")


def alert_outcomes(assessment: Assessment) -> pd.DataFrame:
    """Return, for each published case, its level beside the computed one.

    `outcome` is ``equal``; ``compatible`` (the ratios known leave several levels open, the published one among
    them); ``different``; or ``no_level`` (none was published).
    """
    import pandas as pd

    cases = read_figures("sistema_alertas_cases.csv")
    order = [level.id for level in assessment.program.levels]
    lines = []
    for case in cases.to_dict("records"):
        key = (case["entity"], str(case["period"]).removesuffix("-CP"))
        level = assessment.levels.loc[key, "total"]
        low, high = (assessment.possible_levels.loc[key, ("total", side)] for side in ("lowest", "highest"))
        published = case["published_level"]
        if not published:
            outcome = "no_level"
        elif level == published:
            outcome = "equal"
        elif level is None and order.index(str(low)) <= order.index(published) <= order.index(str(high)):
            outcome = "compatible"
        else:
            outcome = "different"
        lines.append(
            {
                "entity": key[0],
                "period": key[1],
                "published": published,
                "computed": level,
                "low": low,
                "high": high,
                "outcome": outcome,
            }
        )
    return pd.DataFrame(lines)


def alert_annex(assessment: Assessment, language: str) -> Annex:
    """Alert system: published level beside the computed one, case by case."""
    es = language == "es"
    found = alert_outcomes(assessment)
    titles = {level.id: level.title.in_language(language) for level in assessment.program.levels}
    words = dict(
        zip(
            OUTCOMES,
            ("igual", "compatible", "distinto", "sin nivel publicado")
            if es
            else ("equal", "compatible", "different", "no level published"),
            strict=True,
        )
    )
    counts = found["outcome"].value_counts()
    table = found.assign(
        published=found["published"].map(lambda level: titles.get(level, "–")),
        computed=[
            titles[row.computed]
            if isinstance(row.computed, str)
            else f"{titles[str(row.low)]} … {titles[str(row.high)]}"
            for row in found.itertuples()
        ],
        outcome=found["outcome"].map(words),
    ).drop(columns=["low", "high"])
    table.columns = (
        ["Gobierno", "Periodo", "Nivel publicado", "Nivel calculado", "Resultado"]
        if es
        else ["Government", "Period", "Published level", "Computed level", "Outcome"]
    )
    tally = ", ".join(f"{words[name]}: {counts.get(name, 0)}" for name in OUTCOMES)
    note = (
        f"{tally}. La prensa suele publicar una o dos de las tres razones: entonces el nivel se da solo si se sigue de lo conocido, y si no, "
        "se muestra entre qué niveles queda."
        if es
        else f"{tally}. The press often prints one or two of the three ratios: the level is then given only if it follows from what is known, and "
        "otherwise the levels that remain possible are shown."
    )
    return Annex("Nivel publicado y calculado" if es else "Published and computed level", table, note)


def rank_outcomes(assessment: Assessment) -> pd.DataFrame:
    """Return each printed rank of the state indices beside the ranks under both tie rules."""
    printed = read_figures("state_rankings.csv")
    printed["printed_rank"] = printed["printed_rank"].astype(int)
    found = printed[["index_id", "period", "state_key", "state", "value", "printed_rank"]]
    for ties in ("min", "ordinal"):
        positions = benchmark(assessment, ties=ties).positions[["entity", "period", "indicator", "rank"]]
        found = found.merge(
            positions.rename(columns={"entity": "state_key", "indicator": "index_id", "rank": ties}),
            on=["state_key", "period", "index_id"],
            how="left",
            validate="one_to_one",
        )
    return found


def rank_annex(assessment: Assessment, language: str) -> Annex:
    """State indices: how many printed ranks each tie rule reproduces, by edition."""
    import pandas as pd

    es = language == "es"
    found = rank_outcomes(assessment)
    titles = {node.id: node.title.in_language(language) for node in assessment.program.nodes.values()}
    lines = []
    for (index, period), group in found.groupby(["index_id", "period"], sort=False):
        counts = [int((group["printed_rank"] == group[ties]).sum()) for ties in ("min", "ordinal")]
        tied = int(group["value"].duplicated(keep=False).sum())
        lines.append((titles[str(index)], period, len(group), tied, *counts))
    columns = (
        [
            "Índice",
            "Edición",
            "Estados",
            "Empatados",
            "Lugares iguales (competencia)",
            "Lugares iguales (ordinal)",
        ]
        if es
        else ["Index", "Edition", "States", "Tied", "Equal ranks (competition)", "Equal ranks (ordinal)"]
    )
    note = (
        "IMCO imprime lugares de competencia (1, 1, 1, 1, 5); SHCP numera los empates por orden alfabético. Cada edición se reproduce entera con "
        "la regla de su autor."
        if es
        else "IMCO prints competition ranks (1, 1, 1, 1, 5); SHCP numbers ties in alphabetical order. Each edition is reproduced whole under "
        "its author's rule."
    )
    return Annex(
        "Lugares impresos y calculados" if es else "Printed and computed ranks",
        pd.DataFrame(lines, columns=columns),
        note,
    )
