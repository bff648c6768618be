"""Where a person lives, as people write it: the answer to "Which town?", and a town inside another
text."""

from __future__ import annotations

from datetime import date
from itertools import chain
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.place.town import Town, build
from flows.understanding.utterance import Said

TODAY = date(2026, 11, 21)
FILE = Path(__file__).parents[4] / "flows" / "intake" / "places.yaml"
TOWN: Town = build(yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader))
TOWNS = TOWN.places.towns
ZIPS = TOWN.places.zips


def shown(heard: Heard | None) -> str:
    """ "Hartford" taken, "Hartford?" asked, "-" not understood."""
    if heard is None:
        return "-"
    return heard.value if heard.sure else f"{heard.value}?"


# What is said, and what is heard: the town; the town with "?" where the bot asks first; "-" where
# it asks again.
HEARD = [
    # ZIPs
    ("06106", "Hartford"),
    ("06106.", "Hartford"),
    ("#06106", "Hartford"),
    ("06106-1234", "Hartford"),
    ("061061234", "Hartford"),
    ("06106 1234", "Hartford"),
    ("zip 06106", "Hartford"),
    ("My zip code is 06120, thanks", "Hartford"),
    ("mi codigo postal es 06051", "New Britain"),
    ("código postal: 06051", "New Britain"),
    ("o6106", "Hartford"),
    ("O61O6", "Hartford"),
    ("zero six one oh six", "Hartford"),
    ("cero seis uno cero seis", "Hartford"),
    ("0 6 1 0 6", "Hartford"),
    ("6106", "Hartford?"),
    ("zip is 6114", "Hartford?"),
    ("06101", "Hartford?"),
    ("06152", "Hartford?"),
    ("06107", "West Hartford"),
    ("06110", "West Hartford"),
    ("06117", "West Hartford"),
    ("06119", "West Hartford"),
    ("06108", "East Hartford"),
    ("06118", "East Hartford"),
    ("06109", "Wethersfield"),
    ("06111", "Newington"),
    ("06268", "Mansfield"),
    ("06247", "Hampton?"),
    ("06076", "Stafford"),
    ("06199-0001", "Hartford?"),
    ("06198", "-"),
    ("06000", "-"),
    ("06390", "elsewhere"),
    ("01103", "elsewhere"),
    ("zip 10453", "elsewhere"),
    ("I live in 01040", "elsewhere"),
    ("00718", "elsewhere"),
    ("11111", "-"),
    ("12345", "-"),
    ("061", "-"),
    ("860 555 0182", "-"),
    ("i make 45000", "-"),
    ("$06106", "-"),
    # a ZIP and a town
    ("Hartford 06106", "Hartford"),
    ("hartford, ct 06106", "Hartford"),
    ("Storrs CT 06268", "Mansfield"),
    ("West Hartford 06105", "West Hartford"),
    ("Union CT 06076", "Union"),
    ("hartford 06107", "West Hartford?"),
    ("06106 or 06040", "-"),
    ("06106 and 06112", "Hartford"),
    ("hartford 06198", "Hartford?"),
    ("hartford 01103", "-"),
    ("springfield 01103", "elsewhere"),
    ("moved from 01103 to 06106", "Hartford"),
    # towns, in sentences of both languages
    ("Hartford", "Hartford"),
    ("HARTFORD!!", "Hartford"),
    ("hartford ct", "Hartford"),
    ("Hartford, Connecticut", "Hartford"),
    ("en Hartford", "Hartford"),
    ("I'm in Hartford", "Hartford"),
    ("i live in east hartford", "East Hartford"),
    ("vivo en new britain", "New Britain"),
    ("Vivo en la ciudad de Hartford", "Hartford"),
    ("soy de Waterbury", "Waterbury"),
    ("estoy en el pueblo de Windham", "Windham"),
    ("yo vivo en bristol ct", "Bristol"),
    ("west hartford", "West Hartford"),
    ("West-Hartford", "West Hartford"),
    ("westhartford", "West Hartford"),
    ("w hartford", "West Hartford"),
    ("W. Hartford", "West Hartford"),
    ("e. hartford ct", "East Hartford"),
    ("E Hartford", "East Hartford"),
    ("so windsor", "South Windsor"),
    ("s. windsor", "South Windsor"),
    ("newbritain", "New Britain"),
    ("windsor locks", "Windsor Locks"),
    ("windsor", "Windsor"),
    ("new hartford", "New Hartford"),
    ("new haven", "New Haven"),
    ("n haven", "-"),
    ("haven", "-"),
    ("htfd", "Hartford"),
    ("e htfd", "East Hartford"),
    ("weha", "West Hartford"),
    ("new brit", "New Britain"),
    ("nb", "New Britain?"),
    ("manch", "Manchester?"),
    ("bpt", "Bridgeport"),
    ("Nueva Bretaña", "New Britain?"),
    ("hartford este", "East Hartford?"),
    ("Hartford del est", "East Hartford?"),
    ("Hartford del oste", "-"),
    ("es Hartford", "Hartford"),
    ("Jarfor", "Hartford?"),
    ("guaterbury", "Waterbury?"),
    # everyday words are towns when they answer the question
    ("Union", "Union"),
    ("orange", "Orange"),
    ("Orange CT", "Orange"),
    ("i live in Sharon", "Sharon"),
    ("my name is Sharon", "Sharon?"),
    ("Washington", "Washington"),
    ("Union City", "Naugatuck"),
    # villages and neighbourhoods
    ("Storrs", "Mansfield"),
    ("rockville", "Vernon"),
    ("Vernon Rockville", "Vernon"),
    ("thompsonville", "Enfield"),
    ("Hazardville, CT", "Enfield"),
    ("Elmwood", "West Hartford"),
    ("Willimantic", "Windham"),
    ("jewett city", "Griswold"),
    ("Frog Hollow", "Hartford"),
    ("vivo en Parkville", "Hartford"),
    ("asylum hill", "Hartford"),
    ("Clay-Arsenal", "Hartford"),
    ("behind the rocks", "Hartford"),
    ("Sheldon/Charter Oak", "Hartford"),
    ("north end", "Hartford?"),
    ("the south end", "Hartford?"),
    ("downtown", "Hartford?"),
    ("Blue Hills", "Hartford?"),
    ("blue hills in bloomfield", "Bloomfield"),
    ("north end of hartford", "Hartford"),
    ("hartford west end", "Hartford"),
    ("en el north end de hartford", "Hartford"),
    ("downtown new britain", "New Britain"),
    ("west end bridgeport", "Bridgeport"),
    ("mystic", "Groton?"),
    ("mystic, stonington", "Stonington"),
    ("north hartford", "Hartford?"),
    # slips of the finger are asked
    ("harford", "Hartford?"),
    ("hartfrod ct", "Hartford?"),
    ("i live in harford with my kids", "Hartford?"),
    ("vivo en nuw britain", "New Britain?"),
    ("wst hartford", "West Hartford?"),
    ("est hartford", "-"),
    ("windsor lcks", "Windsor Locks?"),
    ("manchster", "Manchester?"),
    ("bridge port", "Bridgeport?"),
    ("glastonberry", "Glastonbury?"),
    ("wilimantic", "Windham?"),
    ("eston", "-"),
    ("hartfordct", "Hartford?"),
    # two towns, or none
    ("Hartford or Manchester", "-"),
    ("Hartford o Manchester", "-"),
    ("I live in Hartford or Manchester", "-"),
    ("between hartford and windsor", "-"),
    ("I live in Hartford but my doctor is in Manchester", "Hartford"),
    ("I live in Hartford and work in Manchester", "Hartford"),
    ("moved from Manchester to Hartford", "Hartford"),
    ("not Hartford, East Hartford", "East Hartford"),
    ("vivo en Hartford, trabajo en Windsor", "Hartford"),
    ("soy de Puerto Rico pero vivo en Hartford", "Hartford"),
    ("my daughter lives in New Haven", "New Haven?"),
    ("mi hija vive en New Haven", "New Haven?"),
    ("vivo con mi mamá en Hartford", "Hartford"),
    ("no, Hartford", "Hartford"),
    ("near hartford", "-"),
    ("cerca de Hartford", "-"),
    ("Hartford Public Schools", "-"),
    ("hartford county", "-"),
    ("condado de Hartford", "-"),
    ("greater hartford", "-"),
    ("hartford hospital", "-"),
    ("Farmington Ave", "-"),
    ("123 Franklin Ave, Hartford", "Hartford"),
    ("calle windsor en hartford", "Hartford"),
    ("connecticut", "-"),
    ("ct", "-"),
    ("idk", "-"),
    ("no se", "-"),
    ("yes", "-"),
    ("hola ma", "-"),
    ("", "-"),
    ("👍", "-"),
    # elsewhere
    ("Springfield MA", "elsewhere"),
    ("Springfield, Massachusetts", "elsewhere"),
    ("springfield", "elsewhere"),
    ("New York", "elsewhere"),
    ("nueva york", "elsewhere"),
    ("NYC", "elsewhere"),
    ("the bronx", "elsewhere"),
    ("Brooklyn", "Brooklyn"),
    ("Brooklyn NY", "elsewhere"),
    ("brooklyn, new york", "elsewhere"),
    ("Puerto Rico", "elsewhere"),
    ("vivo en Puerto Rico", "elsewhere"),
    ("soy de Puerto Rico", "elsewhere?"),
    ("Florida", "elsewhere"),
    ("I live in MA", "elsewhere"),
    ("Hartford, Vermont", "elsewhere"),
    ("Manchester NH", "elsewhere"),
    ("manchester new hampshire", "elsewhere"),
    ("Norfolk VA", "elsewhere"),
    ("washington dc", "elsewhere"),
    ("Portland me", "Portland?"),
    ("I don't live in CT", "elsewhere"),
    ("no vivo en Connecticut", "elsewhere"),
    ("out of state", "elsewhere"),
    ("Guatemala", "elsewhere?"),
    ("Springfield CT", "-"),
]


