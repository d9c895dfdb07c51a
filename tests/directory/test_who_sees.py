"""Others see active entries, and nothing at all of hidden places: by the ORM's scope and by the database alone."""

import pytest
from django.db import ProgrammingError, connection, transaction

from referrals import actions
from referrals.models import (
    DirectoryLocation,
    DirectoryOrganization,
    DirectoryPhone,
    DirectoryService,
    ServiceAtLocation,
)
from tests.conftest import as_user, make_person_of
from tests.directory.conftest import SECRET, an_organization

MODELS = (DirectoryOrganization, DirectoryService, DirectoryLocation, ServiceAtLocation, DirectoryPhone)
pytestmark = pytest.mark.usefixtures("legal_aid", "shelter")


def by_scope(user):
    return {model.__name__: {row.pk for row in model.objects.visible_to(user)} for model in MODELS}


def by_database(user):
    found = {}
    for model in MODELS:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM {model._meta.db_table}")
            found[model.__name__] = {row[0] for row in cursor.fetchall()}
    return found


@pytest.mark.parametrize("ask", [by_scope, by_database])
def test_others_see_active_entries_without_the_hidden_place(
    ask, lotus_worker, legal_aid, shelter, tamarind, town_office
):
    with as_user(lotus_worker):
        seen = ask(lotus_worker)
    assert seen["DirectoryService"] == {legal_aid.pk, shelter.pk}
    assert seen["DirectoryLocation"] == {town_office.pk}
    assert len(seen["ServiceAtLocation"]) == 1 and len(seen["DirectoryPhone"]) == 3


@pytest.mark.parametrize("ask", [by_scope, by_database])
def test_what_is_retired_or_closed_is_seen_at_home_alone(ask, keeper, caseworker, lotus_worker, legal_aid, night_bus):
    with as_user(keeper):
        actions.keep_service({"status": "temporarily closed"}, entry=legal_aid, by=keeper)
    with as_user(lotus_worker):
        seen = ask(lotus_worker)
        assert legal_aid.pk not in seen["DirectoryService"] and len(seen["DirectoryPhone"]) == 2
    with as_user(keeper):
        actions.retire(night_bus, by=keeper)
    with as_user(lotus_worker):
        assert not any(ask(lotus_worker).values())
    with as_user(caseworker):
        assert len(ask(caseworker)["DirectoryService"]) == 2


@pytest.mark.parametrize("ask", [by_scope, by_database])
def test_nothing_of_a_suspended_organization_is_seen_and_it_sees_nothing(ask, harbor, caseworker, lotus_worker):
    harbor.status = "suspended"
    harbor.save()
    caseworker.refresh_from_db()
    for one in (lotus_worker, caseworker):
        with as_user(one):
            assert not any(ask(one).values()), one


@pytest.mark.parametrize("role", ["auditor", "data_steward", "complaint_recipient", "night_staff"])
def test_who_neither_refers_nor_takes_calls_nor_keeps_reads_nothing(harbor, role):
    one = make_person_of(harbor, role)
    with as_user(one):
        assert not any(by_scope(one).values())


def test_the_database_lets_nobody_write_but_keepers_at_home(
    keeper, caseworker, other_keeper, lotus_worker, legal_aid, night_bus
):
    sql = "UPDATE referrals_directoryservice SET name = 'X', organization_id = (SELECT app.org())"
    for one in (caseworker, other_keeper, lotus_worker):
        with as_user(one), connection.cursor() as cursor:
            cursor.execute(sql)
            assert cursor.rowcount == 0, one
            cursor.execute("DELETE FROM referrals_directoryphone")
            assert cursor.rowcount == 0, one
    with as_user(other_keeper), pytest.raises(ProgrammingError), transaction.atomic():
        row = DirectoryPhone(organization=other_keeper.organization, service=legal_aid, number="evil")
        row.save(force_insert=True)
    with as_user(caseworker), pytest.raises(ProgrammingError), transaction.atomic():
        DirectoryPhone(organization=caseworker.organization, service=legal_aid, number="1").save(force_insert=True)


def test_no_row_that_another_sees_has_the_planted_words(lotus_worker, tamarind):
    tables = connection.introspection.table_names()
    with as_user(lotus_worker), connection.cursor() as cursor:
        for table in [name for name in tables if name.startswith("referrals_")]:
            cursor.execute(f"SELECT t::text FROM {table} t")
            for (row,) in cursor.fetchall():
                assert "Tamarind" not in row and SECRET not in row and str(tamarind.pk) not in row, table


def test_two_keepers_may_keep_the_same_organization(keeper, other_keeper, caseworker):
    an_organization(other_keeper, name="Night Bus")
    with as_user(caseworker):
        assert DirectoryOrganization.objects.visible_to(caseworker).count() == 2
        assert DirectoryOrganization.objects.kept_by(caseworker).count() == 1
