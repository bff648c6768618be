"""The flow as it is kept on disk is the flow as it is compiled."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree

import pytest

from bot import compiled_flow
from bot.compiled_flow import kept_flow
from bot.intake import FOLDER, load_flow
from flows import engine
from flows.flow import Flow
from flows.model.context import Context
from flows.model.inputs import Text
from flows.model.session import Session
from tests.playing.desks import the_flow

SECRET = "a-secret-key-that-is-only-for-tests-0"
NOW = datetime(2026, 11, 30, 15, tzinfo=UTC)
TALKS = (
    ("hola", "1", "marzo", "1", "06106", "1,4", "yes", "MORE", "1", "why"),
    ("hi im 5 months pregnant w my first in 06106", "food and a doctor", "is it free", "STOP"),
    ("i want to kill myself", "no", "my kids are 2 and 5, we live in hartford", "BACK"),
    ("heeelp", "tengo un bebe de 3 meses y otro de 4 años", "no se", "asdf", "DONATE"),
)


def talk(flow: Flow, texts: tuple[str, ...]) -> list[object]:
    session: Session | None = None
    told: list[object] = []
    for text in texts:
        turn = engine.resume(flow, session, Text(text), Context(NOW, date(2026, 11, 30), "an-id"))
        session = turn.session
        told.append((turn.events, turn.session))
    return told


def test_it_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_flow(FOLDER, tmp_path, SECRET)
    monkeypatch.setattr(compiled_flow, "load_flow", None)  # from now on it must be there
    kept = kept_flow(FOLDER, tmp_path, SECRET)
    for texts in TALKS:
        assert talk(kept, texts) == talk(the_flow(), texts)


def test_what_was_changed_is_compiled_anew_and_replaces_the_old(tmp_path: Path) -> None:
    folder = copytree(FOLDER, tmp_path / "intake")
    kept_flow(folder, tmp_path / "kept", SECRET)
    before = {path.name for path in (tmp_path / "kept").iterdir()}
    county = folder / "county.yaml"
    county.write_text(county.read_text("utf-8").replace("name: ", "name: New "), "utf-8")
    assert kept_flow(folder, tmp_path / "kept", SECRET).county.name.startswith("New ")
    after = {path.name for path in (tmp_path / "kept").iterdir()}
    assert (len(before), len(after), before & after) == (1, 1, set())


def test_what_somebody_else_wrote_is_not_read(tmp_path: Path) -> None:
    kept_flow(FOLDER, tmp_path, "another-secret-key-of-somebody-else")
    (path,) = tmp_path.iterdir()
    theirs = path.read_bytes()
    assert kept_flow(FOLDER, tmp_path, SECRET).name == load_flow().name
    assert path.read_bytes() != theirs
    path.write_bytes(b"cut off")
    assert kept_flow(FOLDER, tmp_path, SECRET).name == load_flow().name
