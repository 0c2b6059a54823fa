"""`Ledger`: the account of one figure, as people and programs read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..diagnostics import Language
from ..display import Display, Summary
from ..ledger.entries import Account
from ..ledger.reading import read_account
from ..tables.arrow_views import ArrowViews
from .views import add_views

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


@dataclass(frozen=True, slots=True, repr=False)
class Ledger(Display, Account, ArrowViews):
    """The account of one figure of one entity in one period, with its views.

    Attributes
    ----------
    root
        The entry asked for, with everything it rests on below it.
    language
        Of titles, messages and of what is printed.

    Examples
    --------
    With `found` of `Benchmark`:

    >>> ledger = found.explain("B", "debt_to_free_income")
    """

    def to_frame(self) -> pd.DataFrame:
        """Return the ledger as a tidy table, one line an entry.

        Columns: depth, path (ids from the root down), the fields of `Entry`, findings as one text, the raw cell
        (``raw_text``, ``raw_column``, ``raw_line``, ``raw_evidence``, ``raw_note``), and, from `Benchmark.explain`, the
        place among the peers (``peers_…``).

        Examples
        --------
        >>> ledger.to_frame()["id"].tolist()
        ['debt_to_free_income', 'debt_and_obligations', 'free_disposal_income']
        """
        from ..ledger.text import ledger_frame

        return ledger_frame(self)

    def to_text(self) -> str:
        """Return the ledger as indented text.

        Examples
        --------
        >>> print(ledger.to_text().splitlines()[2])
            = 90 / 100 * 100 = 90
        """
        from ..ledger.text import ledger_text

        return ledger_text(self)

    def _summary(self, language: Language) -> Summary:
        from ..ledger.html import summarise_account

        return summarise_account(self)

    def to_excel(self, path: str | Path) -> None:
        """Write the ledger as a sheet of live formulas: each figure is computed from the cells of its parts.

        Raises
        ------
        MissingExtraError
            When the extra ``excel`` is not installed.
        """
        from ..ledger.sheets.writing import write_ledger

        write_ledger(self, path)

    def __str__(self) -> str:
        return self.to_text()


def read_ledger(source: str | Path) -> Ledger:
    """Read a ledger that was written with `Ledger.to_json`, by this version of the library or the one before.

    Its views are those of the ledger that was written; a sheet (`to_excel`) holds figures, and formulas only where one
    cell is another one or a product of two.

    Parameters
    ----------
    source
        The JSON itself, or the path of a file that holds it.

    Raises
    ------
    IcmamlError
        When it is no ledger, or one of a schema that is not read here.

    Examples
    --------
    >>> import icmaml_indicators as icma
    >>> icma.read_ledger('{"schema": 99}')
    Traceback (most recent call last):
    icmaml_indicators.errors.IcmamlError: JSON: is a ledger of schema 99; what is read here is 2, 3
    """
    return add_views(Ledger, read_account(source))
