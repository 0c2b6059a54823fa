"""`mend`: make the mechanical mends of specs, prove each by validating again, keep only what makes things better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...diagnostics import Diagnostic, Fix, Language, fix_of
from ...diagnostics.brief import cut
from ...diagnostics.formats.paths import shown_path
from ...diagnostics.formats.records import diagnostic_record
from ...display import BilingualDisplay, Part, Sheet, Summary, take_items, word
from ...errors import IcmamlError, expect
from ...plain_data import JsonViews, write_document
from ...progress import Progress, follow_items
from ...specs.parsing.nodes import Node
from ...specs.parsing.yaml_reader import read_text
from ..incremental import Checker, Unit, units
from ..outcome import Outcome
from ..report import ValidationReport
from .editing import apply_fixes, drop_overlaps, unified_diff, write_all

MOST_ROUNDS = 10
MOST_TRIALS = 100
_MOST_OF_DIFF = 4_000
# What keeps a file from being read as it was meant.
_UNREADABLE = {"IND101", "IND102", "IND103", "IND108", "IND109", "IND112", "IND113", "IND117", "IND118", "IND119"}
_STRUCTURE = "IND1"
_EXAMPLE_FAILS = "IND303"


@dataclass(slots=True, repr=False)
class Mending(BilingualDisplay, JsonViews):
    """What `mend` found to change. Nothing is written before `write`.

    Attributes
    ----------
    mended
        The diagnostics that are gone by it.
    report
        What remains, of the mended specs.
    before, after
        The contents of the files that change.
    """

    mended: tuple[Diagnostic, ...]
    report: ValidationReport
    before: dict[Path, bytes] = field(default_factory=dict)
    after: dict[Path, bytes] = field(default_factory=dict)

    def _summary(self, language: Language) -> Summary:
        def of_mend(found: Diagnostic) -> tuple[str, ...]:
            fix = fix_of(found)
            return found.code, f"{shown_path(found.place.file)}:{found.place.line}", fix.text if fix else ""

        def sheet() -> Sheet:
            return take_items(self.mended, ("code", "place", "replaced_by"), of_mend, language)

        return Summary(
            "Mending",
            ", ".join(sorted({path.name for path in self.after})) or word("nothing", language),
            language,
            {"mended": len(self.mended), "files": len(self.after)},
            {"left": Counter(diagnostic.severity for diagnostic in self.report.diagnostics)},
            (
                Part("mended", sheet, len(self.mended), is_open=True),
                Part("changes", lambda: cut(self.diff(), _MOST_OF_DIFF), len(self.after)),
            ),
        )

    def diff(self, root: Path | None = None) -> str:
        """Return the changes as a unified diff."""
        return unified_diff(self.before, self.after, root)

    def to_dict(self) -> dict[str, Any]:
        """Return the mends and what remains as plain data: kind ``mending`` of the schema of results."""
        parts = {
            "mended": [diagnostic_record(found) for found in self.mended],
            "remaining": [diagnostic_record(found) for found in self.report.diagnostics],
            "files": map(str, self.after),
            "diff": self.diff(),
        }
        return write_document("mending", parts)

    def write(self) -> tuple[Path, ...]:
        """Write the changes, all or none; return the files written.

        Raises
        ------
        IcmamlError
            When a file changed meanwhile or cannot be written.
        """
        write_all(self.before, self.after)
        return tuple(self.after)


def mend(
    *sources: str | Path,
    unsafe: bool = False,
    severity: Mapping[str, str] | None = None,
    progress: Progress = False,
) -> Mending:
    """Find the mends of specs that a machine can make: misspelt keys and choices, numbers as text, foreign signs.

    Each round of mends is validated; one that brings new faults is left out. Comments, layout, encoding and line ends
    stay as they are.

    Parameters
    ----------
    *sources
        Paths as `validate` takes them; at least one. The specs of the library itself are not mended.
    unsafe
        Whether to make also the mends that may change a meaning, such as misspelt names in formulas.
    severity
        As in `validate`, for the report of what remains.
    progress
        As in `validate`.

    Raises
    ------
    IcmamlError
        When no path is given, or what is given is none.
    UnknownNameError
        When a code or a severity does not exist.
    """
    for source in sources or ("",):
        expect("sources", source, str, Path)
        if not source or not Path(source).exists():
            raise IcmamlError("IND588", given=source)
    checker = Checker(severity or {})
    programs = list(units(sources))
    mended: list[Diagnostic] = []
    outcomes: list[Outcome] = []
    found = Mending((), ValidationReport(()))
    for unit in follow_items(progress, programs, "mends", "en"):
        if isinstance(unit, Outcome):
            outcomes.append(unit)
            continue
        work = _Work(checker, unit, unsafe=unsafe)
        work.run()
        outcomes.append(work.outcome)
        mended += work.mended
        found.before |= {path: work.before[path] for path in work.texts}
        found.after |= work.texts
    found.mended, found.report = tuple(mended), checker.join_outcomes(outcomes, programs)
    return found


def count_mends(sources: Iterable[str | Path], severity: Mapping[str, str] | None = None) -> tuple[int, int]:
    """Return how many mends `mend` would make, and how many more of those that may change a meaning."""
    paths = [source for source in sources if Path(source).exists()]
    if not paths:
        return 0, 0
    safe, all_ = (len(mend(*paths, unsafe=unsafe, severity=severity).mended) for unsafe in (False, True))
    return safe, all_ - safe


class _Work:
    """The mends of one program."""

    def __init__(self, checker: Checker, unit: Unit, *, unsafe: bool) -> None:
        self.checker, self.unit, self.unsafe = checker, unit, unsafe
        self.before: dict[Path, bytes] = {}
        self.texts: dict[Path, bytes] = {}
        self.outcome = checker.check_unit(unit)
        self.mended: list[Diagnostic] = []
        self.refused: set[Fix] = set()
        self.trials = 0

    def run(self) -> None:
        for _ in range(MOST_ROUNDS):
            pairs = self.pairs()
            if not pairs:
                return
            if self.attempt(pairs):
                continue
            # One of them does harm: parts of them have to prove themselves, and then the good ones together.
            good = self.proved(pairs)
            self.refused |= {fix for fix, _ in pairs} - {fix for fix, _ in good}
            if good and not self.attempt(good):
                self.attempt(good[:1])
                self.refused |= {fix for fix, _ in good[1:]}

    def proved(self, pairs: Sequence[tuple[Fix, Diagnostic]]) -> list[tuple[Fix, Diagnostic]]:
        """Return the mends that do no harm; halves are tried first, so that few bad ones among many cost little."""
        if len(pairs) == 1 or self.trials >= MOST_TRIALS:
            return []
        found: list[tuple[Fix, Diagnostic]] = []
        for part in (pairs[: len(pairs) // 2], pairs[len(pairs) // 2 :]):
            self.trials += 1
            found += part if self.attempt(part, keep=False) else self.proved(part)
        return found

    def pairs(self) -> list[tuple[Fix, Diagnostic]]:
        """Return the mends to make next, apart from one another, each with its diagnostic."""
        by_fix: dict[Fix, Diagnostic] = {}
        for diagnostic in self.outcome.diagnostics:
            fix = fix_of(diagnostic)
            if fix is not None and (fix.safe or self.unsafe) and fix not in self.refused:
                by_fix.setdefault(fix, diagnostic)
        return [(fix, by_fix[fix]) for fix in drop_overlaps(by_fix)]

    def attempt(self, pairs: Sequence[tuple[Fix, Diagnostic]], *, keep: bool = True) -> bool:
        """Make some mends on trial; keep them and return True when nothing gets worse."""
        texts = dict(self.texts)
        for file in {fix.file for fix, _ in pairs}:
            path = Path(file)
            content = texts.get(path)
            if content is None:
                content = self.before.setdefault(path, path.read_bytes())
            texts[path] = apply_fixes(content, [fix for fix, _ in pairs if fix.file == file])
        after = self.checker.check_unit(self.unit, texts)
        if _worse(self.outcome.diagnostics, after.diagnostics, pairs, texts):
            return False
        if keep:
            self.texts, self.outcome = texts, after
            self.mended += [diagnostic for _, diagnostic in pairs]
        return True


def _worse(
    before: Iterable[Diagnostic],
    after: Sequence[Diagnostic],
    pairs: Sequence[tuple[Fix, Diagnostic]],
    texts: dict[Path, bytes],
) -> bool:
    """Whether mends did not help, or did harm.

    A mend brings to light what could not be checked before it: faults of formulas and of meaning once the structure is
    right, faults inside the value of a key that was not known. Those do not count against it.
    """
    old, new = Counter(map(_kind, before)), Counter(map(_kind, after))
    mended = Counter(_kind(diagnostic) for _, diagnostic in pairs)
    if any(new[kind] > max(0, old[kind] - mended[kind]) for kind in mended):
        return True
    values = [_value_below(fix, texts) for fix, _ in pairs if fix.code == "IND104"]
    fresh = new - old
    if any(kind[0] in _UNREADABLE for kind in fresh):
        return True
    if any(not fix.safe for fix, _ in pairs) and any(kind[0] == _EXAMPLE_FAILS for kind in fresh):
        return True
    return any(
        _kind(diagnostic) in fresh
        and diagnostic.code.startswith(_STRUCTURE)
        and diagnostic.severity == "error"
        and not any(value is not None and _stands_inside(diagnostic, value) for value in values)
        for diagnostic in after
    )


def _kind(diagnostic: Diagnostic) -> tuple[str, str, int, str]:
    """Return what makes two diagnostics the same where columns may have moved."""
    return diagnostic.code, diagnostic.place.file, diagnostic.place.line, str(diagnostic.details)


def _value_below(fix: Fix, texts: dict[Path, bytes]) -> Node | None:
    """Return the value of a mended key, as the file now reads."""
    root = read_text(texts[Path(fix.file)].decode("utf-8-sig"), fix.file).root
    stack = [root] if root is not None else []
    found: list[tuple[int, Node]] = []
    while stack:
        node = stack.pop()
        if isinstance(node.value, list):
            stack.extend(node.value)
        elif isinstance(node.value, dict):
            stack.extend(node.value.values())
            line, column = node.keys.get(fix.text, (-1, 0))
            if line + 1 == fix.line:
                # Other mends in the line may have moved it a little.
                found.append((abs(column + 1 - fix.column), node.value[fix.text]))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _stands_inside(diagnostic: Diagnostic, value: Node) -> bool:
    """Whether a diagnostic stands inside a collection, past its beginning: a fault of its own, not of its kind."""
    place = (diagnostic.place.line - 1, diagnostic.place.column - 1)
    return (
        isinstance(value.value, dict | list)
        and value.source.name == diagnostic.place.file
        and value.start < place < value.end
    )
