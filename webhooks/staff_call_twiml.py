"""TwiML of a call that somebody of the staff makes from the console: who it is for, one key, then
the parent."""

from __future__ import annotations

from urllib.parse import quote

from webhooks.spoken import Speaker
from webhooks.twiml import HEAD

RING_SECONDS = 30
ENDED = {
    "completed": "The call is over. You can write down how it went.",
    "busy": "The line is busy.",
    "no-answer": "Nobody answered.",
    "canceled": "Nobody answered.",
}
FAILED = "The call did not go through."


def offer(speaker: Speaker, token: str, about: str) -> str:
    """Said to the staff member, twice; a machine presses nothing and is hung up on."""
    said = speaker.say(f"Your call from the intake console. {about} To be connected, press 1.")
    action = f"{speaker.prefix}/voice/staff/connect?call={quote(token)}"
    gather = (
        f'<Gather input="dtmf" action="{action}" method="POST" numDigits="1"'
        f' timeout="8">{said}</Gather>'
    )
    return f"{HEAD}{gather}{gather}<Hangup/></Response>"


def connect(speaker: Speaker, token: str, number: str, shown: str) -> str:
    """The parent sees the number `shown`, MCH's, never the staff member's own."""
    action = f"{speaker.prefix}/voice/staff/ended?call={quote(token)}"
    dial = (
        f'<Dial action="{action}" method="POST" timeout="{RING_SECONDS}" callerId="{shown}"'
        ' answerOnBridge="true">'
    )
    return f"{HEAD}{speaker.say('Connecting.')}{dial}<Number>{number}</Number></Dial></Response>"


def ended(speaker: Speaker, outcome: str) -> str:
    return f"{HEAD}{speaker.say(ENDED.get(outcome, FAILED))}<Hangup/></Response>"
