"""Who saw a case and what was done with it, out of the trail, for those who see the case."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from casemgr.accounts.models import User
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.errors import NotFound
from cases.models import (
    AllegedPerpetrator,
    Appointment,
    Approval,
    Assessment,
    AuthorityHarm,
    Case,
    CaseConference,
    Consent,
    ContactAttempt,
    CrisisCheck,
    CrisisPlan,
    DataRequest,
    Deadline,
    Document,
    EmergencyAccess,
    Experience,
    Flag,
    Goal,
    Guardian,
    HealthAlert,
    HealthFact,
    Hearing,
    HouseEventPart,
    KinRule,
    LegalHold,
    LegalRequest,
    ManualDisclosure,
    Missing,
    MoneyRequest,
    Note,
    Proceeding,
    QuickContact,
    ReturnRisk,
    SafetyPlan,
    ServiceRecord,
    StatutoryNotice,
    Stay,
    Task,
    TransferRequest,
    VoluntaryReturn,
    Whereabouts,
)

PARTS = (
    ServiceRecord,
    Note,
    Task,
    Goal,
    SafetyPlan,
    Approval,
    Assessment,
    Appointment,
    Experience,
    ContactAttempt,
    Flag,
    TransferRequest,
    EmergencyAccess,
    Document,
    ManualDisclosure,
    StatutoryNotice,
    MoneyRequest,
    HealthAlert,
    AllegedPerpetrator,
    Proceeding,
    Hearing,
    Deadline,
    AuthorityHarm,
    LegalRequest,
    CaseConference,
    DataRequest,
    LegalHold,
    QuickContact,
    Stay,
    Missing,
    HouseEventPart,
    CrisisPlan,
    CrisisCheck,
    HealthFact,
    VoluntaryReturn,
    ReturnRisk,
    Whereabouts,
    KinRule,
)
#: a paper for the person is silent about these: the law may forbid to tell, or whoever presses them may read it
UNTOLD = (StatutoryNotice, AllegedPerpetrator, LegalRequest, LegalHold, DataRequest)
#: what somebody only typed is theirs alone: it may be a complaint
OF_ONE = (events.DRAFT_KEPT, events.DRAFT_READ, events.DRAFT_DISCARDED, events.ASSESSMENT_PAGE_KEPT)


def of_case(
    case: Case, *, by: User, but: Collection[type[Any]] = (), without: Collection[UUID] = ()
) -> QuerySet[AuditEntry]:
    """Entries about the case, its person and their rows, newest first (a queryset with actors).

    None about rows of the models in `but`, nor about those `without` which it is. Lists and searches name many cases in
    one entry and are left to the auditor. Errors: NotFound.
    """
    if not Case.objects.visible_to(by).filter(pk=case.pk).exists():
        raise NotFound()
    entries = AuditEntry.objects.unscoped("whoever sees a case may see who else did")
    return (
        entries.filter(organization_id=by.organization_id, object_pk__in=_keys(case, by, but, without))
        .filter(~Q(event__in=OF_ONE) | Q(actor_id=by.pk))
        .select_related("actor")
        .order_by("-timestamp", "-id")
    )


def _keys(case: Case, by: User, but: Collection[type[Any]], without: Collection[UUID]) -> list[str]:
    found: list[UUID] = [case.pk, case.person_id]
    for part in (one for one in PARTS if one not in but):
        found += part.objects.visible_to(by).filter(case=case).values_list("pk", flat=True)
    found += Consent.objects.visible_to(by).filter(person_id=case.person_id).values_list("pk", flat=True)
    found += Guardian.objects.visible_to(by).filter(person_id=case.person_id).values_list("pk", flat=True)
    return [str(pk) for pk in found if pk not in without]
