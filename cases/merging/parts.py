"""What of a case goes where when two become one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from casemgr.accounts.models import User
from cases.models import (
    AllegedPerpetrator,
    Apart,
    Appointment,
    Approval,
    Assessment,
    AssessmentReview,
    AuthorityHarm,
    Award,
    AwardPayment,
    BegunAssessment,
    Case,
    CaseConference,
    CaseLink,
    ConferenceAttendee,
    Consent,
    ContactAttempt,
    CrisisCheck,
    CrisisPlan,
    DataRequest,
    Deadline,
    DeadlineStep,
    Document,
    Draft,
    DuplicatePair,
    EmergencyAccess,
    Experience,
    Flag,
    Goal,
    Guardian,
    HealthAlert,
    HealthFact,
    Hearing,
    HouseEventPart,
    HtcdsFacts,
    IncidentCase,
    InterpreterBar,
    KinRule,
    LegalHold,
    LegalRequest,
    LegalRequestStep,
    ManualDisclosure,
    Merge,
    Missing,
    MissingStep,
    MoneyRequest,
    NeverShare,
    Note,
    NoteRemoval,
    NoticeStep,
    Notification,
    Proceeding,
    ProceedingStep,
    QuickContact,
    RequestStep,
    Restriction,
    ReturnRisk,
    RiskChange,
    SafeContact,
    SafetyPlan,
    ServiceRecord,
    StageChange,
    StatutoryNotice,
    Stay,
    StayStep,
    Task,
    TransferRequest,
    VoluntaryReturn,
    Whereabouts,
)
from cases.models.base import OfOrganization

from .rows import Row

#: rows of a case that go to the case that stays
OF_THE_CASE: tuple[type[OfOrganization], ...] = (
    ServiceRecord,
    Note,
    NoteRemoval,
    Goal,
    SafetyPlan,
    Task,
    Appointment,
    Experience,
    Assessment,
    AssessmentReview,
    Document,
    Flag,
    ContactAttempt,
    ManualDisclosure,
    StatutoryNotice,
    NoticeStep,
    MoneyRequest,
    HealthAlert,
    AllegedPerpetrator,
    Proceeding,
    ProceedingStep,
    Hearing,
    Award,
    AwardPayment,
    Deadline,
    DeadlineStep,
    AuthorityHarm,
    LegalRequest,
    LegalRequestStep,
    CaseConference,
    ConferenceAttendee,
    Stay,
    StayStep,
    Missing,
    MissingStep,
    HouseEventPart,
    IncidentCase,
    CrisisPlan,
    CrisisCheck,
    HealthFact,
    VoluntaryReturn,
    ReturnRisk,
    Whereabouts,
    KinRule,
)
#: what the case or person that stays gets besides what it has: joined in `merge_parts`, the other keeps its own
JOINED: tuple[type[OfOrganization], ...] = (SafeContact, NeverShare, Guardian, InterpreterBar, HtcdsFacts)
#: the history of each case, and what is its author's or its reader's alone; no question may be open (`merge_cases`)
STAYING: tuple[type[OfOrganization], ...] = (
    StageChange,
    RiskChange,
    Restriction,
    Approval,
    TransferRequest,
    EmergencyAccess,
    Merge,
    DuplicatePair,
    Apart,  # who must not meet is asked through merges (app.standing_case)
    Draft,
    BegunAssessment,
    Notification,
    DataRequest,
    RequestStep,
    LegalHold,
    QuickContact,
)


def moving(other: Case, by: User) -> Iterator[tuple[type[OfOrganization], list[Any]]]:
    """Each model with the keys of the rows that go, as far as `by` sees them.

    What others alone may see (a complaint, somebody's drafts) stays where it is, and they still find it there.
    """
    for model in OF_THE_CASE:
        rows: Any = model.objects  # type: ignore[attr-defined]
        yield model, list(rows.visible_to(by).filter(case=other).values_list("pk", flat=True))
    words = Consent.objects.visible_to(by).filter(person_id=other.person_id, purpose=Consent.Purpose.STATISTICS)
    yield Consent, list(words.values_list("pk", flat=True))
    yield CaseLink, _links(other, by)


def _links(other: Case, by: User) -> list[Any]:
    return list(CaseLink.objects.visible_to(by).of_case(other).values_list("pk", flat=True))


def links_that_fit(rows: dict[str, Row], kept: Case, other: Case, by: User) -> dict[str, Row]:
    """Links of `other` turned to `kept`, without those that would join a case to itself or twice."""
    known = CaseLink.objects.visible_to(by).filter(Q(case=kept) | Q(other=kept)).values_list("case_id", "other_id")
    joined = {str(one) for pair in known for one in pair}
    turned = {}
    for key, row in rows.items():
        far = row["other_id"] if row["case_id"] == str(other.pk) else row["case_id"]
        if far not in joined:
            end = "case_id" if row["case_id"] == str(other.pk) else "other_id"
            turned[key] = row | {end: str(kept.pk)}
    return turned
