"""Merges the data that have no language with the words of every language's folder.

Every language is heard at every step: the phrases of all folders stand together under each value,
intent and danger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flows.understanding.text.answer_words import join

# Files of the intake folder itself, and of each language's folder inside it.
_NAMES = (
    "county flow options programs places limits safety intents languages before_language keypad"
    " templates family topics follow_up"
)
_WORDS = (
    "language prompts voice voice.programs options answers intents safety programs templates family"
    " topics"
)
SHARED = tuple(_NAMES.split())
WORDS = tuple(_WORDS.split())
LANGUAGE_FILE = "language.yaml"
# What a language needs none of where words in it are not understood.
HEARD = ("answers", "intents", "safety", "family", "topics")

Words = Mapping[str, Mapping[str, Any]]


def merge(shared: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """The parsed files as `compile_flow` takes them: one of each kind, prompts and voice apart for
    each language.

    `shared` are the parsed files of SHARED by name, `words` those of WORDS by language and name.
    """
    words = dict(sorted(words.items(), key=lambda each: str(each[1]["language"].get("number"))))
    own = _of(words, "language")
    files = dict(shared)
    for name in ("prompts", "voice", "voice.programs"):
        files[name] = _of(words, name)
    files["options"] = {
        **_options(shared["options"], _of(words, "options")),
        "language": _language_options(own),
    }
    files["answers"] = join(_of(words, "answers"))
    files["intents"] = _intents(shared["intents"], _of(words, "intents"), own)
    files["safety"] = _safety(shared["safety"], _of(words, "safety"))
    files["programs"] = _programs(shared["programs"], _of(words, "programs"))
    files["templates"] = _templates(shared["templates"], _of(words, "templates"))
    files["topics"] = _topics(shared["topics"], _of(words, "topics"), files["safety"]["real"])
    files["family"] = _family(shared["family"], _of(words, "family"), files["safety"]["real"])
    files["languages"] = {**shared["languages"], "own": own}
    return files


def _of(words: Words, name: str) -> Words:
    return {language: own[name] for language, own in words.items() if name in own}


def files_of(language: Mapping[str, Any]) -> tuple[str, ...]:
    """The files that a language's folder must have, by what its language.yaml says."""
    return (
        WORDS
        if language.get("free_text", True)
        else tuple(name for name in WORDS if name not in HEARD)
    )


def _joined(words: Words, key: str) -> list[str]:
    """The phrases under a key, of every language."""
    return [phrase for own in words.values() for phrase in own.get(key, ())]


def _united(words: Words, key: str) -> dict[str, Any]:
    return {name: value for own in words.values() for name, value in own.get(key, {}).items()}


def _real(shared: Mapping[str, Any], words: Words) -> str:
    return " ".join(each["real"] for each in (shared, *words.values()))


def _options(shared: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Each section with its values in the order of options.yaml, each value with the words of every
    language."""
    names: Iterable[str] = dict.fromkeys(
        (*shared, *(name for own in words.values() for name in own))
    )
    return {
        name: dict(
            _section(shared.get(name), {each: own.get(name, {}) for each, own in words.items()})
        )
        for name in names
    }


def _section(shared: Mapping[str, Any] | None, words: Words) -> Iterator[tuple[str, Any]]:
    keys = dict.fromkeys(key for own in words.values() for key in own if key != "options")
    if shared:
        options = {language: own.get("options", {}) for language, own in words.items()}
        yield "options", [_option(value, options) for value in shared["values"]]
        yield from ((key, value) for key, value in shared.items() if key != "values")
    yield from ((key, _joined(words, key)) for key in keys)


def _option(value: Any, options: Words) -> dict[str, Any]:
    each = [own[value] for own in options.values() if value in own]
    phrases = {
        key: [p for own in each for p in own.get(key) or ()] for key in ("says", "volunteer")
    }
    return {
        "value": value,
        "label": " / ".join(dict.fromkeys(own["label"] for own in each)),
        **phrases,
    }


def _language_options(languages: Words) -> dict[str, Any]:
    """The question of the language has one option for each folder, in its own words."""
    return {
        "options": [
            {"value": code, "label": own["own_name"], **own["chosen"]}
            for code, own in languages.items()
        ]
    }


def _intents(shared: Mapping[str, Any], words: Words, languages: Words) -> dict[str, Any]:
    intents = {language: own["intents"] for language, own in words.items()}
    names = dict.fromkeys(name for own in intents.values() for name in own)
    lists = {key: _joined(words, key) for key in ("polite", "agreeing", "asking", "not")}
    each = {
        name: _intent(_by_language(intents, name), shared["signs"].get(name, [])) for name in names
    }
    switches = {code: own["switch"] for code, own in languages.items()}
    return {
        "same": _united(words, "same"),
        "real": _real(shared, words),
        **lists,
        "intents": each,
        "languages": switches,
    }


def _intent(words: Words, signs: list[str]) -> dict[str, Any]:
    return {**{key: _joined(words, key) for key in ("whole", "always", "loosely")}, "signs": signs}


def _safety(shared: Mapping[str, Any], words: Words) -> dict[str, Any]:
    kinds = {
        part: {
            kind: {language: own[part].get(kind, ()) for language, own in words.items()}
            for kind in shared[part]
        }
        for part in ("kinds", "raised")
    }
    covered = {
        part: {language: own[part] for language, own in words.items()}
        for part in ("idioms", "denials", "earlier", "lightly")
    }
    united = {
        "same": {**_slips(words), **_united(words, "same")},
        "groups": _united(words, "groups"),
    }
    return {
        **united,
        "real": _real(shared, words),
        **covered,
        **kinds,
        "lines": shared["lines"],
        "ear": shared["ear"],
    }


def _slips(words: Words) -> dict[str, str]:
    """Each slip of the thumb with the word that it means."""
    return {slip: word for word, slips in _united(words, "slips").items() for slip in slips.split()}


def _family(shared: Mapping[str, Any], words: Words, real: str) -> dict[str, Any]:
    return {**shared, "words": words, "real": real}


def _programs(shared: Mapping[str, Any], words: Words) -> dict[str, Any]:
    said = {language: own["programs"] for language, own in words.items()}
    reasons = dict.fromkeys(key for own in words.values() for key in own["reasons"])
    return {
        **shared,
        "subjects": {language: own["subjects"] for language, own in words.items()},
        "reasons": {
            key: _by_language({each: own["reasons"] for each, own in words.items()}, key)
            for key in reasons
        },
        "programs": [
            _told(program, _by_language(said, program["id"])) for program in shared["programs"]
        ],
    }


def _told(program: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    return {**program, "words": words} if words else dict(program)


def _by_language(words: Words, key: str) -> dict[str, Any]:
    return {language: own[key] for language, own in words.items() if key in own}


def _topics(shared: Mapping[str, Any], words: Words, real: str) -> dict[str, Any]:
    """Each topic in the order of topics.yaml, with the phrases of every language and the answer in
    each."""
    topics = {}
    for name, topic in shared["topics"].items():
        own = _by_language(words, name)
        says = {language: each["says"] for language, each in own.items()}
        topics[name] = {**topic, "asks": _joined(own, "asks"), "says": says}
    return {**shared, "real": real, "topics": topics}


def _templates(shared: Mapping[str, Any], words: Words) -> dict[str, Any]:
    answers = {language: own["answers"] for language, own in words.items()}
    return {
        "yes": {language: own["yes"] for language, own in words.items()},
        "answers": {
            key: {"title": title, "words": _by_language(answers, key)}
            for key, title in shared.items()
        },
    }
