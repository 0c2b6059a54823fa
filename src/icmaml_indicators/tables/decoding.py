"""The text of a file: UTF-8, UTF-16 by its mark, Windows-1252, and the code page of DOS where its letters say so."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import DataError
from .fields import LineFault, refuse

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What Excel writes in Mexico when not asked for UTF-8, and what DOS wrote.
WINDOWS, DOS = "cp1252", "cp850"
# Letters of DOS (`Torre¢n`) and of UTF-8 (`TorreÃ³n`) as Windows-1252 shows them: no Spanish word has such signs.
_NO_LETTERS = re.compile(r"[^\W\d_]*(?:[A-Za-z][‚¡¢£¤¥]|Ã[\x80-\xbf])\w*")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of a file as bytes of UTF-8, those of the file itself where they are so, and what had to be guessed."""

    content: bytes
    notes: Sequence[LineFault] = ()


def decode(content: bytes, path: Path, encoding: str | None = None) -> DecodedText:
    """Return the text of a file in UTF-8, without the mark of its encoding.

    Parameters
    ----------
    content
        The bytes.
    path
        Whose they are, for the errors.
    encoding
        How they are to be read; by their mark and their letters by default.

    Raises
    ------
    DataError
        When there is no such encoding, or the bytes are not in it.
    """
    if encoding is not None:
        try:
            return DecodedText(content.decode(codecs.lookup(encoding).name).removeprefix("\ufeff").encode())
        except LookupError as error:
            raise DataError("IND557", given=encoding) from error
        except UnicodeError as error:
            raise refuse(path, "IND558", encoding=encoding, at=getattr(error, "start", 0)) from error
    for mark, name in _MARKS:
        if content.startswith(mark):
            bare = content[len(mark) :]
            if mark == codecs.BOM_UTF8 and _is_utf8(bare):
                return DecodedText(bare)
            return DecodedText(content.decode(name, errors="replace").encode())
    if _is_utf8(content):
        return DecodedText(content)
    text = content.decode(WINDOWS)
    strange = _NO_LETTERS.search(text)
    if strange is None:
        return DecodedText(text.encode())
    other = content.decode(DOS)
    if "Ã" not in strange[0] and _NO_LETTERS.search(other) is None:
        shown = other[strange.start() : strange.end()]
        fault = LineFault("IND549", f"{_line(text, strange.start())}: {shown}", {"encoding": DOS})
        return DecodedText(other.encode(), [fault])
    return DecodedText(text.encode(), [LineFault("IND476", f"{_line(text, strange.start())}: {strange[0]}", {})])


def _is_utf8(content: bytes) -> bool:
    if content.isascii():
        return True
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
