"""A key store that fails while words are erased keeps nothing alive: what wasn't destroyed at once is done again."""

import io

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from casemgr.encryption import keys
from casemgr.encryption.errors import KeyDestroyed
from cases import actions
from cases.models import Document
from cases.tasks import end_file
from tests.casework.files import PDF
from tests.conftest import as_user
from tests.rights.conftest import ask, check, full  # noqa: F401 - a fixture


@pytest.fixture
def folder(settings, tmp_path):
    settings.CASEMGR_DATA_DIR = str(tmp_path)
    return tmp_path


@pytest.fixture
def papers(full, caseworker, folder):  # noqa: F811
    """Three documents of a case that is about to lose what was told."""
    with as_user(caseworker):
        added = [
            actions.add_document(full, file=io.BytesIO(PDF), name="a.pdf", title="T", kind="identity", by=caseworker)
            for _one in range(3)
        ]
    request = check(ask(full, caseworker, kind="narrative"), caseworker)
    return request, [(one.organization_id, one.pk) for one in added]


def alive(owners):
    """How many of these keys still open something."""
    count = 0
    for organization, owner in owners:
        try:
            keys.data_key(organization, owner)
            count += 1
        except KeyDestroyed:
            pass
    return count


def test_a_key_that_could_not_be_destroyed_is_destroyed_later(
    papers, folder, supervisor, monkeypatch, django_capture_on_commit_callbacks
):
    request, owners = papers
    destroy, calls = keys.destroy, []

    def fails_once(organization, owner):
        calls.append(owner)
        if len(calls) == 2:
            raise OSError("the key store is away")
        destroy(organization, owner)

    monkeypatch.setattr(keys, "destroy", fails_once)
    with as_user(supervisor), django_capture_on_commit_callbacks(execute=True):
        actions.purge_narrative(request, by=supervisor)
    assert (len(calls), alive(owners)) == (3, 1), "one failure keeps no other from being destroyed"
    with as_user(supervisor):
        assert not Document.objects.visible_to(supervisor).kept().filter(case=request.case).exists()
    waiting = [job.args for job in ProcrastinateJob.objects.filter(task_name="cases.destroy_file")]
    assert len(waiting) == 3
    for said in waiting:
        end_file(**said)
    assert alive(owners) == 0
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["erasures.journal"]


def test_nothing_is_queued_when_the_deletion_is_undone(papers, supervisor, django_capture_on_commit_callbacks):
    request, owners = papers
    with as_user(supervisor), django_capture_on_commit_callbacks() as done:
        actions.purge_narrative(request, by=supervisor)
    assert done and alive(owners) == 3  # nothing is destroyed before the commit
