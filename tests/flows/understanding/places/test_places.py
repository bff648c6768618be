"""The file of places: whole, without contradictions, and refused with a path and a reason when it
is wrong."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.understanding.places.place_names import PlacesError
from flows.understanding.places.places import compile_places

FILE = Path(__file__).parents[4] / "flows" / "intake" / "places.yaml"
DATA: dict[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
PLACES = compile_places(DATA)


def test_all_towns_and_their_zips() -> None:
    """Connecticut has 169 towns; all but two (Lisbon, Union) have a ZIP in which most people are
    theirs."""
    assert len(PLACES.towns) == 169
    assert set(PLACES.towns) - set(PLACES.zips.values()) == {"Lisbon", "Union"}


@pytest.mark.parametrize(
    ("zip_code", "town"),
    [
        ("06103", "Hartford"),
        ("06105", "Hartford"),
        ("06106", "Hartford"),
        ("06112", "Hartford"),
        ("06114", "Hartford"),
        ("06120", "Hartford"),
        ("06107", "West Hartford"),
        ("06110", "West Hartford"),
        ("06117", "West Hartford"),
        ("06119", "West Hartford"),
        ("06108", "East Hartford"),
        ("06118", "East Hartford"),
        ("06109", "Wethersfield"),
        ("06111", "Newington"),
        ("06018", "North Canaan"),
        ("06268", "Mansfield"),
        ("06256", "Windham"),
        ("06390", None),  # Fishers Island, New York
        ("06121", None),
        ("01103", None),
        ("", None),
    ],
)
def test_the_town_of_a_zip(zip_code: str, town: str | None) -> None:
    """A ZIP's town is looked up, never guessed from its first digits."""
    assert PLACES.town_of_zip(zip_code) == town


def test_hartford_lives_in_six_zips() -> None:
    """Every other ZIP of Hartford is a post office box or one organisation."""
    sure = {zip_code for zip_code in PLACES.sure_zips if PLACES.zips[zip_code] == "Hartford"}
    assert sure == {"06103", "06105", "06106", "06112", "06114", "06120"}


@pytest.mark.parametrize(
    ("town", "list_name", "inside"),
    [
        ("Hartford", "greater_hartford_38", True),
        ("Mansfield", "greater_hartford_38", True),
        ("Bristol", "greater_hartford_38", False),
        ("elsewhere", "greater_hartford_38", False),
        ("Windham", "young_parents_districts", True),
        ("Hartford", "young_parents_districts", False),
    ],
)
def test_the_lists(town: str, list_name: str, inside: bool) -> None:
    """A program's towns are a list in the file."""
    assert (town in PLACES.lists[list_name]) is inside


def test_the_lists_have_their_sizes_and_are_not_confirmed() -> None:
    """38 towns and 6 districts, both marked for MCH to confirm."""
    assert {name: len(towns) for name, towns in PLACES.lists.items()} == {
        "greater_hartford_38": 38,
        "young_parents_districts": 6,
    }
    assert not any(entry["confirmed"] for entry in DATA["lists"].values())


def _add(*path: str, value: object) -> Any:
    def change(data: dict[str, Any]) -> None:
        place: Any = data
        for key in path[:-1]:
            place = place[key]
        if isinstance(place.get(path[-1]), list):
            place[path[-1]].append(value)
        else:
            place[path[-1]] = value

    return change


WRONG = [
    (
        _add("towns", "Vernon", "zips", value="06106"),
        "$.towns.Vernon.zips[1]: ZIP 06106 stands already under Hartford",
    ),
    (
        _add("elsewhere", "zips", value="06106"),
        "$.elsewhere.zips[1]: ZIP 06106 stands already under Hartford",
    ),
    (
        _add("towns", "Vernon", "zips", value=6106),
        "$.towns.Vernon.zips[1]: Expected `str`, got `int`",
    ),
    (
        _add("towns", "Vernon", "zips", value="01103"),
        "$.towns.Vernon.zips[1]: ZIP 01103 does not begin with 06",
    ),
    (
        _add("towns", "Vernon", "zip", value="06106"),
        "$.towns.Vernon: Object contains unknown field `zip`",
    ),
    (
        _add("towns", "Vernon", "names", value="Storrs"),
        "$.towns.Vernon.names[5]: 'storrs' already means Mansfield",
    ),
    (
        _add("towns", "Vernon", "names", value="West-Hartford"),
        "$.towns.Vernon.names[5]: 'west hartford' already means",
    ),
    (_add("towns", "Vernon", "ask", value=["!"]), "$.towns.Vernon.ask[0]: a name without letters"),
    (_add("elsewhere", "names", value="Bristol"), "'bristol' already means Bristol"),
    (
        _add("everyday", value="Atlantis"),
        f"$.everyday[{len(DATA['everyday'])}]: no place is called 'Atlantis'",
    ),
    (
        _add("shared_zips", "06121", value={"Vernon": 3}),
        "$.shared_zips.06121: no town has this ZIP",
    ),
    (
        _add("shared_zips", "06106", value={"Atlantis": 3}),
        "$.shared_zips.06106: 'Atlantis' is not another of the towns",
    ),
    (
        _add("shared_zips", "06106", value={"Hartford": 3}),
        "$.shared_zips.06106: 'Hartford' is not another of the towns",
    ),
    (
        _add("shared_zips", "06106", value={"Vernon": 70}),
        "$.shared_zips.06106[...]: Expected `int` <= 49",
    ),
    (
        _add("lists", "young_parents_districts", "towns", value="Storrs"),
        "$.lists.young_parents_districts.towns[6]: 'Storrs' is none of the towns",
    ),
    (_add("lists", "young_parents_districts", "towns", value="Windham"), "'Windham' stands twice"),
    (
        _add("lists", "new", value={"towns": ["Hartford"]}),
        "$.lists.new: Object missing required field `source`",
    ),
    (_add("wording", "live", value=["!"]), "$.wording.live"),
    (_add("wording", "live", value="!"), "a phrase without letters"),
    (_add("wording", "filler", value="código"), "'código' must be one word in small letters"),
    (_add("wording", "filler", value="zip code"), "'zip code' must be one word"),
    (_add("colour", value="red"), "$: Object contains unknown field `colour`"),
]


@pytest.mark.parametrize(("change", "reason"), WRONG, ids=[reason for _, reason in WRONG])
def test_a_wrong_file_is_refused_with_path_and_reason(change: Any, reason: str) -> None:
    """Whoever edits the file is told where it is wrong and why."""
    data = copy.deepcopy(DATA)
    change(data)
    with pytest.raises(PlacesError) as refused:
        compile_places(data)
    assert reason in str(refused.value)


@pytest.mark.parametrize("data", [None, [], "towns", {}, {"towns": []}])
def test_anything_else_is_refused(data: object) -> None:
    """A file that is no file of places is refused too."""
    with pytest.raises(PlacesError):
        compile_places(data)
