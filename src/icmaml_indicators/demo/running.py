"""`run_demo`: three benchmarks on real figures, as pages and as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import Language
from ..reports import Annex, write_report, write_tables
from ..results import Assessment, benchmark, score
from ..validation import describe, load
from . import annexes, figures

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Demo:
    """One demo: a program, its figures, who is compared with whom, and what is shown beside the benchmark."""

    name: str
    program: str
    data: Callable[[], pd.DataFrame]
    annex: Callable[[Assessment, str], Annex]
    peers: str | None
    credits: tuple[str, ...]
    own: str | None = None


DEMOS = (
    Demo(
        "sindes_torreon_2014",
        "sindes",
        figures.torreon,
        annexes.published_against_computed,
        None,
        (
            "Fuente: IMPLAN Torreón, Sistema de Indicadores de Desempeño (SINDES), Torreón, 2014-06-30 / 2014-12-31, trcimplan.gob.mx",
            "Fuente: IMPLAN Torreón, Litros de combustible gastados por habitante en La Laguna, 2016-12-31, trcimplan.gob.mx",
            "CONAPO: población a mitad de 2014 / mid-2014 population (683,914)",
        ),
        own="05035",
    ),
    Demo(
        "sistema_alertas",
        "sistema_alertas",
        figures.alert_cases,
        annexes.alert_annex,
        "government",
        (
            "Vanguardia; El Mexiquense Hoy; AF Medios; El Universal Oaxaca; Contralínea; Zeta Tijuana; Todo Texcoco; Durango21; El Siglo de Torreón; Luces del Siglo; Brief Coahuila; Reporte Índigo; Colima Digital; El Cabaret; Avimex News; Monitor Financiero; El CEO; El Informador; Columnas de México; zumpango.net; CNX Noticias; El Diario",
        ),
    ),
    Demo(
        "state_indices",
        "state_indices",
        figures.state_indices,
        annexes.rank_annex,
        None,
        (
            "SHCP: Porcentaje de avance en implementación del PbR-SED (2023); Índice de Calidad en la Información (2019-Q2, 2023-Q1, 2023-Q4)",
            "IMCO: Informe Estatal del Ejercicio del Gasto (2021)",
        ),
    ),
)


def assess(demo: Demo, language: Language = "en") -> Assessment:
    """Score one demo's figures."""
    return score(load(demo.program), demo.data(), language=language)


def run_demo(folder: Path, languages: Sequence[Language] = ("es", "en")) -> Iterator[str]:
    """Write every demo's page (one a language), benchmark table and findings; yield a line for each.

    Parameters
    ----------
    folder
        Where to write; made if absent.
    languages
        ``es``, ``en`` or both.
    """
    for demo in DEMOS:
        assessment = assess(demo, languages[0])
        result = benchmark(assessment, demo.peers)
        written = []
        for language in languages:
            path = folder / f"{demo.name}.{language}.html"
            annex = demo.annex(assessment, language)
            write_report(result, path, language, own=demo.own, annexes=[annex], credits=demo.credits)
            written.append(path)
        table, findings = folder / f"{demo.name}.csv", folder / f"{demo.name}.findings.csv"
        write_report(result, table, languages[0])
        write_tables({"findings": assessment.get_findings(languages[0])}, findings)
        identity = describe(assessment.program)
        counts = f"{identity['documented']} documented, {identity['reconstructed']} reconstructed"
        yield f"{demo.name}: {counts}; {len(assessment._scored.table.findings)} findings → " + ", ".join(
            str(path) for path in (*written, table, findings)
        )
