"""A program: metadata, variables and the tree of what is measured."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from ...diagnostics import Language
from ...display import BilingualDisplay, Part, Summary, take_items, word
from ...plain_data import JsonViews, write_document
from ...tables.headings import fold_heading
from .answers import COMMON_ANSWERS, Answer, Exact
from .base import STATUSES, Id, Model, NoBoolean, Number, Provenance, Range, Text, Words, fault
from .matrix import Matrix
from .measures import OF_OWN_FIGURE, Children, GoodEnd, Indicator, Total, check_group_scale
from .peer_rules import (
    ACROSS_PERIODS,
    POPULATIONS,
    Applies,
    Cuts,
    PeerLights,
    Peers,
    Population,
    check_cuts,
)
from .quantities import Parameter, Quantity
from .scales import Rounding, Scale, Treatment
from .scoring_rules import Aggregation, Gate, Level, Missing, ScoringModel, check_levels
from .tree import TreeNode, describe_nodes, walk_tree
from .variables import Check, Examples, Imputation, Option, RollUp, Variable
from .versions import LibraryVersion, Replaced, Versioned

# What documents tell of a program beside its head, its tree and what is handed in.
_TOLD = (
    *("description", "rights", "note", "entity", "period", "provenance"),
    *("valid_from", "valid_to", "replaces", "models"),
)
Frequency = Literal["year", "semester", "quarter", "month"]
_NODE_COLUMNS = ("node", "title", "provenance", "parent", "unit")
_INPUT_COLUMNS = ("variable", "title", "unit", "type")


class Entity(Model):
    """What is measured. Written as a word. Municipalities and states have the keys of their `country`.

    In Mexico municipalities have five-digit keys (INEGI), states two-digit ones.
    """

    type: Literal["municipality", "state", "project", "budget_program", "other"]
    country: Literal["MX", "CO", "CR", "HN"] = "MX"

    @model_validator(mode="after")
    def _has_keys(self) -> Entity:
        if "country" in self.model_fields_set and self.type not in {"municipality", "state"}:
            raise fault("IND149", type=self.type, at=("country",))
        return self

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        return {"type": given} if isinstance(given, str) else given

    @property
    def key_digits(self) -> int | None:
        """Number of digits of the key, or None where keys are free text."""
        from ...geography.countries import COUNTRIES  # numpy stands behind it, which specs do without

        return COUNTRIES[self.country].digits_of(self.type)


class Period(Model):
    """How often it is measured. Written as a word, or with a step: ``{frequency: year, step: 5}``.

    `step` is the distance to the previous period, in units of the frequency; ``lag`` uses it.
    """

    frequency: tuple[Frequency, ...] = Field(min_length=1, strict=False)
    step: int = Field(default=1, ge=1)

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        if isinstance(given, str | list):
            given = {"frequency": given}
        if isinstance(given, dict) and isinstance(given.get("frequency"), str):
            given = {**given, "frequency": [given["frequency"]]}
        return given


class Screening(Model):
    """Plausibility screens over results: they flag, they never change a figure.

    `max_change`: flag a value more than so many times the one before, or less than its reciprocal. `max_distance`: the
    same against the median of the other entities. Among twelve comparisons or more, with or without these keys, what
    lies outside their outer fences and ten times apart at least is flagged instead. ``none``: no screen.
    """

    max_change: Annotated[Number, Field(gt=1)] | Literal["none"] | None = None
    max_distance: Annotated[Number, Field(gt=1)] | Literal["none"] | None = None


class Program(BilingualDisplay, Versioned, JsonViews):
    """One measured instrument, validated.

    Attributes follow the keys of the spec; see the user guide, "The spec language". Frozen: two programs loaded from
    the same text are equal. `needs` is the version of the library that it is written for, at least. `replaces` is the
    edition that this one follows.
    """

    spec: Annotated[Literal[1], NoBoolean]
    needs: LibraryVersion | None = None
    id: Id
    version: Words
    replaces: Replaced | None = None
    title: Text
    description: Text | None = None
    rights: Text | None = None
    entity: Entity
    period: Period
    rollup: RollUp | None = None
    provenance: Provenance | None = None
    note: Text | None = None
    parts: tuple[Words, ...] = Field(default=(), strict=False)
    answers: tuple[Answer, ...] = Field(default=(), strict=False)
    parameters: tuple[Parameter, ...] = Field(default=(), strict=False)
    variables: tuple[Variable, ...] = Field(default=(), strict=False)
    applies: Applies | None = None
    populations: tuple[Population, ...] = Field(default=(), strict=False)
    checks: tuple[Check, ...] = Field(default=(), strict=False)
    tree: Children
    matrix: Matrix | None = None
    total: Total = Total()
    imputation: Imputation | None = None
    treatment: Treatment | None = None
    scale: Scale = Scale(method="none")
    direction: GoodEnd = "higher"
    rounding: Rounding | None = None
    aggregation: Aggregation = Aggregation(method="arithmetic_mean")
    missing: Missing = Missing()
    points: Exact | None = Field(default=None, gt=0)
    bonus_cap: Exact | None = Field(default=None, gt=0)
    penalty_cap: Exact | None = Field(default=None, gt=0)
    ceiling: Number = Field(default=100, ge=100)
    floor: Number | None = Field(default=0, le=0)
    gates: tuple[Gate, ...] = Field(default=(), strict=False)
    levels: tuple[Level, ...] = Field(default=(), strict=False)
    cuts: Cuts | None = None
    level_decimals: int | None = Field(default=None, ge=0, le=9)
    models: tuple[ScoringModel, ...] = Field(default=(), strict=False)
    peers: tuple[Peers, ...] = Field(default=(), strict=False)
    lights: PeerLights = PeerLights()
    screening: Screening = Screening()
    examples: Examples = ()

    _levels = field_validator("levels")(check_levels)
    _cuts = model_validator(mode="after")(check_cuts)

    @model_validator(mode="after")
    def _scale_of_total(self) -> Program:
        check_group_scale(self.total.scale, self.aggregation, ("total", "scale"))
        return self

    __repr__ = __str__ = BilingualDisplay.__repr__

    def _summary(self, language: Language) -> Summary:
        nodes = [node for node in self.nodes.values() if node.parent is not None]

        def of_node(node: TreeNode) -> tuple[Any, ...]:
            leaf = node.spec if isinstance(node.spec, Indicator) else None
            unit = leaf.unit.in_language(language) if leaf and leaf.unit else ""
            known = node.provenance.status if node.provenance else ""
            return node.id, node.title.in_language(language), word(known, language), node.parent, unit

        def of_input(given: Variable) -> tuple[Any, ...]:
            unit = given.unit.in_language(language) if given.unit else ""
            return given.id, given.title.in_language(language), unit, word(given.type, language)

        return Summary(
            "Program",
            name_program(self, language),
            language,
            {
                "entity": word(self.entity.type, language),
                "period": ", ".join(word(each, language) for each in self.period.frequency),
                "indicators": len(self.indicators),
                "inputs": len(self.inputs),
            },
            {"provenance": self.provenance_counts},
            (
                Part("tree", lambda: take_items(nodes, _NODE_COLUMNS, of_node, language), len(nodes)),
                Part("inputs", lambda: take_items(self.inputs, _INPUT_COLUMNS, of_input, language), len(self.inputs)),
            ),
        )

    @cached_property
    def nodes(self) -> dict[str, TreeNode]:
        """Every node of the tree by id, parents before children, the root (``total``) first.

        Examples
        --------
        >>> list(icma.load("sistema_alertas").nodes)[:3]
        ['total', 'debt_to_free_income', 'service_to_free_income']
        """
        return {node.id: node for node in walk_tree(self)}

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The leaves, in the order of the tree.

        Examples
        --------
        >>> icma.load("sistema_alertas").indicators[0].formula
        'debt_and_obligations / free_disposal_income * 100'
        """
        return tuple(node.spec for node in self.nodes.values() if isinstance(node.spec, Indicator))

    @property
    def provenance_counts(self) -> dict[str, int]:
        """How many indicators have each provenance: ``documented``, ``reconstructed``, ``user``.

        Examples
        --------
        >>> icma.load("sindes").provenance_counts
        {'documented': 11, 'reconstructed': 97, 'user': 0}
        """
        given = [self.nodes[indicator.id].provenance for indicator in self.indicators]
        statuses = [provenance.status for provenance in given if provenance is not None]
        return {status: statuses.count(status) for status in STATUSES}

    @cached_property
    def criteria(self) -> tuple[Indicator, ...]:
        """The leaves that are answered, in the order of the tree."""
        return tuple(indicator for indicator in self.indicators if indicator.criterion is not None)

    @cached_property
    def stated_points(self) -> dict[str, Fraction | None]:
        """The points of each node as declared; without them, what its parts add up to where each of them states it."""
        found: dict[str, Fraction | None] = {}
        for node in reversed(self.nodes.values()):
            parts = [found[child.id] for child in node.base_children]
            own = node.spec.points
            if own is None and node.adds_up and parts and None not in parts:
                own = sum((part for part in parts if part is not None), Fraction(0))
            found[node.id] = own
        return found

    @cached_property
    def points_of(self) -> dict[str, Fraction]:
        """What each node is worth, exactly: its points, or its share of its parent's; 100 for the whole by default.

        What is informational has no share: an indicator is worth nothing, a group is a whole of its own.
        """
        stated = self.stated_points
        found: dict[str, Fraction] = {}
        for node in self.nodes.values():
            if node.parent is None:
                found[node.id] = stated[node.id] or Fraction(100)
            base = node.base_children
            # What parts add up to counts where the whole is added up as well; elsewhere weights rule.
            summed = node.adds_up and all(stated[child.id] is not None for child in base)
            total = sum((Fraction(str(child.weight)) for child in base), Fraction(0))
            for child in node.children:
                if child.role == "informational":
                    found[child.id] = stated[child.id] or Fraction(0 if child.is_indicator else 100)
                    continue
                own = stated[child.id] if summed or child.role != "base" else child.spec.points
                share = Fraction(str(child.weight)) / total if total else Fraction(0)
                found[child.id] = found[node.id] * share if own is None else own
        return found

    @cached_property
    def answer_kinds(self) -> dict[str, Answer]:
        """Every kind of answer by id: the common ones and the program's own."""
        return COMMON_ANSWERS | {answer.id: answer for answer in self.answers}

    def kind_of_answer(self, leaf: Indicator) -> Answer:
        """Return what may be answered to a criterion.

        Examples
        --------
        >>> program = icma.load("cep")
        >>> program.kind_of_answer(program.criteria[0]).id
        'maturity'
        """
        assert leaf.criterion is not None
        # A misspelt kind is a diagnostic of its own; meanwhile it reads as yes or no.
        return self.answer_kinds.get(leaf.criterion.answer, COMMON_ANSWERS["yes_no"])

    @cached_property
    def figures(self) -> tuple[Variable, ...]:
        """The variables, and what leaves read that bear their ids."""
        return (*self.variables, *(_own_figure(leaf) for leaf in self.indicators if leaf.is_handed_in))

    @cached_property
    def inputs(self) -> tuple[Variable, ...]:
        """What is handed in: the figures, then the answers, which bear the ids of their criteria.

        Examples
        --------
        >>> [given.id for given in icma.load("sistema_alertas").inputs][:2]
        ['government', 'debt_and_obligations']
        """
        return (*self.figures, *(_answer_variable(leaf, self.kind_of_answer(leaf)) for leaf in self.criteria))

    @cached_property
    def cut_variables(self) -> dict[str, Variable]:
        """The inputs that are not handed in but cut from others, by id."""
        return {variable.id: variable for variable in self.variables if variable.of is not None}

    @cached_property
    def all_checks(self) -> tuple[Check, ...]:
        """The declared checks, and those that follow from answers that are part of a whole."""
        implied = []
        for leaf in self.criteria:
            amount = self.kind_of_answer(leaf).amount
            if amount is not None and amount.of is not None:
                implied.append(Check(rule=f"{leaf.id} <= {amount.of}", rejects=(leaf.id,)))
        return (*self.checks, *implied)

    @cached_property
    def parameter_by_id(self) -> dict[str, Parameter]:
        """The parameters by id."""
        return {parameter.id: parameter for parameter in self.parameters}

    @cached_property
    def tables_of_figures(self) -> dict[str, Quantity]:
        """The figures that depend on options and periods: parameters by their ids, others by where they stand."""
        found: dict[str, Quantity] = {parameter.id: parameter for parameter in self.parameters if parameter.by}
        return found | {f"{name}[]": quantity for name, quantity in self.quantities.items() if quantity.by}

    @cached_property
    def quantities(self) -> dict[str, Quantity]:
        """The numbers of nodes that are worked out, by node and where they stand: ``health.scale.low``."""
        nodes = self.nodes.values()
        return {f"{node.id}.{key}": quantity for node in nodes for key, quantity in node.quantities.items()}

    @cached_property
    def variable_by_id(self) -> dict[str, Variable]:
        """The inputs by id."""
        return {variable.id: variable for variable in self.inputs}

    @cached_property
    def headings(self) -> dict[str, str]:
        """The inputs by the further headings that they have in tables, folded."""
        return {fold_heading(name): variable.id for variable in self.figures for name in variable.columns}

    @cached_property
    def titles(self) -> dict[str, str]:
        """The inputs by their titles, folded as headings are."""
        return {fold_heading(text): each.id for each in self.inputs for text in (each.title.en, each.title.es)}

    @cached_property
    def population_ids(self) -> tuple[str, ...]:
        """What `over` may name."""
        options = (variable.id for variable in self.inputs if variable.options)
        return (*POPULATIONS, *options, *self.population_by_id)

    @cached_property
    def population_by_id(self) -> dict[str, Population]:
        """The declared populations by id."""
        return {population.id: population for population in self.populations}

    def to_dict(self) -> dict[str, Any]:
        """Return what is to be known of the program as plain data: kind ``program`` of the schema of results.

        The spec language writes more: this is what tools that show figures need, the tree with titles, weights and
        provenance, and what is handed in.

        Examples
        --------
        >>> icma.load("cep").to_dict()["nodes"][0]["id"]
        'total'
        """
        parts = {name: getattr(self, name) for name in _TOLD}
        answers = {leaf.id for leaf in self.criteria}
        variables = [variable.describe() | {"is_answer": variable.id in answers} for variable in self.inputs]
        return write_document(
            "program",
            parts | {"nodes": describe_nodes(self.nodes), "variables": variables},
            program=describe_program(self),
        )

    def crosses_periods(self, population: str) -> bool:
        """Whether figures of several periods are held against one another in a population.

        Examples
        --------
        >>> icma.load("cep").crosses_periods("all")
        True
        """
        declared = self.population_by_id.get(population)
        return population in ACROSS_PERIODS if declared is None else declared.crosses_periods


