"""Pages on which cases leave: for supervisors, as the list stands, with a reason."""

import io

import openpyxl
import pytest

from casemgr.audit import events
from tests.conftest import open_case


@pytest.fixture
def two(caseworker, supervisor):
    return open_case(caseworker, "Amira"), open_case(supervisor, "Planted other", preferred_language="sw")


def test_the_list_as_it_is_narrowed_leaves_as_a_workbook(supervisor_page, two):
    shown = supervisor_page.get("/cases/export/?view=all&language=sw")
    assert "1 case of the list goes into the file." in shown.content.decode()
    sent = {"query": "view=all&language=sw", "shape": "xlsx", "what": "cases", "reason": "report"}
    answer = supervisor_page.post("/cases/export/", sent)
    assert answer["Content-Disposition"] == 'attachment; filename="cases.xlsx"'
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert [row[0] for row in rows[1:]] == [two[1].label] and b"Planted" not in answer.content
    [entry] = supervisor_page.trail(events.CASE_EXPORTED)
    assert entry.additional_data["reason"] == "report"


@pytest.mark.parametrize(("shape", "ending"), [("csv", "csv"), ("htcds", "json")])
def test_other_kinds_of_file_with_names_when_wanted(supervisor_page, two, shape, ending):
    sent = {"query": "view=all", "shape": shape, "what": "cases", "reason": "move", "named": "on"}
    answer = supervisor_page.post("/cases/export/", sent)
    assert answer["Content-Disposition"] == f'attachment; filename="cases.{ending}"'
    assert b"Amira" in answer.content and b"Planted other" in answer.content


def test_without_a_reason_nothing_leaves_and_what_was_chosen_stays(supervisor_page, two):
    answer = supervisor_page.post("/cases/export/", {"query": "view=all", "shape": "csv", "what": "services"})
    assert answer.status_code == 422 and 'value="services"' in answer.content.decode()
    assert supervisor_page.trail(events.CASE_EXPORTED) == []


def test_it_is_not_offered_to_who_may_not(page, two):
    assert page.get("/cases/export/").status_code == 403
    assert "/cases/export/" not in page.get("/cases/").content.decode()


def test_a_summary_on_paper_names_nobody_unless_wanted(supervisor_page, two):
    at = f"/cases/{two[0].public_id}/summary/"
    masked = supervisor_page.post(at, {"reason": "person"}).content.decode()
    assert two[0].label in masked and "Amira" not in masked
    assert "Amira" in supervisor_page.post(at, {"reason": "person", "named": "on"}).content.decode()
    assert sorted(e.additional_data["masked"] for e in supervisor_page.trail(events.CASE_EXPORTED)) == [0, 1]
