"""Who looked at a case and what they did, to be given away: to the person, with staff as roles, or to a supervisor."""

from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.audit.models import AuditEntry
from casemgr.errors import InvalidInput
from cases import history
from cases.models import Case
from cases.permissions import require_on_case

from .copies import not_told

MOST = 5_000


class LogFor(models.TextChoices):
    """Who gets it: that decides whether colleagues are named."""

    PERSON = "person", gettext_lazy("The person: colleagues stand as roles")
    INSIDE = "inside", gettext_lazy("Our own checking: colleagues are named")


class LogReason(models.TextChoices):
    """Why it is given."""

    ASKED = "asked", gettext_lazy("The person asked who saw their data")
    COMPLAINT = "complaint", gettext_lazy("A complaint or a suspicion")
    AUTHORITY = "authority", gettext_lazy("An authority may have it by law")


@transaction.atomic
def give_log(case: Case, *, audience: str, reason: str, by: User) -> list[AuditEntry]:
    """The newest 5,000 entries about the case, with their actors; that it was given is an entry itself.

    Notes of restricted kinds are those `by` reads. The person's paper is silent about what their copy is silent about.
    Errors: NotFound, NotPermitted, InvalidInput naming the field.
    """
    require_on_case(by, "export_cases", case)
    if audience not in LogFor.values:
        raise InvalidInput(_("Say who gets it."), field="audience")
    if reason not in LogReason.values:
        raise InvalidInput(_("Say why."), field="reason")
    theirs = audience == LogFor.PERSON
    but, without = (history.UNTOLD, not_told(case, {}, by)) if theirs else ((), set[UUID]())
    entries = list(history.of_case(case, by=by, but=but, without=without)[:MOST])
    facts: dict[str, str | int] = {"reason": reason, "audience": audience, "count": len(entries)}
    trail.record(events.PERSON_LOG_GIVEN, by=by, subject=case, facts=facts)
    return entries
