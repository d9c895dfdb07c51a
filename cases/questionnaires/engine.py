"""Walk a questionnaire with its answers: what is relevant, what may be kept, what is still wrong.

One walk from the first question to the last decides it, since nothing refers to what comes later (`references`).
Where an expression can't be worked out, the question is asked rather than hidden, and the answer stands.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cases.questionnaires.answers import Answer, Answers, trouble, value_of, well_formed
from cases.questionnaires.definition import Definition, Item, Page
from cases.questionnaires.expressions import Expression, ExpressionError, Scope, Value, evaluate, is_true

INSTANCES = 30


@dataclass(frozen=True)
class Shown:
    """An item that is relevant now, the page it is on, in which instance of a repeat, and what stands there.

    `key` names it among all: `name`, or `repeat:number:name`. `unmet`: the answer breaks the item's constraint.
    """

    item: Item
    page: int
    key: str
    answer: Answer | None = None
    instance: int | None = None
    unmet: bool = False

    @property
    def trouble(self) -> str:
        """What is wrong with it besides the constraint, in words."""
        return trouble(self.item, self.answer) if self.item.asked else ""


@dataclass(frozen=True)
class Walked:
    """The relevant items in order, and the answers without all others."""

    shown: tuple[Shown, ...]
    answers: Answers

    def on(self, page: int) -> list[Shown]:
        """Those of one page."""
        return [one for one in self.shown if one.page == page]

    @property
    def pages(self) -> list[int]:
        """The pages on which something is relevant."""
        return list(dict.fromkeys(one.page for one in self.shown if one.item.type not in ("calculate", "group")))

    @property
    def wrong(self) -> list[Shown]:
        """What still has to be put right before the form is finished."""
        return [one for one in self.shown if one.unmet or one.trouble]


def walk(definition: Definition, answers: Answers, today: datetime.date) -> Walked:
    """Everything that is relevant with these answers on this day."""
    walking = _Walking(today)
    kept: Answers = {}
    for page in definition.pages:
        kept |= walking.page(page, answers)
    return Walked(tuple(walking.shown), kept)


def finished(definition: Definition, answers: Answers, today: datetime.date) -> Answers:
    """The answers as they are kept for good: every relevant question with an answer or with why there is none."""
    answers = _without_empty(answers)
    walked = walk(definition, answers, today)
    kept = walked.answers
    for one in walked.shown:
        if one.item.asked and not one.answer:
            _place(kept, one)[one.item.name] = {"special": "not_asked"}
    return kept


def _place(kept: Answers, shown: Shown) -> Answers:
    if shown.instance is None:
        return kept
    return kept[shown.key.split(":")[0]][shown.instance]


def _without_empty(answers: Answers) -> Answers:
    return {
        name: [one for one in value if one] or None if isinstance(value, list) else value
        for name, value in answers.items()
    }


class _Walking:
    def __init__(self, today: datetime.date) -> None:
        self.today = today
        self.shown: list[Shown] = []
        self.known: dict[str, Value] = {}
        self.number, self.prefix = 0, ""
        self.instance: int | None = None

    def page(self, page: Page, given: Answers) -> Answers:
        self.number = page.number
        return self.items(page.items, given)

    def items(self, items: tuple[Item, ...], given: Answers) -> Answers:
        kept: Answers = {}
        for item in items:
            if self._holds(item.relevant, otherwise=True):
                kept |= dict(self._item(item, given))
        return kept

    def _item(self, item: Item, given: Answers) -> Iterator[tuple[str, Any]]:
        if item.type == "repeat":
            yield item.name, self._repeat(item, given.get(item.name))
            return
        answer = given.get(item.name) if item.asked and well_formed(item, given.get(item.name)) else None
        self.shown.append(self._as_shown(item, answer))
        if item.type == "group":
            yield from self.items(item.items, given).items()
        elif item.type == "calculate":
            self.known[item.name] = self._value(item.calculation)
        elif answer:
            self.known[item.name] = value_of(item, answer)
            yield item.name, answer

    def _repeat(self, item: Item, given: Any) -> list[Answers]:
        instances = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
        before, kept = dict(self.known), []
        for number, one in enumerate(instances[:INSTANCES] or [{}]):
            self.prefix, self.instance, self.known = f"{item.name}:{number}:", number, dict(before)
            kept.append(self.items(item.items, one))
        self.prefix, self.instance, self.known = "", None, before
        return kept

    def _as_shown(self, item: Item, answer: Answer | None) -> Shown:
        value = value_of(item, answer)
        unmet = False
        if item.constraint and value is not None:
            scope = Scope(self.known | {".": value, item.name: value}, self.today)
            unmet = not self._holds(item.constraint, otherwise=True, scope=scope)
        return Shown(item, self.number, self.prefix + item.name, answer, self.instance, unmet)

    def _holds(self, term: Expression | None, *, otherwise: bool, scope: Scope | None = None) -> bool:
        if term is None:
            return otherwise
        try:
            return is_true(term, scope or Scope(self.known, self.today))
        except ExpressionError:
            return otherwise

    def _value(self, term: Expression | None) -> Value:
        try:
            return evaluate(term, Scope(self.known, self.today)) if term else None
        except ExpressionError:
            return None
