"""What a questionnaire is: items in order, each with words in several languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cases.questionnaires.expressions import Expression

Words = Mapping[str, str]  # by BCP 47 tag; "und" where the file names no language

#: questions, and what stands between them
ASKED = ("select_one", "select_multiple", "text", "integer", "decimal", "date")
TYPES = (*ASKED, "note", "calculate", "group", "repeat")
KINDS = ("screening", "assessment", "safety_plan")
#: no answer has three reasons, told apart; a question left empty was not asked
NO_ANSWER = ("declined", "unknown", "not_asked")


@dataclass(frozen=True)
class Choice:
    """One answer to choose, and what to think about when it is given."""

    code: str
    label: Words
    prompt: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """A question, a note, something worked out, or a group or repeat with items of its own.

    `required` asks for an answer or for the reason why there is none. `row` is where it stood in the file.
    """

    type: str
    name: str
    label: Words = field(default_factory=dict)
    hint: Words = field(default_factory=dict)
    prompt: Words = field(default_factory=dict)
    required: bool = False
    relevant: Expression | None = None
    constraint: Expression | None = None
    constraint_message: Words = field(default_factory=dict)
    calculation: Expression | None = None
    choices: tuple[Choice, ...] = ()
    items: tuple[Item, ...] = ()
    row: int = 0

    @property
    def asked(self) -> bool:
        """Whether it takes an answer."""
        return self.type in ASKED

    def choice(self, code: str) -> Choice | None:
        """The choice with this code."""
        return next((one for one in self.choices if one.code == code), None)


@dataclass(frozen=True)
class Page:
    """What is asked on one screen: one group, one repeat, or loose items that follow each other."""

    number: int
    items: tuple[Item, ...]

    @property
    def repeat(self) -> Item | None:
        """The repeat that this page is, if it is one."""
        return self.items[0] if self.items[0].type == "repeat" else None


@dataclass(frozen=True)
class Definition:
    """One version of a questionnaire."""

    code: str
    kind: str
    titles: Words
    items: tuple[Item, ...]
    approval: bool = False

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The screens, from 1."""
        found: list[list[Item]] = []
        for item in self.items:
            alone = item.type in ("group", "repeat")
            if alone or not found or found[-1][0].type in ("group", "repeat"):
                found.append([])
            found[-1].append(item)
        return tuple(Page(number, tuple(items)) for number, items in enumerate(found, start=1))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """In which its words are there, the first as in its titles."""
        tags = dict.fromkeys(self.titles)
        for item in everything(self.items):
            tags |= dict.fromkeys(item.label)
        return tuple(tags)


def everything(items: tuple[Item, ...]) -> Iterator[Item]:
    """The items and what is in them, in order."""
    for item in items:
        yield item
        yield from everything(item.items)
