"""Rules on texts: not translated, in the other language's place, in quotes that are none (IND363, 364, 380)."""

from __future__ import annotations

import re

from ...diagnostics import name_of_sign
from ...specs.parsing.nodes import Node, Path
from .subject import LintContext

_WORD = re.compile(r"[^\W\d_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words of one language that the other does not have; two of them and none of its own tell a text's language.
_STOP = {
    "es": _words(
        "de la el los las del que y por para con una un su sus al se lo como sin sobre entre según cada más desde o "
        "hay esta este estos estas son fue ser está cuando donde sólo solo también ya e ni cuyo"
    ),
    "en": _words(
        "the of and for with by is are to from on per that which their its at as an or than into was be this these "
        "those it they has have had when where only each not but been were will"
    ),
}
_LANGUAGES = {"es": ("español", "Spanish"), "en": ("inglés", "English")}
# Short words that both languages write alike, beside those with endings that they share.
_SHARED = _words(
    "base sample demo plan error bus gas kwh web internet software hardware taxi hotel club radio video auto idea "
    "serie agenda area extra peso pesos euro euros"
)
# States whose names have signs that only Spanish has.
_STATES = _words("méxico michoacán león potosí querétaro yucatán")
_SHARED_ENDINGS = ("al", "or", "ar", "able", "ible", "sion")
_SPANISH_SIGNS = frozenset("áéíóúñü¿¡")


# What a word processor makes of quotes -> what they end with.
_QUOTES = {"“": "”“", "”": "”", "„": "“”", "‟": "”", "‘": "’‘", "’": "’", "‚": "‘’", "‛": "’", "«": "»", "＂": "＂"}


def check_texts(subject: LintContext) -> None:
    """Look at every text, and at those that have both languages together."""
    if subject.draft.root is None:
        return
    stack: list[tuple[Path, Node]] = [((), subject.draft.root)]
    while stack:
        path, node = stack.pop()
        if isinstance(node.value, dict):
            if "es" in node.value and "en" in node.value:
                _check_pair(subject, path, node)
            stack.extend(((*path, key), child) for key, child in node.value.items())
        elif node.plain and isinstance(node.value, str) and node.value[:1] in _QUOTES:
            _report_quote(subject, path, node.value)
        elif isinstance(node.value, list):
            stack.extend(((*path, index), child) for index, child in enumerate(node.value))


def _report_quote(subject: LintContext, path: Path, text: str) -> None:
    """Tell of quotes that YAML takes for part of the text; what they enclose whole is offered in quotes of YAML."""
    bare = text[1:-1]
    hint = f'"{bare}"' if text[-1] in _QUOTES[text[0]] and bare and not set(bare) & set('"\\') else None
    subject.draft.report("IND380", path, suggestion=hint, sign=text[0], name=name_of_sign(text[0]))


def _check_pair(subject: LintContext, path: Path, node: Node) -> None:
    spanish, english = node.value["es"].value, node.value["en"].value
    if not isinstance(spanish, str) or not isinstance(english, str):
        return
    if " ".join(spanish.split()).casefold() == " ".join(english.split()).casefold():
        if _wants_translation(english):
            subject.draft.report("IND363", (*path, "en"))
        return
    reads = {"es": _language(spanish), "en": _language(english)}
    both = reads["es"] == ("en", True) or reads["en"] == ("es", True)
    crossed = reads["es"][0] == "en" and reads["en"][0] == "es"
    if not both and not crossed:
        return
    for key, (language, sure) in reads.items():
        if language is not None and language != key and (sure or crossed):
            es, en = _LANGUAGES[language]
            subject.draft.report("IND364", (*path, key), side=key, language_es=es, language_en=en)


def _language(text: str) -> tuple[str | None, bool]:
    """Return the language that the small words of a text are of, and whether there are enough of them to be sure."""
    # Small words seldom have a mark beside them, so splitting at white space finds enough of them.
    words = set(text.casefold().split())
    counts = {language: len(words & stop) for language, stop in _STOP.items()}
    for language, other in (("es", "en"), ("en", "es")):
        if counts[language] and not counts[other]:
            return language, counts[language] >= 2
    return None, False


def _wants_translation(text: str) -> bool:
    """Whether a text that is the same in both languages should not be: it has words that one of them lacks.

    Names are the same everywhere (SINDES, Acapulco de Juárez): several words, all with a capital but the small ones.
    """
    words = _WORD.findall(text)
    small = [word for word in words if any(word.casefold() in stop for stop in _STOP.values())]
    content = [word for word in words if word not in small and len(word) > 2]
    if len(content) > 1 and all(word[0].isupper() for word in content):
        return False
    if small and content:
        return True
    plain = [word for word in content if not _is_shared(word.casefold())]
    return any(word[0].islower() or _SPANISH_SIGNS & set(word.casefold()) for word in plain)


def _is_shared(word: str) -> bool:
    return word in _SHARED or word in _STATES or word.endswith(_SHARED_ENDINGS)
