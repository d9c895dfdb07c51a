"""How referrals go in a country: who sees what of it, and what no page or table tells."""

import csv
import datetime
import io

import pytest
from django.db import transaction

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from referrals.mechanism import Quarter, settled
from tests.conftest import as_user, make_person_of
from tests.pages.conftest import text_of
from tests.referrals.mechanism import QUARTER, network, offers

PAGE, TABLE = "/referrals/mechanism/", "/referrals/mechanism/table/"
CODE = f"{QUARTER.year}-{QUARTER.number}"


@pytest.fixture
def country():
    """Four organizations of one country, with some offers each way: the supervisors."""
    members = network(4)
    offers(members, 48, "accepted", urgency="urgent", steps=[("accept", 3, "")])
    offers(members, 36, "declined", reason_code="no_capacity")
    offers(members, 24, "expired", service_code="medical", language="vi")
    offers(members[:2], 2, "declined", reason_code="conflict")
    return members


def rows_of(client, code=CODE):
    text = client.get(TABLE, {"period": code}).content.decode("utf-8-sig")
    return {(row["part"], row["of"], row["code"]): row["number"] for row in csv.DictReader(io.StringIO(text))}


def test_a_supervisor_reads_the_country_beside_their_own(signed_in, country):
    page = text_of(signed_in(country[0]).get(PAGE))
    assert "Referrals in Cambodia" in page
    assert "110 offers in all" in page
    assert "your organization sent 0 and received 28." in page  # exact: a quarter of 48, 36 and 24, and one of two


def test_no_page_or_table_names_an_organization(signed_in, country):
    client = signed_in(country[0])
    for path in (PAGE, TABLE):
        page = text_of(client.get(path))
        assert not any(other.home.name in page for other in country[1:])


def test_small_numbers_are_withheld_and_take_another_along(signed_in, country):
    rows = rows_of(signed_in(country[0]))
    assert rows["offered", "", "all"] == "110"
    assert rows["outcome", "all", "unmet"] == "60"
    assert rows["outcome", "all", "refused"] == ""  # two
    assert rows["outcome", "all", "accepted"] == ""  # else the two were the rest
    assert rows["unmet", "unmet", "expired"] == ""
    assert rows["answer_half_hours", "", "urgent"] == "4"


def test_a_data_steward_reads_the_country_alone(signed_in, country):
    steward = make_person_of(country[0].home, "data_steward")
    page = text_of(signed_in(steward).get(PAGE))
    assert "110 offers in all" in page
    assert "We received" not in page


@pytest.mark.parametrize("role", ["caseworker", "team_lead", "org_admin", "auditor", "researcher", "survivor_adviser"])
@pytest.mark.parametrize("path", [PAGE, TABLE])
def test_others_are_refused(signed_in, harbor, role, path):
    assert signed_in(make_person_of(harbor, role)).get(path).status_code == 403


def test_another_country_sees_nothing_of_it(signed_in, country, supervisor):
    assert rows_of(signed_in(supervisor))["offered", "", "all"] == ""


def test_what_was_told_once_is_told_again_unchanged(signed_in, country):
    client = signed_in(country[0])
    before = rows_of(client)
    offers(country, 60, "expired")
    assert rows_of(client) == before
    assert rows_of(signed_in(country[1])) == before


def test_only_settled_quarters_and_years_are_offered(signed_in, country):
    client = signed_in(country[0])
    now = datetime.datetime.now(datetime.UTC)
    running = f"{now.year}-{(now.month + 2) // 3}"
    for code in (running, "2024-13", f"{now.year + 1}", "2025-02-03", "everything"):
        answer = client.get(PAGE, {"period": code})
        assert answer.status_code == 422, code
    assert all(one.is_settled(now) for one in settled(now))
    assert Quarter(2025, 4).after == datetime.date(2026, 1, 1)


def test_each_look_is_in_the_trail(signed_in, country):
    client = signed_in(country[0])
    client.get(PAGE)
    client.get(TABLE)
    auditor = make_person_of(country[0].home, "auditor")
    with as_user(auditor), transaction.atomic():
        entries = list(AuditEntry.objects.visible_to(auditor).filter(event=events.MECHANISM_READ))
    assert [entry.additional_data for entry in entries] == [{"year": QUARTER.year, "quarter": QUARTER.number}] * 2


def test_the_referrals_page_leads_there_for_who_may(signed_in, supervisor, caseworker):
    assert f'href="{PAGE}"' in text_of(signed_in(supervisor).get("/referrals/"))
    assert f'href="{PAGE}"' not in text_of(signed_in(caseworker).get("/referrals/"))
