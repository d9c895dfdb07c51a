"""What rows of casework a person may see, in the words of the work.

Two selectors, never an OR over both: a whole organization by `organization_id`, or cases granted by name.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, Model, OuterRef, Q
from django.db.models.functions import Now

from casemgr.scoping import ScopedQuerySet
from cases.field_groups import DOCUMENTS, NOTES, unread

if TYPE_CHECKING:
    from casemgr.accounts.models import User


RESTRICTED_NOTES = frozenset({"therapy", "privileged", "complaint"})
CLOSED = ("closed", "closed_by_referral")


def related(model: type[Model], name: str) -> Any:
    """The model at the other end of a relation; asked by name, since models import this module."""
    return model._meta.get_field(name).related_model


class CaseQuerySet(ScopedQuerySet):
    """Cases."""

    def visible_to(self, user: User) -> Self:
        """Unrestricted cases of the organization, or those granted to the user by name, by the role's scope."""
        cases = self._marked()
        if not user.can("view_case"):
            return cases.none()
        cases = cases.filter(organization_id=user.organization_id, sealed_at=None)
        if user.role_data.scope == "organization":
            return cases.filter(Q(restricted=False) | Q(pk__in=self._granted_to(user)))
        if user.role_data.scope == "team":
            return cases.filter(pk__in=self._granted_to(user).union(self._of_teams_of(user)))
        return cases.filter(pk__in=self._granted_to(user))

    def _granted_to(self, user: User) -> Any:
        grants = related(self.model, "grants").objects.filter(user_id=user.pk)
        return grants.holding().values_list("content_object_id")

    def _of_teams_of(self, user: User) -> Any:
        teams = related(related(self.model, "team"), "grants").objects.filter(user_id=user.pk)
        unrestricted = self.model._base_manager.filter(organization_id=user.organization_id, restricted=False)
        return unrestricted.filter(team_id__in=teams.values("content_object_id")).order_by().values_list("pk")

    def standing(self) -> Self:
        """Cases that weren't merged into another."""
        return self.filter(merged_into=None)

    def open(self) -> Self:
        """Cases being worked on."""
        return self.exclude(status__in=CLOSED)

    def of_worker(self, user: User) -> Self:
        """Cases whose caseworker this is."""
        return self.filter(caseworker_id=user.pk)

    def in_caseload_of(self, user: User) -> Self:
        """Cases the user works on: as caseworker, named for good, or through a team; an emergency makes none theirs."""
        named = related(self.model, "grants").objects.filter(user_id=user.pk).lasting().values("content_object_id")
        return self.filter(Q(caseworker_id=user.pk) | Q(pk__in=named) | Q(pk__in=self._of_teams_of(user)))

    def due_by(self, day: datetime.date) -> Self:
        """Cases whose next follow-up is on that day or before."""
        return self.filter(next_follow_up__lte=day)

    def unassigned(self) -> Self:
        """Cases that nobody works on."""
        return self.filter(caseworker=None)

    def untouched_since(self, day: datetime.date) -> Self:
        """Cases with which nothing was done on that day or later."""
        return self.filter(updated_at__date__lt=day)

    def urgent_without_follow_up(self) -> Self:
        """Cases whose safety is urgent and for which nothing is planned."""
        return self.filter(risk="urgent", next_follow_up=None)


class OnCaseQuerySet(ScopedQuerySet):
    """Rows that hang on a case: seen by whoever sees the case, and reads their `group` of fields if they have one."""

    group = ""

    def visible_to(self, user: User) -> Self:
        """Rows of cases visible to the user."""
        if self.group and not user.reads(self.group):
            return self._marked().none()
        cases = related(self.model, "case").objects.visible_to(user)
        return (
            self._marked()
            .filter(organization_id=user.organization_id)
            .filter(Exists(cases.filter(pk=OuterRef("case_id"))))
        )


