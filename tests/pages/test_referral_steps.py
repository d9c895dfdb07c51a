"""The newer steps on the pages: waiting lists, early ends, mistakes, telephone calls, passing on, news."""

import datetime

import pytest

from cases.actions.assign import grant as name_on_case
from cases.models import Case, Notification
from referrals import actions
from referrals.models import ReferralParty
from tests.conftest import as_user, in_a_year, make_person_of, open_case
from tests.pages.conftest import text_of
from tests.referrals.conftest import (  # noqa: F401 - fixtures
    accepted,
    answering,
    clock,
    drafted,
    news_of,
    now_is,
    offer,
    offered,
    planted_case,
    sahel,
    stranger,
)

SECRET = "Sent for somebody else"


def path(one, step=""):
    return f"/referrals/{one.public_id}/" + (f"{step}/" if step else "")


def test_a_waiting_list_is_asked_for_and_shown_to_both(signed_in, offered, answering, caseworker):  # noqa: F811
    receiver, until = signed_in(answering), in_a_year(30)
    assert "Until which day" in text_of(receiver.get(path(offered, "waitlist")))
    wrong = receiver.post(path(offered, "waitlist"), {"until": str(datetime.date.today())})
    assert wrong.status_code == 422 and "after today" in text_of(wrong)
    assert receiver.post(path(offered, "waitlist"), {"until": str(until)}).status_code == 302
    for user in (answering, caseworker):
        assert "On the waiting list until" in text_of(signed_in(user).get(path(offered)))


def test_an_early_end_is_coded(signed_in, accepted, answering, caseworker):  # noqa: F811
    receiver = signed_in(answering)
    assert "could not be reached" in text_of(receiver.get(path(accepted, "end")))
    assert receiver.post(path(accepted, "end"), {"reason": "her brother came"}).status_code == 422
    assert receiver.post(path(accepted, "end"), {"reason": "not_reached"}).status_code == 302
    assert "could not be reached" in text_of(signed_in(caseworker).get(path(accepted)))


def test_only_a_supervisor_finds_the_button_for_mistakes(signed_in, accepted, answering, caseworker, supervisor):  # noqa: F811
    for user, there in ((caseworker, False), (answering, False), (supervisor, True)):
        assert (path(accepted, "error") in text_of(signed_in(user).get(path(accepted)))) == there
    assert signed_in(caseworker).post(path(accepted, "error"), {"reason": SECRET}).status_code == 403


def test_why_it_was_a_mistake_is_read_by_the_sender_alone(
    signed_in,
    accepted,  # noqa: F811
    answering,  # noqa: F811
    caseworker,
    supervisor,
    planted_case,  # noqa: F811
):
    assert signed_in(supervisor).post(path(accepted, "error"), {"reason": SECRET}).status_code == 302
    assert SECRET in text_of(signed_in(caseworker).get(path(accepted)))
    page = signed_in(answering).get(path(accepted))
    assert page.status_code == 410 and SECRET not in text_of(page)
    named = make_person_of(supervisor.organization, "intake")
    with as_user(supervisor):
        name_on_case(Case.objects.visible_to(supervisor).get(pk=planted_case.pk), to=named, by=supervisor)
    page = signed_in(named).get(path(accepted))
    assert page.status_code == 200 and SECRET not in text_of(page)  # who reads no narratives reads none here


def test_an_ended_one_names_no_service_in_the_receivers_list(signed_in, offered, answering, caseworker):  # noqa: F811
    receiver = signed_in(answering)
    assert "Legal" in text_of(receiver.get("/referrals/?view=all")).split("<tbody>")[1]
    with as_user(caseworker):
        actions.withdraw(offered, by=caseworker)
    assert "Legal a" not in text_of(receiver.get("/referrals/?view=all")).split("<tbody>")[1]


@pytest.fixture
def emergency(planted_case, lotus, caseworker):  # noqa: F811
    return offer(planted_case, lotus, by=caseworker, urgency="emergency")


