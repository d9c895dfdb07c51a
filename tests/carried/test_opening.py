"""Opening: every "no" is the same, a few wrong passcodes lock it for good, and each opening is counted and told."""

import hashlib

import pytest
from django.db import connection, transaction

from casemgr.accounts.models import Organization, User
from casemgr.audit.models import AuditEntry
from casemgr.encryption import keys
from cases.actions import assign, withdraw
from cases.models import Case, Consent
from frontend.views.today import _consents_ending
from referrals import actions
from referrals.carried_lifecycle import MOST_WRONG, State
from referrals.models import CarriedReply
from tests.carried.conftest import NAME, give, news_of, now_is_slip, open_, replies, wrong
from tests.conftest import as_user, make_person_of
from tests.referrals.conftest import PLANTED


def test_code_and_passcode_open_what_was_agreed_and_the_worker_is_told(slip, caseworker):
    found = open_(slip)
    assert (found.name, found.service_code, found.left) == (NAME, "legal_aid", 2)
    assert found.fields["legal_name"] == PLANTED["legal_name"]
    assert found.until == slip.link.expires_at
    assert news_of(caseworker) == ["carried_opened"]


def test_each_opening_counts_and_the_last_destroys_it(slip, caseworker):
    assert [open_(slip).left for _ in range(3)] == [2, 1, 0]
    assert open_(slip) is None
    row = now_is_slip(slip, caseworker)
    assert (row.state, row.openings, row.content_sealed) == (State.SPENT, 3, None)


def test_five_wrong_passcodes_lock_it_for_good_and_the_worker_is_told(slip, caseworker):
    tries = [open_(slip, wrong(slip.passcode)) for _ in range(MOST_WRONG - 1)]
    assert now_is_slip(slip, caseworker).state == State.READY and news_of(caseworker) == []
    assert open_(slip) is not None, "four wrong ones leave it open"
    tries.append(open_(slip, wrong(slip.passcode)))
    assert tries == [None] * MOST_WRONG
    assert open_(slip) is None
    row = now_is_slip(slip, caseworker)
    assert (row.state, row.misses, row.content_sealed) == (State.LOCKED, 5, None)
    assert news_of(caseworker) == ["carried_opened", "carried_locked"]


def test_a_wrong_code_reaches_nobodys_slip(slip, caseworker):
    for code in ("", "X", slip.code[:-1], slip.code[:-1] + ("A" if slip.code[-1] != "A" else "B"), slip.link.finder):
        assert actions.open_carried(code, slip.passcode) is None
    assert actions.open_carried(slip.link.public_id, slip.passcode) is None
    assert now_is_slip(slip, caseworker).misses == 0


def test_it_is_told_to_whoever_works_on_the_case_now_too(slip, caseworker, harbor, supervisor):

    other = make_person_of(harbor, "caseworker")
    with as_user(supervisor):
        assign(slip.link.case, to=other, by=supervisor)
    open_(slip)
    assert news_of(other) == ["carried_opened"]


def test_a_try_at_what_opens_no_more_is_written_down_and_not_told(slip, caseworker, auditor):
    with as_user(caseworker):
        actions.end_carried(slip.link, by=caseworker)
    assert open_(slip) is None and open_(slip, wrong(slip.passcode)) is None
    with as_user(auditor), transaction.atomic():
        rows = AuditEntry.objects.visible_to(auditor).filter(event="case:carried:refuse")
        assert rows.count() == 2
    assert news_of(caseworker) == []


def test_a_suspended_organization_opens_nothing(slip, harbor):
    Organization.objects.filter(pk=harbor.pk).update(status="suspended")
    assert open_(slip) is None


