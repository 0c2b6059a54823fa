"""Column maps as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ...maps.model import ColumnMap, FileMap, Output, Where
from ...maps.reading import AnyMap
from ...maps.target_map import Role, TargetMap

_WORDS = {
    "es": {
        "maps": "mapas de columnas de archivos públicos (--map):", "seen": "visto", "unverified": "sin verificar",
        "of": "da variables de", "producer": "productor", "url": "página", "licence": "licencia", "credit": "crédito",
        "original": "encabezados leídos en", "headings": "encabezados sin verificar", "note": "nota",
        "entity": "entidad", "period": "periodo", "left": "no se leen", "less": "menos", "one": "una fila",
        "sum": "suma de filas", "count": "cuenta de filas", "targets": "tabla de metas",
        "of_targets": "da una tabla de metas:",
    },
    "en": {
        "maps": "column maps of public files (--map):", "seen": "seen", "unverified": "unverified",
        "of": "gives variables of", "producer": "producer", "url": "page", "licence": "licence", "credit": "credit",
        "original": "headings read in", "headings": "unverified headings", "note": "note", "entity": "entity",
        "period": "period", "left": "not read", "less": "less", "one": "one line", "sum": "sum of lines",
        "count": "count of lines", "targets": "table of targets", "of_targets": "gives a table of targets:",
    },
}  # fmt: skip


def describe_map(column_map: AnyMap) -> dict[str, object]:
    """Return the identity of a map, what it gives, and whether its headings were read in a public original."""
    return {
        "id": column_map.id,
        "kind": "map",
        "title": column_map.title.en,
        "title_es": column_map.title.es,
        "program": None if isinstance(column_map, TargetMap) else column_map.program,
        "status": column_map.status,
        "unverified_headings": list(column_map.unverified_headings),
        "variables": [] if isinstance(column_map, TargetMap) else [one.id for one in column_map.variables],
        "targets": list(column_map.targets) if isinstance(column_map, TargetMap) else [],
    }


def list_maps(maps: Iterable[AnyMap], language: str) -> Iterator[str]:
    """Yield a line a map, after a line that says what they are."""
    words = _WORDS[language]
    for number, one in enumerate(maps):
        if number == 0:
            yield f"\n{words['maps']}"
        of = words["targets"] if isinstance(one, TargetMap) else one.program
        yield f"{one.id:<26} {words[one.status]:<14} {of:<42} {one.title.in_language(language)}"


def show_map(column_map: AnyMap, language: str) -> str:
    """Return a map: what it is, what is not certain of it, and how each variable or role comes about."""
    words = _WORDS[language]
    lines = [f"{column_map.id} [{words[column_map.status]}]: {column_map.title.in_language(language)}"]
    texts = {key: getattr(column_map, key) for key in ("producer", "licence", "credit", "note")}
    facts = {key: text.in_language(language) for key, text in texts.items() if text is not None}
    facts["url"] = column_map.url or ""
    facts["original"] = column_map.seen.in_language(language) if column_map.seen is not None else ""
    facts["headings"] = ", ".join(column_map.unverified_headings)
    facts["left"] = "; ".join(rule.because.in_language(language) for rule in column_map.leave_out)
    if isinstance(column_map, ColumnMap):
        facts["entity"], facts["period"] = _entity(column_map), _period(column_map)
    lines += [f"  {words[key]}: {fact}" for key in words if (fact := facts.get(key))]
    if isinstance(column_map, TargetMap):
        lines.append(f"\n{words['of_targets']}")
        lines += [f"  {role} = {_source(column_map, given)}" for role, given in column_map.targets.items()]
        return "\n".join(lines)
    lines.append(f"\n{words['of']} {column_map.program}:")
    for variable in column_map.variables:
        lines.append(
            f"  {variable.id} ({variable.unit.in_language(language)}) = {_formula(column_map, variable, language)}"
        )
        if variable.note is not None:
            lines.append(f"    {variable.note.in_language(language)}")
    return "\n".join(lines)


def _source(column_map: TargetMap, given: Role) -> str:
    """Return in short what plays a role."""
    text = ", ".join(_heading(column_map, name) for name in given.columns)
    text += "".join(f"; {word} → {meaning}" for word, meaning in given.words.items())
    return text if given.times is None else f"({text}) × {format(Decimal(repr(given.times)), 'f')}"


def _heading(column_map: FileMap, name: str) -> str:
    """Return the headings of a column, the present one first."""
    return " / ".join(one.heading for one in column_map.columns[name].headings)


def _entity(column_map: ColumnMap) -> str:
    names = (column_map.entity.key, column_map.entity.state, column_map.entity.municipality)
    return " + ".join(_heading(column_map, name) for name in names if name is not None)


def _period(column_map: ColumnMap) -> str:
    period = column_map.period
    if period.is_ is not None:
        return period.is_
    names = [name for name in (period.year, period.month) if name is not None]
    shown = [_heading(column_map, name) for name in names]
    if period.months:
        first, last = (_heading(column_map, name) for name in (period.months[0], period.months[-1]))
        shown.append(f"{first} … {last}")
    parts = " ".join(map(str, period.parts))
    return " + ".join(shown) + f" → {period.into}" + (f" {parts}" if parts else "")


def _formula(column_map: ColumnMap, variable: Output, language: str) -> str:
    """Return in short what a variable is made of."""
    words, shown = _WORDS[language], []
    for number, term in enumerate(variable.terms):
        name = variable.column_of(term)
        figure = "" if name is None else _heading(column_map, name)
        condition = _condition(column_map, variable.where | term.where)
        part = " ".join(filter(None, (figure, condition and f"[{condition}]"))) or words[variable.lines]
        sign = f" {words['less']} " if term.less else " + " if number else ""
        shown.append(sign + part)
    text = "".join(shown)
    text = text if variable.lines == "one" else f"{words[variable.lines]}: {text}"
    if variable.times is None:
        return text
    factor = format(Decimal(repr(variable.times.number)), "f")
    return f"({text}) × {factor} {variable.times.unit.in_language(language)}"


def _condition(column_map: ColumnMap, where: Where) -> str:
    pairs = (f"{_heading(column_map, name)} = {' | '.join(map(str, values))}" for name, values in where.items())
    return ", ".join(pairs)
