"""What they were told stays one list; what was said or lies on paper is asked back by telephone, never “deleted”."""

import datetime

import pytest
from django.db import transaction

from casemgr.accounts.clock import today
from casemgr.audit.models import AuditEntry
from casemgr.errors import Gone, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.actions import assign, record_consent, withdraw
from cases.models import Consent, ManualDisclosure, Task
from referrals import actions
from referrals.errors import NotReleased
from referrals.models import Referral, ReferralEvent, TakeBack
from tests.conftest import as_user, in_a_year, make_person_of
from tests.outside.conftest import agree
from tests.referrals.conftest import offer, with_second_factor


def tell(one, by, **changes):
    with as_user(by):
        said = {"way": "phone", "told_on": today(by.home)} | changes
        return actions.hand_over(one, by=by, **said)


def ask(one, by, *, done=False, **changes):
    with as_user(by):
        said = {"whom": "the head nurse", "on": today(by.home)} | changes
        return actions.ask_back(one, done=done, by=by, **said)


def to_ask_back(user):
    with as_user(user):
        rows = Referral.objects.visible_to(user).to_ask_back(today(user.home))
        return list(rows.values_list("pk", flat=True))


def tasks_of(user):
    with as_user(user):
        return [task.title for task in Task.objects.visible_to(user).pending().filter(kind="other", assigned_to=user)]


@pytest.fixture
def told(accepted, worker):
    tell(accepted, worker, way="letter", whom="the head nurse")
    return accepted


def test_what_they_were_told_is_in_the_cases_ledger(told, worker, planted_case, auditor):
    with as_user(worker):
        (row,) = ManualDisclosure.objects.visible_to(worker).filter(case=planted_case)
        assert row.recipient == "Green Gate Clinic (the head nurse)"
        assert (row.way, row.ground, row.categories) == ("paper", "consent", ["contact", "identity"])
        event = ReferralEvent.objects.visible_to(worker).get(referral=told, event="hand_over")
    assert (event.way, event.actor_id) == ("letter", worker.pk)
    with as_user(auditor):
        rows = AuditEntry.objects.visible_to(auditor).filter(
            event__in=["referral:record:hand_over", "case:disclosure:record"]
        )
        assert {row.event for row in rows} == {"referral:record:hand_over", "case:disclosure:record"}
        assert "nurse" not in str([row.additional_data for row in rows])


@pytest.mark.parametrize("way", ["phone", "letter", "in_person"])
def test_each_way_has_its_word_in_the_ledger(accepted, worker, way):
    tell(accepted, worker, way=way)
    with as_user(worker):
        ways = ManualDisclosure.objects.visible_to(worker).values_list("way", flat=True)
        assert list(ways) == [{"letter": "paper"}.get(way, way)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"way": "mail"}, "way"), ({"way": ""}, "way"), ({"told_on": datetime.date(2020, 1, 1)}, "told_on"),
     ({"told_on": in_a_year()}, "told_on")],
    ids=["mail", "nothing", "before", "to come"],
)  # fmt: skip
def test_a_telling_that_can_not_be_is_refused(accepted, worker, changes, field):
    with pytest.raises(InvalidInput) as refusal:
        tell(accepted, worker, **changes)
    assert refusal.value.field == field


def test_nothing_is_told_before_the_yes(offered, worker):
    with pytest.raises(NotReleased):
        tell(offered, worker)
    with as_user(worker), pytest.raises(NotReleased):
        actions.open_for_partner(offered, by=worker)


def test_each_look_is_written_down(accepted, worker, auditor):
    with as_user(worker):
        for _look in range(2):
            assert actions.open_for_partner(accepted, by=worker).fields["phone"] == "+15550100777"
    with as_user(auditor):
        looks = AuditEntry.objects.visible_to(auditor).filter(event="referral:disclosure:read")
        assert list(looks.values_list("actor", flat=True)) == [worker.pk, worker.pk]


def test_it_is_as_it_was_at_the_yes_and_gone_with_the_consent(accepted, worker):
    with as_user(worker):
        withdraw(Consent.objects.visible_to(worker).get(purpose="share"), by=worker)
        with pytest.raises(Gone):
            actions.open_for_partner(accepted, by=worker)


@pytest.mark.parametrize("act", ["open", "tell", "ask"])
def test_of_a_referral_to_others_nothing_of_this_is_done(planted_case, lotus, worker, answering, act):
    one = offer(planted_case, lotus, by=worker)
    with as_user(answering):
        actions.accept(one, by=answering)
    acts = {
        "open": lambda by: actions.open_for_partner(one, by=by),
        "tell": lambda by: actions.hand_over(one, way="phone", told_on=today(by.home), by=by),
        "ask": lambda by: actions.ask_back(one, on=today(by.home), whom="x", done=True, by=by),
    }
    for by in (worker, answering):
        with as_user(by), pytest.raises(NotPermitted):
            acts[act](by)


def test_nobody_else_writes_anything_down(told, harbor, foreign, supervisor):
    health = with_second_factor(make_person_of(harbor, "health_worker"))
    for by in (health, foreign[1]):
        with pytest.raises(NotFound):
            tell(told, by)
    with as_user(supervisor):
        actions.revoke(told, by=supervisor)
    for by in (health, foreign[1]):
        with pytest.raises(NotFound):
            ask(told, by)


