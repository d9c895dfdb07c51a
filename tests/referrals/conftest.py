"""People and papers of a referral from Harbor House to Lotus Legal, and a third organization that has no part in it."""

import datetime

import pytest
from allauth.mfa.models import Authenticator

from casemgr.accounts.actions import create_organization
from cases.actions import record_consent
from referrals import actions
from tests.conftest import as_user, in_a_year, make_person_of, open_case

PLANTED = {
    "alias": "Planted-Alias",
    "legal_name": "Planted Legal Name",
    "birth_date": datetime.date(1999, 3, 7),
    "phone": "+15550100777",
    "email": "planted@example.net",
    "address": "77 Planted Street",
    "accessibility": "Planted ramp",
    "gender": "Feminine",
    "citizenship": "KEN",
    "preferred_language": "sw",
    "interpreter_needed": True,
}


def with_second_factor(user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


@pytest.fixture
def sahel():
    return create_organization(name="Sahel Relief", slug="sahel", country="MLI")


@pytest.fixture
def answering(partner_worker):
    """The receiver's caseworker, with a second factor."""
    return with_second_factor(partner_worker)


@pytest.fixture
def stranger(sahel):
    """A supervisor of an organization that has no part in the referral, with a second factor."""
    return with_second_factor(make_person_of(sahel, "supervisor"))


@pytest.fixture
def planted_case(caseworker):
    return open_case(caseworker, **PLANTED)


def agree(case, recipient, *, by, categories=("identity", "contact"), service_code="", **how):
    """The person agrees to share these kinds of data with the recipient."""
    with as_user(by):
        return record_consent(
            case.person,
            purpose="share",
            decision="given",
            method="spoken",
            recipient=recipient,
            categories=categories,
            service_code=service_code,
            by=by,
            **({"ends_on": in_a_year()} | how),
        )


def draft(case, recipient, *, by, categories=("identity", "contact"), service_code="legal_aid", **offer):
    consent = agree(case, recipient, by=by, categories=categories)
    with as_user(by):
        return actions.draft(consent=consent, case=case, service_code=service_code, by=by, **offer)


def offer(case, recipient, *, by, **more):
    referral = draft(case, recipient, by=by, **more)
    with as_user(by):
        return actions.submit(referral, by=by)


@pytest.fixture
def drafted(planted_case, lotus, caseworker):
    return draft(planted_case, lotus, by=caseworker)


@pytest.fixture
def offered(planted_case, lotus, caseworker):
    return offer(planted_case, lotus, by=caseworker)


@pytest.fixture
def accepted(offered, answering):
    with as_user(answering):
        return actions.accept(offered, by=answering)
