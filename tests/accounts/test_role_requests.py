"""A role that sees much takes two people: no single pair of hands gives itself, or a puppet, others' cases."""

import argparse
import datetime

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.accounts.actions import (
    change_role,
    create_organization,
    create_person,
    deactivate,
    decide_role,
    renew_invitation,
    save_team,
)
from casemgr.accounts.actions.team_grants import grant_to
from casemgr.accounts.models import RoleRequest, TeamUserObjectPermission, User
from casemgr.accounts.roles import MACHINES, ROLES
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.cli import give_role
from casemgr.cli.refusal import Refused
from casemgr.errors import CasemgrError, NotFound, NotInThisState, NotPermitted
from cases.models import Case
from tests.conftest import as_user, make_person_of

TWO = [code for code, role in ROLES.items() if role.takes_two]
ALONE = [code for code, role in ROLES.items() if not role.takes_two and code not in MACHINES]


@pytest.fixture
def running(colleague):
    """Somebody of the organization has signed in: its beginning is over."""
    User.objects.filter(pk=colleague.pk).update(last_login=timezone.now())
    return colleague


def acting(by, act, *arguments, **words):
    with as_user(by):
        return act(*arguments, by=by, **words)


def waiting(person, by):
    with as_user(by):
        return person.role_requests.get()


def fresh(person):
    return User.objects.get(pk=person.pk)


def test_which_roles_take_two():
    assert set(TWO) == {"team_lead", "supervisor", "night_staff", "org_admin", "complaint_recipient", "auditor"}


@pytest.mark.parametrize("role", TWO)
def test_a_role_that_sees_much_waits_for_a_second_person(role, running, org_admin, supervisor):
    asked = acting(org_admin, change_role, running, role=role)
    assert fresh(running).role == "caseworker"
    assert acting(supervisor, decide_role, asked, confirm=True).state == "done"
    assert fresh(running).role == role


@pytest.mark.parametrize("role", ALONE)
def test_another_role_is_given_at_once_and_takes_back_what_waits(role, running, org_admin, supervisor):
    asked = acting(org_admin, change_role, running, role="supervisor")
    assert acting(org_admin, change_role, running, role=role) is None
    assert fresh(running).role == role
    with pytest.raises(NotInThisState):
        acting(supervisor, decide_role, asked, confirm=True)


def test_the_database_lets_a_second_person_add_nobody_who_was_not_asked_for(running, org_admin, supervisor, harbor):
    team = acting(org_admin, save_team, name="Night", members=[])
    lead = make_person_of(harbor, "team_lead")
    with as_user(supervisor), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        grant_to(lead, team)
    acting(org_admin, save_team, name="Night", members=[lead], team=team)
    with as_user(org_admin):
        RoleRequest.objects.update(asked_by=supervisor)
    with as_user(supervisor), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        grant_to(lead, team)


def test_who_asked_and_whom_it_is_about_cannot_confirm(running, org_admin, supervisor, harbor, lotus):
    asked = acting(org_admin, change_role, supervisor, role="org_admin")
    for nobody in (org_admin, supervisor):
        with pytest.raises(NotPermitted):
            acting(nobody, decide_role, asked, confirm=True)
    with pytest.raises(NotFound):
        acting(make_person_of(lotus, "supervisor"), decide_role, asked, confirm=True)
    with pytest.raises(NotPermitted):
        acting(running, decide_role, asked, confirm=True)
    assert fresh(supervisor).role == "supervisor"
    assert acting(org_admin, decide_role, asked, confirm=False).state == "refused"


def test_the_database_refuses_a_confirmation_by_who_asked(running, org_admin):
    asked = acting(org_admin, change_role, running, role="supervisor")
    asked.state, asked.decided_by = "done", org_admin
    with as_user(org_admin), pytest.raises(IntegrityError), transaction.atomic():
        asked.save()


def test_a_new_account_stays_closed_until_it_is_confirmed(running, org_admin, supervisor):
    person = acting(org_admin, create_person, email="new@example.org", name="New", role="supervisor")
    assert not person.is_active
    with pytest.raises(NotFound):
        acting(org_admin, renew_invitation, person)
    asked = waiting(person, supervisor)
    acting(supervisor, decide_role, asked, confirm=True)
    assert fresh(person).is_active
    assert acting(org_admin, renew_invitation, fresh(person)).startswith("/accounts/")


def test_a_closed_account_may_be_asked_for_again_but_ended_access_stays_ended(running, org_admin, supervisor):
    person = acting(org_admin, create_person, email="new@example.org", name="New", role="supervisor")
    with as_user(org_admin):
        RoleRequest.objects.update(asked_at=timezone.now() - datetime.timedelta(days=15))
    with pytest.raises(NotInThisState):
        acting(supervisor, decide_role, waiting(person, supervisor), confirm=True)
    again = acting(org_admin, change_role, person, role="supervisor")
    asked = acting(org_admin, change_role, running, role="supervisor")
    acting(org_admin, deactivate, running)
    with pytest.raises(NotInThisState):
        acting(supervisor, decide_role, asked, confirm=True)
    with pytest.raises(NotInThisState):
        acting(org_admin, change_role, fresh(running), role="intake")
    acting(supervisor, decide_role, again, confirm=True)
    assert fresh(person).is_active and not fresh(running).is_active


