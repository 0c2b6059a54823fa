"""A path to a target as text, as plain data and as what it says of itself."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..diagnostics.cells import printable
from ..display import Part, Sheet, Summary
from ..ledger.words import number

if TYPE_CHECKING:
    from .path import PathResult

_WORDS = {
    "es": {
        "to": "para llegar a",
        "there": "ya está ahí: no hace falta ningún cambio",
        "exact": "de menor esfuerzo, probado",
        "best_found": "el mejor que se encontró",
        "effort": "esfuerzo",
        "adds": "aporta",
        "limit": "tope",
        "best": "el mejor de los pares",
        "top_quartile": "el mejor cuarto",
        "range": "el rango",
        "answers": "la mejor respuesta",
        "level": "nivel",
        "quartile": "cuarto",
        "rank": "lugar",
        "score": "calificación",
        "given": "se supone",
        "indicator": "indicador",
        "from": "de",
        "to_value": "a",
        "change": "cambio",
    },
    "en": {
        "to": "to reach",
        "there": "it is there already: nothing has to move",
        "exact": "of least effort, proved",
        "best_found": "the best found",
        "effort": "effort",
        "adds": "adds",
        "limit": "limit",
        "best": "the best peer",
        "top_quartile": "the top quarter",
        "range": "the range",
        "answers": "the best answer",
        "level": "level",
        "quartile": "quarter",
        "rank": "rank",
        "score": "score",
        "given": "given that",
        "indicator": "indicator",
        "from": "from",
        "to_value": "to",
        "change": "change",
    },
}


def _words(path: PathResult) -> dict[str, str]:
    return _WORDS["es" if path.language == "es" else "en"]


def _head(path: PathResult) -> str:
    words = _words(path)
    ((kind, wanted),) = path.target.items()
    shown = wanted if isinstance(wanted, str) else number(wanted)
    return f"{path.entity} · {path.period} · {path.node} {words['to']} {words[kind]} {shown}"


def _outcome(path: PathResult) -> str:
    words = _words(path)
    if not path.reachable:
        return path.reason
    before, after = (
        f"{number(score)}{f' ({level})' if level else ''}"
        for score, level in ((path.score_before, path.level_before), (path.score_after, path.level_after))
    )
    if path.moves.empty:
        return words["there"] if math.isnan(path.score_before) else f"{before}: {words['there']}"
    # An indicator without a scale has a place and no score.
    scores = "" if math.isnan(path.score_after) else f"{before} → {after}; "
    return f"{scores}{words['effort']} {number(path.effort)}, {words[path.method]}"


def _shown(line: dict[str, Any], key: str) -> str:
    return number(line[key])


def path_text(path: PathResult) -> str:
    """Return a line a move, below what it is for and what it comes to."""
    words = _words(path)
    lines = [_head(path), f"  {_outcome(path)}"]
    for line in path.moves.to_dict("records"):
        unit = f" {line['unit']}" if line["unit"] else ""
        answer = f" ({line['answer']})" if line["answer"] else ""
        change = "" if math.isnan(line["change"]) else f" ({line['change']:+.6g})"
        lines.append(
            f"  {line['indicator']}: {_shown(line, 'from')} → {_shown(line, 'to')}{answer}{unit}{change}; "
            f"{words['score']} {_shown(line, 'score_from')} → {_shown(line, 'score_to')}, "
            f"{words['adds']} {number(line['contribution'])}; {words['effort']} {number(line['effort'])}; "
            f"{words['limit']} {_shown(line, 'limit_value')}, {words[line['limit']]}"
        )
        if line["input"]:
            difference = line["input_to"] - line["input_from"]
            lines.append(
                f"    {line['input']}: {_shown(line, 'input_from')} → {_shown(line, 'input_to')} ({difference:+.6g})"
            )
    lines.append(f"  {words['given']}: {'; '.join(path.assumptions)}")
    return "\n".join(printable(line) for line in lines)


def summarise_path(path: PathResult) -> Summary:
    """Return what a path says of itself: every move, and what is held fixed."""
    return Summary(
        "ImprovementPath",
        _head(path),
        path.language,
        {"outcome": _outcome(path)},
        {"moves": len(path.moves), "provenance": path.provenance},
        (
            Part("moves", lambda: _moves_sheet(path), len(path.moves), is_open=True),
            Part("assumptions", lambda: "\n".join(path.assumptions), is_open=True),
        ),
    )


def _moves_sheet(path: PathResult) -> Sheet:
    words = _words(path)
    titles = ("indicator", "from", "to_value", "change", "score", "adds", "effort", "limit")
    rows = []
    for line in path.moves.to_dict("records"):
        cells = (
            line["title"],
            f"{_shown(line, 'from')} {line['unit']}",
            f"{line['answer'] or _shown(line, 'to')} {line['unit']}",
            "–" if math.isnan(line["change"]) else f"{line['change']:+.6g}",
            f"{_shown(line, 'score_from')} → {_shown(line, 'score_to')}",
            number(line["contribution"]),
            number(line["effort"]),
            f"{_shown(line, 'limit_value')} ({words[line['limit']]})",
        )
        rows.append([cell.strip() for cell in cells])
    return Sheet([words[title] for title in titles], rows)


def path_dict(path: PathResult) -> dict[str, Any]:
    """Return the path as plain data; what is absent is None."""

    def plain(value: Any) -> Any:
        return None if isinstance(value, float) and not math.isfinite(value) else value

    return {
        "entity": path.entity,
        "period": path.period,
        "node": path.node,
        "target": dict(path.target),
        "reachable": path.reachable,
        "reason": path.reason,
        "method": path.method,
        "score_before": plain(path.score_before),
        "score_after": plain(path.score_after),
        "level_before": path.level_before,
        "level_after": path.level_after,
        "effort": path.effort,
        "moves": [{str(key): plain(value) for key, value in line.items()} for line in path.moves.to_dict("records")],
        "assumptions": list(path.assumptions),
    }
