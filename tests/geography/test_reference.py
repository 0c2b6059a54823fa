"""Every municipality of Mexico resolves to its own key, by name and state, however it is spelt.

The table stays outside the project. Names that do not tell municipalities apart are worked out here, not listed.
"""

from __future__ import annotations

import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from types import FrameType

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.geography import STATES
from icmaml_indicators.geography.former_names import FORMER_NAMES
from tests.conftest import reference


@pytest.fixture(scope="module")
def municipalities() -> pd.DataFrame:
    return reference("municipalities.csv")


@pytest.fixture(scope="module")
def catalogue(municipalities: pd.DataFrame) -> icma.Catalogue:
    return icma.read_catalogue(municipalities)


def without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


SHORTENED = {"Santa ": "Sta. ", "Santo ": "Sto. ", "General ": "Gral. ", "Doctor ": "Dr. ", "Ciudad ": "Cd. "}


def abbreviated(text: str) -> str:
    for word, short in SHORTENED.items():
        text = text.replace(word, short)
    return text


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda name: name,
    "capitals": str.upper,
    "no accents": without_accents,
    "capitals without accents": lambda name: without_accents(name).upper(),
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "abbreviated": abbreviated,
    "letterhead": lambda name: f"H. Ayuntamiento de {name}",
    "short letterhead": lambda name: f"MUNICIPIO {name.upper()}",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("told", ["state", "key", "usual", "abbreviation", "in the name"])
def test_every_municipality_resolves_by_name_and_state(
    municipalities: pd.DataFrame, catalogue: icma.Catalogue, spelling: str, told: str
) -> None:
    names = [SPELLINGS[spelling](name) for name in municipalities["municipality"]]
    by_key = {state.key: state for state in STATES}
    states = {
        "state": municipalities["state"].tolist(),
        "key": municipalities["state_key"].tolist(),
        "usual": [by_key[key].usual_name.upper() for key in municipalities["state_key"]],
        "abbreviation": [by_key[key].abbreviation for key in municipalities["state_key"]],
        "in the name": [""] * len(names),
    }[told]
    if told == "in the name":
        names = [f"{name}, {state}" for name, state in zip(names, municipalities["state"], strict=True)]
    found = catalogue.resolve(names, states)
    assert [match.key for match in found] == municipalities["key"].tolist()


def test_a_name_costs_the_same_among_many(municipalities: pd.DataFrame, catalogue: icma.Catalogue) -> None:
    """Counted in calls, since times depend on what else the machine does: a search through all names makes thousands."""
    names, states = municipalities["municipality"].tolist(), municipalities["state"].tolist()
    catalogue.resolve(names, states)  # what is built once is built
    calls = count_calls(lambda: catalogue.resolve(names, states))
    assert calls < 50 * len(names)


def count_calls(work: Callable[[], object]) -> int:
    """Return how many functions, of Python or built in, work calls."""
    counts = {"call": 0, "c_call": 0}

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        if event in counts:
            counts[event] += 1

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return sum(counts.values())


def test_names_without_a_state_resolve_unless_several_bear_them(
    municipalities: pd.DataFrame, catalogue: icma.Catalogue
) -> None:
    bearers = defaultdict(list)
    for key, name in zip(municipalities["key"], municipalities["municipality"], strict=True):
        bearers[without_accents(name).casefold()].append(key)
    found = catalogue.resolve(municipalities["municipality"])
    for key, name, match in zip(municipalities["key"], municipalities["municipality"], found, strict=True):
        own = bearers[without_accents(name).casefold()]
        if len(own) == 1:
            assert match.key == key, name
        else:
            assert match.status == "ambiguous", name
            once = [each.key for each in FORMER_NAMES if each.former == name]
            assert [candidate[:5] for candidate in match.candidates] == [*own, *once]
    # A quarter of the names or so would be a sign that something is folded away.
    assert 0 < sum(match.status == "ambiguous" for match in found) < len(found) / 4


def test_namesakes_within_a_state_are_refused_with_all_of_them(
    municipalities: pd.DataFrame, catalogue: icma.Catalogue
) -> None:
    """Without the district that INEGI adds to them they cannot be told apart."""
    table = municipalities.assign(bare=municipalities["municipality"].str.replace(r"\s*-Dto\. \d+.*$", "", regex=True))
    groups = table.groupby(["state_key", "bare"])["key"].apply(list)
    twins = groups[groups.map(len) > 1]
    assert len(twins) > 0
    for (state, name), keys in twins.items():
        (match,) = catalogue.resolve([name], state)
        assert match.status == "ambiguous"
        assert [candidate[:5] for candidate in match.candidates] == keys


def test_no_two_municipalities_of_a_state_differ_only_by_what_is_folded(
    municipalities: pd.DataFrame, catalogue: icma.Catalogue
) -> None:
    """Why ñ may count as n, and articles and abbreviations for nothing: no name is lost by it."""
    for match in catalogue.resolve(municipalities["municipality"], municipalities["state_key"].tolist()):
        assert match.status == "found"


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("Dr. Mora", "11013"),
        ("Gral. Zuazua", "19025"),
        ("Cd. Valles", "24013"),
        ("Juárez, Chih.", "08037"),
        ("Santa Maria Huatulco", "20413"),
        ("Playas Rosarito", "02005"),
        ("San Martín Hidalgo", "14077"),
        ("Villa Hidalgo, Jal.", "14116"),
        ("Juárez Hidalgo", "13033"),
        ("Monterrey", "19039"),
        ("Benito Juárez, Distrito Federal", "09014"),
        ("Mérida", "31050"),
    ],
)
def test_well_known_municipalities(catalogue: icma.Catalogue, given: str, key: str) -> None:
    assert catalogue.key(given) == key


@pytest.mark.parametrize("given", ["Juárez", "San Juan Mixtepec, Oaxaca", "Benito Juárez", "Hidalgo", "Villa Hidalgo"])
def test_well_known_namesakes(catalogue: icma.Catalogue, given: str) -> None:
    with pytest.raises(icma.AmbiguousNameError):
        catalogue.key(given)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Ciudad Juárez", "08037"),
        ("Torreom", "05035"),
        ("Heroica Matamoros", "28022"),
        ("Guadalajarra, Jalisco", "14039"),
        ("Torreón, Durango", "05035"),
    ],
)
def test_misspelt_ones_are_offered(catalogue: icma.Catalogue, given: str, wanted: str) -> None:
    (match,) = catalogue.resolve([given])
    assert match.status == "unknown"
    assert wanted in {candidate[:5] for candidate in match.candidates}


def test_a_hundred_thousand_unknown_names_take_seconds(catalogue: icma.Catalogue) -> None:
    start = time.perf_counter()
    found = catalogue.resolve(f"San Pedro del Lugar {number}" for number in range(100_000))
    assert time.perf_counter() - start < 30
    assert {match.status for match in found} == {"unknown"}
    assert found[0].candidates
