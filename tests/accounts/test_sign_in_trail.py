"""What happens to accounts is in the trail; pages of the library that aren't used aren't there."""

import pytest
from allauth.account.signals import password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.test import Client

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from tests.conftest import as_user
from tests.pages.conftest import signed_in  # noqa: F401 - a fixture
from tests.pages.test_people import entries


def test_a_renewed_link_is_recorded(org_admin, caseworker, auditor, signed_in):  # noqa: F811
    assert signed_in(org_admin).post(f"/settings/people/{caseworker.public_id}/link/").status_code == 200
    [entry] = entries(events.INVITATION_RENEWED, auditor)
    assert (entry.actor_id, entry.object_pk) == (org_admin.pk, str(caseworker.pk))


@pytest.mark.parametrize(
    ("signal", "event"),
    [
        (authenticator_added, events.SECOND_FACTOR_ADDED),
        (authenticator_removed, events.SECOND_FACTOR_REMOVED),
        (password_reset, events.PASSWORD_CHANGED),
    ],
)
def test_changes_of_ways_in_are_recorded(caseworker, auditor, signal, event):
    signal.send(sender=type(caseworker), request=None, user=caseworker)
    assert len(entries(event, auditor)) == 1


def test_a_refused_sign_in_is_shown_to_the_auditor_without_the_address(caseworker, auditor):
    typed = {"login": caseworker.email, "password": "wrong"}
    assert Client().post("/accounts/login/", typed).status_code == 200
    [entry] = entries(events.SIGN_IN_FAILED, auditor)
    assert entry.actor_id is None
    with as_user(auditor):
        assert caseworker.email not in str(AuditEntry.objects.visible_to(auditor).filter(pk=entry.pk).values())


def test_a_wrong_password_at_confirmation_is_refused_and_recorded(caseworker, auditor, signed_in):  # noqa: F811
    browser = signed_in(caseworker)
    assert browser.post("/accounts/reauthenticate/", {"password": "wrong"}).status_code == 200
    [entry] = entries(events.SIGN_IN_FAILED, auditor)
    assert entry.actor_id == caseworker.pk and entry.additional_data == {"asked": "again"}


@pytest.mark.parametrize(
    "path",
    [
        "email/",
        "confirm-email/",
        "confirm-email/x/",
        "password/set/",
        "login/code/",
        "login/code/confirm/",
        "signup/",
        "2fa/webauthn/signup/",
        "3rdparty/",
        "social/signup/",
        "phone/verify/",
    ],
)
def test_unused_pages_of_the_library_are_absent(signed_in, caseworker, path):  # noqa: F811
    assert Client().get(f"/accounts/{path}").status_code == 404
    assert Client().post(f"/accounts/{path}", {"email": "new@example.org"}).status_code == 404
    assert signed_in(caseworker).get(f"/accounts/{path}").status_code == 404