class NoteQuerySet(OnCaseQuerySet):
    """Notes. Restricted kinds are read by their author and by supervisors; a complaint not by the case's worker."""

    def visible_to(self, user: User) -> Self:
        """Notes of visible cases, without those of kinds that are not this user's to read.

        Whoever receives complaints sees those of the organization, and no case.
        """
        if user.can("handle_complaints"):
            return self._marked().filter(organization_id=user.organization_id, kind="complaint")
        notes, own = super().visible_to(user), Q(written_by_id=user.pk)
        if hidden := unread(user, NOTES):
            notes = notes.filter(own | ~Q(kind__in=hidden))
        if user.role_data.scope == "organization":
            return notes.filter(own | ~Q(kind="complaint") | ~Q(case__caseworker_id=user.pk))
        return notes.filter(own | ~Q(kind__in=RESTRICTED_NOTES))


class ComplaintStepQuerySet(ScopedQuerySet):
    """What became of complaints: for those who receive them, and for the author of each."""

    def visible_to(self, user: User) -> Self:
        """The organization's, or those of complaints that the user wrote."""
        rows = self._marked().filter(organization_id=user.organization_id)
        return rows if user.can("handle_complaints") else rows.filter(note__written_by_id=user.pk)


class AllegedQuerySet(OnCaseQuerySet):
    """Alleged perpetrators: for the case's worker, the writer, and whoever sees the whole organization."""

    def visible_to(self, user: User) -> Self:
        """Of visible cases, as far as the user may read them."""
        rows = super().visible_to(user)
        if not user.reads("legal"):
            return rows.filter(recorded_by_id=user.pk)
        if user.role_data.scope == "organization":
            return rows
        return rows.filter(Q(recorded_by_id=user.pk) | Q(case__caseworker_id=user.pk))

    def standing(self) -> Self:
        """Not retracted."""
        return self.filter(retracted_at=None)


class OnPersonQuerySet(ScopedQuerySet):
    """Rows that hang on a person: seen by whoever sees one of the person's cases."""

    person_column = "person_id"

    def visible_to(self, user: User) -> Self:
        """Rows of people with a case visible to the user."""
        person = self.model if self.person_column == "pk" else related(self.model, "person")
        cases = related(person, "cases").objects.visible_to(user)
        return (
            self._marked()
            .filter(organization_id=user.organization_id)
            .filter(Exists(cases.filter(person_id=OuterRef(self.person_column))))
        )


class PersonQuerySet(OnPersonQuerySet):
    """People."""

    person_column = "pk"


class NeverShareQuerySet(OnPersonQuerySet):
    """Who must never learn of people."""

    def holding(self) -> Self:
        """Not lifted."""
        return self.filter(lifted_at=None)


class TaskQuerySet(OnCaseQuerySet):
    """Tasks and follow-ups."""

    def pending(self) -> Self:
        """Still to be done."""
        return self.filter(done_at=None, dropped_at=None)

    def overdue(self, today: datetime.date) -> Self:
        """Pending and due before today."""
        return self.pending().filter(due_on__lt=today)

    def due_between(self, first: datetime.date, last: datetime.date) -> Self:
        """Pending and due within these days, both included."""
        return self.pending().filter(due_on__range=(first, last))


class FlagQuerySet(OnCaseQuerySet):
    """Flags on cases."""

    def raised(self) -> Self:
        """Not lowered yet."""
        return self.filter(lowered_at=None)


class NarrativeQuerySet(OnCaseQuerySet):
    """Rows on a case that tell what happened to the person."""

    group = "narrative"


class AssessmentQuerySet(NarrativeQuerySet):
    """Questionnaires that were answered."""

    def standing(self) -> Self:
        """Not mended by a later one."""
        return self.filter(amended_by=None)

    def to_review(self) -> Self:
        """Standing, of a form that asks for a second person, and nobody looked at it yet."""
        return self.standing().filter(version__definition__approval=True, review=None)


class BegunAssessmentQuerySet(NarrativeQuerySet):
    """Questionnaires that somebody is filling in: their author's alone."""

    def visible_to(self, user: User) -> Self:
        """The user's own, on cases visible to them."""
        return super().visible_to(user).filter(author_id=user.pk)


class DocumentQuerySet(OnCaseQuerySet):
    """Documents of cases."""

    def visible_to(self, user: User) -> Self:
        """Of visible cases: of the kinds whose group the user reads, and those they added."""
        rows, hidden = super().visible_to(user), unread(user, DOCUMENTS)
        return rows.filter(Q(added_by_id=user.pk) | ~Q(kind__in=hidden)) if hidden else rows

    def kept(self) -> Self:
        """Not deleted."""
        return self.filter(ended_at=None)


