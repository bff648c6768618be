"""Redis as cities run it: one server, one behind three sentinels, a Cluster of three. Real servers,
on loopback."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import redis
from redis.cluster import ClusterNode, RedisCluster

NAME = "intake"
_SLOTS = 16384
_SECONDS = 30.0


@dataclass
class Server:
    """One process on one port."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def client(self) -> redis.Redis:
        return redis.Redis(port=self.port, socket_timeout=5)


@dataclass
class Fleet:
    """Some servers, and the REDIS_URL by which they are reached."""

    url: str
    servers: list[Server]
    sentinels: list[Server] = field(default_factory=list)

    def raw(self) -> Any:
        """A plain client of whoever is master."""
        if self.url.startswith("redis+cluster"):
            return RedisCluster(
                startup_nodes=[ClusterNode("127.0.0.1", server.port) for server in self.servers]
            )
        return self.master().client

    def master(self) -> Server:
        return next(server for server in self.servers if role(server) == "master")


def role(server: Server) -> str:
    try:
        with server.client as client:
            return str(client.execute_command("ROLE")[0].decode())
    except redis.RedisError:
        return ""


def free_port() -> int:
    """Low enough for the port of a Cluster's bus, 10,000 above."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = 20_000 + int(probe.getsockname()[1]) % 30_000
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def wait(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + _SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"no {what}"
        time.sleep(0.05)


def start(binary: Path, folder: Path, *options: str, port: int = 0) -> Server:
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    common = (
        "--port",
        str(port),
        "--dir",
        str(folder),
        "--save",
        "",
        "--appendonly",
        "yes",
        "--appendfsync",
        "everysec",
    )
    common += ("--repl-diskless-sync-delay", "0")
    with (folder / f"{port}.log").open("ab") as log:
        process = subprocess.Popen([binary, *common, *options], stdout=log, stderr=log, cwd=folder)
    server = Server(port, process)
    wait(lambda: role(server), f"answer of {binary}")
    return server


@contextmanager
def sentinel_of_three(binary: Path, folder: Path) -> Iterator[Fleet]:
    """A master with a replica, and three sentinels that need two to agree."""
    servers: list[Server] = []
    try:
        first = start(binary, folder / "a")
        servers.append(first)
        servers.append(start(binary, folder / "b", "--replicaof", f"127.0.0.1 {first.port}"))
        wait(lambda: _info(servers[1])["master_link_status"] == "up", "replication")
        sentinels = [_sentinel(binary, folder / f"s{number}", first.port) for number in range(3)]
        servers += sentinels
        wait(lambda: all(_agrees(one) for one in sentinels), "agreement of the sentinels")
        hosts = ",".join(f"127.0.0.1:{one.port}" for one in sentinels)
        yield Fleet(f"redis+sentinel://{hosts}/{NAME}", servers[:2], sentinels)
    finally:
        stop(servers)


def _info(server: Server) -> dict[str, Any]:
    with server.client as client:
        return dict(client.info("replication"))


def _sentinel(binary: Path, folder: Path, master: int) -> Server:
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    (folder / "sentinel.conf").write_text(
        f"port {port}\ndir {folder}\nsentinel monitor {NAME} 127.0.0.1 {master} 2\n"
        f"sentinel down-after-milliseconds {NAME} 1500\nsentinel failover-timeout {NAME} 5000\n"
    )
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [binary, folder / "sentinel.conf", "--sentinel"], stdout=log, stderr=log, cwd=folder
        )
    server = Server(port, process)
    wait(lambda: role(server), "answer of a sentinel")
    return server


def _agrees(sentinel: Server) -> bool:
    with sentinel.client as client:
        flat = client.execute_command("SENTINEL", "MASTER", NAME)
        told = flat if isinstance(flat, dict) else dict(zip(flat[::2], flat[1::2], strict=True))
        known = {str(k.decode() if isinstance(k, bytes) else k): v for k, v in told.items()}
        return int(known["num-other-sentinels"]) == 2 and int(known["num-slaves"]) >= 1


@contextmanager
def cluster_of_three(binary: Path, folder: Path, replicas: bool = False) -> Iterator[Fleet]:
    """Three masters, each with a third of the slots; with `replicas` each has one."""
    servers: list[Server] = []
    try:
        options = ("--cluster-enabled", "yes", "--cluster-node-timeout", "1500")
        for number in range(6 if replicas else 3):
            servers.append(start(binary, folder / str(number), *options))
        _join(servers)
        yield Fleet(
            f"redis+cluster://{','.join(f'127.0.0.1:{one.port}' for one in servers)}", servers
        )
    finally:
        stop(servers)


def _join(servers: list[Server]) -> None:
    clients = [server.client for server in servers]
    for number, client in enumerate(clients[:3]):
        first, last = number * _SLOTS // 3, (number + 1) * _SLOTS // 3 - 1
        client.execute_command("CLUSTER", "ADDSLOTSRANGE", first, last)
        client.execute_command("CLUSTER", "SET-CONFIG-EPOCH", number + 1)
    for server in servers[1:]:
        clients[0].execute_command("CLUSTER", "MEET", "127.0.0.1", server.port)
    for client in clients:
        wait(
            lambda client=client: f"cluster_known_nodes:{len(servers)}" in _cluster(client),
            "acquaintance",
        )
    for number, client in enumerate(clients[3:]):
        master = clients[number].execute_command("CLUSTER", "MYID")
        client.execute_command("CLUSTER", "REPLICATE", master)
    for server in servers[3:]:
        wait(lambda server=server: _info(server).get("master_link_status") == "up", "replication")
    for client in clients:
        wait(lambda client=client: "cluster_state:ok" in _cluster(client), "cluster")
        client.close()


def _cluster(client: redis.Redis) -> str:
    told = client.execute_command("CLUSTER", "INFO")
    if isinstance(told, dict):
        return " ".join(f"{name}:{value}" for name, value in told.items())
    return told.decode() if isinstance(told, bytes) else str(told)


def stop(servers: list[Server]) -> None:
    for server in servers:
        server.process.kill()
        server.process.wait()
