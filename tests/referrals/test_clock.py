"""The clock stands still and is moved by hand: who is told when, exactly once, and what ends by itself."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from cases.actions.assign import assign, end_grant
from cases.models import Case, Notification
from referrals import actions, tasks
from referrals.models import Referral, ReferralEvent, Reminder
from referrals.permissions import available_events
from tests.conftest import as_user, make_person_of
from tests.encryption.held import cheap, hand_over_and_lock, no_thread, runtime  # noqa: F401 - fixtures
from tests.referrals.conftest import PLANTED, news_of, now_is, offer

HALF, NEARLY, EXPIRED, NO_CONTACT = ("referral_half", "referral_nearly", "referral_expired", "referral_no_contact")
SECOND = datetime.timedelta(seconds=1)
TIMES = {
    "emergency": datetime.timedelta(hours=24),
    "urgent": datetime.timedelta(hours=72),
    "normal": datetime.timedelta(days=14),
}
TIMES_TO_REACH = TIMES | {"normal": datetime.timedelta(days=7)}


def look(lotus):
    """The clock's job, as the worker runs it: by nobody, with an id."""
    tasks.keep_time(organization=str(lotus.pk))


@pytest.fixture
def people(caseworker, supervisor, answering, lotus, colleague):
    """Everybody who could be told, by what they are."""
    return {
        "worker": caseworker,
        "supervisor": supervisor,
        "colleague": colleague,
        "answering": answering,
        "leading": make_person_of(lotus, "supervisor"),
        "intake": make_person_of(lotus, "intake"),
        "admin": make_person_of(lotus, "org_admin"),
    }


def told(people):
    """{who: kinds} of those who were told anything."""
    return {name: found for name, user in people.items() if (found := news_of(user))}


@pytest.mark.parametrize("urgency", TIMES)
def test_each_moment_tells_the_right_people_once(clock, planted_case, lotus, people, urgency):
    referral = offer(planted_case, lotus, by=people["worker"], urgency=urgency)
    began, span = referral.offered_at, TIMES[urgency]
    assert referral.deadline == began + span

    def at(share, less=datetime.timedelta()):
        clock.at(began + span * share / 100 - less)
        look(lotus)
        look(lotus)
        return told(people)

    assert at(50, SECOND) == {}
    halfway = {"answering": [HALF], "leading": [HALF]}
    assert at(50) == halfway
    assert at(90, SECOND) == halfway
    late = {"answering": [HALF, NEARLY], "leading": [HALF, NEARLY], "worker": [NEARLY]}
    assert at(90) == late
    assert at(100, SECOND) == late
    assert now_is(referral, people["worker"]).state == "offered"
    over = late | {"worker": [NEARLY, EXPIRED], "supervisor": [EXPIRED]}
    assert at(100) == over
    assert now_is(referral, people["worker"]).state == "expired"
    assert at(200) == over


def test_the_end_is_told_to_both_sides_as_nobodys_act(clock, planted_case, lotus, people):
    referral = offer(planted_case, lotus, by=people["worker"], urgency="emergency")
    clock.go(hours=24)
    look(lotus)
    for name in ("worker", "answering"):
        with as_user(people[name]):
            last = ReferralEvent.objects.visible_to(people[name]).filter(referral=referral).last()
        assert (last.event, last.actor_role, last.actor_id, last.to_state) == ("expire", "system", None, "expired")


def test_news_name_nobody_and_lead_to_the_referral(clock, planted_case, lotus, people):
    referral = offer(planted_case, lotus, by=people["worker"], urgency="emergency")
    for hours in (12, 10, 2):
        clock.go(hours=hours)
        look(lotus)
    for user in people.values():
        with as_user(user):
            for one in Notification.objects.visible_to(user).filter(kind__startswith="referral_"):
                assert one.about == referral.public_id
                words = f"{one.get_kind_display()} {one.kind} {one.about}"
                assert not [value for value in PLANTED.values() if isinstance(value, str) and len(value) > 3
                            and value in words]  # fmt: skip


def test_a_clock_that_stood_still_tells_only_what_is_true_now(clock, planted_case, lotus, people):
    offer(planted_case, lotus, by=people["worker"], urgency="emergency")
    clock.go(hours=23)
    look(lotus)
    assert told(people)["answering"] == [NEARLY]


