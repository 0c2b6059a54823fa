"""Weights that the children there are cannot have (IND750), that nothing reads (IND751), or badly judged (IND754)."""

from __future__ import annotations

from itertools import combinations

from ..methods.judgements import MOST_PARTS
from ..model.measures import Group, Indicator
from ..model.program import Program
from ..model.quantities import Quantity
from ..model.tree import TreeNode, scored_nodes
from ..parsing.draft import Draft, walk_paths
from ..parsing.nodes import Path


def check_weights(draft: Draft, program: Program) -> None:
    """Add a fault at each group whose children cannot be weighed as it says."""
    paths = {spec.id: path for path, spec in walk_paths(program)}
    scored = scored_nodes(list(program.nodes.values()))
    for node in program.nodes.values():
        if not node.aggregation.weights.facts.declared or node.aggregation.weights.facts.fitted:
            _check_judgements(draft, (*paths.get(node.id, ()), "aggregation", "weights"), node)
            _check_count(draft, (*paths.get(node.id, ()), "aggregation", "weights"), node, scored)
            for child in node.base_children:
                _check_declared(draft, paths[child.id], child)


def _check_count(draft: Draft, where: Path, node: TreeNode, scored: frozenset[str]) -> None:
    """Refuse a method that needs more children with scores than there are."""
    facts = node.aggregation.weights.facts
    given = sum(child.id in scored for child in node.base_children)
    if given < facts.least_children and not draft.set_aside:
        draft.report("IND750", where, method=facts.name, id=node.id, least=facts.least_children, given=given)


def _check_judgements(draft: Draft, where: Path, node: TreeNode) -> None:
    """Refuse judgements that are not of the children, of each pair of them once, or of each of them."""
    weighing, known = node.aggregation.weights, [child.id for child in node.base_children]
    if draft.set_aside or not weighing.facts.judgement_key:
        return
    problems: list[tuple[Path, str, str]] = []
    seen: set[frozenset[str]] = set()
    for number, (first, second, _) in enumerate(weighing.judgements):
        here, pair = (*where, "judgements", number), frozenset((first, second))
        strange = [name for name in (first, second) if name not in known]
        if strange:
            problems.append((here, *_no_part(strange[0], node)))
        elif len(pair) == 1 or pair in seen:
            again = ("con `{}` dos veces", "with `{}` twice") if len(pair) == 2 else ("consigo misma", "with itself")
            es, en = (words.format(second) for words in again)
            problems.append((here, f"compara `{first}` {es}", f"it compares `{first}` {en}"))
        seen.add(pair)
    for number, allocation in enumerate(weighing.allocations):
        here = (*where, "allocations", number)
        strange = [name for name in allocation if name not in known]
        absent = [name for name in known if name not in allocation]
        if strange or absent:
            words = (f"falta `{absent[0]}`", f"`{absent[0]}` is not there") if absent else ()
            problems.append((here, *(_no_part(strange[0], node) if strange else words)))
        elif not sum(allocation.values()):
            problems.append((here, "no reparte nada", "it shares out nothing"))
    if weighing.judgements and not problems:
        untold = next((pair for pair in combinations(known, 2) if frozenset(pair) not in seen), None)
        if len(known) > MOST_PARTS:
            es, en = f"compara {MOST_PARTS} partes como máximo", f"it compares {MOST_PARTS} parts at most"
            problems.append((where, es, en))
        elif untold is not None:
            shown = "`{}` {} `{}`"
            es, en = shown.format(untold[0], "con", untold[1]), shown.format(untold[0], "with", untold[1])
            problems.append(((*where, "judgements"), f"no compara {es}", f"it does not compare {en}"))
    for path, es, en in problems:
        draft.report("IND754", path, method=weighing.method, problem_es=es, problem_en=en)


def _no_part(name: str, node: TreeNode) -> tuple[str, str]:
    return f"`{name}` no es parte de `{node.id}`", f"`{name}` is no part of `{node.id}`"


def _check_declared(draft: Draft, path: Path, child: TreeNode) -> None:
    """Refuse a weight that nothing reads."""
    spec, facts = child.spec, child.weighing.facts
    if not isinstance(spec, Group | Indicator) or "weight" not in spec.model_fields_set:
        return
    if not facts.declared or (facts.fitted and isinstance(spec.weight, Quantity)):
        draft.report("IND751", path, key="weight", id=child.id, method=facts.name, parent=child.parent)
