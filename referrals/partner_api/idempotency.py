"""Idempotency-Key: a call repeated after a broken connection gives the first answer and changes nothing.

After draft-ietf-httpapi-idempotency-key-header. Only successful answers are kept: a refused call changed nothing and
may simply be tried again.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Collection

from django.db import connection
from django.utils import timezone
from rest_framework.response import Response

from referrals.models import IdempotencyRecord

from .authentication import PartnerRequest
from .problems import Problem

KEPT = datetime.timedelta(hours=48)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_SWEEPS = 16  # of 256 keys: keys are random, and so few calls clean up what is outdated for all
_REPEATED = ("ETag", "Location")


def answer_once(
    request: PartnerRequest, act: Callable[[], Response], *, required: bool = True, once: Collection[str] = ()
) -> Response:
    """The answer of `act`, or the stored one of an earlier call under the same key.

    `once` are fields of the answer that aren't kept, secrets: repeated, they are null.
    400 without a (usable) key, 409 while the first call is still running, 422 for the same key with another body.
    """
    if "Idempotency-Key" not in request.headers and not required:
        return act()
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        raise Problem(400, "idempotency_key_missing", "Send Idempotency-Key: 1 to 255 visible ASCII characters.")
    key_hash = hashlib.sha256(key.encode()).digest()
    body_hash = _body_hash(request, key)
    _take(request, key_hash)
    earlier, outdated = IdempotencyRecord.objects.visible_to(request.user), timezone.now() - KEPT
    found = earlier.filter(key_hash=key_hash).order_by().first()
    if found and found.created_at >= outdated:
        return _again(found, body_hash)
    if found or key_hash[0] < _SWEEPS:
        earlier.filter(created_at__lt=outdated).delete()
    response = act()
    _keep(request, key_hash, body_hash, response, once)
    return response


def _body_hash(request: PartnerRequest, key: str) -> bytes:
    call = f"{request.method} {request._request.get_full_path()}\n".encode() + request._request.body
    return hmac.digest(key.encode(), call, "sha256")


def _take(request: PartnerRequest, key_hash: bytes) -> None:
    """Hold the key until the transaction ends; somebody else holding it means that the first call still runs."""
    digest = hashlib.sha256(request.user.pk.bytes + key_hash).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], signed=True)])
        if not cursor.fetchone()[0]:
            raise Problem(409, "in_flight", "The first call with this key is still running. Ask again shortly.")


def _again(found: IdempotencyRecord, body_hash: bytes) -> Response:
    if not hmac.compare_digest(bytes(found.body_hash), body_hash):
        raise Problem(422, "idempotency_key_reused", "This key was used for another call. Use a new one.")
    headers = found.headers | {"Idempotency-Replayed": "true"}
    return Response(json.loads(found.response), status=found.status, headers=headers)


def _keep(
    request: PartnerRequest, key_hash: bytes, body_hash: bytes, response: Response, once: Collection[str]
) -> None:
    kept = response.data | dict.fromkeys(once) if once else response.data
    IdempotencyRecord(
        organization=request.user.organization,
        client=request.user,
        key_hash=key_hash,
        body_hash=body_hash,
        status=response.status_code,
        headers={name: response[name] for name in _REPEATED if name in response},
        response=json.dumps(kept),
    ).save(force_insert=True)