@pytest.mark.parametrize(("said", "expected"), HEARD)
def test_the_answer_to_which_town(said: str, expected: str) -> None:
    """A town is taken when it is plainly said, asked when it is a guess, and never chosen out of
    two."""
    assert shown(TOWN.hear(Said(said), TODAY)) == expected


VOLUNTEERED = [
    ("im 5 months pregnant w my first in 06106", "Hartford"),
    ("pregnant 06051", "New Britain"),
    ("embarazada de 5 meses, 06106", "Hartford"),
    ("I have 2 kids in hartford", "Hartford"),
    ("hartford mom of two", "Hartford"),
    ("mom of 2 from East Hartford", "East Hartford"),
    ("Hola, vivo en New Britain y tengo un bebe", "New Britain"),
    ("soy de bridgeport y estoy embarazada", "Bridgeport"),
    ("tengo dos niños en Manchester", "Manchester"),
    ("pregnant and living in Frog Hollow", "Hartford"),
    ("new mom in storrs", "Mansfield"),
    ("new mom, storrs ct", "Mansfield"),
    ("i stay with my mom in hartford", "Hartford"),
    ("need wic, west hartford 06105", "West Hartford"),
    ("I live in Union and have a baby", "Union"),
    ("pregnant in Orange CT", "Orange"),
    ("i live in springfield ma and im pregnant", "elsewhere"),
    ("we moved from Manchester NH to Hartford", "Hartford"),
    ("I live in Hartford but my doctor is in Manchester", "Hartford"),
    # not plainly meant
    ("hi this is Sharon", "-"),
    ("this is Sharon from Hartford", "Hartford"),
    ("my son Kent is 2", "-"),
    ("my baby Brooklyn is 3 months", "-"),
    ("Union card", "-"),
    ("orange juice", "-"),
    ("i have lyme disease", "-"),
    ("pregnant in madison", "-"),
    ("my mom lives in Manchester", "-"),
    ("mi hermana vive en Hartford", "-"),
    ("born at Hartford Hospital", "-"),
    ("naci en New Britain", "-"),
    ("near hartford", "-"),
    ("cerca de Hartford", "-"),
    ("i live on Farmington Ave", "-"),
    ("i work in Hartford", "-"),
    ("not hartford", "-"),
    ("hartford or manchester, pregnant", "-"),
    ("pregnant in 06106 or 06040", "-"),
    ("hartford 06107 pregnant", "-"),
    ("i used to live in 06106", "-"),
    ("call me 860-555-06106", "-"),
    ("case 06106", "-"),
    ("i make 06106", "-"),
    ("income 45000", "-"),
    ("06198", "-"),
    ("06101", "-"),
    ("north end mom", "-"),
    ("harford mom", "-"),
    ("im in wst hartford", "-"),
    ("my sister is in Florida", "-"),
    ("soy de Puerto Rico", "-"),
    ("i have 2 kids, 5 and 7", "-"),
    ("no", "-"),
    ("", "-"),
]


