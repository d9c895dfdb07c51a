"""If-Match: a change says which version it was decided on (RFC 9110, section 13.1.1; RFC 6585 for 428)."""

from __future__ import annotations

import re

from rest_framework.request import Request

from .problems import Problem

_TAG = re.compile(r'\s*(W/)?"([\x21\x23-\x7e]*)"\s*(?:,|$)')


def etag(version: int) -> str:
    """The entity tag of a version."""
    return f'"v{version}"'


def required_if_match(request: Request) -> str:
    """The header's text. 428 when it is missing."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise Problem(428, "if_match_missing", "Send If-Match with the ETag you read.")
    return given


def require_match(if_match: str, version: int) -> None:
    """412 unless one of the tags names this version. `*` and weak tags never match a change."""
    tags = {tag for weak, tag in _TAG.findall(if_match) if not weak}
    if f"v{version}" not in tags:
        raise Problem(412, "stale", "The referral has changed. Read it again and decide on what it is now.")
