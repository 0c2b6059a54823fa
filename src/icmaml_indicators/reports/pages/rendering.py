"""Templates to pages: what is written stays text, and a style or script runs only by its hash."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...diagnostics.cells import LAYOUT, printable
from ...errors import MissingExtraError
from ...formulas.rounding import with_decimals
from ...version import __version__

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).parent / "templates"


def render_template(template: str, language: str, **context: Any) -> str:
    """Return a page made from a template.

    Parameters
    ----------
    template
        Its file name.
    language
        ``es`` or ``en``.
    **context
        What the template shows, beside the language and the version of the library.

    Raises
    ------
    MissingExtraError
        When the extra ``reports`` is not installed.
    """
    return _environment().get_template(template).render(language=language, version=__version__, **context)


@cache
def _environment() -> jinja2.Environment:
    """Return what holds the templates: each is compiled once, however many pages are made of it."""
    try:
        import jinja2
    except ImportError as error:
        raise MissingExtraError("reports") from error

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_inert,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["figure"] = figure
    return environment


def render_on_frame(template: str, language: str, words: dict[str, Any], **context: Any) -> str:
    """Return a page made from a template on the frame `entity.html.j2`, in its words, with the one style sheet."""
    sheet, digest = read_sheet("sheet.css")
    return render_template(template, language, w=words, sheet=sheet, digest=digest, **context)


@cache
def read_sheet(name: str) -> tuple[str, str]:
    """Return a style sheet or a script and the hash by which a page's policy admits it."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return text, f"sha256-{digest}"


def _inert(value: Any) -> Any:
    """Return what the template writes, texts without what acts or hides; what was drawn here is left as it is."""
    return printable(value, LAYOUT) if type(value) is str else value


def figure(value: object, decimals: int | None = None) -> str:
    """Return a figure for reading: thousands parted by commas, an en dash for none."""
    if isinstance(value, str):
        return value
    if value is None or (isinstance(value, float | np.floating) and not np.isfinite(value)):
        return "–"
    if isinstance(value, bool | np.bool_):
        return "✓" if value else "✗"
    if isinstance(value, int | np.integer):
        return f"{value:,}"
    if not isinstance(value, float | np.floating):
        return str(value)
    number = float(value)
    if decimals is None:
        decimals = 0 if number == int(number) else 2 if abs(number) >= 0.1 else 4
    return with_decimals(number, decimals, ",")
