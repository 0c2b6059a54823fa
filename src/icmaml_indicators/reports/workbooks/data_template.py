"""The table that a municipality fills in: what to hand in, in which unit, and which indicators need it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ...engine.compiled import compile_program
from ...errors import check_language, check_option
from ...specs import Indicator, Program, Variable
from ...validation import take_program

if TYPE_CHECKING:
    import pandas as pd


def data_template(
    program: Program | str | Path,
    language: str = "es",
    *,
    layout: Literal["long", "wide"] = "long",
    entity: str = "",
    period: str = "",
) -> pd.DataFrame:
    """Return an empty table for a program's variables and answers.

    Parameters
    ----------
    program
        Whose variables; or what `load` takes: its id, a file or a folder.
    language
        Language of titles: ``es`` or ``en``.
    layout
        ``long``: one line a variable, with title, unit, kind, description and the indicators that use it; ``value``
        is to be filled in. A program with criteria calls the columns ``criterion`` and ``answer``, adds ``evidence``
        and ``note``, and tells points and options. ``wide``: one column a variable, one empty line.
    entity, period
        Filled in beforehand, when known.

    Returns
    -------
    DataFrame
        All text. Once filled in, `score` reads either layout as it is.
    """
    import pandas as pd

    program = take_program(program)
    check_language(language)
    check_option("layout", layout, ("long", "wide"))
    if layout == "wide":
        columns = ["entity", "name", "period", *(v.id for v in program.figures if v.is_handed_in)]
        for leaf in program.criteria:
            assert leaf.criterion is not None
            columns += [leaf.id, f"{leaf.id}.evidence"] if leaf.criterion.evidence == "required" else [leaf.id]
        line = {"entity": entity, "period": period}
        return pd.DataFrame([{column: line.get(column, "") for column in columns}])
    if program.criteria:
        asked = (variable for variable in program.inputs if variable.is_handed_in)
        return pd.DataFrame([_answer_line(program, variable, language, entity, period) for variable in asked])
    compiled = compile_program(program)
    used: dict[str, list[str]] = {}
    for indicator in program.indicators:
        for name in compiled.inputs_of(indicator.id):
            used.setdefault(name, []).append(indicator.id)
    words = {
        "es": ("título", "unidad", "tipo", "descripción", "indicadores"),
        "en": ("title", "unit", "type", "description", "indicators"),
    }
    title, unit, kind, description, indicators = words[language]
    return pd.DataFrame(
        [
            {
                "entity": entity,
                "period": period,
                "variable": variable.id,
                "value": "",
                title: variable.title.in_language(language),
                unit: variable.unit.in_language(language) if variable.unit else "",
                kind: " / ".join(part for part in (variable.type, variable.kind) if part),
                description: variable.description.in_language(language) if variable.description else "",
                indicators: ", ".join(used.get(variable.id, [])),
            }
            for variable in program.inputs
            if variable.is_handed_in
        ]
    )


def _answer_line(program: Program, variable: Variable, language: str, entity: str, period: str) -> dict[str, str]:
    """Return the empty line of one criterion, or of a figure that the answers need."""
    spanish = language == "es"
    node = program.nodes.get(variable.id)
    kind = node.answer if node is not None else None
    options = [option.title.in_language(language) for option in kind.options] if kind else []
    spec = node.spec if node is not None else None
    if isinstance(spec, Indicator) and spec.criterion is not None and spec.criterion.not_applicable != "refused":
        options.append("N/A")
    return {
        "entity": entity,
        "period": period,
        "criterion": variable.id,
        "answer": "",
        "evidence": "",
        "note": "",
        "título" if spanish else "title": variable.title.in_language(language),
        "opciones" if spanish else "options": " / ".join(options),
        "puntos" if spanish else "points": f"{float(program.points_of[variable.id]):.4f}" if node is not None else "",
    }
