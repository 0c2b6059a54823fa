"""What is said of one argument, and what values are called."""

from __future__ import annotations

from typing import NamedTuple

from .commands import Pair


class OptionWords(NamedTuple):
    """What is said of an argument, and what its value is called."""

    help: Pair
    value: Pair = ("", "")


def describe_option(es: str, en: str, value_es: str = "", value_en: str = "") -> OptionWords:
    """Return what is said of an argument, and what its value is called, in Spanish and English."""
    return OptionWords((es, en), (value_es, value_en))


FILE, FOLDER, NAME = ("ARCHIVO", "FILE"), ("CARPETA", "FOLDER"), ("NOMBRE", "NAME")
KEY, ID, COLUMN, PERIOD = ("CLAVE", "KEY"), ("ID", "ID"), ("COLUMNA", "COLUMN"), ("PERIODO", "PERIOD")
TITLE, PAIR, NUMBER = ("TÍTULO", "TITLE"), ("PAPEL=NOMBRE", "ROLE=NAME"), ("NÚMERO", "NUMBER")
PROGRAM = ("programa", "program")
