"""Names of municipalities and states folded, so that accents, abbreviations and articles make no difference.

Ñ counts as n: who types without accents loses its tilde too, and no two municipalities of Mexico differ by it alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..tables.headings import fold_heading
from .countries import MEXICO, Country

_ABBREVIATIONS = {
    "cd": "ciudad",
    "dr": "doctor",
    "dto": "distrito",
    "fco": "francisco",
    "gpe": "guadalupe",
    "gral": "general",
    "h": "heroica",
    "hda": "hacienda",
    "ing": "ingeniero",
    "lic": "licenciado",
    "ma": "maria",
    "mtro": "maestro",
    "ntra": "nuestra",
    "nva": "nueva",
    "nvo": "nuevo",
    "prof": "profesor",
    "profr": "profesor",
    "pto": "puerto",
    "s": "san",
    "sn": "san",
    "sra": "senora",
    "sta": "santa",
    "stgo": "santiago",
    "sto": "santo",
    "tte": "teniente",
    "va": "villa",
    "vta": "vista",
}
# What stands before a name on letterheads: "H. Ayuntamiento Constitucional de …", "Municipio de …".
_BEFORE = re.compile(
    r"^(?:(?:del )?(?:(?:h|honorable|heroico) )?"
    r"(?:ayuntamiento|gobierno|presidencia|administracion|municipio|mpio|alcaldia|delegacion)"
    r"(?: (?:constitucional|municipal|publica|libre))*(?: de | (?=del )| ))+"
)
_SMALL_WORDS = frozenset({"el", "la", "los", "las", "lo", "de", "del", "y"})
_DISTRICT = re.compile(r" distrito \d+$")
_SEPARATOR = re.compile(r"[,;/]|\s[-–—]\s")


def plain(text: str) -> str:
    """Return text in small unaccented letters and digits, every other run of signs one space."""
    return fold_heading(text).replace("_", " ")


@lru_cache(maxsize=1 << 15)
def fold(text: str) -> str:
    """Return a name in plain letters, abbreviations written out, without what letterheads put before it."""
    bare = _BEFORE.sub("", plain(text))
    return " ".join(_ABBREVIATIONS.get(word, word) for word in bare.split())


def short(folded: str) -> str:
    """Return a folded name without articles, *de* and *y*, and without the district that tells namesakes apart."""
    whole = _DISTRICT.sub("", folded)
    return " ".join(word for word in whole.split() if word not in _SMALL_WORDS) or whole


def split_state(text: str, country: Country = MEXICO) -> tuple[str, str]:
    """Part ``"Juárez, Chihuahua"``, ``"Juárez (Chih.)"`` or ``"Juárez - Chih."`` into name and key of the state.

    The key is empty where no state is told. A country behind the state (``"Juárez, Chih., México"``) is passed over.
    """
    text = text.strip()
    if text.endswith(")"):
        name, _, told = text[:-1].rpartition("(")
        state = state_key(told, country)
        return (name.strip(), state) if name.strip() and state else (text, "")
    *before, last = _SEPARATOR.split(text)
    if len(before) > 1 and plain(last) in _words_of(country) and state_key(before[-1], country):
        *before, last = before
    elif len(before) > 1 and plain(before[-1]) in _words_of(country):  # "Coyoacán, México, D.F."
        before = before[:-1]
    state = state_key(last, country) if before else ""
    # What stood between the parts of a name with a comma of its own makes no difference once folded.
    name = ", ".join(part.strip() for part in before)
    return (name, state) if name and state else (text, "")


# Further spellings: those INEGI used before, ISO 3166-2, and abbreviations in common use.
_OTHER_SPELLINGS = {
    "01": ("AGU",),
    "02": ("B.C.", "BCN"),
    "03": ("B.C.S.",),
    "04": ("CAM",),
    "05": ("COA",),
    "07": ("CHP",),
    "08": ("CHH",),
    "09": ("Distrito Federal", "D.F.", "DF", "México D.F.", "CMX"),
    "10": ("DUR",),
    "11": ("GUA",),
    "13": ("HID",),
    "15": ("Edo. Méx.", "Edo. de Méx.", "Edo. de México", "Edomex", "Estado Mex."),
    "16": ("MIC",),
    "19": ("N.L.", "NLE"),
    "22": ("Querétaro de Arteaga", "Querétaro Arteaga", "QUE"),
    "23": ("Qroo", "Q.R.", "QR", "ROO"),
    "24": ("S.L.P.",),
    "28": ("TAM",),
    "29": ("TLA",),
    "30": ("Veracruz Llave", "Veracruz de Ignacio de la Llave"),
}
_BEFORE_STATE = re.compile(r"^(?:(?:estado|edo)(?: libre y soberano)?|departamento|dpto|provincia) del? ")
# Names in common use, where the official one is longer.
_SHORT_NAMES = {"CO": {"11": ("Bogotá", "Bogotá Distrito Capital"), "88": ("San Andrés", "San Andrés y Providencia")}}


@lru_cache
def _states_by_name(country: Country) -> dict[str, str]:
    others = _OTHER_SPELLINGS if country is MEXICO else _SHORT_NAMES.get(country.code, {})
    names = {
        plain(name): state.key
        for state in country.states
        for name in (state.name, state.usual_name, state.abbreviation, *others.get(state.key, ()))
    }
    return {name: key for name, key in names.items() if name}


@lru_cache
def _words_of(country: Country) -> frozenset[str]:
    """Return what stands for the country behind a state."""
    more = ("mx", "republica mexicana") if country is MEXICO else ()
    return frozenset((*map(plain, country.names), *more))


def state_key(text: str, country: Country = MEXICO) -> str:
    """Return the key of a state by its key, name or abbreviation; empty where it is none."""
    bare = text.strip()
    if bare.isascii() and bare.isdigit():
        padded = bare.zfill(country.state_digits)
        return padded if padded in country.by_key else ""
    names, bare = _states_by_name(country), re.sub(r"^cd ", "ciudad ", plain(text))
    return names.get(bare) or names.get(_BEFORE_STATE.sub("", bare), "")
