"""What the demo shows: each set of figures, and the pages and tables that are made of it, one line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from ..benchmarks import Bands
from ..diagnostics import Language
from ..reports import Annex
from ..reports.subjects import Reported
from ..reports.writing import PageKind
from ..results import Assessment, Benchmark, Uncertainty, benchmark, score
from ..specs import Program
from ..specs.model.base import Text
from ..validation import load
from . import annexes, figures, made_up
from .municipalities import SEMESTERS, draw_municipalities, leave_holes
from .planted_faults import plant_faults

if TYPE_CHECKING:
    import pandas as pd

# In Spanish and English.
Words = tuple[str, str]
BY_SIZE = Bands("population", (50_000, 150_000))
OWN, ANSWERING = "SINT23", "SINT12"


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing to open: a page in each language.

    Attributes
    ----------
    name
        Of its files.
    kind
        Which page.
    of
        What it is of, from what the demo worked out.
    title, shows, readers
        What the index says of it.
    own
        Whose page it is.
    annex
        A further table of the page.
    rows
        Which rows its table beside it holds; all by default.
    """

    name: str
    kind: PageKind
    of: Callable[[Any], Reported]
    title: Words
    shows: Words
    readers: Words
    own: str | None = None
    annex: Callable[[Assessment, str], Annex] | None = None
    rows: Callable[[pd.DataFrame], pd.DataFrame] | None = None


@dataclass(frozen=True, slots=True)
class Demo:
    """One set of figures, what is worked out of it, and what is shown.

    Attributes
    ----------
    name
        Of its files.
    result
        Works it out, with texts in a language.
    synthetic
        Whether its figures are made up; None where there are none.
    data
        The table that was handed in, where it is written beside.
    """

    name: str
    result: Callable[[Language], Any]
    shown: tuple[Shown, ...]
    credits: tuple[Words, ...]
    synthetic: bool | None
    data: Callable[[], pd.DataFrame] | None = None


@cache
def load_program(name: str) -> Program:
    """Return a program that ships with the project, read once."""
    return load(name)


@cache
def load_synthetic(name: str) -> Program:
    """Return a program whose title says that its figures are synthetic."""
    program = load_program(name)
    title = Text(es=f"{program.title.es} · datos sintéticos", en=f"{program.title.en} · synthetic data")
    return program.model_copy(update={"title": title})


def hand_in_municipalities() -> pd.DataFrame:
    """Return the figures of the made-up municipalities as they are handed in: with holes and faults."""
    program = load_program("sindes")
    return plant_faults(leave_holes(draw_municipalities(program), program))


def hand_in_answers() -> pd.DataFrame:
    """Return the answers of the made-up municipalities to the rubric."""
    return made_up.answer_rubric(load_program("cimtra@2016"))


def _score(program: Callable[[], Program], data: Callable[[], pd.DataFrame], language: Language) -> Assessment:
    return score(program(), data(), language=language)


def _latest(positions: pd.DataFrame) -> pd.DataFrame:
    return positions[positions["period"] == SEMESTERS[-1]]


def _own(positions: pd.DataFrame) -> pd.DataFrame:
    return positions[positions["entity"] == OWN]


def _compare(assessment: Assessment, peers: str | Bands | None = None) -> Benchmark:
    return benchmark(assessment, peers)


def _vary(assessment: Assessment) -> Uncertainty:
    return assessment.uncertainty(1000, models=True)


def _same(made: Any) -> Any:
    return made


_INVENTED: Words = (
    "Datos sintéticos de icmaml-indicators: ninguna cifra describe a un municipio real",
    "Synthetic data of icmaml-indicators: no figure describes a real municipality",
)
_PRESS = "Vanguardia; El Mexiquense Hoy; AF Medios; El Universal Oaxaca; Contralínea; Zeta Tijuana; Todo Texcoco; Durango21; El Siglo de Torreón; Luces del Siglo; Brief Coahuila; Reporte Índigo; Colima Digital; El Cabaret; Avimex News; Monitor Financiero; El CEO; El Informador; Columnas de México; zumpango.net; CNX Noticias; El Diario"


