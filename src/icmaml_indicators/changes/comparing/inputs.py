"""What changed in what is handed in: variables, checks between them, kinds of answer."""

from __future__ import annotations

from typing import Any

from ...formulas import Expression, equivalent, names, parse
from ...formulas.tree import COMPARISONS, Call, Name, Word, walk
from ...specs import Answer, Variable
from ...specs.model.peer_rules import Population
from .comparison import Comparison
from .keys import unhandled_keys
from .rules import answer_acceptance, answer_rule, imputation_rule, population_rule
from .wording import brief, same_unit


def compare_variables(found: Comparison) -> None:
    """Tell which variables are new, gone, renamed or otherwise defined."""
    old = {variable.id: variable for variable in found.old.program.figures}
    new = {variable.id: variable for variable in found.new.program.figures}
    matched = found.matching.variables
    for name in (name for name in old if name not in matched):
        hint = found.matching.hints.get(name)
        perhaps = (f"; ¿ahora `{hint}`?", f"; perhaps now `{hint}`?") if hint else ""
        found.record("IND611", "variable", name, perhaps=perhaps)
    taken = set(matched.values())
    for name in (name for name in new if name not in taken):
        found.record("IND610", "variable", name, old_id=None)
    for rename in found.matching.renames:
        if rename.kind == "variable":
            found.record(
                "IND612", "variable", rename.new, old_id=rename.old, old=rename.old, new=rename.new,
                confidence=rename.confidence,
            )  # fmt: skip
    for before, after in matched.items():
        _compare_variable(found, old[before], new[after])


def _compare_variable(found: Comparison, a: Variable, b: Variable) -> None:
    def record(code: str, key: str) -> None:
        found.record(code, "variable", b.id, old_id=a.id, key=key, old=getattr(a, key), new=getattr(b, key))
        if code == "IND613":
            found.redefine(b.id)
        elif code == "IND614":
            found.variables[b.id].add(b.id)

    figures = {"number", "integer"}
    if a.type != b.type:
        record("IND614" if {a.type, b.type} == figures else "IND613", "type")
    if a.kind != b.kind:
        record("IND613" if a.kind and b.kind else "IND607", "kind")
    if a.unit != b.unit:
        if a.unit is None or b.unit is None:
            record("IND607", "unit")
        elif not same_unit(a.unit, b.unit):
            record("IND613", "unit")
    if a.range != b.range:
        record("IND614", "range")
    if set(a.absent) != set(b.absent):
        record("IND614", "absent")
    if a.columns != b.columns:
        record("IND607", "columns")
    if found.imputation_of_old(a.imputation) != imputation_rule(b.imputation):
        record("IND613", "imputation")
    if _made_of(a) != _made_of(b):
        found.record("IND613", "variable", b.id, old_id=a.id, key="from", old=a.from_, new=b.from_)
        found.redefine(b.id)
    for key in unhandled_keys(a, b):
        record("IND613", key)
    _compare_options(found, a, b, record)
    if (a.of and found.matching.variable(a.of), a.cuts) != (b.of, b.cuts):
        record("IND613", "of" if a.of != b.of else "options")
    if b.id in found.new.program.nodes:  # its texts are those of the indicator
        return
    texts: list[tuple[str, Any, Any]] = [
        (key, getattr(a, key), getattr(b, key)) for key in ("title", "description", "note")
    ]
    if a.unit is not None and b.unit is not None and same_unit(a.unit, b.unit):
        texts.append(("unit", a.unit, b.unit))
    titles = {option.id: option.title for option in a.choices}
    texts += [(f"options.{o.id}", titles[o.id], o.title) for o in b.choices if o.id in titles]
    found.record_texts("variable", b.id, texts, a.id)


def _made_of(variable: Variable) -> Expression | None:
    """Return what a variable is made of in the program below; None where it is handed in."""
    return None if variable.from_ is None else parse(variable.from_)


