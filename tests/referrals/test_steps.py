"""Waiting lists, early ends, mistakes, telephone calls, and the alarm when a contact went wrong."""

import datetime

import pytest

from casemgr.audit.models import AuditEntry
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.actions import withdraw
from cases.models import Consent
from referrals import actions
from referrals.errors import ConsentNotInForce
from referrals.lifecycle import ALWAYS_TOLD, EndReason, Tier
from referrals.models import Referral, ReferralEvent, ReferralParty
from tests.conftest import as_user, make_person_of
from tests.referrals.conftest import agree, draft, news_of, now_is, offer

SECRET = "It was about somebody else entirely"


def days(n):
    return datetime.date.today() + datetime.timedelta(days=n)


def waitlist(referral, by, until):
    with as_user(by):
        return actions.waitlist(referral, until=until, by=by)


def test_a_waiting_list_says_until_when_to_both_sides(offered, answering, caseworker):
    waitlist(offered, answering, days(40))
    for user in (answering, caseworker):
        one = now_is(offered, user)
        assert (one.state, one.wait_until) == ("waitlisted", days(40))
        assert one.deadline.date() >= days(40)
    assert now_is(offered, answering).tier_for(answering) is Tier.OFFER


@pytest.mark.parametrize("until", [-1, 0])
def test_the_day_on_the_waiting_list_is_to_come(offered, answering, until):
    with pytest.raises(InvalidInput, match="after today"):
        waitlist(offered, answering, days(until))


def test_the_waiting_list_ends_while_the_consent_lasts(planted_case, lotus, caseworker, answering):
    def offered_until(ends_on):
        consent = agree(planted_case, lotus, by=caseworker, ends_on=ends_on)
        with as_user(caseworker):
            one = actions.draft(consent=consent, case=planted_case, service_code="legal_aid", by=caseworker)
            return actions.submit(one, by=caseworker)

    one = offered_until(days(20))  # the first day without consent
    with pytest.raises(InvalidInput) as refusal:
        waitlist(one, answering, days(20))
    assert refusal.value.field == "until" and str(days(20)) not in str(refusal.value)
    assert waitlist(one, answering, days(19)).state == "waitlisted"


def test_nobody_is_put_on_a_list_without_consent_or_time(clock, offered, answering, caseworker):
    with as_user(caseworker):
        withdraw(Consent.objects.visible_to(caseworker).get(purpose="share"), by=caseworker)
    with pytest.raises(ConsentNotInForce):
        waitlist(offered, answering, days(5))
    clock.at(offered.deadline)
    with pytest.raises(NotInThisState, match="time to decide"):
        waitlist(offered, answering, days(40))


def test_from_the_waiting_list_it_can_be_taken_on(offered, answering):
    waitlist(offered, answering, days(40))
    with as_user(answering):
        assert actions.accept(offered, by=answering).state == "accepted"


@pytest.mark.parametrize("feedback", ["status", "outcome"])
@pytest.mark.parametrize("reason", list(EndReason))
def test_an_early_end_tells_why_as_far_as_agreed_and_always_about_safety(
    planted_case, lotus, caseworker, answering, feedback, reason
):
    one = offer(planted_case, lotus, by=caseworker, feedback=feedback)
    with as_user(answering):
        actions.accept(one, by=answering)
        ended = actions.end(one, reason=reason, by=answering)
    told = reason if feedback == "outcome" or reason in ALWAYS_TOLD else ""
    assert (ended.state, ended.reason_code) == ("not_completed", told)
    with as_user(caseworker):
        assert ReferralEvent.objects.visible_to(caseworker).filter(referral=one).last().code == told


def test_the_lists_of_reasons_are_apart(accepted, answering):
    with as_user(answering), pytest.raises(InvalidInput):
        actions.end(accepted, reason="no_capacity", by=answering)


@pytest.fixture
def mistaken(accepted, supervisor):
    with as_user(supervisor):
        return actions.mark_error(accepted, reason=f"  {SECRET} ", by=supervisor)


def test_a_mistake_leaves_the_receiver_a_tombstone(mistaken, answering):
    one = now_is(mistaken, answering)
    assert one.tier_for(answering) is Tier.TOMBSTONE


