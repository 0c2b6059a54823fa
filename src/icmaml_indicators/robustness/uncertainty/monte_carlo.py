"""Uncertainty by replications: the places that entities could have had, and which choice moves them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief
from ...errors import expect_number
from ...progress import Progress, follow_items
from ...scoring.scored import Scored
from ...scoring.tables import list_periods
from ...transforms.definitions import QUARTERS
from ...transforms.score_ranks import ScoreRanker, as_ranks
from .draws import Replicator, read_count
from .rank_distribution import RankDistribution
from .variation import Variation

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
# With fewer entities in a period than this, places say nothing.
_FEWEST = 3


@dataclass(frozen=True, slots=True, repr=False)
class Study(Brief):
    """What came of replications.

    Attributes
    ----------
    scored, variation, draws, seed
        What was scored, what was varied, how often, from which seed.
    distribution
        Places, quarters, levels and scores, counted.
    shifts
        By step and rule: in how many replications it was chosen, how many entities had a place in these, and how many
        places these lay apart from the declared ones, added up.
    groups : integer array, shape (rows,), or None
        The peers among whom places are; None for everybody.
    """

    scored: Scored
    variation: Variation
    draws: int
    seed: int
    distribution: RankDistribution
    shifts: dict[tuple[str, str], NDArray[np.int64]]
    groups: NDArray[np.intp] | None = None

    @property
    def declared_ranks(self) -> Floats:
        """The places under the program as declared, shape (rows,); NaN where there is none."""
        return as_ranks(self.distribution.declared_places)


def run_study(
    scored: Scored,
    variation: Variation,
    draws: int,
    seed: int,
    progress: Progress = False,
    groups: NDArray[np.intp] | None = None,
) -> Study:
    """Replicate an assessment so often, and count what comes of it; places are those in `groups` of peers, if any.

    Raises
    ------
    OutOfRangeError
        When the number or the seed is none.
    SpecError
        When two alternatives together make rules that cannot be scored with.
    """
    read_count("draws", draws)
    replicator, node = Replicator(scored, variation, seed), scored.program.nodes[variation.node]
    own = scored.book.nodes[variation.node]
    ranker = ScoreRanker(list_periods(scored.table, groups), falls=node.lower_is_better)
    found = RankDistribution(ranker, own.scores, 0 if own.levels is None else len(node.levels))
    shifts = {(step.name, rule.name): np.zeros(3, np.int64) for step in variation.steps for rule in step.rules}
    tasks = replicator.plan(draws)
    for task in follow_items(progress, tasks, "replications", scored.language):
        replications = replicator.replicate(task, replicator.draw_factors(task.numbers))
        places = found.add(replications.scores, replications.levels)
        both = (places > 0) & (found.declared_places > 0)
        apart = int(np.abs(places - found.declared_places)[both].sum())
        for step, place in zip(variation.steps, task.chosen, strict=True):
            shifts[step.name, step.rules[place].name] += np.array([len(places), np.count_nonzero(both), apart])
    return Study(scored, variation, draws, seed, found, shifts, groups)


def check_level(level: float) -> float:
    """Return the share of replications that an interval holds; raises `OutOfRangeError` when it is none."""
    wanted = ("un número entre 0 y 1", "a number between 0 and 1")
    return float(expect_number("level", level, lambda given: 0 < given < 1, wanted))


def _keys(study: Study) -> dict[str, NDArray[np.object_]]:
    table = study.scored.table
    return {"entity": table.entities, "period": table.periods}


def study_ranks_table(study: Study, level: float) -> pd.DataFrame:
    """Return one line an entity and period; see `Uncertainty.ranks`."""
    import pandas as pd

    found, declared = study.distribution, study.declared_ranks
    (mean, sd), tails = found.moments(), ((1 - level) / 2, (1 + level) / 2)
    low, high = (found.quantile(share) for share in tails)
    return pd.DataFrame(
        {
            **_keys(study),
            "score": found.declared,
            "rank": declared,
            "n": found.place_counts,
            "mean": mean,
            "median": found.quantile(0.5),
            "sd": sd,
            "low": low,
            "high": high,
            "best": found.quantile(0.0),
            "worst": found.quantile(1.0),
            "same_share": found.share_at(declared),
        }
    )


def study_scores_table(study: Study) -> pd.DataFrame:
    """Return one line an entity and period; see `Uncertainty.scores`."""
    import pandas as pd

    found = study.distribution
    mean, sd = found.score_moments()
    is_scored = found.most >= found.least
    return pd.DataFrame(
        {
            **_keys(study),
            "score": found.declared,
            "mean": mean,
            "sd": sd,
            "min": np.where(is_scored, found.least, np.nan),
            "max": np.where(is_scored, found.most, np.nan),
        }
    )


def study_quartiles_table(study: Study) -> pd.DataFrame:
    """Return one line an entity and period; see `Uncertainty.quartiles`."""
    import pandas as pd

    found = study.distribution
    shares = found.quarters[:, 1:] / found.draws
    columns = {f"q{number}": shares[:, number - 1] for number in range(1, QUARTERS + 1)}
    return pd.DataFrame({**_keys(study), **columns, "none": found.quarters[:, 0] / found.draws})


def study_levels_table(study: Study) -> pd.DataFrame:
    """Return one line an entity, period and level; see `Uncertainty.levels`."""
    import pandas as pd

    found, node = study.distribution, study.scored.program.nodes[study.variation.node]
    ids = [level.id for level in node.levels]
    shares, rows = found.levels[:, : len(ids)] / max(found.draws, 1), len(found.declared)
    own = study.scored.book.nodes[study.variation.node].levels
    declared = np.full(rows, None, object) if own is None else np.array([*ids, None], object)[own.level]
    keys = {name: np.repeat(column, len(ids)) for name, column in _keys(study).items()}
    return pd.DataFrame(
        {
            **keys,
            "declared": np.repeat(declared, len(ids)),
            "level": np.tile(np.array(ids, object), rows),
            "share": shares.ravel(),
        }
    )


def study_alternatives_table(study: Study) -> pd.DataFrame:
    """Return one line a step and way of doing it; see `Uncertainty.alternatives`."""
    import pandas as pd

    lines = [
        (step, rule, int(draws), apart / count if count else np.nan)
        for (step, rule), (draws, count, apart) in study.shifts.items()
    ]
    return pd.DataFrame(lines, columns=["step", "rule", "draws", "mean_shift"])


def say_what_varied(study: Study, name: Callable[[str], str] = str) -> list[tuple[str, str]]:
    """Return what the intervals rest on, and what they do not tell, in sentences in Spanish and English.

    Parameters
    ----------
    study
        What came of replications.
    name
        What steps, and ways of doing them, are called; as in a call by default.
    """
    variation, said = study.variation, list[tuple[str, str]]()
    weights = variation.weights
    if weights is not None:
        count = len(weights.nodes)
        said.append(
            {
                "noise": (
                    f"Se variaron los pesos de {count} nodos, cada uno hasta ±{weights.amount:.0%}.",
                    f"The weights of {count} nodes were varied, each by up to ±{weights.amount:.0%}.",
                ),
                "dirichlet": (
                    f"Se sortearon los pesos de {count} nodos (Dirichlet, concentración {weights.amount:g}).",
                    f"The weights of {count} nodes were drawn (Dirichlet, concentration {weights.amount:g}).",
                ),
                "given": (
                    f"Se usaron los juegos de pesos dados para {count} nodos.",
                    f"The given sets of weights of {count} nodes were used.",
                ),
            }[weights.method]
        )
    for step in variation.steps:
        names, what = ", ".join(name(rule.name) for rule in step.rules), name(step.name)
        said.append((f"Se alternó `{what}`: {names}.", f"`{what}` took turns: {names}."))
    if variation.error:
        most = f"{100 * max(variation.error.values()):g} %"
        count = len(variation.error)
        said.append(
            (
                f"Se añadió ruido a las cifras de {count} variables (desviación de hasta {most} de cada una).",
                f"Noise was added to the figures of {count} variables (deviation of up to {most} of each).",
            )
        )
    if weights is not None and not variation.steps and not variation.error:
        said.append(
            (
                "Solo se variaron los pesos: qué harían otra escala, otra agregación, otra imputación u otras cifras no"
                " se sabe; los intervalos no dicen que los lugares sean seguros.",
                "Only weights were varied: what another scale, aggregation, imputation or other figures would do is"
                " not known; the intervals do not say that ranks are certain.",
            )
        )
    sizes = np.bincount(study.scored.table.period_codes)
    if len(sizes) and sizes.max() < _FEWEST:
        said.append(
            (
                "Hay menos de tres entidades por periodo: sus lugares dicen poco.",
                "There are fewer than three entities in each period: their ranks say little.",
            )
        )
    return said
