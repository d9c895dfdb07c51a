"""The saved views of somebody as tabs of the list, each with its count now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from casemgr.accounts.models import User
from casemgr.encryption import keys
from cases.models import SavedView


@dataclass(frozen=True)
class Tab:
    """One tab, as `components/tabs.html` draws it, and the view behind it."""

    view: SavedView
    count: int
    current: bool

    @property
    def label(self) -> str:
        """The name its maker gave it."""
        return self.view.name

    @property
    def url(self) -> str:
        """The list it narrows."""
        return f"?{self.view.query}&saved={self.view.public_id}"


def tabs(user: User, current: str, count: Callable[[str], int]) -> list[Tab]:
    """Own views and shared ones, oldest first; `count` says how many cases a query narrows to."""
    views: Any = list(SavedView.objects.visible_to(user).order_by("created_at")[:24])
    keys.prefetch(user.home.pk, [view.author_id for view in views])
    return [Tab(view, count(view.query), view.public_id == current) for view in views]
