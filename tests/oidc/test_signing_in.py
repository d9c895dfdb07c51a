"""Who comes in through an organization's provider: its own people with an account, and nobody else."""

import pytest
from django.test import Client

from casemgr.accounts.actions import deactivate, unlink_from_provider
from casemgr.accounts.models import Organization, ProviderIdentity, User
from casemgr.audit import events
from tests.conftest import as_user, make_person_of
from tests.oidc.conftest import come_back, give, go, is_signed_in, sent_on
from tests.pages.conftest import signed_in, with_second_factor  # noqa: F401 - a fixture
from tests.pages.test_people import entries

REFUSED = "/sign-in/refused/"


def reasons(auditor):
    return [entry.additional_data["reason"] for entry in entries(events.PROVIDER_SIGN_IN_REFUSED, auditor)]


def test_somebody_with_an_account_comes_in_and_the_trail_knows(fake, caseworker, auditor):
    where, browser = go(fake, caseworker)
    assert where == "/"
    assert is_signed_in(browser, caseworker)
    assert browser.get("/")["Location"] == "/accounts/2fa/totp/activate/"  # the second factor stays ours
    for event in (events.PROVIDER_LINKED, events.SIGNED_IN, events.SIGNED_IN_BY_PROVIDER):
        [entry] = entries(event, auditor)
        assert entry.actor_id == caseworker.pk
    assert ("POST", "/token") in fake.log


def test_whoever_has_a_second_factor_is_asked_for_it(fake, caseworker, auditor):
    where, browser = go(fake, with_second_factor(caseworker))
    assert where == "/accounts/2fa/authenticate/"
    assert not is_signed_in(browser, caseworker)
    assert browser.get("/cases/").status_code == 302
    assert not entries(events.SIGNED_IN_BY_PROVIDER, auditor)
    code = totp_of(caseworker)
    assert browser.post(where, {"code": code})["Location"] == "/"
    assert is_signed_in(browser, caseworker)
    assert len(entries(events.SIGNED_IN_BY_PROVIDER, auditor)) == 1


def totp_of(person):
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    secret = get_adapter().decrypt(Authenticator.objects.get(user=person).data["secret"])
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_an_invited_person_needs_no_password(fake, harbor):
    invited = User.objects.create_user("new@example.org", name="New", organization=harbor, role="caseworker")
    _where, browser = go(fake, "New@Example.org")
    assert is_signed_in(browser, invited)


def test_after_the_first_time_only_the_providers_own_id_counts(fake, caseworker, colleague):
    go(fake, caseworker, subject="a")
    _where, browser = go(fake, colleague.email, subject="a", verified=False)  # the address there changed
    assert is_signed_in(browser, caseworker)
    caseworker.refresh_from_db()
    assert caseworker.email != colleague.email
    where, browser = go(fake, caseworker, subject="b")  # another person there took the address over
    assert (where, is_signed_in(browser, caseworker)) == (REFUSED, False)
    assert ProviderIdentity.objects.get().subject == "a"


def test_an_address_that_the_provider_did_not_check_opens_nothing(fake, caseworker, auditor):
    for unchecked in (False, None, "true", 1):
        fake.claims = {"email_verified": unchecked}
        where, browser = go(fake, caseworker)
        assert (where, is_signed_in(browser, caseworker)) == (REFUSED, False)
    assert set(reasons(auditor)) == {"email_unverified"}
    assert not ProviderIdentity.objects.exists()


@pytest.mark.parametrize("typed", ["nobody@example.org", "", "a\x00b@example.org", "x" * 300])
def test_nobody_registers_themselves(fake, typed, auditor):
    people = User.objects.count()
    where, browser = go(fake, typed)
    assert where == REFUSED
    assert User.objects.count() == people
    assert "_auth_user_id" not in browser.session


