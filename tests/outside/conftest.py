"""Harbor House keeps a partner that doesn't use the system, Green Gate Clinic; Lotus Legal keeps another one."""

import pytest
from django.db import transaction

from casemgr.accounts.models import Organization
from referrals import actions
from referrals.models import OutsidePartner
from tests.conftest import as_user, make_person_of
from tests.referrals.conftest import (  # noqa: F401 - fixtures
    PLANTED,
    agree,
    answering,
    clock,
    draft,
    offer,
    planted_case,
    sahel,
    stranger,
    with_second_factor,
)

DETAILS = {
    "name": "Green Gate Clinic",
    "kind": "",
    "letter_name": "Green Gate, second floor",
    "telephone": "+1 555 0177",
    "address": "7 Planted Row",
    "ask_for": "the head nurse",
    "hours": "Mondays, nine to noon",
    "services": ["medical"],
    "languages": ["ar", "en"],
    "ways": ["phone", "letter"],
}


def add(by, **changes):
    """A partner outside as `by` wrote it down; pending."""
    with as_user(by):
        return actions.add_outside(DETAILS | changes, by=by)


def confirmed(one, by):
    with as_user(by):
        return actions.confirm_outside(now_is_partner(one, by), version=now_is_partner(one, by).version, by=by)


def now_is_partner(one, by):
    """The partner as it is now."""
    with as_user(by), transaction.atomic():
        return OutsidePartner.objects.visible_to(by).select_related("partner").get(pk=one.pk)


@pytest.fixture
def worker(caseworker):
    """The sender's caseworker, with a second factor."""
    return with_second_factor(caseworker)


@pytest.fixture
def pending(supervisor):
    return add(supervisor)


@pytest.fixture
def outside(pending, org_admin):
    """Written down by the supervisor, confirmed by the administrator."""
    return confirmed(pending, org_admin)


@pytest.fixture
def green_gate(outside, worker):
    """The partner among the organizations."""
    with as_user(worker):
        return Organization.objects.get(pk=outside.partner_id)


@pytest.fixture
def foreign(lotus):
    """A partner that Lotus Legal keeps, and the colleague of Lotus who knows it."""
    first, second = make_person_of(lotus, "supervisor"), make_person_of(lotus, "org_admin")
    return confirmed(add(first, name="Quiet Lane Advice"), second), first


@pytest.fixture
def offered(planted_case, green_gate, worker):  # noqa: F811
    return offer(planted_case, green_gate, by=worker)


@pytest.fixture
def accepted(offered, worker):
    """They said yes on the telephone."""
    with as_user(worker):
        return actions.accept(offered, by=worker, way="phone")


def draft_to(case, partner, *, by, categories=("identity", "contact"), **more):
    """A draft to the partner on a consent that was just given."""
    return draft(case, partner, by=by, categories=categories, **more)
