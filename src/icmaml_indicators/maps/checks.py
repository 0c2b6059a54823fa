"""What the structure of a map cannot show: columns, the program and its variables, units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from ..diagnostics import Diagnostic, nearest
from ..linting.units.dimensions import Unit as Dimension
from ..linting.units.parsing import read_symbol, read_text
from ..linting.units.wording import show
from ..sources import files_of
from ..sources.builtin import programs_near
from ..specs import Program, Unit, read_draft
from ..specs.parsing.nodes import Node
from ..specs.target_roles import FIGURES, NAMES, NEEDED, WORDS
from ..tables.headings import fold_heading, usual_form
from .model import ColumnMap, FileMap, Output
from .target_map import Role, TargetMap


def check_map(
    column_map: ColumnMap | TargetMap, root: Node, path: Path, instead: Mapping[Path, str | bytes] | None = None
) -> list[Diagnostic]:
    """Return what is wrong with what a map means."""
    found = [*_check_columns(column_map, root)]
    if isinstance(column_map, TargetMap):
        return [*found, *_check_roles(column_map, root)]
    found += _check_figures(column_map, root)
    known = programs_near(path)
    if column_map.program not in known:
        hint = nearest(column_map.program, known)
        details = {"program": column_map.program}
        return [*found, Diagnostic("IND701", root.find(("program",)).place(), details, hint, tuple(sorted(known)))]
    program = _program_at(known[column_map.program], instead)
    return found if program is None else [*found, *_check_variables(column_map, root, program)]


def _program_at(path: Path, instead: Mapping[Path, str | bytes] | None) -> Program | None:
    """Return the program at a path; of one whose files have not changed since, as it was read before."""
    if instead:
        return read_draft(path, instead).program
    states = [(file, file.stat()) for file in files_of(path)]
    return _kept_program(path, tuple((str(file), state.st_mtime_ns, state.st_size) for file, state in states))


@lru_cache(maxsize=8)
def _kept_program(path: Path, stamp: tuple[tuple[str, int, int], ...]) -> Program | None:
    # Many maps are of one program, and reading it takes ten times as long as reading them.
    return read_draft(path).program


def _check_columns(column_map: FileMap, root: Node) -> Iterator[Diagnostic]:
    for at, name in column_map.uses():
        if name not in column_map.columns:
            node = root.find(at[:-1])
            # A condition bears the name as its key; elsewhere the name is the value.
            place = node.key_place(name) if "where" in at and name in node.keys else root.find(at).place()
            known = tuple(column_map.columns)
            yield Diagnostic("IND700", place, {"name": name}, nearest(name, known), known)
    used = {name for _, name in column_map.uses()}
    for name in column_map.columns:
        if name not in used:
            yield Diagnostic("IND705", root.find(("columns",)).key_place(name), {"name": name})


def _check_roles(column_map: TargetMap, root: Node) -> Iterator[Diagnostic]:
    node = root.find(("targets",))
    for role, given in column_map.targets.items():
        if role not in NAMES:
            alike = next((known for known, names in NAMES.items() if usual_form(role) in names), None)
            yield Diagnostic(
                "IND736", node.key_place(role), {"role": role}, alike or nearest(role, NAMES), tuple(NAMES)
            )
        else:
            yield from _check_role(role, given, node.find((role,)))
    for role in NEEDED:
        if role not in column_map.targets:
            yield Diagnostic("IND737", root.key_place("targets"), {"role": role})


def _check_role(role: str, given: Role, node: Node) -> Iterator[Diagnostic]:
    """Yield where a role says what it cannot: words or a factor that it has no use for, columns that none can join."""
    problems = {
        "words": (given.words and role not in WORDS, "no es de palabras conocidas", "has no words of its own"),
        "times": (given.times is not None and role not in FIGURES, "no es de cifras", "has no figures"),
        "columns": (
            len(given.columns) > 1 and (role in FIGURES or role in WORDS),
            "pide una sola columna",
            "wants one column alone",
        ),
    }
    for key, (is_wrong, es, en) in problems.items():
        if is_wrong:
            details = {"key": key, "problem_es": f"`{role}` {es}", "problem_en": f"`{role}` {en}"}
            yield Diagnostic("IND703", node.find((key,)).place(), details)
    known = WORDS.get(role, {})
    for word, meaning in given.words.items():
        if known and meaning not in known:
            folded = fold_heading(meaning)
            meant = (value for value, words in known.items() if folded and folded in map(fold_heading, words))
            alike = next(meant, None)
            place = node.find(("words", word)).place()
            details = {"role": role, "given": meaning, "valid": ", ".join(known)}
            yield Diagnostic("IND738", place, details, alike or nearest(meaning, known), tuple(known))


def _check_figures(column_map: ColumnMap, root: Node) -> Iterator[Diagnostic]:
    """Yield where nothing, or something needless, tells which column holds the figures."""
    for place, variable in enumerate(column_map.variables):
        node = root.find(("variables", place))
        given = [variable.column_of(term) for term in variable.terms]
        problem = None
        if variable.lines == "count" and any(given):
            problem = (
                "con `lines: count` se cuentan filas, no cifras",
                "with `lines: count` lines are counted, not figures",
            )
        elif column_map.period.months and any(given):
            problem = (
                "con `months` las cifras son las de los meses",
                "with `months` the figures are those of the months",
            )
        elif variable.lines != "count" and not column_map.period.months and not all(given):
            problem = "falta la columna de la cifra", "the column of the figure is missing"
        elif variable.lines == "count" and column_map.period.months:
            problem = (
                "con `months` hay cifras, no filas que contar",
                "with `months` there are figures, not lines to count",
            )
        if problem:
            details = {"key": "column", "problem_es": problem[0], "problem_en": problem[1]}
            yield Diagnostic("IND703", node.place(), details)


def _check_variables(column_map: ColumnMap, root: Node, program: Program) -> Iterator[Diagnostic]:
    if column_map.period.frequency not in program.period.frequency:
        periods = ", ".join(program.period.frequency)
        given = column_map.period.frequency
        es = f"el mapa da periodos `{given}` y `{program.id}` pide {periods}"
        en = f"the map gives periods `{given}` and `{program.id}` takes {periods}"
        place = root.find(("period",)).place()
        yield Diagnostic("IND703", place, {"key": "period", "problem_es": es, "problem_en": en})
    known = tuple(variable.id for variable in program.inputs if variable.of is None)
    first: dict[str, str] = {}
    for number, variable in enumerate(column_map.variables):
        node = root.find(("variables", number, "id"))
        here = node.place()
        if variable.id in first:
            yield Diagnostic("IND706", here, {"id": variable.id, "first": first[variable.id]})
        elif variable.id not in known:
            details = {"name": variable.id, "program": program.id}
            yield Diagnostic("IND702", here, details, nearest(variable.id, known))
        else:
            first[variable.id] = f"{here.file}:{here.line}"
            yield from _check_unit(variable, root.find(("variables", number, "unit")), program)
            kind = next(one.kind for one in program.inputs if one.id == variable.id)
            if kind == "flow" and column_map.period.parts and variable.times is None:
                es = "lo que fluye en un año no es lo de una parte de él"
                en = "what flows in a year is not what flows in a part of it"
                yield Diagnostic("IND703", here, {"key": "parts", "problem_es": es, "problem_en": en})


def _check_unit(variable: Output, node: Node, program: Program) -> Iterator[Diagnostic]:
    """Yield where the unit of the file, times that of the factor, is another than the variable's; if all are known."""
    wanted = next(one.unit for one in program.inputs if one.id == variable.id)
    given, asked = _dimension_of(variable.unit), None if wanted is None else _dimension_of(wanted)
    if given is not None and variable.times is not None:
        factor = _dimension_of(variable.times.unit)
        given = None if factor is None else given.times(factor)
    if given is None or asked is None or (given.dimension == asked.dimension and given.shared_sizes(asked) is not None):
        return
    details = {"id": variable.id}
    for language in ("es", "en"):
        details |= {f"given_{language}": show(given, language), f"wanted_{language}": show(asked, language)}
    yield Diagnostic("IND704", node.place(), details)


def _dimension_of(unit: Unit) -> Dimension | None:
    return (read_symbol(unit.symbol) if unit.symbol else read_text(unit.en)).unit