def test_why_it_was_a_mistake_is_sealed_and_stays_at_the_sender(mistaken, caseworker, answering, harbor, lotus):
    with as_user(caseworker):
        own = ReferralParty.objects.visible_to(caseworker).select_related("case").get(referral=mistaken)
        assert own.error_reason == SECRET
        assert SECRET.encode() not in own.error_reason_sealed.ciphertext
    with as_user(answering):
        theirs = ReferralParty.objects.unscoped("test of the second fence").filter(referral=mistaken)
        assert [one.error_reason for one in theirs] == [None]
    for organization in (harbor, lotus):
        with as_user(make_person_of(organization, "auditor")) as auditor:
            entries = [e.__dict__ for e in AuditEntry.objects.visible_to(auditor)]
        assert "referral:record:error" in str(entries) and SECRET not in str(entries)
    for user in (caseworker, answering):
        with as_user(user):
            assert SECRET not in str([e.__dict__ for e in ReferralEvent.objects.visible_to(user)])


def test_only_a_supervisor_of_the_sender_says_it_was_a_mistake(accepted, caseworker, answering, lotus):
    for user in (caseworker, answering, make_person_of(lotus, "supervisor")):
        with pytest.raises(NotPermitted), as_user(user):
            actions.mark_error(accepted, reason=SECRET, by=user)


def test_a_mistake_wants_a_reason(accepted, supervisor):
    with pytest.raises(InvalidInput), as_user(supervisor):
        actions.mark_error(accepted, reason="  ", by=supervisor)
    assert now_is(accepted, supervisor).state == "accepted"


def test_a_mistaken_draft_was_never_there_for_its_receiver(drafted, supervisor, answering):
    with as_user(supervisor):
        actions.mark_error(drafted, reason=SECRET, by=supervisor)
    with as_user(answering):
        assert not Referral.objects.visible_to(answering).exists()
        assert not ReferralEvent.objects.unscoped("test of the second fence").exists()


@pytest.mark.parametrize(("result", "kind"), [("failed", "referral_failed"), ("unsafe", "referral_unsafe")])
def test_a_contact_that_went_wrong_alerts_the_senders_worker_at_once(
    accepted, answering, caseworker, supervisor, colleague, result, kind
):
    for times in (1, 2):
        with as_user(answering):
            actions.record_contact(accepted, result=result, by=answering)
        assert news_of(caseworker) == [kind] * times
    assert [news_of(user) for user in (supervisor, colleague, answering)] == [[], [], []]


def test_a_contact_that_went_well_alerts_nobody(accepted, answering, caseworker):
    with as_user(answering):
        actions.record_contact(accepted, result="ok", by=answering)
    assert news_of(caseworker) == []


@pytest.fixture
def emergency(planted_case, lotus, caseworker):
    return offer(planted_case, lotus, by=caseworker, urgency="emergency")


def phone(referral, by, **said):
    with as_user(by):
        return actions.record_phone_call(referral, by=by, **said)


def test_an_emergency_wants_a_telephone_call(clock, emergency, caseworker, offered):
    assert now_is(emergency, caseworker).wants_phone_call
    assert not now_is(offered, caseworker).wants_phone_call
    clock.go(minutes=5)
    phone(emergency, caseworker, phoned_at=clock.now)
    one = now_is(emergency, caseworker)
    assert (one.phoned_at, one.wants_phone_call) == (clock.now, False)
    with pytest.raises(NotInThisState):
        phone(emergency, caseworker, phoned_at=clock.now)


def test_why_nobody_telephoned_is_a_code_of_the_list(emergency, caseworker):
    with pytest.raises(InvalidInput):
        phone(emergency, caseworker, not_phoned="we know them")
    assert phone(emergency, caseworker, not_phoned="no_answer").not_phoned == "no_answer"
    assert not now_is(emergency, caseworker).wants_phone_call


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"phoned_at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)},
        {"phoned_at": datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)},
        {"phoned_at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC), "not_phoned": "no_answer"},
    ],
)
def test_a_call_has_a_time_or_a_reason_and_the_time_is_possible(emergency, caseworker, said):
    with pytest.raises(InvalidInput):
        phone(emergency, caseworker, **said)


def test_the_receiver_telephones_nobody_and_strangers_find_nothing(emergency, answering, stranger):
    with pytest.raises(NotPermitted):
        phone(emergency, answering, not_phoned="no_answer")
    with pytest.raises(NotFound):
        phone(emergency, stranger, not_phoned="no_answer")


def test_drafts_and_answered_offers_want_no_call(planted_case, lotus, caseworker, answering):
    one = draft(planted_case, lotus, by=caseworker, urgency="emergency")
    assert not one.wants_phone_call
    with as_user(caseworker):
        actions.submit(one, by=caseworker)
    with as_user(answering):
        actions.accept(one, by=answering)
    assert not now_is(one, caseworker).wants_phone_call
