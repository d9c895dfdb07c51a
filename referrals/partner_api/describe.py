"""What the OpenAPI document says about every operation: its headers, its answers and all of its refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from .problems import MEDIA_TYPE
from .serializers import ProblemOut

REFUSALS = {
    400: "The call can't be understood",
    401: "No valid token",
    403: "Not allowed",
    404: "Absent, or not yours: the two look the same",
    405: "No such method here",
    406: "JSON only",
    409: "Not at this stage, or the consent doesn't cover it now",
    410: "It was shared and no longer is",
    412: "It has changed since the version in If-Match",
    413: "The body is too large",
    415: "Send application/json",
    422: "Some fields can't be taken",
    423: "The records of an organization that holds its own key are locked now, or a file is being looked at",
    428: "If-Match is missing",
    429: "Too many calls; see Retry-After",
    500: "An error on our side",
}
ALWAYS = (400, 401, 403, 405, 406, 423, 429, 500)
WITH_BODY = (413, 415, 422)

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description='The ETag you read, such as "v3"'
)
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[\\x21-\\x7e]{1,255}$"},
    OpenApiParameter.HEADER,
    required=True,
    description="A new random value for each act; the same one when you repeat a call after a broken connection",
)
KEY_IF_WANTED = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[\\x21-\\x7e]{1,255}$"},
    OpenApiParameter.HEADER,
    required=False,
    description="Optional here: repeating this call is harmless",
)

SANDBOX = "Casemgr-Sandbox"
IN_PRACTICE = OpenApiParameter(
    SANDBOX,
    {"type": "string", "enum": ["true"]},
    OpenApiParameter.HEADER,
    response=True,
    description="Present when you practise: only invented people belong there",
)


def _headers(status: int, names: Iterable[str]) -> list[OpenApiParameter]:
    return [OpenApiParameter(n, OpenApiTypes.STR, OpenApiParameter.HEADER, response=[status]) for n in names]


def described(
    operation: str,
    *,
    answer: Any,
    status: int = 200,
    body: Any = None,
    refusals: Iterable[int] = (),
    parameters: Iterable[Any] = (),
    headers: Iterable[str] = (),
    tag: str = "referrals",
) -> Callable[..., Any]:
    """Describe one method of a view: its operation id, body, answer and refusals (besides those every call knows)."""
    codes = {*ALWAYS, *refusals, *(WITH_BODY if body else ())}
    responses: dict[Any, Any] = dict(answer) if isinstance(answer, dict) else {status: answer}
    for code in sorted(codes):
        responses[(code, MEDIA_TYPE)] = OpenApiResponse(ProblemOut, description=REFUSALS[code])
    return extend_schema(
        operation_id=operation,
        request=body,
        responses=responses,
        parameters=[*parameters, *_headers(status, headers), IN_PRACTICE],
        tags=[tag],
    )
