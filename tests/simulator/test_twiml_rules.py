"""The reader of voice TwiML: nothing to say of what is right, and each fault is found, once."""

from __future__ import annotations

import pytest

from simulator.twiml_rules import read

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SAY = '<Say voice="Polly.Joanna-Neural" language="en-US">{}</Say>'
HELLO = SAY.format("Hello.")
HOLA = '<Say voice="Polly.Lupe-Neural" language="es-US">Hola.</Say>'
GATHER = '<Gather action="/voice/turn?n=1"{}>{}</Gather>'
RECORD = '<Record action="/voice/turn?n=4" maxLength="120"{}/>'


def faults(inside: str) -> tuple[str, ...]:
    return read(f"{HEAD}<Response>{inside}</Response>").faults


GOOD = {
    "an empty answer": "",
    "words in two languages": HELLO + HOLA,
    "slow words": SAY.format('<prosody rate="slow">Call 9 8 8.</prosody>'),
    "a pause within words": SAY.format('One.<break time="500ms"/>Two.'),
    "a question": (
        '<Gather input="dtmf speech" action="/voice/turn?n=12" method="POST" timeout="7"'
        ' speechTimeout="2" actionOnEmptyResult="true" language="es-US" profanityFilter="false"'
        f' hints="comida, el doctor" numDigits="1" finishOnKey="">{HELLO}<Pause'
        f' length="1"/>{HOLA}</Gather>'
    ),
    "a question that goes on after silence": GATHER.format("", HELLO) + HELLO + "<Hangup/>",
    "a question behind a prefix": '<Gather action="/some/prefix/voice/turn?n=1"/>',
    "the question to whoever answers": '<Gather action="/voice/accepted" numDigits="1"/><Hangup/>',
    "a person": (
        '<Dial action="/voice/turn?n=3" method="POST" timeout="25" callerId="+18605550100"'
        ' answerOnBridge="true"><Number url="/voice/accept?language=es"'
        ' method="POST">+18607574820</Number></Dial>'
    ),
    "a help line": (
        '<Dial action="/voice/turn?n=3" timeout="25"><Number>+18888522900</Number></Dial>'
    ),
    "a message": (
        '<Record action="/voice/turn?n=4" method="POST" maxLength="120" timeout="5" finishOnKey="#"'
        ' playBeep="true" trim="trim-silence" recordingStatusCallback="/voice/recording"'
        ' recordingStatusCallbackEvent="completed absent"/><Redirect'
        ' method="POST">/voice/turn?n=4</Redirect>'
    ),
    "500 hints": GATHER.format(f' hints="{",".join(["a" * 100] * 500)}"', ""),
    "4096 characters": SAY.format("a" * 4096),
    "a call that is refused": '<Reject reason="busy"/>',
}


