"""What can go wrong between us and a provider: as a code, which the trail keeps and a page puts in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from casemgr.outbound import OutboundError
from casemgr.outbound.errors import CODES as OUTBOUND

OF_THE_PROVIDER = frozenset(
    "discovery_status discovery_content discovery_issuer discovery_incomplete discovery_pkce discovery_algorithm "
    "keys client_refused code_refused token_answer".split()
)
OF_THE_ANSWER = frozenset(
    "state denied provider_error answer_issuer token_format token_algorithm token_signature token_issuer "
    "token_audience token_expired token_nonce token_subject".split()
)
OF_THE_PERSON = frozenset("email_unverified no_account linked_otherwise provider_required".split())
CODES = OUTBOUND | OF_THE_PROVIDER | OF_THE_ANSWER | OF_THE_PERSON


class ProviderProblem(Exception):
    """`code` is one of CODES. It quotes nothing of what was sent."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@contextmanager
def told_as_problem() -> Iterator[None]:
    """What the guard of outbound requests refuses is a problem with the provider, under the same code."""
    try:
        yield
    except OutboundError as error:
        raise ProviderProblem(error.code) from None


def require(holds: object, code: str) -> None:
    """Refuse with this code unless it holds."""
    if not holds:
        raise ProviderProblem(code)


def or_problem(code: str, act: Callable[[], Any], *errors: type[Exception]) -> Any:
    """What `act` gives; any of these errors is a problem of this code."""
    try:
        return act()
    except errors:
        raise ProviderProblem(code) from None
