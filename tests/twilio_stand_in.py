"""Twilio's REST API for texts, as far as a sender meets it: a server on the loopback that can also fail in Twilio's ways.

Source: https://www.twilio.com/docs/messaging/api/message-resource and https://www.twilio.com/docs/usage/twilios-response
"""

from __future__ import annotations

import json
import secrets
import socket
import threading
from base64 import b64encode
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ACCOUNT = "AC0123456789abcdef0123456789abcdef"
TOKEN = "0123456789abcdef0123456789abcdef"
PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
_HANG_SECONDS = 30.0


@dataclass
class Message:
    sid: str
    form: dict[str, str]
    sent: datetime
    direction: str = "outbound-api"

    def as_json(self) -> dict[str, Any]:
        return {
            "sid": self.sid,
            "account_sid": ACCOUNT,
            "to": self.form["To"],
            "from": self.form.get("From"),
            "messaging_service_sid": self.form.get("MessagingServiceSid"),
            "body": self.form["Body"],
            "direction": self.direction,
            "status": "queued",
            "date_created": format_datetime(self.sent),
            "date_sent": format_datetime(self.sent),
            "date_updated": format_datetime(self.sent),
            "error_code": None,
            "num_segments": "1",
        }


@dataclass
class StandIn:
    """`next` are the ways in which the coming posts go, then all go well:

    an HTTP status, with a Twilio code if there is one ("429:20429", "400:21610", "502"); `drop` and `hang` without taking
    the text; the same after taking it (`taken-drop`, `taken-hang`, `taken-500`); `nonsense`, an answer that is not Twilio's.
    `lists` are statuses of the coming lists.
    """

    next: deque[str] = field(default_factory=deque)
    lists: deque[str] = field(default_factory=deque)
    posts: list[dict[str, str]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    looked: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> StandIn:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"twilio": self}))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def bodies(self) -> list[str]:
        """What people received."""
        return [message.form["Body"] for message in self.messages]

    def take(self, form: dict[str, str], direction: str = "outbound-api") -> Message:
        message = Message(f"SM{secrets.token_hex(16)}", form, datetime.now(UTC), direction)
        self.messages.append(message)
        return message


class _Handler(BaseHTTPRequestHandler):
    twilio: StandIn

    def do_POST(self) -> None:
        form = self._read_form()
        if not self._admit():
            return
        self.twilio.posts.append(form)
        way = self.twilio.next.popleft() if self.twilio.next else "201"
        if way.startswith("taken-"):
            self.twilio.take(form)
            way = way.removeprefix("taken-")
        match way:
            case "201":
                self._answer(201, self.twilio.take(form).as_json())
            case "drop":
                self.connection.shutdown(socket.SHUT_RDWR)
            case "hang":
                self.twilio.ended.wait(_HANG_SECONDS)
            case "nonsense":
                self._send(200, b"<html>Welcome to the guest network</html>", "text/html")
            case _:
                self._refuse(way)

    def do_GET(self) -> None:
        if not self._admit():
            return
        self.twilio.looked += 1
        if self.twilio.lists:
            self._refuse(self.twilio.lists.popleft())
            return
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        after = datetime.strptime(query["DateSent>"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        found = [one.as_json() for one in self.twilio.messages if one.form["To"] == query["To"] and one.sent >= after]
        self._answer(200, {"messages": found[::-1], "next_page_uri": None, "page": 0, "page_size": 50, "uri": self.path})

    def _admit(self) -> bool:
        """The right account, the right token, the right address; else Twilio's own refusals."""
        expected = "Basic " + b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if urlsplit(self.path).path != PATH:
            self._refuse("404:20404")
        elif self.headers["Authorization"] != expected:
            self._refuse("401:20003")
        else:
            return True
        return False

    def _read_form(self) -> dict[str, str]:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        return {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}

    def _refuse(self, way: str) -> None:
        status, _, code = way.partition(":")
        if code:
            self._answer(int(status), {"code": int(code), "message": "as asked for", "more_info": "", "status": int(status)})
        else:
            self._send(int(status), b"<html>Bad Gateway</html>", "text/html")

    def _answer(self, status: int, value: Any) -> None:
        self._send(status, json.dumps(value).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass
