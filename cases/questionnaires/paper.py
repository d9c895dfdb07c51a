"""A form as a sheet: every question with what it depends on told by place, to look over or to fill in by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cases.questionnaires.definition import Definition, Item
from cases.questionnaires.words import say


@dataclass(frozen=True)
class Entry:
    """A line of the sheet: a heading, a note, or a question with boxes or a line to write on."""

    label: str
    kind: str  # heading, repeat, note, or the type of the question
    hint: str = ""
    prompt: str = ""
    choices: tuple[str, ...] = ()
    depends: bool = False
    needed: bool = False


def sheet(definition: Definition) -> list[Entry]:
    """The lines of a form in the reader's language. `depends`: asked only after some answers."""
    return list(_entries(definition.items, depends=False))


def _entries(items: tuple[Item, ...], *, depends: bool) -> Iterator[Entry]:
    for item in items:
        only = depends or item.relevant is not None
        if item.type in ("group", "repeat"):
            kind = "repeat" if item.type == "repeat" else "heading"
            yield Entry(say(item.label) or item.name, kind, say(item.hint), depends=item.relevant is not None)
            yield from _entries(item.items, depends=False)
        elif item.type != "calculate":
            choices = tuple(say(choice.label) for choice in item.choices)
            words = say(item.label), item.type, say(item.hint), say(item.prompt)
            yield Entry(*words, choices, only and item.relevant is not None, item.required)
