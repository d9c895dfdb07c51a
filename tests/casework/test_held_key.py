"""Jobs, search and imports of an organization whose own key is locked: they wait, and nothing stays in memory."""

import datetime

import pytest
from procrastinate.jobs import Job

from casemgr.accounts.acting import acting_as_user
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.encryption.errors import OrganizationLocked
from cases import name_book
from cases.actions import record_alleged
from cases.importing import actions
from cases.importing.mapping import load
from cases.models import Case
from cases.tasks import compare_names, look_for_alleged, run_import
from tests.conftest import as_user, make_person_of, open_case
from tests.encryption.held import (  # noqa: F401 - fixtures
    cheap,
    forget,
    hand_over,
    hand_over_and_lock,
    lock,
    no_thread,
    runtime,
    unlock,
)
from tests.importing.support import csv_file

pytestmark = pytest.mark.usefixtures("cheap", "runtime", "no_thread")


@pytest.fixture
def people(harbor):
    return [make_person_of(harbor, "caseworker") for _one in range(3)]


def told(event, user):
    with as_user(user):
        return list(AuditEntry.objects.unscoped("test").filter(event=event, organization_id=user.organization_id))


def test_names_in_memory_are_gone_with_the_lock(supervisor, harbor, people):
    open_case(supervisor, "Amira Haddad")
    compare_names(str(harbor.pk))
    assert name_book._entries
    hand_over(harbor.pk, [one.pk for one in people], 2)
    compare_names(str(harbor.pk))
    assert name_book._entries
    lock(harbor.pk)
    assert not name_book._entries


def test_the_nightly_look_leaves_it_out_and_says_so(supervisor, harbor, lotus, people):
    open_case(supervisor, "Amira Haddad")
    hand_over_and_lock(harbor.pk, people)
    compare_names(str(harbor.pk))
    compare_names(str(lotus.pk))
    assert len(told(events.COMPARING_SKIPPED, supervisor)) == 1
    assert told(events.EVERYBODY_COMPARED, supervisor) == []
    unlock(harbor.pk, people[:2])
    compare_names(str(harbor.pk))
    assert len(told(events.EVERYBODY_COMPARED, supervisor)) == 1
    assert len(told(events.COMPARING_SKIPPED, supervisor)) == 1


def test_who_is_alleged_is_compared_once_it_is_open(supervisor, harbor, people):
    with as_user(supervisor):
        record_alleged(open_case(supervisor, "Amira"), name="Karim Haddad", by=supervisor)
    hand_over_and_lock(harbor.pk, people)
    with pytest.raises(OrganizationLocked):
        look_for_alleged(str(harbor.pk))
    assert told(events.ALLEGED_COMPARED, supervisor) == []
    unlock(harbor.pk, people[:2])
    look_for_alleged(str(harbor.pk))
    assert len(told(events.ALLEGED_COMPARED, supervisor)) == 1


def test_one_without_any_case_is_left_out_as_well(supervisor, harbor, people):
    hand_over_and_lock(harbor.pk, people)
    compare_names(str(harbor.pk))
    assert len(told(events.COMPARING_SKIPPED, supervisor)) == 1
    assert told(events.EVERYBODY_COMPARED, supervisor) == []


def test_an_import_waits_and_goes_on_where_it_stood(supervisor, harbor, people):
    with acting_as_user(supervisor):
        batch = actions.start_import(
            csv_file(["prs_Gender"], ["Feminine"], ["Masculine"]), load("htcds"), dry_run=False, by=supervisor
        )
    hand_over_and_lock(harbor.pk, people)
    with pytest.raises(OrganizationLocked):
        run_import(batch.public_id, str(supervisor.pk))
    with as_user(supervisor):
        assert Case.objects.visible_to(supervisor).count() == 0
        batch.refresh_from_db()
        assert batch.state == "staged"
    unlock(harbor.pk, people[1:])
    run_import(batch.public_id, str(supervisor.pk))
    with as_user(supervisor):
        assert Case.objects.visible_to(supervisor).count() == 2


def test_its_job_is_tried_again_for_as_long_as_it_is_locked():
    job = Job(id=1, queue="imports", lock=None, queueing_lock=None, task_name="cases.run_import", attempts=500)
    again = run_import.retry_strategy.get_retry_decision(exception=OrganizationLocked(), job=job)
    wait = again.retry_at - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(minutes=9) < wait <= datetime.timedelta(minutes=10)
    assert run_import.retry_strategy.get_retry_decision(exception=ValueError(), job=job) is None


def test_no_import_starts_while_it_is_locked(supervisor, harbor, people):
    hand_over_and_lock(harbor.pk, people)
    with acting_as_user(supervisor), pytest.raises(OrganizationLocked):
        actions.start_import(csv_file(["prs_Gender"], ["Feminine"]), load("htcds"), dry_run=False, by=supervisor)
