"""Who was told is asked to delete what they hold, one by one; nothing is called deleted that nobody said is."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions as casework
from cases.models import Notification, Task
from referrals import actions
from referrals.models import DeletionAsk, PurgeRequest, ReferralEvent
from referrals.tasks import tell_of_deletions
from tests.conftest import as_user, make_person_of
from tests.outside import conftest as partners
from tests.outside.conftest import green_gate, outside, pending, worker  # noqa: F401 - fixtures
from tests.pages.conftest import signed_in, with_second_factor  # noqa: F401 - a fixture
from tests.referrals.conftest import (  # noqa: F401 - fixtures
    accepted,
    answering,
    clock,
    drafted,
    now_is,
    offered,
    planted_case,
    sahel,
)
from tests.rights.conftest import approve, ask, check, second  # noqa: F401 - fixtures


def asks(user):
    with as_user(user), transaction.atomic():
        return list(
            DeletionAsk.objects.visible_to(user)
            .select_related("partner", "request", "asked_by", "answered_by")
            .order_by("id")
        )


def trail_of(user, event):
    """The entries of their own organization."""
    with as_user(user), transaction.atomic():
        rows = AuditEntry.objects.unscoped("a test").filter(event=event, organization_id=user.organization_id)
        return list(rows)


def asked_to_delete(case, by, kind="stop_sharing"):
    return ask(case, by, kind=kind, ask_deletion=True)


def told_by_hand(case, by, recipient, ground="consent"):
    with as_user(by):
        why = None if ground == "consent" else "Why"
        given = {"recipient": recipient, "categories": ["identity"], "way": "phone", "ground": ground, "why": why}
        return casework.record_disclosure(case, by=by, **given)


def test_a_partner_here_is_asked_in_the_same_act(planted_case, accepted, answering, caseworker, lotus):  # noqa: F811
    request = asked_to_delete(planted_case, caseworker)
    [row] = asks(caseworker)
    assert (row.partner, row.how, row.asked_by, row.answer) == (lotus, "system", caseworker, "")
    assert (row.due_on - row.asked_on).days == 30 and row.request == request
    with as_user(answering):
        news = Notification.objects.visible_to(answering).filter(kind=Notification.Kind.DELETION_ASKED)
        assert news.get().about == accepted.public_id
        told = ReferralEvent.objects.visible_to(answering).filter(referral=accepted, event="ask_deletion")
        assert told.count() == 1
    assert [one.object_pk for one in trail_of(caseworker, events.DELETION_ASKED)] == [str(request.pk)]


def test_nobody_is_asked_unless_the_person_wants_it(planted_case, accepted, answering, caseworker):  # noqa: F811
    ask(planted_case, caseworker, kind="stop_sharing")
    assert asks(caseworker) == []
    with as_user(answering):
        assert actions.deletion.asked_of(accepted) is None
        with pytest.raises(NotFound):
            actions.answer_deletion(accepted, answer="deleted", by=answering)


def test_who_was_told_nothing_is_not_asked(planted_case, offered, drafted, caseworker, signed_in):  # noqa: F811
    request = asked_to_delete(planted_case, caseworker)
    assert asks(caseworker) == []
    here = signed_in(caseworker).get(reverse("right", args=[request.public_id])).content.decode()
    assert "Nobody was told anything yet" in here and "who was told is asked below" not in here


def test_a_partner_answers_on_its_page(planted_case, accepted, answering, caseworker, signed_in):  # noqa: F811
    request = asked_to_delete(planted_case, caseworker)
    partner = signed_in(answering)
    page = partner.get(reverse("referral", args=[accepted.public_id]))
    address = reverse("referral_deletion", args=[accepted.public_id])
    assert page.status_code == 410 and address in page.content.decode()
    shown = partner.get(address).content.decode()
    assert "We deleted it" in shown and "A law makes us keep it" in shown and "They" not in shown.split("<form", 2)[-1]
    assert partner.post(address, {"answer": "refused"}).status_code == 422
    assert partner.post(address, {"answer": "refused", "ground": "law"}).status_code == 302
    assert [(row.answer, row.ground, row.answered_by) for row in asks(caseworker)] == [("refused", "law", None)]
    here = signed_in(caseworker).get(reverse("right", args=[request.public_id])).content.decode()
    assert "Refused: they keep it" in here and "A law makes them keep it" in here and "Confirmed" not in here
    assert partner.post(address, {"answer": "refused", "ground": "law"}).status_code == 422
    assert partner.post(address, {"answer": "deleted"}).status_code == 302
    assert [(row.answer, row.ground) for row in asks(caseworker)] == [("deleted", "")]
    with as_user(caseworker):
        news = Notification.objects.visible_to(caseworker).filter(kind=Notification.Kind.DELETION_ANSWERED)
        assert news.count() == 2
    for user in (caseworker, answering):
        assert len(trail_of(user, events.REFERRAL_DELETION_ANSWERED)) == 2, "both trails tell it"


def test_an_answer_comes_while_the_record_waits_sealed(
    planted_case,  # noqa: F811
    accepted,  # noqa: F811
    answering,  # noqa: F811
    caseworker,
    supervisor,
    signed_in,  # noqa: F811
):
    request = approve(check(asked_to_delete(planted_case, caseworker, "erasure"), caseworker), supervisor)
    with as_user(answering):
        actions.answer_deletion(accepted, answer="deleted", by=answering)
    assert [row.answer for row in asks(caseworker)] == ["deleted"]
    page = signed_in(supervisor).get(reverse("right", args=[request.public_id])).content.decode()
    assert "they say that it is deleted" in page


def test_nobody_else_answers(planted_case, accepted, answering, caseworker, lotus, sahel):  # noqa: F811
    asked_to_delete(planted_case, caseworker)
    stranger = with_second_factor(make_person_of(sahel, "supervisor"))
    with as_user(stranger), pytest.raises(NotFound):
        actions.answer_deletion(accepted, answer="deleted", by=stranger)
    with as_user(caseworker), pytest.raises(NotFound):
        actions.answer_deletion(accepted, answer="deleted", by=caseworker)
    steward = with_second_factor(make_person_of(lotus, "night_staff"))
    for user in (stranger, caseworker, steward):
        with as_user(user), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT app.answer_deletion(%s, 'deleted', '', current_date)", [accepted.pk])
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT count(*) FROM app.deletion_asked(%s)", [accepted.pk])
            assert cursor.fetchone() == (0,)
    assert [row.answer for row in asks(caseworker)] == [""]


def test_rows_are_seen_with_the_request_alone(planted_case, accepted, answering, caseworker, colleague):  # noqa: F811
    asked_to_delete(planted_case, caseworker)
    for user in (answering, colleague):
        assert asks(user) == []
        with as_user(user), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM referrals_deletionask")
            assert cursor.fetchone() == (0,)
    with as_user(caseworker), pytest.raises(DatabaseError), transaction.atomic():
        DeletionAsk.objects.visible_to(caseworker).delete()


@pytest.fixture
def by_phone(planted_case, green_gate, worker):  # noqa: F811
    """A partner outside that said yes; nobody has said how it was told."""
    one = partners.offer(planted_case, green_gate, by=worker)
    with as_user(worker):
        return actions.accept(one, by=worker, way="phone")


def test_a_partner_outside_is_asked_by_people_and_overdue_until_they_say(
    planted_case,  # noqa: F811
    by_phone,
    caseworker,
    signed_in,  # noqa: F811
    clock,  # noqa: F811
    harbor,
):
    request = asked_to_delete(planted_case, caseworker)
    [row] = asks(caseworker)
    assert (row.name, row.how, row.asked_on) == ("Green Gate Clinic", "", None)
    with as_user(caseworker):
        titles = [task.title for task in Task.objects.visible_to(caseworker).pending()]
        assert any("delete what they hold" in title for title in titles)
        with pytest.raises(NotInThisState):
            actions.note_answer(row, answer="deleted", on=timezone.localdate(), by=caseworker)

    def shown(address):
        return signed_in(caseworker).get(address).content.decode()  # days pass: a session ends

    at, record = reverse("right", args=[request.public_id]), reverse("case_rights", args=[planted_case.public_id])
    assert "To be asked" in shown(at)
    clock.go(days=8)
    assert "Overdue: nobody asked them yet" in shown(record)
    browser = signed_in(caseworker)
    say = reverse("deletion_asked", args=[request.public_id, row.public_id])
    today = timezone.localdate().isoformat()
    assert browser.post(say, {"how": "system", "on": today}).status_code == 422
    assert browser.post(say, {"how": "letter", "on": "2020-01-01"}).status_code == 422
    assert browser.post(say, {"how": "letter", "on": today, "whom": "Planted-Nurse"}).status_code == 302
    page = shown(record)
    assert "Asked, no answer yet" in page and "Planted-Nurse" in page and "By letter" in page
    clock.go(days=31)
    assert "Overdue: no answer" in shown(record)
    assert tell_of_deletions(str(harbor.pk)) is None
    browser = signed_in(caseworker)
    hear = reverse("deletion_answered", args=[request.public_id, row.public_id])
    today = timezone.localdate().isoformat()
    assert browser.post(hear, {"answer": "refused", "on": today}).status_code == 422
    assert browser.post(hear, {"answer": "deleted", "ground": "law", "on": today}).status_code == 422
    given = {"answer": "refused", "ground": "claim", "on": today, "words": "Planted-Reply"}
    assert browser.post(hear, given).status_code == 302
    page = shown(at)
    assert "Refused: they keep it" in page and "needed for a legal claim" in page and "Planted-Reply" in page
    assert browser.post(hear, {"answer": "deleted", "on": today}).status_code == 302
    assert "Confirmed: they say that it is deleted" in shown(at)
    assert browser.post(hear, {"answer": "refused", "ground": "law", "on": today}).status_code == 422


def test_asking_a_partner_back_on_the_referral_is_asking_them(planted_case, by_phone, caseworker):  # noqa: F811
    asked_to_delete(planted_case, caseworker)
    told = {"on": timezone.localdate(), "whom": "the nurse", "by": caseworker}
    with as_user(caseworker):
        actions.ask_back(by_phone, done=False, **told)
    assert [(row.how, row.answer) for row in asks(caseworker)] == [("phone", "")]
    with as_user(caseworker):
        actions.ask_back(by_phone, done=True, **told)
    assert [(row.answer, row.answered_by) for row in asks(caseworker)] == [("deleted", caseworker)]


def test_who_was_told_by_hand_because_the_person_agreed_is_asked_too(planted_case, caseworker):  # noqa: F811
    told_by_hand(planted_case, caseworker, "Night Clinic")
    told_by_hand(planted_case, caseworker, "Night Clinic")
    told_by_hand(planted_case, caseworker, "Harbor Police", ground="law")
    asked_to_delete(planted_case, caseworker)
    assert [(row.name, row.how) for row in asks(caseworker)] == [("Night Clinic", "")]
    with as_user(caseworker), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT recipient FROM referrals_deletionask")
        assert b"Night" not in bytes(cursor.fetchone()[0])


def test_a_partner_told_by_phone_stands_there_once(planted_case, by_phone, caseworker):  # noqa: F811
    with as_user(caseworker):
        told = {"way": "phone", "told_on": timezone.localdate(), "whom": "the nurse"}
        actions.hand_over(by_phone, by=caseworker, **told)
    asked_to_delete(planted_case, caseworker)
    assert [row.name for row in asks(caseworker)] == ["Green Gate Clinic"]


def test_the_signed_receipt_of_another_instance_is_its_answer(planted_case, accepted, caseworker):  # noqa: F811
    asked_to_delete(planted_case, caseworker)
    with as_user(caseworker), transaction.atomic():
        about = {"referral": accepted, "organization_id": accepted.sender_id, "due_at": timezone.now()}
        PurgeRequest(**about).save(force_insert=True)
        assert [row.answer for row in asks(caseworker)] == [""]
        PurgeRequest.objects.visible_to(caseworker).update(confirmed_at=timezone.now())
    [row] = asks(caseworker)
    assert (row.answer, row.answered_by, row.answered_on) == ("deleted", None, timezone.now().date())


def test_people_are_reminded_once_and_again_after_two_weeks(
    planted_case,  # noqa: F811
    accepted,  # noqa: F811
    answering,  # noqa: F811
    caseworker,
    supervisor,
    harbor,
    clock,  # noqa: F811
):
    request = asked_to_delete(planted_case, caseworker)

    def told(user):
        with as_user(user), transaction.atomic():
            rows = Notification.objects.visible_to(user).filter(kind=Notification.Kind.DELETION_LATE)
            return [row.about for row in rows]

    def marks(user):
        """What the clock's question answers somebody at work, who would take a reminder from the others by asking."""
        with as_user(user), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM app.deletions_late(%s, now())", [datetime.date(2999, 1, 1)])
            return cursor.fetchone()[0]

    assert marks(caseworker) == marks(supervisor) == marks(answering) == 0
    for days, times in ((30, 0), (1, 1), (1, 1), (14, 2)):
        clock.go(days=days)
        tell_of_deletions(str(harbor.pk))
        assert told(caseworker) == told(supervisor) == [request.public_id] * times
    with as_user(answering):
        actions.answer_deletion(accepted, answer="deleted", by=answering)
    clock.go(days=60)
    tell_of_deletions(str(harbor.pk))
    assert len(told(caseworker)) == 2


