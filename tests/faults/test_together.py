"""Much at once, and several programs on one folder."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

from bot.redis.connection.folder import ServerLock
from tests.faults.texting_people import recorded, redis_pid
from tests.started_program import Line, Program, form, words

SAME_PERSON = ["+18605550199"] * 20
OTHERS = [f"+18605550{number}" for number in range(200, 220)]


def test_eighty_overlapping_deliveries_forty_of_them_twice_are_forty_inputs_with_forty_replies(
    tmp_path: Path,
) -> None:
    """Through two programs at once: half of the forty are from one person, and each goes to both
    programs."""
    forms = [form(sender, "help") for sender in SAME_PERSON + OTHERS]
    together = Barrier(2 * len(forms))

    def post(port: int, text: dict[str, str]) -> bytes:
        with Line(port) as line:
            together.wait(20)
            return line.text(text)

    with (
        Program(tmp_path) as first,
        Program(tmp_path) as second,
        ThreadPoolExecutor(2 * len(forms)) as pool,
    ):
        once, twice = (
            [pool.submit(post, program.port, text) for text in forms] for program in (first, second)
        )
        replies = [future.result(60) for future in once]
        assert replies == [future.result(60) for future in twice]
        turns = recorded(tmp_path)
    assert all(words(reply) for reply in replies)
    assert sorted(turns) == sorted(text["MessageSid"] for text in forms)
    assert {len(entries) for entries in turns.values()} == {1}


def test_two_programs_on_one_folder_share_a_redis_and_the_last_one_ends_it(tmp_path: Path) -> None:
    with Program(tmp_path) as first:
        pid = redis_pid(tmp_path)
        with Program(tmp_path) as second:
            assert redis_pid(tmp_path) == pid
            first.stop()
            with Line(second.port) as line:
                assert words(line.text(form("+18605550123", "hola")))
            assert redis_pid(tmp_path) == pid
            assert second.get("/readyz")[0] == 200
    with closing(ServerLock(tmp_path / "redis")) as lock:
        assert lock.take(), "Redis still runs"


def test_a_port_that_is_taken_is_told_in_words(tmp_path: Path) -> None:
    with Program(tmp_path) as first:
        second = Program(tmp_path / "other", first.port)
        said = second.refusal()
    assert f"Port {first.port} cannot be used" in said
    assert "Traceback" not in said
