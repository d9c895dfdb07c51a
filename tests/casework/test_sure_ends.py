"""A key store that fails when something is deleted keeps nothing alive: the job of the same transaction ends it."""

import datetime
import io

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from casemgr.encryption import keys
from casemgr.encryption.errors import KeyDestroyed
from cases import actions
from cases.actions import drafts
from cases.importing import actions as importing
from cases.importing import mapping, saved, sketching
from cases.importing.toml import Told, written
from cases.models import CountedReport, Draft, NoticeSheet, QuickContact
from cases.tasks import end_file
from tests.casework.files import PDF
from tests.conftest import as_user, make_person_of, store_consent
from tests.importing.support import csv_file, import_file
from tests.notices.conftest import act, drafted

OLD = timezone.now() - datetime.timedelta(days=400)
ROWS = (["external_id", "prs_FirstName"], ["x1", "Amal"])
REGISTERING = drafts.Place("register")


def document(case, by):
    paper = actions.add_document(case, file=io.BytesIO(PDF), name="a.pdf", title="T", kind="other", by=by)
    return paper.pk, lambda: actions.delete_document(paper, by=by)


def draft(case, by):
    kept = drafts.keep_draft(REGISTERING, "alias=Noor", page="one", by=by)
    return kept.pk, lambda: drafts.end_draft(REGISTERING, by=by)


def old_draft(case, by):
    kept = drafts.keep_draft(REGISTERING, "alias=Noor", page="one", by=by)
    Draft.objects.visible_to(by).update(saved_at=OLD)
    return kept.pk, lambda: actions.forget_drafts(by.organization_id)


def taken(by):
    said = {"needs": ["legal_aid"], "alias": "Sorrel", "words": "Hiding"}
    return actions.take_contact(kind="help", channel="phone", by=by, mine=True, **said)


def contact(case, by):
    one = taken(by)
    return one.pk, lambda: actions.register_contact(one, person={"alias": "Sorrel"}, consent=store_consent(), by=by)


def old_contact(case, by):
    one = taken(by)
    QuickContact.objects.visible_to(by).update(touched_at=OLD)
    return one.pk, lambda: actions.forget_contacts(by.organization_id)


def notice(case, by):
    one = drafted(case, by, kind="imminent_danger")
    act(one, "seal", by)
    with as_user(by):
        sealed = NoticeSheet.objects.visible_to(by).get(notice=one).pk
    return sealed, lambda: act(one, "withdraw", by)


def visit(case, by):
    back_by, watcher = timezone.now() + datetime.timedelta(hours=1), make_person_of(by.organization, "caseworker")
    one = actions.start_visit(place="4 Mill Lane", back_by=back_by, watcher=watcher, case=case, by=by)
    type(one).objects.visible_to(by).update(back_by=OLD)
    return one.pk, lambda: actions.look_after(by.organization_id)


def staged(case, by):
    batch = importing.start_import(csv_file(*ROWS), mapping.load("htcds"), dry_run=True, by=by)
    return batch.pk, lambda: importing.cancel_import(batch, by=by)


def sketch(case, by):
    batch = sketching.sketch_import(csv_file(*ROWS), by=by)
    return batch.pk, lambda: sketching.drop_sketch(batch, by=by)


def saved_mapping(case, by):
    row = saved.save_mapping(mapping.parse(written("Sheet", Told({"Nickname": "person.alias"}))), by=by)
    return row.pk, lambda: saved.delete_mapping(row, by=by)


def figures(case, by):
    row = actions.count_report("quality", {}, by=by)
    return row.pk, lambda: actions.cancel_count(row.public_id, by=by)


def old_figures(case, by):
    row = actions.count_report("quality", {}, by=by)
    CountedReport.objects.visible_to(by).update(moved_at=OLD)
    return row.pk, lambda: actions.forget_counts(by.organization_id)


WHOSE = {
    "caseworker": (document, draft, old_draft, notice, visit),
    "intake": (contact, old_contact),
    "supervisor": (staged, sketch, saved_mapping, figures, old_figures),
}
EACH = [(made, role) for role, kinds in WHOSE.items() for made in kinds]


def is_alive(organization_id, owner):
    try:
        keys.data_key(organization_id, owner)
    except KeyDestroyed:
        return False
    return True


@pytest.fixture
def folder(settings, tmp_path):
    settings.CASEMGR_DATA_DIR = str(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("made", "role"), EACH, ids=lambda one: getattr(one, "__name__", one))
def test_what_was_deleted_dies_though_the_key_store_failed(
    made, role, case, folder, request, monkeypatch, django_capture_on_commit_callbacks
):
    by = request.getfixturevalue(role)
    with as_user(by):
        owner, delete = made(case, by)
    with monkeypatch.context() as patch:
        patch.setattr(keys, "destroy", _away)
        with as_user(by), django_capture_on_commit_callbacks(execute=True):
            delete()
    assert is_alive(by.organization_id, owner), "it has to fail first"
    _work_off()
    assert not is_alive(by.organization_id, owner)
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["erasures.journal"]


def test_a_finished_import_leaves_neither_key_nor_file(supervisor, folder, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(keys, "destroy", _away)
        with pytest.raises(OSError, match="away"):
            import_file(csv_file(*ROWS), "htcds", supervisor, dry_run=True)
    assert (folder / "imports").exists() and any((folder / "imports").iterdir())
    _work_off()
    assert not any((folder / "imports").iterdir())


def test_one_failure_keeps_no_other_from_being_destroyed(
    intake, folder, monkeypatch, django_capture_on_commit_callbacks
):
    with as_user(intake):
        owners = [taken(intake).pk for _one in range(3)]
        QuickContact.objects.visible_to(intake).update(touched_at=OLD)
    destroy, calls = keys.destroy, []

    def fails_once(organization, owner):
        calls.append(owner)
        if len(calls) == 2:
            _away()
        destroy(organization, owner)

    monkeypatch.setattr(keys, "destroy", fails_once)
    with django_capture_on_commit_callbacks(execute=True):
        actions.forget_contacts(intake.organization_id)
    assert [is_alive(intake.organization_id, one) for one in owners].count(True) == 1
    _work_off()
    assert not any(is_alive(intake.organization_id, one) for one in owners)


def _away(*_owner):
    raise OSError("the key store is away")


def _work_off():
    """What a worker does once the key store is back."""
    for job in ProcrastinateJob.objects.filter(task_name="cases.destroy_file"):
        end_file(**job.args)
