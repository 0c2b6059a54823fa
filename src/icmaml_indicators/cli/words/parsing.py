"""What argparse says by itself, in Spanish; a message that a later Python words anew stays English."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ...diagnostics import Language

SPANISH: dict[str, str] = {
    "usage: ": "uso: ",
    "positional arguments": "argumentos",
    "options": "opciones",
    "subcommands": "órdenes",
    "show this help message and exit": "muestra esta ayuda y termina",
    "%(prog)s: error: %(message)s\n": "%(prog)s: error: %(message)s\n",
    "%(prog)s: warning: %(message)s\n": "%(prog)s: aviso: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "argumento %(argument_name)s: %(message)s",
    "unrecognized arguments: %s": "argumentos que no se conocen: %s",
    "not allowed with argument %s": "no va con el argumento %s",
    "ignored explicit argument %r": "la opción no lleva valor: %r",
    "unexpected option string: %s": "opción que no se esperaba: %s",
    "expected one argument": "se esperaba un valor",
    "expected at most one argument": "se esperaba a lo más un valor",
    "expected at least one argument": "se esperaba al menos un valor",
    "expected %s argument": "se esperaba %s valor",
    "expected %s arguments": "se esperaban %s valores",
    "the following arguments are required: %s": "faltan argumentos: %s",
    "one of the arguments %s is required": "falta uno de los argumentos %s",
    "ambiguous option: %(option)s could match %(matches)s": "opción ambigua: %(option)s puede ser %(matches)s",
    "invalid %(type)s value: %(value)r": "valor que no sirve (%(type)s): %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": "opción que no existe: %(value)r (válidas: %(choices)s)",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "orden que no existe: %(parser_name)r (%(choices)s)",
    "can't open '%(filename)s': %(error)s": "no se puede abrir '%(filename)s': %(error)s",
}


@contextmanager
def argparse_speaks(language: Language) -> Iterator[None]:
    """Let argparse speak a language, and as before where this ends.

    Every message of its own goes through the two functions of gettext that it holds, in every Python alike.
    """
    hooks: dict[str, Callable[..., str]] = {"_": _one, "ngettext": _several} if language == "es" else {}
    before = {name: vars(argparse)[name] for name in hooks if name in vars(argparse)}
    vars(argparse).update({name: hooks[name] for name in before})
    try:
        yield
    finally:
        vars(argparse).update(before)


def _one(text: str) -> str:
    return SPANISH.get(text, text)


def _several(one: str, several: str, count: int) -> str:
    return _one(one if count == 1 else several)
