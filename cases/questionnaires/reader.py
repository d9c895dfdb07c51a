"""Read a definition from JSON, strictly: unknown keys, types, languages and expressions are refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.questionnaires.definition import ASKED, KINDS, TYPES, Choice, Definition, Item, Words, everything
from cases.questionnaires.expressions import Expression, ExpressionError, parse
from cases.questionnaires.problems import FormProblem, FormRefused
from cases.questionnaires.references import check

ITEMS, NESTED, CHOICES, LISTS, LANGUAGES, LABEL = 600, 5, 1_000, 200, 20, 3_000
CODE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,59}")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")

_FORM = {"code": str, "kind": str, "titles": dict, "choices": dict, "items": list, "approval": bool}
_WORDS = ("label", "hint", "prompt", "constraint_message")
_TERMS = ("relevant", "constraint", "calculation")
_ITEM: dict[str, type] = {
    **dict.fromkeys(_WORDS, dict),
    **dict.fromkeys((*_TERMS, "type", "name", "choices"), str),
    "required": bool,
    "items": list,
    "row": int,
}
_CHOICE = {"code": str, "label": dict, "prompt": dict}


def read(source: Any) -> Definition:
    """The definition of a JSON document that was parsed. Errors: FormRefused with all that is wrong."""
    return _Reading().form(source)


class _Reading:
    def __init__(self) -> None:
        self.problems: list[FormProblem] = []
        self.lists: dict[str, tuple[Choice, ...]] = {}
        self.count = 0

    def form(self, source: Any) -> Definition:
        found = self.checked(source, _FORM, "")
        self.refuse_if_wrong()
        if not CODE.fullmatch(found["code"]):
            self.wrong(_("The form needs an id of letters, digits, “_”, “-” and “.”, at most 60."))
        if found["kind"] not in KINDS:
            self.wrong(_("The kind of the form isn't known."))
        titles = self.words(found["titles"], "titles", 0, needed=True)
        self.lists = dict(self.choice_lists(found["choices"]))
        items = self.items(found["items"], 1)
        self.refuse_if_wrong()
        if not any(item.asked for item in everything(items)):
            self.wrong(_("The form asks nothing."))
        self.problems += check(items)
        self.refuse_if_wrong()
        return Definition(found["code"], found["kind"], titles, items, found["approval"])

    def choice_lists(self, source: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Choice, ...]]]:
        if len(source) > LISTS:
            self.wrong(_("There are too many lists of choices."))
            return
        for name, rows in source.items():
            yield name, tuple(self.choices_of(name, rows))

    def choices_of(self, name: str, rows: Any) -> Iterator[Choice]:
        if not isinstance(rows, list) or not 0 < len(rows) <= CHOICES:
            self.wrong(_("The choices “%s” are empty or too many.") % name)
            return
        seen: set[str] = set()
        for row in rows:
            one = self.checked(row, _CHOICE, name)
            if not CODE.fullmatch(one["code"]) or one["code"] in seen:
                self.wrong(_("A choice of “%s” has no code, a code that can't be used, or one used twice.") % name)
            seen.add(one["code"])
            label = self.words(one["label"], name, 0, needed=True)
            yield Choice(one["code"], label, self.words(one["prompt"], name, 0))

    def items(self, source: list[Any], depth: int) -> tuple[Item, ...]:
        if depth > NESTED:
            self.wrong(_("Groups are nested too deeply."))
            return ()
        self.count += len(source)
        if self.count > ITEMS:
            self.wrong(_("There are too many questions."))
            return ()
        return tuple(self.item(one, depth) for one in source)

    def item(self, source: Any, depth: int) -> Item:
        found = self.checked(source, _ITEM, "items")
        row, kind = found["row"], found["type"]
        if kind not in TYPES:
            self.wrong(_("The type “%s” isn't known.") % kind, row, "type")
        if not NAME.fullmatch(found["name"]):
            self.wrong(_("A name begins with a letter and has letters, digits, “_”, “-” and “.”."), row, "name")
        words = {name: self.words(found[name], name, row) for name in _WORDS}
        if kind in ASKED and not words["label"]:
            self.wrong(_("The question has no words."), row, "label")
        terms = {name: self.term(found[name], row, name) for name in _TERMS}
        if (kind == "calculate") != bool(terms["calculation"]):
            self.wrong(_("A calculation goes with the type “calculate”, and with nothing else."), row, "calculation")
        inner = self.items(found["items"], depth + 1) if kind in ("group", "repeat") else ()
        if kind in ("group", "repeat") and not inner:
            self.wrong(_("The group is empty."), row, "type")
        return Item(
            kind,
            found["name"],
            label=words["label"],
            hint=words["hint"],
            prompt=words["prompt"],
            constraint_message=words["constraint_message"],
            relevant=terms["relevant"],
            constraint=terms["constraint"],
            calculation=terms["calculation"],
            required=found["required"],
            choices=self.choices_for(kind, found["choices"], row),
            items=inner,
            row=row,
        )

    def choices_for(self, kind: str, name: str, row: int) -> tuple[Choice, ...]:
        if not kind.startswith("select_"):
            return ()
        if name not in self.lists:
            self.wrong(_("There are no choices “%s”.") % name, row, "type")
        return self.lists.get(name, ())

    def term(self, source: str, row: int, column: str) -> Expression | None:
        if not source.strip():
            return None
        try:
            return parse(source)
        except ExpressionError as error:
            self.wrong(str(error), row, column)
            return None

    def words(self, source: Mapping[str, Any], column: str, row: int, *, needed: bool = False) -> Words:
        said = {tag: text.strip() for tag, text in source.items() if isinstance(text, str) and text.strip()}
        if len(source) > LANGUAGES or any(not TAG.fullmatch(tag) for tag in source):
            self.wrong(_("A language isn't named as in “en” or “zh-Hant”, or there are too many."), row, column)
        if any(not isinstance(text, str) or len(text) > LABEL or "\x00" in text for text in source.values()):
            self.wrong(_("The words are too long, or no words."), row, column)
        if needed and not said:
            self.wrong(_("Words are missing."), row, column)
        return said

    def checked(self, source: Any, keys: Mapping[str, type], column: str) -> dict[str, Any]:
        """The document's values, those that are not there as their type's own nothing; others are refused."""
        given = source if isinstance(source, dict) else {}
        odd = [str(key)[:40] for key in given if key not in keys]
        odd += [key for key, kind in keys.items() if key in given and type(given[key]) is not kind]
        if odd or not isinstance(source, dict):
            self.wrong(
                _("“%s” isn't known here, or holds something else than it should.") % (odd or ["?"])[0], 0, column
            )
        return {key: given[key] if key in given and key not in odd else kind() for key, kind in keys.items()}

    def wrong(self, message: str, row: int = 0, column: str = "") -> None:
        self.problems.append(FormProblem(message, row, column))

    def refuse_if_wrong(self) -> None:
        if self.problems:
            raise FormRefused(*self.problems[:100])
