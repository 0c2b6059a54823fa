"""Names of municipalities and states folded, so that accents, abbreviations and articles make no difference."""

from __future__ import annotations

import re
import unicodedata

from .states import STATES

_ABBREVIATIONS = {
    "cd": "ciudad",
    "dr": "doctor",
    "fco": "francisco",
    "gral": "general",
    "gpe": "guadalupe",
    "hda": "hacienda",
    "ing": "ingeniero",
    "ma": "maria",
    "mtro": "maestro",
    "pto": "puerto",
    "sn": "san",
    "sta": "santa",
    "sto": "santo",
    "tte": "teniente",
    "va": "villa",
    "vta": "vista",
    "s": "san",
    "h": "heroica",
    "ntra": "nuestra",
    "sra": "señora",
    "prof": "profesor",
    "lic": "licenciado",
}
_BEFORE = re.compile(r"^(h(eroico)? ayuntamiento de |(gobierno )?municip(io|al) de |mpio de |alcaldia (de )?)")
_ARTICLES = {"el", "la", "los", "las"}
_STATE_IN_BRACKETS = re.compile(
    r"^(?P<name>.+?)\s*(?:[,;/]|\s-\s)\s*(?P<state>[^,;/]+)$|^(?P<name2>.+?)\s*\((?P<state2>[^)]+)\)$"
)


def fold(text: str) -> str:
    """Return a name in plain letters: no accents, case, points or double spaces; abbreviations written out."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"[^0-9a-z]+", " ", plain).strip()
    plain = _BEFORE.sub("", plain)
    return " ".join(fold_word(word) for word in plain.split())


def fold_word(word: str) -> str:
    """Write out one abbreviation."""
    full = _ABBREVIATIONS.get(word, word)
    return "".join(c for c in unicodedata.normalize("NFKD", full) if not unicodedata.combining(c))


def without_articles(folded: str) -> str:
    """Return a folded name without its first article."""
    first, _, rest = folded.partition(" ")
    return rest if first in _ARTICLES and rest else folded


def split_state(text: str) -> tuple[str, str]:
    """Part ``"Juárez, Chihuahua"`` or ``"Juárez (Chih.)"`` into name and state; no state where none is told."""
    found = _STATE_IN_BRACKETS.match(text.strip())
    if found is None:
        return text, ""
    name = found["name"] or found["name2"]
    state = found["state"] or found["state2"]
    return (name, state) if state_key(state) else (text, "")


_STATE_NAMES = {
    fold(name): state.key for state in STATES for name in (state.name, state.usual_name, state.abbreviation)
}
_STATE_NAMES |= {
    "edo mex": "15",
    "edomex": "15",
    "edo de mexico": "15",
    "df": "09",
    "d f": "09",
    "distrito federal": "09",
    "b c": "02",
    "b c s": "03",
    "n l": "19",
    "s l p": "24",
    "san l p": "24",
    "qroo": "23",
    "q r": "23",
}


def state_key(text: str) -> str:
    """Return the two-digit key of a state by its key, name or abbreviation; empty where it is none."""
    plain = text.strip()
    if plain.isascii() and plain.isdigit() and len(plain) <= 2:
        padded = plain.zfill(2)
        return padded if padded in _KEYS else ""
    return _STATE_NAMES.get(fold(plain), "")


_KEYS = {state.key for state in STATES}
