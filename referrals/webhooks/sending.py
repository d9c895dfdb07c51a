"""One message to one address, by the guarded road out, and what the answer means."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from casemgr.outbound import OutboundError, fetch

GONE = 410


@dataclass(frozen=True)
class Message:
    """Where to, and the bytes with their signed headers."""

    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Outcome:
    """The status that came back, or why none did (a code)."""

    status: int | None
    problem: str = ""

    @property
    def arrived(self) -> bool:
        """Whether the receiver took it: any 2xx, nothing else."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """Whether the receiver wants nothing more at this address."""
        return self.status == GONE


def send(message: Message) -> Outcome:
    """Post it. What the answer says beside its status is not read; a redirect is not followed."""
    try:
        answer = fetch(
            message.url,
            method="POST",
            headers={"Content-Type": "application/json", **message.headers},
            body=message.body,
            allow=settings.CASEMGR_WEBHOOK_ALLOW,
            read=False,
        )
    except OutboundError as error:
        return Outcome(None, error.code)
    return Outcome(answer.status, "" if 200 <= answer.status < 300 else "status")
