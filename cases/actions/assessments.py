"""Fill a questionnaire in about a person, page by page; finish it once; mend it by another; a second person's word."""

from __future__ import annotations

import datetime
import json

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.backdating import checked, told
from cases.models import Assessment, AssessmentReview, BegunAssessment, Case, Notification, Questionnaire
from cases.permissions import require_on_case
from cases.questionnaires.answers import Answers
from cases.questionnaires.definition import Definition
from cases.questionnaires.engine import finished, walk
from cases.questionnaires.reader import read

from .approvals import supervisors_of
from .notifications import notify
from .questionnaires import newest

MOST = 300_000  # signs of JSON


@transaction.atomic
def begin_assessment(case: Case, form: Questionnaire, *, by: User) -> BegunAssessment:
    """Start the newest version of a form; what the person began of it before is given back. Errors: NotFound."""
    require_on_case(by, "edit_case", case, reads="narrative")
    current = Questionnaire.objects.visible_to(by).offered().filter(pk=form.pk).first()
    if current is None:
        raise NotFound()
    own = BegunAssessment.objects.visible_to(by).filter(case=case, version__questionnaire=current, amends=None)
    if (before := own.order_by("-begun_at").first()) is not None:
        return before
    begun = _begun(case, by, version_id=newest(current, by).pk)
    trail.record(events.ASSESSMENT_BEGUN, by=by, subject=case, facts={"form": current.public_id})
    return begun


@transaction.atomic
def begin_amending(assessment: Assessment, *, by: User) -> BegunAssessment:
    """Open a finished one to mend it, under its own version; it stays as it is. Errors: NotFound, NotInThisState."""
    require_on_case(by, "edit_case", assessment.case, reads="narrative")
    current = _standing(assessment, by)
    if not current.answers:
        raise NotInThisState(_("The words were erased at the person's wish."))
    own = BegunAssessment.objects.visible_to(by).filter(case=current.case, amends=current)
    if (before := own.first()) is not None:
        return before
    begun = _begun(current.case, by, version_id=current.version_id, answers=current.answers, amends=current)
    trail.record(events.ASSESSMENT_BEGUN, by=by, subject=current.case, facts={"amends": current.public_id})
    return begun


@transaction.atomic
def keep_page(begun: BegunAssessment, answers: Answers, *, saved: int, by: User) -> BegunAssessment:
    """Keep all answers as they are now, without those that are not relevant any more.

    `saved` is how often it had been saved when the page was read. Errors: NotFound, Conflict, InvalidInput.
    """
    require_on_case(by, "edit_case", begun.case, reads="narrative")
    current = _own(begun, by)
    if current.saved != saved:
        raise Conflict()
    kept = walk(definition_of(current), answers, today(by.home)).answers
    if len(json.dumps(kept, ensure_ascii=False)) > MOST:
        raise InvalidInput(_("All answers together are too long. Shorten some."))
    current.answers, current.saved, current.saved_at = kept, saved + 1, timezone.now()
    current.save(update_fields=["answers", "saved", "saved_at"])
    trail.record(events.ASSESSMENT_PAGE_KEPT, by=by, subject=current.case, facts={"times": current.saved})
    return current


@transaction.atomic
def finish_assessment(
    begun: BegunAssessment,
    *,
    saved: int,
    by: User,
    happened_on: datetime.date | None = None,
    late_reason: str = "",
) -> Assessment:
    """Keep it for good. More than a week late it says why.

    Errors: NotFound, Conflict, NotInThisState (mended by somebody else meanwhile), InvalidInput.
    """
    require_on_case(by, "edit_case", begun.case, reads="narrative")
    current = _own(begun, by)
    if current.saved != saved:
        raise Conflict()
    day, now = happened_on or today(by.home), today(by.home)
    if day > now:
        raise InvalidInput(_("The date lies in the future."), field="happened_on")
    definition = definition_of(current)
    if walk(definition, current.answers, now).wrong:
        raise InvalidInput(_("Some answers have to be put right first."))
    late = checked(day, late_reason, today=now)
    done = _finished(current, definition, by, day, late)
    facts = told(day, late) | {"form": current.version.questionnaire.public_id}
    event = events.ASSESSMENT_AMENDED if done.amends_id else events.ASSESSMENT_FINISHED
    trail.record(event, by=by, subject=done, facts=facts)
    if definition.approval:
        notify(*supervisors_of(done.case, by), kind=Notification.Kind.APPROVAL_ASKED, by=by, case=done.case)
    current.delete()
    return done


