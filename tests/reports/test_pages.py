"""Pages of reports: exact on the screen, small numbers withheld in what leaves, each look in the trail."""

import csv
import datetime
import io

import pytest
from openpyxl import load_workbook

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from cases import actions
from cases.models import Case, Project, SavedReport, ServiceRecord
from tests.conftest import as_user, make_person_of, open_case
from tests.doors.world import sign_in

TODAY = datetime.date.today()


@pytest.fixture
def served(caseworker):
    """Fourteen people, three of them men, two of them with short-term housing."""
    found = [open_case(caseworker, f"A{n}", gender="Masculine" if n < 3 else "Feminine") for n in range(14)]
    with as_user(caseworker):
        for n, case in enumerate(found):
            actions.record_service(case, service_code="medical", by=caseworker)
            if n < 2:
                actions.record_service(case, service_code="short_term_housing", by=caseworker)
    return found


@pytest.fixture
def browser(supervisor):
    return sign_in(supervisor)


def trail_of(by, event):
    auditor = make_person_of(by.organization, "auditor")
    with as_user(auditor):
        return list(AuditEntry.objects.visible_to(auditor).filter(event=event, actor=by))


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_screen_is_exact_and_in_sentences(served, browser, supervisor):
    page = browser.get("/reports/").content.decode()
    assert "14 people were assisted; 16 services were given." in page
    assert "2 of them with: Short-term housing" in page
    (entry,) = trail_of(supervisor, events.REPORT_READ)
    assert entry.additional_data["period"] == f"year-{TODAY.year}-01" and "14" not in str(entry.additional_data)


def test_a_sentence_leads_to_the_report_behind_it(served, browser):
    assert "2 people were assisted" in browser.get("/reports/?service=short_term_housing").content.decode()


def test_a_file_withholds_what_is_small(served, browser, supervisor):
    rows = rows_of(browser.get("/reports/file/csv/"))
    told = {(row[0], row[1]): row[2] for row in rows if len(row) == 4}
    assert told["Everybody", ""] == "14"
    assert told["Sex or gender", ""] == told["Service", ""] == "withheld"  # of two answers one gives the other
    assert told["First time or again", "For the first time"] == "14"
    assert trail_of(supervisor, events.REPORT_TAKEN)[0].additional_data["exact"] == 0


def test_exact_numbers_leave_for_a_reason_that_the_trail_keeps(served, browser, supervisor):
    assert browser.post("/reports/exact/", {"form": "csv", "reason": " "}).status_code == 422
    answer = browser.post("/reports/exact/", {"form": "csv", "reason": "The contract asks"})
    assert ["Sex or gender", "Masculine", "3", ""] in rows_of(answer)
    (entry,) = trail_of(supervisor, events.REPORT_TAKEN)
    assert entry.reason == "The contract asks" and entry.additional_data["exact"] == 1


def test_a_spreadsheet_says_the_same_as_the_table(served, browser):
    sheet = load_workbook(io.BytesIO(browser.get("/reports/file/xlsx/").content)).active
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [row + [""] * (len(rows[0]) - len(row)) for row in rows_of(browser.get("/reports/file/csv/"))] == rows


def test_the_page_to_print_withholds_too(served, browser):
    page = browser.get("/reports/print/").content.decode()
    assert "People assisted: 14" in page and "Withheld as a whole" in page and "Masculine" not in page
    assert "numbers above are exact" not in page


def test_so_few_people_aren_t_told_of_at_all(browser, caseworker):
    case = open_case(caseworker)
    with as_user(caseworker):
        actions.record_service(case, service_code="medical", by=caseworker)
    assert "So few people" in browser.get("/reports/print/").content.decode()
    assert ["Everybody", "", "withheld", "withheld"] in rows_of(browser.get("/reports/file/csv/"))


def test_a_name_that_a_spreadsheet_would_compute_is_harmless(served, browser, supervisor, caseworker):
    with as_user(supervisor):
        actions.save_project(name="=1+1", starts_on=TODAY, services=["legal_aid"], by=supervisor)
    with as_user(caseworker):
        for case in served:
            actions.record_service(case, service_code="legal_aid", by=caseworker)
    assert browser.post("/reports/exact/", {"form": "csv", "reason": "x"}).content.decode().count("'=1+1") == 1


