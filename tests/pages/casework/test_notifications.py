"""News: what colleagues did that concerns somebody, without names, and only while they see the case."""

import datetime

import pytest
from django.conf import settings
from django.urls import reverse

from cases.actions import (
    add_goal,
    add_task,
    ask_plan_approval,
    ask_right,
    ask_transfer,
    assign,
    end_grant,
    open_in_emergency,
    record_consent,
    set_restricted,
    withdraw,
)
from cases.models import Notification
from tests.conftest import as_user, in_a_year, make_person_of, open_case

from .conftest import words

NEWS = "/news/"


def kinds_of(person):
    with as_user(person):
        return sorted(Notification.objects.visible_to(person).values_list("kind", flat=True))


def given(case, to, by):
    with as_user(by):
        assign(case, to=to, by=by)


def test_whoever_is_given_a_case_is_told_without_a_name(case, colleague, supervisor, browse):
    given(case, colleague, supervisor)
    page = browse(colleague)
    assert b'aria-label="News: 1 new"' in page.get("/").content
    shown = words(page.get(NEWS))
    assert "A case was given to you" in shown and case.label in shown and "Amira" not in shown


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_news_are_counted_in_every_language(language, caseworker, colleague, supervisor, browse):
    for alias in ("Amira", "Bela", "Chipo"):  # three: the first number whose plural Arabic finds by dividing
        with as_user(caseworker):
            opened = open_case(caseworker, alias=alias)
        given(opened, colleague, supervisor)
    page = browse(colleague)
    page.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    shown = page.get("/")
    assert shown.status_code == 200 and f'lang="{language}"' in shown.content.decode()
    assert '<span class="count" aria-hidden="true">3</span>' in shown.content.decode()


def test_nobody_is_told_of_what_they_did_themselves(case, supervisor):
    given(case, supervisor, supervisor)
    assert kinds_of(supervisor) == []


def test_opening_it_goes_to_the_case_and_counts_as_read(case, colleague, supervisor, browse):
    given(case, colleague, supervisor)
    page = browse(colleague)
    with as_user(colleague):
        one = Notification.objects.visible_to(colleague).get()
    answer = page.post(reverse("notification_open", args=[one.public_id]))
    assert answer["Location"] == reverse("case", args=[case.public_id])
    assert b"News: 1 new" not in page.get("/").content


def test_all_can_be_marked_as_read(case, colleague, supervisor, browse):
    given(case, colleague, supervisor)
    page = browse(colleague)
    page.post(reverse("notifications_read"))
    assert b"News: 1 new" not in page.get("/").content
    assert words(page.get(NEWS)).count("A case was given to you") == 1


def test_it_disappears_with_the_sight_of_the_case(case, caseworker, colleague, supervisor):
    given(case, colleague, supervisor)
    given(case, caseworker, supervisor)
    with as_user(supervisor):
        end_grant(case, of=colleague, by=supervisor)
    assert kinds_of(colleague) == ["unnamed"]
    with as_user(colleague):
        assert Notification.objects.unscoped("row-level security is what is tested").count() == 1


def test_a_restricted_case_tells_a_supervisor_who_is_not_named_nothing(case, supervisor, harbor):
    other = make_person_of(harbor, "supervisor")
    with as_user(supervisor):
        assign(case, to=other, by=supervisor)
        assert kinds_of(other) == ["assigned"]
    with as_user(other):
        set_restricted(case, restricted=True, reason="A relative works here", by=other)
    with as_user(supervisor):
        assert not Notification.objects.unscoped("row-level security is what is tested").exists()


def test_a_task_for_somebody_else_and_a_withdrawn_consent_are_told(case, caseworker, supervisor):
    with as_user(supervisor):
        add_task(case, title="Call", due_on=datetime.date.today(), assigned_to=caseworker, by=supervisor)
        consent = record_consent(
            case.person, purpose="statistics", decision="given", method="spoken", ends_on=in_a_year(), by=supervisor
        )
        withdraw(consent, by=supervisor)
    assert kinds_of(caseworker) == ["consent_withdrawn", "task_given"]


def test_news_of_one_is_not_shown_to_another(case, colleague, supervisor, caseworker, browse):
    given(case, colleague, supervisor)
    with as_user(colleague):
        one = Notification.objects.visible_to(colleague).get()
    assert browse(caseworker).post(reverse("notification_open", args=[one.public_id])).status_code == 404
    assert kinds_of(caseworker) == []


def test_no_words_of_a_kind_have_a_place_for_a_name():
    assert not [label for label in Notification.Kind.labels if "%" in label or "{" in label]


def test_people_without_cases_have_no_news_but_administrators(browse, org_admin, auditor):
    """An administrator is told of webhooks; nothing there is of a case."""
    open_pages = [browse(person).get(NEWS).status_code for person in (org_admin, auditor)]
    assert open_pages == [200, 403]


def test_other_organizations_hear_nothing(partner_worker, case, colleague, supervisor):
    given(case, colleague, supervisor)
    given(open_case(supervisor, alias="Noor"), colleague, supervisor)
    assert kinds_of(partner_worker) == []


def test_news_say_that_they_lead_somewhere(case, caseworker, colleague, browse):
    with as_user(caseworker):
        ask_transfer(case, to=colleague, by=caseworker)
    page = browse(colleague)
    shown = page.get(NEWS)
    assert "Look at it" in words(shown) and "Mark as read" not in words(shown).replace("Mark all as read", "")
    with as_user(colleague):
        one = Notification.objects.visible_to(colleague).get()
    assert page.post(reverse("notification_open", args=[one.public_id]))["Location"] == reverse("transfers")


def opened(person, browse, kind):
    page = browse(person)
    with as_user(person):
        one = Notification.objects.visible_to(person).get(kind=kind)
    return page.post(reverse("notification_open", args=[one.public_id]))["Location"]


def test_what_waits_for_a_supervisor_leads_to_where_it_is_answered(case, caseworker, colleague, supervisor, browse):
    with as_user(caseworker):
        add_goal(case, words="A room", area="housing", by=caseworker)
        ask_plan_approval(case, by=caseworker)
        ask_right(case, kind="erasure", asker="person", identity="known", by=caseworker)
    with as_user(colleague):
        open_in_emergency(number=case.number, reason="danger", words="She called", hours=4, by=colleague)
    shown = words(browse(supervisor).get(NEWS))
    assert shown.count("Look at it") == 3 and "Open the referral" not in shown
    assert opened(supervisor, browse, "approval_asked") == reverse("approvals")
    assert opened(supervisor, browse, "emergency") == reverse("emergencies")
    assert opened(supervisor, browse, "right_asked").startswith("/rights/")
    assert opened(caseworker, browse, "emergency") == reverse("case", args=[case.public_id])