def test_an_answer_ends_the_reminders(clock, offered, lotus, people):
    with as_user(people["answering"]):
        actions.decline(offered, reason="no_capacity", by=people["answering"])
    clock.go(days=15)
    look(lotus)
    assert told(people) == {}


def test_a_waiting_list_is_reminded_of_anew(clock, planted_case, lotus, people):
    referral = offer(planted_case, lotus, by=people["worker"], urgency="urgent")
    clock.go(hours=40)
    look(lotus)
    with as_user(people["answering"]):
        until = clock.now.date() + datetime.timedelta(days=30)
        listed = actions.waitlist(referral, until=until, by=people["answering"])
    clock.go(days=14)
    look(lotus)
    assert told(people)["answering"] == [HALF]
    clock.go(days=2)
    look(lotus)
    assert told(people)["answering"] == [HALF, HALF]
    clock.at(listed.deadline - SECOND)
    look(lotus)
    assert now_is(referral, people["worker"]).state == "waitlisted"
    clock.go(seconds=1)
    look(lotus)
    assert now_is(referral, people["worker"]).state == "expired"


def test_a_run_that_failed_in_the_middle_tells_once_when_it_runs_again(clock, offered, lotus, people, monkeypatch):
    clock.at(offered.offered_at + TIMES["normal"] * 0.9)
    with monkeypatch.context() as broken:
        broken.setattr("referrals.actions.clock.alert_sender", lambda *_a, **_k: 1 / 0)
        for _run in range(2):
            with pytest.raises(ExceptionGroup), transaction.atomic():
                look(lotus)
    assert told(people) == {}
    look(lotus)
    look(lotus)
    assert told(people) == {"answering": [NEARLY], "leading": [NEARLY], "worker": [NEARLY]}


def test_one_that_fails_keeps_no_other_waiting(clock, planted_case, lotus, people, monkeypatch):
    first, second = (offer(planted_case, lotus, by=people["worker"], urgency="emergency") for _one in range(2))
    clock.go(hours=25)

    def fail(referral, *args, **how):
        if referral.pk == first.pk:
            raise ValueError

    monkeypatch.setattr("referrals.actions.clock.alert_sender", fail)
    with pytest.raises(ExceptionGroup):
        look(lotus)
    assert now_is(first, people["worker"]).state == "offered"
    assert now_is(second, people["worker"]).state == "expired"


