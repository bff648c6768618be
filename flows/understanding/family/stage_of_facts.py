"""The stage that facts come to: pregnant, children, both, ended, cared for, planned, none."""

from __future__ import annotations

from flows.understanding.family.persons import SELF
from flows.understanding.family.reading import Fact, Read, first_after_a_loss

# Words of a whole text in which "lost it" can be about nothing else.
_SHORT = 4


# Whose child is ours: a partner's newborn is.
_OURS = frozenset({SELF, "partner"})


_CHILD = frozenset({"KID", "NEWB", "MULT"})


_WEEKS = frozenset(
    {"PREG", "PREGN", "ALONG", "DUE", "EXPECT", "ONWAY", "PARTNER", "SISTER", "FRIEND", "CLIENT"}
)


def stage_of(read: Read) -> tuple[str, bool, str]:
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
    children = [
        fact
        for fact in _children(read, {f.who for f in pregnant}, pregnant)
        if not _is_the_first_to_come(read, fact)
    ]
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


def _is_the_first_to_come(read: Read, fact: Fact) -> bool:
    """ "Im 5 months pregnant, my first baby": it is the one that is coming."""
    return any((fact.start, fact.end) == (one.start, one.end) for one in read.of("first_yes"))


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
