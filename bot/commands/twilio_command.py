"""`intake twilio check | setup | bins`: whether Twilio reaches this program, and making it so."""

from __future__ import annotations

import os

import click

from bot.commands.plain_errors import plainly
from bot.config.load_settings import load
from bot.config.settings import Settings
from bot.intake import load_flow
from bot.twilio.number_config import Bins, SetupError, TwilioNumbers
from bot.twilio.texts import Account
from bot.wiring import of_county

TEXT_BIN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Response>\n  <Message>Please call {mch} or 2-1-1.'
    " Emergency: 911. Por favor llame al {mch} o al 2-1-1. Emergencia: 911.</Message>\n</Response>"
)
CALL_BIN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Response>\n  <Say voice="Polly.Joanna-Neural"'
    ' language="en-US">Our system is down. Please call {said}. Again: {said}. Or dial 2 1 1. In an'
    ' emergency, dial 9 1 1.</Say>\n  <Say voice="Polly.Lupe-Neural" language="es-US">El sistema no'
    " funciona. Por favor, llame al {said}. Repito: {said}. O marque el 2 1 1. Si es una"
    " emergencia, marque el 9 1 1.</Say>\n  <Hangup/>\n</Response>"
)

_bins = (
    click.option("--text-bin", default="", help="The address of the TwiML Bin for texts."),
    click.option("--call-bin", default="", help="The address of the TwiML Bin for calls."),
)


@click.group()
def twilio() -> None:
    """Whether Twilio reaches this program, and making it so."""


@twilio.command()
@_bins[0]
@_bins[1]
@plainly
def check(text_bin: str, call_bin: str) -> None:
    """What is wrong with the webhooks of our numbers; ends with 1 if anything is."""
    if _walk(load(os.environ), Bins(text_bin, call_bin), change=False):
        raise SystemExit(1)


@twilio.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be set.")
@_bins[0]
@_bins[1]
@plainly
def setup(dry_run: bool, text_bin: str, call_bin: str) -> None:
    """Set the webhooks, the status addresses and, where their addresses are given, the
    fallbacks."""
    _walk(load(os.environ), Bins(text_bin, call_bin), change=not dry_run)


@twilio.command()
@plainly
def bins() -> None:
    """The text of the two TwiML Bins, which Twilio serves itself while this program does not
    answer."""
    settings = of_county(load(os.environ), load_flow().county)
    digits = settings.mch_number[-10:]
    said = ", ".join(" ".join(part) for part in (digits[:3], digits[3:6], digits[6:]))
    click.echo(TEXT_BIN.format(mch=settings.mch_printed))
    click.echo()
    click.echo(CALL_BIN.format(said=said))


def _walk(settings: Settings, bins: Bins, change: bool) -> int:
    """Each place, with what is wrong there; how much it was."""
    if not settings.twilio_account_sid:
        raise click.ClickException(
            "TWILIO_ACCOUNT_SID is not set: there is no Twilio account to look at."
        )
    numbers, count = TwilioNumbers(_account(settings)), 0
    try:
        for place in numbers.places(settings.public_base_url, settings.voice_number, bins):
            advice = numbers.advice(settings.stop_handling, place)
            count += len(place.wrong) + len(advice)
            click.echo(
                f"{place.name}: {'in order' if not (place.wrong or advice) else ''}".rstrip()
            )
            for name, (now, wanted) in place.wrong.items():
                click.echo(f"  {name}: {now or 'nothing'} -> {wanted}{' (set)' if change else ''}")
            for line in advice:
                click.echo(f"  note: {line}")
            if change and place.wrong:
                numbers.put(place)
    except SetupError as error:
        raise click.ClickException(str(error)) from None
    return count


def _account(settings: Settings) -> Account:
    return Account(
        settings.twilio_account_sid,
        settings.twilio_auth_token,
        settings.sms_number,
        settings.twilio_messaging_service_sid,
        f"{settings.public_base_url}/sms/status",
        settings.twilio_api_base,
    )
