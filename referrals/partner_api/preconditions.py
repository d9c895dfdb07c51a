"""If-Match: a change says which version it was decided on (RFC 9110, section 13.1.1; RFC 6585 for 428)."""

from __future__ import annotations

import re

from rest_framework.request import Request

from .problems import Problem

_TAG = re.compile(r'\s*(W/)?"([\x21\x23-\x7e]*)"\s*(?:,|$)')


def etag(version: int) -> str:
    """The entity tag of a version."""
    return f'"v{version}"'


def required_versions(request: Request) -> frozenset[int]:
    """The versions this change was decided on. 428 when the header is missing."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise Problem(428, "if_match_missing", "Send If-Match with the ETag you read.")
    return versions(given)


def versions(if_match: str) -> frozenset[int]:
    """The versions named in the header. `*` and weak tags name none: a change says what it was decided on."""
    tags = (tag for weak, tag in _TAG.findall(if_match) if not weak)
    return frozenset(int(tag[1:]) for tag in tags if re.fullmatch(r"v[0-9]{1,9}", tag))
