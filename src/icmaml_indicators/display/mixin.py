"""What a class has to be shown: `repr` in three lines, HTML for notebooks, names for completion."""

from __future__ import annotations

import inspect

from ..diagnostics import Language
from ..errors import check_language
from .html import render_html
from .summary import Summary
from .text import render_text

_OURS = __name__.partition(".")[0]


class Display:
    """A result that shows itself in its own `language`, from what its `_summary` tells."""

    __slots__ = ()

    def _summary(self, language: Language) -> Summary:
        """Return what the result says of itself; nothing heavy happens before a part is shown."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return render_text(self._summary(getattr(self, "language", "en")))

    def to_html(self) -> str:
        """Return the result as a card: a fragment of HTML that stands by itself, all text escaped, without scripts.

        Figures that are many are shown by their first lines, and how many are left is told.

        Examples
        --------
        >>> assessment.to_html()[:27]
        '<div class="icma" lang="en"'
        """
        return render_html(self._summary(getattr(self, "language", "en")))

    def _repr_html_(self) -> str:
        return self.to_html()

    def __dir__(self) -> list[str]:
        """Return what completion offers: tables, verbs and attributes that the class declares.

        Names below an underscore are told as well, as tools want them; completion hides them until one is typed. What a
        base class of another library brings is left out, and so are arrays that only other rooms read.
        """
        ours = [kind for kind in type(self).__mro__ if kind.__module__.partition(".")[0] == _OURS]
        foreign = {name for kind in type(self).__mro__ if kind not in ours for name in dir(kind)}
        names = {name for kind in ours for name in (*vars(kind), *inspect.get_annotations(kind))}
        return sorted({name for name in super().__dir__() if name.startswith("_")} | (names - foreign))


class BilingualDisplay(Display):
    """A result without a language of its own: English, and either language where HTML is asked for."""

    __slots__ = ()

    def to_html(self, language: Language = "en") -> str:
        """Return the result as a card: a fragment of HTML that stands by itself, all text escaped, without scripts.

        Figures that are many are shown by their first lines, and how many are left is told.

        Parameters
        ----------
        language
            ``es`` or ``en``.

        Examples
        --------
        >>> icma.load("cep").to_html("es")[:27]
        '<div class="icma" lang="es"'
        """
        check_language(language)
        return render_html(self._summary(language))
