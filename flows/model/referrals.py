"""What becomes of a program that somebody was told about: the states of a referral, and who said
so."""

from __future__ import annotations

TOLD = "told"
GIVEN_NUMBER = "given_number"
REACHED = "reached"
WAITING = "waiting"
ENROLLED = "enrolled"
REFUSED = "refused"
NOT_WANTED = "not_wanted"
NO_ANSWER = "no_answer"

STATES = (TOLD, GIVEN_NUMBER, REACHED, WAITING, ENROLLED, REFUSED, NOT_WANTED, NO_ANSWER)
# Nobody needs to look after these any more.
DONE = frozenset({ENROLLED, REFUSED, NOT_WANTED})
# How far along it is; what is further on is not undone by an earlier state that is told later by
# the bot.
RANK = {
    TOLD: 0,
    GIVEN_NUMBER: 1,
    NO_ANSWER: 1,
    WAITING: 2,
    NOT_WANTED: 2,
    REACHED: 3,
    REFUSED: 4,
    ENROLLED: 4,
}

BOT, PARENT = "bot", "parent"
