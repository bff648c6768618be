"""The files by which the service is deployed agree with the program and with each other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import main
from tests.bot.config.test_settings import NEEDED

ROOT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def test_requirements_are_those_of_the_lock() -> None:
    assert (ROOT / "requirements.txt").read_bytes() == (ROOT / "requirements.lock").read_bytes()


def test_one_python_everywhere() -> None:
    version = (ROOT / ".python-version").read_text().strip()
    assert set(re.findall(r"FROM python:([\d.]+)-", DOCKERFILE)) == {version}
    assert (
        tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
        == ">=3.11"
    )


def commands() -> list[list[str]]:
    procfile = [
        line.partition(": ")[2].split() for line in (ROOT / "Procfile").read_text().splitlines()
    ]
    composed = [
        service["command"]
        for service in SERVICES.values()
        if "python" in service.get("command", ())
    ]
    render = re.findall(r"Command: (python -m bot .*)", (ROOT / "render.yaml").read_text("utf-8"))
    docker = re.findall(r"CMD \[(.*)\]", DOCKERFILE)
    return (
        procfile
        + composed
        + [line.split() for line in render]
        + [re.findall(r'"([^"]*)"', line) for line in docker]
    )


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_each_command_is_one_of_ours(command: list[str]) -> None:
    assert command[:3] == ["python", "-m", "bot"]
    assert command[3] in main.commands


@pytest.mark.parametrize("name", SERVICES)
def test_each_container_is_read_only_without_privileges_and_looked_after(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert "healthcheck" in service or service["image"] == "intake"
    assert name == "proxy" or "ports" not in service


def test_the_image_runs_as_nobody_in_particular_and_is_asked_how_it_is() -> None:
    assert "\nUSER 10001\n" in DOCKERFILE
    assert "\nHEALTHCHECK " in DOCKERFILE


def test_valkey_keeps_what_it_is_given() -> None:
    words = " ".join(SERVICES["valkey"]["command"])
    assert "--appendonly yes --appendfsync always --maxmemory-policy noeviction" in words


def test_volumes_and_networks_that_are_used_are_declared() -> None:
    for service in SERVICES.values():
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        named = {
            volume.partition(":")[0]
            for volume in service.get("volumes", ())
            if not volume.startswith(".")
        }
        assert named <= set(COMPOSE["volumes"])


def test_what_production_needs_is_in_the_example() -> None:
    given = re.findall(r"(?m)^([A-Z_]+)=", (ROOT / "deploy" / "env.example").read_text("utf-8"))
    assert set(NEEDED) - {"REDIS_URL", "DATABASE_URL"} <= set(given)


def test_each_alert_is_about_a_figure_that_is_told() -> None:
    rules = yaml.safe_load((ROOT / "deploy" / "alerts.yaml").read_text("utf-8"))["groups"][0][
        "rules"
    ]
    named = {
        name.removesuffix("_total")
        for rule in rules
        for name in re.findall(r"intake_\w+", rule["expr"])
    }
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "bot" / "process").glob("*.py"))
    assert named
    assert [name for name in named if f'"{name}"' not in sources] == []