class ApprovalQuerySet(OnCaseQuerySet):
    """Questions to a second person."""

    def asked(self) -> Self:
        """Not answered yet."""
        return self.filter(state="asked")

    def approved(self) -> Self:
        """Answered with yes."""
        return self.filter(state="approved")


class AppointmentQuerySet(OnCaseQuerySet):
    """Appointments."""

    def reachable(self) -> Self:
        """With people who may be contacted: neither missing nor dead."""
        return self.filter(case__person__safe_contact__stopped="")

    def planned(self) -> Self:
        """Neither kept nor missed, moved or cancelled."""
        return self.filter(state="planned")

    def between(self, first: datetime.datetime, last: datetime.datetime) -> Self:
        """Planned, and beginning within this time."""
        return self.planned().filter(starts_at__gte=first, starts_at__lt=last)


class OwnRowsQuerySet(ScopedQuerySet):
    """Rows (column author_id) that are their author's alone."""

    def visible_to(self, user: User) -> Self:
        """The user's own."""
        return self._marked().filter(organization_id=user.organization_id, author_id=user.pk)


class HealthAlertQuerySet(OnCaseQuerySet):
    """Medicine and allergies."""

    group = "health"

    def holding(self) -> Self:
        """Not ended."""
        return self.filter(ended_at=None)


class CaseLinkQuerySet(ScopedQuerySet):
    """Links between cases: seen by whoever sees both ends."""

    def visible_to(self, user: User) -> Self:
        """Links whose two cases are both visible to the user."""
        cases = related(self.model, "case").objects.visible_to(user)
        return (
            self._marked()
            .filter(organization_id=user.organization_id)
            .filter(Exists(cases.filter(pk=OuterRef("case_id"))), Exists(cases.filter(pk=OuterRef("other_id"))))
        )

    def of_case(self, case: Any) -> Self:
        """Links that begin or end at this case."""
        return self.filter(Q(case=case) | Q(other=case))


class DuplicatePairQuerySet(CaseLinkQuerySet):
    """Pairs of cases that may be about one person."""

    def open(self) -> Self:
        """Neither said to be two people, nor merged, nor restricted since."""
        standing = {f"{end}__merged_into": None for end in ("case", "other")}
        return self.filter(dismissed_at=None, case__restricted=False, other__restricted=False, **standing)


class EmergencyQuerySet(ScopedQuerySet):
    """Emergency accesses: seen with the case, and by whoever opened it."""

    def visible_to(self, user: User) -> Self:
        """Of cases visible to the user, and the user's own."""
        cases = related(self.model, "case").objects.visible_to(user)
        rows = self._marked().filter(organization_id=user.organization_id)
        return rows.filter(Q(opened_by_id=user.pk) | Exists(cases.filter(pk=OuterRef("case_id"))))

    def to_review(self) -> Self:
        """Not looked at yet."""
        return self.filter(reviewed_at=None)

    def holding(self) -> Self:
        """Opening a case now."""
        return self.filter(ended_at=None, ends_at__gt=Now())


class TransferQuerySet(ScopedQuerySet):
    """Requests to take a case over: seen with the case, and by the colleague who is asked."""

    def visible_to(self, user: User) -> Self:
        """Of cases visible to the user, or waiting for the user's own answer."""
        cases = related(self.model, "case").objects.visible_to(user)
        own = Q(to_id=user.pk, state="asked") if user.can("view_case") else Q(pk=None)
        return (
            self._marked()
            .filter(organization_id=user.organization_id)
            .filter(own | Exists(cases.filter(pk=OuterRef("case_id"))))
        )

    def asked(self) -> Self:
        """Not answered yet."""
        return self.filter(state="asked")


class ConsentQuerySet(OnPersonQuerySet):
    """Consents."""

    def in_force(self, day: datetime.date) -> Self:
        """Given, begun, not past their end, not ended early."""
        return self.filter(decision="given", ended_at=None, starts_on__lte=day, ends_on__gt=day)

    def current(self) -> Self:
        """The latest word for each purpose and recipient: not replaced by another."""
        return self.filter(replaced=False)

    def consented_for(self, purpose: str, day: datetime.date) -> Self:
        """In force for one purpose."""
        return self.in_force(day).filter(purpose=purpose)