def name_program(program: Program, language: str) -> str:
    """Return id, version and title, as whatever is made with a program names it."""
    return f"{program.id} {program.version} · {program.title.in_language(language)}"


def describe_program(program: Program) -> dict[str, Any]:
    """Return what every document tells of its program."""
    leaves = [node for node in program.nodes.values() if node.is_indicator]
    counts = Counter(leaf.provenance.status if leaf.provenance else "undeclared" for leaf in leaves)
    told = {status: counts[status] for status in ("documented", "reconstructed", "user", "undeclared")}
    return {"id": program.id, "version": program.version, "title": program.title, "provenance": told}


def _own_figure(leaf: Indicator) -> Variable:
    keys = ("id", "title", "description", "unit", "range", "note", *OF_OWN_FIGURE)
    shared = {key: getattr(leaf, key) for key in keys}
    return Variable.model_construct(**shared)


def _answer_variable(leaf: Indicator, kind: Answer) -> Variable:
    # Made of parts that were proved already.
    if kind.amount is None:
        options = tuple(Option(id=option.id, title=option.title) for option in kind.options)
        return Variable.model_construct(id=leaf.id, title=leaf.title, type="ordinal", options=options)
    whole: Literal["integer", "number"] = "integer" if kind.amount.whole else "number"
    within = Range(low=0, high=kind.amount.at_most)
    return Variable.model_construct(id=leaf.id, title=leaf.title, type=whole, range=within)
