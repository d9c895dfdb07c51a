"""What is taken away is gone at the next request of a browser that is still signed in (ASVS 8.3.2)."""

import pytest
from django.db import transaction

from casemgr.accounts.actions import change_role, deactivate
from casemgr.accounts.models import Organization
from cases import actions
from cases.models import Case
from tests.conftest import as_user
from tests.doors.house import outcome


def now(house, by):
    return Case.objects.visible_to(by).select_related("person").get(public_id=house.ids["case_id"])


def unname(house):
    leader = house.people["supervisor"]
    with as_user(leader):
        actions.end_grant(now(house, leader), of=house.people["named"], by=leader)


def assign_and_unname(house):
    leader = house.people["supervisor"]
    with as_user(leader):
        actions.assign(now(house, leader), to=house.people["colleague"], by=leader)
        actions.end_grant(now(house, leader), of=house.people["caseworker"], by=leader)


def restrict(house):
    leader = house.people["supervisor"]
    with as_user(leader):
        actions.set_restricted(now(house, leader), restricted=True, reason="A relative works here", by=leader)


def give_another_role(house):
    admin = house.people["org_admin"]
    with as_user(admin):
        change_role(house.people["named"], role="data_steward", by=admin)


def end_the_account(house):
    admin = house.people["org_admin"]
    with as_user(admin):
        deactivate(house.people["named"], by=admin)


def suspend(house):
    Organization.objects.filter(slug="harbor").update(status=Organization.Status.SUSPENDED)


@pytest.mark.parametrize(
    ("persona", "taken_away", "found"),
    [
        ("named", unname, "absent"),
        ("caseworker", assign_and_unname, "absent"),
        ("second_supervisor", restrict, "absent"),
        ("named", give_another_role, "refused"),
        ("named", end_the_account, "sign in"),
        ("caseworker", suspend, "refused"),
        ("supervisor", suspend, "refused"),
    ],
)
def test_what_is_taken_away_is_gone_at_the_next_request(house, persona, taken_away, found):
    assert outcome(house.knock(persona, "case")) == "opens"
    with transaction.atomic():
        taken_away(house)
        after = [outcome(house.knock(persona, name)) for name in ("case", "case_notes", "note_add", "case_reveal")]
        transaction.set_rollback(True)
    house.people[persona].refresh_from_db()
    assert set(after) == {found}
