"""What a proxy tells about the caller counts only from an address that was named."""

from __future__ import annotations

from typing import Any

import pytest

from bot.config.value_kinds import networks
from bot.process.proxies import NamedProxies

CALLER, PROXY, EDGE = "203.0.113.9", "10.1.2.3", "10.9.9.9"


def seen(trusted: str, peer: str, **headers: str) -> tuple[str, str, str]:
    found: list[dict[str, Any]] = []
    told = {f"HTTP_X_FORWARDED_{name}": value for name, value in headers.items()}
    environ = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", "HTTP_HOST": "here", **told}
    app = NamedProxies(lambda environ, start: found.append(environ) or [], networks(trusted))
    app(environ, lambda *_: lambda _part: None)
    assert not any(name.startswith("HTTP_X_FORWARDED") for name in found[0])
    return found[0]["REMOTE_ADDR"], found[0]["wsgi.url_scheme"], found[0]["HTTP_HOST"]


@pytest.mark.parametrize(
    ("trusted", "peer", "chain", "caller"),
    [
        ("none", PROXY, CALLER, PROXY),
        ("private", PROXY, CALLER, CALLER),
        ("private", CALLER, "192.0.2.1", CALLER),  # a stranger's word
        (
            "private",
            PROXY,
            f"192.0.2.1, {CALLER}",
            CALLER,
        ),  # what the caller itself had put in front
        ("private", PROXY, f"{CALLER}, {EDGE}", CALLER),  # two proxies, both named
        ("10.1.0.0/16", PROXY, f"{CALLER}, {EDGE}", EDGE),
        ("private", "::ffff:10.1.2.3", CALLER, CALLER),
        ("private", PROXY, "unknown", PROXY),
        ("private", PROXY, "", PROXY),
    ],
)
def test_the_caller(trusted: str, peer: str, chain: str, caller: str) -> None:
    assert seen(trusted, peer, FOR=chain, PROTO="https", HOST="bot.example.org")[0] == caller


def test_scheme_and_host_come_with_it() -> None:
    told = {"FOR": CALLER, "PROTO": "https", "HOST": "bot.example.org"}
    assert seen("private", PROXY, **told) == (CALLER, "https", "bot.example.org")
    assert seen("none", PROXY, **told) == (PROXY, "http", "here")


@pytest.mark.parametrize("text", ["1", "10.0.0.1/8", "proxy", "10.0.0.0/33"])
def test_what_names_no_proxy_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must name the proxies"):
        networks(text)
