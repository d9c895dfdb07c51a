"""Make contact by the rules: open the page with them, and write down what came of it."""

import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casemgr.accounts.clock import day_of, today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.backdating import checked, told
from cases.contact_rules import why_not
from cases.models import Case, Consent, ContactAttempt, Notification, SafeContact, Task
from cases.permissions import require_on_case

from .consent_ends import tell_of_end
from .notifications import notify
from .tasks import add_task

TO_REVIEW = (ContactAttempt.Result.FAILED, ContactAttempt.Result.UNSAFE)


@transaction.atomic
def open_contact(case: Case, *, by: User) -> None:
    """Note that the person is about to be contacted: written down before the rules are shown."""
    require_on_case(by, "edit_case", case)
    trail.record(events.CONTACT_OPENED, by=by, subject=case)


@transaction.atomic
def record_contact(
    case: Case,
    *,
    way: str,
    result: str,
    by: User,
    note: str | None = None,
    happened_at: datetime.datetime | None = None,
    late_reason: str = "",
) -> ContactAttempt:
    """Write down one attempt. InvalidInput with the reason where the rules don't allow this way.

    A failed or unsafe one gives the caseworker a task at once. After an unsafe one nobody may try again before the
    rules were reviewed.
    """
    require_on_case(by, "edit_case", case)
    rules = SafeContact.objects.visible_to(by).select_for_update().get(person_id=case.person_id)
    if reason := why_not(rules, way):
        raise InvalidInput(reason, field="way")
    when = happened_at or timezone.now()
    if when > timezone.now():
        raise InvalidInput(_("The time can't lie in the future."), field="happened_at")
    day = day_of(when, by.home)
    late = checked(day, late_reason, today=today(by.home))
    attempt = ContactAttempt(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        way=way,
        result=result,
        happened_at=when,
        late_reason=late,
        note=note or None,
        recorded_by=by,
    )
    attempt.save(force_insert=True)
    case.save(update_fields=["updated_at"])
    trail.record(
        events.CONTACT_RECORDED, by=by, subject=attempt, facts={"way": way, "result": result} | told(day, late)
    )
    if result in TO_REVIEW:
        _ask_for_review(case, rules, result, by)
    return attempt


def doubt_contact(case: Case, *, by: User) -> None:
    """The person said elsewhere that they may not be reached: nobody tries again before the rules were reviewed."""
    rules = SafeContact.objects.visible_to(by).select_for_update().get(person_id=case.person_id)
    _ask_for_review(case, rules, ContactAttempt.Result.UNSAFE, by)


def end_what_carries_the_old_rules(case: Case, by: User) -> None:
    """A slip holds contact and rules as they were: nobody may go by them any more."""
    words = Consent.objects.visible_to(by).filter(person_id=case.person_id, purpose=Consent.Purpose.CARRY)
    for word in words.filter(ended_at=None, categories__contains=["contact"]):
        tell_of_end(word, by)


def _ask_for_review(case: Case, rules: SafeContact, result: str, by: User) -> None:
    if result == ContactAttempt.Result.UNSAFE:
        rules.unsafe_since = timezone.now()
        rules.save(update_fields=["unsafe_since"])
        end_what_carries_the_old_rules(case, by)
    worker = case.caseworker if case.caseworker and case.caseworker.can("edit_case") else by
    with translation.override(worker.language):
        title = _("Contact failed or was unsafe: review the safe-contact rules")
    add_task(case, title=title, due_on=today(by.home), kind=Task.Kind.OTHER, assigned_to=worker, by=by)
    notify(worker, kind=Notification.Kind.CONTACT_UNSAFE, by=by, case=case)
