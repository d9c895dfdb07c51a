"""The pages of figures that one road counts: what each asks, and the steps in which it is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from casemgr.accounts.models import User
from cases.models import ReportRules

from . import asked, counting, equity, quality
from .counting import Found


class Question(Protocol):
    """What is asked of a page, in codes and random ids: `query` as it was, `question` whatever day it is."""

    @property
    def query(self) -> str: ...

    @property
    def question(self) -> str: ...


@dataclass(frozen=True)
class Page:
    """`asked` reads an address (Errors: InvalidInput), `steps` count it: so many as `number` says."""

    asked: Callable[[Mapping[str, str], User, ReportRules], Any]
    steps: Callable[[Any, User], Iterator[Found]]
    number: int


#: by the name of each page's address
PAGES: Mapping[str, Page] = {
    "report": Page(asked.asked, counting.steps, counting.STEPS),
    "equity": Page(equity.asked, equity.steps, equity.STEPS),
    "quality": Page(quality.asked, quality.steps, quality.STEPS),
}
