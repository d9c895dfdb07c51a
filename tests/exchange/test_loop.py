"""A referral over two instances, from the offer to the outcome, and everything that ends it early."""

import pytest

from casemgr.encryption.envelopes import proves
from cases.disclosed import consented_fields
from referrals.exchange.instance import decoded

from .conftest import PLANTED, Refusal, two_instances

pytestmark = pytest.mark.nodb


def states(two, referral):
    return two.here.referral(referral)["state"], two.there.referral(referral)["state"]


def test_the_whole_loop(paired):
    whole_loop(paired)


def test_the_whole_loop_with_one_that_cannot_be_reached(tmp_path):
    with two_instances(tmp_path, CASEMGR_EXCHANGE_URL="poll") as two:
        two.pair()
        whole_loop(two)
        assert not [name for name, *_request in two.network.carried if name == "there"]
        asked = [one[:5] for one in two.network.carried if one[2].startswith("/fed/v1/mailbox")]
        assert {two.network.pass_on(*one)["status"] for one in asked} == {401}  # each was for once


def whole_loop(two):
    """Offer, seen, accepted, the data, contact, outcome; nothing that travels holds a planted value."""
    referral = two.offered(urgency="urgent", feedback="outcome")
    seen = two.there.referral(referral)
    assert (seen["state"], seen["service_code"], seen["urgency"]) == ("offered", "legal_aid", "urgent")
    assert seen["language"] == "sw" and seen["snapshots"] == 0
    with pytest.raises(Refusal, match="not_released"):
        two.there.read(referral)
    two.there.act("acknowledge", referral)
    two.settle()
    assert two.here.referral(referral)["state"] == "acknowledged"
    assert two.there.act("accept", referral) == "acknowledged" and two.there.referral(referral)["accept_asked"]
    two.settle()
    assert states(two, referral) == ("accepted", "accepted")
    fields = two.there.read(referral)
    assert fields["legal_name"] == PLANTED["legal_name"] and fields["phone"] == PLANTED["phone"]
    assert set(fields) == consented_fields(["identity", "contact"])
    two.there.act("record_contact", referral, result="ok")
    two.there.act("complete", referral, outcome="given")
    two.settle()
    assert states(two, referral) == ("completed", "completed")
    assert two.here.referral(referral)["outcome"] == "given"
    carried = two.network.everything()
    assert len(carried) > 20_000
    assert [value for value in PLANTED.values() if len(value) > 2 and value.encode() in carried] == []


def test_the_outcome_is_told_back_only_as_far_as_agreed(paired):
    referral = paired.accepted(feedback="status")
    paired.there.act("record_contact", referral, result="ok")
    paired.there.act("complete", referral, outcome="left_early")
    paired.settle()
    assert paired.here.referral(referral)["state"] == "completed" and paired.here.referral(referral)["outcome"] == ""


@pytest.mark.parametrize(("verb", "given", "state"), [("decline", {"reason": "no_capacity"}, "declined")])
def test_a_no_comes_back(paired, verb, given, state):
    referral = paired.offered()
    paired.there.act(verb, referral, **given)
    paired.settle()
    assert states(paired, referral) == (state, state) and paired.here.referral(referral)["reason_code"] == "no_capacity"


def test_an_offer_that_was_taken_back_before_it_left_is_never_told(paired):
    paired.network.down.add("there")
    referral = paired.offered()
    paired.here.act("withdraw", referral)
    paired.network.down.clear()
    paired.here.due_now()
    paired.settle()
    assert referral not in paired.there.referrals()


def test_revoked_while_the_other_is_down_for_70_hours(paired):
    two, referral = paired, paired.accepted()
    assert two.there.read(referral)["alias"] == PLANTED["alias"]
    two.network.down.add("there")
    two.here.act("revoke", referral)
    for hours in (0, 1, 10, 40, 69):
        two.here.clock(hours)
        two.here.work()
    assert two.here.referral(referral)["purge"] == "asked"
    two.network.down.clear()
    for node in (two.here, two.there):
        node.clock(70)
    two.here.due_now()
    two.settle()
    assert states(two, referral) == ("revoked", "revoked")
    assert two.here.referral(referral)["purge"] == "confirmed"
    with pytest.raises(Refusal, match="gone"):
        two.there.read(referral)
    proof = two.here.referral(referral)["proof"]
    assert referral in proof["payload"] and proves(proof, signed_by=decoded(two.there.document()["keys"]["sign"]))
    assert not proves(proof, signed_by=decoded(two.here.document()["keys"]["sign"]))


def test_the_signed_receipt_answers_whether_it_is_deleted(paired):
    referral = paired.accepted()
    paired.network.down.add("there")
    paired.here.wants_deleted(referral)
    paired.here.work()
    assert paired.here.asked_to_delete() == [["system", "", None]]
    paired.network.down.clear()
    paired.here.due_now()
    paired.settle()
    assert paired.here.referral(referral)["purge"] == "confirmed"
    assert paired.here.asked_to_delete() == [["system", "deleted", None]]