def test_joining_a_team_with_a_role_that_sees_its_cases_waits(running, org_admin, supervisor, harbor, case):
    lead = make_person_of(harbor, "team_lead")
    case.team = acting(org_admin, save_team, name="Night", members=[running])
    with as_user(supervisor):
        Case.objects.visible_to(supervisor).filter(pk=case.pk).update(team=case.team)
    acting(org_admin, save_team, name="Night", members=[running, lead], team=case.team)
    assert list(case.team.members.all()) == [running]
    assert not TeamUserObjectPermission.objects.filter(user=lead).exists()
    acting(supervisor, decide_role, waiting(lead, supervisor), confirm=True)
    assert set(case.team.members.all()) == {running, lead}
    with as_user(lead):
        assert case in Case.objects.visible_to(lead)


def test_a_team_isn_t_joined_once_the_role_has_changed(running, org_admin, supervisor, harbor):
    lead = make_person_of(harbor, "team_lead")
    team = acting(org_admin, save_team, name="Night", members=[lead])
    acting(org_admin, change_role, lead, role="intake")
    with pytest.raises(NotInThisState):
        acting(supervisor, decide_role, waiting(lead, supervisor), confirm=True)
    assert not team.members.exists()


def test_the_first_administrator_begins_alone(lotus):
    founder = make_person_of(create_organization(name="New", slug="new", country="USA"), "org_admin")
    first = acting(founder, create_person, email="first@example.org", name="First", role="supervisor")
    assert first.is_active
    User.objects.filter(pk=first.pk).update(last_login=timezone.now())
    second = acting(founder, create_person, email="second@example.org", name="Second", role="supervisor")
    assert not second.is_active


def test_both_hands_are_in_the_trail(running, org_admin, supervisor, auditor):
    asked = acting(org_admin, change_role, running, role="auditor")
    acting(supervisor, decide_role, asked, confirm=True)
    with as_user(auditor):
        of_theirs = AuditEntry.objects.visible_to(auditor).filter(object_pk=str(running.pk))
        rows = list(of_theirs.order_by("timestamp"))
    told = [(row.event, row.actor_id) for row in rows if row.event in (events.ROLE_ASKED, events.ROLE_DECIDED)]
    assert told == [(events.ROLE_ASKED, org_admin.pk), (events.ROLE_DECIDED, supervisor.pk)]


def test_an_operator_can_where_nobody_else_is(running, org_admin, monkeypatch, capsys):
    def run(*words):
        parser = argparse.ArgumentParser()
        give_role.add_parser(parser.add_subparsers())
        return give_role.run(parser.parse_args(["give-role", *words]))

    asked = acting(org_admin, change_role, running, role="auditor")
    monkeypatch.setattr("builtins.input", lambda _question: "no")
    for email in ("nobody@example.org", running.email):
        with pytest.raises(Refused):
            run(email, "supervisor")
    assert fresh(running).role == "caseworker"
    assert run(running.email.upper(), "supervisor", "--yes") == 0 and fresh(running).role == "supervisor"
    assert running.email not in capsys.readouterr().out
    with pytest.raises(NotInThisState):
        acting(org_admin, decide_role, asked, confirm=False)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["change", "create", "team", "confirm", "refuse", "deactivate"]),
        st.sampled_from(TWO + ALONE),
    ),
    max_size=12,
)


@given(steps=STEPS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_no_story_of_one_administrator_alone_ends_with_a_puppet_that_sees_much(steps, running, org_admin, supervisor):
    with transaction.atomic():
        known = {running.pk: running}
        for number, (step, role) in enumerate(steps):
            try:
                with transaction.atomic(), as_user(org_admin):
                    person = fresh(list(known.values())[-1])
                    if step == "create":
                        email = f"puppet{number}@example.org"
                        made = create_person(email=email, name="Puppet", role=role, by=org_admin)
                        known[made.pk] = made
                    elif step == "change":
                        change_role(person, role=role, by=org_admin)
                    elif step == "team":
                        save_team(name=f"Team {number}", members=[person], by=org_admin)
                    elif step == "deactivate":
                        deactivate(person, by=org_admin)
                    else:
                        for asked in RoleRequest.objects.waiting():
                            decide_role(asked, confirm=step == "confirm", by=org_admin)
            except CasemgrError:
                continue
        reaching = User.objects.filter(pk__in=known, is_active=True, role__in=TWO)
        assert not reaching.exists()
        transaction.set_rollback(True)
