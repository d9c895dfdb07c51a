"""Every endpoint × method × caller of the partner API: nobody, a browser, a stranger, a token for something else."""

import uuid

import pytest
from django.db import transaction
from django.urls import get_resolver

from tests.doors.world import sign_in
from tests.partner_api.conftest import (  # noqa: F401 - fixtures
    colleague_named,
    consent,
    draft,
    fetch_token,
    offer,
    outsider,
    receiver,
    sender,
    taken_on,
)
from tests.referrals.conftest import sahel  # noqa: F401 - a fixture

PUBLIC = {"api_schema", "api_absent"}
ALL = "directory:read referral:send referral:receive referral:decide consent:record".split()


def operations():
    """(path, method, scopes) of everything under /api/v1 that asks for a token."""
    for pattern in get_resolver().url_patterns:
        for inner in getattr(pattern, "url_patterns", ()):
            if str(inner.pattern).startswith("api/v1/") and inner.name not in PUBLIC:
                view = inner.callback.view_class
                for method in sorted(set(view.scopes)):
                    yield str(inner.pattern).removeprefix("api/v1/"), method, view.scopes[method]


OPERATIONS = list(operations())


def knock(partner, path, method, one, **headers):
    """One call whose effects are undone."""
    body = {} if method != "GET" else None
    with transaction.atomic():
        reply = partner.call(method, path.replace("<str:id>", one), body, match='"1"', key=str(uuid.uuid4()), **headers)
        transaction.set_rollback(True)
    return reply


@pytest.fixture
def ids(taken_on, consent, lotus):
    def one(path):
        return {"c": consent, "d": lotus.public_id}.get(path[0], taken_on)

    return one


@pytest.mark.nodb
def test_every_endpoint_names_its_scopes():
    assert len(OPERATIONS) >= 17
    assert all(scopes and set(scopes) <= set(ALL) for _, _, scopes in OPERATIONS)


def test_nobody_and_browsers_and_false_tokens_are_turned_away(sender, supervisor, ids):
    browser = sign_in(supervisor)
    for path, method, _ in OPERATIONS:
        for headers in ({"Authorization": ""}, {"Authorization": "Bearer made-up"}):
            assert knock(sender, path, method, ids(path), **headers).status_code == 401, (path, method)
        sender.web, plain = browser, sender.web
        assert knock(sender, path, method, ids(path), Authorization="").status_code == 401, (path, method)
        sender.web = plain


def test_a_token_for_something_else_opens_nothing(sender, ids):
    for path, method, scopes in OPERATIONS:
        others = [scope for scope in ALL if scope not in scopes]
        token = fetch_token(sender, " ".join(others)).json()["access_token"]
        refused = sender.call(method, path.replace("<str:id>", ids(path)), {} if method != "GET" else None, token=token)
        assert refused.status_code == 403, (path, method)


def test_what_is_another_organizations_is_byte_for_byte_absent(outsider, ids):
    private = [(p, m) for p, m, _ in OPERATIONS if "<str:id>" in p and not p.startswith("directory")]
    assert len(private) >= 12
    for path, method in private:
        theirs, absent = knock(outsider, path, method, ids(path)), knock(outsider, path, method, "A" * 22)
        assert (theirs.status_code, theirs.content) == (absent.status_code, absent.content), (path, method)
        assert theirs.status_code in (404, 422), (path, method, theirs.status_code)
