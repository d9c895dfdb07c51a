"""The forms that come with the product, as data files in our own words; codes of the ILO's indicators are facts."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from cases.questionnaires.definition import Definition
from cases.questionnaires.reader import read

CODES = ("ilo_indicators", "needs_and_risk", "safety_questions")


@cache
def source(code: str) -> dict[str, Any]:
    """The JSON of a shipped form; KeyError when there is none of this code."""
    if code not in CODES:
        raise KeyError(code)
    found: dict[str, Any] = json.loads((Path(__file__).parent / f"{code}.json").read_text(encoding="utf-8"))
    return found


@cache
def definition(code: str) -> Definition:
    """The same, read."""
    return read(source(code))
