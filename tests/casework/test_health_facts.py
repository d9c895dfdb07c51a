"""Restricted facts of health: who finds them through the queryset and by SQL alone, and where they aren't asked."""

import datetime

import pytest

from casemgr.accounts.actions import set_working_rules
from casemgr.accounts.models import Organization, User
from casemgr.accounts.questions import HEALTH_QUESTIONS, OFFERED
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.models import HealthFact
from tests.conftest import as_user, make_person_of

BORN = datetime.date(2027, 3, 1)


@pytest.fixture
def asked(harbor, org_admin):
    with as_user(org_admin):
        set_working_rules(
            self_approval=False, closure_approval=False, asked=list(HEALTH_QUESTIONS.values()), by=org_admin
        )
    return Organization.objects.get(pk=harbor.pk)


def anew(user):
    return User.objects.select_related("organization").get(pk=user.pk)


@pytest.fixture
def fact(case, asked, caseworker):
    worker = anew(caseworker)
    with as_user(worker):
        return actions.add_health_fact(case, kind="pregnancy", expected_on=BORN, words="Tell nobody", by=worker)


#: role -> whether somebody of it who is named on the case finds the fact
NAMED = {
    "caseworker": False,
    "team_lead": False,
    "intake": False,
    "night_staff": False,
    "legal_worker": False,
    "health_worker": True,
    "supervisor": True,
}


@pytest.mark.parametrize(("role", "finds"), NAMED.items())
def test_who_is_named_on_the_case_finds_it_only_as_health_worker_or_supervisor(
    case, fact, harbor, supervisor, role, finds
):
    one = make_person_of(harbor, role)
    with as_user(supervisor):
        actions.grant(case, to=one, by=supervisor)
    with as_user(one):
        assert HealthFact.objects.visible_to(one).exists() == finds
        assert HealthFact.objects.unscoped("the database alone").exists() == finds


def test_the_cases_worker_and_the_writer_find_it_and_nobody_off_the_case(case, fact, caseworker, colleague, harbor):
    stranger = make_person_of(harbor, "health_worker")
    with as_user(caseworker):
        assert HealthFact.objects.unscoped("the database alone").get() == fact
    for one in (colleague, stranger):
        with as_user(one):
            assert not HealthFact.objects.visible_to(one).exists()
            assert not HealthFact.objects.unscoped("the database alone").exists()


def test_a_supervisor_of_a_restricted_case_who_is_not_named_finds_nothing(case, fact, supervisor, harbor):
    other = make_person_of(harbor, "supervisor")
    with as_user(supervisor):
        actions.grant(case, to=supervisor, by=supervisor)
        actions.set_restricted(case, restricted=True, reason="A relative works here", by=supervisor)
    with as_user(other):
        assert not HealthFact.objects.unscoped("the database alone").exists()


def test_even_what_it_is_about_is_sealed(fact):
    for field in ("kind", "words", "expected_on"):
        sealed = bytes(getattr(fact, f"{field}_sealed").ciphertext)
        assert b"pregnancy" not in sealed and b"nobody" not in sealed and b"2027" not in sealed
    assert "kind" not in HealthFact.CLEAR


def test_the_trail_does_not_tell_what_it_is_about(fact, caseworker):
    with as_user(caseworker):
        entry = AuditEntry.objects.unscoped("test").get(event=events.HEALTH_FACT_ADDED)
        assert entry.additional_data is None and entry.changes is None


def test_kinds_are_off_until_the_organization_asks_them(case, caseworker, harbor, org_admin):
    with as_user(caseworker), pytest.raises(InvalidInput, match="doesn't ask"):
        actions.add_health_fact(case, kind="sti", by=caseworker)
    with as_user(org_admin):
        set_working_rules(self_approval=False, closure_approval=False, asked=["health_tb"], by=org_admin)
    worker = anew(caseworker)
    with as_user(worker):
        assert actions.add_health_fact(case, kind="tb", by=worker).label == "Treatment for tuberculosis"
        for wrong in ({"kind": "sti"}, {"kind": "x"}, {"kind": "tb", "expected_on": BORN}):
            with pytest.raises(InvalidInput):
                actions.add_health_fact(case, by=worker, **wrong)
    assert set(HEALTH_QUESTIONS.values()) <= set(OFFERED) and set(HEALTH_QUESTIONS) == set(HealthFact.Kind.values)


def test_it_ends_once_and_a_role_that_does_not_read_health_never_writes(case, fact, caseworker, harbor, supervisor):
    legal = make_person_of(harbor, "legal_worker")
    with as_user(supervisor):
        actions.grant(case, to=legal, by=supervisor)
    with as_user(legal), pytest.raises(NotPermitted):
        actions.end_health_fact(fact, by=legal)
    named = make_person_of(harbor, "caseworker")
    with as_user(supervisor):
        actions.grant(case, to=named, by=supervisor)
    with as_user(named), pytest.raises(NotFound):
        actions.end_health_fact(fact, by=named)
    with as_user(caseworker):
        actions.end_health_fact(fact, by=caseworker)
        with pytest.raises(NotInThisState):
            actions.end_health_fact(fact, by=caseworker)
        assert actions.read_health_facts(case, by=caseworker) == []
