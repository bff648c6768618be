"""Routes a key to its node: one server, the master that Sentinel names, or its slot in a
Cluster."""

from __future__ import annotations

import time
from collections.abc import Sequence
from threading import Lock
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

import redis
from redis.backoff import NoBackoff
from redis.crc import key_slot
from redis.retry import Retry
from redis.sentinel import Sentinel

CONNECT_SECONDS = 0.5
SENTINEL, CLUSTER = "+sentinel", "+cluster"
_ASK_SECONDS = 1.0  # for what a sentinel or a node says about the others
_FRESH_SECONDS = 0.05

Node = tuple[str, int]
Options = dict[str, Any]

# What has no key: any node can answer it.
_KEYLESS = frozenset({"PING", "INFO", "ROLE", "CONFIG", "TIME", "WAIT", "CLUSTER", "BGREWRITEAOF"})


class Route(Protocol):
    """Names the node for a command. `fails_over`: another node takes over when this one is gone."""

    fails_over: bool

    def node(self, command: Sequence[Any]) -> Node: ...
    def masters(self) -> list[Node]: ...
    def ask_again(self) -> None: ...
    def connect(self, node: Node, answer_seconds: float) -> redis.Redis: ...


def route_of(url: str) -> Route:
    """The route for a REDIS_URL: redis://, rediss://, unix://, or with +sentinel or +cluster and
    several host:port."""
    scheme = urlsplit(url).scheme
    if scheme.endswith(SENTINEL):
        return SentinelRoute(url)
    return ClusterRoute.of(url) if scheme.endswith(CLUSTER) else OneServer(url)


def key_of(command: Sequence[Any]) -> str:
    """The key by which a command finds its node; nothing for one without a key."""
    name = command[0]
    if name in ("EVALSHA", "EVAL"):
        return str(command[3])
    if name == "XREADGROUP":
        return str(command[command.index("STREAMS") + 1])
    if name in ("XGROUP", "XINFO"):
        return str(command[2])
    return "" if name in _KEYLESS else str(command[1])


def _client(answer_seconds: float, **options: Any) -> redis.Redis:
    return redis.Redis(
        **options,
        single_connection_client=True,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=answer_seconds,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
    )


class OneServer:
    """One address. Behind it the server may change: a proxy's, a name's, a managed service's."""

    fails_over = False
    _NODE: Node = ("", 0)

    def __init__(self, url: str) -> None:
        self._options: Options = redis.connection.parse_url(  # type: ignore[no-untyped-call]
            url
        )
        self._class = self._options.pop("connection_class", None)
        self._url = url

    def node(self, command: Sequence[Any]) -> Node:
        return self._NODE

    def masters(self) -> list[Node]:
        return [self._NODE]

    def ask_again(self) -> None:
        """There is nobody to ask."""

    def connect(self, node: Node, answer_seconds: float) -> redis.Redis:
        return redis.Redis.from_url(
            self._url,
            single_connection_client=True,
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=answer_seconds,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
        )

    def as_cluster(self) -> ClusterRoute:
        """The same server as the first known node of a Cluster, which it turned out to be."""
        options = dict(self._options)
        node = (str(options.pop("host", "localhost")), int(options.pop("port", 6379)))
        options.pop("db", None)
        return ClusterRoute(
            [node], options | ({"ssl": True} if self._url.startswith("rediss") else {})
        )


