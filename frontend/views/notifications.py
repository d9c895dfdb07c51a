"""What happened since one looked last, without names."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from casemgr.audit import events, trail
from cases.actions import open_notification, read_notifications
from cases.models import Notification
from frontend.paging import OpenPaginator

from .doors import WorkerRequest, door


@door("view_case", "manage_people", methods=("GET",))
def notifications(request: WorkerRequest) -> HttpResponse:
    """The list, newest first; case numbers only, and only of cases still visible."""
    found = Notification.objects.visible_to(request.user).select_related("case").order_by("-created_at", "-id")
    page = OpenPaginator(found, 30).get_page(request.GET.get("page"))
    cases = [one.case for one in page.object_list if one.case is not None]
    if cases or request.user.can("view_case"):
        trail.read(events.CASE_LISTED, by=request.user, subjects=cases)
    return render(request, "cases/notifications.html", {"page": page})


@door("view_case", "manage_people", methods=("POST",))
def notification_open(request: WorkerRequest, notification_id: str) -> HttpResponse:
    """Mark one as read and go to its case, or to where it is answered."""
    found = open_notification(notification_id, by=request.user)
    if found.kind == Notification.Kind.TRANSFER_ASKED:
        return redirect("transfers")
    if found.kind == Notification.Kind.WEBHOOK_GONE:
        return redirect("webhooks")
    if found.about and found.kind.startswith("notice_"):
        case = found.case if request.user.reads("legal") else None
        return redirect("notice", case.public_id, found.about) if case else redirect("notifications")
    if found.kind == Notification.Kind.ENQUIRY_ASKED:
        return redirect("enquiry_received", found.about)
    if found.kind in (Notification.Kind.ENQUIRY_ANSWERED, Notification.Kind.ENQUIRY_OVER):
        return redirect("enquiry", found.about)
    if found.about:
        return redirect("referral", found.about)
    return redirect("case", found.case.public_id) if found.case else redirect("notifications")


@door("view_case", "manage_people", methods=("POST",))
def notifications_read(request: WorkerRequest) -> HttpResponse:
    """Mark all as read."""
    read_notifications(by=request.user)
    return redirect("notifications")