def _compare_options(found: Comparison, a: Variable, b: Variable, record: Any) -> None:
    before, after = [option.id for option in a.choices], [option.id for option in b.choices]
    if a.takes_any != b.takes_any:
        record("IND613", "options")
        return
    if before == after:
        return
    both = [name for name in before if name in after]
    moved = both != [name for name in after if name in before]
    # The place of an option is the number that formulas see, unless they only ask whether it is this one.
    shifted = any(before.index(name) != after.index(name) for name in both)
    coded = shifted and (_is_read_as_number(found.old, a.id) or _is_read_as_number(found.new, b.id))
    if coded or (moved and b.type == "ordinal"):
        record("IND613", "options")
    elif set(before) != set(after):
        record("IND614", "options")


def _is_read_as_number(side: Any, name: str) -> bool:
    trees: list[Expression] = [*side.trees.values(), *side.rules]
    return any(_numbers(tree, name) for tree in trees)


def _numbers(tree: Expression, name: str) -> bool:
    """Whether a formula uses a variable with options in any other way than ``name == "option"``."""
    asked = set()
    for part in walk(tree):
        if (
            isinstance(part, Call)
            and part.function in {*COMPARISONS, "in"}
            and any(isinstance(x, Word) for x in part.args)
        ):
            asked |= {id(x) for x in part.args}
    return any(isinstance(part, Name) and part.id == name and id(part) not in asked for part in walk(tree))


# Populations -----------------------------------------------------------------------------------------


def compare_populations(found: Comparison) -> None:
    """Tell which populations are new, gone or of others; what reads them is told where it stands."""
    old, new = found.old.program, found.new.program
    matched, taken = found.matching.populations, set(found.matching.populations.values())
    used = {column.name for side in (found.old, found.new) for column in side.columns if column.kind == "population"}

    def record(code: str, before: Population | None, after: Population | None) -> None:
        was, now = (f"{each.id}: {each.rule}" if each is not None else "" for each in (before, after))
        found.record(code, "program", "total", key="populations", old=was, new=now)

    for before in old.populations:
        after = new.population_by_id.get(matched.get(before.id, ""))
        if after is None:
            record("IND607", before, None)
            continue
        same = found.matching.population_rule(before, old.variable_by_id) == population_rule(after)
        if not same:
            record("IND604" if {before.id, after.id} & used else "IND607", before, after)
            found.populations[after.id].add(after.id)
        elif before.id != after.id:
            record("IND607", before, after)
    for after in new.populations:
        if after.id not in taken:
            record("IND607", None, after)
    titles = {matched.get(each.id): each.title for each in old.populations}
    pairs = [(f"populations.{each.id}", titles[each.id], each.title) for each in new.populations if each.id in titles]
    found.record_texts("program", "total", pairs)


# Checks ----------------------------------------------------------------------------------------------


def compare_checks(found: Comparison) -> None:
    """Tell which checks are new, gone or changed, and touch the figures that they reject."""
    old, new = found.old.program.checks, found.new.program.checks
    known = found.old.program.variable_by_id
    matching = found.matching

    def rejected(check: Any, tree: Expression, *, now: bool) -> frozenset[str]:
        given = tuple(names(tree)) if check.rejects is None else check.rejects
        return frozenset(given if now else (_input_now(found, name) for name in given))

    was = [
        (number, check, matching.translate(tree, known))
        for number, (check, tree) in enumerate(zip(old, found.old.rules, strict=True))
    ]
    left = [(number, check, tree) for number, (check, tree) in enumerate(zip(new, found.new.rules, strict=True))]
    gone = []
    for number, check, tree in was:
        mine = rejected(check, tree, now=True)
        like = [other for other in left if not list(unhandled_keys(check, other[1]))]
        twin = _twin(check.severity, tree, mine, like, rejected)
        if twin is None:
            gone.append((number, check, mine))
            continue
        left.remove(twin)
        other, their_check, their_tree = twin
        if their_tree != tree:
            found.record(
                "IND607", "check", str(other), old_id=str(number), key="rule", old=check.rule, new=their_check.rule,
                id=("una regla", "a check"),
            )  # fmt: skip
        if check.message != their_check.message:
            found.record("IND606", "check", str(other), old_id=str(number), fields="message", id=their_check.rule)
    for number, check, mine in gone:
        code = "IND616" if check.severity == "error" else "IND617"
        found.record(
            code, "check", "–", old_id=str(number), old=check.rule, what=("retirada:", "removed:"), rule=check.rule
        )
        if check.severity == "error":
            _touch(found, mine, check.rule)
    for number, check, tree in left:
        code = "IND616" if check.severity == "error" else "IND617"
        found.record(code, "check", str(number), old_id=None, new=check.rule, what=("nueva:", "new:"), rule=check.rule)
        if check.severity == "error":
            _touch(found, rejected(check, tree, now=True), check.rule)


