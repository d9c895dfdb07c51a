"""This instance as others see it, and another one as it shows itself."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from casemgr.encryption.envelopes import NAME as SUITE
from casemgr.encryption.exchange_keys import key_id, published, signing_key, usable
from casemgr.outbound import OutboundError, fetch
from referrals.errors import ExchangeFailed

VERSION = "1"
WELL_KNOWN = "/.well-known/survivor-referrals"
ID = re.compile(r"[A-Za-z0-9_-]{22}")
POLL = "poll"


@dataclass(frozen=True)
class Instance:
    """Id, address ("" when it can't be reached) and the two public keys, 32 bytes each."""

    id: str
    url: str
    sign: bytes
    seal: bytes


def enabled() -> bool:
    """Whether this instance exchanges anything with others."""
    return bool(settings.CASEMGR_EXCHANGE_URL)


def own() -> Instance:
    """This instance. Its id comes from its first signing key and stays when keys are renewed."""
    url = settings.CASEMGR_EXCHANGE_URL
    first = key_id(signing_key(1).public_key().public_bytes_raw())
    keys = published()
    return Instance(first, "" if url == POLL else url, keys.sign, keys.seal)


def keys_of(version: int) -> dict[str, str]:
    """The public keys of one version, as a letter announces them. Errors: MasterKeyUnusable."""
    keys = published(version)
    return {"sign": encoded(keys.sign), "seal": encoded(keys.seal)}


def document() -> dict[str, Any]:
    """What stands at WELL_KNOWN: no organization is named."""
    return {"versions": [VERSION], "suites": [SUITE], **shown(own())}


def shown(instance: Instance) -> dict[str, Any]:
    """An instance as JSON."""
    return {
        "instance": instance.id,
        "url": instance.url,
        "keys": {"sign": encoded(instance.sign), "seal": encoded(instance.seal)},
    }


def read(url: str) -> Instance:
    """The instance that shows itself at this address. Errors: ExchangeFailed."""
    try:
        answer = fetch(url + WELL_KNOWN)
    except OutboundError as error:
        raise ExchangeFailed(error.code) from None
    if answer.status != 200:
        raise ExchangeFailed("answer")
    try:
        said = json.loads(answer.body)
        if VERSION not in said["versions"] or SUITE not in said["suites"]:
            raise ExchangeFailed("version")
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ExchangeFailed("answer") from None
    found = parsed(said)
    if found.url != url:
        raise ExchangeFailed("answer")
    return found


def parsed(said: Any) -> Instance:
    """The other way of `shown`. Errors: ExchangeFailed "answer"."""
    try:
        keys = said["keys"]
        found = Instance(said["instance"], said["url"], decoded(keys["sign"]), decoded(keys["seal"]))
        sound = ID.fullmatch(found.id) and isinstance(found.url, str) and len(found.url) <= 200
    except (KeyError, TypeError, ValueError):
        raise ExchangeFailed("answer") from None
    if not sound or not usable(found.seal) or (found.url and not found.url.startswith("https://")):
        raise ExchangeFailed("answer")
    return found


def encoded(key: bytes) -> str:
    """A key in base64url without padding."""
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """A key of 32 bytes. Errors: ValueError, TypeError."""
    key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if len(key) != 32:
        raise ValueError("not 32 bytes")
    return key
