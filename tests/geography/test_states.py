"""The 32 states follow from the key."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from icmaml_indicators.geography import STATES, regions_of_keys, state_key, state_of, states_of_keys


def test_there_are_32_states_with_keys_in_order_and_names_of_their_own() -> None:
    assert [state.key for state in STATES] == [f"{number:02d}" for number in range(1, 33)]
    for names in zip(*((s.name, s.usual_name, s.abbreviation) for s in STATES), strict=True):
        assert len(set(names)) == 32


def test_the_four_regions_of_banco_de_mexico() -> None:
    assert Counter(state.region for state in STATES) == {"Norte": 6, "Centro norte": 10, "Centro": 8, "Sur": 8}


def test_states_and_regions_follow_from_keys_and_only_from_keys() -> None:
    keys = np.array(["05035", "15106", "33001", "00001", "5035", "P-01", "05", "٠٥٠٣٥"], object)
    assert states_of_keys(keys).tolist() == ["Coahuila", "Estado de México", "", "", "", "", "Coahuila", ""]
    assert regions_of_keys(keys).tolist() == ["Norte", "Centro", "", "", "", "", "Norte", ""]
    assert state_of("05035") == state_of("05")


def test_every_state_is_known_by_key_name_and_abbreviation_however_written() -> None:
    for state in STATES:
        for name in (state.key, str(int(state.key)), state.name, state.usual_name, state.abbreviation):
            for spelt in (name, name.upper(), name.lower(), f"  {name} ", name.replace(".", "")):
                assert state_key(spelt) == state.key, spelt


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("Distrito Federal", "09"),
        ("D.F.", "09"),
        ("Cd. de México", "09"),
        ("Edo. Méx.", "15"),
        ("Edo. de México", "15"),
        ("Mexico", "15"),
        ("Estado de Chihuahua", "08"),
        ("Estado Libre y Soberano de Oaxaca", "20"),
        ("Coahuila", "05"),
        ("Michoacan", "16"),
        ("Veracruz-Llave", "30"),
        ("Querétaro de Arteaga", "22"),
        ("S.L.P.", "24"),
        ("N. L.", "19"),
        ("Q. ROO", "23"),
        ("Q.R.", "23"),
        ("B. C. S.", "03"),
    ],
)
def test_old_names_and_common_abbreviations(given: str, key: str) -> None:
    assert state_key(given) == key


@pytest.mark.parametrize("given", ["", "33", "0", "Guatemala", "Chihuaua", "Norte", "Estado de", "005"])
def test_what_is_no_state_is_none(given: str) -> None:
    assert state_key(given) == ""
