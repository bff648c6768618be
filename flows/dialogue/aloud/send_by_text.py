"""Texts that a caller asks for: only after a yes to these very words, and only where one can
arrive."""

from __future__ import annotations

from flows.dialogue.by_text import results_by_text as results
from flows.dialogue.draft import Draft
from flows.model.call_events import ConsentGiven, TextQueued
from flows.model.session import Aside
from flows.programs.verdict import fitting
from flows.wording.sms_encoding import safe


def cannot(draft: Draft) -> str:
    """Why no text can be sent to this phone: the prompt that says so, or nothing."""
    if draft.context.opted_out:
        return "text.opted_out"
    return "" if draft.can_text else "text.cannot"


def ask(draft: Draft) -> None:
    draft.change(aside=Aside("text_me"))
    draft.say("asides.text_me")
    draft.asked = True


def send_results(draft: Draft) -> None:
    """The first page of the results, as by text, and whom to call for each program told; MORE goes
    on from there."""
    _consent(draft, "asides.text_me")
    page, count = results.page(draft, fitting(draft.verdicts()), 0)
    draft.change(shown=count)
    numbers = draft.written("texted.numbers", numbers=_numbers(draft))
    _queue(draft, "results", f"{draft.written('texted.results')}\n{page}\n{numbers}")
    draft.say("text.sent")


def _numbers(draft: Draft) -> str:
    """Every program that was told, by the number that answers for it."""
    by_number: dict[str, list[str]] = {}
    for verdict in fitting(draft.verdicts()):
        program = draft.flow.catalogue.by_id[verdict.program]
        number = (
            program.phones[0].number.replace("{mch}", draft.context.policy.mch)
            if program.phones
            else ""
        )
        by_number.setdefault(number, []).append(program.short or program.said(draft.language).name)
    return "; ".join(f"{', '.join(names)} {number}".strip() for number, names in by_number.items())


def send_questions(draft: Draft) -> None:
    """An invitation to go on by text. It names neither question nor answer: phones are shared."""
    _consent(draft, "asides.stuck_text")
    _queue(draft, "questions", draft.written("texted.questions"))
    draft.say("text.questions_sent")


def _consent(draft: Draft, key: str) -> None:
    language = draft.language
    draft.note(ConsentGiven("text", draft.spoken(key, language), language))


def _queue(draft: Draft, why: str, text: str) -> None:
    session, policy = draft.session, draft.context.policy
    name = f"{session.id}.{session.seq + len(draft.events)}"
    draft.note(TextQueued(name, why, safe(text, policy.gsm7_only), draft.language))
