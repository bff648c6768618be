"""WSGI app of a web process: Twilio's routes, pages, health checks, metrics."""

from __future__ import annotations

import gc
import hmac
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from flask import Flask, Response, redirect, request
from prometheus_client import CONTENT_TYPE_LATEST
from werkzeug.wrappers import Response as AnyResponse

from bot.archive.read.stored_turns import kept_turns
from bot.config.load_settings import load
from bot.config.settings import PRIVATE
from bot.outage.recovery_loop import RecoveryLoop
from bot.process import logs
from bot.process.bulkhead import THREADS, Bulkhead
from bot.process.front import Front
from bot.process.limits import Limits
from bot.process.parent_watch import follow_parent
from bot.process.proxies import NamedProxies
from bot.process.serving import allow_connections
from bot.recorded.voices import Voices
from bot.redis.store import StoreAway
from bot.wiring import Parts, leftovers_of, put_together, redis_url
from flows.model.waits import HangUp
from simulator.phone import Wire
from simulator.views import blueprint as simulator_blueprint
from staff.frame.console import Console
from staff.register_pages import install as install_console
from webhooks import recorded, twiml
from webhooks.gate import Gate
from webhooks.line import Line
from webhooks.signature import SignatureCheck
from webhooks.spoken import Speaker, quoted

# A text of 1,600 characters with its form around it is far below this.
MOST_BYTES = 64 * 1024


def web() -> Flask:
    """The app of one web process, with what it does beside answering."""
    os.umask(PRIVATE)
    settings = load(os.environ)
    logs.configure(settings.production, settings.log_level)
    follow_parent()
    parts = put_together(settings)
    recovery = RecoveryLoop(parts.desk.store, parts.outage, parts.desk.optouts, parts.metrics)
    with suppress(
        StoreAway
    ):  # it starts all the same, and answers with the number until Redis is there
        recovery.look()
    recovery.start()
    return create_app(parts)


def front() -> Front:
    """What the server calls, once in each of its processes: the same, with requests read whole
    before a thread is taken."""
    allow_connections()
    app = web()
    # What was made at the start stays for good: a full collection over it would hold a turn up for
    # a tenth of a second.
    gc.collect()
    gc.freeze()
    return Front(app, THREADS, MOST_BYTES)


def create_app(parts: Parts) -> Flask:
    settings = parts.settings
    parts.outage.reads_replies(twiml.words_of)
    app = Flask("intake", static_folder=None)
    app.config.update(SECRET_KEY=settings.secret_key, MAX_CONTENT_LENGTH=MOST_BYTES)
    signatures = SignatureCheck(settings.twilio_auth_token, settings.twilio_auth_token_secondary)
    sounds = Voices(
        settings.voices, parts.desk.flow, settings.mch_printed, settings.sms_printed
    ).playable()
    app.register_blueprint(
        recorded.blueprint(settings.voices, frozenset(sounds.values())), url_prefix=recorded.FOLDER
    )
    app.wsgi_app = Gate(_line(parts, signatures, sounds), Bulkhead(app.wsgi_app), MOST_BYTES)  # type: ignore[method-assign]
    app.wsgi_app = NamedProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]
    if settings.try_:
        wire = Wire(
            signatures.sign,
            settings.public_base_url,
            settings.port,
            settings.sms_number,
            settings.twilio_account_sid,
            settings.voice_number,
        )
        app.register_blueprint(
            simulator_blueprint(parts.desk, partial(kept_turns, parts.archive), wire),
            url_prefix="/try",
        )
    console = Console(parts.archive, parts.desk, settings, leftovers=leftovers_of(parts).counts)
    install_console(app, console, redis_url(settings))
    _add_machine_routes(app, parts)
    return app


def _line(parts: Parts, signatures: SignatureCheck, sounds: Mapping[tuple[str, str], str]) -> Line:
    settings = parts.settings
    path = quoted(urlsplit(settings.public_base_url).path)
    addresses = {said: f"{path}{recorded.FOLDER}/{name}" for said, name in sounds.items()}
    speaker = Speaker(
        parts.desk.flow.languages,
        settings.transfer_number,
        settings.voice_number,
        path,
        addresses,
        settings.voicemail_transcript,
    )
    return Line(
        desk=parts.desk,
        outage=parts.outage,
        metrics=parts.metrics,
        signatures=signatures,
        speaker=speaker,
        last_words=speaker.render_alone(replace(parts.outage.answer_call(None), wait=HangUp())),
        base_url=settings.public_base_url,
        simulator_on=settings.try_,
        limits=Limits(settings.sender_limit, settings.site_limit),
        spare=Limits(settings.sender_limit, settings.site_limit),
        reports=f"{path}/sms/status" if settings.twilio_account_sid else "",
        shown=settings.mch_number,
    )


def _add_machine_routes(app: Flask, parts: Parts) -> None:
    @app.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @app.get("/readyz")
    def readyz() -> Response:
        try:
            parts.desk.store.write_everywhere()
            missing = parts.desk.store.missing()
        except StoreAway as away:
            return Response(f"Redis cannot be used: {away}\n", 503, mimetype="text/plain")
        if missing:
            return Response("Redis is being put back\n", 503, mimetype="text/plain")
        return Response("ok\n", mimetype="text/plain")

    @app.get("/metrics")
    def metrics() -> Response:
        token = parts.settings.metrics_token
        if token and not hmac.compare_digest(
            request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()
        ):
            return Response("a token is needed\n", 401, mimetype="text/plain")
        return Response(parts.metrics.told(), content_type=CONTENT_TYPE_LATEST)

    @app.get("/")
    def home() -> AnyResponse:
        return redirect("/try/" if parts.settings.try_ else "/staff/")
