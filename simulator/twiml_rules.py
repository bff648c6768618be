"""A strict reader of voice TwiML: what Twilio would run, and everything it would drop, skip or warn
of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from msgspec import Struct

from simulator.twiml_table import (
    CHILDREN,
    NEURAL_VOICES,
    REQUIRED,
    SSML,
    TEXTS,
    VERBS,
    WITH_TEXT,
    Kind,
)

MOST_BYTES = 64 * 1024
MOST_SAID = 4096
MOST_HINTS, LONGEST_HINT = 500, 100
# What XML forbids, and what it allows but no voice can say. Source:
# https://www.w3.org/TR/xml/#charsets
_UNSAYABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_PROLOG = re.compile(
    r"""<\?xml version=["']1\.0["'](\s+encoding=["']utf-8["'])?\s*\?>""", re.IGNORECASE
)
_XML = "{http://www.w3.org/XML/1998/namespace}"


class Verb(Struct, frozen=True):
    """An element as it stands: its attributes, all the words in it, and the elements in it."""

    name: str
    attributes: Mapping[str, str]
    text: str
    verbs: tuple[Verb, ...]

    def get(self, attribute: str, default: str = "") -> str:
        return self.attributes.get(attribute, default)


class Document(Struct, frozen=True):
    """The verbs in order, and the faults in plain words. Of what is not `readable` Twilio would run
    nothing."""

    verbs: tuple[Verb, ...] = ()
    faults: tuple[str, ...] = ()
    readable: bool = True


def read(twiml: str) -> Document:
    """The document, whatever is wrong with it."""
    faults = list(_outside(twiml))
    try:
        root = ElementTree.fromstring(twiml.encode("utf-8", "replace"))
    except ElementTree.ParseError as error:
        return Document((), (*faults, f"is not XML: {error}"), readable=False)
    if faults or root.tag != "Response":
        faults += [] if root.tag == "Response" else [f"<{root.tag}> must be <Response>"]
        return Document((), tuple(faults), readable=False)
    response = _verb(root)
    faults += [f'<Response> has no attribute "{name}"' for name in response.attributes]
    return Document(
        response.verbs, (*faults, *_inside(root, response), *_never_run(response.verbs))
    )


def _outside(twiml: str) -> Iterator[str]:
    """What makes Twilio drop the whole document."""
    if (size := len(twiml.encode("utf-8", "replace"))) > MOST_BYTES:
        yield f"has {size} bytes: at most {MOST_BYTES}"
    if found := _UNSAYABLE.search(twiml):
        yield f"has the character U+{ord(found[0]):04X}"
    if not twiml.startswith("<"):
        yield "has something before the prolog" if "<" in twiml else "is empty or has no element"
    if twiml.startswith("<?xml") and not _PROLOG.match(twiml):
        yield "has a prolog that is not of XML 1.0 in UTF-8"
    if "<!" in twiml:
        yield "has a document type, a comment or CDATA"


def _verb(element: ElementTree.Element) -> Verb:
    attributes = {name.replace(_XML, "xml:"): value for name, value in element.attrib.items()}
    return Verb(
        element.tag,
        attributes,
        "".join(element.itertext()).strip(),
        tuple(_verb(child) for child in element),
    )


def _inside(element: ElementTree.Element, verb: Verb) -> Iterator[str]:
    """The faults of everything under this element."""
    allowed = CHILDREN.get(verb.name, frozenset())
    stray = [element.text, *(child.tail for child in element)]
    if verb.name not in WITH_TEXT and any(text and text.strip() for text in stray):
        yield f"<{verb.name}> has words of its own"
    for child, inner in zip(element, verb.verbs, strict=True):
        if inner.name not in allowed:
            yield _misplaced(inner.name, verb.name)
        else:
            yield from _attributes(inner)
            yield from _particular(inner)
            yield from _inside(child, inner)


def _misplaced(name: str, parent: str) -> str:
    known = {one.lower(): one for one in (*VERBS, *SSML)}
    if name in known.values():
        return f"<{name}> cannot stand in <{parent}>"
    right = known.get(name.lower())
    return f"<{name}> is not known{f': it is spelled <{right}>' if right else ''}"


def _attributes(verb: Verb) -> Iterator[str]:
    kinds = (VERBS if verb.name in VERBS else SSML)[verb.name]
    spelled = {one.lower(): one for one in kinds}
    for name, value in verb.attributes.items():
        if name in kinds:
            yield from _value(f'<{verb.name}> {name}="{value}"', kinds[name], value)
        else:
            right = spelled.get(name.lower())
            yield (
                f"<{verb.name}> has no attribute"
                f' "{name}"{f": it is spelled {right}" if right else ""}'
            )
    written = {name.lower() for name in verb.attributes}
    for name in REQUIRED.get(verb.name, ()):
        if name.lower() not in written:
            yield f"<{verb.name}> needs {name}"


def _value(where: str, kind: Kind, value: str) -> Iterator[str]:
    if not kind.holds(value):
        yield f"{where}: {kind.words}"


def _particular(verb: Verb) -> Iterator[str]:
    """What only this verb asks for."""
    if verb.name in TEXTS and not (verb.name == "Play" and "digits" in verb.attributes):
        yield from _value(f"<{verb.name}> {verb.text!r}", TEXTS[verb.name], verb.text)
    if verb.name == "Say":
        yield from _said(verb)
    if verb.name == "Gather":
        yield from _gathered(verb)
    if verb.name == "Dial" and not (verb.verbs or verb.text):
        yield "<Dial> needs a <Number>"


def _said(say: Verb) -> Iterator[str]:
    if not 1 <= len(say.text) <= MOST_SAID:
        yield f"<Say> has {len(say.text)} characters: 1 to {MOST_SAID}"
    spoken = NEURAL_VOICES.get(say.get("voice"))
    if spoken and say.get("language", spoken) != spoken:
        yield f"<Say> {say.get('voice')} speaks {spoken}, not {say.get('language')}"


def _gathered(gather: Verb) -> Iterator[str]:
    hints = [hint.strip() for hint in gather.get("hints").split(",") if hint.strip()]
    if len(hints) > MOST_HINTS:
        yield f"<Gather> has {len(hints)} hints: at most {MOST_HINTS}"
    for hint in hints:
        if len(hint) > LONGEST_HINT:
            yield f"<Gather> has a hint of {len(hint)} characters: at most {LONGEST_HINT}"
    if "speechModel" in gather.attributes and gather.get("speechTimeout") == "auto":
        yield "<Gather> with a speechModel cannot have speechTimeout auto"


def _never_run(verbs: tuple[Verb, ...]) -> Iterator[str]:
    """The first verb that takes the call elsewhere is the last that runs."""
    for place, verb in enumerate(verbs[:-1], 1):
        gone = verb.name in ("Redirect", "Hangup", "Reject") or (
            verb.name == "Dial" and "action" in verb.attributes
        )
        if gone or (verb.name == "Gather" and verb.get("actionOnEmptyResult") == "true"):
            yield f"<{verbs[place].name}> after <{verb.name}> never runs"
            return
