"""What matters first: the one table of stages that every text, every spoken word and every key goes
through.

The first stage that returns True has dealt with the input and ends the turn's understanding. A
stage that returns False passes it on, perhaps changed: `Incoming.said` is what is still to be
understood. To add something that people may say at any time, write a stage `(Draft, Incoming) ->
bool` and give it its place here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from flows.dialogue.aloud import follow_up_aloud
from flows.dialogue.draft import Draft
from flows.dialogue.follow_up import follow_up_answers as answers
from flows.dialogue.hold import held
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages import (
    commands,
    consent,
    corrections,
    family_wishes,
    faq,
    introduction,
    pause,
    program_questions,
    promised_call,
    proposed,
    repeated,
    step_answer,
)
from flows.dialogue.stages.by_voice import key_stages, line_stages, no_words, speech_stages
from flows.dialogue.stages.danger import after_loss, danger_hold, emergencies
from flows.model.inputs import Digits, Speech, Text

TEXT = frozenset({Text})
VOICE = frozenset({Speech})
KEYS = frozenset({Digits})
WORDS = TEXT | VOICE
ANY = WORDS | KEYS


class Stage(NamedTuple):
    """One row: which inputs it is for, and what it does with them."""

    name: str
    of: frozenset[type]
    does: Callable[[Draft, Incoming], bool]


ORDER: tuple[Stage, ...] = (
    # What is heard whatever the conversation is about.
    Stage("by text now", TEXT, consent.texting),
    Stage("twice", TEXT, repeated.twice),
    Stage("nine one one", VOICE | KEYS, danger_hold.nine_one_one),
    Stage("danger", WORDS, emergencies.danger),
    Stage("consent", TEXT, consent.consent),
    Stage("stop keys", KEYS, key_stages.stop_keys),
    Stage("machine", TEXT, no_words.machine),
    Stage("hold", TEXT, held),
    Stage("noise", TEXT, no_words.noise),
    Stage("danger holds", ANY, danger_hold.holds),
    Stage("follow up", TEXT, answers.follow_up),
    Stage("one subject", TEXT, consent.one_subject),
    Stage("after a loss", WORDS, after_loss.after_loss),
    Stage("perhaps danger", WORDS, danger_hold.perhaps),
    Stage("pause", TEXT, pause.pause),
    Stage("topics raised", WORDS, no_words.topics),
    Stage("social security number", WORDS, no_words.ssn),
    # What only a call knows.
    Stage("how it went", VOICE | KEYS, follow_up_aloud.at_the_end),
    Stage("stuck", VOICE, line_stages.stuck),
    Stage("sounds", VOICE, no_words.sounds),
    Stage("said to the line", VOICE, line_stages.said_to_the_line),
    Stage("other language", KEYS, line_stages.other_language_key),
    Stage("late pound", KEYS, key_stages.late_pound),
    Stage("command key", KEYS, key_stages.command_key),
    Stage("keys", KEYS, key_stages.answer_keys),
    Stage("spoken keys", VOICE, speech_stages.spoken_keys),
    Stage("spoken part", VOICE, speech_stages.spoken_part),
    Stage("goodbye", VOICE, speech_stages.goodbye),
    Stage("stop by voice", VOICE, speech_stages.stop_by_voice),
    Stage("thanks", VOICE, speech_stages.thanks),
    Stage("already has, at the list", VOICE, program_questions.already_has_at_the_list),
    Stage("results menu", VOICE, speech_stages.results_menu),
    # Who we are, once.
    Stage("child writes", WORDS, family_wishes.child_writes),
    Stage("abortion asked", WORDS, family_wishes.abortion_asked),
    Stage("first words", TEXT, introduction.first_words),
    Stage("first question", WORDS, introduction.first_question),
    # What means the same at every step.
    Stage("promised call", WORDS, promised_call.promised_call),
    Stage("question about the list", WORDS, program_questions.about_the_list),
    Stage("my data", TEXT, program_questions.my_data),
    Stage("correction", WORDS, corrections.correction),
    Stage("due date moved", TEXT, corrections.due_date_moved),
    Stage("command", WORDS, commands.command),
    Stage("questions back", WORDS, faq.questions_back),
    # The question in between, then the step.
    Stage("aside", ANY, step_answer.aside),
    Stage("held back", ANY, step_answer.held_back),
    Stage("language chosen", TEXT, introduction.language_chosen),
    Stage("first language", ANY, introduction.first_language),
    Stage("already has", WORDS, program_questions.already_has),
    Stage("no home", WORDS, step_answer.no_home),
    Stage("question beside", TEXT, program_questions.beside_the_answer),
    Stage("answer", ANY, step_answer.answer),
    Stage("program named", ANY, step_answer.program_named),
    Stage("command in other words", ANY, commands.command_in_other_words),
    Stage("proposed", WORDS, proposed.proposed),
    Stage("contradiction", WORDS, corrections.contradiction),
    Stage("no answer", ANY, step_answer.no_answer),
    Stage("perhaps stop", TEXT, consent.perhaps_stop),
    Stage("another language", ANY, step_answer.another_language),
    Stage("question in between", WORDS, program_questions.in_between),
    Stage("not understood", ANY, step_answer.not_understood),
)
_FOR: Mapping[type, tuple[Stage, ...]] = {
    kind: tuple(stage for stage in ORDER if kind in stage.of) for kind in (Text, Speech, Digits)
}


def understand(draft: Draft, input_: Text | Speech | Digits) -> str:
    """Take one input through the table; the name of the stage that dealt with it."""
    incoming = Incoming(draft.flow, input_)
    if isinstance(input_, Speech):
        draft.confidence = input_.confidence
    return next(stage.name for stage in _FOR[type(input_)] if stage.does(draft, incoming))
