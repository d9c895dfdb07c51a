"""What happened since one looked last, without names."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from cases.actions import open_notification, read_notifications
from cases.models import Notification
from frontend.paging import OpenPaginator

from .doors import WorkerRequest, door

#: kind -> the page of the case that it is about, and the group of fields that this page needs
IN_THE_CASE = {
    Notification.Kind.DEADLINE_SOON: ("case_legal", "legal"),
    Notification.Kind.DEADLINE_PASSED: ("case_legal", "legal"),
    Notification.Kind.REQUEST_PROPOSED: ("legal_request", "legal"),
    Notification.Kind.REQUEST_ANSWERED: ("legal_request", "legal"),
    Notification.Kind.REQUEST_DUE: ("legal_request", "legal"),
    Notification.Kind.REQUEST_UNBARRED: ("legal_request", "legal"),
    Notification.Kind.CONFERENCE: ("conference", ""),
}

HOUSES = (Notification.Kind.MISSING, Notification.Kind.MISSING_WAITS, Notification.Kind.APART_TOGETHER)

STAFF = (Notification.Kind.VISIT_OVERDUE, Notification.Kind.THREAT)

#: kinds -> the part of the case where they are answered
WHERE: dict[str, str] = {
    Notification.Kind.CONTACT_STOPPED: "case_gone",
    Notification.Kind.RETURN_ASKED: "case_return",
    Notification.Kind.RETURN_APPROVED: "case_return",
    Notification.Kind.ALLEGED_RESIDENT: "case_alleged",
    Notification.Kind.INTERPRETER_RESIDENT: "case_plan",
    Notification.Kind.CRISIS_DUE: "case_crisis",
    Notification.Kind.CRISIS_LATE: "case_crisis",
    Notification.Kind.RESEMBLANCE: "case_alleged",
    Notification.Kind.TASK_GIVEN: "case_plan",
    Notification.Kind.CONSENT_WITHDRAWN: "case_consents",
}

#: kinds -> the list where they are answered, and what it takes to open that
LISTS: dict[str, tuple[str, str]] = {
    Notification.Kind.APPROVAL_ASKED: ("approvals", "approve"),
    Notification.Kind.EMERGENCY: ("emergencies", "review_access"),
    Notification.Kind.TRANSFER_ASKED: ("transfers", "view_case"),
    Notification.Kind.WEBHOOK_GONE: ("webhooks", "manage_people"),
    Notification.Kind.RETENTION_DUE: ("retention", "view_case"),
    Notification.Kind.LOGS_DUE: ("retention", "view_case"),
    **dict.fromkeys(STAFF, ("staff_safety", "view_case")),
}


@door("view_case", "manage_people", methods=("GET",))
def notifications(request: WorkerRequest) -> HttpResponse:
    """The list, newest first; case numbers only, and only of cases still visible."""
    found = Notification.objects.visible_to(request.user).select_related("case").order_by("-created_at", "-id")
    page = OpenPaginator(found, 30).get_page(request.GET.get("page"))
    cases = [one.case for one in page.object_list if one.case is not None]
    if cases or request.user.can("view_case"):
        trail.read(events.CASE_LISTED, by=request.user, subjects=cases)
    rows = [(one, _leads(one, request.user)) for one in page.object_list]
    return render(request, "cases/notifications.html", {"page": page, "rows": rows})


@door("view_case", "manage_people", methods=("POST",))
def notification_open(request: WorkerRequest, notification_id: str) -> HttpResponse:
    """Mark one as read and go to its case, or to where it is answered."""
    found = open_notification(notification_id, by=request.user)
    if name := _list_of(found, request.user):
        return redirect(name)
    if found.case and found.kind in WHERE:
        return redirect(WHERE[found.kind], found.case.public_id)
    if found.about and found.kind.startswith("notice_"):
        case = found.case if request.user.reads("legal") else None
        return redirect("notice", case.public_id, found.about) if case else redirect("notifications")
    if found.kind in IN_THE_CASE:
        return _in_the_case(found, request.user)
    if found.about and found.kind.startswith("carried_"):
        return redirect("carried", found.about) if request.user.can("send_referral") else redirect("notifications")
    if found.kind == Notification.Kind.DELETION_ANSWERED:
        return redirect("case_rights", found.case.public_id) if found.case else redirect("rights")
    if found.kind.startswith("right_") or found.kind == Notification.Kind.DELETION_LATE:
        return redirect("right", found.about)
    if found.kind == Notification.Kind.ENQUIRY_ASKED:
        return redirect("enquiry_received", found.about)
    if found.kind in (Notification.Kind.ENQUIRY_ANSWERED, Notification.Kind.ENQUIRY_OVER):
        return redirect("enquiry", found.about)
    if found.case and found.kind in HOUSES:
        return redirect("case_stays", found.case.public_id)
    if found.about:
        return redirect("referral", found.about)
    return redirect("case", found.case.public_id) if found.case else redirect("notifications")


@door("view_case", "manage_people", methods=("POST",))
def notifications_read(request: WorkerRequest) -> HttpResponse:
    """Mark all as read."""
    read_notifications(by=request.user)
    return redirect("notifications")


def _list_of(found: Notification, user: User) -> str:
    """The name of the list where this person answers it, or nothing."""
    name, permission = LISTS.get(found.kind, ("", ""))
    return name if name and user.can(permission) else ""


def _leads(found: Notification, user: User) -> bool:
    """Whether its button opens more than the list of news."""
    return bool(_list_of(found, user) or found.about or found.case)


def _in_the_case(found: Notification, user: User) -> HttpResponse:
    name, group = IN_THE_CASE[Notification.Kind(found.kind)]
    if found.case is None or (group and not user.reads(group)):
        return redirect("notifications")
    return redirect(name, found.case.public_id, *([] if name == "case_legal" else [found.about]))
