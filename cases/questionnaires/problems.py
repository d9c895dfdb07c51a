"""What is wrong with a questionnaire, by row and column of where it was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from casemgr.errors import InvalidInput


@dataclass(frozen=True)
class FormProblem:
    """One thing wrong. `sheet` and `column` as the file names them; row 0 is the whole sheet or definition."""

    message: Any
    row: int = 0
    column: str = ""
    sheet: str = ""


class FormRefused(InvalidInput):
    """The questionnaire can't be taken; `problems` say why, all of them."""

    code = "form_refused"

    def __init__(self, *problems: FormProblem) -> None:
        super().__init__(problems[0].message)
        self.problems = problems
