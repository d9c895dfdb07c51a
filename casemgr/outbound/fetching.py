"""One request and its answer, within limits."""

import http.client
import ssl
import time
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass

from .connection import PinnedConnection, cut_off_after
from .errors import OutboundError
from .resolving import addresses_of
from .target import Target, require_target

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 10.0
MOST_BYTES = 512 * 1024


@dataclass(frozen=True)
class Answer:
    """A status other than a redirect, the content type in lower case without parameters, the body."""

    status: int
    content_type: str
    body: bytes


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    most_bytes: int = MOST_BYTES,
    allow: Collection[str] | None = None,
    read: bool = True,
) -> Answer:
    """Ask `url` and give its answer. It takes 10 seconds at the most, resolving included.

    `allow` as for `require_target`. Without `read` the answer's body stays where it is: for whom the status is enough.
    Errors: OutboundError.
    """
    ends = time.monotonic() + TOTAL_SECONDS
    target = require_target(url, allow=allow)
    addresses = addresses_of(target, CONNECT_SECONDS)
    sent = {"Accept-Encoding": "identity", "User-Agent": "Casemgr", "Connection": "close", **(headers or {})}
    try:
        connection = _connected(target, addresses, ends)
        with closing(connection), cut_off_after(connection, ends - time.monotonic()):
            connection.secure()
            connection.request(method, target.path, body=body, headers=sent)
            with connection.getresponse() as response:
                answer = _read(response, most_bytes if read else None)
    except ssl.SSLCertVerificationError:
        raise OutboundError("certificate") from None
    except (OSError, http.client.HTTPException) as error:
        late = isinstance(error, TimeoutError) or time.monotonic() >= ends
        raise OutboundError("timeout" if late else _kind(error)) from None
    if time.monotonic() >= ends:  # what was cut off looks like an end
        raise OutboundError("timeout")
    return answer


def _connected(target: Target, addresses: list, ends: float) -> PinnedConnection:
    """A connection to the first address that takes one. Errors: OSError of the last."""
    refusal: OSError = TimeoutError()
    for address in addresses:
        left = ends - time.monotonic()
        if left <= 0:
            break
        connection = PinnedConnection(
            target, address, connect_seconds=min(CONNECT_SECONDS, left), read_seconds=TOTAL_SECONDS
        )
        try:
            connection.connect()
            return connection
        except OSError as error:
            refusal = error
    raise refusal


def _kind(error: Exception) -> str:
    return "answer" if isinstance(error, http.client.HTTPException) else "unreachable"


def _read(response: http.client.HTTPResponse, most_bytes: int | None) -> Answer:
    if 300 <= response.status < 400:
        raise OutboundError("redirect")
    kind = (response.getheader("Content-Type") or "").split(";")[0].strip().lower()
    if most_bytes is None:
        return Answer(response.status, kind, b"")
    body = response.read(most_bytes + 1)
    if len(body) > most_bytes:
        raise OutboundError("too_large")
    if response.length:  # it promised more than it sent
        raise OutboundError("answer")
    return Answer(response.status, kind, body)
