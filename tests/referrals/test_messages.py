"""What the two sides say to each other: codes before anybody is disclosed, words after, both gone with the consent."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from casemgr.audit.models import AuditEntry
from casemgr.errors import CasemgrError, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.actions import withdraw
from cases.models import Notification
from referrals import actions
from referrals.errors import ConsentNotInForce, NotReleased
from referrals.models import ReferralMessage, ReferralParty, WebhookEvent
from tests.conftest import as_user, make_person_of
from tests.referrals.conftest import with_second_factor

WORDS = "She prefers mornings and comes with her sister"


def say(referral, by, kind, **more):
    with as_user(by):
        return actions.send_message(referral, kind=kind, by=by, **more)


def heard(referral, by):
    with as_user(by):
        return actions.read_messages(referral, by=by)


def told(user, kind):
    with as_user(user):
        return Notification.objects.visible_to(user).filter(kind=kind).count()


def test_a_question_is_asked_answered_and_seen(offered, caseworker, answering):
    question = say(offered, answering, "hold_place", day=datetime.date(2030, 1, 5))
    assert told(caseworker, "referral_message") == 1
    assert [(one.message.kind, one.message.seen_at) for one in heard(offered, answering)] == [("hold_place", None)]
    heard(offered, caseworker)
    answer = say(offered, caseworker, "yes", answers=question.public_id)
    [first, second] = heard(offered, answering)
    assert first.message.seen_at and second.message.answers == question == answer.answers
    assert told(answering, "referral_message") == 1


@pytest.mark.parametrize("side", ["caseworker", "answering"])
def test_no_words_before_acceptance(offered, side, request):
    with pytest.raises(NotReleased):
        say(offered, request.getfixturevalue(side), "words", text=WORDS)


def test_words_are_read_by_both_sides_and_in_both_trails(accepted, caseworker, answering, harbor, lotus):
    say(accepted, answering, "words", text=WORDS)
    assert [one.text for one in heard(accepted, caseworker)] == [WORDS]
    before = [read_in(one) for one in (lotus, harbor)]
    assert [one.text for one in heard(accepted, answering)] == [WORDS]
    assert [read_in(one) for one in (lotus, harbor)] == [before[0] + 1, before[1] + 1]


def read_in(organization):
    """How often the trail of an organization says that what was disclosed was read."""
    auditor = make_person_of(organization, "auditor")
    with as_user(auditor):
        return AuditEntry.objects.visible_to(auditor).filter(event="referral:disclosure:read").count()


def test_words_lie_sealed(accepted, answering):
    say(accepted, answering, "words", text=WORDS)
    with as_user(answering), connection.cursor() as cursor:
        cursor.execute("SELECT text FROM referrals_referralmessage")
        [[kept]] = cursor.fetchall()
    assert WORDS.encode() not in bytes(kept) and b"mornings" not in bytes(kept)


def test_a_colleague_who_did_not_accept_reads_no_words(accepted, answering, lotus):
    say(accepted, answering, "words", text=WORDS)
    colleague = with_second_factor(make_person_of(lotus, "caseworker"))
    [one] = heard(accepted, colleague)
    assert (one.text, one.hidden) == (None, "other")
    with pytest.raises(NotPermitted):
        say(accepted, colleague, "words", text="x")
    assert say(accepted, colleague, "please_call").kind == "please_call"


def test_revoking_destroys_the_words_of_both(accepted, caseworker, answering):
    say(accepted, answering, "words", text=WORDS)
    say(accepted, caseworker, "words", text="ours")
    with as_user(caseworker):
        actions.revoke(accepted, by=caseworker)
    assert [(one.text, one.hidden) for one in heard(accepted, caseworker)] == [(None, "gone")] * 2
    with pytest.raises(NotInThisState):
        say(accepted, caseworker, "please_call")


def test_no_message_passes_and_no_words_are_read_once_the_consent_ended(accepted, caseworker, answering):
    say(accepted, answering, "words", text=WORDS)
    with as_user(caseworker):
        consent = ReferralParty.objects.visible_to(caseworker).get(referral=accepted).consent
        withdraw(consent, by=caseworker)
    assert heard(accepted, answering)[0].hidden == "gone"
    for side in (caseworker, answering):
        with pytest.raises((ConsentNotInForce, NotInThisState)):
            say(accepted, side, "please_call")


@pytest.mark.parametrize("state", ["drafted", "declined", "withdrawn"])
def test_only_while_both_are_at_it(state, drafted, caseworker, answering, request):
    if state == "drafted":
        one, by = drafted, caseworker
    else:
        one, by = request.getfixturevalue("offered"), answering
        actor = answering if state == "declined" else caseworker
        with as_user(actor):
            if state == "declined":
                actions.decline(one, reason="no_capacity", by=actor)
            else:
                actions.withdraw(one, by=actor)
    with pytest.raises(NotInThisState):
        say(one, by, "please_call")


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        ("hello", {}, "kind"),
        ("hold_place", {}, "day"),
        ("please_call", {"day": datetime.date(2030, 1, 1)}, "day"),
        ("please_call", {"text": "Planted"}, "text"),
        ("words", {"text": "  "}, "text"),
        ("words", {"text": "x" * 2001}, "text"),
        ("yes", {}, "answers"),
        ("yes", {"answers": "nothing"}, "answers"),
    ],
    ids=["kind", "no-day", "a-day", "text", "blank", "long", "no-question", "wrong-question"],
)
def test_what_makes_no_message_is_refused(kind, more, field, accepted, caseworker):
    with pytest.raises(InvalidInput) as refused:
        say(accepted, caseworker, kind, **more)
    assert refused.value.field == field
    assert heard(accepted, caseworker) == []


def test_nobody_answers_their_own_question(offered, caseworker):
    question = say(offered, caseworker, "still_wanted")
    with pytest.raises(InvalidInput):
        say(offered, caseworker, "no", answers=question.public_id)


def test_others_find_nothing(accepted, answering, stranger):
    say(accepted, answering, "please_call")
    for act in (lambda: heard(accepted, stranger), lambda: say(accepted, stranger, "please_call")):
        with pytest.raises(NotFound):
            act()
    with as_user(stranger):
        assert not ReferralMessage.objects.unscoped("the database alone").exists()


def test_systems_are_told_the_kind_of_news_alone(offered, caseworker, answering):
    say(offered, answering, "please_call")
    with as_user(caseworker):
        types = [row.type for row in WebhookEvent.objects.unscoped("a look").filter(organization=caseworker.home)]
    assert types[-1] == "referral.message"


@pytest.mark.parametrize("column", ["kind", "day", "organization_id", "text"])
def test_a_message_stays_as_it_was_written(column, accepted, answering):
    say(accepted, answering, "please_call")
    with as_user(answering), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(f"UPDATE referrals_referralmessage SET {column} = NULL")


def test_nobody_writes_in_the_other_sides_name(offered, caseworker, lotus):
    with as_user(caseworker), pytest.raises(DatabaseError), transaction.atomic():
        ReferralMessage(organization=lotus, referral=offered, kind="please_call").save(force_insert=True)


def test_somebody_without_the_right_may_not(offered, lotus):
    intake = make_person_of(lotus, "intake")
    with pytest.raises(CasemgrError):
        say(offered, intake, "please_call")
