"""The card of one entity in one period, worked out by the workbook itself for whoever is chosen.

What follows from the value and the statistics of the peers (gaps, z) stands here alone, as formulas that read the other
sheets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ....benchmarks.comparison import Comparison
from ....specs import TreeNode
from ....transforms.definitions import NORMAL_MAD
from ..rows import inert, letters_of
from .book import HEAD, LINE, SOFT, Place
from .numbers import WHOLE
from .tables import fill_lights
from .view import RowsView

_LISTS = "_lists"
# Rows and columns counted from 0.
_ENTITY, _PERIOD, _HEADS, _TOP = 3, 4, 6, 7
_CHOICE, _HELPER = 1, 24
_KEY, _ROW, _START = (f"${letters_of(_HELPER)}${row}" for row in (4, 5, 6))
_WIDTHS = {"area": 32, "indicator": 46, "unit": 30, "light": 13}


def write_card(view: RowsView, comparison: Comparison, sheet: Any, light_words: dict[str, str]) -> None:
    """Fill in the card, once the sheets that it reads are written."""
    _Card(view, comparison, sheet).write(light_words)


class _Card:
    def __init__(self, view: RowsView, comparison: Comparison, sheet: Any) -> None:
        self.view, self.comparison, self.sheet, self.book = view, comparison, sheet, view.book
        self.words, self.places = view.words, view.book.places
        # Whoever stands first, in its latest period.
        table = view.table
        self.row = int(np.flatnonzero(table.entity_codes == table.entity_codes[0])[-1])
        self.cell = int(comparison.cells.of_row[self.row])

    def write(self, light_words: dict[str, str]) -> None:
        """Write the choices, then a line a subject."""
        book, sheet = self.book, self.sheet
        lists = self.write_lists()
        self.write_choices(lists)
        columns = [name for name in self.words["card_heads"] if self.is_told(name)]
        head = book.look(
            bold=True, bg_color=HEAD, font_color="white", text_wrap=True, valign="top", border=1, border_color=LINE
        )
        for at, name in enumerate(columns):
            sheet.write_string(_HEADS, at, self.words["card_heads"][name], head)
            sheet.set_column(at, at, _WIDTHS.get(name, 11))
        sheet.set_row(_HEADS, 42)
        sheet.set_column(_HELPER, _HELPER, 4, None, {"hidden": True})
        for at, name in enumerate(self.comparison.subjects):
            self.line(_TOP + at, at, self.view.program.nodes[name], columns)
        last = _TOP + len(self.comparison.subjects)
        light = letters_of(columns.index("light"))
        fill_lights(book, sheet, [f"{light}{_TOP + 1}:{light}{last}"], light_words)
        sheet.freeze_panes(_TOP, 2)
        sheet.repeat_rows(_ENTITY, _HEADS)
        sheet.print_area(0, 0, last - 1, len(columns) - 1)
        sheet.fit_to_pages(1, 0)

    def is_told(self, name: str) -> bool:
        """Whether the workbook holds what a column of the card tells."""
        return name != "score" or any(what == "score" for what, _ in self.places)

    def write_lists(self) -> tuple[str, int, int]:
        """Write the choices on a sheet of their own, out of sight; return its name and how many there are of each."""
        table, book = self.view.table, self.book
        sheet = book.book.add_worksheet(book.names.name(_LISTS))
        sheet.hide()
        keys = [inert(str(key)) for key in table.entity_ids]
        labels, periods = keys, self.view.period_names
        if self.view.names is not None:
            codes, names = self.view.names
            last = np.flatnonzero(np.append(np.diff(table.entity_codes) != 0, True))
            labels = [
                f"{names[codes[row]]} · {key}" if names[codes[row]] else key
                for row, key in zip(last, keys, strict=True)
            ]
        self.label = labels[0]
        deep = max(len(labels), len(periods))
        columns = [[*part, *[None] * (deep - len(part))] for part in (labels, keys, periods)]
        book.rows.write(sheet, 0, [(part, None, None) for part in columns])
        return str(sheet.get_name()), len(labels), len(periods)

    def write_choices(self, lists: tuple[str, int, int]) -> None:
        """Write who and which period is chosen, and where their rows stand."""
        name, entities, periods = lists
        words, book, sheet, places = self.words, self.book, self.sheet, self.places
        label = book.look(bold=True, font_color=SOFT)
        entry = book.look(bold=True, bg_color="#fffbe6", border=1, border_color=LINE)
        table = self.view.table
        period = self.view.period_names[table.period_codes[self.row]]
        told = {"error_title": words["choose_entity"], "error_message": words["choose_wrong"]}
        for row, heading, chosen, column, count in (
            (_ENTITY, words["choose_entity"], self.label, "A", entities),
            (_PERIOD, words["choose_period"], period, "C", periods),
        ):
            sheet.write_string(row, 0, heading, label)
            sheet.write_string(row, _CHOICE, chosen, entry)
            source = f"='{name}'!${column}$1:${column}${count}"
            sheet.data_validation(row, _CHOICE, row, _CHOICE, {"validate": "list", "source": source, **told})
            helper = self.key_formula(name) if row == _ENTITY else self.row_formula()
            cached = str(table.entity_ids[table.entity_codes[self.row]]) if row == _ENTITY else self.view_row(self.row)
            sheet.write_formula(row, _HELPER, helper, None, cached)
        warning = f'=IF({_ROW}=0,"{words["not_there"]}","")'
        sheet.write_formula(_PERIOD + 1, _CHOICE, warning, book.look(font_color="#a42c1f"), "")
        start = self.start_formula()
        first = places["statistics", "id"].first if ("statistics", "id") in places else 0
        cached_start = first + self.cell * len(self.comparison.subjects) if self.cell >= 0 and first else 0
        sheet.write_formula(_PERIOD + 1, _HELPER, start, None, cached_start)

    def view_row(self, row: int) -> int:
        """Return the row of figures as Excel counts it."""
        return self.places["key", ""].first + row

    def key_formula(self, lists: str) -> str:
        """Return the formula of the key of whoever is chosen."""
        chosen = f"${letters_of(_CHOICE)}${_ENTITY + 1}"
        return f"=IFERROR(INDEX('{lists}'!$B:$B,MATCH({chosen},'{lists}'!$A:$A,0)),\"\")"

    def row_formula(self) -> str:
        """Return the formula of the row where its figures of the period stand; 0 for none."""
        keys, periods = self.places["key", ""].cells, self.places["period", ""].cells
        chosen = f"${letters_of(_CHOICE)}${_PERIOD + 1}"
        return f"=SUMPRODUCT(({keys}={_KEY})*({periods}={chosen})*ROW({keys}))"

    def start_formula(self) -> str:
        """Return the formula of the row where the statistics of its peers begin; 0 for none."""
        if ("statistics", "id") not in self.places:
            return "=0"
        groups, periods, ids = (self.places["statistics", name].cells for name in ("peers", "period", "id"))
        group = f"INDEX({self.places['group', ''].column},{_ROW})"
        chosen = f"${letters_of(_CHOICE)}${_PERIOD + 1}"
        first = self.comparison.subjects[0].replace('"', '""')
        said = f'SUMPRODUCT(({groups}={group})*({periods}={chosen})*({ids}="{first}")*ROW({ids}))'
        return f"=IF({_ROW}=0,0,{said})"

    def line(self, row: int, number: int, node: TreeNode, columns: Sequence[str]) -> None:
        """Write what is told of one subject."""
        view, sheet, book = self.view, self.sheet, self.book
        values = self.comparison.compared.values(number)
        own = book.look(num_format=view.number_format(node, values), align="right")
        letters = {name: f"{letters_of(at)}{row + 1}" for at, name in enumerate(columns)}
        found: dict[str, Any] = {}
        texts = {"area": view.area_of(node.id), "indicator": view.titles[node.id], "unit": view.unit(node)}
        shown = {
            "rank": WHOLE,
            "of": WHOLE,
            "quartile": "0",
            "percentile": "0.0",
            "score": "0.0",
            "z": "0.00",
            "robust_z": "0.00",
        }
        looks = {what: book.look(num_format=one, align="right") for what, one in shown.items()}
        looks["light"] = book.beside
        for at, name in enumerate(columns):
            if name in texts:
                sheet.write_string(row, at, texts[name], book.look(bold=not node.is_indicator))
                continue
            formula, cached = self.formula(name, number, node, letters, found)
            found[name] = cached
            if formula is None:
                sheet.write_string(row, at, self.words["no_figure"], looks.get(name, own))
            else:
                sheet.write_formula(row, at, f"={formula}", looks.get(name, own), cached)

    def formula(
        self, name: str, number: int, node: TreeNode, letters: Mapping[str, str], found: Mapping[str, Any]
    ) -> tuple[str | None, Any]:
        """Return the formula of a cell and what it comes to for whoever stands there first."""
        nothing = self.words["no_figure"]
        match name:
            case "value":
                place = self.places.get(("value", node.id)) or self.places.get(("score", node.id))
                return self.of_row(place if node.is_indicator else self.places.get(("score", node.id)))
            case "score":
                return self.of_row(self.places.get(("score", node.id)))
            case "light" | "rank" | "percentile":
                return self.of_row(self.places.get((name, node.id)))
            case "quartile":
                quarter = str(found.get("light") or "").partition(" · ")[0]
                formula = f'IFERROR(VALUE(LEFT({letters["light"]},1)),"{nothing}")'
                return formula, int(quarter) if quarter.isdecimal() else nothing
            case "of":
                return self.of_peers("n", number)
            case "median" | "top_quartile":
                own = self.places.get((f"other_{name}", node.id))
                return self.of_row(own) if own is not None else self.of_peers(name, number)
            case "best":
                return self.of_peers(name, number)
            case "gap_to_median" | "gap_to_top_quartile" | "gap_to_best":
                other = name.removeprefix("gap_to_")
                one, two = found.get("value"), found.get(other)
                gap = one - two if isinstance(one, float) and isinstance(two, float) else nothing
                return f'IFERROR({letters["value"]}-{letters[other]},"{nothing}")', gap
            case _:
                middle, width, factor = ("mean", "sd", 1.0) if name == "z" else ("median", "mad", NORMAL_MAD)
                (middle_at, m), (width_at, s) = self.of_peers(middle, number), self.of_peers(width, number)
                if middle_at is None or width_at is None:
                    return None, nothing
                v, z = found.get("value"), nothing
                if isinstance(v, float) and isinstance(m, float) and isinstance(s, float) and s > 0:
                    z = (v - m) / (s / factor)
                return f'IFERROR(({letters["value"]}-{middle_at})/({width_at}/{factor!r}),"{nothing}")', z

    def of_row(self, place: Place | None) -> tuple[str | None, Any]:
        """Return what stands in a column in the row of whoever is chosen."""
        if place is None:
            return None, None
        return f'IF({_ROW}=0,"",INDEX({place.column},{_ROW}))', place.take(self.row, self.row + 1)[0]

    def of_peers(self, name: str, number: int) -> tuple[str | None, Any]:
        """Return a statistic of the peers of whoever is chosen."""
        place = self.places.get(("statistics", name))
        if place is None:
            return None, None
        nothing = self.words["no_figure"]
        formula = f'IF({_START}=0,"{nothing}",INDEX({place.column},{_START}+{number}))'
        at = self.cell * len(self.comparison.subjects) + number
        return formula, place.take(at, at + 1)[0] if self.cell >= 0 else nothing
