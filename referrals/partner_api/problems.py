"""Every refusal of the API as RFC 9457 `application/problem+json`, in English, quoting no request."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from django.utils.translation import override
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from casemgr.encryption.errors import OrganizationLocked
from casemgr.errors import CasemgrError, Conflict, InvalidInput, NotFound, NotInThisState
from casemgr.rate_limits import TooMany

from .refusals import noted

MEDIA_TYPE = "application/problem+json"
MOST_ROWS = 500  # of what is wrong with a file
logger = logging.getLogger("casemgr.partner_api")


class Problem(exceptions.APIException):
    """A refusal of the API itself (not of the house): status, short code and what to do."""

    def __init__(self, status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail, code)
        self.status_code = status
        self.code = code
        self.headers = headers or {}


def document(status: int, code: str, detail: object, **more: object) -> dict[str, Any]:
    """The JSON object of a problem. Equal refusals give equal bytes: no time, no path, no id."""
    title = code.replace("_", " ").capitalize()
    return {
        "type": f"urn:casemgr:problem:{code}",
        "title": title,
        "status": status,
        "detail": str(detail),
    } | more


def response(status: int, code: str, detail: object, **more: object) -> Response:
    """A problem as DRF response."""
    with override("en"):
        return Response(document(status, code, detail, **more), status=status, content_type=MEDIA_TYPE)


def _pointers(detail: Any, path: str = "") -> list[dict[str, str]]:
    """A serializer's errors as a flat list of JSON pointers (RFC 6901) and messages."""
    if isinstance(detail, dict):
        return [error for key, inner in detail.items() for error in _pointers(inner, _below(path, key))]
    if isinstance(detail, list):
        nested = any(isinstance(inner, dict | list) for inner in detail)
        parts = enumerate(detail) if nested else ((None, inner) for inner in detail)
        return [e for i, inner in parts for e in _pointers(inner, path if i is None else f"{path}/{i}")]
    return [{"pointer": path, "detail": str(detail), "code": getattr(detail, "code", "invalid")}]


def pointer_of(problem: Any) -> str:
    """Where in a file: the table, the number of the row in it from 0, the property."""
    return f"/{problem.table}/{problem.row - 1}" + (f"/{problem.name}" if problem.name else "")


def _below(path: str, key: object) -> str:
    if key == "non_field_errors":
        return path
    return f"{path}/" + str(key).replace("~", "~0").replace("/", "~1")


def _of_house(error: CasemgrError) -> Response:
    """A refusal of the house. A stale version is 412 here: the API asks with If-Match."""
    if isinstance(error, NotInThisState):
        return response(409, error.code, error.message, allowed_events=error.allowed_events)
    if rows := getattr(error, "problems", None):
        errors = [{"pointer": pointer_of(one), "detail": str(one.message), "code": "row"} for one in rows[:MOST_ROWS]]
        return response(error.status, error.code, error.message, errors=errors)
    if isinstance(error, InvalidInput):
        pointer = f"/{error.field}" if error.field else ""
        errors = [{"pointer": pointer, "detail": str(error.message), "code": error.code}]
        return response(error.status, error.code, error.message, errors=errors)
    if isinstance(error, Conflict):
        detail = "It has changed since you read it. Read it again and decide on what it is now."
        return response(412, "stale", detail)
    reply = response(error.status, error.code, error.message)
    if isinstance(error, TooMany):
        reply["Retry-After"] = str(error.use.seconds_left)
    return reply


def _of_framework(error: exceptions.APIException, view: Any, request: Any) -> Response:
    if isinstance(error, exceptions.ValidationError):
        with override("en"):
            errors = _pointers(error.detail)
        return response(422, "invalid_input", "Some fields can't be taken; see errors.", errors=errors)
    code = error.code if isinstance(error, Problem) else str(error.default_code)
    reply = response(error.status_code, code, error.detail)
    for name, value in getattr(error, "headers", {}).items():
        reply[name] = value
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        reply["WWW-Authenticate"] = view.get_authenticate_header(request) or "Bearer"
    if isinstance(error, exceptions.MethodNotAllowed):
        reply["Allow"] = ", ".join(view.allowed_methods)
    if wait := getattr(error, "wait", None):
        reply["Retry-After"] = str(int(wait) + 1)
    return reply


def _of_keys(error: OrganizationLocked, request: Any) -> Response:
    """An organization holds its own key and has it locked: the caller's, or the other one of a referral."""
    own = error.organization_id in (None, getattr(request.user, "organization_id", None))
    whose = "Your organization's" if own else "The other organization's"
    return response(
        423, "locked", f"{whose} records are locked by its key holders. Nothing was changed; try again later."
    )


def handler(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler: any exception becomes a problem, and the transaction is rolled back."""
    set_rollback()
    too_often = isinstance(error, exceptions.Throttled) and getattr(context["view"], "first_over", False)
    return noted(_problem_of(error, context), error, context["request"], first_over=too_often)


def _problem_of(error: Exception, context: dict[str, Any]) -> Response:
    if isinstance(error, Http404 | exceptions.NotFound):
        error = NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, RequestDataTooBig):
        error = Problem(413, "too_large", "The body is too large.")
    if isinstance(error, CasemgrError):
        return _of_house(error)
    if isinstance(error, OrganizationLocked):
        return _of_keys(error, context["request"])
    if isinstance(error, exceptions.APIException):
        return _of_framework(error, context["view"], context["request"])
    logger.error("unexpected error in the partner API", exc_info=error)
    return response(500, "internal_error", "Something went wrong on our side. Nothing was changed.")