@pytest.mark.parametrize(
    ("said", "kept"),
    [({"done": "now"}, ""), ({"done": "no_answer"}, "no_answer")],
)
def test_an_emergency_says_phone_now_until_it_is_answered(signed_in, emergency, caseworker, answering, said, kept):  # noqa: F811
    sender = signed_in(caseworker)
    assert "Telephone them now" in text_of(sender.get(path(emergency)))
    assert "Telephone them now" not in text_of(signed_in(answering).get(path(emergency)))
    assert sender.get(path(emergency, "phone")).status_code == 200
    assert sender.post(path(emergency, "phone"), said).status_code == 302
    one = now_is(emergency, caseworker)
    assert (one.not_phoned, one.phoned_at is None) == (kept, bool(kept))
    assert "Telephone them now" not in text_of(sender.get(path(emergency)))


@pytest.mark.parametrize("said", [{}, {"done": "earlier"}, {"done": "earlier", "phoned_at": "2999-01-01T10:00"}])
def test_a_call_wants_a_time_or_a_reason(signed_in, emergency, caseworker, said):
    assert signed_in(caseworker).post(path(emergency, "phone"), said).status_code == 422


def test_an_earlier_call_is_told_with_its_time(signed_in, emergency, caseworker, clock):  # noqa: F811
    clock.go(minutes=9)
    told = clock.now.strftime("%Y-%m-%dT%H:%M")  # Harbor's people live by UTC
    assert (
        signed_in(caseworker).post(path(emergency, "phone"), {"done": "earlier", "phoned_at": told}).status_code == 302
    )
    assert now_is(emergency, caseworker).phoned_at == clock.now.replace(second=0, microsecond=0)


def test_news_of_a_contact_lead_to_the_referral(signed_in, accepted, answering, caseworker):  # noqa: F811
    with as_user(answering):
        actions.record_contact(accepted, result="unsafe", by=answering)
    sender = signed_in(caseworker)
    page = text_of(sender.get("/news/"))
    assert "was not safe" in page and "Look at it" in page and "Planted" not in page
    with as_user(caseworker):
        one = Notification.objects.visible_to(caseworker).get(kind="referral_unsafe")
    assert sender.post(f"/news/{one.public_id}/").url == path(accepted)


def test_passing_on_is_chosen_where_one_refers(signed_in, accepted, answering, sahel, caseworker):  # noqa: F811
    own, receiver = open_case(answering, "Told-Here"), signed_in(answering)
    assert "Do you pass a referral on?" in text_of(receiver.get(path(accepted)))
    form = {
        "receiver": sahel.public_id,
        "service_code": "medical",
        "urgency": "normal",
        "categories": ["identity"],
        "feedback": "status",
        "onward_from": accepted.public_id,
    }
    where = f"/cases/{own.public_id}/refer/"
    assert accepted.public_id in text_of(receiver.get(where))
    assert accepted.public_id in text_of(receiver.post(where, form | {"step": "preview"}))
    word = {"decision": "given", "method": "spoken", "ends_on": str(in_a_year()), "basis": "consent"}
    sent = receiver.post(where, form | word | {"step": "send"})
    assert sent.status_code == 302
    with as_user(answering):
        assert ReferralParty.objects.visible_to(answering).filter(onward_from=accepted).count() == 1
    assert "Passed on from" in text_of(receiver.get(sent.url))
    assert "Passed on by you" in text_of(receiver.get(path(accepted)))
    assert "Do you pass a referral on?" not in text_of(signed_in(caseworker).get(f"/cases/{own.public_id}/refer/"))


def test_whoever_received_nothing_isnt_asked(signed_in, planted_case, caseworker, offered):  # noqa: F811
    page = text_of(signed_in(caseworker).get(f"/cases/{planted_case.public_id}/refer/"))
    assert "For which service" in page and "Do you pass a referral on?" not in page
