"""Scales and levels drawn at random."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.reference.choices import POPULATIONS, SORT, STAGES, TIES, Draw, one_of, seldom
from tests.reference.scales import RELATIVE

SCALES = ("none", "identity", "min_max", "goalposts", "z_score", "rank", "borda", "percentile_rank", "distance_to_best", "distance_to_reference", "distance_to_target", "bands", "piecewise_linear", "formula")  # fmt: skip
STRETCHED = {
    "min_max",
    "goalposts",
    "percentile_rank",
    "distance_to_best",
    "distance_to_reference",
    "distance_to_target",
}
DECIMALS = st.sampled_from(["0", "0.5", "1", "2", "4", "10", "25", "50", "100"]).map(float)
IMPUTATIONS = ("mean", "median", "last", "next", "linear")
METHODS = ("winsorise", "log", "log_by_skew", "box_cox")
TITLE = {"es": "Título", "en": "Title"}


def scale(draw: Draw, direction: str, method: str | None = None) -> Any:
    """Draw a scale that suits a direction."""
    fitting = SCALES if direction == "target" else [name for name in SCALES if name != "distance_to_target"]
    method = method or draw(st.sampled_from(fitting))
    found: dict[str, Any] = {"method": method}
    if method in STRETCHED and seldom(draw):
        found["to"] = one_of(draw, [0, 10], [1, 5], [-50, 50])
    if method == "z_score" and draw(st.booleans()):
        found |= {"mean": one_of(draw, 100, 0, -2.5), "sd": one_of(draw, 10, 0.5)}
    if method in {"min_max", "z_score", "rank", "borda", "percentile_rank", "distance_to_best"} and seldom(draw):
        found["over"] = one_of(draw, *POPULATIONS[1:])
    if STAGES and method in {"rank", "borda", "percentile_rank"} and draw(st.booleans()):
        found["ties"] = one_of(draw, *TIES)
    if method in {"min_max", "z_score", "identity"} and direction != "target" and seldom(draw):
        found["log"] = True
    if method in {"min_max", "goalposts", "distance_to_best", "distance_to_target"} and seldom(draw):
        found["clip"] = draw(st.booleans())
    match method:
        case "goalposts":
            found |= {"low": one_of(draw, 0, 1, -2.5), "high": one_of(draw, 10, 4)}
            if seldom(draw):
                found |= {
                    "low": one_of(draw, "of_sort - 2", {"by": SORT, "north": 0, "south": 1}, "min(value over period)")
                }
            if seldom(draw):
                found |= {"high": one_of(draw, "of_period * 3", {"by": "period", "2023": 8}, "max(value over all)")}
            if found["low"] == 1 and seldom(draw):
                found["log"] = True
        case "distance_to_reference":
            found["reference"] = one_of(draw, 4, 10, "pi * 2", "mean(value over sort)")
        case "distance_to_target":
            found["spread"] = one_of(draw, 4, 10, "of_sort")
        case "formula":
            rank = "100 * rank(value over period) / count(value over period)"
            found["formula"] = one_of(
                draw, "value * of_sort", rank, "(value - mean(value over all)) / 2 + period - 2020"
            )
            if draw(st.booleans()):
                found |= {"to": [0, 50], "clip": draw(st.booleans())}
        case "bands":
            found["bands"] = _bands(draw, direction)
        case "piecewise_linear":
            found["points"] = _points(draw, direction)
    return method if len(found) == 1 else found


def imputation(draw: Draw, *, over: Sequence[str] = POPULATIONS, weight: str = "a") -> dict[str, Any]:
    """Draw what stands in for absent figures."""
    methods = draw(st.lists(st.sampled_from(IMPUTATIONS), min_size=1, max_size=3, unique=True))
    found: dict[str, Any] = {"methods": methods}
    if {"mean", "median"} & set(methods):
        found |= {"over": one_of(draw, "period", *over), "at_least": one_of(draw, 1, 2)}
    if "mean" in methods and draw(st.booleans()):
        found["weight"] = weight
    if {"last", "next", "linear"} & set(methods) and draw(st.booleans()):
        found["at_most"] = one_of(draw, 1, 2)
    return {"imputation": one_of(draw, found, found, found, methods, methods[0])}


def treatment(draw: Draw, scale: Any, direction: str) -> dict[str, Any]:
    """Draw a treatment that suits a scale; none where that compares with nobody."""
    written = {"method": scale} if isinstance(scale, str) else scale
    if written["method"] not in RELATIVE or direction == "context":
        return {}
    stays = ["winsorise"] if direction == "target" or written.get("log") else sorted(METHODS)
    methods = draw(st.lists(st.sampled_from(stays), min_size=1, unique=True))
    # Drawn populations are small: what is large among many is not reached by few.
    found: dict[str, Any] = {"methods": methods, "skewness": one_of(draw, 0.3, 1.1), "kurtosis": one_of(draw, -5, 0.7)}
    if "winsorise" in methods:
        found["at_most"] = one_of(draw, 1, 2, 5)
    if "box_cox" in methods:
        found["power"] = one_of(draw, 0, 0.5, -1)
    if methods == ["winsorise"] and draw(st.booleans()):
        found["over"] = one_of(draw, *POPULATIONS)
    if seldom(draw):
        found["limits"] = one_of(draw, [0, None], [None, 4], [1, 5])
    return {"treatment": one_of(draw, found, found, found, {"limits": [0, 3]}, "winsorise")}


def _bands(draw: Draw, direction: str) -> list[dict[str, Any]]:
    """Draw bands, some of whose figures are worked out."""
    ends, scores = one_of(draw, [2], [0, 5]), one_of(draw, [0, 50, 100], [10, 20, 80])
    bands: list[dict[str, Any]] = [{"score": score} for score in scores[: len(ends) + 1]]
    begins = draw(st.booleans())
    for band, end in zip(bands[1:] if begins else bands, ends, strict=False):
        band["from" if begins else "up_to"] = end
    if seldom(draw):
        cut = one_of(draw, "of_sort", "of_period * 2", {"by": SORT, "north": 1, "south": 5})
        bands[1 if begins else 0]["from" if begins else "up_to"] = cut
    if seldom(draw):
        bands[0]["score"] = one_of(draw, "of_sort - 1", {"by": "period", "2023": 8, "else": 1})
    return _directed(bands, "score", direction)


def _points(draw: Draw, direction: str) -> list[list[Any]]:
    """Draw the points of a broken line."""
    points = one_of(draw, [[0, 0], [10, 100]], [[-1, 0], [2, 40], [6, 100]])
    scores = [score for _, score in points]
    found = [[x, s] for (x, _), s in zip(points, scores[::-1] if direction == "lower" else scores, strict=True)]
    if seldom(draw):
        found[1][0] = one_of(draw, "of_sort", "pi", "median(value over all)")
    if seldom(draw):
        found[0][1] = one_of(draw, "of_period", {"by": SORT, "north": 3, "else": None})
    return found


def _directed(bands: list[dict[str, Any]], key: str, direction: str) -> list[dict[str, Any]]:
    """Let scores fall where less is better."""
    scores = [band[key] for band in bands]
    return [
        band | {key: score} for band, score in zip(bands, scores[::-1] if direction == "lower" else scores, strict=True)
    ]


def levels(draw: Draw, *, most: int = 3) -> list[dict[str, Any]]:
    """Draw levels with cuts of either kind, or cuts that depend on a variable."""
    ids = ["poor", "fair", "good"][: draw(st.integers(2, most))]
    cuts: list[Any] = sorted(draw(st.lists(DECIMALS, min_size=len(ids) - 1, max_size=len(ids) - 1, unique=True)))
    if seldom(draw):
        cuts = [{"by": SORT, "north": cut, "south": cut + 5} for cut in cuts]
    if seldom(draw):
        cuts[0] = one_of(draw, "of_sort", "of_period * 10", {"by": "period", "2023": 3, "else": 10})
    found: list[dict[str, Any]] = [{"id": name, "title": TITLE} for name in ids]
    by_end = draw(st.booleans())
    for place, cut in enumerate(cuts):
        found[place if by_end else place + 1]["up_to" if by_end else "from"] = cut
    return found


def cuts(draw: Draw, levels: list[dict[str, Any]]) -> dict[str, Any]:
    """Draw how data cuts levels, which then have names only."""
    method = one_of(draw, "quantiles", "equal_intervals", "jenks", "dalenius_hodges")
    found: dict[str, Any] = {"method": method}
    if draw(st.booleans()):
        found["over"] = one_of(draw, "all", "period")
    if method == "quantiles" and draw(st.booleans()):
        found["type"] = "inverted_cdf"
    if method == "dalenius_hodges":
        found["bins"] = one_of(draw, 8, 100)
        found["take"] = one_of(draw, "nearest", "below")
    if method in {"quantiles", "dalenius_hodges"} and draw(st.booleans()):
        found["shares"] = [0.25, 0.5, 0.75][: len(levels) - 1]
    return {"cuts": found, "levels": [{"id": level["id"], "title": level["title"]} for level in levels]}


def rounding(draw: Draw) -> Any:
    """Draw how scores are rounded."""
    found: dict[str, Any] = {"decimals": one_of(draw, 1, 0, 3)}
    match one_of(draw, "word", "even", "away", "floor", "ceil", "truncate"):
        case "word":
            return found["decimals"]
        case "even" | "away" as half:
            found["half"] = half
        case method:
            found["method"] = method
    if draw(st.booleans()):
        found["parents"] = one_of(draw, "exact", "rounded")
    return found
