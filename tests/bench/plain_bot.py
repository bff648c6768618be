"""A plain bot: Flask, Twilio's validator and TwiML, one shared transitions Machine, redis-py with
WATCH and MULTI. What one would write in a day, done well; it understands numbers only."""

from __future__ import annotations

import os
from itertools import pairwise

import redis
from flask import Flask, Response, abort, request
from transitions import Machine
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

STEPS = ("language", "stage", "due", "first_baby", "town", "needs", "benefits", "results")
_DAY = 24 * 3600


class Cursor:
    """Where one person is."""

    state = STEPS[0]


def web() -> Flask:
    app = Flask("plain")
    validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
    store = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
    moves = [["next", here, there] for here, there in pairwise(STEPS)]
    machine = Machine(
        None,
        states=list(STEPS),
        initial=STEPS[0],
        transitions=[*moves, ["next", STEPS[-1], STEPS[0]]],
        auto_transitions=False,
    )

    def move(sender: str, sid: str, body: str) -> str:
        key, cursor = f"plain:{sender}", Cursor()
        with store.pipeline() as pipe:
            while True:
                try:
                    pipe.watch(key)
                    session = pipe.hgetall(key)  # type: ignore[no-untyped-call]
                    if session.get("sid") == sid:
                        return str(session["reply"])
                    cursor.state = session.get("step", STEPS[0])
                    machine.events["next"].trigger(cursor)
                    reply = f"Thank you. Next: {cursor.state}. Reply 1, 2 or 3. MCH (860) 757-4820"
                    pipe.multi()
                    fields = {"step": cursor.state, "sid": sid, "reply": reply, "said": body}
                    pipe.hset(key, mapping=fields)
                    pipe.expire(key, _DAY)
                    pipe.execute()
                except redis.WatchError:
                    continue
                return reply

    @app.post("/sms")
    def text() -> Response:
        signature = request.headers.get("X-Twilio-Signature", "")
        if not validator.validate(request.url, request.form, signature):
            abort(403)
        form = request.form
        twiml = MessagingResponse()
        twiml.message(move(form["From"], form["MessageSid"], form["Body"]))
        return Response(str(twiml), mimetype="text/xml")

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    return app
