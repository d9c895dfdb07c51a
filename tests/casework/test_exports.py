"""Cases leave as a table: with a reason, without names unless wanted, each with an entry in its own history."""

import datetime
import io

import openpyxl
import pytest

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.errors import InvalidInput, NotFound, NotPermitted
from cases import actions
from cases.actions import exports
from cases.exporting.files import as_csv, as_xlsx
from cases.exporting.tables import Table
from cases.htcds.record import document
from tests.conftest import as_user, open_case

SECRETS = {
    "alias": "Planted alias",
    "legal_name": "Planted name",
    "phone": "+15550100",
    "email": "planted@example.net",
    "address": "Planted street",
    "identity_numbers": "Planted number",
    "birth_date": datetime.date(1999, 3, 7),
}


@pytest.fixture
def known(caseworker):
    return open_case(caseworker, **SECRETS | {"gender": "Feminine"})


def leave(case, by, **more):
    given = {"what": "cases", "masked": True, "reason": "report"} | more
    with as_user(by):
        return actions.export_cases([case], by=by, **given)


def flat(table):
    return [str(cell) for row in table.rows for cell in row]


def test_without_names_no_sealed_word_is_in_the_table(known, supervisor):
    table = leave(known, supervisor)
    assert table.rows[0][0] == known.label
    assert not [secret for secret in SECRETS.values() if any(str(secret) in cell for cell in flat(table))]


def test_with_names_everything_the_role_reads_is_there(known, supervisor):
    cells = flat(leave(known, supervisor, masked=False))
    assert {str(secret) for secret in SECRETS.values()} <= set(cells)


def test_each_case_has_it_in_its_own_history_with_the_reason(known, supervisor):
    leave(known, supervisor)
    with as_user(supervisor):
        [entry] = AuditEntry.objects.unscoped("test").filter(event=events.CASE_EXPORTED, object_pk=str(known.pk))
    assert entry.additional_data == {"format": "cases", "reason": "report", "masked": 1}


def test_services_stand_with_their_case_and_without_what_was_written(known, caseworker, supervisor):
    with as_user(caseworker):
        actions.record_service(
            known, service_code="medical", outcome="delivered", detail="Planted words", by=caseworker
        )
    table = leave(known, supervisor, what="services")
    assert table.rows[0][:3] == [known.label, "Medical care", "Given"] or table.rows[0][0] == known.label
    assert "Planted words" not in flat(table)


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"reason": "because"}, {"what": "everything"}])
def test_what_is_not_offered_is_refused_and_nothing_leaves(known, supervisor, wrong):
    with pytest.raises(InvalidInput):
        leave(known, supervisor, **wrong)
    with as_user(supervisor):
        assert not AuditEntry.objects.unscoped("test").filter(event=events.CASE_EXPORTED).exists()


def test_it_is_a_right_of_its_own_and_only_over_what_one_sees(known, caseworker, partner_worker):
    with pytest.raises(NotPermitted):
        leave(known, caseworker)
    with pytest.raises(NotFound):
        leave(known, partner_worker)


def test_a_file_holds_at_least_one_case_and_not_too_many(known, supervisor, monkeypatch):
    monkeypatch.setattr(exports, "MOST", 1)
    other = open_case(supervisor, "Other")
    for cases in ([], [known, other]):
        with as_user(supervisor), pytest.raises(InvalidInput, match="1 to 1"):
            actions.export_cases(cases, what="cases", masked=True, reason="report", by=supervisor)


def test_a_masked_record_holds_codes_and_years_alone(known, caseworker, supervisor):
    with as_user(caseworker):
        told = {"exploitation_types": ["ForcedLabour"], "places": "Planted place", "narrative": "Planted words"}
        actions.record_experience(known, told, by=caseworker)
        actions.record_experience(known, told, by=caseworker)
        actions.record_htcds_facts(known, {"hte_Latitude": "5.55", "prs_Title": "Planted"}, read_at=None, by=caseworker)
    with as_user(supervisor):
        fresh = actions.exports.Case.objects.visible_to(supervisor).select_related("person").get(pk=known.pk)
        whole, masked = document([fresh], supervisor), document([fresh], supervisor, masked=True)
    assert "Planted place" in str(whole) and "5.55" in str(whole)
    assert not [word for word in ("Planted", "5.55", "1999-03-07", "+1555") if word in str(masked)]
    [record] = masked["records"]
    assert record["prs_Birthdate"] == "1999" and record["vic_TypeOfExploitation"]
    assert record["casemgr_experiences"].count("ForcedLabour") == whole["records"][0]["casemgr_experiences"].count(
        "ForcedLabour"
    )


def test_a_spreadsheet_computes_nothing_of_it():
    table = Table(["=A", "b"], [["=1+1", "@x"], ["-2", 3]])
    assert b"'=1+1" in as_csv(table.lines) and b"'@x" in as_csv(table.lines) and b"'-2" in as_csv(table.lines)
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(table.lines))).active
    assert [cell.data_type for cell in sheet[2]] == ["s", "s"] and sheet["A2"].value == "=1+1"
    assert sheet["B3"].value == 3


def test_a_workbook_is_made_whatever_characters_were_typed():
    cells = ("a\x01b\x0bc", "\x00", "two\nlines")
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx([["Words"] * 3, cells]))).active
    assert [cell.value for cell in sheet[2]] == ["abc", None, "two\nlines"]


@pytest.mark.parametrize("text", ["=1", "＝1", "＋1", "－1", "＠x"])
def test_what_a_spreadsheet_would_compute_is_harmless(text):
    assert f"'{text}" in as_csv([["Words"], [text]]).decode()
