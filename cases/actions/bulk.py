"""The same act on several cases: each is checked by itself, and what was refused is said by its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import CasemgrError, InvalidInput
from cases.models import Case

from .assign import assign
from .flags import raise_flag

MOST = 100


@dataclass(frozen=True)
class Outcome:
    """The cases it was done to; the numbers of those refused with the reason; how many aren't seen any more."""

    done: list[Case] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    absent: int = 0


def assign_in_bulk(public_ids: Sequence[str], *, to: User, by: User) -> Outcome:
    """Make one colleague the caseworker of these cases. Errors: InvalidInput for none or too many."""
    return _each(public_ids, lambda case: assign(case, to=to, by=by), by)


def flag_in_bulk(public_ids: Sequence[str], *, kind: str, reason: str, by: User) -> Outcome:
    """Raise one flag on these cases. Errors: InvalidInput for none or too many."""
    return _each(public_ids, lambda case: raise_flag(case, kind=kind, reason=reason, by=by), by)


def chosen(public_ids: Sequence[str], *, by: User) -> list[Case]:
    """The cases meant, as far as they are seen, by number. Errors: InvalidInput for none or too many."""
    if not public_ids:
        raise InvalidInput(_("Choose cases first: tick them in the list."))
    if len(public_ids) > MOST:
        raise InvalidInput(_("Choose at most %d cases at a time.") % MOST)
    cases = Case.objects.visible_to(by).select_related("person", "caseworker").filter(public_id__in=public_ids)
    return list(cases.order_by("number"))


def _each(public_ids: Sequence[str], act: Callable[[Case], object], by: User) -> Outcome:
    cases = chosen(public_ids, by=by)
    outcome = Outcome(absent=len(set(public_ids)) - len(cases))
    for case in cases:
        try:
            with transaction.atomic():
                act(case)
        except CasemgrError as refusal:
            outcome.refused.append((case.label, str(refusal)))
        else:
            outcome.done.append(case)
    return outcome
