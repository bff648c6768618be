"""Twilio's media server, as far as listening to a recording meets it.

Source: https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media-file
"""

from __future__ import annotations

import threading
from base64 import b64encode
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SOUND = b"ID3" + bytes(range(256)) * 600


@dataclass
class StandIn:
    account: str = "AC0123456789abcdef0123456789abcdef"
    token: str = "0123456789abcdef0123456789abcdef"
    status: int = 200
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> StandIn:
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Handler", (_Handler,), {"twilio": self})
        )
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    twilio: StandIn

    def do_GET(self) -> None:
        twilio = self.twilio
        twilio.asked.append(self.path)
        signed = b64encode(f"{twilio.account}:{twilio.token}".encode()).decode()
        known = self.headers["Authorization"] == f"Basic {signed}"
        ours = self.path == f"/2010-04-01/Accounts/{twilio.account}/Recordings/RE0123.mp3"
        status = twilio.status if known and ours else 401
        body = SOUND if status == 200 else b""
        self.send_response(status)
        self.send_header("Content-Type", "audio/mpeg")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Tests have nothing to read here."""