@pytest.mark.parametrize("inside", GOOD.values(), ids=GOOD)
def test_nothing_is_said_of_what_is_right(inside: str) -> None:
    assert faults(inside) == ()


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<say>Hi</say>", "<say> is not known: it is spelled <Say>"),
        ("<Shout>Hi</Shout>", "<Shout> is not known"),
        ("<Enqueue>a</Enqueue>", "<Enqueue> is not known"),
        ("hello", "<Response> has words of its own"),
        (HELLO + "hello", "<Response> has words of its own"),
        ("<Number>+18607574820</Number>", "<Number> cannot stand in <Response>"),
        (GATHER.format("", "<Hangup/>"), "<Hangup> cannot stand in <Gather>"),
        (GATHER.format("", GATHER.format("", "")), "<Gather> cannot stand in <Gather>"),
        (GATHER.format("", "hello"), "<Gather> has words of its own"),
        ("<Dial><Say>a</Say></Dial>", "<Say> cannot stand in <Dial>"),
        ("<Dial>+18607574820</Dial>", "<Dial> has words of its own"),
        ("<Dial/>", "<Dial> needs a <Number>"),
        (SAY.format("a<Pause/>"), "<Pause> cannot stand in <Say>"),
        (SAY.format("<emphasis>a</emphasis>"), "<emphasis> is not known"),
        (SAY.format('<prosody pitch="low">a</prosody>'), '<prosody> has no attribute "pitch"'),
        (SAY.format('<prosody rate="slowly">a</prosody>'), "must be a speed by name"),
        (SAY.format('<break time="11s"/>a'), "must be up to 10s"),
        (SAY.format("<Prosody>a</Prosody>"), "it is spelled <prosody>"),
        (SAY.format(""), "<Say> has 0 characters"),
        (SAY.format(" \n"), "<Say> has 0 characters"),
        (SAY.format("a" * 4097), "<Say> has 4097 characters"),
        ('<Say language="en-US">a</Say>', "<Say> needs voice"),
        ('<Say voice="Polly.Joanna-Neural">a</Say>', "<Say> needs language"),
        (
            '<Say voice="Polly.Joana-Neural" language="en-US">a</Say>',
            'voice="Polly.Joana-Neural": must be',
        ),
        ('<Say voice="Polly.Joanna-Neural" language="es-US">a</Say>', "speaks en-US, not es-US"),
        ('<Say voice="alice" language="en-US">a</Say>', 'voice="alice": must be'),
        (
            '<Say voice="Polly.Zoe-Neural" language="es-US">a</Say>',
            "must be 'Polly.Joanna-Neural' or",
        ),
        (SAY.format("a").replace("<Say", '<Say loop="-1"'), 'loop="-1": must be a whole number'),
        (SAY.format("a").replace("language", "Language"), "it is spelled language"),
        (GATHER.format(' input="speech dtmf"', ""), "input="),
        (GATHER.format(' input="DTMF"', ""), "input="),
        (GATHER.format(' timeout="0"', ""), "timeout="),
        (GATHER.format(' timeout="7s"', ""), "timeout="),
        (GATHER.format(' speechTimeout="0"', ""), "speechTimeout="),
        (
            GATHER.format(' speechTimeout="auto" speechModel="phone_call"', ""),
            "cannot have speechTimeout auto",
        ),
        (GATHER.format(' numDigits="0"', ""), "numDigits="),
        (GATHER.format(' numdigits="1"', ""), "it is spelled numDigits"),
        (GATHER.format(' finishOnKey="pound"', ""), "finishOnKey="),
        (GATHER.format(' finishOnKey="#*"', ""), "finishOnKey="),
        (GATHER.format(' actionOnEmptyResult="True"', ""), "actionOnEmptyResult="),
        (GATHER.format(' language="es"', ""), "language="),
        (GATHER.format(' method="GET"', ""), "method="),
        (GATHER.format(f' hints="{",".join(["a"] * 501)}"', ""), "501 hints"),
        (GATHER.format(f' hints="{"a" * 101}"', ""), "a hint of 101 characters"),
        ("<Gather/>", "<Gather> needs action"),
        ('<Gather action="https://elsewhere.example.org/voice/turn?n=1"/>', "action="),
        ('<Gather action="/voice/turn"/>', "action="),
        ('<Gather action="/voice/turn?n=0"/>', "action="),
        ('<Gather action="/voice/turn?n=1&amp;a=b"/>', "action="),
        (
            '<Dial record="record-from-answer"><Number>+18607574820</Number></Dial>',
            "is never recorded",
        ),
        ('<Dial timeout="4"><Number>+18607574820</Number></Dial>', "timeout="),
        ('<Dial timeout="601"><Number>+18607574820</Number></Dial>', "timeout="),
        ('<Dial callerId="anonymous"><Number>+18607574820</Number></Dial>', "callerId="),
        ("<Dial><Number>(860) 757-4820</Number></Dial>", "E.164"),
        ('<Dial><Number url="/elsewhere">+18607574820</Number></Dial>', "url="),
        ('<Record action="/voice/turn?n=4"/>', "<Record> needs maxLength"),
        (RECORD.replace("120", "1").format(""), "maxLength="),
        (RECORD.replace("120", "14401").format(""), "maxLength="),
        (RECORD.format(' trim="yes"'), "trim="),
        (
            RECORD.format(' recordingStatusCallbackEvent="completed,absent"'),
            "recordingStatusCallbackEvent=",
        ),
        ("<Redirect>/voice</Redirect>", "our own /voice/turn?n=K"),
        ("<Hangup>bye</Hangup>", "<Hangup> has words of its own"),
        ('<Hangup reason="busy"/>', '<Hangup> has no attribute "reason"'),
        ("<Hangup/>" + HELLO, "<Say> after <Hangup> never runs"),
        ("<Redirect>/voice/turn?n=1</Redirect><Hangup/>", "<Hangup> after <Redirect> never runs"),
        (
            GATHER.format(' actionOnEmptyResult="true"', HELLO) + HELLO,
            "<Say> after <Gather> never runs",
        ),
        (
            '<Dial action="/voice/turn?n=1"><Number>+18607574820</Number></Dial><Hangup/>',
            "<Hangup> after <Dial> never runs",
        ),
    ],
)
def test_each_fault_is_found_once(inside: str, fault: str) -> None:
    (found,) = faults(inside)
    assert fault in found


@pytest.mark.parametrize(
    ("twiml", "fault"),
    [
        ("", "is empty"),
        ("Internal Server Error", "has no element"),
        (f" {HEAD}<Response/>", "before the prolog"),
        (f"\ufeff{HEAD}<Response/>", "before the prolog"),
        (HEAD.replace("UTF-8", "ISO-8859-1") + "<Response/>", "a prolog that is not"),
        (HEAD.replace("1.0", "1.1") + "<Response/>", "a prolog that is not"),
        ("<Response><Say>cut off", "is not XML"),
        (f"<Response>{SAY.format('moms & babies')}</Response>", "is not XML"),
        (f"<Response>{SAY.format('&#1;')}</Response>", "is not XML"),
        (f"<Response>{SAY.format('&#xFFFE;')}</Response>", "is not XML"),
        *(
            (f"<Response>{SAY.format(c)}</Response>", f"U+{ord(c):04X}")
            for c in "\x00\x01\x0b\x1b\x7f\x85\ufffe\uffff\ud800"
        ),
        ("<response/>", "<response> must be <Response>"),
        ("<html><Say>a</Say></html>", "<html> must be <Response>"),
        ("<Response><!-- a --></Response>", "a comment"),
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]><Response/>', "a document type"),
        (f"<Response>{HELLO * 2000}</Response>", "at most 65536"),
    ],
)
def test_what_twilio_would_drop_as_a_whole_is_found(twiml: str, fault: str) -> None:
    document = read(twiml)
    assert any(fault in found for found in document.faults)
    assert not document.readable
    assert document.verbs == ()


def test_the_response_has_no_attributes() -> None:
    assert read('<Response version="2"/>').faults == ('<Response> has no attribute "version"',)


def test_the_verbs_are_read_in_order_with_what_is_in_them() -> None:
    gather, hangup = read(f"<Response>{GATHER.format('', HELLO + HOLA)}<Hangup/></Response>").verbs
    assert (gather.name, gather.get("action"), hangup.name) == (
        "Gather",
        "/voice/turn?n=1",
        "Hangup",
    )
    assert [(say.get("language"), say.text) for say in gather.verbs] == [
        ("en-US", "Hello."),
        ("es-US", "Hola."),
    ]