def test_another_organizations_person_stays_out_whatever_the_provider_asserts(
    fake, other_fake, partner_worker, caseworker, researcher, auditor
):
    for stranger in (partner_worker, researcher):
        where, browser = go(fake, stranger)
        assert (where, is_signed_in(browser, stranger)) == (REFUSED, False)
    assert reasons(auditor) == ["no_account", "no_account"]
    _where, browser = go(other_fake, partner_worker, slug="lotus")
    assert is_signed_in(browser, partner_worker)
    where, browser = go(fake, partner_worker, subject="sub-1")  # the same subject, at the wrong provider
    assert not is_signed_in(browser, partner_worker)


def test_a_machine_and_somebody_whose_access_ended_stay_out(fake, harbor, org_admin, caseworker, auditor):
    machine = make_person_of(harbor, "partner_client")
    User.objects.filter(pk=machine.pk).update(is_machine=True)
    go(fake, caseworker, subject="a")
    with as_user(org_admin):
        deactivate(caseworker, by=org_admin)
    for person, subject in ((machine, "m"), (caseworker, "a"), (caseworker, "b")):
        where, browser = go(fake, person, subject=subject)
        assert (where, is_signed_in(browser, person)) == (REFUSED, False)
    assert set(reasons(auditor)) == {"no_account"}


def test_a_suspended_organization_has_no_way_in(fake, harbor, caseworker):
    browser = Client()
    address = fake.authorize(sent_on(browser), email=caseworker.email)
    Organization.objects.filter(pk=harbor.pk).update(status="suspended")
    assert come_back(browser, address) == REFUSED
    assert Client().post("/sign-in/", {"slug": "harbor"}).status_code == 422


def test_a_tie_that_was_cut_is_made_again_by_checked_address(fake, caseworker, org_admin, auditor):
    go(fake, caseworker, subject="a")
    with as_user(org_admin):
        unlink_from_provider(caseworker, by=org_admin)
    _where, browser = go(fake, caseworker, subject="b")
    assert is_signed_in(browser, caseworker)
    assert len(entries(events.PROVIDER_UNLINKED, auditor)) == 1


def test_an_address_kept_out_of_the_token_is_asked_for(fake, caseworker):
    fake.claims = {"email": None, "email_verified": None}
    fake.userinfo = {"sub": "sub-1", "email": caseworker.email, "email_verified": True}
    _where, browser = go(fake, caseworker)
    assert is_signed_in(browser, caseworker)
    ProviderIdentity.objects.all().delete()
    fake.userinfo["sub"] = "somebody else"
    where, _browser = go(fake, caseworker)
    assert where == REFUSED


def test_a_shared_device_is_remembered(fake, caseworker):
    browser = Client()
    come_back(browser, fake.authorize(sent_on(browser, shared_device="on"), email=caseworker.email))
    assert browser.session["lock.shared_device"] is True


def test_passwords_open_nothing_where_the_provider_is_required_but_for_administrators(
    fake, org_admin, caseworker, researcher, partner_worker, auditor
):
    give(fake, org_admin, required=True)
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": caseworker.email, "password": "correct horse battery"})
    assert answer["Location"] == "/sign-in/"
    assert not is_signed_in(browser, caseworker)
    assert "asks you to sign in through it" in browser.get("/sign-in/").content.decode()
    assert browser.get("/cases/").status_code == 302
    assert reasons(auditor) == ["provider_required"]
    for other in (org_admin, partner_worker, researcher):
        browser = Client()
        browser.post("/accounts/login/", {"login": other.email, "password": "correct horse battery"})
        assert is_signed_in(browser, other)
    _where, browser = go(fake, caseworker)
    assert is_signed_in(browser, caseworker)


def test_a_wrong_password_says_nothing_about_the_provider(fake, org_admin, caseworker):
    give(fake, org_admin, required=True)
    known = Client().post("/accounts/login/", {"login": caseworker.email, "password": "wrong"})
    unknown = Client().post("/accounts/login/", {"login": "nobody@example.org", "password": "wrong"})
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert "through it" not in known.content.decode()
