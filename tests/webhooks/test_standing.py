"""Asked again at each attempt: who may still be told, and of what."""

import pytest

from casemgr.accounts.actions import end_client
from casemgr.accounts.models import Organization, PartnerClient
from casemgr.encryption import held
from cases.actions import assign, end_grant, withdraw
from cases.models import Case, Consent
from referrals import actions
from referrals import tasks as jobs
from referrals.models import Referral, WebhookEndpoint
from tests.conftest import as_user, make_person_of
from tests.doors.test_api_doors import another_system
from tests.partner_api.conftest import consent_body
from tests.webhooks.conftest import connect, deliveries, feed_of, work


@pytest.fixture
def endpoint(receiver, hook):
    return connect(receiver, hook)


@pytest.fixture
def failed_once(endpoint, hook, offer, clock):
    """An offer that the receiver's system couldn't take yet."""
    hook.answers = [500]
    work()
    hook.answers, hook.got[:] = [200], []
    clock.on(minutes=6)


def state_of(partner):
    [one] = deliveries(partner)
    return one.state, one.problem


def suspend(organization, status="suspended"):
    Organization.objects.filter(pk=organization.pk).update(status=status)


def test_it_goes_on_otherwise(failed_once, hook, receiver):
    work()
    assert hook.types == ["referral.offered"] and state_of(receiver) == ("delivered", "")


def test_a_suspended_organization_gets_nothing_more_at_once(failed_once, hook, receiver):
    suspend(receiver.organization)
    work()
    assert hook.got == [] and state_of_all(receiver) == [("stopped", "suspended")]


def state_of_all(partner):
    """As an administrator of the organization, active again, finds them."""
    suspend(partner.organization, "active")
    return [(one.state, one.problem) for one in deliveries(partner)]


def test_an_organization_suspended_before_the_job_ran_gets_nothing(endpoint, hook, receiver, offer):
    suspend(receiver.organization)
    work()
    assert hook.got == [] and state_of_all(receiver) == []
    assert [one.type for one in feed_of(receiver)] == ["referral.offered"], "it is read later, once active again"


def test_a_system_that_was_ended_gets_nothing_more(failed_once, hook, receiver):
    admin = make_person_of(receiver.organization, "org_admin")
    with as_user(admin):
        end_client(PartnerClient.objects.get(client_id=receiver.client_id), by=admin)
    work()
    assert hook.got == []


def test_an_offer_is_not_announced_once_the_consent_ended_but_its_end_is(failed_once, hook, sender, receiver, consent):
    with as_user(sender.account):
        row = Consent.objects.visible_to(sender.account).select_related("person").get(public_id=consent)
        withdraw(row, by=sender.account)
    work()
    assert hook.got == [] and state_of(receiver) == ("stopped", "consent")
    referral = sender.get("referrals").json()["contents"][0]["id"]
    assert sender.post(f"referrals/{referral}/revoke").status_code == 200
    work()
    assert hook.types == ["referral.revoked"]


def test_an_offer_of_a_suspended_sender_is_not_announced(failed_once, hook, sender, receiver):
    suspend(sender.organization)
    work()
    assert hook.got == [] and state_of(receiver) == ("stopped", "consent")


def test_a_referral_that_the_system_no_longer_sees_is_not_announced(sender, hooks, taken_on, receiver, clock):
    """The sender's case went to a person: their own machine doesn't see it any more."""
    own = hooks()
    connect(sender, own)
    own.answers = [500]
    assert receiver.post(f"referrals/{taken_on}/revoke").status_code == 200
    work()
    assert own.types == ["referral.revoked"]
    supervisor = make_person_of(sender.organization, "supervisor")
    hide_case(supervisor, sender.account)
    own.got[:] = []
    clock.on(minutes=6)
    work()
    assert own.got == [] and state_of(sender) == ("stopped", "not_visible")


def hide_case(supervisor, machine):
    with as_user(supervisor):
        case = Case.objects.visible_to(supervisor).get()
        assign(case, to=supervisor, by=supervisor)
        end_grant(case, of=machine, by=supervisor)


def test_an_organization_without_part_in_it_hears_nothing(outsider, hook, taken_on):
    connect(outsider, hook)
    work()
    assert hook.got == [] and deliveries(outsider) == [] and feed_of(outsider) == []


def test_a_sister_system_hears_only_what_it_could_read(sender, hooks, endpoint, hook, receiver):
    """A second system of the sender's organization has no part in the first one's cases."""
    sister, second = another_system(sender.organization), hooks()
    connect(sister, second)
    consent = sender.post("consents", consent_body(receiver.organization)).json()["id"]
    referral = sender.post("referrals", {"consent": consent, "service": "legal_aid"}).json()["id"]
    assert sender.act(referral, "submit").status_code == 200
    work()
    assert hook.types == ["referral.offered"] and second.got == []
    assert sister.get("events").json()["contents"] == []


def test_disabling_stops_what_waits_and_enabling_brings_nothing_old(failed_once, hook, receiver, endpoint, sender):
    with as_user(receiver.account):
        actions.disable_webhook(endpoint, by=receiver.account)
    assert state_of(receiver) == ("stopped", "disabled"), "at once"
    work()
    assert hook.got == [] and state_of(receiver) == ("stopped", "disabled")
    referral = sender.get("referrals").json()["contents"][0]["id"]
    sender.post(f"referrals/{referral}/revoke")
    with as_user(receiver.account):
        actions.enable_webhook(endpoint, by=receiver.account)
    work()
    jobs.catch_up(0)
    work()
    assert "referral.offered" not in hook.types


def test_what_waits_for_a_disabled_address_isnt_sent_however_it_came_to_wait(failed_once, hook, receiver):
    with as_user(receiver.account):
        WebhookEndpoint.objects.visible_to(receiver.account).update(state="disabled", reason="person")
    work()
    assert hook.got == [] and state_of(receiver) == ("stopped", "disabled")


def test_a_locked_organization_waits(failed_once, hook, receiver, monkeypatch, clock):
    with monkeypatch.context() as patch:
        patch.setattr(held, "is_locked", lambda organization_id: organization_id == receiver.organization.pk)
        work()
        jobs.catch_up(0)
        work()
        assert hook.got == [] and state_of(receiver)[0] == "waiting"
    clock.on(minutes=3)
    jobs.catch_up(0)
    work()
    assert hook.types == ["referral.offered"]


def test_a_removed_address_takes_its_deliveries_along(failed_once, hook, receiver, endpoint):
    with as_user(receiver.account):
        actions.remove_webhook(endpoint, by=receiver.account)
    work()
    assert hook.got == [] and deliveries(receiver) == []
    assert [one.type for one in feed_of(receiver)] == ["referral.offered"]
    with as_user(receiver.account):
        assert Referral.objects.visible_to(receiver.account).exists()
