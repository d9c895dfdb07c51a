"""Words of a questionnaire in the reader's language, and answers in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.questionnaires.answers import Answer, Answers, value_of
from cases.questionnaires.definition import Definition, Item, Words
from cases.questionnaires.expressions.values import as_text, day_of


def say(words: Words, language: str = "") -> str:
    """The words in a language (default: the reader's), else in its wider one, English, or the first that is there."""
    tag = language or get_language() or "en"
    same = {known.lower(): text for known, text in words.items()}
    for wanted in (tag.lower(), tag.split("-")[0].lower(), "und", "en"):
        if wanted in same:
            return same[wanted]
    return next(iter(words.values()), "")


def why_none(special: str) -> str:
    """Why there is no answer."""
    return {"declined": _("Declined to answer"), "unknown": _("Unknown"), "not_asked": _("Not asked")}[special]


def in_words(item: Item, answer: Answer | None) -> str:
    """An answer as people read it."""
    if not answer:
        return _("Not asked")
    if "special" in answer:
        return why_none(answer["special"])
    value = value_of(item, answer)
    if item.type.startswith("select_"):
        codes = value if isinstance(value, tuple) else (value,)
        return "; ".join(say(choice.label) for code in codes if (choice := item.choice(str(code))))
    if item.type == "date" and (day := day_of(as_text(value))):
        return date_format(day, "DATE_FORMAT")
    return as_text(value)


@dataclass(frozen=True)
class Line:
    """A line of a form that was filled in: a heading, or a question with what was answered and what to think of."""

    key: str
    label: str
    heading: bool = False
    answer: str = ""
    answered: bool = False
    prompts: tuple[str, ...] = ()


def lines(definition: Definition, answers: Answers) -> list[Line]:
    """What was kept, in the order of its own version. Nothing is worked out again: it reads the same ever after."""
    return list(_prompted_once(_lines(definition.items, answers, "")))


def _prompted_once(found: Iterator[Line]) -> Iterator[Line]:
    """What to think of is said where it first comes up: eleven signs with one prompt would hide the signs."""
    said: set[str] = set()
    for line in found:
        yield replace(line, prompts=tuple(prompt for prompt in line.prompts if prompt not in said))
        said.update(line.prompts)


def _lines(items: tuple[Item, ...], answers: Answers, prefix: str) -> Iterator[Line]:
    for item in items:
        if item.type == "repeat":
            for number, one in enumerate(answers.get(item.name) or []):
                yield Line(f"{item.name}:{number}", f"{say(item.label) or item.name} {number + 1}", heading=True)
                yield from _lines(item.items, one, f"{item.name}:{number}:")
        elif item.type == "group":
            inner = list(_lines(item.items, answers, prefix))
            if inner:
                yield Line(prefix + item.name, say(item.label), heading=True)
                yield from inner
        elif item.asked and (answer := answers.get(item.name)):
            yield _line(item, answer, prefix)


def _line(item: Item, answer: Answer, prefix: str) -> Line:
    prompts = [say(choice.prompt) for choice in item.choices if choice.prompt and choice.code in _codes(item, answer)]
    answered = "value" in answer
    return Line(prefix + item.name, say(item.label), False, in_words(item, answer), answered, tuple(prompts))


def _codes(item: Item, answer: Answer) -> tuple[str, ...]:
    value = value_of(item, answer)
    return value if isinstance(value, tuple) else (str(value),)
