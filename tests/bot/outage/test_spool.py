"""What came while Redis was gone: nothing lost, nothing twice, in order, unreadable to others."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.contacts import Cipher
from bot.outage.spool import Spool, SpoolError, SpoolFull, Unreadable

KEY = Fernet.generate_key().decode()


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool", Cipher([KEY]))


def inbound(delivery: str, body: str = "private words") -> dict[str, Any]:
    return {"delivery": delivery, "body": body, "from": "+18605550101"}


def deliveries(spool: Spool) -> list[str]:
    seen: list[str] = []
    spool.drain(lambda inbound: seen.append(inbound["delivery"]))
    return seen


def test_handed_over_in_order_and_gone(spool: Spool) -> None:
    """Oldest first, whole, and only once."""
    for number in range(20):
        spool.put(inbound(f"SM{number}"))
    seen: list[dict[str, Any]] = []
    assert len(spool) == 20
    assert spool.drain(seen.append) == 20
    assert seen == [inbound(f"SM{number}") for number in range(20)]
    assert spool.drain(seen.append) == len(spool) == 0


def test_same_delivery_is_one(spool: Spool) -> None:
    """A delivery that Twilio repeats is kept once and keeps its place."""
    for delivery in ("SM1", "SM2", "SM1", "SM1"):
        spool.put(inbound(delivery))
    assert deliveries(spool) == ["SM1", "SM2"]


def test_nothing_readable_on_disk(spool: Spool, tmp_path: Path) -> None:
    """Neither words nor numbers can be read from the files or their names, by nobody else
    either."""
    spool.put(inbound("SM1"))
    (kept,) = (tmp_path / "spool").glob("*.in")
    assert b"private" not in kept.read_bytes()
    assert "SM1" not in kept.name
    assert kept.stat().st_mode & 0o077 == kept.parent.stat().st_mode & 0o077 == 0


def test_what_fails_stays(spool: Spool) -> None:
    """When handling fails (Redis is gone again) that one and all behind it stay, in order."""
    for number in range(4):
        spool.put(inbound(f"SM{number}"))

    def fail_at_the_third(inbound: dict[str, Any]) -> None:
        if inbound["delivery"] == "SM2":
            raise ConnectionError

    with pytest.raises(ConnectionError):
        spool.drain(fail_at_the_third)
    assert deliveries(spool) == ["SM2", "SM3"]


@pytest.mark.parametrize(
    "content",
    [b"", b"not encrypted", b"\xff\xfe", Cipher([KEY]).encrypt("[1, 2]").encode()],
    ids=["empty", "in clear", "no text", "not ours"],
)
def test_unreadable_file_is_set_aside(spool: Spool, tmp_path: Path, content: bytes) -> None:
    """A file that cannot be read stands in nobody's way and is kept for a person to look at."""
    spool.put(inbound("SM1"))
    (kept,) = (tmp_path / "spool").glob("*.in")
    kept.write_bytes(content)
    spool.put(inbound("SM2"))
    assert deliveries(spool) == ["SM2"]
    assert [bad.read_bytes() for bad in (tmp_path / "spool").glob("*.bad")] == [content]


def test_handler_can_set_aside(spool: Spool, tmp_path: Path) -> None:
    """What a handler calls unreadable does not come back."""
    spool.put(inbound("SM1"))

    def refuse(inbound: dict[str, Any]) -> None:
        raise Unreadable

    assert spool.drain(refuse) == 0
    assert len(spool) == 0
    assert len(list((tmp_path / "spool").glob("*.bad"))) == 1


def test_one_drains_at_a_time(spool: Spool, tmp_path: Path) -> None:
    """While one drains, another one, here or in another process, gets nothing and does not wait."""
    spool.put(inbound("SM1"))
    elsewhere = f"""
from pathlib import Path
from bot.contacts import Cipher
from bot.outage.spool import Spool
print(Spool(Path({str(tmp_path / "spool")!r}), Cipher([{KEY!r}])).drain(print))
"""
    told: list[str] = []

    def drain_again(inbound: dict[str, Any]) -> None:
        told.append(str(spool.drain(lambda inbound: told.append("twice"))))
        told.append(
            subprocess.run(
                [sys.executable, "-c", elsewhere], capture_output=True, text=True, check=True
            ).stdout
        )

    assert spool.drain(drain_again) == 1
    assert told == ["0", "0\n"]


def test_many_at_once(spool: Spool) -> None:
    """Eight threads keep the same forty deliveries: forty files."""

    def keep_all() -> None:
        for number in range(40):
            spool.put(inbound(f"SM{number}"))

    threads = [threading.Thread(target=keep_all) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(deliveries(spool)) == sorted(f"SM{number}" for number in range(40))


def test_full(tmp_path: Path) -> None:
    """Beyond its limit the spool says that it is full, and keeps what it has."""
    small = Spool(tmp_path, Cipher([KEY]), most=2)
    small.put(inbound("SM1"))
    small.put(inbound("SM2"))
    with pytest.raises(SpoolFull):
        small.put(inbound("SM3"))
    assert deliveries(small) == ["SM1", "SM2"]
    small.put(inbound("SM3"))


def test_full_disk(tmp_path: Path) -> None:
    """Where not one more byte can be written the spool is full too, and leaves nothing
    half-written."""
    code = f"""
import resource
from pathlib import Path
from bot.contacts import Cipher
from bot.outage.spool import Spool, SpoolFull
spool = Spool(Path({str(tmp_path)!r}), Cipher([{KEY!r}]))
resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
try:
    spool.put({{"delivery": "SM1"}})
except SpoolFull:
    print("full")
"""
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert told == "full\n"
    assert list(tmp_path.iterdir()) == []


def test_folder_gone(spool: Spool, tmp_path: Path) -> None:
    """Any other trouble with the disk has a name of its own."""
    (tmp_path / "spool").rmdir()
    with pytest.raises(SpoolError):
        spool.put(inbound("SM1"))
