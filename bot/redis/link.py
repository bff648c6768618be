"""Redis client with one connection a thread, a one-second timeout, and every failure as StoreAway."""

from __future__ import annotations

import threading
import time
from typing import Any

import redis
from hiredis import pack_command
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError
from redis.retry import Retry

CONNECT_SECONDS = 0.3
ANSWER_SECONDS = 0.6
_REST_SECONDS = 0.5  # after an answer that did not come, nobody else waits for one


class StoreAway(Exception):
    """Redis cannot be used now. Names the kind of failure only, never what was being written."""


class Link:
    """Commands to one Redis (redis://, rediss:// or unix://); every failure is a StoreAway, within a second.

    A connection that broke is made anew by the next command, so what is sent must be safe to send twice.
    To be made in the process that uses it: a fork must not share the connections.
    """

    def __init__(self, url: str, answer_seconds: float = ANSWER_SECONDS) -> None:
        """Whoever blocks on a stream must allow an answer more time than that."""
        self._url = url
        self._answer_seconds = answer_seconds
        self._local = threading.local()
        self._rest_until = 0.0

    def call(self, *command: Any) -> Any:
        """The answer to one command, as bytes, int, None or a list of them; NoScriptError passes as it is."""
        if self._rest_until > time.monotonic():
            raise StoreAway("resting")
        try:
            try:
                return self._exchange(command)
            except redis.ConnectionError:  # most often a connection from before a restart of Redis
                return self._exchange(command)
        except NoScriptError:
            raise
        except redis.TimeoutError:
            self._rest_until = time.monotonic() + _REST_SECONDS
            raise StoreAway("no answer in time") from None
        except redis.ResponseError as error:
            raise StoreAway(str(error).partition(" ")[0]) from None
        except redis.RedisError as error:
            raise StoreAway(type(error).__name__) from None

    def _exchange(self, command: tuple[Any, ...]) -> Any:
        # The connection itself, not the client around it: half of a turn's time in redis-py is spent between the two.
        try:
            connection = self._local.client.connection
        except AttributeError:
            self._local.client = self._connect()
            connection = self._local.client.connection
        connection.send_packed_command((pack_command(command),))
        return connection.read_response()

    def _connect(self) -> redis.Redis:
        return redis.Redis.from_url(
            self._url,
            single_connection_client=True,
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=self._answer_seconds,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
        )