def test_after_taking_back_the_worker_is_asked_to_call(told, worker, supervisor):
    assert to_ask_back(worker) == []
    with as_user(supervisor):
        actions.revoke(told, by=supervisor)
        actions.revoke(told, by=supervisor)
        with pytest.raises(Gone):
            actions.open_for_partner(told, by=supervisor)
    assert tasks_of(worker) == ["Call the partner of a referral: ask back what it was told."]
    assert to_ask_back(worker) == [told.pk]


def test_asked_then_confirmed_by_hand(told, worker, supervisor):
    with as_user(worker):
        actions.revoke(told, by=worker)
    row = ask(told, worker)
    assert (row.asked_by_id, row.confirmed_on, row.asked_whom) == (worker.pk, None, "the head nurse")
    assert to_ask_back(worker) == [told.pk]
    with pytest.raises(NotInThisState):
        ask(told, worker)
    row = ask(told, supervisor, done=True, whom="the doctor on duty")
    assert (row.confirmed_by_id, row.confirmed_whom, row.asked_whom) == (
        supervisor.pk, "the doctor on duty", "the head nurse")  # fmt: skip
    assert to_ask_back(worker) == []
    with pytest.raises(NotInThisState):
        ask(told, worker, done=True)
    with as_user(worker):
        events = ReferralEvent.objects.visible_to(worker).filter(referral=told, event="ask_back").order_by("id")
        assert list(events.values_list("code", flat=True)) == ["asked", "confirmed"]


def test_asked_and_confirmed_in_one_call(told, worker):
    with as_user(worker):
        actions.revoke(told, by=worker)
    assert ask(told, worker, done=True).confirmed_by_id == worker.pk


def test_nothing_is_asked_back_while_sharing_goes_on(told, worker):
    with pytest.raises(NotInThisState):
        ask(told, worker)


@pytest.mark.parametrize("changes", [{"whom": " "}, {"on": in_a_year()}, {"on": datetime.date(2020, 1, 1)}], ids=str)
def test_an_asking_that_can_not_be_is_refused(told, worker, changes):
    with as_user(worker):
        actions.revoke(told, by=worker)
    with pytest.raises(InvalidInput):
        ask(told, worker, **changes)


def test_a_word_taken_back_or_a_no_is_a_reason_to_call_and_a_new_yes_is_none(told, worker, planted_case, green_gate):
    with as_user(worker):
        withdraw(Consent.objects.visible_to(worker).get(purpose="share"), by=worker)
    assert to_ask_back(worker) == [told.pk]
    agree(planted_case, green_gate, by=worker, categories=("identity", "contact", "health"))
    assert to_ask_back(worker) == []
    with as_user(worker):
        record_consent(
            planted_case.person, purpose="share", decision="declined", method="spoken", ends_on=in_a_year(),
            recipient=green_gate, by=worker,
        )  # fmt: skip
    assert to_ask_back(worker) == [told.pk]
    ask(told, worker)


def test_a_word_that_ran_out_is_a_reason_to_call_until_what_was_kept_is_destroyed(
    planted_case, green_gate, worker, clock, harbor
):
    with as_user(worker):
        consent = agree(planted_case, green_gate, by=worker, ends_on=today(harbor) + datetime.timedelta(days=20))
        one = actions.submit(
            actions.draft(consent=consent, case=planted_case, service_code="medical", by=worker), by=worker
        )
        actions.accept(one, way="phone", by=worker)
    assert to_ask_back(worker) == []
    clock.go(days=21)
    assert to_ask_back(worker) == [one.pk]
    with as_user(worker):
        actions.end(one, reason="moved_away", way="phone", by=worker)
    clock.go(days=31)
    actions.keep_time(harbor.pk)
    assert to_ask_back(worker) == []
    ask(one, worker)


def test_a_mistake_is_asked_back_too_and_a_refused_offer_not(told, planted_case, green_gate, worker, supervisor):
    other = offer(planted_case, green_gate, by=worker, service_code="medical")
    with as_user(supervisor):
        actions.mark_error(told, reason="The wrong person", by=supervisor)
        actions.revoke(other, by=supervisor)
    assert to_ask_back(worker) == [told.pk] and len(tasks_of(worker)) == 1


def test_what_was_told_before_the_end_can_be_written_down_after_it(accepted, worker, clock):
    with as_user(worker):
        actions.revoke(accepted, by=worker)
    day = today(worker.home)
    clock.go(days=3)
    with pytest.raises(InvalidInput) as refusal:
        tell(accepted, worker)
    assert refusal.value.field == "told_on"
    tell(accepted, worker, told_on=day)


def test_with_whom_one_spoke_is_sealed(told, worker):
    with as_user(worker), transaction.atomic():
        actions.revoke(told, by=worker)
        ask(told, worker, done=True)
        row = TakeBack.objects.visible_to(worker).values_list("asked_whom", "confirmed_whom").get()
        assert b"nurse" not in b"".join(bytes(one.ciphertext) for one in row)


def test_when_the_worker_has_left_the_caseworker_is_asked(told, worker, supervisor, colleague, planted_case):
    with as_user(supervisor):
        assign(planted_case, to=colleague, by=supervisor)
    worker.is_active = False
    worker.save()
    with as_user(supervisor):
        actions.revoke(told, by=supervisor)
    assert len(tasks_of(colleague)) == 1 and tasks_of(supervisor) == []


def test_when_nobody_of_them_is_there_it_stays_with_who_took_it_back(told, worker, supervisor):
    worker.is_active = False
    worker.save()
    with as_user(supervisor):
        actions.revoke(told, by=supervisor)
    assert len(tasks_of(supervisor)) == 1
