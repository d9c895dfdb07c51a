"""Show one masked fact of a person: each look is written down before it is answered."""

from typing import Any

from django.db import transaction

from casemgr import rate_limits
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.field_groups import REVEALED
from cases.looking import beyond
from cases.models import Case
from cases.permissions import require_on_case

OF_CONTACT = ("code_word",)
WHOLE_IDENTITY = "identity"


@transaction.atomic
def reveal(case: Case, field: str, *, by: User) -> Any:
    """The value of a masked field (None when nothing was recorded).

    Errors: NotFound for any other field; NotPermitted when the role doesn't read its group.
    """
    require_on_case(by, "view_case", case, reads=REVEALED.get(field, ""))
    if field not in REVEALED:
        raise NotFound()
    rate_limits.spend("reveal", by=by)
    _record(case, field, by)
    return getattr(case.person.safe_contact if field in OF_CONTACT else case.person, field)


@transaction.atomic
def reveal_identity(case: Case, *, by: User) -> None:
    """Note that all of the identity is about to be shown, as the form for changing it does."""
    require_on_case(by, "edit_case", case, reads="identity")
    _record(case, WHOLE_IDENTITY, by)


def _record(case: Case, field: str, by: User) -> None:
    trail.record(
        events.PERSON_IDENTITY_REVEALED, by=by, subject=case.person, facts={"field": field} | beyond((case,), by)
    )
