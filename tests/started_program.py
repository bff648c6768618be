"""`python -m bot run` as a person starts it, on a port and a folder of its own; and Twilio, posting
signed texts to it."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO
from urllib.parse import urlencode
from xml.etree import ElementTree

from twilio.request_validator import RequestValidator

TOKEN = "0123456789abcdef0123456789abcdef"
ROOT = Path(__file__).parent.parent
_SECONDS = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], object], what: str, seconds: float = _SECONDS) -> None:
    """Waits for it; an AssertionError names what never came."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"in {seconds:g} seconds: no {what}"
        time.sleep(0.02)


class Program:
    """One running program. `folder` is its DATA_DIR, which several may share; what it says goes to
    a file there."""

    def __init__(self, folder: Path, port: int = 0, **settings: str) -> None:
        self.folder = folder
        self.port = port or free_port()
        self._log = folder / f"program-{self.port}.log"
        self._settings = {
            "DATA_DIR": str(folder),
            "PORT": str(self.port),
            "TWILIO_AUTH_TOKEN": TOKEN,
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Program:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Returns once it is ready."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = self._spawn(log)
        until(self._is_ready, f"answer from the program; it said:\n{self.said()}")

    def _spawn(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        environ = {
            name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ
        }
        command, environ = [sys.executable, "-m", "bot", "run"], environ | self._settings
        return subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=log, stderr=log, start_new_session=True
        )

    def refusal(self) -> str:
        """What it says instead of starting."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = self._spawn(log)
        self._wait()
        assert self._process.returncode > 0
        return self.said()

    def is_served(self) -> bool:
        """Whether anybody listens on its port."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _is_ready(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"the program ended:\n{self.said()}"
        try:
            return self.get("/readyz")[0] == 200
        except OSError:
            return False

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def said(self) -> str:
        return self._log.read_text("utf-8", "replace")

    def kill_all(self) -> None:
        """`kill -9` of all of it but Redis, which is a session of its own."""
        os.killpg(self.pid, signal.SIGKILL)
        self._wait()

    def kill_first(self) -> None:
        """`kill -9` of the one process that was started, not of those that it started itself."""
        os.kill(self.pid, signal.SIGKILL)
        self._wait()

    def stop(self) -> None:
        """Ctrl-C, and nothing of it is left."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self.pid, signal.SIGINT)
            self._wait()

    def _wait(self) -> None:
        assert self._process is not None
        try:
            self._process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()
            raise AssertionError(f"the program did not end:\n{self.said()}") from None

    def get(self, path: str) -> tuple[int, bytes]:
        with Line(self.port) as line:
            return line.get(path)


class Line:
    """One connection from Twilio to the program, kept open while it answers."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}"
        self._validator = RequestValidator(TOKEN)
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def get(self, path: str) -> tuple[int, bytes]:
        return self._exchange("GET", path, "", {})

    def text(self, form: Mapping[str, str]) -> bytes:
        """The reply as it came. Raises OSError or HTTPException when none did."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": self._validator.compute_signature(f"{self._url}/sms", form),
        }
        status, reply = self._exchange("POST", "/sms", urlencode(form), headers)
        assert status == 200, f"HTTP {status}: {reply[:200]!r}"
        return reply

    def _exchange(
        self, method: str, path: str, body: str, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        try:
            self._connection.request(method, path, body, dict(headers))
            response = self._connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()  # the next request makes a new one
            raise


def form(sender: str, body: str) -> dict[str, str]:
    """A text as Twilio posts it, with a MessageSid of its own."""
    sid = f"SM{secrets.token_hex(16)}"
    return {
        "ToCountry": "US",
        "ToState": "CT",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ToCity": "HARTFORD",
        "FromZip": "06106",
        "SmsSid": sid,
        "FromState": "CT",
        "SmsStatus": "received",
        "FromCity": "HARTFORD",
        "Body": body,
        "FromCountry": "US",
        "To": "+18605550100",
        "MessagingServiceSid": "MG0123456789abcdef0123456789abcdef",
        "ToZip": "06106",
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": "AC0123456789abcdef0123456789abcdef",
        "From": sender,
        "ApiVersion": "2010-04-01",
    }


def words(reply: bytes) -> str:
    """What the person reads; nothing for an empty answer. Anything but TwiML is an error."""
    root = ElementTree.fromstring(reply)
    assert root.tag == "Response"
    return root.findtext("Message") or ""