def test_the_database_holds_each_reminder_once(offered, caseworker):
    with as_user(caseworker), transaction.atomic():
        one = {"referral": offered, "kind": "half", "due": offered.deadline}
        Reminder(**one).save(force_insert=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            Reminder(**one).save(force_insert=True)


@pytest.mark.parametrize("contact", ["", "failed"])
@pytest.mark.parametrize("urgency", TIMES_TO_REACH)
def test_a_person_nobody_reached_is_told_to_the_senders_supervisors_once(
    clock, planted_case, lotus, people, urgency, contact
):
    referral = offer(planted_case, lotus, by=people["worker"], urgency=urgency)
    with as_user(people["answering"]):
        referral = actions.accept(referral, by=people["answering"])
        if contact:
            actions.record_contact(referral, result=contact, by=people["answering"])
    clock.at(referral.state_since + TIMES_TO_REACH[urgency] - SECOND)
    look(lotus)
    assert NO_CONTACT not in news_of(people["supervisor"])
    clock.go(seconds=1)
    look(lotus)
    look(lotus)
    assert news_of(people["supervisor"]) == [NO_CONTACT]
    assert news_of(people["worker"], NO_CONTACT) == [NO_CONTACT]
    assert news_of(people["answering"]) == []


def test_a_person_who_was_reached_is_nobodys_alarm(clock, accepted, lotus, people):
    with as_user(people["answering"]):
        actions.record_contact(accepted, result="ok", by=people["answering"])
    clock.go(days=20)
    look(lotus)
    assert told(people) == {}


def test_of_a_restricted_case_no_supervisor_learns_who_isnt_named_on_it(clock, offered, planted_case, lotus, people):
    with as_user(people["worker"]):
        Case.objects.visible_to(people["worker"]).filter(pk=planted_case.pk).update(restricted=True)
    clock.go(days=14)
    look(lotus)
    assert told(people) == {"worker": [EXPIRED]}


def test_when_the_worker_sees_the_case_no_more_its_caseworker_is_told(clock, offered, planted_case, lotus, people):
    leads = people["supervisor"]
    with as_user(leads):
        case = Case.objects.visible_to(leads).get(pk=planted_case.pk)
        assign(case, to=people["colleague"], by=leads)
        end_grant(case, of=people["worker"], by=leads)
    clock.go(days=14)
    look(lotus)
    assert told(people) == {"colleague": [EXPIRED], "supervisor": [EXPIRED]}


def test_when_nobody_sees_the_case_the_supervisors_are_told_without_it(clock, offered, planted_case, lotus, people):
    with as_user(people["worker"]):
        Case.objects.visible_to(people["worker"]).filter(pk=planted_case.pk).update(restricted=True)
    type(people["worker"]).objects.filter(pk=people["worker"].pk).update(is_active=False)
    clock.go(days=14)
    look(lotus)
    with as_user(people["supervisor"]):
        one = Notification.objects.visible_to(people["supervisor"]).get(kind=EXPIRED)
    assert (one.case_id, one.about) == (None, offered.public_id)


def test_offers_to_a_suspended_partner_expire_too(clock, offered, lotus, people):
    type(lotus).objects.filter(pk=lotus.pk).update(status="suspended")
    clock.go(days=14)
    look(lotus)
    assert now_is(offered, people["worker"]).state == "expired"
    assert "answering" not in told(people)


@pytest.mark.usefixtures("cheap", "runtime", "no_thread")
def test_a_locked_key_stops_no_clock(clock, offered, harbor, lotus, people):
    for organization in (harbor, lotus):
        hand_over_and_lock(organization.pk, [make_person_of(organization, "caseworker") for _one in range(3)])
    clock.at(offered.offered_at + TIMES["normal"] * 0.9)
    look(lotus)
    assert told(people) == {"answering": [NEARLY], "leading": [NEARLY], "worker": [NEARLY]}
    clock.go(days=2)
    look(lotus)
    assert now_is(offered, people["worker"]).state == "expired"


def test_the_hourglass_asks_for_one_organization_at_a_time(harbor, lotus, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.keep_time, "defer", lambda **values: asked.append(values))
    tasks.look_at_the_clock(timestamp=0)
    assert {"organization": str(lotus.pk)} in asked and {"organization": str(harbor.pk)} in asked
    assert {name for values in asked for name in values} == {"organization"}


def test_another_organizations_clock_moves_nothing(clock, offered, sahel, harbor, people):
    clock.go(days=20)
    for organization in (sahel, harbor):
        look(organization)
    assert now_is(offered, people["worker"]).state == "offered"
    assert told(people) == {}


def test_whoever_is_late_can_only_say_no(clock, offered, people):
    clock.at(offered.deadline)
    one = now_is(offered, people["answering"])
    with as_user(people["answering"]):
        assert set(available_events(people["answering"], one)) == {"acknowledge", "decline", "revoke"}


def test_the_lists_speak_of_time(clock, planted_case, lotus, people):
    worker = people["worker"]
    soon, later = (offer(planted_case, lotus, by=worker, urgency=u) for u in ("emergency", "normal"))
    clock.go(hours=3)
    with as_user(worker):
        rows = Referral.objects.visible_to(worker)
        assert list(rows.due_within(datetime.timedelta(hours=21))) == [soon]
        assert list(rows.due_within(datetime.timedelta(hours=20))) == []
        assert not rows.overdue().exists()
    clock.go(hours=21)
    with as_user(worker):
        assert list(rows.overdue()) == [soon]
        assert list(rows.due_within(datetime.timedelta(days=20))) == [later]


def test_a_machine_that_sent_it_isnt_told_but_its_supervisors_are(clock, lotus, planted_case, harbor, people):
    referral = offer(planted_case, lotus, by=people["worker"])
    type(people["worker"]).objects.filter(pk=people["worker"].pk).update(is_machine=True, role="partner_client")
    clock.go(days=14)
    look(lotus)
    assert now_is(referral, people["supervisor"]).state == "expired"
    assert told(people) == {"supervisor": [EXPIRED]}
