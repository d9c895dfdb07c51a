"""Yes until a day, maybe, or a coded no: by those who answer referrals, changed while open, read by the asker."""

import datetime

import pytest

from casemgr.accounts.clock import today
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from referrals import actions
from referrals.models import EnquiryAnswer
from tests.conftest import as_user, make_person_of
from tests.enquiries.conftest import answers, give, received

DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.usefixtures("asked", "empty_cache")


def test_the_sender_sees_all_answers_beside_each_other(asked, caseworker, lotus_worker, sahel_worker, lotus):
    until = today(lotus) + 3 * DAY
    give(lotus_worker, "yes", until=until)
    give(sahel_worker, "no", reason="no_capacity")
    assert answers(caseworker, asked) == {"lotus": ("yes", until, ""), "sahel": ("no", None, "no_capacity")}


def test_it_is_answered_otherwise_while_it_is_open(asked, caseworker, lotus_worker, lotus):
    give(lotus_worker, "yes", until=today(lotus))
    changed = give(lotus_worker, "no", reason="ineligible", until=today(lotus))
    assert answers(caseworker, asked)["lotus"] == ("no", None, "ineligible") and changed.version == 3


def test_an_organization_sees_its_own_answer_and_no_other(lotus_worker, sahel_worker, lotus):
    give(lotus_worker, "maybe", until=today(lotus))
    with as_user(sahel_worker):
        (own,) = EnquiryAnswer.objects.visible_to(sahel_worker)
        assert own.answer == "" and own.receiver_id == sahel_worker.organization_id


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"answer": "perhaps"}, "answer"),
        ({"answer": ""}, "answer"),
        ({"answer": "yes"}, "until"),
        ({"answer": "maybe"}, "until"),
        ({"answer": "yes", "until": -1}, "until"),
        ({"answer": "yes", "until": 91}, "until"),
        ({"answer": "no"}, "reason"),
        ({"answer": "no", "reason": "conflict"}, "reason"),
    ],
    ids=str,
)
def test_what_is_no_whole_answer_is_refused(lotus_worker, lotus, given, field):
    if "until" in given:
        given = given | {"until": today(lotus) + given["until"] * DAY}
    with pytest.raises(InvalidInput) as refused:
        give(lotus_worker, **given)
    assert refused.value.field == field and received(lotus_worker).answer == ""


@pytest.mark.parametrize("days", [0, 90])
def test_it_may_hold_for_today_or_for_ninety_days(lotus_worker, lotus, days):
    assert give(lotus_worker, "yes", until=today(lotus) + days * DAY).answer == "yes"


def test_the_answer_is_given_on_the_version_that_was_read(lotus_worker, lotus):
    with pytest.raises(Conflict):
        give(lotus_worker, "yes", until=today(lotus), versions=[2])
    assert give(lotus_worker, "yes", until=today(lotus), versions=[1]).version == 2


def test_what_was_taken_back_or_ran_out_is_answered_no_more(
    asked, caseworker, lotus_worker, sahel_worker, lotus, clock
):
    day = today(lotus)
    give(lotus_worker, "yes", until=day)
    clock.go(hours=24)
    with pytest.raises(NotInThisState):
        give(lotus_worker, "no", reason="other")
    clock.go(hours=-1)
    with as_user(caseworker):
        actions.withdraw_enquiry(asked, by=caseworker)
    with pytest.raises(NotInThisState):
        give(sahel_worker, "no", reason="other")
    assert answers(caseworker, asked) == {"lotus": ("yes", day, ""), "sahel": ("", None, "")}


@pytest.mark.parametrize("role", ["intake", "org_admin", "night_staff", "auditor"])
def test_who_answers_no_referrals_finds_nothing_to_answer(lotus, lotus_worker, role):
    one = make_person_of(lotus, role)
    asked = received(lotus_worker)
    with as_user(one):
        assert not EnquiryAnswer.objects.visible_to(one).exists()
        with pytest.raises(NotFound):
            actions.answer_enquiry(asked, answer="no", reason="other", by=one)


def test_the_sender_and_strangers_answer_nothing(asked, caseworker, lotus_worker, sahel_worker):
    mine = received(lotus_worker)
    for one in (caseworker, sahel_worker):
        with as_user(one), pytest.raises((NotFound, NotPermitted)):
            actions.answer_enquiry(mine, answer="no", reason="other", by=one)


def test_who_answered_is_in_the_own_trail_alone(lotus_worker, lotus, auditor):
    give(lotus_worker, "yes", until=today(lotus))
    own = make_person_of(lotus, "auditor")
    with as_user(own):
        (entry,) = AuditEntry.objects.visible_to(own).filter(event=events.ENQUIRY_GIVEN_ANSWER)
        assert entry.actor_id == lotus_worker.pk and entry.additional_data["answer"] == "yes"
    with as_user(auditor):
        assert not AuditEntry.objects.visible_to(auditor).filter(event=events.ENQUIRY_GIVEN_ANSWER).exists()


@pytest.mark.parametrize("status", ["pending", "suspended"])
def test_an_organization_that_takes_no_part_any_more_sees_nothing(lotus_worker, lotus, status):
    asked = received(lotus_worker)
    lotus.status = status
    lotus.save()
    lotus_worker.refresh_from_db()
    with as_user(lotus_worker):
        assert not EnquiryAnswer.objects.visible_to(lotus_worker).exists()
        with pytest.raises(NotFound):
            actions.answer_enquiry(asked, answer="no", reason="other", by=lotus_worker)


def test_what_a_suspended_organization_asked_is_seen_by_nobody(lotus_worker, sahel_worker, harbor):
    harbor.status = "suspended"
    harbor.save()
    for one in (lotus_worker, sahel_worker):
        with as_user(one):
            assert not EnquiryAnswer.objects.visible_to(one).exists()
