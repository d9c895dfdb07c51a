"""The ground in one breath: an actor, a person, a case, and who sees it."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import Count

from casemgr.errors import ScopeMissing
from cases.models import Case, Person
from tests.conftest import as_user, open_case


@pytest.mark.parametrize(
    "ask",
    [
        list,
        bool,
        lambda cases: cases.first(),
        lambda cases: cases.in_bulk(),
        lambda cases: list(cases.values_list("pk")),
        lambda cases: list(cases.filter(restricted=False).order_by("pk")[:1]),
        lambda cases: next(cases.iterator()),
        lambda cases: cases.count(),
        lambda cases: cases.exists(),
        lambda cases: cases.aggregate(Count("pk")),
        lambda cases: cases.update(restricted=True),
        lambda cases: cases.delete(),
    ],
)
def test_a_forgotten_scope_raises(case, caseworker, ask):
    with as_user(caseworker), pytest.raises(ScopeMissing):
        ask(Case.objects.all())


def test_the_caseworker_sees_the_case_and_reads_the_alias(case, caseworker):
    with as_user(caseworker):
        assert Case.objects.visible_to(caseworker).get().person.alias == "Amira"


def test_a_colleague_without_a_grant_sees_nothing(case, colleague):
    with as_user(colleague):
        assert not Case.objects.visible_to(colleague).exists()
        assert not Person.objects.unscoped("the database must refuse too").exists()


def test_the_database_hides_another_organization_even_without_the_scope(case, partner_worker):
    with as_user(partner_worker):
        assert Case.objects.unscoped("row-level security is what is tested").count() == 0


def test_nobody_stated_fails_closed(case):
    with pytest.raises(ProgrammingError, match="no actor"), transaction.atomic():
        Case.objects.unscoped("row-level security is what is tested").count()


def test_a_forged_actor_is_refused(case, supervisor):
    with as_user(supervisor):
        Case.objects.visible_to(supervisor).count()
        forged = "replace(current_setting('app.context'), 'organization', 'own')"
        with pytest.raises(ProgrammingError, match="not valid"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT set_config('app.context', {forged}, true)")
            cursor.execute("SELECT count(*) FROM cases_case")


@pytest.mark.parametrize(("seconds", "other_connection"), [(-1, 0), (60, 1)])
def test_an_actor_holds_for_its_time_and_on_its_connection_only(supervisor, monkeypatch, seconds, other_connection):
    def ask(pid):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.context', %s, true)", [supervisor.as_actor().context(pid)])
            cursor.execute("SELECT count(*) FROM cases_case")

    pid = connection.connection.info.backend_pid
    ask(pid)
    monkeypatch.setattr("casemgr.db.actor.LIFETIME_SECONDS", seconds)
    with pytest.raises(ProgrammingError, match="not valid"):
        ask(pid + other_connection)


def test_a_supervisor_sees_the_organization_but_not_restricted_cases(supervisor, caseworker):
    seen, hidden = open_case(caseworker), open_case(caseworker, "Bee")
    with as_user(caseworker):
        Case.objects.visible_to(caseworker).filter(pk=hidden.pk).update(restricted=True)
    with as_user(supervisor):
        assert list(Case.objects.visible_to(supervisor)) == [seen]
        assert list(Case.objects.unscoped("row-level security is what is tested")) == [seen]
