"""The calls of the load are true ones: each callback follows from the answer before it, and none is
an old one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.contacts import contact_id
from bot.conversation.turns import Desk
from bot.redis.store import Store
from bot.stored_session import decode_record
from flows.model.session import Disposition, Session
from tests.bench.load.crowd import Post
from tests.bench.load.load_bench import Broken, drive, sign
from tests.bench.load.load_callers import CALLERS, KEYS_EN, calling, record
from tests.bench.load.load_parents import Stuck
from tests.bench.servers import floor
from tests.playing.caller import Caller
from tests.playing.desks import make_desk
from tests.started_program import TOKEN

NUMBER = "+18602345678"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return make_desk(store, tmp_path)


def session_of(desk: Desk, number: str) -> Session:
    return decode_record(
        desk.store.read(contact_id(number, desk.contact_key), "").session or b""
    ).session


@pytest.mark.parametrize("name", CALLERS)
def test_a_call_rings_counts_its_callbacks_and_ends(desk: Desk, name: str) -> None:
    paths = [post.path for post in record(desk, CALLERS[name])]
    assert paths == [
        "/voice",
        *(f"/voice/turn?n={n}" for n in range(1, len(paths) - 1)),
        "/voice/status",
    ]


@pytest.mark.parametrize("name", CALLERS)
def test_the_same_call_from_another_number_goes_the_same_way(desk: Desk, name: str) -> None:
    recorded = record(desk, CALLERS[name])
    again = calling(recorded)(NUMBER)
    line = Caller(lambda: desk, NUMBER, lambda: desk.clock().timestamp())
    for post in again:
        assert line.post(post.path, dict(post.form)).encode() == post.answer
    session = session_of(desk, NUMBER)
    assert (session.step, session.disposition) == ("results", Disposition.MATCHED)
    assert [leg.closed for leg in session.calls.values()] == [True]
    assert session.language == name[-2:]


def test_each_call_has_a_call_sid_of_its_own(desk: Desk) -> None:
    call_again = calling(record(desk, KEYS_EN))
    sids = [{post.form["CallSid"] for post in call_again(NUMBER)} for _ in range(2)]
    assert [len(each) for each in sids] == [1, 1]
    assert sids[0] != sids[1]


def test_callers_who_no_longer_fit_the_flow_are_told_of(desk: Desk) -> None:
    with pytest.raises(Stuck, match="still at 'household'"):
        record(desk, {**KEYS_EN, "benefits": "2", "household": "99#"})


def test_an_answer_of_another_turn_breaks_the_bench() -> None:
    posts = [Post("/voice", {"CallSid": "CA1"}, b"<Response/>")]
    with floor(1, 1) as server:
        requests = [sign(server.port, TOKEN, posts)]
        drive(server.port, requests, exact=False)
        with pytest.raises(Broken, match="another answer"):
            drive(server.port, requests)
