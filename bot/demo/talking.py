"""How somebody of the demo goes through a conversation: they answer, say what is on their mind, and
stop somewhere."""

from __future__ import annotations

from datetime import datetime
from random import Random

from bot.demo.cast import Character
from bot.demo.lines import CallLine, Clock, Line
from bot.demo.scripted_answers import Answers

MOST_ANSWERS = 40
SURE = 0.92
OFFICE = ("taken", "taken", "no-answer", "busy")


class Talk:
    """One person's conversation, until they stop, or until the `end` of time."""

    def __init__(self, who: Character, clock: Clock, end: datetime, answers: Answers) -> None:
        self._who, self._clock, self._end, self._answers = who, clock, end, answers
        self._chance = Random(f"talk {who.place}")
        self._said: set[str] = set()
        self._stays = False  # whatever they were about to do

    def by_text(self, line: Line) -> None:
        line.text(self._answers.first())
        for _ in range(MOST_ANSWERS):
            asked = line.asked
            if asked in ("results", "promise") or self._leaves(asked) or not self._take_time(asked):
                break
            line.text(self._interjection(asked) or self._answers.text(asked))
        if line.asked == "results" and not self._stays:
            self._after(line)

    def goes_on(self, line: Line) -> None:
        """By text, the next morning, where the call broke off."""
        self._clock.wait(self._chance.randint(9, 16) * 3600)
        if self._clock.now < self._end:
            self._stays = True
            self.by_text(line)

    def by_telephone(self, line: CallLine) -> None:
        telephone = line.telephone
        telephone.dial()
        then = list(self._who.then)
        for _ in range(MOST_ANSWERS):
            self._clock.wait(self._chance.randint(4, 12))
            if telephone.over or self._leaves(line.asked):
                break
            if line.asked == "results":
                if not then:
                    break
                self._press_after(line, then.pop(0))
            else:
                self._answer_aloud(line)
        if not telephone.over:
            telephone.hang_up()

    def _answer_aloud(self, line: CallLine) -> None:
        telephone, asked = line.telephone, line.asked
        waiting = telephone.waiting.name if telephone.waiting else ""
        if waiting == "Dial":
            self._clock.wait(20)
            telephone.dialled(self._chance.choice(OFFICE))  # type: ignore[arg-type]
        elif waiting == "Record":
            self._clock.wait(15)
            telephone.record(self._chance.randint(5, 40))
        elif said := self._interjection(asked):
            telephone.say(said, SURE)
        elif asked == "callback_name" or (
            self._who.speaks and (words := self._answers.speech(asked))
        ):
            telephone.say(self._who.name if asked == "callback_name" else words, SURE)
        else:
            telephone.press(self._answers.keys(asked))
            if telephone.state.keys:
                telephone.pause()

    def _press_after(self, line: CallLine, what: str) -> None:
        if what in ("stop", "thanks", "forget"):
            line.telephone.say(self._answers.after(what), SURE)
        else:
            line.telephone.press(self._answers.key_after(what))

    def _after(self, line: Line) -> None:
        """What they text once they have their results."""
        for what in self._who.then:
            if not self._take_time("results"):
                return
            line.text(self._answers.after(what))
            while line.asked in ("callback_name", "callback_time", "forget", "confirm", "safety"):
                if not self._take_time(""):
                    return
                line.text(self._answers.text(line.asked))
                if line.turn and line.turn.erased:
                    return

    def _interjection(self, asked: str) -> str:
        """What they say before they answer, once."""
        if asked in self._said:
            return ""
        self._said.add(asked)
        return self._who.interjects.get(asked, "")

    def _leaves(self, asked: str) -> bool:
        return (
            bool(self._who.leaves_at) and not self._stays and asked.startswith(self._who.leaves_at)
        )

    def _take_time(self, asked: str) -> bool:
        """Whether they answer before the end of time."""
        if asked and asked == self._who.pauses_at and asked not in self._said:
            self._clock.now += self._who.pause
        else:
            self._clock.wait(self._chance.choice((12, 20, 35, 60, 90, 240)))
        return self._clock.now < self._end