def test_who_records_no_wishes_writes_nothing_down(planted_case, accepted, caseworker, supervisor, harbor):  # noqa: F811
    asked_to_delete(planted_case, caseworker)
    nurse = make_person_of(harbor, "health_worker")
    with as_user(supervisor):
        casework.grant(planted_case, to=nurse, by=supervisor)
    [row] = asks(nurse)
    with as_user(nurse), pytest.raises(NotPermitted):
        actions.note_answer(row, answer="deleted", on=timezone.localdate(), by=nurse)
    with as_user(caseworker), pytest.raises(InvalidInput):
        actions.note_answer(row, answer="perhaps", on=timezone.localdate(), by=caseworker)
    with as_user(caseworker), pytest.raises(NotInThisState):
        actions.note_asked(row, how="phone", on=timezone.localdate(), by=caseworker)


def test_the_persons_own_copy_tells_it(planted_case, accepted, caseworker, supervisor, signed_in):  # noqa: F811
    asked_to_delete(planted_case, caseworker)
    copy = ask(planted_case, caseworker, kind="copy", delivery="x")
    told = {"version": 1, "full": "on"}
    page = signed_in(supervisor).post(reverse("right_copy", args=[copy.public_id]), told).content.decode()
    assert "Who was asked to delete what they hold" in page and "Lotus Legal</bdi>: Asked, no answer yet" in page


def test_the_copy_is_silent_where_the_request_left_doubts(planted_case, accepted, caseworker, supervisor, signed_in):  # noqa: F811
    request = check(asked_to_delete(planted_case, caseworker, "erasure"), caseworker, finding="pressed")
    with as_user(caseworker):
        casework.take_right_back(request, by=caseworker)
    copy = ask(planted_case, caseworker, kind="copy", delivery="x")
    told = {"version": 1, "full": "on"}
    page = signed_in(supervisor).post(reverse("right_copy", args=[copy.public_id]), told).content.decode()
    assert "Who was asked to delete" not in page and "Who was told what" in page
