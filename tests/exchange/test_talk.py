"""Messages and hand-offs over two instances."""

import pytest

from .conftest import PLANTED, Refusal

pytestmark = pytest.mark.nodb
WORDS = "She prefers mornings and fears lifts"


def test_questions_pass_before_acceptance_and_words_after(paired):
    referral = paired.offered()
    asked = paired.there.say(referral, "please_call")
    with pytest.raises(Refusal, match="not_released"):
        paired.there.say(referral, "words", text=WORDS)
    paired.settle()
    assert paired.here.heard(referral) == [[asked, "please_call", None, ""]]
    paired.there.act("accept", referral)
    paired.settle()
    answer = paired.here.say(referral, "words", text=WORDS)
    paired.settle()
    assert paired.there.heard(referral)[-1] == [answer, "words", WORDS, ""]
    assert "referral_message" in paired.there.news() and "referral_message" in paired.here.news()
    carried = paired.network.everything()
    assert WORDS.encode() not in carried and PLANTED["legal_name"].encode() not in carried


def test_revoking_ends_the_words_on_both(paired):
    referral = paired.accepted()
    paired.there.say(referral, "words", text=WORDS)
    paired.settle()
    assert paired.here.heard(referral)[-1][2] == WORDS
    paired.here.act("revoke", referral)
    paired.settle()
    for side in (paired.here, paired.there):
        assert side.heard(referral)[-1][2:] == [None, "gone"]


def test_words_that_were_revoked_before_they_went_out_arrive_empty(paired):
    referral = paired.accepted()
    paired.here.say(referral, "words", text=WORDS)
    paired.here.act("revoke", referral)
    paired.settle()
    assert [one[1] for one in paired.there.heard(referral)] == []


def test_a_meeting_is_agreed_over_there_and_danger_is_told(paired):
    referral = paired.accepted()
    meeting = paired.here.meet(referral, 2)
    paired.settle()
    assert paired.there.met(meeting) == "proposed"
    assert paired.there.met(meeting, state="agreed") == "agreed"
    paired.settle()
    assert paired.here.met(meeting) == "agreed"
    paired.there.met(meeting, result="unsafe")
    paired.settle()
    assert paired.here.met(meeting) == "missed" and paired.here.news()[-1] == "referral_unsafe"


def test_one_that_was_called_off_before_it_went_out_arrives_called_off(paired):
    referral = paired.accepted()
    meeting = paired.here.meet(referral, 2)
    paired.here.met(meeting, state="cancelled")
    paired.settle()
    assert paired.there.met(meeting) == "cancelled"


@pytest.mark.parametrize(
    "said",
    [
        {"code": "A" * 22, "message": {"kind": "words", "text": WORDS, "more": 1}},
        {"code": "A" * 22, "message": {"kind": "hello"}},
        {"code": "x", "message": {"kind": "please_call"}},
        {"code": "A" * 22},
    ],
    ids=["more", "kind", "id", "nothing"],
)
def test_a_letter_that_says_more_than_it_may_is_refused(said, paired):
    referral = paired.accepted()
    paired.here.forge("message", referral, **said)
    paired.settle()
    assert paired.there.heard(referral) == []


def test_what_was_said_before_the_consent_ended_does_not_go_out_after(paired):
    case = paired.here.case(**PLANTED)
    consent = paired.here.agree(case)
    referral = paired.here.offer(case, consent)
    paired.settle()
    paired.here.say(referral, "please_call")
    paired.here.withdraw_consent(consent)
    paired.settle()
    assert paired.there.heard(referral) == []