def test_the_receiver_carries_out_the_persons_wish(paired):
    referral = paired.accepted()
    paired.there.act("revoke", referral)
    paired.settle()
    assert states(paired, referral) == ("revoked", "revoked")
    assert paired.here.referral(referral)["purge"] == "confirmed"
    for node in (paired.here, paired.there):
        with pytest.raises(Refusal, match="gone"):
            node.read(referral)


def test_a_consent_that_ended_before_the_yes_releases_nothing(paired):
    two = paired
    case = two.here.case(**PLANTED)
    consent = two.here.agree(case)
    referral = two.here.offer(case, consent)
    two.settle()
    two.here.withdraw_consent(consent)
    two.there.act("accept", referral)
    two.settle()
    assert states(two, referral) == ("offered", "offered")
    assert two.there.referral(referral)["snapshots"] == 0 and not two.there.referral(referral)["accept_asked"]
    assert two.there.letters()["in"][-1][0] == "not_released"


def test_a_consent_that_ended_afterwards_is_asked_back(paired):
    two = paired
    case = two.here.case(**PLANTED)
    consent = two.here.agree(case)
    referral = two.here.offer(case, consent)
    two.settle()
    two.there.act("accept", referral)
    two.settle()
    two.here.withdraw_consent(consent)
    two.settle()
    assert two.there.referral(referral)["state"] == "revoked" and two.here.referral(referral)["purge"] == "confirmed"
    with pytest.raises(Refusal, match="gone"):
        two.there.read(referral)
    before = two.here.letters()["out"]
    two.settle()
    assert two.here.letters()["out"] == before


def test_consent_that_ends_while_the_data_is_on_its_way(paired):
    """Asked again at each try: what may no longer be told leaves empty, under the same number."""
    two = paired
    case = two.here.case(**PLANTED)
    consent = two.here.agree(case)
    referral = two.here.offer(case, consent)
    two.settle()
    two.there.act("accept", referral)
    two.there.work()
    two.network.down.add("there")
    two.here.work()
    assert two.here.referral(referral)["state"] == "accepted" and two.there.referral(referral)["snapshots"] == 0
    two.here.withdraw_consent(consent)
    two.network.down.clear()
    two.here.due_now()
    two.settle()
    assert [one[0] for one in two.here.letters()["out"] if one[4]][-1] == "disclosure"
    assert two.there.referral(referral)["snapshots"] == 0 and two.there.referral(referral)["state"] == "revoked"


def test_waiting_and_an_early_end_are_told(paired):
    waiting, early = paired.offered(), paired.accepted()
    paired.there.act("waitlist", waiting, until_in_days=5)
    paired.there.act("end", early, reason="unsafe")
    paired.settle()
    assert states(paired, waiting) == ("waitlisted", "waitlisted")
    assert paired.here.referral(waiting)["wait_until"] == paired.there.referral(waiting)["wait_until"] is not None
    assert states(paired, early) == ("not_completed", "not_completed")
    assert paired.here.referral(early)["reason_code"] == "unsafe"


def test_an_unsafe_contact_over_there_alerts_the_worker_here(paired):
    referral = paired.accepted()
    before = paired.here.news()
    paired.there.act("record_contact", referral, result="unsafe")
    paired.settle()
    assert paired.here.news()[len(before) :] == ["referral_unsafe"]
    assert states(paired, referral) == ("accepted", "accepted")


def test_what_was_destroyed_for_its_age_is_confirmed_all_the_same(paired):
    """The receiver's clock was faster than the person's word: nothing is left to stop, and the sender may know it."""
    referral = paired.accepted()
    paired.there.act("record_contact", referral, result="ok")
    paired.there.act("complete", referral, outcome="given")
    paired.settle()
    paired.there.clock(31 * 24)
    paired.there.keep_time()
    paired.there.clock(0)
    paired.here.act("revoke", referral)
    paired.settle()
    assert paired.here.referral(referral)["purge"] == "confirmed"


def test_the_senders_clock_says_when_it_is_over(paired):
    referral = paired.offered(urgency="emergency")
    for node in (paired.there, paired.here):
        node.clock(25)
    paired.there.keep_time()
    assert paired.there.referral(referral)["state"] == "offered"
    paired.here.keep_time()
    paired.settle()
    assert states(paired, referral) == ("expired", "expired")


def test_a_mistake_is_told_without_its_reason(paired):
    referral = paired.accepted()
    paired.here.act("mark_error", referral, by="supervisor", reason="Planted-reason: wrong person")
    paired.settle()
    assert states(paired, referral) == ("entered_in_error", "entered_in_error")
    assert paired.here.referral(referral)["purge"] == "confirmed"
    assert b"Planted-reason" not in paired.network.everything()
    with pytest.raises(Refusal, match="gone"):
        paired.there.read(referral)
