"""Parsers that say everything in the language of the call, and name what was nearest to a wrong word."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from ...diagnostics import Language, nearest
from ...diagnostics.cells import printable
from ...errors import IcmamlError
from ..words.commands import COMMANDS, GROUPS, MAIN, Pair
from ..words.language import LANGUAGES
from ..words.options import words_of_option


class Parser(argparse.ArgumentParser):
    """The arguments of the whole line.

    Parameters
    ----------
    language
        In which it speaks.
    command
        The command whose arguments it takes; nothing for the whole line.
    describe
        Adds the arguments, without words: these stand in `icmaml_indicators.cli.words.options`.
    """

    # What stands after ``--`` goes there, wherever options stand before it.
    after: str | None = None

    def __init__(
        self, language: Language, describe: Callable[[Parser], object], *, command: str = "", **more: Any
    ) -> None:
        self.language, self.command, self.describe = language, command, describe
        self.complete = False
        super().__init__(add_help=False, **more)

    def say(self, words: Pair) -> str:
        """Return the one of two texts, Spanish and English, that is in the language of the call."""
        return words[0 if self.language == "es" else 1]

    def parse_known_args(self, args: Iterable[str] | None = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Parse, with what stands after ``--`` set aside where a command has a use for it; refuse what is left."""
        self.add_all()
        given = list(args or ())
        at = given.index("--") if self.after is not None and "--" in given else len(given)
        found, left = super().parse_known_args(given[:at], namespace)
        if left:
            self.error(self._unknown(left))
        if self.after is not None and at < len(given):
            setattr(found, self.after, given[at + 1 :])
        return found, left

    def add_all(self) -> None:
        """Add the arguments with their words: of the command that is run alone, as there are many."""
        if self.complete:
            return
        self.complete = True
        self.add_argument("-h", "--help", action="help")
        # What was said before a command stands, unless it is said again.
        default = argparse.SUPPRESS if self.command else None
        self.add_argument("--language", "-l", choices=LANGUAGES, default=default)
        self.describe(self)
        self.description = self.say(COMMANDS[self.command] if self.command else MAIN["description"])
        self.description = self.description[0].upper() + self.description[1:] + "."
        for group in self._action_groups:
            if group.title in GROUPS:
                group.title = self.say(GROUPS[group.title])
        for action in self._actions:
            self._give_words(action)

    def _give_words(self, action: argparse.Action) -> None:
        """Give an argument its help and the name of its value."""
        names = [*(name for name in action.option_strings if name.startswith("--")), action.dest]
        words = words_of_option(self.command, names[0])
        action.help = self.say(words.help)
        if action.nargs == 0 or (action.choices is not None and not isinstance(action.choices, dict)):
            return
        value = self.say(words.value)
        action.metavar = tuple(value.split(" ")) if isinstance(action.nargs, int) else value

    def _unknown(self, left: Sequence[str]) -> str:
        """Return what to say of arguments that no option and no place takes."""
        wrong = next((part.partition("=")[0] for part in left if part.startswith("--")), "")
        known = [name for action in self._actions for name in action.option_strings]
        return IcmamlError("IND690", nearest(wrong, known), given=" ".join(left)).message(self.language)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse what is none of the choices of an argument; name them and the nearest."""
        if action.choices is None or value in action.choices:
            return
        valid = [str(choice) for choice in action.choices]
        kind = MAIN["command" if isinstance(action.choices, dict) else "choice"]
        error = IcmamlError("IND520", nearest(str(value), valid), kind=kind, name=value, valid=", ".join(valid))
        raise argparse.ArgumentError(action, error.message(self.language))

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        """Read a value; what the library says of a wrong one is said of the argument."""
        try:
            return super()._get_value(action, arg_string)
        except IcmamlError as error:
            raise argparse.ArgumentError(action, error.message(self.language)) from error

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong with the arguments, with what acts on a terminal spelt out."""
        super().error(printable(message))
