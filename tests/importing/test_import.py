"""An import writes each row whole, once, for the organization of whoever asked."""

from pathlib import Path

import pytest
from django.db import DatabaseError

from casemgr.accounts.acting import acting_as_user
from casemgr.audit.models import AuditEntry
from casemgr.errors import NotPermitted
from cases.importing import actions, running, writing
from cases.importing.mapping import load
from cases.models import Case, Consent, Experience, HtcdsFacts, ImportBatch, ImportRow, Note, Person
from tests.importing.support import csv_file, import_file

HEADINGS = [
    "external_id", "prs_FirstName", "prs_SecondName", "prs_Gender", "prs_Title", "vic_MethodsOfControl",
    "consent_statistics", "consent_statistics_from", "consent_statistics_until", "consent_statistics_how",
]  # fmt: skip


def row(number, **changes):
    told = {
        "external_id": f"x{number}",
        "prs_FirstName": "Amal",
        "prs_SecondName": f"Test {number}",
        "prs_Gender": "Feminine",
        "prs_Title": "Cook",
        "vic_MethodsOfControl": "DebtBondage;WithholdsDocuments",
        "consent_statistics": "yes",
        "consent_statistics_from": "2026-01-01",
        "consent_statistics_until": "2099-01-01",
        "consent_statistics_how": "spoken",
    } | changes
    return [told[heading] for heading in HEADINGS]


def rows_file(count, **changes):
    return csv_file(HEADINGS, *(row(n, **changes) for n in range(count)))


def seen(model, by):
    return model.objects.visible_to(by)


def test_it_writes_person_case_experience_consent_and_further_facts(supervisor):
    batch = import_file(rows_file(3), "htcds", supervisor)
    assert (batch.state, batch.rows_imported, batch.rows_refused) == ("finished", 3, 0)
    with acting_as_user(supervisor):
        person = seen(ImportRow, supervisor).get(row_number=2).case.person
        assert person.legal_name == "Amal Test 0"
        assert person.gender == "Feminine"
        case = seen(Case, supervisor).get(person=person)
        assert case.source == "import"
        assert seen(Experience, supervisor).get(case=case).means_of_control == ["DebtBondage", "WithholdsDocuments"]
        assert seen(HtcdsFacts, supervisor).get(case=case).facts == {"prs_Title": "Cook"}
        assert seen(Consent, supervisor).filter(purpose="statistics", decision="given").count() == 3


def test_case_numbers_go_on(supervisor):
    import_file(rows_file(3), "htcds", supervisor)
    import_file(csv_file(HEADINGS, row(9)), "htcds", supervisor)
    with acting_as_user(supervisor):
        assert sorted(seen(Case, supervisor).values_list("number", flat=True)) == [1, 2, 3, 4]


def test_a_file_without_consent_columns_imports_without_consent(supervisor):
    import_file(csv_file(["prs_FirstName"], ["Amal"]), "htcds", supervisor)
    with acting_as_user(supervisor):
        assert seen(Person, supervisor).count() == 1
        assert not seen(Consent, supervisor).exists()


def test_it_is_refused_to_a_caseworker(caseworker):
    with pytest.raises(NotPermitted):
        import_file(rows_file(1), "htcds", caseworker)


def test_another_organization_sees_nothing_of_it(supervisor, partner_worker):
    batch = import_file(rows_file(2), "htcds", supervisor)
    with acting_as_user(partner_worker):
        assert not seen(Case, partner_worker).exists()
        assert not ImportBatch.objects.unscoped("row-level security alone").filter(pk=batch.pk).exists()


def test_a_dry_run_writes_no_case(supervisor):
    batch = import_file(rows_file(4), "htcds", supervisor, dry_run=True)
    assert (batch.state, batch.rows_imported) == ("finished", 4)
    with acting_as_user(supervisor):
        for model in (Person, Case, Experience, Consent, Note):
            assert model.objects.unscoped("count all").count() == 0
        assert ImportRow.objects.visible_to(supervisor).count() == 0


def test_a_bad_row_is_refused_and_the_others_are_kept(supervisor):
    stream = csv_file(HEADINGS, row(1), row(2, prs_Gender="Planted-7731"), row(3))
    batch = import_file(stream, "htcds", supervisor)
    assert (batch.rows_imported, batch.rows_refused) == (2, 1)
    with acting_as_user(supervisor):
        lines = list(actions.report(batch, by=supervisor))
    assert lines[1].startswith("3,prs_Gender,unknown_code,code,")
    assert "Planted-7731" not in "".join(lines)


