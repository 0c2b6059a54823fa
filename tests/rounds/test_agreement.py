"""Two evaluators of one rubric: how far they agree, what is to be settled, what was agreed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.rounds.evaluators import cohen_kappa

SPEC = """
spec: 1
id: rubric
version: "1"
title: {es: Rúbrica, en: Rubric}
entity: municipality
period: year
provenance: user
tree:
  - id: rules
    title: {es: Reglas, en: Rules}
    criteria:
      columns: [id, es, en]
      rows: [[written, Escritas, Written], [published, Publicadas, Published]]
      evidence: required
  - id: people
    title: {es: Personas, en: People}
    criteria:
      columns: [id, es, en]
      rows: [[trained, Capacitadas, Trained], [paid, Pagadas, Paid]]
"""
KEYS = {"entity": ["05035"], "period": ["2024"]}


@pytest.fixture(scope="module")
def program() -> icma.Program:
    return icma.loads(SPEC)


def answers(**given: Any) -> dict[str, Any]:
    return {**KEYS, **{name: [answer] for name, answer in given.items()}, "written.evidence": ["p. 3"]}


FIRST = answers(written="sí", published="no", trained="sí", paid="sí")
SECOND = answers(written="met", published="no", trained="no")


def test_kappa_is_that_of_the_textbook() -> None:
    # Fifty proposals, two readers: both yes 20, yes and no 5, no and yes 10, both no 15. p = 0.7, e = 0.5.
    one = np.array(["y"] * 25 + ["n"] * 25, object)
    other = np.array(["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15, object)
    assert cohen_kappa(one, other) == pytest.approx(0.4, abs=1e-15)
    assert cohen_kappa(one, one) == 1.0
    assert math.isnan(cohen_kappa(one[:25], one[:25]))
    assert math.isnan(cohen_kappa(one[:0], one[:0]))


def test_answers_stand_side_by_side(program: icma.Program) -> None:
    found = icma.agreement(program, FIRST, SECOND)
    lines = found.answers.set_index("criterion")
    assert lines["agrees"].to_dict() == {"written": True, "published": True, "trained": False, "paid": False}
    assert lines.loc["written", ["first", "second", "given_first", "given_second"]].tolist() == [
        "yes",
        "yes",
        "sí",
        "met",
    ]
    assert lines.loc["paid", "second"] == "not_checked"
    assert found.differences["criterion"].tolist() == ["trained", "paid"]
    assert "compared: 3 · agreeing: 2 · kappa: 0.40 · to be settled: 2" in repr(found)


def test_agreement_is_told_by_block_of_the_answers_that_both_gave(program: icma.Program) -> None:
    blocks = icma.agreement(program, FIRST, SECOND, language="es").blocks.set_index("block")
    assert blocks["title"].tolist() == ["Reglas", "Personas", "Rúbrica"]
    assert blocks[["criteria", "compared", "agreeing"]].to_numpy().tolist() == [[2, 2, 2], [2, 1, 0], [4, 3, 2]]
    assert blocks["percent"].tolist() == [100.0, 0.0, pytest.approx(200 / 3)]
    assert blocks.loc["rules", "kappa"] == 1.0


def test_what_is_agreed_is_scored_and_the_rest_is_not_checked(program: icma.Program) -> None:
    settled = pd.DataFrame(
        {
            "clave": ["05035", "05035"],
            "periodo": ["2024", "2024"],
            "criterio": ["trained", "paid"],
            "acordada": ["sí", ""],
            "por": ["M. Evaluadora", ""],
            "fecha": ["31/07/2025", ""],
        }
    )
    found = icma.agreement(program, FIRST, SECOND, settled=settled)
    line = found.answers.set_index("criterion").loc["trained"]
    assert line[["agreed", "by", "on"]].tolist() == ["sí", "M. Evaluadora", "2025-07-31"]
    assert found.differences["criterion"].tolist() == ["paid"]
    states = found.assessment.answer_states.iloc[0].to_dict()
    assert states == {"written": "met", "published": "not_met", "trained": "met", "paid": "not_checked"}


def test_what_both_answered_may_be_said_again_as_either_wrote_it(program: icma.Program) -> None:
    line = {"clave": ["05035"], "periodo": ["2024"], "criterio": ["written"]}
    for said in ("yes", "sí", "met"):
        found = icma.agreement(program, FIRST, SECOND, settled={**line, "acordada": [said]})
        assert found.answers.set_index("criterion").loc["written", "agreed"] == "yes"
    with pytest.raises(icma.DataError, match="both answered `yes`"):
        icma.agreement(program, FIRST, SECOND, settled={**line, "acordada": ["no"]})


def test_who_and_when_it_was_agreed_for_are_read_as_in_data(program: icma.Program) -> None:
    own = {"entity": ["01001"]}
    settled = {"clave": [1001, None], "periodo": [2024.0, None], "criterio": ["trained", ""], "acordada": ["sí", None]}
    found = icma.agreement(program, FIRST | own, SECOND | own, settled=settled)
    assert found.answers.set_index("criterion").loc["trained", "agreed"] == "sí"
    assert (
        icma.agreement(program, FIRST, SECOND, settled=settled | {"acordada": [None, None]}).differences.shape[0] == 2
    )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"criterio": ["training"]}, "there is no criterion `training`.*`trained`"),
        ({"clave": ["05036"]}, "there is no entity `05036 2024`"),
        ({"clave": ["Total"]}, "no row has"),
        ({"criterio": ["published"]}, "both answered `no`"),
        ({"fecha": ["ayer"]}, "`trained`: `ayer` is no date"),
    ],
)
def test_what_cannot_have_been_agreed_is_refused(program: icma.Program, changed: dict[str, Any], message: str) -> None:
    line = {"clave": ["05035"], "periodo": ["2024"], "criterio": ["trained"], "acordada": ["sí"], "fecha": [""]}
    with pytest.raises(icma.IcmamlError, match=message):
        icma.agreement(program, FIRST, SECOND, settled=line | changed)


def test_a_program_without_criteria_has_nobody_to_agree() -> None:
    with pytest.raises(icma.IcmamlError, match="`sindes` has no criteria"):
        icma.agreement("sindes", FIRST, SECOND)


def test_whoever_one_alone_evaluated_is_to_be_settled(program: icma.Program) -> None:
    other = {**SECOND, "entity": ["05036"]}
    found = icma.agreement(program, FIRST, other)
    assert found.blocks.iloc[-1][["criteria", "compared"]].tolist() == [7, 0]
    assert len(found.differences) == 7
