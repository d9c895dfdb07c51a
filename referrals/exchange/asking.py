"""Requests to another instance: signed, by the one road out, and their answers."""

from __future__ import annotations

import json
from typing import Any

from casemgr.encryption.envelopes import canonical
from casemgr.encryption.http_signatures import signed_headers
from casemgr.outbound import OutboundError, fetch
from referrals.errors import ExchangeFailed

from . import instance, remote_organization
from .instance import ID, Instance
from .remote_organization import Described

PAIRINGS, INBOX, MAILBOX, RECEIPTS = "/fed/v1/pairings", "/fed/v1/inbox", "/fed/v1/mailbox", "/fed/v1/mailbox/receipts"


def ask(url: str, *, method: str = "POST", body: bytes = b"", version: int | None = None) -> tuple[int, Any]:
    """The status and the JSON (None when it isn't any) of the answer to a request signed by a version of our key.

    Errors: ExchangeFailed.
    """
    headers = {**signed_headers(method, url, body, version=version), "Accept": "application/json"}
    if body:
        headers["Content-Type"] = "application/json"
    try:
        answer = fetch(url, method=method, headers=headers, body=body or None)
    except OutboundError as error:
        raise ExchangeFailed(error.code) from None
    try:
        return answer.status, json.loads(answer.body)
    except (ValueError, RecursionError):
        return answer.status, None


def answer_invitation(other: Instance, token: str, described: Described) -> tuple[str, Described]:
    """Answer an invitation of the other instance: the pairing's shared id and who they are. Errors: ExchangeFailed."""
    said = instance.shown(instance.own()) | {"token": token, "organization": remote_organization.shown(described)}
    status, answer = ask(other.url + PAIRINGS, body=canonical(said))
    if status != 201:
        raise ExchangeFailed("refused" if status in (401, 404, 422) else "answer")
    shared = answer.get("pairing") if isinstance(answer, dict) else None
    if not isinstance(shared, str) or not ID.fullmatch(shared):
        raise ExchangeFailed("answer")
    return shared, remote_organization.parsed(answer.get("organization"))