def test_the_same_file_again_imports_nothing(supervisor):
    import_file(rows_file(3), "htcds", supervisor)
    again = import_file(rows_file(3), "htcds", supervisor)
    assert (again.rows_imported, again.rows_refused) == (0, 3)


def test_identical_anonymous_rows_are_people_of_their_own_but_only_once(supervisor):
    def stream():
        return csv_file(["gender", "isForcedLabour"], ["Woman", "1"], ["Woman", "1"], ["Man", ""])

    assert import_file(stream(), "ctdc", supervisor).rows_imported == 3
    assert import_file(stream(), "ctdc", supervisor).rows_imported == 0


def test_a_crash_between_chunks_resumes_exactly_once(supervisor, monkeypatch):
    monkeypatch.setattr(running, "CHUNK_ROWS", 4)

    def crash(batch):
        if batch.rows_done == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(rows_file(18), "htcds", supervisor, progress=crash)
    with acting_as_user(supervisor):
        batch = ImportBatch.objects.visible_to(supervisor).get()
        assert (batch.state, batch.rows_done) == ("running", 8)
        batch = running.run(actions.find_import(batch.public_id, by=supervisor), by=supervisor)
        assert (batch.state, batch.rows_imported, batch.rows_refused) == ("finished", 18, 0)
        assert seen(Case, supervisor).count() == 18


def test_a_crash_inside_a_chunk_leaves_nothing_of_it(supervisor, monkeypatch):
    def crash(*_args, **_kwargs):
        raise MemoryError

    monkeypatch.setattr(writing, "note_problems", crash)
    with pytest.raises(MemoryError):
        import_file(rows_file(3), "htcds", supervisor)
    with acting_as_user(supervisor):
        assert seen(Case, supervisor).count() == 0
        assert ImportBatch.objects.visible_to(supervisor).get().rows_done == 0


def test_a_row_the_database_refuses_does_not_take_its_neighbours_along(supervisor, monkeypatch):
    insert = writing._insert

    def refusing(batch, fresh, by, today):
        if any(case.external_id == "x1" for case in fresh):
            raise DatabaseError
        insert(batch, fresh, by, today)

    monkeypatch.setattr(writing, "_insert", refusing)
    batch = import_file(rows_file(3), "htcds", supervisor)
    assert (batch.rows_imported, batch.rows_refused) == (2, 1)


def test_a_cancelled_import_stops_and_keeps_what_was_imported(supervisor, monkeypatch):
    monkeypatch.setattr(running, "CHUNK_ROWS", 5)

    def cancel(batch):
        if not batch.cancel_requested and batch.rows_done == 5:
            actions.cancel_import(batch, by=supervisor)

    batch = import_file(rows_file(20), "htcds", supervisor, progress=cancel)
    assert (batch.state, batch.rows_imported) == ("cancelled", 5)


def test_the_staged_file_is_gone_when_the_import_ends(supervisor, settings):
    batch = import_file(rows_file(1), "htcds", supervisor)
    folder = Path(settings.CASEMGR_DATA_DIR) / "imports"
    assert not list(folder.glob(f"{batch.public_id}*"))


def test_a_disk_that_fills_up_leaves_no_staged_file(supervisor, settings, monkeypatch):
    from cases.importing import staging

    write = staging.files.write

    def fill_up(*args, path, **kwargs):
        if path.suffix:
            raise OSError
        write(*args, path=path, **kwargs)

    monkeypatch.setattr(staging.files, "write", fill_up)
    folder = Path(settings.CASEMGR_DATA_DIR) / "imports"
    before = set(folder.glob("*"))
    with pytest.raises(OSError), acting_as_user(supervisor):
        actions.start_import(rows_file(1), load("htcds"), dry_run=False, by=supervisor)
    assert set(folder.glob("*")) == before


def test_the_staged_file_is_not_in_clear_while_it_waits(supervisor, settings):
    with acting_as_user(supervisor):
        stream = csv_file(["prs_FirstName"], ["Planted-4415"])
        batch = actions.start_import(stream, load("htcds"), dry_run=False, by=supervisor)
    staged = (Path(settings.CASEMGR_DATA_DIR) / "imports" / batch.public_id).read_bytes()
    assert b"Planted-4415" not in staged


def test_the_trail_tells_of_it_without_values(supervisor, auditor):
    import_file(rows_file(2), "htcds", supervisor)
    with acting_as_user(auditor):
        entries = AuditEntry.objects.visible_to(auditor).values_list("event", "additional_data")
        told = [entry for entry in entries if entry[0].startswith(("import:", "person:record"))]
    assert {event for event, _facts in told} == {
        "import:batch:start", "person:record:register", "import:batch:finish",
    }  # fmt: skip
    assert "Amal" not in str(told)
