"""Names of municipalities and states folded, so that accents, abbreviations and articles make no difference.

Ñ counts as n: who types without accents loses its tilde too, and no two municipalities of Mexico differ by it alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..tables.headings import fold_heading
from .states import STATES

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
_COUNTRY = frozenset({"mexico", "mx", "republica mexicana"})


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


def split_state(text: str) -> tuple[str, str]:
    """Part ``"Juárez, Chihuahua"``, ``"Juárez (Chih.)"`` or ``"Juárez - Chih."`` into name and key of the state.

    The key is empty where no state is told. A country behind the state (``"Juárez, Chih., México"``) is passed over.
    """
    text = text.strip()
    if text.endswith(")"):
        name, _, told = text[:-1].rpartition("(")
        state = state_key(told)
        return (name.strip(), state) if name.strip() and state else (text, "")
    *before, last = _SEPARATOR.split(text)
    if len(before) > 1 and plain(last) in _COUNTRY and state_key(before[-1]):
        *before, last = before
    elif len(before) > 1 and plain(before[-1]) in _COUNTRY:  # "Coyoacán, México, D.F."
        before = before[:-1]
    state = state_key(last) if before else ""
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
_STATE_NAMES = {
    plain(name): state.key
    for state in STATES
    for name in (state.name, state.usual_name, state.abbreviation, *_OTHER_SPELLINGS.get(state.key, ()))
}
_STATE_KEYS = frozenset(state.key for state in STATES)
_BEFORE_STATE = re.compile(r"^(?:estado|edo)(?: libre y soberano)? de ")


def state_key(text: str) -> str:
    """Return the two-digit key of a state by its key, name or abbreviation; empty where it is none."""
    bare = text.strip()
    if bare.isascii() and bare.isdigit():
        padded = bare.zfill(2)
        return padded if padded in _STATE_KEYS else ""
    bare = plain(text)
    bare = re.sub(r"^cd ", "ciudad ", bare)
    return _STATE_NAMES.get(bare) or _STATE_NAMES.get(_BEFORE_STATE.sub("", bare), "")
