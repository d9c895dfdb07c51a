"""The `webhooks` of the OpenAPI document: what is sent, with which headers, and what the answer means."""

from __future__ import annotations

from typing import Any

from referrals.webhooks.kinds import ALL, TEST

_TEXT = {"type": "string"}
_HEADERS = {
    "webhook-id": "The event's id: the same at every attempt. Do each id once",
    "webhook-timestamp": "Seconds since 1970. Refuse what is older than five minutes",
    "webhook-signature": "`v1,` and the base64 HMAC-SHA256 of id.timestamp.body; two of them while a secret changes",
}
_EXAMPLE = {
    "id": "Zm9vYmFyYmF6cXV4Zm9vYg",
    "type": "referral.accepted",
    "timestamp": "2026-11-22T03:35:00.000Z",
    "data": {"referral": "cXV4Zm9vYmFyYmF6cXV4Zg", "version": 3},
}


def webhooks() -> dict[str, Any]:
    """One path item for each type."""
    return {kind: {"post": _operation(kind)} for kind in (*ALL, TEST)}


def _operation(kind: str) -> dict[str, Any]:
    example = _EXAMPLE | {"type": kind} | ({"data": {}} if kind == TEST else {})
    return {
        "operationId": f"webhook_{kind.replace('.', '_')}",
        "tags": ["webhooks"],
        "summary": "A test that is about nothing" if kind == TEST else f"{kind}: a step of one of your referrals",
        "description": "Standard Webhooks (standardwebhooks.com). No body ever holds anything about a person.",
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": _TEXT, "description": words}
            for name, words in _HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _body(kind), "example": example}},
        },
        "responses": {
            "2XX": {"description": "Taken. Anything else, redirects too, is tried again: ten times in 75 hours"},
            "410": {"description": "The address is gone for good: it is disabled"},
        },
        "security": [],
    }


def _body(kind: str) -> dict[str, Any]:
    data: dict[str, Any] = {"type": "object", "additionalProperties": False}
    if kind != TEST:
        data |= {"required": ["referral", "version"], "properties": {"referral": _TEXT, "version": {"type": "integer"}}}
    return {
        "type": "object",
        "required": ["id", "type", "timestamp", "data"],
        "properties": {
            "id": _TEXT,
            "type": {"type": "string", "const": kind},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": data,
        },
    }