@transaction.atomic
def drop_assessment(begun: BegunAssessment, *, by: User) -> None:
    """Throw away what was begun. Errors: NotFound."""
    require_on_case(by, "edit_case", begun.case, reads="narrative")
    current = _own(begun, by)
    case = current.case
    current.delete()
    trail.record(events.ASSESSMENT_DROPPED, by=by, subject=case)


@transaction.atomic
def review_assessment(assessment: Assessment, *, approve: bool, by: User, note: str | None = None) -> AssessmentReview:
    """A second person's word on it. Errors: NotFound, NotPermitted (one's own), NotInThisState, InvalidInput."""
    require_on_case(by, "approve", assessment.case, reads="narrative")
    current = _standing(assessment, by)
    if not definition_of(current).approval or AssessmentReview.objects.visible_to(by).filter(assessment=current):
        raise NotInThisState(_("This was answered already, or needs no answer."))
    if not may_review(current, by):
        raise NotPermitted(_("Somebody else has to look at this: it is your own."))
    if not approve and not (note or "").strip():
        raise InvalidInput(_("Say what should change."), field="note")
    review = AssessmentReview(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=current.organization_id,
        case=current.case,
        person_id=current.person_id,
        assessment=current,
        approved=approve,
        note=(note or "").strip() or None,
        decided_by=by,
    )
    review.save(force_insert=True)
    notify(current.done_by, kind=Notification.Kind.APPROVAL_ANSWERED, by=by, case=current.case)
    trail.record(events.ASSESSMENT_REVIEWED, by=by, subject=current, facts={"approved": int(approve)})
    return review


def may_review(assessment: Assessment, user: User) -> bool:
    """Whether this colleague, who sees it, may be the second person."""
    return user.can("approve") and (assessment.done_by_id != user.pk or user.home.self_approval)


def definition_of(row: Assessment | BegunAssessment) -> Definition:
    """The definition that a row was answered under."""
    return read(row.version.definition)


def _begun(
    case: Case, by: User, *, version_id: object, answers: Answers | None = None, amends: Assessment | None = None
) -> BegunAssessment:
    begun = BegunAssessment(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        version_id=version_id,
        answers=answers or {},
        amends=amends,
        author=by,
        saved_at=timezone.now(),
    )
    begun.save(force_insert=True)
    return begun


def _own(begun: BegunAssessment, by: User) -> BegunAssessment:
    rows = BegunAssessment.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=begun.pk)
    current = rows.select_related("case", "version__questionnaire", "amends").first()
    if current is None:
        raise NotFound()
    return current


def _standing(assessment: Assessment, by: User) -> Assessment:
    """It, unless it was mended; the case is locked, so that two can't answer or mend it at once."""
    Case.objects.unscoped("the caller checked").select_for_update().get(pk=assessment.case_id)
    rows = Assessment.objects.visible_to(by).select_related("case", "version__questionnaire", "done_by")
    current = rows.filter(pk=assessment.pk).first()
    if current is None:
        raise NotFound()
    if Assessment.objects.visible_to(by).filter(amends=current).exists():
        raise NotInThisState(_("This was amended meanwhile. Open the newer one."))
    return current


def _finished(
    begun: BegunAssessment, definition: Definition, by: User, day: datetime.date, late_reason: str
) -> Assessment:
    if begun.amends:
        _standing(begun.amends, by)
    done = Assessment(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=begun.organization_id,
        case=begun.case,
        person_id=begun.person_id,
        version_id=begun.version_id,
        answers=finished(definition, begun.answers, today(by.home)),
        happened_on=day,
        late_reason=late_reason,
        amends=begun.amends,
        done_by=by,
    )
    done.save(force_insert=True)
    return done
