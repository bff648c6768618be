"""From facts to the stage: pregnant now, a child here, both, lost, cared for, planned, none; and
about whom."""

from __future__ import annotations

from msgspec import Struct

from flows.understanding.family.persons import SELF
from flows.understanding.family.reading import Fact, Read, first_after_a_loss
from flows.understanding.parsers.shared.numbers import digits

_TEEN = 13
# Words of a whole text in which "lost it" can be about nothing else.
_SHORT = 4
# Whose child is ours: a partner's newborn is.
_OURS = frozenset({SELF, "partner"})
_CHILD = frozenset({"KID", "NEWB", "MULT"})
_WEEKS = frozenset(
    {"PREG", "PREGN", "ALONG", "DUE", "EXPECT", "ONWAY", "PARTNER", "SISTER", "FRIEND", "CLIENT"}
)
# Facts that tell the stage also in a text about something else.
_PLAIN = ("pregnant", "birth", "has", "cares", "lost", "plans", "both")
# Words which, where no fact explains them, make an answer a guess.
_HINTS = {
    "has_children": frozenset(
        {
            "ANOTHER",
            "LATER",
            "HERE",
            "EXPECT",
            "ONWAY",
            "BELLY",
            "HAVING",
            "PREGN",
            "surprise",
            "DIED",
            "LOSE",
            "FOSTER",
            "ADOPT",
        }
    ),
    "caregiver": frozenset({"MY", "ADOPT", "KID", "DAU", "PREGN", "EXPECT", "ONWAY"}),
    "pregnancy_ended": frozenset({"NOW", "NUM", "KID", "DAU", "ADOPT"}),
    "pregnant": frozenset({"MULT", "OLDEST", "LATER", "DIED"}),
    "planning": frozenset({"PREG", "EXPECT"}),
    "none": frozenset({"BUT", "surprise", "ANOTHER", "PREGN", "EXPECT", "ONWAY"}),
}


class Told(Struct, frozen=True):
    """What a text says of the family. `stage` is "" where it says nothing; `sure` false where it
    must be asked first; `plain` is true where the stage counts also in a text that answers another
    question. `about` is whom it is about, `wish` what was asked for ("abortion"), `lost_before` a
    loss told beside a pregnancy, `died` a child who died, `child` that a child writes."""

    stage: str = ""
    sure: bool = True
    plain: bool = False
    about: str = SELF
    wish: str = ""
    lost_before: bool = False
    died: bool = False
    child: bool = False


def told(read: Read) -> Told:
    """The stage that the facts come to."""
    keeps = any("KEEPIT" in read.kinds[f.start : f.end] for f in read.of("pregnant"))
    wish = "abortion" if read.of("abortion") and not keeps and not _is_past_abortion(read) else ""
    stage, sure, about = _stage(read)
    sure = sure and not _is_unexplained(read, stage)
    if wish and stage not in ("", "pregnant", "both"):
        stage, sure = "", True
    lost = bool(read.of("lost", "died")) and stage in ("pregnant", "both")
    sure = sure and not read.slip
    plain = sure and stage not in ("", "none") and bool(read.of(*_PLAIN) or wish)
    return Told(
        stage, sure, plain, _kin(about), wish, lost, bool(read.of("died")), _is_child(read, about)
    )


def _is_child(read: Read, about: str) -> bool:
    """Whether who writes is a child: an own age below 13, and somebody else it is about."""
    ages = (
        word.text
        for fact in read.of("own_age")
        for word in read.words[fact.start : fact.end]
        if word.kind == "NUM"
    )
    return about not in (SELF, "partner", "girl") and any(
        int(age) < _TEEN for n in ages if (age := digits(n)).isdigit()
    )


def _is_unexplained(read: Read, stage: str) -> bool:
    """Whether words stand beside the facts that may tell of one more: a brother to come, a child
    that is theirs after all."""
    known = {
        place for f in read.facts for place in range(f.start - 1, f.end)
    }  # the word before a fact belongs to it
    left = [kind for place, kind in enumerate(read.kinds) if place not in known]
    return not _HINTS.get(stage, frozenset()).isdisjoint(left)


