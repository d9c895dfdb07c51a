"""Messages and hand-offs of a referral on the pages of both sides."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals import actions
from referrals.models import HandOff
from tests.conftest import as_user
from tests.pages.conftest import text_of
from tests.referrals.conftest import (  # noqa: F401 - fixtures
    accepted,
    answering,
    offered,
    planted_case,
    sahel,
    stranger,
)

WORDS = "She prefers mornings"


def talk(one):
    return f"/referrals/{one.public_id}/messages/"


def meeting(one, by, **more):
    later = timezone.now() + datetime.timedelta(days=2)
    with as_user(by):
        return actions.propose_handoff(one, kind="joint_call", place="telephone", starts_at=later, by=by, **more)


def test_a_question_passes_and_is_answered_with_a_button(signed_in, offered, answering, caseworker):  # noqa: F811
    receiver, sender = signed_in(answering), signed_in(caseworker)
    assert receiver.post(talk(offered), {"kind": "hold_place", "day": "2030-02-01"}).status_code == 302
    assert "1 new message" in text_of(sender.get(f"/referrals/{offered.public_id}/"))
    page = sender.get(talk(offered))
    assert "Please keep the place" in text_of(page) and 'value="yes"' in page.content.decode()
    assert "new message" not in text_of(sender.get(f"/referrals/{offered.public_id}/"))
    [line] = page.context["said"]
    answers = line["message"].public_id
    assert sender.post(talk(offered), {"kind": "yes", "answers": answers}).status_code == 302
    assert 'value="yes"' not in sender.get(talk(offered)).content.decode()
    assert "Answers: Please keep the place" in text_of(receiver.get(talk(offered)))


def test_words_are_offered_only_once_somebody_was_taken_on(signed_in, offered, answering):  # noqa: F811
    receiver = signed_in(answering)
    assert "<textarea" not in receiver.get(talk(offered)).content.decode()
    assert receiver.post(talk(offered), {"kind": "words", "text": WORDS}).status_code == 422
    with as_user(answering):
        actions.accept(offered, by=answering)
    assert "<textarea" in receiver.get(talk(offered)).content.decode()
    assert receiver.post(talk(offered), {"kind": "words", "text": WORDS}).status_code == 302
    assert WORDS in text_of(receiver.get(talk(offered)))


def test_what_was_typed_stays_when_it_is_refused(signed_in, accepted, answering):  # noqa: F811
    answer = signed_in(answering).post(talk(accepted), {"kind": "hold_place", "text": WORDS})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode() and "Name the day" in text_of(answer)


def test_words_are_gone_from_the_page_once_sharing_stopped(signed_in, accepted, answering, caseworker):  # noqa: F811
    sender = signed_in(caseworker)
    sender.post(talk(accepted), {"kind": "words", "text": WORDS})
    assert WORDS in text_of(sender.get(talk(accepted)))
    with as_user(caseworker):
        actions.revoke(accepted, by=caseworker)
    page = sender.get(talk(accepted))
    assert WORDS not in text_of(page) and "sharing ended" in text_of(page)
    assert "Send it" not in text_of(page)
    assert sender.post(talk(accepted), {"kind": "please_call"}).status_code == 422


def test_a_hand_off_is_proposed_agreed_and_noted(signed_in, accepted, answering, caseworker):  # noqa: F811
    sender, receiver = signed_in(caseworker), signed_in(answering)
    form = f"/referrals/{accepted.public_id}/hand-off/"
    when = (timezone.now() + datetime.timedelta(days=2)).strftime("%Y-%m-%dT10:00")
    given = {"kind": "accompanied", "place": "receiver", "starts_at": when}
    assert sender.post(form, given | {"starts_at": "2020-01-01T10:00"}).status_code == 422
    assert sender.post(form, given).status_code == 302
    with as_user(caseworker):
        one = HandOff.objects.visible_to(caseworker).get()
    assert 'value="agreed"' not in sender.get(talk(accepted)).content.decode()
    assert 'value="agreed"' in receiver.get(talk(accepted)).content.decode()
    where = f"{form}{one.public_id}/"
    assert receiver.post(f"{where}answer/", {"state": "agreed", "version": 1}, follow=True).status_code == 200
    assert "Agreed" in text_of(sender.get(talk(accepted)))
    assert receiver.post(where, {"result": "met", "version": 2}).status_code == 422  # its time hasn't come
    assert receiver.post(where, {"result": "unsafe", "version": 2}).status_code == 302
    assert "It was not safe" in text_of(sender.get(talk(accepted)))


def test_an_old_page_changes_nothing(signed_in, accepted, answering, caseworker):  # noqa: F811
    one = meeting(accepted, caseworker)
    with as_user(caseworker):
        actions.answer_handoff(one, state="cancelled", by=caseworker)
    answer = f"/referrals/{accepted.public_id}/hand-off/{one.public_id}/answer/"
    page = signed_in(answering).post(answer, {"state": "agreed", "version": 1}, follow=True)
    assert "Called off" in text_of(page) and "changed" in text_of(page)


@pytest.mark.parametrize("version", ["", "x"])
def test_an_answer_without_its_version_is_explained(version, signed_in, accepted, answering, caseworker):  # noqa: F811
    one = meeting(accepted, caseworker)
    answer = f"/referrals/{accepted.public_id}/hand-off/{one.public_id}/answer/"
    page = signed_in(answering).post(answer, {"state": "agreed", "version": version}, follow=True)
    assert "Press one of the buttons" in text_of(page)


def test_a_stranger_finds_neither(signed_in, accepted, stranger, caseworker):  # noqa: F811
    one, other = meeting(accepted, caseworker), signed_in(stranger)
    absent = other.get(f"/referrals/{'A' * 22}/messages/")
    for path in (talk(accepted), f"/referrals/{accepted.public_id}/hand-off/{one.public_id}/"):
        answer = other.get(path)
        assert answer.status_code == absent.status_code == 404


def keep(browser, one, text):
    return browser.post(
        reverse("draft_keep"), {"draft_at": talk(one), "draft_page": "p" * 22, "kind": "words", "text": text}
    )


def test_words_are_kept_while_they_are_typed(signed_in, accepted, answering):  # noqa: F811
    receiver = signed_in(answering)
    assert "data-draft" in receiver.get(talk(accepted)).content.decode()
    assert keep(receiver, accepted, WORDS).status_code == 200
    given_back = receiver.get(talk(accepted))
    assert WORDS in given_back.content.decode() and "what you typed" in text_of(given_back)
    said = {"kind": "words", "text": WORDS, "draft_page": "p" * 22}
    assert receiver.post(talk(accepted), said).status_code == 302
    assert "what you typed" not in text_of(receiver.get(talk(accepted)))


def test_a_yes_to_a_question_leaves_the_words_beside_it(signed_in, accepted, answering, caseworker):  # noqa: F811
    receiver, sender = signed_in(answering), signed_in(caseworker)
    sender.post(talk(accepted), {"kind": "still_wanted"})
    keep(receiver, accepted, WORDS)
    [line] = receiver.get(talk(accepted)).context["said"]
    assert receiver.post(talk(accepted), {"kind": "yes", "answers": line["message"].public_id}).status_code == 302
    assert WORDS in receiver.get(talk(accepted)).content.decode()


def test_nobody_keeps_words_for_a_referral_they_do_not_see(signed_in, accepted, stranger):  # noqa: F811
    assert keep(signed_in(stranger), accepted, WORDS).status_code == 404
