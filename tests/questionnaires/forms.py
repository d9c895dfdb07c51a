"""Definitions to try things with."""

import datetime

from cases.questionnaires.xlsform import Asked, import_xlsform
from tests.questionnaires.workbooks import workbook

DAY = datetime.date(2026, 3, 4)


def home_visit(**changes):
    """The JSON of the form that `workbooks` writes."""
    return import_xlsform(workbook(**changes), Asked("assessment")).source


def question(name, kind="text", **more):
    return {"type": kind, "name": name, "label": {"en": name}} | more


def form(*items, **more):
    choices = {"yn": [{"code": code, "label": {"en": code}} for code in ("yes", "no")]}
    base = {"code": "tried", "kind": "assessment", "titles": {"en": "Tried"}, "choices": choices, "items": list(items)}
    return base | more


def answered(**values):
    return {name: {"value": value} for name, value in values.items()}