def _kin(about: str) -> str:
    return "partner" if about == "girl" else about


def _is_past_abortion(read: Read) -> bool:
    return any(
        fact.what == "lost" and "ABORTION" in read.kinds[fact.start : fact.end]
        for fact in read.facts
    )


def _stage(read: Read) -> tuple[str, bool, str]:
    pregnant = _now_pregnant(read)
    if read.of("both"):
        return "both", True, pregnant[0].who if pregnant else SELF
    if read.of("maybe_pregnant"):
        return "pregnant", False, pregnant[0].who if pregnant else SELF
    if pregnant:
        return _with_pregnancy(read, pregnant)
    if read.of("lost"):
        return ("pregnant", False, SELF) if first_after_a_loss(read) else _with_loss(read)
    return _without_pregnancy(read) or _perhaps(read)


def _now_pregnant(read: Read) -> list[Fact]:
    """The pregnancies of now: neither denied, nor wished for, nor over."""
    ending = [fact for fact in read.of("abortion") if "PREG" in read.kinds[fact.start : fact.end]]
    pregnant = [*read.of("pregnant"), *ending]
    if read.of("not_pregnant", "no_more"):
        return []
    wished = read.of("plans", "was_pregnant")
    return [fact for fact in pregnant if not _overlaps(fact, wished) and not _is_an_age(read, fact)]


def _is_an_age(read: Read, fact: Fact) -> bool:
    """ "I have a baby, she is 3 weeks": of a child that was named, weeks are its age."""
    named = not _CHILD.isdisjoint(read.kinds[: fact.start]) and _WEEKS.isdisjoint(
        read.kinds[: fact.start]
    )
    return (
        named
        and read.kinds[fact.start] in ("SHE", "BE", "EST3")
        and _WEEKS.isdisjoint(read.kinds[fact.start : fact.end])
    )


def _with_pregnancy(read: Read, pregnant: list[Fact]) -> tuple[str, bool, str]:
    about = next((f.who for f in pregnant if f.who == SELF), pregnant[0].who)
    birth, lost = read.of("birth"), read.of("lost")
    children = _children(read, {f.who for f in pregnant}, pregnant)
    if lost and not _is_before(lost, pregnant, read):
        return "pregnant", False, about
    if birth and not children:
        return "both", False, about
    if any(_is_of_a_stranger(read, fact) for fact in pregnant):
        return "pregnant", False, about
    cares = [
        fact
        for fact in read.of("cares")
        if not _overlaps(fact, pregnant) and about == SELF and not _is_not_mine(read, fact)
    ]
    more = any(
        "LATER" in read.kinds[f.start : f.end] and "PREGN" not in read.kinds[f.start : f.end]
        for f in pregnant
    )
    if about != SELF and about not in _OURS and about != "girl" and children:
        return "pregnant", True, about
    if more and not (children or lost):
        return "both", True, about
    return "both" if children or cares else "pregnant", True, about


def _is_not_mine(read: Read, fact: Fact) -> bool:
    """ "Not mine" alone, beside a pregnancy, tells of no child that is cared for."""
    return read.kinds[fact.start : fact.end] == ("NEG", "MY")


def _is_of_a_stranger(read: Read, fact: Fact) -> bool:
    """ "My dog is pregnant": somebody whom the words do not know."""
    at = fact.start
    return (
        at > 2
        and read.kinds[at - 1] == "BE"
        and not read.words[at - 2].kind
        and read.kinds[at - 3] in ("MY", "HER")
    )


def _with_loss(read: Read) -> tuple[str, bool, str]:
    lost, birth = read.of("lost"), read.of("birth")
    who = next((f.who for f in lost if f.who != SELF), SELF)
    children = _children(read, {f.who for f in lost}, lost)
    if read.of("plans") and not children:
        return "planning", True, SELF
    if not (children or birth):
        vague = all(
            read.kinds[f.start : f.end][-1] in ("it", "one", "HER", "HE", "SHE", "ENDED", "NUM")
            for f in lost
        )
        return "pregnancy_ended", not vague or len(read.kinds) <= _SHORT, who
    if birth and not any(f.what == "lost" and "MISC" in read.kinds[f.start : f.end] for f in lost):
        return "has_children", False, SELF
    if all(f.when == "before" for f in lost):
        return "has_children", True, SELF
    return "pregnancy_ended", False, who


