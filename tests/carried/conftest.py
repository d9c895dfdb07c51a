"""Harbor House lets people carry what they share; its caseworker gives a slip to the person of the planted case."""

import pytest
from django.db import transaction

from casemgr.accounts.actions import set_carried_links
from casemgr.encryption import slips
from casemgr.encryption.passphrases import Cost
from cases.models import Notification
from frontend.form_once import new_mark
from referrals import actions
from referrals.models import CarriedLink, CarriedReply
from tests.conftest import as_user
from tests.referrals.conftest import PLANTED, clock, planted_case  # noqa: F401 - fixtures

NAME = "Blue Table"
WORD = {"decision": "given", "method": "spoken"}
WISH = {"service_code": "legal_aid", "categories": ["identity", "contact"], "hours": 72, "openings": 3, "talked": True}


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Stretching a passcode is slow by design; the tests try many."""
    monkeypatch.setattr(slips, "COST", Cost(1, 1, 1))


@pytest.fixture
def switched_on(org_admin):
    with as_user(org_admin):
        return set_carried_links(on=True, name=NAME, understood=True, by=org_admin)


def give(case, by, *, word=None, **changes):
    """A slip as `by` made it."""
    with as_user(by):
        return actions.make_carried(case, word=WORD | (word or {}), by=by, **(WISH | changes))


@pytest.fixture
def slip(planted_case, caseworker, switched_on):  # noqa: F811
    return give(planted_case, caseworker)


def open_(slip, passcode=None):
    """What slip and passcode open, for somebody who isn't signed in."""
    return actions.open_carried(slip.code, passcode or slip.passcode)


def now_is_slip(slip, by):
    with as_user(by), transaction.atomic():
        return CarriedLink.objects.visible_to(by).get(pk=slip.link.pk)


def replies(by):
    with as_user(by), transaction.atomic():
        return [(one.service, one.telephone, one.words) for one in CarriedReply.objects.visible_to(by)]


def news_of(user):
    with as_user(user), transaction.atomic():
        rows = Notification.objects.visible_to(user).filter(kind__startswith="carried_").order_by("id")
        return [row.kind for row in rows]


def typed(slip, passcode=None, **more):
    """What a fresh form at the door sends."""
    return {"once": new_mark(), "code": slip.code, "passcode": passcode or slip.passcode} | more


def wrong(passcode):
    """A passcode of the same shape that isn't it."""
    return passcode[:-1] + str((int(passcode[-1]) + 1) % 10)
