"""A mail server on the loopback, as far as we meet one: it takes mail, refuses it for now, or
breaks off in the middle.

Source: RFC 5321.
"""

from __future__ import annotations

import email
import socketserver
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from email.message import Message
from typing import Any


@dataclass
class MailServer:
    """`next` are the ways in which the coming mails go, then all go well: `refused`, `taken-drop`,
    `taken-hang`."""

    mails: list[Message] = field(default_factory=list)
    next: deque[str] = field(default_factory=deque)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._server.server_address[1]}"

    @property
    def to(self) -> list[str]:
        return [mail["To"] for mail in self.mails]

    def __enter__(self) -> MailServer:
        outer = self

        class Session(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer._talk(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _talk(self, line: Any) -> None:
        def say(words: str) -> None:
            line.wfile.write(f"{words}\r\n".encode())

        say("220 stand-in")
        for asked in line.rfile:
            word = asked[:4].upper()
            if word == b"DATA":
                say("354 go on")
                if not self._take(line, say):
                    return
            elif word == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 stand-in" if word == b"EHLO" else "250 ok")

    def _take(self, line: Any, say: Any) -> bool:
        lines: list[bytes] = []
        while (read := line.rfile.readline()) not in (b".\r\n", b""):
            lines.append(read)
        way = self.next.popleft() if self.next else ""
        if way == "refused":
            say("451 not now")
            return True
        self.mails.append(email.message_from_bytes(b"".join(lines)))
        if way == "taken-hang":
            time.sleep(30)
        if way.startswith("taken"):
            return False
        say("250 taken")
        return True
