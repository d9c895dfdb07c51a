"""The background job runs a staged import as the person who asked, with what they may do now."""

import pytest

from casemgr.accounts.acting import acting_as_user
from casemgr.errors import NotPermitted
from cases.importing import actions
from cases.importing.mapping import load
from cases.models import Case
from cases.tasks import run_import
from tests.importing.support import csv_file


@pytest.fixture
def batch(supervisor):
    with acting_as_user(supervisor):
        return actions.start_import(csv_file(["prs_Gender"], ["Feminine"]), load("htcds"), dry_run=False, by=supervisor)


def cases_of(user):
    with acting_as_user(user):
        return Case.objects.visible_to(user).count()


def test_it_imports_once_however_often_it_runs(supervisor, batch):
    run_import(batch.public_id, str(supervisor.pk))
    run_import(batch.public_id, str(supervisor.pk))
    assert cases_of(supervisor) == 1


def test_it_is_refused_once_the_person_was_deactivated(supervisor, colleague, batch):
    supervisor.is_active = False
    supervisor.save()
    with pytest.raises(NotPermitted):
        run_import(batch.public_id, str(supervisor.pk))


def test_it_carries_ids_only(batch, supervisor):
    assert set(run_import.func.__annotations__) == {"batch", "user", "return"}
