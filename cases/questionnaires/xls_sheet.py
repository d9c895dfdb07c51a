"""A sheet of an XLSForm: its headings understood, its rows by column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.codelists.languages import LANGUAGES
from cases.importing.table import SourceRow
from cases.questionnaires.problems import FormProblem

_WORDS = {
    "label": "label",
    "hint": "hint",
    "guidance_hint": "prompt",
    "prompt": "prompt",
    "constraint_message": "constraint_message",
    "required_message": "required_message",
    "title": "title",
}
_SAME = {"relevance": "relevant", "calculate": "calculation", "list name": "list_name", "value": "name"}
_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3})\)\s*$")
_MOST = 100_000


@dataclass(frozen=True)
class Row:
    """A row by its number: plain columns by name, and words by kind and language."""

    number: int
    plain: dict[str, str]
    words: dict[str, dict[str, str]]

    def get(self, column: str) -> str:
        """What stands in a plain column, without spaces around it."""
        return self.plain.get(column, "")


@dataclass
class Sheet:
    """A sheet under its name, with the problems of its headings and cells."""

    name: str
    rows: list[Row] = field(default_factory=list)
    problems: list[FormProblem] = field(default_factory=list)


def understand(name: str, source: list[SourceRow], default: str) -> Sheet:
    """The rows below the headings. Words without a language are in `default`."""
    sheet = Sheet(name)
    if not source:
        return sheet
    headings = [_heading(text, default) for text in source[0].cells]
    for row in source[1:]:
        sheet.rows.append(_row(row, headings, source[0].cells, sheet))
    return sheet


def _row(row: SourceRow, headings: list[tuple[str, str]], said: list[str], sheet: Sheet) -> Row:
    plain: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    for number, text in enumerate(cell.strip() for cell in row.cells):
        column, language = headings[number] if number < len(headings) else ("", "")
        if not text:
            continue
        if not column or language == "?" or text.startswith("=") or len(text) > _MOST:
            heading = said[number] if number < len(said) else ""
            sheet.problems.append(FormProblem(_why(text, heading, language), row.number, heading, sheet.name))
        elif language:
            words.setdefault(_WORDS[column], {}).setdefault(language, text)
        else:
            plain[column] = text
    return Row(row.number, plain, words)


def _why(text: str, heading: str, language: str) -> str:
    if language == "?":
        return _("Which language is this column in? Write its code, as in “label::English (en)”.")
    if not heading:
        return _("There is a value in a column without a heading.")
    return _("The cell is a formula, or too long.")


def _heading(text: str, default: str) -> tuple[str, str]:
    """A heading as (column, language): "label::English (en)" is ("label", "en"), "?" a language that isn't known."""
    column, _sign, language = (part.strip() for part in text.partition("::"))
    if not language and ":" in column and column.split(":")[0].strip() in _WORDS:
        column, _sign, language = (part.strip() for part in column.partition(":"))
    column = " ".join(column.lower().split())
    column = _SAME.get(column, column)
    if column not in _WORDS:
        return (text.strip().lower() if language else column), ""
    return column, tag_of(language) if language else default


def tag_of(language: str) -> str:
    """The tag of a language written as "English (en)", "en" or "English"; "?" when none is known."""
    if found := _CODE.search(language):
        return _tidy(found[1])
    if language in LANGUAGES:
        return _tidy(language)
    with override("en"):
        return next((_tidy(code) for code, name in _names() if name == language.lower()), "?")


def _names() -> Iterator[tuple[str, str]]:
    return ((code, str(LANGUAGES.label(code)).lower()) for code in LANGUAGES)


def _tidy(tag: str) -> str:
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *rest])
