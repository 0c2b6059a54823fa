"""What the document of a benchmark holds."""

from __future__ import annotations

from .fields import Field, flag, integer, number, or_null, record, table, text
from .programs import DIRECTION, ENTITY, NAME, NODE_KIND, NODES, PERIOD

_PEERS = text("The peer group; with nearest neighbours, the entity whose neighbours they are.")
INDICATOR = text("Id of what is compared, as in `subjects`.")
_WITHHELD = text("Why it is withheld; empty where it is not.")
SUBJECTS = table(
    "What is compared: the value of each indicator, the score of each group that has one.",
    {"id": text("Id of the node."), "kind": NODE_KIND, "direction": DIRECTION},
    "subject",
)

BENCHMARK: dict[str, Field] = {
    "peers_by": text("What parts the peers."),
    "definitions": record(
        "The definitions that were chosen; the guide tells of each.",
        {
            "ties": text("The place that those who tie share."),
            "quantiles": text("How quantiles are read between figures."),
            "percentile": text("Who is counted in a percentile."),
            "ddof": integer("What is taken from the number in a variance."),
            "trim": number("The share cut from either end of a trimmed mean."),
            "min_peers": integer("With fewer figures than this in a group, its figures are withheld."),
            "leave_out_self": flag("Whether the others' figures are held against one's own."),
        },
    ),
    "nodes": NODES,
    "subjects": SUBJECTS,
    "statistics": table(
        "One line a peer group, period and subject.",
        {
            "peers": _PEERS,
            "period": PERIOD,
            "indicator": INDICATOR,
            "kind": NODE_KIND,
            "n": integer("How many figures are present."),
            "absent": integer("How many are absent."),
            "not_applicable": integer("How many of the absent do not apply."),
            "coverage": number("The present over those that it applies to."),
            "mean": number("Arithmetic mean."),
            "weighted_mean": number("Ratio of totals."),
            "trimmed_mean": number("Mean without the ends."),
            "sd": number("Standard deviation."),
            "mad": number("Median absolute deviation."),
            "min": number("The least."),
            **{f"d{tenth}": number(f"Decile {tenth}: below it lie {10 * tenth} % of the figures.") for tenth in (1, 2)},
            "q1": number("First quartile."),
            **{f"d{tenth}": number(f"Decile {tenth}: below it lie {10 * tenth} % of the figures.") for tenth in (3, 4)},
            "median": number("Median."),
            **{f"d{tenth}": number(f"Decile {tenth}: below it lie {10 * tenth} % of the figures.") for tenth in (6, 7)},
            "q3": number("Third quartile."),
            **{f"d{tenth}": number(f"Decile {tenth}: below it lie {10 * tenth} % of the figures.") for tenth in (8, 9)},
            "max": number("The most."),
            "best": number("The best, by direction."),
            "worst": number("The worst, by direction."),
            "top_quartile": number("Where the best quarter begins."),
            "withheld": _WITHHELD,
            "best_entities": text("Keys of those who are best, by commas; many are counted."),
        },
    ),
    "totals": table(
        "What the peers have together: one line a peer group, period and variable that adds up.",
        {
            "peers": _PEERS,
            "period": PERIOD,
            "variable": text("Id of the variable."),
            "n": integer("How many figures are present."),
            "absent": integer("How many are absent."),
            "total": number("The sum of those present."),
            "withheld": _WITHHELD,
        },
    ),
    "positions": table(
        "One line an entity, period and subject.",
        {
            "entity": ENTITY,
            "name": NAME,
            "period": PERIOD,
            "peers": _PEERS,
            "indicator": INDICATOR,
            "kind": NODE_KIND,
            "value": number("Its value; of a group its score."),
            "rank": number("Its place among the peers, 1 the best."),
            "of": number("How many were ranked."),
            "percentile": number("The share of peers that it beats, in percent."),
            "quartile": number("Its quarter, 1 the best."),
            "z": number("Its distance from the mean, in standard deviations."),
            "robust_z": number("Its distance from the median, in median absolute deviations made comparable."),
            "gap_to_median": number("Its value less the median."),
            "gap_to_top_quartile": number("Its value less where the best quarter begins."),
            "gap_to_best": number("Its value less the best."),
            "light": text("Traffic light among peers; empty for none.", "", "green", "yellow", "red"),
            "withheld": _WITHHELD,
            "by_chance": or_null(
                flag("Whether chance explains the difference; null where the question does not arise.")
            ),
        },
    ),
    "neighbours": table(
        "The peers of each entity that has peers of its own, the nearest first; empty where peers are groups.",
        {
            "entity": ENTITY,
            "name": NAME,
            "period": PERIOD,
            "order": integer("1 is the nearest."),
            "neighbour": text("Key of the neighbour."),
            "distance": number("How far it is, in the metric asked for."),
        },
    ),
}