def _both(text: str) -> Words:
    return text, text


DEMOS = (
    Demo(
        "synthetic_municipalities",
        partial(_score, partial(load_synthetic, "sindes"), hand_in_municipalities),
        (
            Shown(
                "synthetic_scorecard",
                "scorecard",
                partial(_compare, peers=BY_SIZE),
                ("Tarjeta de un municipio", "Scorecard of one municipality"),
                (
                    "En dos hojas: en qué va adelante y en qué se rezaga entre los de su tamaño, por qué, qué hacer primero, qué falta.",
                    "On two sheets: where it is ahead and behind among those of its size, why, what to do first, what is missing.",
                ),
                ("una presidencia municipal y su cabildo", "a mayor and the council"),
                OWN,
                rows=_own,
            ),
            Shown(
                "synthetic_by_size",
                "benchmark",
                partial(_compare, peers=BY_SIZE),
                ("Comparación por tamaño", "Comparison by size"),
                (
                    "Los 108 indicadores de los 60 municipios, cada uno entre los de su tamaño.",
                    "The 108 indicators of the 60 municipalities, each among those of its size.",
                ),
                ("quien analiza o evalúa un grupo", "whoever analyses or evaluates a group"),
                OWN,
                rows=_latest,
            ),
            Shown(
                "synthetic_by_state",
                "benchmark",
                partial(_compare, peers="state"),
                ("Comparación por estado", "Comparison by state"),
                (
                    "Los mismos indicadores, cada municipio entre los de su estado.",
                    "The same indicators, each municipality among those of its state.",
                ),
                ("un gobierno estatal o una auditoría", "a state government or an audit"),
                OWN,
                rows=_latest,
            ),
        ),
        (_INVENTED,),
        synthetic=True,
        data=hand_in_municipalities,
    ),
    Demo(
        "synthetic_answers",
        partial(_score, partial(load_synthetic, "cimtra@2016"), hand_in_answers),
        (
            Shown(
                "synthetic_rubric",
                "rubric",
                _same,
                ("Rúbrica de transparencia", "Transparency rubric"),
                (
                    "Puntos ganados, recuperables y perdidos, los pasos más baratos al nivel siguiente, y cada criterio con su evidencia.",
                    "Points won, recoverable and lost, the cheapest steps to the next level, and each criterion with its evidence.",
                ),
                ("quien llena o revisa una autoevaluación", "whoever fills in or reviews a self-assessment"),
                ANSWERING,
            ),
            Shown(
                "synthetic_firmness",
                "robustness",
                _vary,
                ("Qué tan firmes son los lugares", "How firm the ranks are"),
                (
                    "Entre qué lugares pudo quedar cada municipio con otros pesos o con los demás modelos de la rúbrica, y qué los mueve.",
                    "Between which ranks each municipality could stand under other weights or the rubric's other models, and what moves them.",
                ),
                ("quien publica o discute una clasificación", "whoever publishes or disputes a ranking"),
                ANSWERING,
            ),
        ),
        (_INVENTED,),
        synthetic=True,
        data=hand_in_answers,
    ),
    Demo(
        "synthetic_matrix",
        lambda language: made_up.follow_matrix(load_program("mir_public_lighting"), language),
        (
            Shown(
                "synthetic_matrix",
                "matrix",
                _same,
                ("Matriz de indicadores de alumbrado", "Indicator matrix of public lighting"),
                (
                    "Resultado contra meta por nivel de la matriz, tras tres trimestres: qué va en meta, qué va atrasado y qué aún no toca.",
                    "Result against target by level of the matrix, after three quarters: what is on target, what is late and what is not yet due.",
                ),
                ("quien da seguimiento a un programa", "whoever follows a programme"),
            ),
        ),
        (_INVENTED,),
        synthetic=True,
    ),
    Demo(
        "synthetic_projects",
        made_up.choose_projects,
        (
            Shown(
                "synthetic_projects",
                "projects",
                _same,
                ("Cartera de proyectos", "Portfolio of projects"),
                (
                    "Qué proyectos caben en el presupuesto y valen más juntos, y cuáles elegiría un simple orden.",
                    "Which projects fit the budget and are worth most together, and which a simple ranking would choose.",
                ),
                ("un banco de proyectos", "a project bank"),
            ),
        ),
        (_INVENTED,),
        synthetic=True,
    ),
    Demo(
        "sindes_note",
        lambda language: load_program("sindes"),
        (
            Shown(
                "sindes_note",
                "note",
                _same,
                ("Nota técnica de SINDES", "Technical note of SINDES"),
                (
                    "Qué mide el programa y cómo: estructura, pesos, fórmulas con títulos, escalas, reglas, y qué está documentado y qué reconstruido.",
                    "What the program measures and how: structure, weights, formulas with titles, scales, rules, and what is documented and what reconstructed.",
                ),
                ("quien revisa un método o escribe sobre él", "whoever reviews a method or writes about it"),
            ),
        ),
        (),
        synthetic=None,
    ),
    Demo(
        "sindes_torreon_2014",
        partial(_score, partial(load_program, "sindes"), figures.torreon),
        (
            Shown(
                "sindes_torreon_2014",
                "benchmark",
                _compare,
                ("SINDES de Torreón, 2014", "SINDES of Torreón, 2014"),
                (
                    "Los once indicadores publicados, recalculados donde hay con qué, y los errores de la publicación.",
                    "The eleven published indicators, recomputed where the figures allow, and the faults of the publication.",
                ),
                ("quien quiera comprobar las fórmulas", "whoever wants to check the formulas"),
                "05035",
                annex=annexes.published_against_computed,
            ),
        ),
        (
            _both(
                "Fuente: IMPLAN Torreón, Sistema de Indicadores de Desempeño (SINDES), Torreón, 2014-06-30 / 2014-12-31, trcimplan.gob.mx"
            ),
            _both(
                "Fuente: IMPLAN Torreón, Litros de combustible gastados por habitante en La Laguna, 2016-12-31, trcimplan.gob.mx"
            ),
            ("CONAPO: población a mitad de 2014 (683,914)", "CONAPO: mid-2014 population (683,914)"),
        ),
        synthetic=False,
    ),
    Demo(
        "sistema_alertas",
        partial(_score, partial(load_program, "sistema_alertas"), figures.alert_cases),
        (
            Shown(
                "sistema_alertas",
                "benchmark",
                partial(_compare, peers="government"),
                ("Sistema de alertas de deuda", "Debt alert system"),
                (
                    "75 casos publicados de estados y municipios: nivel publicado junto al que se sigue de lo conocido.",
                    "75 published cases of states and municipalities: the published level beside the one that follows from what is known.",
                ),
                ("quien vigila las finanzas públicas", "whoever watches public finances"),
                annex=annexes.alert_annex,
            ),
        ),
        (_both(_PRESS),),
        synthetic=False,
    ),
    Demo(
        "state_indices",
        partial(_score, partial(load_program, "state_indices"), figures.state_indices),
        (
            Shown(
                "state_indices",
                "benchmark",
                _compare,
                ("Tres índices de los 32 estados", "Three indices of the 32 states"),
                (
                    "Lugares impresos y calculados bajo las dos reglas de empate.",
                    "Printed ranks, and those computed under both tie rules.",
                ),
                ("quien publica ordenamientos", "whoever publishes rankings"),
                annex=annexes.rank_annex,
            ),
        ),
        (
            _both(
                "SHCP: Porcentaje de avance en implementación del PbR-SED (2023); Índice de Calidad en la Información (2019-Q2, 2023-Q1, 2023-Q4)"
            ),
            _both("IMCO: Informe Estatal del Ejercicio del Gasto (2021)"),
        ),
        synthetic=False,
    ),
)
