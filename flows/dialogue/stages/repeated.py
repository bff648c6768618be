"""Stage: the same text twice under two ids within seconds is taken once; and which texts came
lately, for loops."""

from __future__ import annotations

from hashlib import blake2b

from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.model.events import ReplyWithheld

SECONDS = 10
# "1" and "yes" may well answer two questions in a row; a sentence does not.
LEAST_TOKENS = 3
KEPT = 12


def twice(draft: Draft, incoming: Incoming) -> bool:
    """Note the text by a hash of its words; the same sentence again within seconds moves
    nothing."""
    mark = _mark(incoming)
    before = draft.session.recent
    age = (draft.context.now - draft.session.heard).total_seconds()
    if before[-1:] == (mark,) and len(incoming.said.tokens) >= LEAST_TOKENS and 0 <= age <= SECONDS:
        draft.note(ReplyWithheld("twice"))
        return True
    draft.change(recent=(*before, mark)[-KEPT:])
    return False


def _mark(incoming: Incoming) -> str:
    return blake2b(
        f"{incoming.text.media} {incoming.said.bare or incoming.said.plain}".encode(), digest_size=6
    ).hexdigest()
