"""On what footing a consent stands: children's bases, guardians who aren't barred, independent witnesses.

A "No" needs no footing. A child without a guardian is never turned away: a competent authority, a best-interests
decision or the child's own maturity can carry the consent, and help needs none at all.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import InvalidInput
from cases.models import Consent, Guardian, Interpreter, Person

from .conflicts import require_fit

ADULT = 18
THROUGH_A_GUARDIAN = (Consent.Basis.GUARDIAN, Consent.Basis.ASSENT_WITH_GUARDIAN)
DECIDED_BY_OTHERS = (Consent.Basis.AUTHORITY, Consent.Basis.BEST_INTERESTS)


def is_child(person: Person, day: datetime.date) -> bool | None:
    """Whether the person is under 18 on that day; None when no birth date or year is known."""
    if person.birth_date:
        return day < birthday_18(person.birth_date)
    if person.birth_year:
        return day.year - person.birth_year < ADULT
    return None


def birthday_18(born: datetime.date) -> datetime.date:
    """The day a person comes of age; who was born on 29 February does on 1 March."""
    try:
        return born.replace(year=born.year + ADULT)
    except ValueError:
        return datetime.date(born.year + ADULT, 3, 1)


def require_footing(
    person: Person,
    day: datetime.date,
    *,
    by: User,
    decision: str = "",
    basis: str = Consent.Basis.CONSENT,
    method: str = "",
    note: str | None = None,
    guardian: Guardian | None = None,
    witness: str | None = None,
    interpreter: Interpreter | None = None,
    looked: bool = False,
    **_other: Any,
) -> None:
    """Refuse a "Yes" that stands on nothing, or was interpreted by who resembles somebody until that was `looked` at.

    Errors: InvalidInput naming the field.
    """
    if decision != Consent.Decision.GIVEN:
        return
    if basis == Consent.Basis.CONSENT and is_child(person, day):
        raise InvalidInput(
            _("The person is under 18. Choose who decides: guardian, authority, best interests, or a mature minor."),
            field="basis",
        )
    if basis in DECIDED_BY_OTHERS and not note:
        raise InvalidInput(_("Say who decided, and why."), field="note")
    if basis in THROUGH_A_GUARDIAN and not (guardian or note):
        raise InvalidInput(_("Say which guardian decided."), field="note")
    if guardian is not None and (guardian.person_id != person.pk or guardian.barred_at):
        raise InvalidInput(_("This guardian may not decide for the person."), field="guardian")
    if interpreter is not None:
        require_fit(interpreter, person, by, looked=looked)
    if method == Consent.Method.WITNESSED and not (witness or "").strip():
        raise InvalidInput(_("A mark needs a witness who doesn't work on this case: write the name."), field="witness")
