"""The ground in one breath: an actor, a person, a case, and who sees it."""

import pytest
from django.db import ProgrammingError, connection, transaction

from casemgr.errors import ScopeMissing
from cases.models import Case, Person
from tests.conftest import as_user, open_case


def test_a_forgotten_scope_raises(case):
    with pytest.raises(ScopeMissing):
        list(Case.objects.all())


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


def test_a_supervisor_sees_the_organization_but_not_restricted_cases(supervisor, caseworker):
    seen, hidden = open_case(caseworker), open_case(caseworker, "Bee")
    with as_user(caseworker):
        Case.objects.visible_to(caseworker).filter(pk=hidden.pk).update(restricted=True)
    with as_user(supervisor):
        assert list(Case.objects.visible_to(supervisor)) == [seen]
        assert list(Case.objects.unscoped("row-level security is what is tested")) == [seen]
