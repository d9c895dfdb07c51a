"""What referrals wait on: time left in words, overdue first, narrowed by side, view and urgency; no query per row."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casemgr.audit.models import AuditEntry
from referrals import actions
from tests.conftest import as_user, make_person_of
from tests.pages.conftest import text_of
from tests.referrals.conftest import (  # noqa: F401 - fixtures
    answering,
    clock,
    offer,
    planted_case,
    sahel,
    stranger,
)

WHERE = "/referrals/waiting/"


def rows_of(response):
    """The rows of the table, as text."""
    page = text_of(response)
    if "<tbody>" not in page:
        return []
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in body.split("<tr>")[1:]]


@pytest.fixture
def make(planted_case, lotus, caseworker):  # noqa: F811
    return lambda urgency, **more: offer(planted_case, lotus, by=caseworker, urgency=urgency, **more)


def test_overdue_ones_come_first_and_time_is_told_in_words(clock, make, signed_in, supervisor):  # noqa: F811
    make("normal"), make("emergency")
    clock.go(hours=25)
    late, later = rows_of(signed_in(supervisor).get(WHERE))
    assert "Overdue by 1 hour" in late.replace("\xa0", " ") and "Emergency" in late and "Telephone now" in late
    assert "left" in later and "Overdue" not in later


def test_the_bar_is_as_long_as_the_time_that_is_gone(clock, make, signed_in, supervisor):  # noqa: F811
    one = make("urgent")
    clock.at(one.offered_at + (one.deadline - one.offered_at) / 4)
    assert 'class="load-other" width="25"' in text_of(signed_in(supervisor).get(WHERE))
    clock.at(one.offered_at + (one.deadline - one.offered_at) * 0.95)
    assert 'class="load-urgent" width="95"' in text_of(signed_in(supervisor).get(WHERE))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?view=overdue", {"emergency"}),
        ("?view=soon", {"urgent"}),
        ("?view=all&urgency=normal", {"normal"}),
        ("?view=unreached", {"reached"}),
        ("?view=nonsense&urgency=nonsense&side=nonsense", {"emergency", "urgent", "normal"}),
        ("?side=received", set()),
    ],
)
def test_it_is_narrowed_in_the_address(clock, make, signed_in, supervisor, answering, query, expected):  # noqa: F811
    made = {"normal": make("normal"), "urgent": make("urgent"), "emergency": make("emergency")}
    made["reached"] = make("emergency", service_code="medical")
    with as_user(answering):
        actions.accept(made["reached"], by=answering)
    clock.go(hours=50)
    page = text_of(signed_in(supervisor).get(WHERE + query))
    assert {name for name, one in made.items() if f"/referrals/{one.public_id}/" in page} == expected


def test_the_receiver_finds_what_it_has_to_answer_without_a_name(make, signed_in, lotus):
    one = make("urgent")
    page = signed_in(make_person_of(lotus, "supervisor")).get(f"{WHERE}?side=received")
    assert f"/referrals/{one.public_id}/" in text_of(page)
    assert "Harbor House" in text_of(page) and "Planted" not in text_of(page)


def test_a_stranger_and_a_caseworker_find_nothing_there(make, signed_in, stranger, caseworker):  # noqa: F811
    make("urgent")
    assert rows_of(signed_in(stranger).get(WHERE)) == []
    assert signed_in(caseworker).get(WHERE).status_code == 403


@pytest.mark.parametrize("side", ["sent", "received"])
def test_no_query_is_asked_for_each_row(make, signed_in, supervisor, lotus, side):
    browser = signed_in(supervisor if side == "sent" else make_person_of(lotus, "supervisor"))
    where = f"{WHERE}?side={side}"
    make("urgent")
    browser.get(where)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert len(rows_of(browser.get(where))) == 1
    for _one in range(6):
        make("urgent")
    with CaptureQueriesContext(connection) as many:
        assert len(rows_of(browser.get(where))) == 7
    assert len(many) == len(few)


def test_a_look_is_written_down_with_ids_only(make, signed_in, supervisor, harbor):
    one = make("urgent")
    signed_in(supervisor).get(WHERE)
    with as_user(make_person_of(harbor, "auditor")) as auditor:
        entry = AuditEntry.objects.visible_to(auditor).filter(event="referral:list:read").latest("timestamp")
    assert entry.additional_data == {"ids": str(one.pk), "count": 1}


def test_the_teams_page_leads_there(make, signed_in, supervisor):
    make("urgent")
    assert f'href="{WHERE}"><strong>1</strong>' in text_of(signed_in(supervisor).get("/team/"))
