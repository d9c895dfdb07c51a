"""Read an XLSForm (https://xlsform.org) into the JSON of a definition: all of it, or a list of what isn't supported.

Sheets `survey`, `choices` and `settings`; words in several languages (`label::Français (fr)`). A column `prompt` (or
XLSForm's `guidance_hint`) says what to think about, on a question or on a choice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from cases.importing.xlsx_reader import read_sheets
from cases.questionnaires.definition import Definition
from cases.questionnaires.problems import FormProblem, FormRefused
from cases.questionnaires.reader import read
from cases.questionnaires.xls_rows import Survey
from cases.questionnaires.xls_sheet import Row, Sheet, tag_of, understand

ROWS = 5_000
BYTES = 5_000_000
ZIPPED = b"PK\x03\x04"  # what every workbook begins with
_CHOICE_COLUMNS = {"list_name", "name"}


@dataclass(frozen=True)
class Asked:
    """What the person says about the file: its kind, whether a supervisor reads it, a name for one that has none."""

    kind: str
    approval: bool = False
    code: str = ""
    title: str = ""


@dataclass
class Imported:
    """The JSON of the definition, read once, and what was left out because it isn't needed here."""

    source: dict[str, Any]
    definition: Definition
    remarks: list[FormProblem] = field(default_factory=list)


def import_xlsform(stream: BinaryIO, asked: Asked) -> Imported:
    """The definition that a workbook holds. Errors: FileRefused for the file, FormRefused for the form in it."""
    if stream.seek(0, 2) > BYTES:
        raise FormRefused(FormProblem(_("The file is larger than 5 MB.")))
    stream.seek(0)
    if stream.read(len(ZIPPED)) != ZIPPED:
        raise FormRefused(FormProblem(_("This is no Excel workbook (.xlsx). Save it as one and try again.")))
    stream.seek(0)
    found = {name.strip().lower(): rows for name, rows in read_sheets(stream, rows=ROWS).items()}
    if "survey" not in found:
        raise FormRefused(FormProblem(_("The workbook has no sheet “survey”."), sheet="survey"))
    settings = understand("settings", found.get("settings", []), "und")
    default = _default(settings)
    survey = Survey(understand("survey", found["survey"], default))
    choices = understand("choices", found.get("choices", []), default)
    source = _form(settings, asked, default) | {"items": survey.items(), "choices": _lists(choices)}
    problems = settings.problems + choices.problems + survey.problems
    if problems:
        raise FormRefused(*problems[:100])
    return Imported(source, _read(source), survey.remarks)


def _read(source: dict[str, Any]) -> Definition:
    try:
        return read(source)
    except FormRefused as refusal:
        raise FormRefused(
            *(FormProblem(one.message, one.row, one.column, "survey" if one.row else "") for one in refusal.problems)
        ) from refusal


def _default(settings: Sheet) -> str:
    said = settings.rows[0].get("default_language") if settings.rows else ""
    tag = tag_of(said) if said else "und"
    return "und" if tag == "?" else tag


def _form(settings: Sheet, asked: Asked, default: str) -> dict[str, Any]:
    first = settings.rows[0] if settings.rows else Row(0, {}, {})
    titles = first.words.get("title", {})
    if (title := first.get("form_title") or asked.title) and not titles:
        titles = {default: title}
    code = first.get("form_id") or first.get("id_string") or asked.code
    if not titles:
        settings.problems.append(
            FormProblem(
                _("The form has no title. Write one below, or in the settings."), column="form_title", sheet="settings"
            )
        )
    if not code:
        settings.problems.append(
            FormProblem(
                _("The form has no id. Write one below, or in the settings."), column="form_id", sheet="settings"
            )
        )
    return {"code": code, "kind": asked.kind, "titles": titles, "approval": asked.approval}


def _lists(sheet: Sheet) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in sheet.rows:
        for column in row.plain.keys() - _CHOICE_COLUMNS:
            message = _("This column of choices isn't supported. Empty it, or take it out.")
            sheet.problems.append(FormProblem(message, row.number, column, sheet.name))
        name, code = row.get("list_name"), row.get("name")
        if not name or not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,59}", code):
            message = _("A choice needs a list and a name of letters, digits, “_”, “-” and “.”.")
            sheet.problems.append(FormProblem(message, row.number, "name", sheet.name))
        elif any(one["code"] == code for one in found.get(name, [])):
            message = _("This name is there twice in its list.")
            sheet.problems.append(FormProblem(message, row.number, "name", sheet.name))
        else:
            label = row.words.get("label") or {"und": code}
            found.setdefault(name, []).append({"code": code, "label": label, "prompt": row.words.get("prompt", {})})
    return found