def test_a_report_is_kept_shared_and_let_go(served, browser, supervisor, harbor):
    kept = browser.post("/reports/save/?when=last-month&service=medical", {"name": "For the board", "shared": "on"})
    assert kept.status_code == 302
    with as_user(supervisor):
        row = SavedReport.objects.visible_to(supervisor).get()
    assert row.query == "when=last-month&kind=survivor&service=medical"
    assert "For the board" in browser.get("/reports/").content.decode()
    browser.post(f"/reports/saved/{row.public_id}/delete/")
    assert "For the board" not in browser.get("/reports/").content.decode()


@pytest.mark.parametrize(
    "path", ["/reports/", "/reports/print/", "/reports/equity/", "/reports/quality/", "/projects/"]
)
def test_caseworkers_are_refused(path, caseworker):
    assert sign_in(caseworker).get(path).status_code == 403


def test_a_project_pays_for_its_services_unless_somebody_says_otherwise(served, browser, supervisor, caseworker):
    form = {"name": "Safe homes", "funder": "A funder", "starts_on": str(TODAY), "services": ["short_term_housing"]}
    assert browser.post("/projects/add/", form).status_code == 302
    assert browser.post("/projects/add/", form | {"name": "Other"}).status_code == 422
    with as_user(supervisor):
        project = Project.objects.visible_to(supervisor).get()
    worker, at = sign_in(caseworker), f"/cases/{served[0].public_id}/services/new/"
    worker.post(at, {"often": "short_term_housing", "outcome": "delivered", "on_date": str(TODAY)})
    worker.post(at, {"often": "medical", "outcome": "delivered", "on_date": str(TODAY), "project": project.public_id})
    with as_user(caseworker):
        paid = ServiceRecord.objects.visible_to(caseworker).filter(project=project).order_by("created_at")
        assert [record.service_code for record in paid] == ["short_term_housing", "medical"]
    page = browser.get(f"/reports/?project={project.public_id}").content.decode()
    assert "1 person was assisted; 2 services were given." in page


def test_a_project_is_not_overwritten(browser, supervisor):
    with as_user(supervisor):
        one = actions.save_project(name="Safe homes", starts_on=TODAY, by=supervisor)
    values = {"version": one.version, "name": "Safer homes", "starts_on": str(TODAY)}
    assert browser.post(f"/projects/{one.public_id}/", values).status_code == 302
    late = browser.post(f"/projects/{one.public_id}/", values | {"name": "Safest homes"})
    assert late.status_code == 409 and b"Safest homes" in late.content


def test_how_a_case_is_counted_is_changed_in_the_trail(case, caseworker):
    worker = sign_in(caseworker)
    form = {"version": case.version, "kind": "at_risk"}
    assert worker.post(f"/cases/{case.public_id}/counted/", form).status_code == 302
    with as_user(caseworker):
        assert Case.objects.visible_to(caseworker).get(pk=case.pk).kind == "at_risk"
    (entry,) = trail_of(caseworker, events.CASE_CHANGED)
    assert entry.additional_data == {"kind": "at_risk"}
    assert worker.post(f"/cases/{case.public_id}/counted/", form | {"kind": "survivor"}).status_code == 422


def test_rules_say_when_the_year_begins_and_what_is_few(browser, supervisor):
    assert browser.post("/reports/rules/", {"least": 3, "first_month": 4}).status_code == 422
    assert browser.post("/reports/rules/", {"least": 20, "first_month": 4}).status_code == 302
    page = browser.get("/reports/").content.decode()
    assert "fewer than 20 people" in page and "1 Apr" in page


def test_gaps_lead_to_the_cases_that_have_them(served, browser, supervisor):
    page = browser.get("/reports/quality/").content.decode()
    assert "Open cases that you see: 14" in page and "?view=nocountry" in page
    listed = browser.get("/cases/?view=nocountry").content.decode()
    assert listed.count('class="who"') >= 14
    assert trail_of(supervisor, events.QUALITY_READ)


def test_access_by_group_withholds_small_groups(served, browser, supervisor):
    page = browser.get("/reports/equity/?by=gender").content.decode()
    assert page.count("withheld") >= 2 and "100 %" not in page, "of so few, everybody is each of them"
    assert trail_of(supervisor, events.EQUITY_READ)[0].additional_data["by"] == "gender"
    assert browser.get("/reports/equity/?by=gender&and=preferred_language").status_code == 200
    assert browser.get("/reports/equity/?by=ethnicities").status_code == 422
