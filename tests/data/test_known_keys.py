"""Keys held against what is known of INEGI's: totals, keys that cannot be, and the state and the name beside them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.data.keys.known_keys import is_total
from tests.conftest import HEAD, examples, program, reference

BODY = """\
scale: percentile_rank
variables: [{id: income, title: {es: a, en: a}, range: [0, null]}]
tree: [{id: y, title: {es: y, en: y}, formula: income, direction: higher}]
"""
INCOME = program(HEAD.replace("semester", "year") + BODY)
OF_STATES = program(HEAD.replace("semester", "year").replace("municipality", "state") + BODY)
NAMES = icma.Catalogue.of_names({"05030": "Saltillo", "05035": "Torreón", "30123": "Pánuco", "32037": "Pánuco"})


def table(*lines: tuple[object, ...], columns: str = "entity period income") -> pd.DataFrame:
    return pd.DataFrame(lines, columns=columns.split())


def told(assessment: icma.Assessment, code: str) -> list[tuple[str, str]]:
    found = assessment.findings
    return list(found.loc[found["code"] == code, ["entity", "figure"]].itertuples(index=False, name=None))


def message(assessment: icma.Assessment, code: str) -> str:
    (line,) = assessment.findings.query("code == @code").itertuples()
    return str(line.message)


TOTALS = table(
    ("00000", 2020, 4100),
    ("01000", 2020, 4200),
    ("01001", 2020, 5000),
    ("01002", 2020, 3000),
    ("01003", 2020, 3500),
    ("01999", 2020, 10),
)


def as_long(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.rename(columns={"income": "value"}).assign(variable="income")


def as_excel(frame: pd.DataFrame) -> pd.DataFrame:
    file = BytesIO()
    frame.to_excel(file, index=False)
    file.seek(0)
    return pd.read_excel(file)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TOTALS, id="text"),
        pytest.param(TOTALS.assign(entity=TOTALS["entity"].astype(int)), id="numbers"),
        pytest.param(TOTALS.assign(entity=TOTALS["entity"].astype(float)), id="floats"),
        pytest.param(TOTALS.assign(entity=TOTALS["entity"].astype(int).astype(float).astype(str)), id="printed floats"),
        pytest.param(as_long(TOTALS), id="long"),
        pytest.param(as_excel(TOTALS.assign(entity=TOTALS["entity"].astype(int))), id="Excel"),
        pytest.param(TOTALS.iloc[::-1], id="turned round"),
    ],
)
def test_rows_of_totals_are_set_aside_and_counted(data: pd.DataFrame) -> None:
    """Of 5000, 3000 and 3500 the first beats both others (100), the last one of two (50), the second none (0)."""
    assessment = icma.score(INCOME, data)
    assert assessment._scored.table.entity_ids.tolist() == ["01001", "01002", "01003"]
    assert assessment.scores["total"].tolist() == [100, 0, 50]
    assert message(assessment, "IND480").startswith("3 row(s) of totals")
    assert icma.benchmark(assessment, None).statistics["n"].tolist()[0] == 3
    assert set(assessment.findings["code"]) <= {"IND480", "IND411"}


def test_totals_are_counted_by_lines_and_leave_no_period_behind() -> None:
    """A total of 2019 alone does not make 2019 a period of the data."""
    data = table(("01000", 2019, 1), ("01000", 2020, 2), ("01001", 2020, 3), (None, 2020, 4))
    assessment = icma.score(INCOME, data)
    assert assessment.values["y"].to_dict() == {("01001", "2020"): 3}
    assert [str(point) for point in assessment._scored.table.points] == ["2020"]
    assert message(assessment, "IND480").startswith("2 row(s)")
    assert {"IND480", "IND424"} <= set(assessment.findings["code"])
    assert "IND425" not in set(assessment.findings["code"])
    with pytest.raises(icma.DataError, match="IND424"):
        icma.score(INCOME, data, strict=True)
    with pytest.raises(icma.DataError, match="no row has both"):
        icma.score(INCOME, data.iloc[:2])


@pytest.mark.parametrize("kind", [str, int, float])
def test_split_keys_have_totals_too(kind: type) -> None:
    data = table(
        ("00", "000", 2020, 1),
        ("01", "000", 2020, 2),
        ("01", "001", 2020, 3),
        ("01", "999", 2020, 4),
        columns="cve_ent cve_mun period income",
    )
    data[["cve_ent", "cve_mun"]] = data[["cve_ent", "cve_mun"]].astype(kind)
    assessment = icma.score(INCOME, data)
    assert assessment.values["y"].to_dict() == {("01001", "2020"): 3}
    assert message(assessment, "IND480").startswith("3 row(s)")


@pytest.mark.parametrize(
    "word", ["Total", "TOTAL ESTATAL", "Total nacional", "Promedio", "Nacional", "Average", "Subtotal"]
)
@pytest.mark.parametrize("catalogue", [None, NAMES])
def test_words_for_totals_are_no_entities(word: str, catalogue: icma.Catalogue | None) -> None:
    data = table((word, 2020, 4200), ("05035", 2020, 5000), ("05030", 2020, 3000))
    assessment = icma.score(INCOME, data, catalogue=catalogue)
    assert assessment.scores["total"].tolist() == [0, 100]
    assert told(assessment, "IND480") == [("", word)]
    assert set(assessment.findings["code"]) == {"IND480"}


def test_no_municipality_is_called_like_a_total() -> None:
    """Suma is a municipality of Yucatán; no key of all of them ends in 000 or 999."""
    known = reference("municipalities.csv")
    assert not [name for name in known["municipality"] if is_total(name)]
    assert not [name for name in ("Suma", "General Terán", "Gran Morelos", "Medias Aguas") if is_total(name)]
    data = known.assign(period="2020", income=range(len(known)))
    catalogue = icma.read_catalogue(known.rename(columns={"municipality": "name"})[["key", "name"]])
    for keys in (data, data.assign(key=data["key"].astype(int))):
        assessment = icma.score(INCOME, keys, catalogue=catalogue)
        assert assessment._scored.table.entity_ids.tolist() == known["key"].tolist()
        assert set(assessment.findings["code"]) <= {"IND406", "IND411", "IND417"}  # the least lie far from the others


def test_states_have_the_country_and_impossible_keys() -> None:
    data = table(("00", 2020, 9), (5, 2020, 1), ("08", 2020, 2), ("33", 2020, 3), ("Nacional", 2020, 4))
    assessment = icma.score(OF_STATES, data)
    assert assessment._scored.table.entity_ids.tolist() == ["05", "08", "33"]
    assert message(assessment, "IND480").startswith("2 row(s)")
    assert told(assessment, "IND412") == [("33", "33")]


def test_the_name_or_state_beside_the_key_of_a_state_is_held_against_it() -> None:
    for columns in ("entity period income estado", "entity period income nombre"):
        data = table(
            ("05", 2020, 1, "Coahuila"), ("8", 2020, 2, "Chih."), ("30", 2020, 3, "Tamaulipas"), columns=columns
        )
        assessment = icma.score(OF_STATES, data)
        assert assessment.values["y"].tolist() == [1, 2, 3]
        assert told(assessment, "IND481") == [("30", "30")]
        assert message(assessment, "IND481").startswith("the key is of Veracruz and the row says Tamaulipas")


def test_keys_that_cannot_be_are_told_and_kept() -> None:
    data = table(("99001", 2020, 4200), ("33001", 2020, 5000), ("00123", 2020, 3000), ("01001", 2020, 3500))
    assessment = icma.score(INCOME, data)
    assert [key for key, _ in told(assessment, "IND412")] == ["00123", "33001", "99001"]
    assert "from 01 to 32" in str(assessment.findings["message"].iloc[0])
    assert assessment.scores["total"].notna().all()
    assert assessment.attributes["state"].tolist() == ["", "Aguascalientes", "", ""]


@pytest.mark.parametrize("key", ["035", "0900", "35", "1", "123456"])
def test_only_what_lost_one_zero_is_padded(key: str) -> None:
    assessment = icma.score(INCOME, table((key, 2020, 1), ("05030", 2020, 2)))
    assert told(assessment, "IND412") == [(key, key)]
    assert told(assessment, "IND411") == []
    assert key in assessment._scored.table.entity_ids.tolist()


def test_a_key_is_never_padded_against_the_state_beside_it() -> None:
    """2001 in Oaxaca (20) is no municipality of Baja California (02): perhaps 20001 without its zeros."""
    data = table(
        (2001, "Oaxaca", 2020, 2000),
        (2001, "Baja California", 2020, 1),
        (2002, "02", 2020, 2),
        (2003, None, 2020, 3),
        (20002, "Oaxaca", 2020, 3000),
        columns="entity estado period income",
    )
    assessment = icma.score(INCOME, data)
    assert assessment._scored.table.entity_ids.tolist() == ["02001", "02002", "02003", "20002", "2001"]
    assert told(assessment, "IND481") == [("2001", "2001")]
    assert "Baja California and the row says Oaxaca (20001?)" in message(assessment, "IND481")
    assert assessment.attributes["state"].tolist() == ["Baja California"] * 3 + ["Oaxaca", ""]


def test_a_key_of_another_state_than_the_one_beside_it_is_told_at_its_cell() -> None:
    """30 is Veracruz: a town of Tamaulipas cannot have 30123."""
    lines = (("30123", "Tamaulipas", 2020, 4200), ("28003", "Tamps.", 2020, 5000), ("28009", "", 2020, 3000))
    data = table(*lines, columns="entity estado period income")
    for handed_in in (data, as_long(data), data.assign(entity=data["entity"].astype(int))):
        assessment = icma.score(INCOME, handed_in)
        assert told(assessment, "IND481") == [("30123", "30123")]
        assert assessment.values["y"].tolist() == [5000, 3000, 4200]


def test_many_contradictions_are_one_finding() -> None:
    data = table(
        *((f"05{number:03d}", "Sonora", 2020, number) for number in range(1, 200)),
        columns="entity estado period income",
    )
    assert told(icma.score(INCOME, data), "IND481") == [("", "05001, … (199)")]


def test_a_key_beside_the_name_of_another_municipality_is_told() -> None:
    """Saltillo is 05030 and Torreón 05035: the lines were swapped. A name that nobody bears says nothing."""
    data = table(
        ("05035", "Saltillo", 2019, 1),
        ("05035", "Saltillo", 2020, 1),
        ("05030", "TORREON, Coah.", 2020, 2),
        ("30123", "Panuco", 2020, 3),
        ("32037", "Villa vieja", 2020, 4),
        ("28003", "Saltillo", 2020, 5),
        columns="entity name period income",
    )
    assert told(icma.score(INCOME, data), "IND482") == []
    assessment = icma.score(INCOME, data, catalogue=NAMES)
    assert told(assessment, "IND482") == [("05030", "TORREON, Coah."), ("05035", "Saltillo")]
    assert "05035 Torreón, Coah." in assessment.findings.query("code == 'IND482'")["message"].iloc[0]
    assert assessment.values["y"].notna().all()
    assert told(icma.score(INCOME, as_long(data), catalogue=NAMES), "IND482") == told(assessment, "IND482")


@pytest.mark.parametrize("entity", ["project", "budget_program", "other"])
def test_nothing_is_known_of_other_entities(entity: str) -> None:
    """A project may be called Total, 0 or 999, and an E007 of 2001 in Oaxaca is what it is."""
    spec = program(HEAD.replace("semester", "year").replace("municipality", entity) + BODY)
    keys = ["Total", "0", "999", "01000", "2001", "Promedio"]
    data = table(*((key, "Oaxaca", 2020, 1) for key in keys), columns="entity estado period income")
    assessment = icma.score(spec, data)
    assert assessment._scored.table.entity_ids.tolist() == sorted(keys)
    assert set(assessment.findings["code"]) <= {"IND406"}


@examples(30)
@given(st.lists(st.tuples(st.integers(1, 32), st.integers(1, 570)), min_size=1, max_size=20, unique=True))
def test_keys_as_text_and_as_numbers_are_the_same_whatever_else_there_is(pairs: list[tuple[int, int]]) -> None:
    """A municipality is itself as text, as a number, and as state and municipality apart, totals beside it or not."""
    keys = [f"{state:02d}{number:03d}" for state, number in pairs]
    plain = table(*((key, 2020, place) for place, key in enumerate(keys)))
    numbers = plain.assign(entity=[int(key) for key in keys])
    states, numbers_within = zip(*pairs, strict=True)
    apart = pd.DataFrame({"cve_ent": states, "cve_mun": numbers_within, "period": 2020, "income": range(len(keys))})
    more = pd.concat([plain, table(("00000", 2020, 9), ("Total", 2020, 9), ("32000", 2020, 9))])
    wanted = icma.score(INCOME, plain).scores
    for data in (numbers, apart, more, more.iloc[::-1]):
        pd.testing.assert_frame_equal(icma.score(INCOME, data).scores, wanted)


def test_periods_of_another_frequency_give_no_value(tmp_path: Path) -> None:
    """What a quarter or a month has is no figure of a year: 10 of 2020 alone is left."""
    data = table(("01001", "2020", 10), ("01001", "2020-Q1", 3), ("01001", "2021-03", 1), ("01002", "2020-12-31", 7))
    data.to_csv(tmp_path / "data.csv", index=False)
    for handed_in in (data, as_long(data), tmp_path / "data.csv"):
        assessment = icma.score(INCOME, handed_in)
        assert assessment.values["y"].to_dict() == {("01001", "2020"): 10, ("01002", "2020"): 7}
        assert told(assessment, "IND483") == [("01001", "line 2: 2020-Q1"), ("01001", "line 3: 2021-03")]
        assert [str(point) for point in assessment._scored.table.points] == ["2020"]
    with pytest.raises(icma.DataError, match="IND483"):
        icma.score(INCOME, data, strict=True)
    with pytest.raises(
        icma.DataError, match="no period is of the program's frequency .year., but for example `2020-Q1`"
    ):
        icma.score(INCOME, data.iloc[1:3])
    with pytest.raises(icma.DataError, match="2020-S1"):
        icma.score(INCOME, data.drop(columns="period"), period="2020-S1")
    many = table(*(("01001", f"{year}-S1", 1) for year in range(1900, 2020)), ("01001", 2020, 1))
    assert told(icma.score(INCOME, many), "IND483") == [("", "line 1: 1900-S1, … (120)")]


def test_every_frequency_that_the_program_names_is_its_own() -> None:
    spec = program(HEAD.replace("period: semester", "period: [year, quarter]") + BODY)
    data = table(("01001", "2020", 10), ("01001", "2020-Q1", 3), ("01001", "2020-S1", 1))
    assert icma.score(spec, data).values["y"].to_dict() == {("01001", "2020"): 10, ("01001", "2020-Q1"): 3}
