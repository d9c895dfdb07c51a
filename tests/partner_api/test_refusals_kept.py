"""Refused calls of programs: nobody's too, not in a flood, refused without a trail; and no success without an entry."""

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from casemgr import refused
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from tests.doors.api_table import OPERATIONS
from tests.partner_api.conftest import fetch_token
from tests.partner_api.test_refused import refusals


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def written(monkeypatch):
    """What is recorded of refusals: door, whose trail, how many it stands for."""
    kept = []

    def record(event, *, by, organization_id=None, facts):
        assert event == events.ACCESS_REFUSED
        kept.append((facts["door"], by, organization_id, facts.get("together", 1)))

    monkeypatch.setattr(refused.trail, "record", record)
    return kept


def test_a_made_up_token_is_written_down_as_nobodys(sender, written):
    assert sender.get("referrals", token="made-up").status_code == 401
    assert written == [("GET api/v1/referrals", None, None, 1)]


def test_a_wrong_secret_is_in_the_trail_of_the_client_it_names(sender, written):
    sender.secret = "wrong"
    assert fetch_token(sender).status_code == 401
    assert written == [("POST oauth/token", None, sender.organization.pk, 1)]


def test_a_system_that_floods_leaves_few_entries_that_count_all(sender):
    for _call in range(45):
        assert sender.get(f"referrals/{'A' * 22}").status_code == 404
    assert len(refusals(sender)) == 13  # ten, and the 11th, 20th and 40th


@pytest.mark.nodb
def test_whoever_has_no_account_cant_fill_the_table(written, monkeypatch):
    monkeypatch.setattr(refused.transaction, "atomic", lambda: transaction.mark_for_rollback_on_error(using=None))
    for number in range(3000):
        origin = refused.current_origin()._replace(address=f"10.0.{number // 250}.{number % 250}")
        monkeypatch.setattr(refused, "current_origin", lambda origin=origin: origin)
        refused.note("POST oauth/token", 401, by=None)
    assert len(written) <= 205
    assert sum(one[3] for one in written) >= 1500  # the rest is counted by the next entry


@pytest.mark.nodb
@pytest.mark.parametrize("flood", [1, 10, 11, 12, 20, 1000, 10_000])
def test_no_refusal_is_left_out_of_the_count(flood):
    stand = [refused.stands_for(number, 10) for number in range(1, flood + 1)]
    last = max(number for number, one in enumerate(stand, start=1) if one)
    assert sum(stand) == last and flood < max(12, 2 * last)


@pytest.fixture
def broken_trail(monkeypatch):
    def refuse(self, *args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO audit_auditentry (id) VALUES (gen_random_uuid())")  # columns lack

    def break_it():
        monkeypatch.setattr(AuditEntry, "save", refuse)

    return break_it


def test_a_refusal_that_cant_be_written_is_a_refusal_still(sender, broken_trail):
    broken_trail()
    assert sender.get(f"referrals/{'A' * 22}").status_code == 404
    assert sender.get("referrals", token="made-up").status_code == 401


PUBLIC_FACTS = ("directory/",)  # names of organizations and services: no person


@pytest.mark.parametrize(("path", "method"), [(p, m) for p, m, _ in OPERATIONS if not p.startswith(PUBLIC_FACTS)])
def test_no_call_succeeds_without_its_entry(sender, receiver, taken_on, consent, broken_trail, path, method):
    """Of every operation of the API: what passes with a trail fails without one."""
    one = consent if path.startswith("consents") else taken_on
    calls = []
    for partner in (sender, receiver):
        calls.append(
            lambda p=partner: p.call(method, path.replace("<str:id>", one), {} if method != "GET" else None, match="*")
        )
    before = [_undone(call) for call in calls]
    broken_trail()
    after = [_undone(call) for call in calls]
    for was, now in zip(before, after, strict=True):
        assert now >= 400 if was < 300 else now >= 400, (was, now)
    if method == "GET":
        assert min(before) == 200


def _undone(call):
    with transaction.atomic():
        status = call().status_code
        transaction.set_rollback(True)
    return status
