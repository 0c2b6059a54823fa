"""A program, a node or a variable as text for a terminal."""

from __future__ import annotations

from ...diagnostics import Language
from ...errors import UnknownNameError
from ...specs import ROOT, Criterion, Example, Group, Indicator, Program, Provenance, TreeNode, Variable
from ...specs.model.quantities import words_of
from ...validation import describe
from ..words.printed import SHOWN


def _words(language: Language) -> dict[str, str]:
    return {key: words[0 if language == "es" else 1] for key, words in SHOWN.items()}


def show_program(program: Program, language: Language) -> str:
    """Return a program's identity and its tree."""
    words, identity = _words(language), describe(program)
    lines = [f"{program.id} {program.version}: {program.title.in_language(language)}"]
    lines += [text.in_language(language) for text in (program.description, program.note, program.rights) if text]
    lines.append(
        f"{identity['indicators']} {words['indicators']}: {identity['documented']} {words['documented']}, "
        f"{identity['reconstructed']} {words['reconstructed']}, {identity['user']} {words['user']}; "
        f"{len(program.variables)} {words['variables']}"
    )
    lines.append("")
    for node in list(program.nodes.values())[1:]:
        mark = f"  [{_status(node.provenance, language)}]" if node.is_indicator else ""
        lines.append("  " * (node.depth - 1) + f"{node.id}: {node.title.in_language(language)}{mark}")
    return "\n".join(lines)


def _status(provenance: Provenance | None, language: Language) -> str:
    return _words(language)[provenance.status] if provenance else ""


def find(program: Program, name: str) -> Indicator | Group | Program | Variable:
    """Return the node or variable of that id.

    Raises
    ------
    UnknownNameError
        When there is none.
    """
    if name == ROOT:
        return program
    if name in program.nodes:
        spec = program.nodes[name].spec
        assert isinstance(spec, Indicator | Group)
        return spec
    if name in program.variable_by_id:
        return program.variable_by_id[name]
    raise UnknownNameError("node or variable", name, [*program.nodes, *program.variable_by_id])


def _expected(example: Example) -> str:
    wanted = (example.expect, example.expect_score, example.expect_level, example.expect_light)
    named = [f"{name} = {figure}" if name else str(figure) for part in wanted for name, figure in (part or {}).items()]
    return ", ".join(named)


def show_node(program: Program, name: str, language: Language) -> str:
    """Return what a program says of one node or variable."""
    spec = find(program, name)
    if isinstance(spec, Variable):
        return _show_variable(program, spec, language)
    node = program.nodes[name]
    lines = [f"{node.id}: {node.title.in_language(language)}  [{_status(node.provenance, language)}]"]
    if spec.description:
        lines.append(spec.description.in_language(language))
    lines += _facts(node, language)
    lines += [f"  {child.id}: {child.title.in_language(language)}" for child in node.children]
    return "\n".join(lines)


def _facts(node: TreeNode, language: Language) -> list[str]:
    words, spec = _words(language), node.spec
    facts: list[tuple[str, str]] = []
    if isinstance(spec, Indicator) and spec.criterion is not None:
        facts += _criterion_facts(node, spec.criterion, language)
    elif isinstance(spec, Indicator):
        target = f" {spec.target:g}" if spec.target is not None else ""
        facts += [
            ("formula", spec.formula_in_force or ""),
            ("direction", spec.direction + target),
            ("range", str(spec.range)),
        ]
        facts.append(("unit", spec.unit.in_language(language) if spec.unit else ""))
        facts.append(("scale", node.scale.method))
        facts += _place_facts(node, language)
        for example in (member for written in spec.examples for member in (written.members or (written,))):
            given = ", ".join(f"{key} = {value}" for key, value in example.given.items())
            facts.append(("example", f"{given} → {_expected(example)} ({example.source or words['synthetic']})"))
    else:
        facts.append(("aggregation", node.aggregation.method))
        if spec.points is not None:
            facts.append(("points", str(spec.points)))
        facts.append(("scale", node.scale.method if node.scale.facts.gives_score else ""))
        facts += _place_facts(node, language)
        for gate in spec.gates:
            limit = gate.max_level or ("" if gate.max_score is None else words_of(gate.max_score))
            facts.append(("gate", f"{', '.join(gate.requires)} {gate.condition} → ≤ {limit}"))
    if node.levels:
        facts.append(("levels", ", ".join(level.title.in_language(language) for level in node.levels)))
    if node.provenance:
        facts.append(("source", " ".join(part for part in (node.provenance.source, node.provenance.url) if part)))
        facts.append(("modelled_on", "; ".join(node.provenance.modelled_on)))
    facts.append(("note", spec.note.in_language(language) if spec.note else ""))
    return [f"  {words[key]}: {fact}" for key, fact in facts if fact]


def _place_facts(node: TreeNode, language: Language) -> list[tuple[str, str]]:
    """Return how a score is rounded and how it counts, where that is not as everywhere."""
    rounding, shown = node.rounding, ""
    if rounding is not None:
        way = rounding.method if rounding.method != "nearest" else f"half {rounding.half}"
        exact = ", parents: exact" if rounding.parents == "exact" else ""
        shown = f"{_words(language)['decimals']} {rounding.decimals}, {way}{exact}"
    return [("rounding", shown), ("role", "" if node.role == "base" else node.role)]


def _criterion_facts(node: TreeNode, criterion: Criterion, language: Language) -> list[tuple[str, str]]:
    kind = node.answer
    assert kind is not None
    if kind.amount is None:
        options = zip(kind.options, kind.credits, strict=True)
        answers = " < ".join(f"{option.title.in_language(language)} ({credit})" for option, credit in options)
    else:
        amount = kind.amount
        steps = ", ".join(f"{step.from_:g} → {step.credit}" for step in amount.steps)
        answers = f"0 … {amount.cap:g}" if amount.cap is not None else f"0 … {amount.of}" if amount.of else steps
    asked = f": {criterion.evidence_asked.in_language(language)}" if criterion.evidence_asked else ""
    return [
        ("answers", answers),
        ("evidence", criterion.evidence + asked),
        ("not_applicable", criterion.not_applicable),
        *_place_facts(node, language),
        ("points", f"{float(node.points):.4g}"),
    ]


def _show_variable(program: Program, variable: Variable, language: Language) -> str:
    from ...engine.compiled import parse_formulas
    from ...formulas import inputs_of
    from ...formulas.quantities import parse_quantities

    words = _words(language)
    trees = parse_formulas(program)
    used = [name for name in trees if variable.id in inputs_of(name, trees | parse_quantities(program), program)]
    lines = [f"{variable.id}: {variable.title.in_language(language)}"]
    if variable.description:
        lines.append(variable.description.in_language(language))
    facts = {
        "type": " / ".join(part for part in (variable.type, variable.kind) if part),
        "unit": variable.unit.in_language(language) if variable.unit else "",
        "range": str(variable.range),
        "used": ", ".join(used),
    }
    return "\n".join([*lines, *(f"  {words[key]}: {fact}" for key, fact in facts.items() if fact)])
