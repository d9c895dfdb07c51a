"""What the actions on legal rows of a case share: who may, the locked row, the checks of codes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import Conflict, InvalidInput, NotFound
from cases.codelists.countries import COUNTRIES
from cases.models import Case
from cases.models.base import OnCase
from cases.permissions import require_on_case


def require_legal(by: User, case: Case) -> None:
    """Refuse unless the user sees and edits this case and reads what is legal. Errors: NotFound, NotPermitted."""
    require_on_case(by, "edit_case", case, reads="legal")


def locked[Row: OnCase](row: Row, by: User, *, version: int | None = None, legal: bool = True) -> Row:
    """The row as it is now, locked until the transaction ends, for somebody who edits the case.

    Errors: NotFound, NotPermitted; Conflict when it isn't the `version` that was read.
    """
    model = type(row)
    rows: Any = model.objects.visible_to(by).select_for_update(of=("self",))  # type: ignore[attr-defined]
    current: Row | None = rows.select_related("case__person", "case__caseworker").filter(pk=row.pk).first()
    if current is None:
        raise NotFound()
    require_on_case(by, "edit_case", current.case, reads="legal" if legal else "")
    if version is not None and current.version != version:  # type: ignore[attr-defined]
        raise Conflict()
    return current


def write(row: Any, values: Mapping[str, Any], *, words: Collection[str]) -> list[str]:
    """Set the values; empty `words` are nothing sealed. The names that changed."""
    changed = []
    for name, value in values.items():
        value = (value or "").strip() or None if name in words else value
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed.append(name)
    return changed


def require_code(value: Any, choices: Any, field: str, *, empty: bool = False) -> None:
    """Refuse what the list doesn't hold. Errors: InvalidInput."""
    if value not in choices.values and not (empty and not value):
        raise InvalidInput(_("Choose from the list."), field=field)


def require_codes(values: Collection[str], choices: Collection[str], field: str) -> None:
    """Refuse codes that the list doesn't hold. Errors: InvalidInput."""
    if set(values) - set(choices):
        raise InvalidInput(_("Choose from the list."), field=field)


def require_country(value: str | None) -> None:
    """Refuse a country that the list doesn't hold. Errors: InvalidInput."""
    if value and value not in COUNTRIES:
        raise InvalidInput(_("Choose a country of the list."), field="country")


def require_words(words: str | None, message: str, field: str = "words") -> str:
    """The words without blanks around them. Errors: InvalidInput."""
    if not (said := (words or "").strip()):
        raise InvalidInput(message, field=field)
    return said


def of_case(case: Case) -> dict[str, Any]:
    """The columns that every row of a case begins with."""
    return {"organization_id": case.organization_id, "case": case, "person_id": case.person_id}
