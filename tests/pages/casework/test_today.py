"""Today: what is due needs no click, done is one, and undo takes it back."""

import datetime

from casemgr.audit import events
from cases.actions import (
    add_goal,
    add_task,
    ask_plan_approval,
    ask_right,
    check_right,
    open_in_emergency,
    record_consent,
)
from cases.models import Task
from frontend.views import today as view
from tests.conftest import as_user, in_a_year, open_case

from .conftest import words

DAY = datetime.date.today()


def task(case, by, days, title):
    with as_user(by):
        return add_task(case, title=title, due_on=DAY + datetime.timedelta(days=days), by=by)


def test_it_sorts_tasks_by_when_they_are_due(page, case, caseworker):
    task(case, caseworker, -2, "Late call")
    task(case, caseworker, 0, "Call now")
    task(case, caseworker, 5, "Visit")
    task(case, caseworker, 30, "Far away")
    context = page.get("/").context
    assert [[t["title"] for t in context[name].rows] for name in ("overdue", "due", "coming")] == [
        ["Late call"],
        ["Call now"],
        ["Visit"],
    ]


def test_a_long_box_is_cut_and_has_a_page_of_its_own(page, case, caseworker):
    for number in range(view.MOST + 2):
        task(case, caseworker, 0, f"Call {number}")
    task(case, caseworker, -2, "Late call")
    answer = page.get("/")
    assert (len(answer.context["due"].rows), answer.context["due"].count) == (view.MOST, view.MOST + 2)
    assert 'href="?show=due"' in answer.content.decode() and "show=overdue" not in answer.content.decode()
    alone = page.get("/?show=due")
    assert len(alone.context["due"].rows) == view.MOST + 2
    assert "Late call" not in words(alone) and "New intakes" not in words(alone)
    assert "Late call" in words(page.get("/?show=nonsense"))


def test_colleagues_tasks_are_the_supervisors_to_see(supervisor_page, case, caseworker):
    task(case, caseworker, 0, "Call now")
    assert "Call now" not in words(supervisor_page.get("/?whose=mine"))
    assert "Call now" in words(supervisor_page.get("/?whose=team"))


def test_who_carries_no_case_begins_with_the_whole_team(supervisor_page, case, caseworker, supervisor):
    task(case, caseworker, 0, "Call now")
    assert "Call now" in words(supervisor_page.get("/"))
    with as_user(supervisor):
        open_case(supervisor, alias="Bela")
    assert "Call now" not in words(supervisor_page.get("/"))


def test_all_that_waits_for_a_second_person_is_counted(supervisor_page, case, caseworker, colleague, supervisor):
    with as_user(caseworker):
        add_goal(case, words="A room", area="housing", by=caseworker)
        ask_plan_approval(case, by=caseworker)
        asked = ask_right(case, kind="erasure", asker="person", identity="known", by=caseworker)
        check_right(asked, finding="free", alone=True, evidence_told=True, by=caseworker)
        ask_right(case, kind="copy", delivery="Read aloud", asker="person", identity="known", by=caseworker)
    with as_user(colleague):
        open_in_emergency(number=case.number, reason="danger", words="She called", hours=4, by=colleague)
    assert "4 requests wait for your approval" in words(supervisor_page.get("/"))
    shown = words(supervisor_page.get("/approvals/"))
    assert "Erase the whole record" in shown and "A copy of everything held" in shown
    assert "Opened in an emergency 1" in shown


def test_done_is_one_post_and_undo_another(page, case, caseworker):
    done = task(case, caseworker, 0, "Call now")
    base = f"/cases/{case.public_id}/plan/{done.public_id}"
    answer = page.post(f"{base}/done/", follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "Marked as done." in words(answer) and f'action="{base}/undo/"' in answer.content.decode()
    page.post(f"{base}/undo/")
    with as_user(caseworker):
        assert Task.objects.visible_to(caseworker).get().done_at is None
    assert page.trail(events.TASK_DONE) and page.trail(events.TASK_REOPENED)


def test_a_script_gets_the_row_back_with_undo(page, case, caseworker):
    done = task(case, caseworker, 0, "Call now")
    base = f"/cases/{case.public_id}/plan/{done.public_id}"
    answer = page.post(f"{base}/done/", headers={"HX-Request": "true"})
    assert f"{base}/undo/" in answer.content.decode() and "<html" not in answer.content.decode()


def test_consents_that_end_soon_are_named_with_the_case(page, case, caseworker, lotus):
    with as_user(caseworker):
        record_consent(
            case.person, purpose="share", decision="given", method="spoken", recipient=lotus,
            categories=["language"], ends_on=in_a_year(10), by=caseworker,
        )  # fmt: skip
    text = words(page.get("/"))
    assert "Share with Lotus Legal" in text


def test_who_was_shown_enters_the_trail(page, case):
    page.get("/")
    assert str(case.pk) in page.trail(events.CASE_LISTED)[0].additional_data["ids"]


def test_the_menu_counts_what_is_due_and_whose_cases_are_open(page, case, caseworker):
    task(case, caseworker, 0, "Call now")
    menu = {str(entry.label): entry.count for entry in page.get("/").context["navigation"]()}
    assert menu["Today"] == 1 and menu["Cases"] == 1


def test_roles_without_cases_start_elsewhere(browse, org_admin):
    answer = browse(org_admin).get("/")
    assert answer.status_code in (302, 403)


def test_what_waited_too_long_leads_to_its_list(page, case, caseworker):
    with as_user(caseworker):
        add_goal(case, words="A room", area="housing", target_on=datetime.date(2020, 1, 1), by=caseworker)
    shown = page.get("/").content.decode()
    assert "Goals past their day" in shown and "?view=goals" in shown
    assert "Amira" in page.get("/cases/?view=goals").content.decode()
