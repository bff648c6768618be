"""The catalogue: the 21 names of the seed pages, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from flows.programs.catalogue import Catalogue
from flows.programs.program import ProgramsError
from flows.programs.program_words import MCH
from flows.wording.sms_encoding import segments
from tests.flows.catalogue_cases import CATALOGUE, LANGUAGES, LISTS, QUESTIONS, read

DATA = read("programs")
SEED_NAMES = {
    "Maternal and Infant Outreach Program (MIOP)",
    "Nurturing Families Network (NFN)",
    "CT & Federal Healthy Start",
    "Immunization Action Plan Program (IAP)",
    "Teen Pregnancy Prevention",
    "Women, Infants and Children (WIC)",
    "Parents As Teachers",
    "Early Childhood Parents in Partnership",
    "Case Management for Pregnant Women",
    "Building Blocks",
    "Caregivers Support Team",
    "Family Enrichment Services",
    "Family School Connection Project",
    "Family Support Team",
    "Healthy Choices for Women and Children",
    "Healthy Start",
    "Integrated Family Violence Services",
    "Intensive Home Based Services",
    "Positive Parenting",
    "Putting on Airs",
    "Young Parents Program",
}


def test_all_names_of_the_two_seed_pages_are_there() -> None:
    assert {program.name for program in CATALOGUE.programs} == SEED_NAMES


def test_what_is_never_offered_has_no_words() -> None:
    assert [program.id for program in CATALOGUE.programs if program.words is None] == ["ifvs"]
    with pytest.raises(LookupError):
        CATALOGUE.by_id["ifvs"].said("en")


@pytest.mark.parametrize("program", CATALOGUE.matched, ids=lambda program: program.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_details_leave_room_in_one_text(program: Any, language: str) -> None:
    """With a heading and a last line of commands: 3 segments in English, 6 in Spanish."""
    said = program.said(language)
    text = "\n".join((said.name, said.what, said.who, said.apply, "x" * 70)).replace("{mch}", MCH)
    assert segments(text) <= {"en": 3, "es": 6}[language]


def test_mch_is_given_with_every_program_of_the_city() -> None:
    for program in CATALOGUE.matched:
        if "hartford.gov" in program.source:
            assert all("{mch}" in program.said(language).apply for language in LANGUAGES)


def find(data: Any, program: str) -> Any:
    return next(entry for entry in data["programs"] if entry["id"] == program)


Change = Callable[[Any], Any]

WRONG: list[tuple[str, Change, str]] = [
    ("no program", lambda d: d["programs"].clear(), r"no program is matched - at `\$\.programs`"),
    (
        "an id twice",
        lambda d: find(d, "pat").update(id="wic"),
        r"'wic' is there twice - at `\$\.programs\[5\]\.id`",
    ),
    (
        "an unknown key",
        lambda d: find(d, "wic").update(colour="red"),
        r"colour.* - at `\$\.programs\[5\]`",
    ),
    (
        "an unknown treatment",
        lambda d: find(d, "wic").update(treat="maybe"),
        r"'maybe' - at `\$\.programs\[5\]\.treat`",
    ),
    (
        "no fact at all",
        lambda d: find(d, "wic").update(seed=[], found=[]),
        r"no fact from any source - at `\$\.programs\[5\]\.found`",
    ),
    (
        "a fact without an address",
        lambda d: find(d, "wic")["found"][0].update(source="somebody"),
        r"`\$\.programs\[5\]\.found\[0\]\.source`",
    ),
    (
        "an unknown rule",
        lambda d: find(d, "wic")["criteria"]["soft"][1].update(rule="height"),
        r"'height' - at `\$\.programs\[5\]\.criteria\.soft\[1\]\.rule`",
    ),
    (
        "an unknown slot",
        lambda d: find(d, "iap")["criteria"]["hard"][0]["of"][0].update(ask="shoes"),
        (
            r"iap: rule 'shots': no question of flow\.yaml fills the slot 'shoes' - at"
            r" `\$\.programs\[3\]\.criteria\.hard`"
        ),
    ),
    (
        "an answer the slot does not have",
        lambda d: find(d, "iap")["criteria"]["hard"][0]["of"][0].update(values=["never"]),
        r"shots has no answer 'never' - at `\$\.programs\[3\]\.criteria\.hard`",
    ),
    (
        "an unknown need",
        lambda d: d["ranking"]["best_for"].update(cars=["wic"]),
        r"no need 'cars' - at `\$\.ranking\.best_for`",
    ),
    (
        "a need served by no program",
        lambda d: d["ranking"]["best_for"].update(food=["wick"]),
        r"'wick' that is matched - at `\$\.ranking\.best_for\.food`",
    ),
    (
        "a need to assume that nothing serves",
        lambda d: d["ranking"].update(unasked=["other"]),
        r"nothing is best for 'other' - at `\$\.ranking\.unasked`",
    ),
    (
        "an unknown stage",
        lambda d: find(d, "cmpw")["when"].update(stages=["expecting"]),
        r"stage has no answer 'expecting' - at `.*\.when\.stages`",
    ),
    (
        "an unknown subject",
        lambda d: find(d, "wic")["criteria"]["serves"].update(dog={}),
        r"'dog' - at `.*\.serves",
    ),
    (
        "an unknown list of towns",
        lambda d: find(d, "healthy_start_hartford")["criteria"]["soft"][0].update(town_list="all"),
        r"no list of towns 'all' - at `\$\.programs\[2\]\.criteria\.soft`",
    ),
    (
        "an unknown list to be outside of",
        lambda d: find(d, "healthy_start_state")["when"].update(outside="all"),
        r"no list of towns 'all' - at `.*\.when\.outside`",
    ),
    (
        "an unknown town",
        lambda d: find(d, "miop")["criteria"]["soft"][0].update(towns=["Hartfort"]),
        r"no list has a town 'Hartfort' - at `\$\.programs\[0\]\.criteria\.soft`",
    ),
    (
        "towns and a list of towns",
        lambda d: find(d, "miop")["criteria"]["soft"][0].update(town_list="greater_hartford_38"),
        r"either `towns` or `town_list`",
    ),
    (
        "an age rule for everybody",
        lambda d: find(d, "wic")["criteria"].update(
            hard=find(d, "pat")["criteria"]["serves"]["child"]["hard"]
        ),
        r"stands under serves\.child - at `\$\.programs\[5\]\.criteria\.hard`",
    ),
    (
        "hard without its reason",
        lambda d: find(d, "iap")["criteria"]["hard"][0]["of"][0].pop("because"),
        r"say `because` - at `\$\.programs\[3\]\.criteria\.hard`",
    ),
    (
        "an empty group",
        lambda d: find(d, "iap")["criteria"]["hard"][0].update(of=[]),
        r"group of no rules - at `\$\.programs\[3\]\.criteria\.hard`",
    ),
    (
        "a rule without reasons",
        lambda d: d["reasons"].pop("under_3"),
        (
            r"'under_3': there are no reasons .* - at"
            r" `\$\.programs\[3\]\.criteria\.serves\.child\.hard`"
        ),
    ),
    (
        "a stage without reasons",
        lambda d: find(d, "iap")["criteria"].update(stage="kids"),
        r"no reasons 'kids' - at `\$\.programs\[3\]\.criteria\.stage`",
    ),
    (
        "reasons of no rule",
        lambda d: d["reasons"].update(height=d["reasons"]["under_3"]),
        r"no rule has this id - at `\$\.reasons\.height`",
    ),
    (
        "a reason without words",
        lambda d: d["reasons"]["under_3"]["es"].pop("unknown"),
        r"needs words - at `\$\.reasons\.under_3\.es\.unknown`",
    ),
    (
        "a reason too long",
        lambda d: d["reasons"]["under_3"]["es"].update(met="x" * 61),
        r"61 characters; .* - at `\$\.reasons\.under_3\.es\.met`",
    ),
    (
        "a place that nothing fills",
        lambda d: d["reasons"]["under_3"]["en"].update(met="you live in {town}"),
        r"nothing fills 'town' - at `\$\.reasons\.under_3\.en\.met`",
    ),
    (
        "a place outside met",
        lambda d: d["reasons"]["connecticut"]["en"].update(not_met="not in {town}"),
        r"only `met` .* - at `\$\.reasons\.connecticut\.en\.not_met`",
    ),
    (
        "a missing language",
        lambda d: find(d, "wic")["words"].pop("es"),
        r"in each language - at `\$\.programs\[5\]\.words\.es`",
    ),
    (
        "a reason's missing language",
        lambda d: d["reasons"]["under_3"].pop("es"),
        r"must be in each language - at `\$\.reasons",
    ),
    (
        "a missing sentence",
        lambda d: find(d, "wic")["words"]["es"].pop("who"),
        r"needs these words - at `\$\.programs\[5\]\.words\.es\.who`",
    ),
    (
        "English outside GSM-7",
        lambda d: find(d, "wic")["words"]["en"].update(what="Baby’s food"),
        r"GSM-7: ’ - at `\$\.programs\[5\]\.words\.en\.what`",
    ),
    (
        "an English line too long",
        lambda d: find(d, "wic")["words"]["en"].update(line="x" * 61),
        r"at most 60 - at `\$\.programs\[5\]\.words\.en\.line`",
    ),
    (
        "a Spanish line too long",
        lambda d: find(d, "wic")["words"]["es"].update(line="x" * 56),
        r"at most 55 - at `\$\.programs\[5\]\.words\.es\.line`",
    ),
    (
        "details too long",
        lambda d: find(d, "wic")["words"]["es"].update(who="x" * 320),
        r"at most 320 - at `\$\.programs\[5\]\.words\.es`",
    ),
    (
        "a word never said",
        lambda d: find(d, "wic")["words"]["en"].update(what="You are not eligible."),
        r"'not eligible' - at `\$\.programs\[5\]\.words\.en\.what`",
    ),
    (
        "a place in words that nothing fills",
        lambda d: find(d, "wic")["words"]["en"].update(apply="Call {number}."),
        r"nothing fills 'number' - at `\$\.programs\[5\]\.words\.en\.apply`",
    ),
    (
        "a mention without words",
        lambda d: find(d, "cmpw").pop("words"),
        r"needs words - at `\$\.programs\[8\]\.words`",
    ),
    (
        "a mention without when",
        lambda d: find(d, "cmpw").pop("when"),
        r"says when .* - at `\$\.programs\[8\]\.when`",
    ),
    (
        "words for what is never offered",
        lambda d: find(d, "ifvs").update(words=find(d, "wic")["words"]),
        r"never offered .* - at `\$\.programs\[16\]\.treat`",
    ),
    (
        "a match that serves nobody",
        lambda d: find(d, "wic").update(criteria={}),
        r"serves somebody - at `\$\.programs\[5\]\.criteria\.serves`",
    ),
    (
        "a mention with criteria",
        lambda d: find(d, "cmpw").update(criteria=find(d, "wic")["criteria"]),
        r"has criteria - at `\$\.programs\[8\]\.criteria`",
    ),
    (
        "giving way to nothing",
        lambda d: find(d, "pat").update(unless_fits="nfm"),
        r"'nfm' that is matched .* - at `\$\.programs\[6\]\.unless_fits`",
    ),
    (
        "merged into nothing",
        lambda d: find(d, "healthy_start_state").update(merged_into="x"),
        r"'x' that is matched - at `.*\.merged_into`",
    ),
    (
        "a match without a short name",
        lambda d: find(d, "wic").pop("short"),
        r"short name - at `\$\.programs\[5\]\.short`",
    ),
    (
        "a phone that is none",
        lambda d: find(d, "wic")["phones"][0].update(number="757-4780"),
        r"`\$\.programs\[5\]\.phones\[0\]\.number`",
    ),
]


@pytest.mark.parametrize(
    ("change", "message"), [pytest.param(*row[1:], id=row[0]) for row in WRONG]
)
def test_wrong_data_are_refused_with_path_and_reason(change: Change, message: str) -> None:
    data = deepcopy(DATA)
    change(data)
    with pytest.raises(ProgramsError, match=message):
        Catalogue(data, LISTS, LANGUAGES, QUESTIONS)
