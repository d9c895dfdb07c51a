"""What the database tells of a country: of whom, to whom, for which times, and nothing beside it."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from casemgr.accounts.actions import end_agreement
from casemgr.errors import InvalidInput, NotPermitted
from cases.actions import record_consent
from referrals.actions import read_mechanism
from referrals.mechanism import LADDER, SETTLED, Figures
from referrals.models import Referral
from referrals.own_figures import of_own, step
from tests.conftest import as_user, in_a_year, make_person_of, open_case
from tests.referrals.conftest import offer
from tests.referrals.mechanism import QUARTER, agree, network, offers, when


def read(user, quarter=QUARTER) -> Figures:
    with as_user(user):
        return read_mechanism(quarter.year, quarter.number, by=user)


def asked(user, query, *parameters):
    """The answer to SQL by hand, as this person on the app's login; or the refusal's code."""
    try:
        with as_user(user), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query, parameters)
            return cursor.fetchall()
    except DatabaseError as refused:
        return refused.__cause__.sqlstate


def test_it_counts_what_organizations_of_the_country_offered_each_other():
    members = network(3)
    offers(members, 30, "accepted")
    assert read(members[0]).of("offered", "all", "") == 30


def test_without_an_agreement_of_both_nothing_is_counted():
    members, silent = network(3), network(2, "VNM", agreed=False)
    offers(members, 30)
    offers([members[0], silent[0]], 30)
    assert read(members[0]).of("offered", "all", "") == 30
    assert read(silent[0]) == Figures()


def test_an_ended_agreement_takes_an_organization_out():
    members = network(4)
    offers(members, 72)
    with as_user(make_person_of(members[3].home, "org_admin")) as admin:
        end_agreement(agree(members[3].home), by=admin)
        for row in members[3].home.agreements.filter(ended_on=None):
            end_agreement(row, by=admin)
    assert read(members[0]).of("offered", "all", "") == 36


def test_it_counts_by_the_day_of_offering_and_leaves_mistakes_out():
    members = network(3)
    offers(members, 30)
    offers(members, 30, at=when(-1))
    offers(members, 30, at=when(95))
    offers(members, 30, "entered_in_error")
    assert read(members[0]).of("offered", "all", "") == 30


def test_a_person_who_said_no_to_statistics_is_not_counted(clock):
    members = network(3)
    offers(members, 30)
    clock.at(when())
    for decision in ("given", "refused"):
        case = open_case(members[0])
        with as_user(members[0]):
            record_consent(case.person, purpose="statistics", decision=decision, method="spoken",
                           ends_on=in_a_year(), by=members[0])  # fmt: skip
        offer(case, members[1].home, by=members[0])
    clock.at(datetime.datetime.now(datetime.UTC))
    assert read(members[0]).of("offered", "all", "") == 31


def test_times_are_steps_of_a_ladder():
    members = network(3)
    offers(members, 30, "in_service", urgency="emergency", steps=[("accept", 3, ""), ("record_contact", 30, "ok")])
    told = read(members[0])
    assert told.of("answer_half", "emergency", "") == 4
    assert told.of("contact_most", "emergency", "") == 48
    assert step(datetime.timedelta(days=91), LADDER) == 0


def test_the_database_and_an_organization_count_alike():
    """Every number that is told is the sum of what the members see of theirs: each offer is received once."""
    members = network(3)
    for state, reason in (("accepted", ""), ("completed", ""), ("declined", "no_capacity"), ("declined", "ineligible"),
                          ("expired", ""), ("declined", "conflict"), ("withdrawn", ""), ("offered", "")):  # fmt: skip
        offers(members, 30, state, reason_code=reason, steps=[("acknowledge", 2, "")])
        offers(members, 30, state, reason_code=reason, service_code="medical", language="vi", region="Africa")
        offers(members, 30, state, reason_code=reason, language="ar", region="Africa")
    told = {cell: number for cell, number in read(members[0]).numbers.items() if cell[1] or cell[0] == "offered"}
    own = []
    for member in members:
        with as_user(member), transaction.atomic():
            own.append(of_own(member, QUARTER.first, QUARTER.after)["received"])
    assert {"offered", "outcome", "progress", "unmet", "service", "region", "language"} <= {cell[0] for cell in told}
    assert {cell: sum(one.numbers.get(cell, 0) for one in own) for cell in told} == told


@pytest.mark.parametrize("role", ["caseworker", "team_lead", "org_admin", "auditor", "partner_client"])
def test_no_other_role_asks(harbor, role):
    user = make_person_of(harbor, role)
    with as_user(user), pytest.raises(NotPermitted):
        read_mechanism(QUARTER.year, QUARTER.number, by=user)
    assert asked(user, "SELECT * FROM app.mechanism(%s, %s)", QUARTER.year, QUARTER.number) == "42501"


def test_a_suspended_organization_is_told_nothing():
    members = network(3)
    offers(members, 30)
    members[0].home.status = "suspended"
    members[0].home.save()
    assert asked(members[0], "SELECT * FROM app.mechanism(%s, %s)", QUARTER.year, QUARTER.number) == "42501"


def test_what_is_not_settled_is_refused_by_the_action_and_by_the_database(supervisor):
    now = datetime.datetime.now(datetime.UTC)
    running = now - SETTLED / 2
    year, number = running.year, (running.month + 2) // 3
    with as_user(supervisor), pytest.raises(InvalidInput):
        read_mechanism(year, number, by=supervisor)
    for odd in ((year, number), (2024, 0), (2024, 5), (None, 1), (1999, 1)):
        assert asked(supervisor, "SELECT * FROM app.mechanism(%s, %s)", *odd) == "22023", odd


def test_nothing_behind_it_can_be_reached_by_hand():
    members = network(3)
    offers(members, 30)
    read(members[0])
    for query in (
        "SELECT * FROM app.mechanism_published",
        "DELETE FROM app.mechanism_published",
        "SELECT app.mechanism_left('{}')",
        "SELECT * FROM app.mechanism_figures('{}', 0)",
        "SELECT * FROM app.mechanism_figures(ARRAY(SELECT ROW('offered','','all',sender_id,receiver_id)"
        "::app.mechanism_fact FROM referrals_referral), 0)",
    ):
        assert asked(members[0], query) == "42501", query
    with as_user(members[0]), transaction.atomic():
        mine = set(Referral.objects.visible_to(members[0]).values_list("pk", flat=True))
    assert {row[0] for row in asked(members[0], "SELECT id FROM referrals_referral")} == mine
