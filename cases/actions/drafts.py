"""Keep what is being typed, give it back, and forget it once it was saved."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from casemgr.encryption import keys
from casemgr.errors import InvalidInput
from cases.ending_keys import destroy_surely
from cases.models import Case, Draft
from cases.permissions import require_on_case

KEPT = datetime.timedelta(days=30)
KEPT_WITHOUT_CASE = datetime.timedelta(days=1)  # nobody has consented to anything yet
KEEPING = ("add", "change")
#: forms that are about nobody's case yet, and who fills them in
WITHOUT_CASE = (
    dict.fromkeys("register contact_case incident_add incident_ask".split(), "register_person")
    | dict.fromkeys("contact_new contact_one".split(), "take_contacts")
    | dict.fromkeys("house_event visit_start threat_add".split(), "record_service")
    | dict.fromkeys("house_add house_change".split(), "keep_shelter")
    | dict.fromkeys("message_add message_change authorities authority_change basis_add".split(), "approve")
    | dict.fromkeys("outside_add outside_add_from outside_change".split(), "keep_partners")
    | {f"directory_{of}_{act}": "keep_directory" for of in ("organization", "service", "place") for act in KEEPING}
    | dict.fromkeys("right_check right_answer deletion_asked deletion_answered".split(), "record_consent")
    | dict.fromkeys("right_refuse right_hold log_hold".split(), "approve")
    | {"emergency": "emergency_access", "emergency_review": "review_access", "unknown_request_add": "edit_case"}
    | {"referral_talk": "send_referral"}
)


class Place(NamedTuple):
    """One form: the name of its address, the case it is about (None: registering), the other ids in the address."""

    name: str
    case: Case | None = None
    subject: str = ""


@transaction.atomic
def keep_draft(place: Place, content: str, *, page: str, by: User) -> Draft:
    """Keep the form as typed last. `page` is that page's token; after its form was saved nothing more is kept.

    The trail hears of the first keeping of a page, not of every keystroke.
    Errors: NotFound, NotPermitted, InvalidInput.
    """
    _require(place, by)
    if len(content) > Draft.MOST:
        raise InvalidInput(_("This is too long to be kept as a draft. Save it, or make it shorter."))
    _forget_old(by)
    draft = _own(place, by) or _new(place, by)
    if page and page == draft.ended_page:
        return draft
    begins = draft.content_sealed is None or draft.page != page  # type: ignore[attr-defined]
    if place.case is None:
        keys.create_data_key(draft.organization_id, draft.pk)
    draft.content, draft.page, draft.saved_at = content, page, timezone.now()
    draft.save()
    if begins:
        trail.record(events.DRAFT_KEPT, by=by, subject=place.case, facts={"form": place.name})
    return draft


@transaction.atomic
def read_draft(place: Place, *, by: User) -> Draft | None:
    """The person's own unsaved words for this form, if any."""
    draft = _own(place, by)
    old = draft is not None and draft.saved_at < timezone.now() - _lifetime(draft)
    if draft is None or draft.content_sealed is None or old:  # type: ignore[attr-defined]
        return None
    trail.record(events.DRAFT_READ, by=by, subject=place.case, facts={"form": place.name})
    return draft


@transaction.atomic
def end_draft(place: Place, *, by: User, page: str = "") -> None:
    """Forget the words: the form was saved (from `page`), or the person wants none of them."""
    draft = _own(place, by)
    if draft is None or draft.content_sealed is None:  # type: ignore[attr-defined]
        return
    if draft.case_id is None:
        _destroy(draft)
    else:
        draft.content, draft.ended_page = None, page
        draft.save(update_fields=["content", "ended_page"])
    trail.record(events.DRAFT_DISCARDED, by=by, subject=place.case, facts={"form": place.name})


def forget_typed(place: Place, *, of: Iterable[User], by: User) -> None:
    """Destroy what these colleagues typed there, each acted for as themselves: it must be kept nowhere now."""
    gone = 0
    for person in of:
        with acting_as_user(person):
            if (draft := _own(place, person)) is not None:
                _destroy(draft)
                gone += 1
    if gone:
        trail.record(events.DRAFT_DISCARDED, by=by, facts={"form": place.name, "drafts": gone})


def forget_drafts(organization_id: UUID) -> int:
    """Destroy what colleagues of one organization typed and didn't save in time; how many drafts.

    It acts as each of them, since drafts are their author's alone, and opens nothing.
    """
    gone = 0
    for person in User.objects.filter(organization_id=organization_id).values_list("pk", flat=True):
        with acting_as(Actor(person, organization_id, "organization")), transaction.atomic():
            gone += _drop_old(Draft.objects.unscoped("old drafts are destroyed").filter(author_id=person))
    if gone:
        with acting_as(None):
            facts: dict[str, str | int] = {"drafts": gone}
            trail.record(events.DRAFT_DISCARDED, by=None, organization_id=organization_id, facts=facts)
    return gone


def _require(place: Place, by: User) -> None:
    if place.case is None:
        require(by, WITHOUT_CASE.get(place.name, "register_person"))
    else:
        require_on_case(by, "view_case", place.case)


def _own(place: Place, by: User) -> Draft | None:
    drafts = Draft.objects.visible_to(by).select_for_update(of=("self",))
    return drafts.filter(case=place.case, place=place.name, subject=place.subject).first()


def _new(place: Place, by: User) -> Draft:
    person_id = place.case.person_id if place.case else None
    return Draft(
        organization=by.home,
        author=by,
        case=place.case,
        person_id=person_id,
        place=place.name,
        subject=place.subject,
    )


def _lifetime(draft: Draft) -> datetime.timedelta:
    return KEPT if draft.case_id else KEPT_WITHOUT_CASE


def _forget_old(by: User) -> None:
    _drop_old(Draft.objects.visible_to(by))


def _drop_old(own: QuerySet[Draft]) -> int:
    now = timezone.now()
    gone: int = own.exclude(case=None).filter(saved_at__lt=now - KEPT).delete()[0]
    for draft in own.filter(case=None, saved_at__lt=now - KEPT_WITHOUT_CASE):
        _destroy(draft)
        gone += 1
    return gone


def _destroy(draft: Draft) -> None:
    """The row and the key that opened it, wherever copies of the row lie."""
    destroy_surely(draft.organization_id, draft.pk)
    draft.delete()