def _input_now(found: Comparison, name: str) -> str:
    return found.matching.variables.get(name) or found.matching.node(name)


def _touch(found: Comparison, variables: frozenset[str], rule: str) -> None:
    for name in variables:
        found.variables[name].add(f"check {rule}")


def _twin(severity: str, tree: Expression, mine: frozenset[str], left: list[Any], rejected: Any) -> Any:
    """Return the check of now that does the same: equal, or equivalent."""
    alike = [
        other
        for other in left
        if other[1].severity == severity and (severity == "warning" or rejected(other[1], other[2], now=True) == mine)
    ]
    for other in alike:
        if other[2] == tree:
            return other
    return next((other for other in alike if equivalent(tree, other[2]) is True), None)


# Answers ---------------------------------------------------------------------------------------------


def compare_answers(found: Comparison) -> None:
    """Tell which kinds of answer earn something else or take other answers; leaves that use them are touched later."""
    old = {answer.id: answer for answer in found.old.program.answers}
    now = {answer.id for answer in found.new.program.answers}
    for name in (name for name in old if name not in now):
        found.record("IND607", "answer", name, key="answers", old=answer_words(old[name]))
    for after in found.new.program.answers:
        before = old.get(after.id)
        if before is None:
            # The criteria that use it tell what that changes.
            found.record("IND607", "answer", after.id, old_id=None, key="answers", new=answer_words(after))
            continue
        if answer_change(found, before, after) == "rule":
            found.record("IND620", "answer", after.id, old=answer_words(before), new=answer_words(after))
        elif answer_change(found, before, after) == "acceptance":
            found.record("IND621", "answer", after.id, old=answer_words(before), new=answer_words(after))
        titles = {option.id: option.title for option in before.options}
        pairs: list[tuple[str, Any, Any]] = [("title", before.title, after.title)]
        pairs += [(f"options.{o.id}", titles[o.id], o.title) for o in after.options if o.id in titles]
        found.record_texts("answer", after.id, pairs)


def answer_change(found: Comparison, a: Answer, b: Answer) -> str:
    """Return how two kinds of answer differ: in the ``rule``, in ``acceptance`` only, or not at all (empty)."""
    before, after = answer_rule(a), answer_rule(b)
    if before[0] == "amount" and before[2] is not None:
        before = (*before[:2], _input_now(found, before[2]), *before[3:])
    if list(unhandled_keys(a, b)):
        return "rule"
    if before != after:
        if before[0] == after[0] == "options" and a.options and b.options:
            ours, theirs = dict(before[1]), dict(after[1])
            if all(ours[name] == theirs[name] for name in ours.keys() & theirs.keys()) and ours.keys() & theirs.keys():
                return "acceptance"
        return "rule"
    return "acceptance" if answer_acceptance(a) != answer_acceptance(b) else ""


def answer_words(answer: Answer) -> Any:
    """Return what an answer earns, in words."""
    if answer.amount is not None:
        return brief(answer.amount)
    return ", ".join(
        f"{option.id} {brief(credit)}" + (f" ({', '.join(option.words)})" if option.words else "")
        for option, credit in zip(answer.options, answer.credits, strict=True)
    )
