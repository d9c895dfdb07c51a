"""Reading an address that somebody typed: one way to write it is taken, everything clever is refused."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from .errors import OutboundError

PORT = 443
LONGEST = 2000
PRINTABLE = re.compile(r"[!-\[\]-~]+")  # ASCII without spaces, controls and the backslash
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# names only: the last label begins with a letter, so no way of writing a number is a name
NAME = re.compile(rf"(?:{LABEL}\.)*[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?")


@dataclass(frozen=True)
class Target:
    """Where a request goes. `inner` says that the operator let this host lie in a network of its own."""

    host: str
    port: int
    path: str
    inner: bool


def require_target(url: str, *, allow: Collection[str] | None = None) -> Target:
    """The parts of an https address with a name, port 443 and no credentials. Errors: OutboundError "address".

    `allow` names what may lie inside the operator's network (host:port), in place of CASEMGR_OUTBOUND_ALLOW.
    """
    allow = settings.CASEMGR_OUTBOUND_ALLOW if allow is None else allow
    if len(url) > LONGEST or not PRINTABLE.fullmatch(url):
        raise OutboundError("address")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise OutboundError("address") from None
    written = f"{host}:{port}" if port is not None else host
    plain = parts.scheme == "https" and parts.netloc.lower() == written and not parts.fragment and "#" not in url
    port = PORT if port is None else port
    inner = f"{host}:{port}" in allow
    if not plain or len(host) > 253 or not NAME.fullmatch(host) or not (inner or (port == PORT and "." in host)):
        raise OutboundError("address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port, path, inner)