def _without_pregnancy(read: Read) -> tuple[str, bool, str] | None:
    birth, cares, plans, none = (
        read.of("birth"),
        read.of("cares"),
        read.of("plans"),
        read.of("none"),
    )
    children = _children(read, {f.who for f in birth}, [])
    if read.of("perhaps_both"):
        return "both", False, SELF
    if read.of("died") and (birth or not children):
        return "pregnancy_ended", False, SELF
    if read.of("died", "given_up"):
        return "has_children", False, SELF
    if read.of("no_more") and read.of("perhaps_birth"):
        return "has_children", True, SELF
    if birth:
        who = birth[-1].who
        return "has_children", not none, SELF if who in (*_OURS, "girl", "she") or children else who
    if cares and any(kind == "ADOPT" for kind in read.kinds):
        return "has_children", False, SELF
    if cares:
        grand = not {"GRANDMA", "GRAND"}.isdisjoint(read.kinds)
        own = not grand and any(
            "MY" in read.kinds[f.start : f.end] for f in children if not _overlaps(f, cares)
        )
        return ("has_children" if own else "caregiver"), True, SELF
    if children and any(
        "BELLY" in read.kinds[f.start : f.end] for f in read.of("perhaps_pregnant")
    ):
        return "both", False, SELF
    if children:
        return ("none", False, SELF) if read.of("grown") else ("has_children", not none, SELF)
    if plans:
        return "planning", True, SELF
    if read.of("no_more", "was_pregnant"):
        return "pregnancy_ended", False, SELF
    if none or read.of("grown"):
        return "none", True, SELF
    if read.of("parent"):
        return "has_children", True, SELF
    return ("none", False, SELF) if read.of("not_pregnant") else None


def _perhaps(read: Read) -> tuple[str, bool, str]:
    if read.of("perhaps_none"):
        return ("none", False, SELF)
    for name, stage in (
        ("perhaps_birth", "has_children"),
        ("perhaps_pregnant", "pregnant"),
        ("perhaps_child", "has_children"),
    ):
        if found := read.of(name):
            return (stage, False, found[0].who)
    return ("", True, SELF)


def _children(read: Read, others: set[str], elsewhere: list[Fact]) -> list[Fact]:
    """Children at home: not the daughter who is pregnant or gave birth herself, and not what
    somebody else has."""
    their = {
        place
        for place, who in read.persons.named.items()
        if who in others and who not in (SELF, "partner")
    }
    return [
        fact
        for fact in read.of("has")
        if not any(fact.start <= place < fact.end for place in their)
        and not _overlaps(fact, [*elsewhere, *read.of("own_age")])
        and not (elsewhere and _is_the_baby(read, fact))
        and (fact.who in (*_OURS, "girl") or "DAU" in read.kinds[fact.start : fact.end])
    ]


def _is_the_baby(read: Read, fact: Fact) -> bool:
    """ "And the baby", beside a pregnancy, is the one to be born."""
    return [word.text for word in read.words[fact.start : fact.end]][-2:-1] in (
        ["the"],
        ["el"],
        ["la"],
    ) and fact.end - fact.start <= _SHORT


def _overlaps(fact: Fact, others: list[Fact]) -> bool:
    return any(fact.start < other.end and other.start < fact.end for other in others)


def _is_before(lost: list[Fact], pregnant: list[Fact], read: Read) -> bool:
    """Whether the losses lie before the pregnancy that is told of now."""
    if all(f.when == "before" for f in lost) or any(k in ("NOW", "ANOTHER") for k in read.kinds):
        return True
    return max(f.start for f in lost) < max(f.start for f in pregnant)
