"""The floor: the smallest app that checks Twilio's signature with Twilio's own validator, and
always says the same."""

from __future__ import annotations

import os

from flask import Flask, Response, abort, request
from twilio.request_validator import RequestValidator

REPLY = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Thank you. Call (860)'
    " 757-4820.</Message></Response>"
)


def web(token: str = "") -> Flask:
    app = Flask("floor")
    validator = RequestValidator(token or os.environ["TWILIO_AUTH_TOKEN"])

    @app.post("/<path:path>")
    def answer(path: str) -> Response:
        if not validator.validate(
            request.url, request.form, request.headers.get("X-Twilio-Signature", "")
        ):
            abort(403)
        return Response(REPLY, mimetype="text/xml")

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    return app
