"""The technical note: a program as its method document, for a methodologist or a journalist."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ....errors import check_language
from ....specs import ROOT, Group, Program, TreeNode, leaves_below
from ....validation import describe, take_program
from ..figures import list_names, write_figure, write_with_unit
from ..rendering import render_on_frame
from .sheets import Sheet, SheetWords
from .words import WORDS


def render_note(program: Program | str | Path, language: str = "es", *, credits: Sequence[str] = ()) -> str:
    """Return the technical note of a program as HTML: what it measures, its structure, rules, indicators and sources.

    Parameters
    ----------
    program
        What is described, of which nothing is computed; or what `load` takes: its id, a file or a folder.
    language
        ``es`` or ``en``.
    credits
        Sources of data, shown at the end.

    Raises
    ------
    MissingExtraError
        When the extra ``reports`` is not installed.

    Examples
    --------
    >>> "Technical note" in render_note("sindes", "en")
    True
    """
    program = take_program(program)
    check_language(language)
    return _Writer(program, language, WORDS[language]).render(credits)


class _Writer(SheetWords):
    def render(self, credits: Sequence[str]) -> str:
        """Return the page."""
        program, nodes = self.program, list(self.program.nodes.values())
        return render_on_frame(
            "note.html.j2",
            self.language,
            self.words,
            title=self.text(program.title),
            period=self.words["edition"].format(version=program.version),
            program="",
            program_id=program.version,
            subtitle=self.subtitle(),
            credits=list(credits),
            rights=self.text(program.rights),
            count=len(program.indicators),
            of_criteria=len(program.criteria) == len(program.indicators),
            extent=self.extent(),
            about=[part for part in (self.text(program.description), self.text(program.note)) if part],
            history=self.history(),
            identity=describe(program),
            # What stands straight below the total is a part of it, leaf or group.
            parts=[self.part(node) for node in nodes if not node.is_indicator or node.depth == 1],
            is_deep=any(node.depth > 1 and not node.is_indicator for node in nodes),
            objectives=self.objectives(),
            has_total=program.nodes[ROOT].aggregation.facts.reads != "nothing",
            levels=[
                (self.title(node), self.say_levels(node)) for node in nodes if node.levels and not node.is_indicator
            ],
            gates=[gate for node in nodes for gate in self.say_gates(node)],
            decisions=[(self.title(node), lines) for node in nodes if (lines := self.say_decisions(node))],
            missing=self.say_missing(program.nodes[ROOT].missing),
            own_missing=self.own_missing(),
            lights=self.say_lights(program.lights),
            peers=self.peers(),
            applies=self.applies(),
            models=[(self.text(model.title), self.text(model.description)) for model in program.models],
            parameters=[self.parameter(parameter) for parameter in program.parameters],
            areas=self.areas(),
            variables=[self.variable(variable) for variable in program.variables],
            checks=[self.check(number) for number in range(len(program.all_checks))],
            documents=self.documents(),
            systems=self.systems(),
        )

    def subtitle(self) -> str:
        """Return what is measured, and how often."""
        period = self.program.period
        if period.step == 1:
            often = [self.words["frequencies"][frequency] for frequency in period.frequency]
        else:
            often = [
                self.words["every_step"].format(step=period.step, frequency=self.words["every"][frequency])
                for frequency in period.frequency
            ]
        entities = self.words["entities"][self.program.entity.type]
        return str(self.words["subject"].format(entities=entities, frequency=self.words["or"].join(often)))

    def extent(self) -> str:
        """Return how many groups and variables there are."""
        groups = sum(not node.is_indicator for node in self.program.nodes.values()) - 1
        counts = {"groups": groups, "variables": len(self.program.inputs)}
        named = {
            name: self.words[f"count_{name}"][count != 1].format(count=f"{count:,}") for name, count in counts.items()
        }
        return str(self.words["extent"][groups > 0].format(**named))

    def history(self) -> str:
        """Return since when the program holds, and what it follows."""
        program, said = self.program, []
        if program.valid_from:
            said.append(self.words["valid_from"].format(period=self.name_period(program.valid_from)))
        if program.valid_to:
            said.append(self.words["valid_to"].format(period=self.name_period(program.valid_to)))
        if program.replaces is not None:
            said.append(self.words["follows"].format(version=program.replaces.version))
        if not program.comparable:
            said += [self.words["not_comparable"], self.text(program.break_note)]
        return " ".join(part for part in said if part)

    # Structure and rules ----------------------------------------------------------------------------------

    def part(self, node: TreeNode) -> dict[str, Any]:
        """Return a group as a line of the structure."""
        weight = self.words["worked_out"] if node.weight_varies else self.write_share(self.shares.get(node.id))
        made = [] if node.is_indicator else [self.say_aggregation(node), self.say_scale(node), self.say_rounding(node)]
        spec = node.spec
        about = [spec.description, spec.note] if isinstance(spec, Group) else []
        return {
            "title": self.title(node) if node.id != ROOT else self.words["total"].capitalize(),
            "depth": min(node.depth, 3),
            "about": " ".join(self.text(part) for part in about if part),
            "role": self.words["roles"][node.role],
            "weight": weight if node.id != ROOT else "",
            "of_total": self.write_share(self.share_of_total(node)) if node.id != ROOT else "",
            "leaves": "" if node.is_indicator else str(len(leaves_below(node))),
            "made": ". ".join(part.rstrip(".") for part in made if part),
        }

    def objectives(self) -> list[dict[str, str]]:
        """Return the objectives of a matrix with what they assume and what measures them."""
        matrix, nodes = self.program.matrix, self.program.nodes
        return [
            {
                "level": self.words["matrix_levels"][level],
                "title": self.text(objective.summary),
                "assumptions": "; ".join(self.text(text) for text in objective.assumptions),
                "indicators": "; ".join(self.title(nodes[name]) for name in objective.indicators),
            }
            for level, objective, _ in (matrix.objectives() if matrix is not None else ())
        ]

    def peers(self) -> str:
        """Return within what comparisons are made."""
        names = [self.text(peers.title) or peers.column.replace("_", " ") for peers in self.program.peers]
        named = list_names(names, self.language)
        return str(self.words["peers_note"].format(names=named) if names else self.words["no_peers"])

    def applies(self) -> list[str]:
        """Return who is assessed, and what the program is made of; nothing where that is everybody."""
        program, said = self.program, []
        if program.applies is not None and program.applies.where is not None:
            said.append(self.words["applies_where"].format(rule=self.formulas.write_formula(program.applies.where)))
        for key, asked in ({} if program.applies is None else program.applies.shares).items():
            share = write_with_unit(write_figure(100 * float(asked), 0), "%")
            said.append(self.words[f"applies_{key}"].format(share=share))
        if program.rollup is not None:
            share = write_with_unit(write_figure(100 * float(program.rollup.at_least), 0), "%")
            said.append(self.words["made_of"].format(share=share))
        return said

    def parameter(self, parameter: Any) -> dict[str, str]:
        """Return a parameter: what it is called, its figure with the unit, where it comes from."""
        unit = self.text(parameter.unit)
        value = write_with_unit(self.formulas.write_figure(parameter), unit)
        return {
            "title": self.text(parameter.title) or parameter.id.replace("_", " "),
            "value": value if unit.startswith("%") else f"{value} {unit}".strip(),
            "source": " ".join(part for part in (parameter.source, self.text(parameter.note)) if part),
        }

    def check(self, number: int) -> tuple[str, str, str]:
        """Return a check between figures: its rule, what it says, how grave it is."""
        check = self.program.all_checks[number]
        return self.formulas.write_formula(check.rule), self.text(check.message), check.severity

    def areas(self) -> list[tuple[str, list[Sheet]]]:
        """Return the indicators by the area that they stand in."""
        root = self.program.nodes[ROOT]
        loose = [self.sheet(node) for node in root.children if node.is_indicator]
        groups = [node for node in root.children if not node.is_indicator]
        found = [(self.title(node), [self.sheet(leaf) for leaf in leaves_below(node)]) for node in groups]
        return [*found, (self.words["no_area"] if groups else self.text(self.program.title), loose)] if loose else found
