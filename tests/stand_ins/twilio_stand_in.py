"""Twilio's REST API as far as we meet it, for texts, calls and recordings: a server on the loopback
that can also fail in Twilio's ways.

Source: https://www.twilio.com/docs/messaging/api/message-resource and
https://www.twilio.com/docs/usage/twilios-response
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
from urllib.parse import parse_qs, unquote, urlsplit

ACCOUNT = "AC0123456789abcdef0123456789abcdef"
TOKEN = "0123456789abcdef0123456789abcdef"
BASE = f"/2010-04-01/Accounts/{ACCOUNT}"
PATH = f"{BASE}/Messages.json"
CALLS = f"{BASE}/Calls.json"
LOOKUP = "/v2/PhoneNumbers/"
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
class Call:
    """A call, with the SIDs of what was recorded in it."""

    sid: str
    caller: str
    begun: datetime
    recordings: list[str]

    def as_json(self) -> dict[str, Any]:
        times = dict.fromkeys(
            ("date_created", "date_updated", "start_time", "end_time"), format_datetime(self.begun)
        )
        return {
            "sid": self.sid,
            "account_sid": ACCOUNT,
            "from": self.caller,
            "to": "+18605550101",
            "status": "completed",
            **times,
        }


@dataclass
class StandIn:
    """`next` are the ways in which the coming posts go, then all go well:

    an HTTP status, with a Twilio code if there is one ("429:20429", "400:21610", "502"); `drop` and
    `hang` without taking the text; the same after taking it (`taken-drop`, `taken-hang`,
    `taken-500`); `nonsense`, an answer that is not Twilio's.
    `lists` are statuses of the coming lists, `deletes` those of the coming deletions, after which
    all go well ("204" does). `lines` are the line types of numbers, `transcripts` the recordings of
    transcripts by their SIDs.
    """

    next: deque[str] = field(default_factory=deque)
    lists: deque[str] = field(default_factory=deque)
    deletes: deque[str] = field(default_factory=deque)
    posts: list[dict[str, str]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    looked: int = 0
    lines: dict[str, str] = field(default_factory=dict)
    transcripts: dict[str, str] = field(default_factory=dict)
    ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> StandIn:
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Handler", (_Handler,), {"twilio": self})
        )
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}
        )
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

    def called(self, caller: str, recordings: int = 0, begun: datetime | None = None) -> Call:
        """Somebody has called, and so many recordings were made."""
        sids = [f"RE{secrets.token_hex(16)}" for _ in range(recordings)]
        self.calls.append(
            call := Call(f"CA{secrets.token_hex(16)}", caller, begun or datetime.now(UTC), sids)
        )
        return call

    def delete(self, kind: str, sid: str) -> bool:
        """Whether it was there."""
        before = (
            len(self.messages),
            len(self.calls),
            sum(len(call.recordings) for call in self.calls),
        )
        if kind == "Transcriptions":
            return self.transcripts.pop(sid, None) is not None
        if kind == "Recordings":
            for call in self.calls:
                call.recordings = [one for one in call.recordings if one != sid]
        self.messages = [one for one in self.messages if one.sid != sid]
        self.calls = [one for one in self.calls if one.sid != sid]
        return before != (
            len(self.messages),
            len(self.calls),
            sum(len(call.recordings) for call in self.calls),
        )

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
            case "201" if urlsplit(self.path).path == CALLS:
                self._answer(201, self.twilio.called(form["To"]).as_json())
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
        if (path := urlsplit(self.path).path).startswith(LOOKUP):
            kind = self.twilio.lines.get(unquote(path.removeprefix(LOOKUP)), "mobile")
            self._answer(200, {"line_type_intelligence": {"type": kind}})
            return
        *_, under, kind = path.removesuffix(".json").lower().split("/")
        found = {
            "messages": self._texts,
            "calls": self._calls,
            "recordings": self._recordings,
            "transcriptions": lambda _: self._transcripts(under),
        }[kind](query)
        self._answer(
            200,
            {
                kind: found[::-1],
                "next_page_uri": None,
                "page": 0,
                "page_size": 50,
                "uri": self.path,
            },
        )

    def _texts(self, query: dict[str, str]) -> list[dict[str, Any]]:
        after = query.get("DateSent>", "1970-01-01T00:00:00Z")
        since = datetime.strptime(after, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        mine = {name: query[name] for name in ("To", "From") if name in query}
        found = [one for one in self.twilio.messages if mine.items() <= one.form.items()]
        return [one.as_json() for one in found if one.sent >= since]

    def _calls(self, query: dict[str, str]) -> list[dict[str, Any]]:
        return [call.as_json() for call in self.twilio.calls if query.get("From") == call.caller]

    def _recordings(self, query: dict[str, str]) -> list[dict[str, Any]]:
        calls = [call for call in self.twilio.calls if call.sid == query["CallSid"]]
        return [
            {"sid": sid, "account_sid": ACCOUNT, "call_sid": call.sid}
            for call in calls
            for sid in call.recordings
        ]

    def _transcripts(self, recording: str) -> list[dict[str, Any]]:
        written = self.twilio.transcripts.items()
        return [
            {"sid": sid, "account_sid": ACCOUNT} for sid, of in written if of.lower() == recording
        ]

    def do_DELETE(self) -> None:
        if not self._admit():
            return
        *_, kind, sid = (
            urlsplit(self.path).path.removeprefix(f"{BASE}/").removesuffix(".json").split("/")
        )
        way = self.twilio.deletes.popleft() if self.twilio.deletes else "204"
        if way != "204":
            self._refuse(way)
        elif self.twilio.delete(kind, sid):
            self._send(204, b"", "application/json")
        else:
            self._refuse("404:20404")

    def _admit(self) -> bool:
        """The right account, the right token, the right address; else Twilio's own refusals."""
        expected = "Basic " + b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        path = urlsplit(self.path).path
        if path not in (PATH, CALLS) and not (
            self.command in ("GET", "DELETE") and path.startswith((f"{BASE}/", LOOKUP))
        ):
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
            self._answer(
                int(status),
                {
                    "code": int(code),
                    "message": "as asked for",
                    "more_info": "",
                    "status": int(status),
                },
            )
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
