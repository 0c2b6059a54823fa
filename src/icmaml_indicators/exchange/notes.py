"""What an import or an export tells: what has no counterpart, and what was assumed because the tables do not say it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..diagnostics import MESSAGES, Language, phrase

if TYPE_CHECKING:
    import pandas as pd

# Of one kind the head of a spec tells so many at most.
_MOST_ALIKE = 4
_NO_COUNTERPART, _ASSUMED, _LEFT_OUT = "IND767", "IND768", "IND769"
# What is told: the code, and the words in Spanish and English.
_WORDS: dict[str, tuple[str, str, str]] = {
    # Of the table of indicators
    "column of meta": (
        _NO_COUNTERPART,
        "la columna `{column}` no se conserva en el spec",
        "the column `{column}` is not kept in the spec",
    ),
    "level": (
        _NO_COUNTERPART,
        "`{code}` está en el nivel {given}; por sus `Parent` queda en el {height}",
        "`{code}` stands at level {given}; by `Parent` it comes to be at {height}",
    ),
    "direction of aggregate": (
        _NO_COUNTERPART,
        "la dirección -1 del agregado `{code}` no cambia nada, ni aquí ni en COINr",
        "direction -1 of the aggregate `{code}` changes nothing, neither here nor in COINr",
    ),
    "unit of aggregate": (
        _NO_COUNTERPART,
        "un grupo no tiene unidad: `{given}` de `{code}` no se conserva",
        "a group has no unit: `{given}` of `{code}` is not kept",
    ),
    "weight of index": (
        _NO_COUNTERPART,
        "el peso {given} de `{code}`, que está arriba de todo, no cambia nada",
        "the weight {given} of `{code}`, which stands above all, changes nothing",
    ),
    "other": (
        _NO_COUNTERPART,
        "`{code}` queda en los datos como atributo; el spec no lo nombra",
        "`{code}` stays in the data as an attribute; the spec does not name it",
    ),
    "parameter": (
        _NO_COUNTERPART,
        "la columna `{column}` es de otra normalización que la elegida",
        "the column `{column}` is of another normalisation than the chosen one",
    ),
    "name": (
        _NO_COUNTERPART,
        "`{code}` no puede ser un identificador y se llama `{id}`",
        "`{code}` cannot be an id and is called `{id}`",
    ),
    # Of the table of units
    "column of data": (
        _NO_COUNTERPART,
        "la columna `{column}` no está en iMeta: queda como atributo",
        "the column `{column}` is not in iMeta: it stays as an attribute",
    ),
    "aggregate in data": (
        _NO_COUNTERPART,
        "`{column}` es un agregado: lo que traen los datos se compara con lo calculado",
        "`{column}` is an aggregate: what the data hold is held against what is computed",
    ),
    "renamed": (
        _NO_COUNTERPART,
        "`{column}` es aquí el total: en los datos, la columna se llama `{id}` (use la tabla que se escribe)",
        "`{column}` is the total here: the column of the data is called `{id}` (use the table that is written)",
    ),
    "like a period": (
        _ASSUMED,
        "`{column}` se tomaría por el periodo: califique con `columns={{'period': 'Time'}}` (`--column period=Time`)",
        "`{column}` would be taken for the period: score with `columns={{'period': 'Time'}}` (`--column period=Time`)",
    ),
    "no time": (
        _ASSUMED,
        "los datos no dicen de cuándo son: dé `period=` (`--period`)",
        "the data do not say of when they are: give `period=` (`--period`)",
    ),
    # Of the calls
    "scale": (
        _ASSUMED,
        "normalización: `{given}`{over} (COINr la guarda en la llamada a Normalise; por omisión, n_minmax de 0 a 100)",
        "normalisation: `{given}`{over} (COINr keeps it in the call of Normalise; by default n_minmax from 0 to 100)",
    ),
    "aggregation": (
        _ASSUMED,
        "agregación: `{given}` (COINr la guarda en la llamada a Aggregate; por omisión, a_amean)",
        "aggregation: `{given}` (COINr keeps it in the call of Aggregate; by default a_amean)",
    ),
    "treatment": (
        _ASSUMED,
        "tratamiento de datos: `{given}` (en COINr, la llamada a Treat o qTreat)",
        "treatment of data: `{given}` (in COINr the call of Treat or qTreat)",
    ),
    "imputation": (
        _ASSUMED,
        "imputación: `{given}` (en COINr, la llamada a Impute)",
        "imputation: `{given}` (in COINr the call of Impute)",
    ),
    "missing": (
        _ASSUMED,
        "lo ausente se omite y los pesos se reparten, como en Aggregate sin `dat_thresh`",
        "what is absent is left out and weights are shared, as in Aggregate without `dat_thresh`",
    ),
    "language": (
        _ASSUMED,
        "COINr tiene los textos en un solo idioma: están igual en los dos",
        "COINr has texts in one language: they stand alike in both",
    ),
    # Of an export
    "node": (_LEFT_OUT, "`{id}`: {what}", "`{id}`: {what}"),
    "program": (_LEFT_OUT, "{what}", "{what}"),
    "time": (
        _LEFT_OUT,
        "COINr pide tiempos en números, y aquí son como `{given}`",
        "COINr wants times as numbers, and these are like `{given}`",
    ),
}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that is told: what, of which table, line and column, with which details."""

    kind: str
    table: str
    row: int | None
    column: str
    details: dict[str, Any]

    @property
    def code(self) -> str:
        """The code of the message."""
        return _WORDS[self.kind][0]

    def detail(self, language: Language) -> str:
        """Return what is told, without the words of its code."""
        place = 0 if language == "es" else 1
        details = {key: value[place] if isinstance(value, tuple) else value for key, value in self.details.items()}
        return _WORDS[self.kind][1 + place].format(column=self.column, **details)


@dataclass(slots=True)
class NoteLog:
    """Gathers what is told, in its order."""

    notes: list[Note] = field(default_factory=list)

    def add(self, kind: str, table: str, row: int | None, column: str, /, **details: Any) -> None:
        """Note something; a detail is a text, or a pair (Spanish, English)."""
        self.notes.append(Note(kind, table, row, column, details))

    def __len__(self) -> int:
        return len(self.notes)

    def lines(self, language: Language) -> list[str]:
        """Return each as one line: where it stands, and what is told."""
        return [": ".join(filter(None, (_place(note), note.detail(language)))) for note in self.notes]

    def summary_lines(self, language: Language) -> list[str]:
        """Return these lines, where many are of one kind the first ones and how many more there are."""
        counts = Counter(note.kind for note in self.notes)
        seen: Counter[str] = Counter()
        found = []
        for note, line in zip(self.notes, self.lines(language), strict=True):
            seen[note.kind] += 1
            if counts[note.kind] <= _MOST_ALIKE or seen[note.kind] < _MOST_ALIKE:
                found.append(line)
            elif seen[note.kind] == _MOST_ALIKE:
                left = counts[note.kind] - _MOST_ALIKE + 1
                found.append(f"… y {left} más así" if language == "es" else f"… and {left} more like it")
        return found

    def table(self, language: Language) -> pd.DataFrame:
        """Return one line a note: code, severity, table, row, column, message."""
        import pandas as pd

        columns = {
            "code": [note.code for note in self.notes],
            "severity": [MESSAGES[note.code].severity for note in self.notes],
            "table": [note.table for note in self.notes],
            "row": pd.array([note.row for note in self.notes], "Int64"),
            "column": [note.column for note in self.notes],
            "message": [phrase(note.code, language, detail=note.detail(language)) for note in self.notes],
        }
        return pd.DataFrame(columns)


def _place(note: Note) -> str:
    return " ".join(filter(None, (note.table, "" if note.row is None else str(note.row))))
