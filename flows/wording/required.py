"""The words that the code says by name, with the fields it fills: every language must have them,
whatever else it has.

The words of questions, values, steps and programs are not here: they follow from flow.yaml,
options.yaml, keypad.yaml and programs.yaml; nor what each need outside our list is called
(`labels.outside`): that follows from the language's answers.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# One group of keys a row: `group: key{field} key`; a row without a group has keys of its own.
WRITTEN = """
: opening confirm_guess{guess} go_on help{mch} privacy{mch} stopped{mch} started thanks{mch}
: more_early back_nothing stuck{mch} ssn sorry{mch} away{mch} other_language{mch} whatsapp{mch}
: handed_back one_subject held date{day}{month} opening_time{date}{start}{weekday}
: window{date}{end}{start}{weekday}
ack: elsewhere understood{what} due{date} due_part{date} skipped pregnancy_ended
left: many{n} one none
asides: stop paused still_you forget safety
forgotten: now{mch} request{mch} kept call
results: closes{date} line_soon{date}{line}{n}{name}
results: head head_more line{line}{n}{name} line_ask{line}{n}{name} tail_more{mch} feelings
results: none{mch} none_more mention{mch}{names} mention_mch{names} no_more{mch} details_early
results: details_tail no_such{mch} again{mch} why{name}{reasons} why_tail{mch}
results: why_not{mch}{name}{reasons} why_nothing{mch}
promise: made{mch}{when} noted{mch}{when} in_hours already{mch}{when} again{mch}
asked: cost who papers office.open{mch}{when} office.closed{mch}{when} office.unknown{mch}
asked: how_long{mch} briefly.cost briefly.who briefly.papers briefly.office{mch}
asked: briefly.how_long
texted: results questions
noise: picture recording file empty emoji tapback
safety: danger suicide overdose urgent violence child_hurt safe_haven distress loss
date_part: early{month} mid{month} late{month} month{month}
call_time: which_day closed_then{when}
months: 1 2 3 4 5 6 7 8 9 10 11 12
weekdays: 1 2 3 4 5 6 7
age: newborn month months{n} years{n} years_months{m}{n}
: abortion{mch} child_writes{mch} topic_again{mch} no_home safety_from one_subject
hold: number number_911 no_call glad no_baby funeral fault talk asked
hold: least{number} least_again{number}
theirs: questions.due.ask questions.first_baby.ask questions.town.ask questions.school.ask
ack: outside{what} sorry_before changed
asides: perhaps
results: outside{mch} has{name} has_all{mch}
promise: called_off{mch}
texted: numbers{numbers}
safety: infant mother psychosis trafficking child_self parent substance
safety_short: danger infant mother suicide psychosis overdose trafficking child_self
safety_short: parent violence child_hurt urgent substance safe_haven distress loss
labels: about.partner about.daughter about.sister
labels: skip about.mother about.friend about.client about.relative about.surrogate about.she
follow_up: may_we{when} may_we_alone{when} week days{n} yes{when} no ask{name} next{name}
follow_up: again{name} reached{mch}{name} enrolled{mch}{name} no_answer{mch}{name}
copy: title{number} since{when} when{day}{year}{time} stopped{when} talk{start}{end} answers
copy: no_answer programs{names} person{when} person_done{when} notes said you us colleague
copy: called keys{keys} recording{n} written{words}
follow_up: refused{mch}{name} not_yet{name}{when} no_more{name}{call}
follow_up: reminder{date}{name}{call} still
"""
SPOKEN = """
opening: hello keys back other
offer: person call_back
lead: silent.1 silent.2 silent.3 unclear.1 unclear.2 unclear.3
asides: paused still_you forget confirm{guess} safety safety_connect stuck_text stuck
asides: stuck_text_later stuck_later stuck_alone{mch} quiet quiet_no_text help_no_text text_me
asides: reach reach_withheld help
results: count_many{n}{names} item{line}{name} item_ask{line}{name} menu menu_last
results: menu_no_text menu_last_no_text menu_only menu_only_no_text menu_short own_number{call}
results: own_hours{hours}
results: number{mch} menu_none none{mch} details{details}{name} why{name}{reasons}
results: why_nothing{mch} feelings mention{names} mention_mch{names}
promise: call{mch} made{when} noted{when} in_hours already{when} menu
program: connecting unanswered
person: connecting unanswered closed{when} tried unavailable done{mch} withheld{mch}
voicemail: start thanks{mch} empty{mch}
text: sent questions_sent cannot{mch} opted_out{texts}
connect: start failed back number.suicide number.overdose number.violence number.child_hurt
connect: number.safe_haven number.distress number.loss
safety: danger.1 danger.2 suicide.1 suicide.2 overdose.1 overdose.2 urgent.1 urgent.2 violence.1
safety: violence.2 child_hurt.1 child_hurt.2 safe_haven.1 safe_haven.2 distress.1 distress.2
safety: loss.1 loss.2
: help{mch} privacy{mch} stopped{mch} stopped_away started{texts} thanks wait here number{mch}
: goodbye{mch} sorry away ssn more_early back_nothing other_language{mch}
: window{date}{end}{start}{weekday} opening_time{date}{start}{weekday}
asked: cost who papers office.open{when} office.closed{when} office.unknown how_long
ack: elsewhere understood{what} due{date} due_part{date} skipped pregnancy_ended
left: many{n} none
forgotten: now{mch} request{mch} kept call
call_time: which_day closed_then{when}
hour: morning{time} noon one{time} afternoon{time}
asides: perhaps stop
results: outside{mch} has{name}
promise: called_off
connect: number.trafficking number.child_self number.parent number.substance
connect: number.psychosis
safety: infant.1 infant.2 mother.1 mother.2 psychosis.1 psychosis.2 trafficking.1
safety: trafficking.2 child_self.1 child_self.2 parent.1 parent.2 substance.1 substance.2
safety_short: danger infant mother suicide psychosis overdose trafficking child_self
safety_short: parent violence child_hurt urgent substance safe_haven distress loss
: topic_again{mch} abortion{mch} child_writes{mch} no_home
hold: number number_911 no_call glad no_baby funeral fault talk
say_as: MCH WIC HUSKY SNAP IAP
theirs: questions.due.ask questions.first_baby.ask questions.town.ask
ack: outside{what} sorry_before changed
asides: follow_ask{when} follow_up{name}
follow_up: week days{n} yes{when} no reached{name} enrolled{name} no_answer{mch}{name}
follow_up: refused{mch}{name} not_yet{name}{when} no_more{name}{call}
"""
_NAMED = re.compile(r"([\w.]+)((?:\{\w+\})*)")
_FIELD = re.compile(r"\{(\w+)\}")


def required(rows: str) -> Mapping[str, frozenset[str]]:
    """Each key of WRITTEN or SPOKEN with the fields that are filled in it."""
    keys = {}
    for row in rows.strip().splitlines():
        group, _, names = row.partition(":")
        for name, fields in _NAMED.findall(names):
            keys[f"{group}.{name}".lstrip(".")] = frozenset(_FIELD.findall(fields))
    return keys
