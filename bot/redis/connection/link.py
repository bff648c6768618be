"""Connections to Redis, one for each thread and node, and the truth about it within seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import redis
from hiredis import pack_command
from redis import exceptions
from redis.exceptions import NoScriptError

from bot.redis.routes import ClusterRoute, Node, OneServer, Route, route_of

__all__ = ["ANSWER_SECONDS", "Link", "StoreAway"]

# With 0.6 s 34 of 12,479 texts were answered as if Redis were away because a disk was busy
# (docs/decisions/016). Twilio waits fifteen in all, and a turn asks three times at most: it reads,
# commits, and asks whether the commit is there.
ANSWER_SECONDS = 4.0
# after an answer that did not come, one at a time finds out whether Redis is back; the others need
# not wait
_REST_SECONDS = 0.5
_LOOK_SECONDS = 0.1

# The node is no master (any more, or not yet): who is, will be known in a moment.
_CHANGING = (
    exceptions.ReadOnlyError,
    exceptions.MasterDownError,
    exceptions.BusyLoadingError,
    exceptions.ClusterDownError,
    exceptions.TryAgainError,
    exceptions.SlotNotCoveredError,
)


class StoreAway(Exception):
    """Redis cannot be used now. Names the kind of failure only, never what was being written.

    `in_doubt`: nobody knows whether what was asked has been done.
    """

    def __init__(self, why: str, in_doubt: bool = False) -> None:
        super().__init__(why)
        self.in_doubt = in_doubt


class Link:
    """Commands to Redis, be it one server, behind Sentinel or a Cluster; every failure is a
    StoreAway, within `answer_seconds`.

    A connection that broke is made anew, a failover is waited for, and the command sent once more:
    what is sent must be safe to send twice. To be made in the process that uses it: a fork must not
    share the connections.
    """

    def __init__(self, url: str, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._route: Route = route_of(url)
        self._answer_seconds = answer_seconds
        self._local = threading.local()
        self._away = False
        self._rest_until = 0.0

    def call(self, *command: Any, insist: bool = False) -> Any:
        """The answer to one command, as bytes, int, None or a list of them; NoScriptError passes as
        it is.

        While Redis is away only one caller at a time finds out whether it still is, and whoever
        insists.
        """
        return self._told(lambda: self._one(command), insist)

    def calls(self, commands: Sequence[Sequence[Any]]) -> list[Any]:
        """The answers to several commands, in order, with one round trip for each node."""
        answers: list[Any] = self._told(lambda: self._many(commands), insist=False)
        return answers

    def each(self, *command: Any) -> list[Any]:
        """The answers of all masters."""
        answers: list[Any] = self._told(
            lambda: [self._exchange(node, command) for node in self._route.masters()], insist=False
        )
        return answers

    def _told(self, ask: Callable[[], Any], insist: bool) -> Any:
        if self._away and not insist:
            self._rest()
        self._local.sent = False
        try:
            answer = ask()
        except NoScriptError:
            raise
        except redis.TimeoutError:
            raise self._is_away("no answer in time") from None
        except redis.ConnectionError as error:
            # Refused at once: there is nothing to spare the others, unless a failover was waited
            # for.
            raise self._is_away(type(error).__name__, rests=self._route.fails_over) from None
        except redis.ResponseError as error:
            raise StoreAway(str(error).partition(" ")[0]) from None
        except redis.RedisError as error:
            raise StoreAway(type(error).__name__) from None
        self._away = False
        return answer

    def _rest(self) -> None:
        now = time.monotonic()
        if now < self._rest_until:
            raise StoreAway("resting")
        self._rest_until = (
            now + self._answer_seconds + _REST_SECONDS
        )  # this one is the one that finds out

    def _is_away(self, why: str, rests: bool = True) -> StoreAway:
        if rests:
            self._away, self._rest_until = True, time.monotonic() + _REST_SECONDS
        self._route.ask_again()
        return StoreAway(why, in_doubt=self._local.sent)

    def _one(self, command: Sequence[Any]) -> Any:
        deadline = time.monotonic() + self._answer_seconds
        try:
            return self._exchange(self._route.node(command), command)
        except exceptions.MovedError as error:
            return self._exchange(self._moved(error), command)
        except exceptions.AskError as error:
            return self._exchange((error.host, error.port), command, asking=True)
        except _CHANGING:
            return self._exchange(self._master(command, deadline), command)
        except redis.TimeoutError:
            raise
        except redis.ConnectionError:
            # Most often a connection from before a restart of Redis. Where another node takes over,
            # it is waited for.
            if self._route.fails_over:
                return self._exchange(self._master(command, deadline), command)
            return self._after_restart(command, deadline)

    def _after_restart(self, command: Sequence[Any], deadline: float) -> Any:
        try:
            return self._exchange(self._route.node(command), command)
        except _CHANGING:
            return self._exchange(self._master(command, deadline), command)

    def _many(self, commands: Sequence[Sequence[Any]]) -> list[Any]:
        try:
            return self._at_once(commands)
        except exceptions.NoScriptError:
            raise
        except (
            exceptions.MovedError,
            exceptions.AskError,
            *_CHANGING,
            redis.ConnectionError,
        ) as error:
            if isinstance(error, redis.TimeoutError):
                raise
            return [self._one(command) for command in commands]

    def _at_once(self, commands: Sequence[Sequence[Any]]) -> list[Any]:
        by_node: dict[Node, list[int]] = {}
        for number, command in enumerate(commands):
            by_node.setdefault(self._route.node(command), []).append(number)
        answers: list[Any] = [None] * len(commands)
        for node, numbers in by_node.items():
            connection = self._connection(node)
            self._local.sent = True
            connection.send_packed_command(
                [pack_command(tuple(commands[number])) for number in numbers]
            )
            problem: redis.ResponseError | None = None
            for number in numbers:
                try:
                    answers[number] = connection.read_response()
                except redis.ResponseError as error:  # the others' answers are still to be read
                    problem = problem or error
            if problem:
                raise problem
        return answers

    def _exchange(self, node: Node, command: Sequence[Any], asking: bool = False) -> Any:
        # The connection itself, not the client around it: half of a turn's time in redis-py is
        # spent between the two.
        connection = self._connection(node)
        if not connection.is_connected:
            connection.connect()
        self._local.sent = True
        if asking:
            connection.send_packed_command((pack_command(("ASKING",)),))
            connection.read_response()
        connection.send_packed_command((pack_command(tuple(command)),))
        return connection.read_response()

    def _connection(self, node: Node) -> Any:
        try:
            return self._local.clients[node].connection
        except AttributeError:
            self._local.clients = {}
        except KeyError:
            pass
        client = self._local.clients[node] = self._route.connect(node, self._answer_seconds)
        return client.connection

    def _moved(self, error: exceptions.MovedError) -> Node:
        if isinstance(self._route, OneServer):  # it turns out to be a node of a Cluster
            self._route = self._route.as_cluster()
        node = (error.host, error.port)
        if isinstance(self._route, ClusterRoute):
            self._route.moved(error.slot_id, node)
        return node

    def _master(self, command: Sequence[Any], deadline: float) -> Node:
        """The node for this command, once it is a master that has loaded its data. Raises
        ConnectionError at the deadline."""
        problem: redis.RedisError = redis.ConnectionError("no master")
        while True:
            for client in getattr(self._local, "clients", {}).values():
                client.connection.disconnect()
            self._route.ask_again()
            try:
                node = self._route.node(command)
                if self._exchange(node, ("ROLE",))[0] == b"master":
                    return node
            except redis.TimeoutError:
                raise
            except redis.RedisError as error:
                problem = error
            if time.monotonic() + _LOOK_SECONDS > deadline:
                raise redis.ConnectionError(type(problem).__name__)
            time.sleep(_LOOK_SECONDS)
