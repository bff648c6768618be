"""Judges one answer of a blind set: was it taken right, offered right as a guess, asked again,
guessed wrong, or taken wrong?

A row: `ask` (the question that waits, or `correction`, `stop`, `notstop`, `machine`), `lang`,
`text`, `means` (what its writer says that it means), and for a correction `before` (the answer that
it corrects).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from msgspec.structs import replace

from bot.intake import load_flow
from flows import engine
from flows.flow import Flow
from flows.model.context import Context
from flows.model.inputs import Channel, Text
from flows.model.session import Answer, Session, Status

TODAY = date(2026, 11, 30)
STAGES = {"child": "has_children", "caring": "caregiver", "ended": "pregnancy_ended"}
SCHOOL = {"teen_not_in_school": "teen"}
NEEDS = {"learn": "parenting"}
SHOTS = {True: "yes", False: "no", None: "unsure"}
SLOT = {"ages_months": "ages", "zip": "town", "people": "household"}
AFTER = {
    "due": "first_baby",
    "ages": "town",
    "stage": "town",
    "town": "needs",
    "first_baby": "town",
    "income": "school",
}
_DAYS_A_MONTH = 30.4
_TERM = 280


@cache
def flow() -> Flow:
    return load_flow()


def _turn(session: Session | None, body: str) -> engine.Turn:
    context = Context(
        now=datetime(2026, 11, 30, 16, tzinfo=UTC), channel=Channel.SMS, new_id="blind", today=TODAY
    )
    return engine.resume(flow(), session, Text(body), context)


def _waiting(row: dict[str, Any]) -> Session:
    """A conversation that waits for the row's question, with what must have been said before."""
    session = _turn(None, "hi" if row["lang"] == "en" else "hola").session
    language = "en" if row["lang"] == "en" else "es"
    answers = dict(session.answers)
    ask = row["ask"]
    if ask == "correction":
        told = [(SLOT.get(name, name), value) for name, value in row["before"].items()]
        answers["stage"] = Answer(
            "has_children" if told[0][0] in ("ages", "shots") else "pregnant", "1"
        )
        for slot, value in told:
            answers[slot] = Answer(_stored(slot, value), str(value))
        ask = AFTER.get(told[0][0], "income" if told[0][0] != "school" else "needs")
    elif ask not in ("language", "stage"):
        raising = ask in ("ages", "shots") or (ask == "household" and not _expects(row))
        answers["stage"] = Answer("has_children" if raising else "pregnant", "2")
    if ask in ("income", "school"):
        answers |= {"household": Answer(3, "3"), "benefits": Answer(False, "2")} | answers
    step = "town" if ask in ("stop", "notstop", "machine") else ask
    return replace(session, step=step, answers=answers, language=language, greeted=True, aside=None)


def _expects(row: dict[str, Any]) -> bool:
    """Whether the writer counts people for who is pregnant."""
    return bool(row["means"].get("pregnant"))


def _stored(slot: str, value: Any) -> Any:
    if slot == "due":
        return value if len(value) > len("2027-03") else f"{value}-15"
    if slot == "shots":
        return SHOTS[value]
    return STAGES.get(value, value) if isinstance(value, str) else value


def judge(row: dict[str, Any]) -> str:
    """`right`, `confirmed`, `asked`, `misguess` or `wrong`."""
    turn = _turn(_waiting(row), row["text"])
    session, ask = turn.session, row["ask"]
    if ask == "stop":
        stopped = session.status is Status.STOPPED
        return (
            "right"
            if stopped
            else "asked"
            if session.aside and session.aside.kind == "stop"
            else "wrong"
        )
    if ask == "notstop":
        return "wrong" if session.status is Status.STOPPED else "right"
    if ask == "machine":
        return "wrong" if turn.reply else "right"
    if ask == "correction":
        return _corrected(session, row["means"])
    guess = session.aside if session.aside and session.aside.kind == "confirm" else None
    if guess is not None and (guess.slot or ask) == ask:
        return "confirmed" if _fits(ask, guess.value, row["means"]) else "misguess"
    if ask not in session.answers:
        return "right" if _says_nothing(ask, row["means"]) else "asked"
    return "right" if _fits(ask, session.answers[ask].value, row["means"]) else "wrong"


def _corrected(session: Session, means: dict[str, Any]) -> str:
    guess = session.aside if session.aside and session.aside.kind == "confirm" else None
    for name, value in means.items():
        slot = SLOT.get(name, name)
        if slot == "pregnant":
            continue  # not a slot of its own
        held = (
            guess.value
            if guess and guess.slot == slot
            else getattr(session.answers.get(slot), "value", None)
        )
        if not _fits(slot, held, {"yes": value, name: value}):
            return "asked"
    return "confirmed" if guess else "right"


def _says_nothing(ask: str, means: dict[str, Any]) -> bool:
    if (
        means.get("unclear")
        or means.get("stage") == "unclear"
        or (ask == "needs" and means.get("none"))
    ):
        return True
    if ask == "town":
        return bool(means.get("homeless")) and "town" not in means
    return ask == "due" and not any(
        means.get(name) for name in ("due", "weeks", "months", "unknown")
    )


def _fits(ask: str, value: Any, means: dict[str, Any]) -> bool:
    if means.get("unclear") or means.get("unknown") or means.get("declined"):
        return value in (None, "unknown", "declined", "unsure")
    return _FITS[ask](value, means)


def _stage(value: Any, means: dict[str, Any]) -> bool:
    return means["stage"] == "unclear" or value == STAGES.get(means["stage"], means["stage"])


def _ages(value: Any, means: dict[str, Any]) -> bool:
    wanted, given = sorted(means["ages_months"]), sorted(value or [])
    near = (
        abs(age - other) <= (1 if other < 24 else 0)
        for age, other in zip(given, wanted, strict=False)
    )
    return len(wanted) == len(given) and all(near)


def _due(value: Any, means: dict[str, Any]) -> bool:
    if not any(means.get(name) for name in ("due", "weeks", "months")):
        return value is None
    day = date.fromisoformat(value) if value else date.min
    if due := means.get("due"):
        return (
            str(value).startswith(due)
            if len(due) == len("2027-03")
            else abs((day - date.fromisoformat(due)).days) <= 1
        )
    gone = means["weeks"] * 7 if "weeks" in means else means["months"] * _DAYS_A_MONTH
    near = 10 if "weeks" in means else 24
    return abs((day - TODAY - timedelta(days=_TERM - gone)).days) <= near


def _town(value: Any, means: dict[str, Any]) -> bool:
    if means.get("outside") or "zip" in means:
        return bool(means.get("outside")) or value is not None
    return (
        str(value).lower().startswith(means["town"].lower()) if "town" in means else value is None
    )


def _needs(value: Any, means: dict[str, Any]) -> bool:
    if means.get("none"):
        return not value
    wanted = {NEEDS.get(need, need) for need in means["needs"]}
    return set(value or ()) == wanted or (bool(means.get("all")) and len(value or ()) >= 6)


_FITS = {
    "stage": _stage,
    "ages": _ages,
    "due": _due,
    "town": _town,
    "needs": _needs,
    "first_baby": lambda value, means: value is means["yes"] or value is means.get("first_baby"),
    "benefits": lambda value, means: value is means["yes"],
    "income": lambda value, means: value is means["yes"],
    "household": lambda value, means: value == means["people"],
    "shots": lambda value, means: value == SHOTS[means.get("yes")],
    "school": lambda value, means: (
        value == SCHOOL.get(means.get("school", ""), means.get("school"))
    ),
}
