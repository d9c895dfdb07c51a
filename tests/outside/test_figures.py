"""Statistics count referrals by phone or letter as any others: coded, of people who agreed, naming no partner."""

import datetime

from django.db import transaction

from casemgr.accounts.actions import create_organization
from casemgr.accounts.models import Organization
from cases.for_exports import open_door
from referrals import actions
from referrals.for_exports import outcomes
from tests.conftest import as_user, make_person_of, open_case
from tests.outside.conftest import add, confirmed
from tests.referrals.conftest import PLANTED, offer
from tests.referrals.test_for_exports import consent_to_statistics, sign


def test_an_outcome_written_down_by_hand_is_counted(cloned_world):
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    sign(harbor)
    worker, leading, admin = (make_person_of(harbor, role) for role in ("caseworker", "supervisor", "org_admin"))
    one = confirmed(add(leading), admin)
    case = open_case(worker, **PLANTED)
    consent_to_statistics(case, worker)
    with as_user(worker), transaction.atomic():
        partner = Organization.objects.get(pk=one.partner_id)
    sent = offer(case, partner, by=worker)
    with as_user(worker):
        actions.decline(sent, reason="no_capacity", way="phone", by=worker)
    with open_door(datetime.date.today()) as query:
        rows = [tuple(row) for row in outcomes(query)]
    assert [row[1:] for row in rows] == [("legal_aid", "declined", "")]
