"""What other instances ask this one: no session, no cookie, JSON both ways. Whoever isn't recognized learns nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from casemgr import rate_limits
from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.encryption.envelopes import LONGEST, canonical
from casemgr.encryption.errors import Tampered
from casemgr.encryption.exchange_keys import key_id
from casemgr.encryption.http_signatures import verified
from casemgr.errors import CasemgrError, NotFound
from referrals.actions.pairings import be_claimed
from referrals.exchange import instance, invitations, remote_organization
from referrals.exchange.asking import INBOX, MAILBOX, PAIRINGS, RECEIPTS

from .polling import hand_out, take_receipts
from .receiving import NotRecognized, receive, recognized_once

View = Callable[[HttpRequest], HttpResponse]


def machine(view: View) -> View:
    """A door for other instances: absent while the exchange is off, limited by address, refusals as problem+json."""

    @csrf_exempt
    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        if not instance.enabled():
            raise Http404
        try:
            rate_limits.spend_of_address("exchange", request)
            if len(request.body) > LONGEST:
                return problem(413, "too_large")
            return view(request)
        except (CasemgrError, Tampered) as error:
            return problem(getattr(error, "status", 401), getattr(error, "code", NotRecognized.code))

    return opened


def problem(status: int, code: str) -> HttpResponse:
    """A refusal as RFC 9457 has it; it repeats nothing of the request."""
    said = {"type": f"urn:casemgr:problem:{code}", "title": code.replace("_", " "), "status": status}
    return JsonResponse(said, status=status, content_type="application/problem+json")


@require_GET
@machine
def well_known(_request: HttpRequest) -> HttpResponse:
    """Who this instance is: id, address, versions, keys. No organization is named."""
    return JsonResponse(instance.document())


@require_POST
@machine
def pairings(request: HttpRequest) -> HttpResponse:
    """Answer an invitation: the token, the asking instance and its organization, signed by that instance's own key."""
    said = _json(request)
    other, described = instance.parsed(said), remote_organization.parsed(said.get("organization"))
    known = {key_id(other.sign): other.sign}
    verified("POST", settings.CASEMGR_EXCHANGE_URL + PAIRINGS, request.headers, request.body, known.get)
    inviter = _inviter(said.get("token"))
    with acting_as_user(inviter):
        pairing = be_claimed(said["token"], other, described, by=inviter)
    own = remote_organization.shown(remote_organization.describe(inviter.home))
    return JsonResponse({"pairing": pairing.shared_id, "organization": own}, status=201)


@require_POST
@machine
def inbox(request: HttpRequest) -> HttpResponse:
    """Take a letter in; the answer is its receipt."""
    receipt = canonical(receive(INBOX, request.headers, request.body))
    return HttpResponse(receipt, status=202, content_type="application/json")


@require_GET
@machine
def mailbox(request: HttpRequest) -> HttpResponse:
    """Letters for an instance that can't be reached."""
    account = recognized_once("GET", request.get_full_path(), request.headers, b"", request.GET.get("pair"))
    return JsonResponse({"letters": hand_out(account)})


@require_POST
@machine
def receipts(request: HttpRequest) -> HttpResponse:
    """Its receipts for them."""
    said = _json(request)
    account = recognized_once("POST", RECEIPTS, request.headers, request.body, said.get("pair"))
    return JsonResponse({"taken": take_receipts(account, said.get("receipts"))})


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        raise NotRecognized() from None
    if not isinstance(said, dict):
        raise NotRecognized()
    return said


def _inviter(token: Any) -> User:
    """Whoever made the invitation with this token, if it still holds and they still administer. Errors: NotFound."""
    if not isinstance(token, str) or not invitations.TOKEN.fullmatch(token):
        raise NotFound()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT app.invitation_of(%s)", [invitations.token_hash(token)])
        [found] = cursor.fetchone()
    inviter = User.objects.filter(pk=found).first() if found else None
    if inviter is None or not inviter.can("manage_people"):
        raise NotFound()
    return inviter


PATHS = {PAIRINGS: pairings, INBOX: inbox, MAILBOX: mailbox, RECEIPTS: receipts, instance.WELL_KNOWN: well_known}
