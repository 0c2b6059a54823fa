"""A comparison for people (text, Markdown), for programs (JSON) and for pull requests (annotations of Actions)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from math import isnan
from typing import Any

from ..diagnostics import Diagnostic, Language
from ..diagnostics import render as render_diagnostics
from ..plain_data import write_fields
from ..plain_data.kinds.changes import DIFF
from ..specs import ROOT
from .comparing.change import EFFECTS, PARTS, AffectedNode, Change, in_language
from .program_diff import ProgramDiff
from .result import DiffFormat, DiffResult, place_text

SCHEMA = 1
_MOST_NODES = 12
_MOST_CAUSES = 4
_WORDS: dict[str, dict[str, str]] = {
    "es": {
        "breaking": "rompe", "additive": "agrega", "neutral": "neutro",
        "value": "valor", "score": "calificación", "level": "nivel", "total": "programa",
        "inputs": "lo que se entrega", "affected": "cambia, con los mismos datos",
        "through": "por", "none": "sin cambios de significado", "more": "más",
        "due": "paso de versión: dado {given}, debido {due}", "enough": "suficiente", "lacking": "FALTA",
        "step none": "ninguno", "step patch": "parche", "step minor": "menor", "step major": "mayor",
        "moved": "con los datos: entidades que se mueven, por nodo", "effect": "Efecto", "subject": "Sujeto",
        "change": "Cambio", "place": "Lugar", "gone": "ya no existe", "new": "nuevo",
        "counts": "{breaking} rompen la comparación, {additive} agregan, {neutral} neutros",
        "line": "{node} {period}{peers}: valor {value}, calificación {score}, lugar {rank}, nivel {level} de {n}; "
                "más: {who} {by}; Spearman {spearman}, Kendall {kendall}",
    },
    "en": {
        "breaking": "breaking", "additive": "additive", "neutral": "neutral",
        "value": "value", "score": "score", "level": "level", "total": "program",
        "inputs": "what is handed in", "affected": "not as before for the same data",
        "through": "through", "none": "nothing changed in meaning", "more": "more",
        "due": "version step: given {given}, due {due}", "enough": "enough", "lacking": "LACKING",
        "step none": "none", "step patch": "patch", "step minor": "minor", "step major": "major",
        "moved": "with the data: entities that move, by node", "effect": "Effect", "subject": "Subject",
        "change": "Change", "place": "Place", "gone": "gone", "new": "new",
        "counts": "{breaking} breaking, {additive} additive, {neutral} neutral",
        "line": "{node} {period}{peers}: value {value}, score {score}, rank {rank}, level {level} of {n}; "
                "most: {who} {by}; Spearman {spearman}, Kendall {kendall}",
    },
}  # fmt: skip


def render(diff: DiffResult, form: DiffFormat, language: Language) -> str:
    """Return a comparison in one form and language."""
    return _RENDERERS[form](diff, language)


# Text ------------------------------------------------------------------------------------------------


def title_of(program: ProgramDiff, language: Language) -> str:
    """Return whose versions are compared: ``cimtra 2010 → 2016``."""
    words = _WORDS[language]
    if program.old is None or program.new is None:
        side = program.new or program.old
        assert side is not None
        return f"{program.id} {side.version} ({words['new'] if program.old is None else words['gone']})"
    before = program.old.version if program.old.id == program.id else f"{program.old.id} {program.old.version}"
    versions = before if before == program.new.version else f"{before} → {program.new.version}"
    return f"{program.id} {versions}"


def _due(program: ProgramDiff, language: Language) -> str:
    words = _WORDS[language]
    steps = {"given": words[f"step {program.declared_bump}"], "due": words[f"step {program.required_bump}"]}
    return words["due"].format(**steps) + f" ({words['enough'] if program.ok else words['lacking']})"


def _sections(program: ProgramDiff, language: Language) -> dict[str, list[Change]]:
    """Return the changes by what they concern: the program, what is handed in, each node."""
    words = _WORDS[language]
    found: dict[str, list[Change]] = {}
    for change in program.changes:
        if change.kind in {"program", "model"}:
            name = words["total"]
        elif change.kind in {"variable", "check", "answer"}:
            name = words["inputs"]
        else:
            name = change.subject
        found.setdefault(name, []).append(change)
    return found


def _places(change: Change) -> str:
    places = [place_text(place) for place in (change.old_place, change.new_place)]
    return " → ".join(place for place in places if place)


def _affected_lines(affected: dict[str, AffectedNode], language: Language) -> list[str]:
    """Return the nodes that are affected, one line a combination of parts and causes."""
    words = _WORDS[language]
    by_cause: dict[AffectedNode, list[str]] = {}
    for name, what in affected.items():
        by_cause.setdefault(what, []).append(name)
    lines = []
    for what, names in by_cause.items():
        shown = ", ".join(names[:_MOST_NODES]) + _rest(len(names) - _MOST_NODES, language)
        parts = ", ".join(words[part] for part in what.parts)
        causes = [cause for cause in what.causes if [cause] != names]
        tail = ""
        if causes:
            tail = (
                f" ({words['through']} {', '.join(causes[:_MOST_CAUSES])}{_rest(len(causes) - _MOST_CAUSES, language)})"
            )
        lines.append(f"{parts}: {shown}{tail}")
    return lines


def _rest(count: int, language: Language) -> str:
    return f", … ({count} {_WORDS[language]['more']})" if count > 0 else ""


def _text(diff: DiffResult, language: Language) -> str:
    words = _WORDS[language]
    lines: list[str] = []
    for program in diff.programs:
        if not program.changes and len(diff.programs) > 1:
            continue
        lines.append(title_of(program, language))
        if not program.changes:
            lines += [f"  {words['none']}", ""]
            continue
        for section, changes in _sections(program, language).items():
            lines.append(f"  {section}")
            for change in changes:
                lines.append(f"    {words[change.effect]:<8} {change.code}  {change.message(language)}")
                if places := _places(change):
                    lines.append(f"             {places}")
        if program.affected:
            lines.append(f"  {words['affected']}")
            lines += [f"    {line}" for line in _affected_lines(program.affected, language)]
        if program.old is not None and program.new is not None:
            lines.append(f"  {_due(program, language)}")
        lines += [f"  {notice.code}  {notice.message(language)}" for notice in program.notices]
        lines.append("")
    if not diff.changes and len(diff.programs) != 1:
        lines += [words["none"], ""]
    if diff.moved is not None:
        lines += [words["moved"], *(f"  {line}" for line in _moved_lines(diff, language)), ""]
    lines.append(_counts(diff, language))
    return "\n".join(lines)


def _counts(diff: DiffResult, language: Language) -> str:
    counts = Counter(change.effect for change in diff.changes)
    return _WORDS[language]["counts"].format(**{effect: counts[effect] for effect in EFFECTS})


def _moved_lines(diff: DiffResult, language: Language) -> list[str]:
    summary = diff.summary
    assert summary is not None
    moving = summary[summary[["values", "scores", "ranks", "levels"]].to_numpy().any(axis=1)]
    if moving.empty:
        return [_WORDS[language]["none"]]
    lines = []
    for line in moving.to_dict("records"):
        by = line["largest_change"]
        lines.append(
            _WORDS[language]["line"].format(
                node=line["node"],
                period=line["period"],
                peers="" if line["peers"] == "all" else f" ({line['peers']})",
                value=line["values"],
                score=line["scores"],
                rank=line["ranks"],
                level=line["levels"],
                n=line["entities"],
                who=line["largest_entity"] or "–",
                by="" if isnan(by) else f"{by:+.4g}",
                spearman=_figure(line["spearman"]),
                kendall=_figure(line["kendall"]),
            )
        )
    return lines


def _figure(value: float) -> str:
    from ..formulas.rounding import with_decimals  # numpy only where there are figures

    return "–" if isnan(value) else with_decimals(value, 3)


# Markdown --------------------------------------------------------------------------------------------


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _markdown(diff: DiffResult, language: Language) -> str:
    words = _WORDS[language]
    lines = [f"**{_counts(diff, language)}**", ""]
    for program in diff.programs:
        if not program.changes:
            continue
        lines += [f"### {title_of(program, language)}", ""]
        lines += [
            f"| {words['effect']} | {words['subject']} | {words['change']} | {words['place']} |",
            "|---|---|---|---|",
        ]
        for change in program.changes:
            effect = f"**{words[change.effect]}**" if change.effect == "breaking" else words[change.effect]
            place = place_text(change.new_place) or place_text(change.old_place)
            name = words["total"] if change.subject == ROOT else change.subject
            cells = (effect, f"`{name}`", f"{change.message(language)} ({change.code})", place)
            lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
        lines.append("")
        if program.affected:
            lines += [f"{words['affected'][0].upper()}{words['affected'][1:]}:", ""]
            lines += [f"- {line}" for line in _affected_lines(program.affected, language)] + [""]
        if program.old is not None and program.new is not None:
            lines += [f"**{_due(program, language)}**", ""]
        lines += [f"- {notice.message(language)} ({notice.code})" for notice in program.notices]
        if program.notices:
            lines.append("")
    if diff.moved is not None:
        lines += [f"### {words['moved']}", "", *(f"- {line}" for line in _moved_lines(diff, language)), ""]
    return "\n".join(lines).rstrip("\n")


# GitHub and JSON -------------------------------------------------------------------------------------


def _github(diff: DiffResult, language: Language) -> str:
    """Annotate the files of now; what is gone is told where the version stands."""
    told = []
    for program in diff.programs:
        for change in (*program.changes, *program.notices):
            place = change.new_place or program.anchor or change.old_place
            if place is not None:
                before, now = program.revisions
                place = replace(place, file=place.file.removeprefix(now).removeprefix(before))
                told.append(Diagnostic(change.code, place, change.fill_details(language)))
    return render_diagnostics(told, "github", language)


def change_record(change: Change) -> dict[str, Any]:
    """Return a change as plain data."""
    both = ("es", "en")
    return {
        "code": change.code,
        "effect": change.effect,
        "program": change.program,
        "kind": change.kind,
        "subject": change.subject,
        "key": change.key,
        "message": {language: change.message(language) for language in ("es", "en")},
        "old": {language: in_language(change.old, language) for language in both},
        "new": {language: in_language(change.new, language) for language in both},
        "old_place": _place_record(change.old_place),
        "new_place": _place_record(change.new_place),
        "confidence": change.confidence,
    }


def _place_record(place: Any) -> dict[str, Any] | None:
    return None if place is None else {"file": place.file, "line": place.line, "column": place.column}


def diff_record(diff: DiffResult) -> dict[str, Any]:
    """Return a comparison as plain data; ``docs/schemas/diff-1.json`` describes it."""
    programs = [
        {
            "id": program.id,
            "old_version": None if program.old is None else program.old.version,
            "new_version": None if program.new is None else program.new.version,
            "bump_given": program.declared_bump,
            "bump_due": program.required_bump,
            "ok": program.ok,
            "changes": [change_record(change) for change in program.changes],
            "affected": {
                name: {"parts": [part for part in PARTS if part in what.parts], "through": list(what.causes)}
                for name, what in program.affected.items()
            },
            "notices": [change_record(notice) for notice in program.notices],
        }
        for program in diff.programs
    ]
    document: dict[str, Any] = {"schema": SCHEMA, "ok": diff.ok, "programs": programs}
    if diff.moves is not None and diff.summary is not None:
        document |= {"moves": diff.moves, "summary": diff.summary}
    return write_fields(DIFF, document)


def _json(diff: DiffResult, _: Language) -> str:
    return json.dumps(diff_record(diff), ensure_ascii=False, indent=2)


_RENDERERS: dict[str, Callable[[DiffResult, Language], str]] = {
    "text": _text,
    "markdown": _markdown,
    "github": _github,
    "json": _json,
}
