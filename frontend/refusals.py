"""A refusal as a page in plain words, and in the trail: who was refused at which door."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from casemgr import refused
from casemgr.accounts import held_key
from casemgr.accounts.models import User
from casemgr.encryption import holders
from casemgr.encryption.errors import EncryptionError, KeyDestroyed, OrganizationLocked
from casemgr.errors import CasemgrError
from casemgr.rate_limits import TooMany

logger = logging.getLogger("casemgr.refusals")
UNREADABLE = {KeyDestroyed: 410, OrganizationLocked: 423}
TOLD = {403, 404, 410, 423}


def page_for(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The page for a refusal of the house or of its keys; None for anything else, which is an error of ours."""
    if isinstance(error, EncryptionError):
        status = UNREADABLE.get(type(error), 503)
        if status == 503:
            logger.error("content can't be read", exc_info=error)
    elif isinstance(error, CasemgrError):
        status = error.status
    else:
        return None
    note_refusal(request, status)
    if isinstance(error, OrganizationLocked):
        return render(request, "locked.html", locked_words(request, error), status=status)
    response = render(request, "refused.html", {"error": error}, status=status)
    return too_often(request, response, error) if isinstance(error, TooMany) else response


def too_often(request: HttpRequest, response: HttpResponse, error: TooMany) -> HttpResponse:
    """The same answer with the time to wait. The first of a window is written down; all would flood the trail."""
    if error.use.first_over:
        _write(request, error.status)
    response.status_code = error.status
    response.headers["Retry-After"] = str(error.use.seconds_left)
    return response


def locked_words(request: HttpRequest, error: OrganizationLocked) -> dict[str, Any]:
    """Who can unlock the asker's own organization; of another one, only that it is locked."""
    user = request.user if isinstance(request.user, User) else None
    if user is None or (error.organization_id and error.organization_id != user.organization_id):
        return {"other": user is not None}
    present = holders.holding(user.organization_id) if user.organization_id else None
    return {
        "standing": held_key.standing(present),
        "missing": held_key.missing(present) if present else 0,
        "may_unlock": held_key.part_of(user, present) is not None,
        "posted": request.method == "POST",
    }


def wrong_way(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same answer with a page in it: the address only takes what is sent to it. Words that are there stay."""
    if not response.content:
        response.content = render_to_string("405.html", request=request)
    return response


def note_refusal(request: HttpRequest, status: int) -> None:
    """Write who was refused where, if it is one of those that are told."""
    if status in TOLD:
        _write(request, status)


def _write(request: HttpRequest, status: int) -> None:
    """The door's name, never its path. The refused request itself was rolled back."""
    user = request.user
    if isinstance(user, User) and request.resolver_match:
        door = request.resolver_match.url_name or ""
        refused.note(door, status, by=user)
