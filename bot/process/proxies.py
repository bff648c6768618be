"""WSGI middleware for trusted proxies: X-Forwarded-* headers count only from named networks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Network = IPv4Network | IPv6Network

_FOR, _PROTO, _HOST = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST"


class NamedProxies:
    """WSGI: puts the caller's own address, scheme and host in place when the peer is one of
    `networks`; else takes the headers away. Of a chain the caller is the last address that is none
    of the networks."""

    def __init__(self, app: WSGIApplication, networks: Sequence[Network]) -> None:
        self._app = app
        self._networks = networks

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if _FOR in environ or _PROTO in environ or _HOST in environ:
            told = [environ.pop(name, "") for name in (_FOR, _PROTO, _HOST)]
            if self._is_named(environ.get("REMOTE_ADDR", "")):
                self._put(environ, *told)
        return self._app(environ, start_response)

    def _put(self, environ: WSGIEnvironment, chain: str, proto: str, host: str) -> None:
        hops = [hop.strip() for hop in chain.split(",") if hop.strip()]
        strangers = (hop for hop in reversed(hops) if not self._is_named(hop))
        if hops and _is_address(caller := next(strangers, hops[0])):
            environ["REMOTE_ADDR"] = caller
        if (scheme := proto.rpartition(",")[2].strip().lower()) in ("http", "https"):
            environ["wsgi.url_scheme"] = scheme
        if name := host.rpartition(",")[2].strip():
            environ["HTTP_HOST"] = name

    def _is_named(self, address: str) -> bool:
        if not _is_address(address):
            return False
        found = ip_address(address)
        found = getattr(found, "ipv4_mapped", None) or found
        return any(
            found in network for network in self._networks if network.version == found.version
        )


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