class SentinelRoute:
    """redis+sentinel://[user:password@]host:port,host:port/master-name?sentinel_password=..."""

    fails_over = True

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        nodes, self._options = _nodes(url, 26379)
        self._name = parts.path.strip("/").partition("/")[0]
        if database := parts.path.strip("/").partition("/")[2]:
            self._options["db"] = int(database)
        own = {
            name.removeprefix("sentinel_"): value[0]
            for name, value in parse_qs(parts.query).items()
        }
        own_options: Options = {
            "socket_timeout": _ASK_SECONDS,
            "socket_connect_timeout": CONNECT_SECONDS,
        } | own
        kwargs = own_options | {"retry": Retry(NoBackoff(), 0)}
        self._sentinel: Any = Sentinel(nodes, sentinel_kwargs=kwargs)  # type: ignore[no-untyped-call]
        self._master: Node | None = None
        self._lock = Lock()

    def node(self, command: Sequence[Any]) -> Node:
        if (master := self._master) is None:
            with self._lock:
                master = self._master = self._sentinel.discover_master(self._name)
        return master

    def masters(self) -> list[Node]:
        return [self.node(("PING",))]

    def ask_again(self) -> None:
        self._master = None

    def connect(self, node: Node, answer_seconds: float) -> redis.Redis:
        return _client(answer_seconds, host=node[0], port=node[1], **self._options)


class ClusterRoute:
    """redis+cluster://[user:password@]host:port,host:port. The slots are read from whichever node
    answers."""

    fails_over = True

    def __init__(self, nodes: Sequence[Node], options: Options) -> None:
        self._known = list(nodes)
        self._options = options
        self._slots: list[Node] = []
        self._tags: dict[str, int] = {}
        self._read_at = 0.0
        self._lock = Lock()

    @classmethod
    def of(cls, url: str) -> ClusterRoute:
        return cls(*_nodes(url, 6379))

    def node(self, command: Sequence[Any]) -> Node:
        slots = self._slots or self._read()
        if not (key := key_of(command)):
            return slots[0]
        tag = key.partition("}")[0]
        slot = self._tags.get(tag)
        if slot is None:
            slot = key_slot(key.encode())
            if tag.startswith("{"):
                self._tags[tag] = slot
        return slots[slot]

    def masters(self) -> list[Node]:
        return list(dict.fromkeys(self._slots or self._read()))

    def ask_again(self) -> None:
        if time.monotonic() - self._read_at > _FRESH_SECONDS:
            self._slots = []

    def moved(self, slot: int, node: Node) -> None:
        """One slot is elsewhere; the others are looked up again with the next question."""
        if self._slots:
            self._slots[slot] = node
        self._known = list(dict.fromkeys([*self._known, node]))

    def connect(self, node: Node, answer_seconds: float) -> redis.Redis:
        return _client(answer_seconds, host=node[0], port=node[1], **self._options)

    def _read(self) -> list[Node]:
        with self._lock:
            if self._slots:
                return self._slots
            problem: redis.RedisError = redis.ConnectionError("no node")
            for node in list(self._known):
                try:
                    slots = self._ask(node)
                except redis.RedisError as error:
                    problem = error
                    continue
                self._known = list(dict.fromkeys([*slots, *self._known]))[:64]
                self._slots, self._read_at = slots, time.monotonic()
                return slots
            raise problem

    def _ask(self, node: Node) -> list[Node]:
        nobody: Node = ("", 0)
        slots = [nobody] * 16384
        with self.connect(node, _ASK_SECONDS) as client:
            connection: Any = client.connection
            connection.send_command("CLUSTER", "SLOTS")
            for first, last, (host, port, *_), *_replicas in connection.read_response():
                slots[first : last + 1] = [(host.decode() or node[0], int(port))] * (
                    last - first + 1
                )
        if nobody in slots:
            raise redis.exceptions.ClusterDownError("slots are not served")
        return slots


def _nodes(url: str, port: int) -> tuple[list[Node], Options]:
    """The hosts of an address that names several, and what to connect to each with."""
    parts = urlsplit(url)
    who, _, hosts = parts.netloc.rpartition("@")
    scheme = parts.scheme.partition("+")[0]
    options: Options = redis.connection.parse_url(  # type: ignore[no-untyped-call]
        f"{scheme}://{who}{'@' if who else ''}localhost"
    )
    options = {name: value for name, value in options.items() if name in ("username", "password")}
    split = [
        host.rpartition(":") if host.rpartition(":")[2].isdigit() else (host, ":", str(port))
        for host in hosts.split(",")
    ]
    return [(host.strip("[]"), int(number)) for host, _, number in split], options | (
        {"ssl": True} if scheme == "rediss" else {}
    )
