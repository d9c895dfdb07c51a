"""People and papers of a referral from Harbor House to Lotus Legal, and a third organization that has no part in it."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from casemgr.accounts.actions import create_organization
from cases.actions import record_consent
from cases.models import Notification
from referrals import actions
from referrals.models import Referral
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


class Clock:
    """The time as everything in the product reads it, standing still until told."""

    def __init__(self, now):
        self.now = now

    def at(self, moment):
        self.now = moment

    def go(self, **span):
        self.now += datetime.timedelta(**span)


@pytest.fixture
def clock(monkeypatch):
    stopped = Clock(timezone.now())
    monkeypatch.setattr("django.utils.timezone.now", lambda: stopped.now)
    return stopped


def news_of(user, *kinds):
    """The kinds of news about referrals that this person got, oldest first."""
    with as_user(user), transaction.atomic():
        rows = Notification.objects.visible_to(user).filter(kind__startswith="referral_").order_by("id")
        return [row.kind for row in rows if not kinds or row.kind in kinds]


def now_is(referral, user):
    """The referral as it is now, for somebody who sees it."""
    with as_user(user), transaction.atomic():
        return Referral.objects.visible_to(user).select_related("sender", "receiver").get(pk=referral.pk)
