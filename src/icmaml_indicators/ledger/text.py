"""A ledger as indented text and as a tidy table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..diagnostics.cells import printable
from .entries import path_text
from .words import number, word

if TYPE_CHECKING:
    import pandas as pd

    from .entries import Account, Entry

_FIELDS = (
    *("kind", "id", "title", "period", "value", "score", "share", "contribution", "term", "decisive", "reason"),
    *("level", "coverage", "lowest", "highest", "rule", "worked", "scale", "scaled", "unit", "provenance", "see"),
)
_PEERS = (
    *("group", "formed_by", "n", "rank", "of", "percentile", "quartile", "light", "median", "best", "best_entities"),
    *("gap_to_median", "gap_to_best"),
)
_RAW = ("text", "column", "line", "evidence", "note", "file")
# So many peers are printed beside a figure; `Entry.peers` holds all.
_PEERS_SHOWN = 10


def ledger_frame(ledger: Account) -> pd.DataFrame:
    """Return one line an entry; see `Ledger.to_frame`."""
    import pandas as pd

    compared = any(entry.peers for _, entry in ledger.walk())
    lines = []
    for path, entry in ledger.walk_paths():
        line: dict[str, Any] = {"depth": len(path) - 1, "path": path_text(path)}
        line |= {name: getattr(entry, name) for name in _FIELDS}
        line["findings"] = "; ".join(f"{found['code']} {found['message']}" for found in entry.findings)
        line |= {f"raw_{part}": (entry.raw or {}).get(part) for part in _RAW}
        if compared:
            line |= {f"peers_{part}": (entry.peers or {}).get(part) for part in _PEERS}
        lines.append(line)
    return pd.DataFrame(lines)


def ledger_text(ledger: Account) -> str:
    """Return the ledger as indented text: a line an entry, and below it how it came about."""
    lines = [printable(f"{ledger.program} {ledger.version} · {ledger.entity} · {ledger.period} · {ledger.fingerprint}")]
    for depth, entry in ledger.walk():
        margin = "  " * depth
        lines.append(margin + headline(entry, ledger.language))
        lines += [f"{margin}    {line}" for line in notes(entry, ledger.language)]
    return "\n".join(lines)


def headline(entry: Entry, language: str) -> str:
    """Return what an entry came to, in one line that nothing from the data can break or act in."""
    return printable(_headline(entry, language))


def _headline(entry: Entry, language: str) -> str:
    why = f" [{word(language, entry.reason)}]" if entry.reason else ""
    name = f"{entry.id} ({entry.period})" if entry.period else entry.id
    if entry.kind == "variable":
        raw = entry.raw
        place = ", ".join(str(raw[part]) for part in ("file", "column", "line") if part in raw) if raw else ""
        origin = f"   ← «{raw.get('text', '')}» ({place})" if raw else ""
        origin += "".join(
            f" · {word(language, part)}: {raw[part]}" for part in ("evidence", "note") if raw and part in raw
        )
        option = f"({entry.detail['option']})" if "option" in entry.detail else entry.unit
        return f"{name} = {number(entry.value)} {option}{why}{origin}"
    if entry.kind == "parameter":
        told = "; ".join(part for part in (entry.rule, entry.detail.get("source", "")) if part)
        unit = f" {entry.unit}" if entry.unit else ""
        return f"{name} = {number(entry.value)}{unit}{why}" + (f"   ({told})" if told else "")
    if entry.kind == "statistic":
        return f"{name} = {number(entry.value)}{why}   ({_population(entry)})"
    parts = [name]
    has_value = entry.kind == "indicator" or entry.value is not None
    if has_value:
        parts.append(f"= {number(entry.value)} {entry.unit}".rstrip())
    if entry.score is not None:
        parts.append(f"→ {number(entry.score)}" if has_value else f"= {number(entry.score)}")
        if entry.lowest != entry.highest:  # a dash where one of them is open
            parts.append(f"[{number(entry.lowest)}, {number(entry.highest)}]")
    if entry.contribution is not None:
        parts.append(f"× {number(entry.share)} = {number(entry.contribution)}")
    elif entry.share is not None:
        parts.append(f"× {number(entry.share)}")
    if entry.level:
        parts.append(f"· {entry.level}")
    if entry.decisive:
        parts.append(f"◂ {word(language, 'decisive')}")
    see = word(language, "see", path=entry.see) if entry.see else ""
    detail = "; ".join(part for part in (entry.rule, entry.scale, entry.provenance, see) if part)
    return " ".join(parts) + why + (f"   ({detail})" if detail else "")


def _population(entry: Entry) -> str:
    """Return whom a statistic is taken of, and what is told of it."""
    fit = entry.detail.get("fit")
    return "; ".join(
        part for part in (entry.title, f"n = {fit['n']}" if fit and "n" in fit else "", entry.rule) if part
    )


def notes(entry: Entry, language: str) -> list[str]:
    """Return what stands below an entry: the arithmetic, the place among peers, the findings."""
    left, _, right = entry.worked.partition(" = ")
    # A formula that only names an input says nothing more.
    lines = [f"= {entry.worked}"] if left != right else []
    if entry.scaled:
        lines.append(f"→ {entry.scaled}")
    if "counted_as" in entry.detail:
        exact = word(language, "counted_as", score=number(entry.detail["counted_as"]))
        lines.append(word(language, "counted_as_zero") if entry.score is None else exact)
    if "class" in entry.detail:
        lines.append(class_line(entry, language))
    if "weights" in entry.detail:
        lines.append(weights_line(entry, language))
    lines += peer_lines(entry.peers, language) if entry.peers else []
    lines += [f"! {found['code']} {found['message']}{_figure(found)}" for found in entry.findings]
    return [printable(line) for line in lines]


def class_line(entry: Entry, language: str) -> str:
    """Return between which cuts a score lies, and by whose scores these were made."""
    cut = entry.detail["class"]
    low = "(−∞" if cut["above"] is None else f"({number(cut['above'])}"
    high = "∞)" if cut["up_to"] is None else f"{number(cut['up_to'])}]"
    population = word(language, "population_all") if cut["population"] == "all" else cut["population"]
    parts = [f"{number(entry.score)} ∈ {low}, {high}", word(language, cut["method"]), population]
    return ", ".join([*parts, *([f"n = {cut['n']:,}"] if "n" in cut else [])])


def weights_line(entry: Entry, language: str) -> str:
    """Return how the weights of a group were fitted, and on how many rows of whom."""
    fit = entry.detail["weights"]
    population = word(language, "population_all") if fit["population"] == "all" else fit["population"]
    parts = [word(language, "weights", method=word(language, fit["method"])), population]
    return ", ".join([*parts, *([f"n = {fit['n']:,}"] if "n" in fit else [])])


def _figure(finding: dict[str, Any]) -> str:
    return f" ({finding['figure']})" if "figure" in finding else ""


def peer_lines(peers: dict[str, Any], language: str) -> list[str]:
    """Return where a figure stands among its peers, in words."""

    def say(key: str) -> str:
        return f"{word(language, key)} {number(peers[key])}"

    formed = word(language, {"all": "everybody"}.get(peers["formed_by"], peers["formed_by"]))
    group = "" if peers["group"] == "all" else f"{peers['group']}, "
    facts = [f"{word(language, 'peers')}: {group}{word(language, 'formed_by')} {formed}, n = {peers['n']}"]
    if peers.get("rank") is not None:
        facts.append(f"{say('rank')} {word(language, 'of')} {number(peers['of'])}")
    facts += [say(key) for key in ("percentile", "quartile") if peers.get(key) is not None]
    if peers.get("light"):
        facts.append(word(language, peers["light"]))
    lines = ["; ".join(facts)]
    gaps = []
    if peers.get("median") is not None:
        gaps.append(f"{say('median')} ({_signed(peers, 'gap_to_median')})")
    if peers.get("best") is not None:
        gaps.append(f"{say('best')}, {peers['best_entities']} ({_signed(peers, 'gap_to_best')})")
    if gaps:
        lines.append("; ".join(gaps))
    values = peers["values"]
    told = ", ".join(f"{line['entity']} {number(line['value'])}" for line in values[:_PEERS_SHOWN])
    lines.append(told + (f", … ({len(values)})" if len(values) > _PEERS_SHOWN else ""))
    return lines


def _signed(peers: dict[str, Any], key: str) -> str:
    gap = peers.get(key)
    return "–" if gap is None else f"{gap:+.10g}"
