"""The callers of the load: each makes one whole call, from the ring through the results to hanging
up."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from functools import partial

from bot.contacts import contact_id
from bot.conversation.turns import Desk
from bot.stored_session import decode_record
from flows.model.session import Session
from simulator.posted_forms import Form
from simulator.telephone import KEYS, Telephone
from tests.bench.load.crowd import Post, Script
from tests.bench.load.load_parents import Stuck
from tests.playing.caller import OURS, Caller

_LONGEST = 30

# What each of them presses or says at each question, one after the other where it comes more than
# once; and `then`, at the results. Words that are all keys are pressed, and no words are silence.
KEYS_ES = {
    "language": "2",
    "stage": "1",
    "due": "3#",
    "first_baby": "1",
    "needs": "1",
    "then": "1|2|4|1",
}
KEYS_EN = {
    "language": "1",
    "stage": "2",
    "ages": "2",
    "ages_months": "11#",
    "ages_another": "1|2",
    "ages_next": "3",
    "then": "1|3",
}
SPEECH_EN = {
    "language": "English.",
    "stage": "I'm pregnant.",
    "due": "March fifteenth.",
    "first_baby": "Yes, it's my first.",
    "town": "Hartford.",
    "needs": "Food and a doctor.",
    "benefits": "Yes, we have Husky.",
    "then": "Next.|Why?|Next.",
}
SPEECH_ES = {
    "language": "Español.",
    "stage": "Tengo un nene de dos años y una nena de seis meses.",
    "town": "|Cero seis uno cero seis.",
    "needs": "5",
    "needs_more": "1",
    "shots": "Le falta una.",
    "benefits": "Tengo cupones.",
    "then": "Siguiente.|4|Sí.",
}
CALLERS = {"keys-es": KEYS_ES, "keys-en": KEYS_EN, "speech-en": SPEECH_EN, "speech-es": SPEECH_ES}
ANYONE = {
    "language": "1",
    "stage": "1",
    "stage_more": "1",
    "due": "3#",
    "ages": "1",
    "ages_years": "5#",
    "ages_another": "2",
    "first_baby": "2",
    "town": "06106",
    "needs": "2",
    "needs_another": "2",
    "shots": "1",
    "benefits": "1",
    "household": "4#",
    "income": "1",
    "school": "3",
}


def record(desk: Desk, caller: Mapping[str, str]) -> list[Post]:
    """The call, made once at this desk by a telephone that keeps to Twilio's rules: each request,
    and what it was answered."""
    number, posts = f"+1860{secrets.randbelow(8_000_000) + 2_000_000}", list[Post]()
    line = Caller(lambda: desk, number, time.time)

    def post(path: str, form: Form) -> str:
        twiml = line.post(path, form)
        posts.append(
            Post(
                path,
                {name: value for name, value in form.items() if name != "Simulated"},
                twiml.encode(),
            )
        )
        return twiml

    telephone = Telephone(post, number, f"CA{secrets.token_hex(16)}", OURS)
    telephone.dial()
    _answer_all(desk, contact_id(number, desk.contact_key), telephone, caller)
    for act in caller["then"].split("|"):
        _do(telephone, act)
    telephone.hang_up()
    return posts


def calling(posts: list[Post]) -> Script:
    """The same call from another number, word for word."""
    return partial(_called_from, posts)


def _called_from(posts: list[Post], number: str) -> list[Post]:
    fresh = {"CallSid": f"CA{secrets.token_hex(16)}", "From": number, "Caller": number}
    return [post._replace(form={**post.form, **fresh}) for post in posts]


def _answer_all(desk: Desk, contact: str, telephone: Telephone, caller: Mapping[str, str]) -> None:
    """Question by question up to the results."""
    left = {question: acts.split("|") for question, acts in {**ANYONE, **caller}.items()}
    for _ in range(_LONGEST):
        asked = _asked(desk, contact)
        if asked == "results":
            return
        if telephone.over or not left.get(asked):
            break
        _do(telephone, left[asked].pop(0))
    raise Stuck(f"a call of the bench does not come to its results: still at {asked!r}")


def _asked(desk: Desk, contact: str) -> str:
    """What the caller is asked now: a question or a part of it, one in between, or nothing more but
    the results."""
    session: Session = decode_record(desk.store.read(contact, "").session or b"").session
    if session.aside:
        return session.aside.kind
    part = session.entry.part if session.entry else ""
    step = desk.flow.steps[session.step]
    return part or step.waits or step.asks


def _do(telephone: Telephone, act: str) -> None:
    if not act:
        telephone.silence()
    elif KEYS.issuperset(act):
        telephone.press(act)
    else:
        telephone.say(act)
