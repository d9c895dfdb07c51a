"""Consent is recorded as it was given, and withdrawn at once. Refusal never blocks a service."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotInThisState
from cases.consent_categories import CATEGORIES
from cases.consent_texts import text_of
from cases.models import Case, Consent, Notification, Person
from cases.permissions import require_on_person
from cases.querysets.people import ConsentQuerySet

from .asking_again import ask_again_at_18
from .conflicts import seen
from .consent_ends import tell_of_end
from .footing import require_footing
from .notifications import notify


@transaction.atomic
def record_consent(
    person: Person,
    *,
    purpose: str,
    decision: str,
    method: str,
    ends_on: datetime.date,
    by: User,
    recipient: Organization | None = None,
    categories: Iterable[str] = (),
    **how: Any,
) -> Consent:
    """Write down what the person decided; it replaces their earlier word on the same purpose and recipient.

    `how` may give basis, language, note, service_code, guardian, interpreter, witness, read_back and starts_on
    (default today, never in the future). See `footing` for what a child's consent, a mark and an interpreter who
    resembles somebody (`looked`) need.
    """
    require_on_person(by, "record_consent", person)
    return save_consent(
        person,
        purpose=purpose,
        decision=decision,
        method=method,
        ends_on=ends_on,
        by=by,
        recipient=recipient,
        categories=categories,
        **how,
    )


def save_consent(
    person: Person,
    *,
    purpose: str,
    by: User,
    ends_on: datetime.date,
    starts_on: datetime.date | None = None,
    recipient: Organization | None = None,
    categories: Iterable[str] = (),
    service_code: str = "",
    looked: bool = False,
    **fields: Any,
) -> Consent:
    """The same without the permission check, for actions that made it already.

    A "No" wins over more than its own line: to sharing with a recipient altogether, it ends every "Yes" for one
    service too; to sharing for one service, it ends the general "Yes" as well, so that the rest is asked again.
    A newer "Yes" for one service stands beside an older general "No", which goes on holding for the others.
    """
    start = starts_on or today(by.home)
    kinds = sorted(set(categories))
    _check(purpose, recipient, kinds, start, ends_on, by)
    require_footing(person, today(by.home), by=by, looked=looked, **fields)
    text = text_of(purpose, str(fields.get("language") or ""))
    _wait_for_others(person)
    words = Consent.objects.unscoped("the caller checked that the person is theirs").filter(
        person=person, purpose=purpose, recipient=recipient
    )
    same = words.filter(service_code=service_code)
    version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    _replace(same.current(), by)
    if purpose == Consent.Purpose.SHARE and fields.get("decision") == Consent.Decision.DECLINED:
        _replace(_against(words.current(), service_code), by)
    consent = Consent(
        organization=by.home,
        person=person,
        purpose=purpose,
        recipient=recipient,
        categories=kinds,
        service_code=service_code,
        starts_on=start,
        ends_on=ends_on,
        version=version,
        recorded_by=by,
        text_version=text.version,
        text_language=text.language,
        text_digest=text.digest,
        **fields,
    )
    consent.save(force_insert=True)
    ask_again_at_18(person, consent, by)
    trail.record(
        events.CONSENT_RECORDED,
        by=by,
        subject=consent,
        facts={"purpose": purpose, "decision": consent.decision, "version": version} | seen(looked),
    )
    return consent


def require_known(recipient: Organization | None, by: User) -> None:
    """Refuse a partner that another organization keeps, as if there were none. Errors: InvalidInput."""
    if recipient is not None and not Organization.objects.known_to(by).filter(pk=recipient.pk).exists():
        raise InvalidInput(_("Choose the organization this is shared with."), field="recipient")


@transaction.atomic
def withdraw(consent: Consent, *, by: User) -> None:
    """End a consent now, as the person asked. No reason is demanded; every door sees it at its next read."""
    require_on_person(by, "record_consent", consent.person)
    locked = Consent.objects.visible_to(by).select_for_update().get(pk=consent.pk)
    if locked.ended_at:
        raise NotInThisState(_("This consent has already ended."))
    locked.ended_at, locked.ended_by, locked.ending = timezone.now(), by, Consent.Ending.WITHDRAWN
    locked.save(update_fields=["ended_at", "ended_by", "ending"])
    for case in Case.objects.visible_to(by).open().filter(person_id=locked.person_id).select_related("caseworker"):
        notify(case.caseworker, kind=Notification.Kind.CONSENT_WITHDRAWN, by=by, case=case)
    trail.record(events.CONSENT_WITHDRAWN, by=by, subject=locked, facts={"purpose": locked.purpose})
    tell_of_end(locked, by)


def _wait_for_others(person: Person) -> None:
    """Two words of one person are written one after the other, so that a "No" sees every "Yes" before it."""
    people = Person.objects.unscoped("the caller checked that the person is theirs")
    people.select_for_update(no_key=True).only("pk").get(pk=person.pk)


def _against(words: ConsentQuerySet, service_code: str) -> ConsentQuerySet:
    """The "Yes" that a "No" contradicts: for one service the general one, in general every one."""
    given = words.filter(decision=Consent.Decision.GIVEN)
    return given.filter(service_code="") if service_code else given


def _replace(earlier: ConsentQuerySet, by: User) -> None:
    for old in earlier.select_for_update():
        if old.ended_at is None:
            old.ended_at, old.ended_by, old.ending = timezone.now(), by, Consent.Ending.REPLACED
        old.replaced = True
        old.save(update_fields=["ended_at", "ended_by", "ending", "replaced"])
        tell_of_end(old, by)


def _check(
    purpose: str,
    recipient: Organization | None,
    kinds: list[str],
    start: datetime.date,
    end: datetime.date,
    by: User,
) -> None:
    if start > today(by.home):
        raise InvalidInput(_("A consent can't start in the future."), field="starts_on")
    if end <= start:
        raise InvalidInput(_("Say until when this holds; the end must come after the start."), field="ends_on")
    if (purpose == Consent.Purpose.SHARE) != (recipient is not None):
        raise InvalidInput(_("Choose the organization this is shared with."), field="recipient")
    if recipient is not None and recipient.pk == by.organization_id:
        raise InvalidInput(_("Choose another organization than your own."), field="recipient")
    require_known(recipient, by)
    if unknown := set(kinds) - set(CATEGORIES):
        raise InvalidInput(_("Unknown kind of data: %s") % ", ".join(sorted(unknown)), field="categories")
