"""What the document of a panel holds."""

from __future__ import annotations

from .benchmarks import INDICATOR, SUBJECTS
from .fields import Field, flag, integer, number, or_null, table, text, words
from .programs import ENTITY, NAME, NODE_KIND, NODES, PERIOD

_WHO = {"entity": ENTITY, "name": NAME}
_STEP = {**_WHO, "period": PERIOD, "previous_period": text("The period that it is held against.")}
_WHAT = {"indicator": INDICATOR, "kind": NODE_KIND}
_CHANGE = {
    "previous": number("The figure of that period."),
    "value": number("The figure."),
    "change": number("The figure less the previous one."),
}
_FREQUENCY = text("Length of the periods.", "year", "semester", "quarter", "month")
_SPREADS = {"sd": "standard deviation", "cv": "coefficient of variation", "iqr": "interquartile range"}
_GROUP = {"peers": text("The peer group."), **_WHAT, "frequency": _FREQUENCY}
_SPAN = {"first_period": text("The first period."), "last_period": text("The last period.")}

PANEL: dict[str, Field] = {
    "periods": words("The periods, in order of time."),
    "nodes": NODES,
    "subjects": SUBJECTS,
    "trends": table(
        "The change of each figure from the same season of the latest earlier year.",
        {
            **_STEP,
            **_WHAT,
            **_CHANGE,
            "change_pct": number("The change in percent of the size of the previous figure."),
            "improved": or_null(flag("Whether that is better; null where there is no better.")),
            "rank_change": number("Places gained."),
            "years": number("Years between the beginnings of both periods."),
            "annual_change": number("The change a year."),
            "annual_change_pct": number("The compound change a year, in percent, where both figures are positive."),
            "comparable": flag("Whether the periods can be compared at all."),
            "reason": text("Why there is no change: absent, season, or break with its period and source; else empty."),
            "pct_reason": text("Why there is no compound rate; empty where there is.", "", "not_positive"),
            "joined": text("Id of the replaced indicator whose figures take part; else empty."),
        },
    ),
    "trend_lines": table(
        "Robust trends (Theil-Sen), with intervals of 95 %: one line an entity, subject and stretch that compares.",
        {
            **_WHO,
            **_WHAT,
            "frequency": _FREQUENCY,
            **_SPAN,
            "n": integer("How many figures."),
            "slope": number("Change a year."),
            "low": number("Where its interval begins."),
            "high": number("Where its interval ends."),
            "intercept": number("The line at the first period."),
            "median": number("Median of the figures."),
            "tau": number("Kendall's tau."),
            "p": number("Probability of such a tau without a trend."),
            "improving": text("By interval and direction; empty for context.", "", "yes", "no", "unclear"),
            "reason": text("Why there is no slope or interval; else empty."),
            "ends_at": text("The break that ends the stretch; else empty."),
            "joined": text("Ids of the replaced indicators that take part; else empty."),
        },
    ),
    "convergence": table(
        "Whether peers draw together.",
        {
            **_GROUP,
            **_SPAN,
            "n": integer("How many entities."),
            **{
                f"{name}_{part}": number(f"The {words_of} {told}.")
                for name, words_of in _SPREADS.items()
                for part, told in (
                    ("first", "in the first period"),
                    ("last", "in the last period"),
                    ("slope", "a year"),
                )
            },
            "form": text("What growth is measured by.", "log_growth", "change"),
            "beta": number("Slope of growth on the first level."),
            "beta_se": number("Its standard error."),
            "half_life": number("Years until half a difference is gone."),
            "verdict": text("What that comes to.", "converging", "catching_up", "diverging", "unclear", "too_few"),
        },
    ),
    "dispersion": table(
        "How far peers lie apart, period by period.",
        {
            **_GROUP,
            "period": PERIOD,
            "n": number("How many entities."),
            "mean": number("Their mean."),
            **{name: number(f"Their {words_of}.") for name, words_of in _SPREADS.items()},
        },
    ),
    "suspected_breaks": table(
        "Jumps that no peer shows, and units that all switch.",
        {
            **_STEP,
            "peers": text("The peer group."),
            **_WHAT,
            **_CHANGE,
            "form": text("What the step is.", "log_ratio", "difference"),
            "step": number("The step."),
            "peers_median": number("Median of the peers' steps."),
            "z": number("Modified z-score of the step among theirs."),
            "n": integer("Steps of the group."),
            "alike": integer("Other members flagged on the same side, for the same reason."),
            "code": text("Stable code, as the guide lists them."),
            "message": text("What was found, in the language of the document."),
        },
    ),
    "versions": table(
        "The declared breaks: figures on both sides do not compare.",
        {
            "indicator": INDICATOR,
            "start": text("The first period after it."),
            "source": text("Who declares it."),
            "note_es": text("Why, in Spanish; empty where that is not told."),
            "note_en": text("Why, in English; empty where that is not told."),
        },
    ),
}
