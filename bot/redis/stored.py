"""Value objects of the store: what one read returns and what one commit writes."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

NEVER_ERASED = "0"


class Loaded(Struct, frozen=True, gc=False):
    """A contact as one read found it. `version` is 0 without a session, else opaque and never met
    twice."""

    delivery: str
    session: bytes | None
    version: int
    reply: str | None
    opted_out: str | None
    tombstone: str
    generation: str

    @property
    def epoch(self) -> int:
        """How often this contact was erased."""
        return int(self.tombstone.partition(" ")[0])

    @property
    def erased_at(self) -> float:
        """Unix time of the last erasing, 0 if never: what was received before it is no longer to be
        recorded."""
        return float(self.tombstone.partition(" ")[2] or 0)


class Commit(Struct, frozen=True):
    """A turn to be written, worked out from `after`."""

    after: Loaded
    reply: str
    session_id: str
    payload: bytes  # for the archive: the events, and the session after them
    session: bytes | None  # None: there is none any more
    quiet_at: float | None = None  # unix time from which the session counts as abandoned
    due_at: float | None = None  # unix time of the next text that we send by ourselves
    last_due: float = 0.0  # unix time of the last of them, which the session must outlive
    opt_out: str | None = None  # None: as it was; "": lifted; else the reason to keep with it
    sends: Sequence[bytes] = ()
    erase_at: float | None = (
        None  # unix time: forget everything said before, and count the epoch on
    )


class Lost(Struct, frozen=True):
    """A contact's keys as restored from the archive. Times are unix times; what is empty was not
    there."""

    contact: str
    session: bytes | None = None
    heard: float = 0.0  # when the session last moved, from which its days count
    quiet_at: float | None = None
    opted_out: str = ""
    tombstone: str = ""
    due_at: float | None = None
    last_due: float = 0.0


class Entry(Struct, frozen=True):
    """One entry of the outbox or of the sends."""

    id: str
    contact: str
    delivery: str
    epoch: int
    session_id: str
    payload: bytes


def read_entry(entry_id: bytes, fields: Sequence[bytes]) -> Entry:
    """An entry from the list of names and values that a stream gives."""
    named = dict(zip(fields[::2], fields[1::2], strict=True))
    return Entry(
        entry_id.decode(),
        named[b"contact"].decode(),
        named[b"delivery"].decode(),
        int(named[b"epoch"]),
        named[b"session"].decode(),
        named[b"payload"],
    )
