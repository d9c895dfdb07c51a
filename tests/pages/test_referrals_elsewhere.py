"""Pages of referrals whose other side works on another instance: asked, confirmed, overdue; never “deleted”."""

import datetime

import pytest
from django.utils import timezone

from casemgr.accounts.models import Organization
from casemgr.ids import public_id
from referrals import actions
from referrals.actions.remote_release import release_to_remote
from referrals.exchange.remote_organization import Described, made_here
from referrals.federation.offers import take_offer
from referrals.models import OutgoingLetter, Pairing, PurgeRequest
from tests.conftest import as_user, in_a_year
from tests.pages.casework.conftest import Browser, words
from tests.referrals.conftest import agree, planted_case  # noqa: F401 - a fixture


@pytest.fixture
def pairing(org_admin):
    """Harbor House's with an organization on another instance, active."""
    partner, account = made_here(Described("Far House", "KEN", "Africa/Nairobi"), org_admin.home, "far")
    Organization.objects.filter(pk=partner.pk).update(status="active")
    with as_user(org_admin):
        one = Pairing(
            organization=org_admin.home,
            partner=partner,
            account=account,
            shared_id=public_id(),
            state="active",
            invites=True,
            ends_on=in_a_year(),
            invited_by=org_admin,
        )
        one.save(force_insert=True)
    account.refresh_from_db()
    return one


@pytest.fixture
def sent(pairing, planted_case, caseworker):  # noqa: F811
    """Offered to them, and accepted there."""
    consent = agree(planted_case, pairing.partner, by=caseworker)
    with as_user(caseworker):
        one = actions.draft(consent=consent, case=planted_case, service_code="legal_aid", by=caseworker)
        one = actions.submit(one, by=caseworker)
    account = type(pairing.account).objects.get(pk=pairing.account_id)
    with as_user(account):
        release_to_remote(one, person="A" * 22, by=account)
    return one


@pytest.fixture
def received(pairing):
    """Offered by them."""
    account = type(pairing.account).objects.get(pk=pairing.account_id)
    said = {
        "service_code": "legal_aid",
        "needs": [],
        "urgency": "urgent",
        "age_band": "18_24",
        "region": "",
        "language": "sw",
        "interpreter_needed": True,
        "feedback": "status",
        "categories": ["identity"],
        "deadline": (timezone.now() + datetime.timedelta(days=2)).isoformat(),
        "consent_ends_on": in_a_year().isoformat(),
    }
    with as_user(account):
        return take_offer(pairing, public_id(), said, by=account)


def path(one, step=""):
    return f"/referrals/{one.public_id}/" + (f"{step}/" if step else "")


def kinds(user):
    with as_user(user):
        return list(OutgoingLetter.objects.visible_to(user).order_by("id").values_list("kind", flat=True))


def test_from_asked_to_overdue_to_confirmed(sent, caseworker):
    page = Browser(caseworker)
    assert "They work on another server" in words(page.get(path(sent)))
    answer = page.post(path(sent, "revoke"), follow=True)
    text = words(answer)
    assert "The other server was asked to destroy what it was sent" in text
    assert "It has until" in text and "nobody can read it any more" not in text
    with as_user(caseworker):
        purges = PurgeRequest.objects.visible_to(caseworker)
        purges.update(due_at=timezone.now() - datetime.timedelta(hours=1))
    text = words(page.get(path(sent)))
    assert "has not confirmed it. Call them" in text and "they can still read it" in text
    with as_user(caseworker):
        PurgeRequest.objects.visible_to(caseworker).update(confirmed_at=timezone.now())
    text = words(page.get(path(sent)))
    assert "confirmed on" in text and "has not confirmed" not in text
    assert kinds(caseworker) == ["offer", "disclosure", "revoke"]


def test_accepting_waits_for_the_other_server(received, caseworker):
    page = Browser(caseworker)
    text = words(page.get(path(received)))
    assert "Far House" in text and "Accept" in text
    text = words(page.post(path(received, "accept"), {"version": received.version}, follow=True))
    assert "The other server was asked for what the person agreed to share" in text
    assert "works on another server: what the person agreed to share comes" in text
    assert 'value="accept"' not in text and "Decline" not in text and "Stop sharing" in text
    assert kinds(caseworker) == ["accept"]


@pytest.mark.parametrize(
    ("step", "given"), [("accept", {}), ("decline", {"reason": "no_capacity"}), ("acknowledge", {})]
)
def test_after_the_yes_there_is_no_second_answer(received, caseworker, step, given):
    page = Browser(caseworker)
    page.post(path(received, "accept"), {"version": received.version})
    answer = page.post(path(received, step), {"version": received.version + 1} | given)
    assert answer.status_code in (409, 422) and "accepted" in words(answer)
    assert kinds(caseworker) == ["accept"]


def test_the_partner_is_offered_to_refer_to(pairing, planted_case, caseworker, partner_worker):  # noqa: F811
    assert "Far House" in words(Browser(caseworker).get(f"/cases/{planted_case.public_id}/refer/"))
    assert "Far House" not in words(Browser(partner_worker).get("/referrals/"))