class DraftQuerySet(ScopedQuerySet):
    """Drafts: their author's alone, while they see the case."""

    def visible_to(self, user: User) -> Self:
        """The user's own, of no case or of one visible to them."""
        cases = related(self.model, "case").objects.visible_to(user)
        own = self._marked().filter(organization_id=user.organization_id, author_id=user.pk)
        return own.filter(Q(case=None) | Exists(cases.filter(pk=OuterRef("case_id"))))

    def unsaved(self) -> Self:
        """Those that still hold words."""
        return self.filter(content__isnull=False)


class ClockQuerySet(ScopedQuerySet):
    """What an organization's clock keeps for itself: nobody's."""

    def visible_to(self, user: User) -> Self:
        """Nothing."""
        return self._marked().none()


class NotificationQuerySet(ScopedQuerySet):
    """What one colleague was told."""

    def visible_to(self, user: User) -> Self:
        """Told to the user, about no case or one they see now."""
        cases = related(self.model, "case").objects.visible_to(user)
        own = self._marked().filter(organization_id=user.organization_id, recipient_id=user.pk)
        return own.filter(Q(case=None) | Exists(cases.filter(pk=OuterRef("case_id"))))

    def unread(self) -> Self:
        """Not looked at yet."""
        return self.filter(read_at=None)


class SavedViewQuerySet(ScopedQuerySet):
    """Saved lists of cases. They hold no cases: what they show is asked for as anybody's own list is."""

    def visible_to(self, user: User) -> Self:
        """The user's own and those shared in the organization."""
        if not user.can("view_case"):
            return self._marked().none()
        return self._marked().filter(Q(author_id=user.pk) | Q(shared=True), organization_id=user.organization_id)


class FundQuerySet(ScopedQuerySet):
    """Rows of the organization's shared work that name nobody: funds, their ledger, group sessions."""

    def visible_to(self, user: User) -> Self:
        """The organization's, for everybody who sees cases there."""
        if not user.can("view_case"):
            return self._marked().none()
        return self._marked().filter(organization_id=user.organization_id)


class KeptListQuerySet(FundQuerySet):
    """Lists that an organization keeps for itself."""

    def offered(self) -> Self:
        """Not taken away."""
        return self.filter(ended_at=None)


class NoticeQuerySet(OnCaseQuerySet):
    """Statutory notices: of those who read what is legal; a partner system's only those that it drafted."""

    group = "legal"

    def visible_to(self, user: User) -> Self:
        """Of visible cases; a system learns nothing of what others wrote."""
        rows = super().visible_to(user)
        return rows.filter(drafted_by_id=user.pk) if user.is_machine else rows

    def asked(self) -> Self:
        """Waiting for a second person."""
        return self.filter(state="asked")

    def to_review(self) -> Self:
        """Sent because of imminent danger, and not looked at yet."""
        return self.filter(state="to_review")

    def unsent(self) -> Self:
        """Drafted, asked for or approved: nothing went out yet."""
        return self.filter(state__in=("draft", "asked", "approved"))

    def late(self) -> Self:
        """Past the time by which they had to be sent, or reviewed."""
        waiting = Q(state__in=("draft", "asked", "approved"), due_at__lt=Now())
        return self.filter(waiting | Q(state="to_review", review_due_at__lt=Now()))

    def waiting(self) -> Self:
        """For a second person's answer or review."""
        return self.filter(state__in=("asked", "to_review"))


class OnNoticeQuerySet(ScopedQuerySet):
    """Rows that hang on a notice."""

    def visible_to(self, user: User) -> Self:
        """Rows of notices visible to the user."""
        notices = related(self.model, "notice").objects.visible_to(user)
        return self._marked().filter(organization_id=user.organization_id, notice__in=notices.order_by())


class MessageTemplateQuerySet(FundQuerySet):
    """Messages written beforehand."""

    def offered(self) -> Self:
        """Not taken away."""
        return self.filter(ended_at=None)


class OwnOrganizationQuerySet(ScopedQuerySet):
    """Rows of one organization's own housekeeping (imports)."""

    permission = "import_cases"

    def visible_to(self, user: User) -> Self:
        """Rows of the user's organization, for those who may do this work."""
        if not user.can(self.permission):
            return self._marked().none()
        return self._marked().filter(organization_id=user.organization_id)
