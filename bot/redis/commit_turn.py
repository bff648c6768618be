"""Calls the commit script with its keys and arguments, again while nobody knows if it ran."""

from __future__ import annotations

import random
import time

from redis.exceptions import NoScriptError

from bot.contacts import partition
from bot.redis.connection.link import Link, StoreAway
from bot.redis.script import COMMIT, digest
from bot.redis.stored import Commit

REPLY_SECONDS = 24 * 3600  # Twilio tries again within minutes; a day is ample
# What Redis has not begun to write by then it refuses, so that nobody is told that the system is
# down and finds the conversation moved. With the read before and the last answer after it less than
# Twilio's fifteen seconds.
COMMIT_SECONDS = 4.5
_ASK_AGAIN_SECONDS = 0.1
_TOO_LATE = -1
_COMMIT_SHA = digest(COMMIT)


def commit_turn(
    link: Link, contact: str, turn: Commit, session_seconds: int, by: float
) -> bool | str:
    """`Store.commit` on this link, to be begun `by` this time of Redis (unix seconds)."""
    tag, after = f"{{{partition(contact)}}}", turn.after
    given = _run(
        link,
        11,
        f"{tag}:session:{contact}",
        f"{tag}:reply:{contact}:{after.delivery}",
        f"{tag}:generation",
        f"{tag}:erased:{contact}",
        f"{tag}:optout:{contact}",
        f"{tag}:optouts",
        f"{tag}:outbox",
        f"{tag}:sends",
        f"{tag}:index:{contact}",
        f"{tag}:quiet",
        f"{tag}:due",
        contact,
        after.delivery,
        f"{after.version:08x}" if after.version else "",
        after.tombstone,
        after.generation,
        b"" if turn.session is None else b"%08x%b" % (next_version(after.version), turn.session),
        session_seconds,
        turn.reply,
        REPLY_SECONDS,
        turn.session_id,
        turn.payload,
        _opt_argument(turn.opt_out),
        "" if turn.quiet_at is None else turn.quiet_at,
        "" if turn.erase_at is None else f"{after.epoch + 1} {turn.erase_at}",
        by,
        "" if turn.due_at is None else turn.due_at,
        *turn.sends,
    )
    return given.decode() if isinstance(given, bytes) else given == 1


def _run(link: Link, *arguments: object) -> bytes | int:
    until, in_doubt = time.monotonic() + COMMIT_SECONDS, False
    while True:
        try:
            answer = _eval(link, arguments, insist=in_doubt)
        except StoreAway as away:
            in_doubt = in_doubt or away.in_doubt
            if not in_doubt or time.monotonic() > until:
                raise
            time.sleep(_ASK_AGAIN_SECONDS)
            continue
        if answer == _TOO_LATE:
            raise StoreAway("too late")
        return answer


def _eval(link: Link, arguments: tuple[object, ...], insist: bool) -> bytes | int:
    answer: bytes | int
    try:
        answer = link.call("EVALSHA", _COMMIT_SHA, *arguments, insist=insist)
    except NoScriptError:  # a Redis that has restarted; EVAL also keeps it for the next time
        answer = link.call("EVAL", COMMIT, *arguments, insist=insist)
    return answer


def next_version(version: int) -> int:
    """A new session starts anywhere, so that what was worked out from a deleted one cannot match
    it."""
    return (version + 1) & 0xFFFFFFFF or 1 if version else random.getrandbits(32) or 1


def _opt_argument(opt_out: str | None) -> str:
    if opt_out is None:
        return ""
    return f"+{opt_out}" if opt_out else "-"
