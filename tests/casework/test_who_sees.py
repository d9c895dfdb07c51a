"""Who sees a case: application, database and the page "Who could see this today?" agree, whatever was done before."""

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.accounts.actions import create_organization, save_team
from casemgr.accounts.models import TeamUserObjectPermission
from casemgr.accounts.roles import MACHINES, ROLES
from cases import actions
from cases.models import Case, EmergencyAccess
from cases.seeing import who_sees
from tests.conftest import as_user, make_person_of, open_case

SEEING = sorted(code for code, role in ROLES.items() if "view_case" in role.permissions and code not in MACHINES)


def sees(user, case):
    """The application's answer; the database's own must be the same."""
    with as_user(user):
        shown = Case.objects.visible_to(user).filter(pk=case.pk).exists()
        assert shown == Case.objects.unscoped("the database alone").filter(pk=case.pk).exists()
        return shown


@pytest.fixture
def night(harbor, org_admin, caseworker):
    """A team with a lead and somebody on night duty; the caseworker isn't in it."""
    members = [make_person_of(harbor, role) for role in ("team_lead", "night_staff")]
    with as_user(org_admin):
        return save_team(name="Night", members=members, by=org_admin), members


def test_a_teams_case_is_seen_by_those_whose_scope_is_their_team(case, night, supervisor, colleague, org_admin, harbor):
    team, members = night
    assert not any(sees(member, case) for member in members)
    with as_user(supervisor):
        actions.give_to_team(case, team=team, by=supervisor)
    assert all(sees(member, case) for member in members) and not sees(colleague, case)
    with as_user(org_admin):
        save_team(name="Night", members=[*members, colleague], team=team, by=org_admin)
    assert not sees(colleague, case)  # a caseworker's scope is what they were given
    with as_user(supervisor):
        actions.set_restricted(case, restricted=True, reason="A relative works here", by=supervisor)
    assert not any(sees(member, case) for member in members)


def test_who_leaves_the_team_loses_its_cases(case, night, supervisor, org_admin):
    team, (lead, duty) = night
    with as_user(supervisor):
        actions.give_to_team(case, team=team, by=supervisor)
    with as_user(org_admin):
        save_team(name="Night", members=[lead], team=team, by=org_admin)
    assert sees(lead, case) and not sees(duty, case)


def test_a_case_follows_its_worker_into_their_team(night, supervisor, case):
    _team, (lead, duty) = night
    with as_user(supervisor):
        actions.assign(case, to=lead, by=supervisor)
    assert sees(duty, case)


def test_only_an_administrator_puts_people_into_teams_in_the_database(night, colleague, lotus):
    team, _members = night
    row = TeamUserObjectPermission.objects
    with as_user(_members[0]):
        permission = row.values_list("permission_id", flat=True)[0]
    values = [permission, colleague.pk, team.pk, team.organization_id]
    statement = (
        "INSERT INTO accounts_teamuserobjectpermission (permission_id, user_id, content_object_id, organization_id) "
        "VALUES (%s, %s, %s, %s)"
    )
    for one in (colleague, make_person_of(lotus, "org_admin")):
        refused = pytest.raises(ProgrammingError, match="row-level security")
        with as_user(one), refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
        with as_user(one), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM accounts_teamuserobjectpermission")
            assert cursor.rowcount == 0


ACTS = "grant end_grant assign restrict lift team no_team join leave emergency end role".split()


@given(story=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.sampled_from(SEEING)), max_size=14))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_the_page_says_what_the_rules_do_after_any_story(db, story):
    with transaction.atomic():
        tell(story)
        transaction.set_rollback(True)


def tell(story):
    """Play the acts by those who may, passing over what is refused; after each compare the three answers."""
    home = create_organization(name="Story", slug="story", country="USA")
    roles = ("caseworker", "team_lead", "night_staff", "supervisor", "supervisor", "intake")
    people = [make_person_of(home, role) for role in roles]
    admin, team, members = make_person_of(home, "org_admin"), None, set()
    case = open_case(people[0])
    lead = people[3]
    with as_user(lead):
        actions.grant(case, to=lead, by=lead)  # a supervisor who always sees it looks at the page
    with as_user(admin):
        team = save_team(name="One", members=[], by=admin)
    for act, index, role in story:
        who = people[index]
        try:
            with transaction.atomic():
                play(act, who, role, case, team, members, lead, admin)
        except Exception as refusal:
            assert type(refusal).__module__ == "casemgr.errors", refusal
        with as_user(lead):
            case = Case.objects.visible_to(lead).get(pk=case.pk)
            told = {seer.person.pk for seer in who_sees(case, by=lead)}
        assert told == {one.pk for one in people if sees(one, case)}, act


def play(act, who, role, case, team, members, lead, admin):
    if act in ("join", "leave"):
        (members.add if act == "join" else members.discard)(who)
        with as_user(admin):
            save_team(name="One", members=list(members), team=team, by=admin)
    elif act == "role":
        if who.pk != lead.pk:
            who.role = role
            who.save(update_fields=["role"])
    elif act in ("emergency", "end"):
        with as_user(who):
            if act == "emergency":
                actions.open_in_emergency(number=case.number, reason="danger", words="Now", hours=1, by=who)
            else:
                own = EmergencyAccess.objects.visible_to(who).filter(opened_by=who).holding().first()
                if own:
                    actions.end_emergency(own, by=who)
    else:
        with as_user(lead):
            {
                "grant": lambda: actions.grant(case, to=who, by=lead),
                "end_grant": lambda: None if who.pk == lead.pk else actions.end_grant(case, of=who, by=lead),
                "assign": lambda: actions.assign(case, to=who, by=lead),
                "restrict": lambda: actions.set_restricted(case, restricted=True, reason="r", by=lead),
                "lift": lambda: actions.set_restricted(case, restricted=False, reason="r", by=lead),
                "team": lambda: actions.give_to_team(case, team=team, by=lead),
                "no_team": lambda: actions.give_to_team(case, team=None, by=lead),
            }[act]()
