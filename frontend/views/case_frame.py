"""What every page of a case carries: who it is, how to contact safely, and the parts of the case."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.looking import look
from cases.models import (
    Assessment,
    Case,
    Consent,
    Deadline,
    Document,
    EmergencyAccess,
    Experience,
    Flag,
    Merge,
    Note,
    ServiceRecord,
    Task,
)
from cases.overdue import REVIEW
from frontend.care import care_of
from frontend.safe_contact import rules
from frontend.templatetags.days import day

from .doors import WorkerRequest

PARTS = (
    ("case", _("Overview")),
    ("case_services", _("Services")),
    ("case_stays", _("Shelter stay")),
    ("case_plan", _("Plan")),
    ("case_assessments", _("Assessments")),
    ("case_notes", _("Notes")),
    ("case_referrals", _("Referrals")),
    ("case_legal", _("Legal")),
    ("case_consents", _("Consents")),
    ("case_experience", _("Experience")),
    ("case_documents", _("Documents")),
    ("case_history", _("History")),
)
COUNTED: dict[str, Any] = {
    "case_services": ServiceRecord,
    "case_plan": Task,
    "case_assessments": Assessment,
    "case_notes": Note,
    "case_experience": Experience,
    "case_documents": Document,
    "case_legal": Deadline,
}
READ = {"case_experience": "narrative", "case_assessments": "narrative", "case_legal": "legal"}  # for some roles only
STILL = {  # what of the rows is counted
    "case_plan": "pending",
    "case_documents": "kept",
    "case_legal": "open",
    "case_assessments": "standing",
}


def case_page(request: WorkerRequest, template: str, case: Case, current: str, **context: Any) -> HttpResponse:
    """Render a part of the case; the look enters the trail before the page goes out."""
    look(case, by=request.user)
    return render(request, f"cases/{template}.html", frame(request.user, case, current) | context)


def frame(user: User, case: Case, current: str = "") -> dict[str, Any]:
    """Identity, safety block and tabs of a case, for its pages and for dialogs about it."""
    return {
        "case": case,
        "person": case.person,
        "facts": header_facts(case),
        "safety": rules(case.person.safe_contact),
        "safety_note": safety_note(case),
        "code_word": secret(case, "code_word", gettext("Code word")) if _has_code_word(case) else None,
        "parts": [
            part for name, label in PARTS if _is_read(user, name) and (part := _part(user, case, name, label, current))
        ],
        "merges": merges_of(user, case),
        "flags": flags_of(user, case),
        "emergency": emergency_of(user, case),
        "care": care_of(user, case),
        "can": {code: user.can(code) for code in user.role_data.permissions},
        "reads": {group: user.reads(group) for group in user.role_data.reads},
    }


def merges_of(user: User, case: Case) -> list[Merge]:
    """What was merged into this case, or this one into another, as far as both are seen."""
    merges = Merge.objects.visible_to(user).of_case(case).filter(undone_at=None)
    return list(merges.select_related("case", "other", "merged_by").order_by("-merged_at"))


def emergency_of(user: User, case: Case) -> EmergencyAccess | None:
    """The emergency access by which the user sees this case now, if it is one."""
    if not user.can("emergency_access") or case.caseworker_id == user.pk:
        return None
    own: EmergencyAccess | None = (
        EmergencyAccess.objects.visible_to(user).holding().filter(case=case, opened_by=user).first()
    )
    return own


def flags_of(user: User, case: Case) -> list[Flag]:
    """The flags raised on a case, oldest first."""
    return list(Flag.objects.visible_to(user).filter(case=case).raised().order_by("raised_at"))


def secret(case: Case, field: str, label: str, value: Any = None) -> dict[str, Any]:
    """A masked fact, as `components/secret.html` draws it; `value` once it was revealed."""
    url = reverse("case_reveal", args=[case.public_id, field])
    return {"id": field, "label": label, "url": url, "value": value}


def safety_note(case: Case) -> str:
    """When the rules were last reviewed, and that looking is written down."""
    reviewed = case.person.safe_contact.reviewed_on
    said = gettext("Reviewed: %s") % day(reviewed) if reviewed else gettext("Not reviewed yet")
    if reviewed and reviewed < today(case.organization) - REVIEW:
        said = gettext("%s, more than 90 days ago: ask whether it still holds") % said
    word = gettext("Each reveal is recorded") if _has_code_word(case) else gettext("No code word agreed")
    return f"{said} · {word}"


def _has_code_word(case: Case) -> bool:
    """Whether there is one; this opens nothing."""
    return case.person.safe_contact.code_word_sealed is not None  # type: ignore[attr-defined]


def header_facts(case: Case) -> list[str]:
    """Beside the name: stage, worker, since when, and whether the case is restricted."""
    worker = case.caseworker.name if case.caseworker else gettext("nobody yet")
    facts = [
        str(case.get_status_display()),
        gettext("Caseworker: %s") % worker,
        gettext("Open since %s") % day(case.opened_on),
    ]
    if case.late_reason:
        facts.append(gettext("Recorded later: %s") % f"{case.get_late_reason_display()}, {day(case.created_at)}")
    return facts + ([gettext("Restricted: only people named on it see this case")] if case.restricted else [])


def _is_read(user: User, name: str) -> bool:
    return name not in READ or user.reads(READ[name])


def _part(user: User, case: Case, name: str, label: Any, current: str) -> dict[str, Any] | None:
    try:
        url = reverse(name, args=[case.public_id])
    except NoReverseMatch:  # a room that this instance has switched off
        return None
    return {"label": label, "url": url, "count": _count(user, case, name), "current": name == current}


def _count(user: User, case: Case, name: str) -> int | None:
    if name == "case_consents":
        return Consent.objects.visible_to(user).current().filter(person_id=case.person_id).count()
    if name not in COUNTED:
        return None
    rows = COUNTED[name].objects.visible_to(user).filter(case=case)
    return getattr(rows, STILL.get(name, "all"))().count()