def test_nothing_opens_if_the_trail_can_not_be_written(slip, caseworker, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("no trail")

    with monkeypatch.context() as patched:
        patched.setattr("casemgr.audit.trail.record", broken)
        with pytest.raises(RuntimeError):
            open_(slip)
    assert now_is_slip(slip, caseworker).openings == 0


def test_word_can_be_left_once(slip, caseworker, supervisor):
    reply = open_(slip).reply
    said = {"service": "Legal Desk", "telephone": "+1 555 0142", "words": "Call on Monday."}
    assert not actions.answer_carried("", **said) and not actions.answer_carried("x" * 43, **said)
    assert actions.answer_carried(reply, **said)
    assert not actions.answer_carried(reply, **said)
    assert not actions.answer_carried(open_(slip).reply, **said), "nor after another opening"
    assert replies(caseworker) == [("Legal Desk", "+1 555 0142", "Call on Monday.")]
    assert replies(supervisor) == replies(caseworker)
    assert news_of(caseworker) == ["carried_opened", "carried_answered", "carried_opened"]


def test_word_can_be_left_after_the_last_opening_but_not_for_long(planted_case, caseworker, switched_on, clock):
    said = {"service": "", "telephone": "+1 555 0142", "words": ""}
    late = open_(give(planted_case, caseworker, openings=1, service_code="medical")).reply
    last = open_(give(planted_case, caseworker, openings=1)).reply
    clock.go(minutes=29)
    assert actions.answer_carried(last, **said)
    clock.go(minutes=2)
    assert not actions.answer_carried(late, **said)


def test_no_word_is_left_once_the_person_took_it_back(slip, caseworker):
    reply = open_(slip).reply
    with as_user(caseworker):
        withdraw(slip.link.consent, by=caseworker)
    assert not actions.answer_carried(reply, service="", telephone="", words="Hello")


def test_the_database_alone_finds_one_slip_by_the_whole_hash(slip, caseworker, partner_worker):
    def home(finder):
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM app.carried_home(%s)", [finder])
            return cursor.fetchall()

    assert home("") == [] and home("%") == [] and home(slip.link.finder[:-1]) == []
    assert len(home(slip.link.finder)) == 1
    assert hashlib.sha256(slip.code.encode()).hexdigest() != slip.link.finder
    with as_user(partner_worker), transaction.atomic():
        for table in ("referrals_carriedlink", "referrals_carriedreply"):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM {table}")
                assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "change",
    [
        "openings = 0",
        "misses = 0",
        "content = 'x'::bytea",
        "most_openings = 5",
        "expires_at = expires_at + interval '1 day'",
        "finder = ''",
        "fields = '{}'",
        "person_id = gen_random_uuid()",
    ],
)
def test_sql_by_hand_can_not_open_it_wider(slip, caseworker, change):
    open_(slip, wrong(slip.passcode))
    open_(slip)
    with (
        as_user(caseworker),
        pytest.raises(Exception, match=r"a slip only ends|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE referrals_carriedlink SET {change}")


def test_an_ended_one_is_not_brought_back_by_sql(slip, caseworker):
    with as_user(caseworker):
        actions.end_carried(slip.link, by=caseworker)
        with (
            pytest.raises(Exception, match="a slip only ends"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE referrals_carriedlink SET state = 'ready'")


def test_a_worker_can_not_write_what_somebody_left(slip, caseworker):
    with as_user(caseworker), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        CarriedReply(
            organization_id=slip.link.organization_id,
            case_id=slip.link.case_id,
            person_id=slip.link.person_id,
            link=slip.link,
            left_at=slip.link.made_at,
            words="Invented",
        ).save(force_insert=True)


def test_no_word_is_left_of_a_person_who_was_erased(slip, caseworker):
    reply = open_(slip).reply
    keys.destroy(slip.link.organization_id, slip.link.person_id)
    assert not actions.answer_carried(reply, service="", telephone="", words="Hello")
    assert news_of(caseworker) == ["carried_opened"]


def test_when_its_worker_has_left_those_who_lead_are_told(slip, caseworker, supervisor):
    User.objects.filter(pk=caseworker.pk).update(is_active=False)
    assert open_(slip)
    assert news_of(supervisor) == ["carried_opened"]


def test_a_slip_is_no_consent_to_ask_for_again(slip, caseworker, planted_case):
    with as_user(caseworker), transaction.atomic():
        ending = _consents_ending(caseworker, Case.objects.visible_to(caseworker), slip.link.made_at.date())
        assert not ending.filter(purpose=Consent.Purpose.CARRY).exists()
        assert Consent.objects.visible_to(caseworker).filter(purpose=Consent.Purpose.CARRY).exists()
