"""The check of signatures in docs/partners.md, as a partner would copy it."""

import pytest

from referrals.webhooks.signing import new_secret
from tests.partner_api.test_partners_page import commands
from tests.webhooks.conftest import connect, work


@pytest.fixture
def verify():
    """The check of the page, as a partner would copy it."""
    copied = {}
    exec(commands("python verify"), copied)  # noqa: S102 - our own page
    return copied["verify"]


def test_the_check_of_signatures_takes_ours_and_nothing_else(verify, receiver, hook, request):
    endpoint = connect(receiver, hook)
    request.getfixturevalue("offer")
    work()
    [(headers, body)] = hook.got
    assert verify(endpoint.secret, headers, body.encode()) == headers["webhook-id"]
    old = str(int(headers["webhook-timestamp"]) - 301)
    for secret, given, content in (
        (new_secret(), headers, body),
        (endpoint.secret, headers, body + " "),
        (endpoint.secret, headers | {"webhook-id": "other"}, body),
        (endpoint.secret, headers | {"webhook-timestamp": old}, body),
        (endpoint.secret, headers | {"webhook-signature": ""}, body),
    ):
        with pytest.raises(ValueError, match=r"too old|not signed"):
            verify(secret, given, content.encode())
