"""The pages of the exchange: what an administrator and a second person see and do."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from casemgr.accounts.actions import create_organization
from casemgr.accounts.models import Organization
from casemgr.audit import events
from casemgr.errors import CasemgrError
from cases.actions import record_consent
from referrals.actions import draft, pairings
from referrals.exchange import instance, invitations
from referrals.exchange.fingerprint import fingerprint
from referrals.exchange.instance import Instance
from referrals.exchange.remote_organization import Described
from referrals.models import Pairing
from tests.conftest import as_user, make_person_of, open_case
from tests.pages.casework.conftest import Browser, words

OTHER = Instance("B" * 22, "https://far.example", b"s" * 32, b"e" * 32)
FAR = Described("Far House", "KEN", "Africa/Nairobi")


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.CASEMGR_EXCHANGE_URL = "https://here.example"


@pytest.fixture
def page(org_admin):
    return Browser(org_admin)


@pytest.fixture
def second(supervisor):
    return Browser(supervisor)


def invited(page, **terms):
    given = {"highest_tier": "disclosure", "services": [], "ends_on": in_days(100)} | terms
    return page.post("/settings/exchange/invite/", given)


def in_days(days):
    return (datetime.date.today() + datetime.timedelta(days=days)).isoformat()


@pytest.fixture
def claimed(page, org_admin):
    """The other side has answered."""
    shown = invited(page).context
    token = invitations.read_code(shown["code"]).token
    with as_user(org_admin):
        return pairings.be_claimed(token, OTHER, FAR, by=org_admin)


def compared(browser, pairing):
    """Press the button of the page as it stands."""
    number = browser.get(address(pairing)).context["number"]
    return browser.post(address(pairing, "confirm"), {"number": number})


def address(pairing, act=""):
    return (
        reverse("exchange_act", args=[pairing.public_id, act])
        if act
        else reverse("exchange_one", args=[pairing.public_id])
    )


def test_the_code_is_shown_once(page, org_admin):
    answer = invited(page)
    code = answer.context["code"]
    assert answer.status_code == 200 and code in words(answer) and code.startswith("casemgr1.")
    with as_user(org_admin):
        pairing = Pairing.objects.visible_to(org_admin).get()
    assert code not in page.get(address(pairing)).content.decode()
    assert code not in str(vars(pairing)) and page.trail(events.PAIRING_INVITED)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"ends_on": in_days(-1)}, "within the next two years"),
        ({"ends_on": in_days(900)}, "within the next two years"),
        ({"ends_on": ""}, "This field is required"),
        ({"highest_tier": "everything"}, "Select a valid choice"),
        ({"services": ["nothing"]}, "Select a valid choice"),
    ],
)
def test_terms_that_cannot_be_are_said_and_kept(page, terms, said):
    answer = invited(page, **terms)
    assert answer.status_code == 422 and said in words(answer)


def test_two_people_compare_the_number(page, second, claimed):
    shown = page.get(address(claimed))
    assert "Compare the number" in words(shown) and len(shown.context["number"].split()) == 12
    compared(page, claimed)
    assert "Somebody else of your organization compares it too" in words(page.get(address(claimed)))
    assert "A number has to be compared" in words(second.get("/settings/factors/"))
    assert second.get(address(claimed)).status_code == 200
    compared(second, claimed)
    assert "Confirmed here: waiting for them" in words(page.get(address(claimed)))


def test_one_person_is_not_two(page, claimed):
    for _time in range(2):
        compared(page, claimed)
    text = words(page.get(address(claimed)))
    assert "A second person must compare the number too" in text and "Answered: compare the number" in text


def test_a_supervisor_compares_and_does_no_more(second, claimed):
    assert second.get("/settings/exchange/invite/").status_code == 403
    text = words(second.get(address(claimed)))
    assert "End it for good" not in text and "Teams" not in text
    second.post(address(claimed, "end"))
    assert "Answered: compare the number" in words(second.get(address(claimed)))


def test_other_organizations_find_nothing(claimed, lotus):
    other = Browser(make_person_of(lotus, "org_admin"))
    assert other.get(address(claimed)).status_code == 404
    assert other.post(address(claimed, "end")).status_code == 404
    assert "Far House" not in words(other.get("/settings/exchange/"))


def test_nobody_else_is_told_of_the_partner(claimed, caseworker, partner_worker):
    Organization.objects.filter(pk=claimed.partner_id).update(status="active")
    assert claimed.partner in Organization.objects.partners_of(caseworker)
    assert claimed.partner not in Organization.objects.partners_of(partner_worker)


def test_an_answer_that_fails_says_why_and_keeps_what_was_typed(page, monkeypatch):
    code, _token = invitations.code_for(Instance("C" * 22, "https://10.0.0.1", b"s" * 32, b"e" * 32))
    given = {"highest_tier": "offer", "services": [], "ends_on": in_days(9), "code": code}
    answer = page.post("/settings/exchange/answer/", given)
    assert answer.status_code == 422 and "not an address that can be asked" in words(answer) and code in words(answer)
    assert "This is not a whole code" in words(page.post("/settings/exchange/answer/", given | {"code": "x"}))


def test_switched_off_nothing_is_there(page, settings, client):
    settings.CASEMGR_EXCHANGE_URL = ""
    assert "switched off" in words(page.get("/settings/exchange/")) and not instance.enabled()
    assert client.get("/.well-known/survivor-referrals").status_code == 404
    assert client.post("/fed/v1/inbox", b"{}", content_type="application/json").status_code == 404
    assert invited(page).status_code == 422


def test_one_that_cannot_be_reached_does_not_invite(page, settings):
    settings.CASEMGR_EXCHANGE_URL = "poll"
    answer = invited(page)
    assert answer.status_code == 422 and "let the other side invite you" in words(answer)


def test_a_number_that_changed_meanwhile_is_not_confirmed(page, claimed):
    page.post(address(claimed, "confirm"), {"number": "11111 " * 11 + "11111"})
    text = words(page.get(address(claimed)))
    assert "The number has changed meanwhile" in text and "compared it on" not in text


def test_each_pairing_has_a_number_of_its_own_the_same_on_both_sides():
    here = Instance("A" * 22, "", b"a" * 32, b"b" * 32)
    numbers = [fingerprint(*sides, shared) for sides in ((here, OTHER), (OTHER, here)) for shared in ("one", "two")]
    assert numbers[:2] == numbers[2:] and numbers[0] != numbers[1]


def test_nobody_else_here_refers_to_the_partner(claimed, partner_worker):
    """The lists don't offer it; whoever names it all the same is stopped by the database."""
    Organization.objects.filter(pk=claimed.partner_id).update(status="active")
    partner = Organization.objects.get(pk=claimed.partner_id)
    case = open_case(partner_worker)
    with pytest.raises((DatabaseError, CasemgrError)), as_user(partner_worker), transaction.atomic():
        consent = record_consent(
            case.person,
            purpose="share",
            decision="given",
            method="spoken",
            recipient=partner,
            categories=["identity"],
            ends_on=datetime.date.today() + datetime.timedelta(days=9),
            by=partner_worker,
        )
        draft(consent=consent, case=case, service_code="legal_aid", by=partner_worker)


def test_answering_works_without_a_transaction_around_it(cloned_world):
    """As in production: nothing waits for another server inside of one, and the page still knows who looks."""
    page = Browser(make_person_of(create_organization(name="Harbor House", slug="harbor", country="USA"), "org_admin"))
    assert page.get("/settings/exchange/answer/").status_code == 200
    terms = {"code": "nonsense", "highest_tier": "disclosure", "services": [], "ends_on": in_days(100)}
    assert page.post("/settings/exchange/answer/", terms).status_code == 422
