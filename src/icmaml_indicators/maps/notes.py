"""What is found while a file is read by a map: plain data that goes along with the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..data.files.tables import MOST_LINES_NAMED
from ..diagnostics import phrase

if TYPE_CHECKING:
    from .cells import Cells

# So many odd texts are shown.
_MOST_SHOWN = 3
Note = tuple[str, str, str, str, Any, dict[str, Any]]


class Notes:
    """Gathers findings: code, subject, entity, period, figure and details of each."""

    def __init__(self) -> None:
        self.found: list[Note] = []

    def add(self, code: str, subject: str, figure: Any = "", /, **details: Any) -> None:
        """Note something about the file, a column or a variable as a whole."""
        self.found.append((code, subject, "", "", figure, details))

    def words(self) -> tuple[str, str]:
        """Return what was found of the file as a whole, in Spanish and English."""
        told = []
        for language in ("es", "en"):
            lines = []
            for code, subject, _, _, figure, details in self.found:
                chosen = {key: each[language] if isinstance(each, dict) else each for key, each in details.items()}
                shown = f"{subject} {figure}".strip()
                lines.append(f"{shown}: {phrase(code, language, **chosen)}")
            told.append("; ".join(lines))
        return told[0], told[1]

    def add_rows(
        self, code: str, subject: str, entities: NDArray[np.object_], periods: NDArray[np.object_], /, **details: Any
    ) -> None:
        """Note something about rows of a variable: one by one where they are few, else once with their number."""
        rows = list(zip(entities.tolist(), periods.tolist(), strict=True))
        if len(rows) <= MOST_LINES_NAMED:
            self.found += [(code, subject, entity, period, "", details) for entity, period in rows]
        else:
            first = ", ".join(f"{entity} {period}" for entity, period in rows[:2])
            self.add(code, subject, f"{first}, … ({len(rows)})", **details)

    def add_cells(
        self, cells: Cells, name: str, where: NDArray[np.bool_], codes: NDArray[np.intp], what: dict[str, str]
    ) -> None:
        """Note the cells of a column that are not what they should be, with the first of their texts."""
        if not where.any():
            return
        found = cells.columns[name]
        assert found is not None
        _, texts = cells.texts(name)
        shown = sorted({texts[code] for code in np.unique(codes[where]).tolist()})
        more = ", …" if len(shown) > _MOST_SHOWN else ""
        figure = ", ".join(text or "–" for text in shown[:_MOST_SHOWN]) + more
        self.add("IND715", str(found.column), figure, count=int(where.sum()), what=what)