@pytest.mark.parametrize(("said", "expected"), VOLUNTEERED)
def test_a_town_inside_another_text(said: str, expected: str) -> None:
    """A town nobody asked for counts only when it is plainly where this person lives."""
    assert shown(TOWN.volunteer(Said(said), TODAY)) == expected


@pytest.mark.parametrize("town", TOWNS)
def test_every_town_by_its_own_name(town: str) -> None:
    """Each of the 169 towns is taken by its own name, in either language's sentence."""
    for said in (
        town,
        town.upper(),
        f"{town} CT",
        f"I live in {town}",
        f"vivo en {town}, Connecticut",
    ):
        assert shown(TOWN.hear(Said(said), TODAY)) == town
    assert shown(TOWN.volunteer(Said(f"im pregnant and i live in {town} CT"), TODAY)) == town


def test_every_zip() -> None:
    """Each ZIP gives its town, or asks about it: a post office box or a ZIP of two towns proves no
    home."""
    for zip_code, town in ZIPS.items():
        heard = TOWN.hear(Said(zip_code), TODAY)
        assert heard == (
            Heard(town)
            if zip_code in TOWN.places.sure_zips
            else Heard(town, sure=False, label=town)
        )


def test_every_name() -> None:
    """Each listed name gives its own place: taken, or asked where the file says so."""
    for words, name in TOWN.places.names.items():
        heard = TOWN.hear(Said(" ".join(words)), TODAY)
        assert heard is not None, words
        assert (heard.value, heard.sure) == (name.value, name.sure), words


def slips(name: str) -> set[str]:
    """The name with one letter lost, or two letters exchanged."""
    lost = (name[:i] + name[i + 1 :] for i in range(len(name)) if name[i] != " ")
    exchanged = (name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(len(name) - 1))
    return set(chain(lost, exchanged)) - {name}


@pytest.mark.parametrize("town", TOWNS)
def test_one_slip_never_gives_another_town_silently(town: str) -> None:
    """A mistyped town is asked or not understood; taken only if the slip spells a real town's
    name."""
    for slip in slips(town.lower()):
        heard = TOWN.hear(Said(slip), TODAY)
        if heard is not None and heard.sure:
            assert slip.title() in TOWNS
            assert heard.value == slip.title()


@pytest.mark.parametrize("town", TOWNS)
def test_one_slip_is_mostly_understood(town: str) -> None:
    """Most slips in a name of six letters or more lead to the question "Did you mean …?" with the
    right town."""
    if len(town) < 6 or town in (
        "Easton",
        "Weston",
        "Preston",
    ):  # these are each other's neighbours
        return
    heard = [TOWN.hear(Said(slip), TODAY) for slip in slips(town.lower())]
    right = sum(h is not None and h.value == town and h.label == town for h in heard)
    assert right / len(heard) > 0.7


def test_a_guess_has_a_label() -> None:
    """The bot can say every guess: "Did you mean East Hartford?"."""
    heard = TOWN.hear(Said("Hartford del este"), TODAY)
    assert heard == Heard("East Hartford", sure=False, label="East Hartford")


WORDS = st.sampled_from(
    ["hartford", "west", "wst", "06106", "01103", "in", "or", "ct", "ma", "me", "not", "near",
     "ave", "vivo en", "de", "el",
     "north end", "new", "york", "6106", "zero", "six", ".", ",", "-", "ñ", "union", "from",
      "i live in", "manchster"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=12).map(" ".join)))
def test_any_text_is_survived(text: str) -> None:
    """Any text at all gives a known town, elsewhere or nothing; a volunteered town is never a
    guess."""
    known = {*TOWNS, "elsewhere"}
    heard, volunteered = TOWN.hear(Said(text), TODAY), TOWN.volunteer(Said(text), TODAY)
    assert heard is None or (heard.value in known and (heard.sure or heard.label))
    assert volunteered is None or (volunteered.value in known and volunteered.sure)
