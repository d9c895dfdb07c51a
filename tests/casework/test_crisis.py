"""Danger of self-harm: the plan, the checks, and a clock that tells each thing once. Its time is set by the tests."""

import datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.encryption import keys
from casemgr.errors import Conflict, InvalidInput, NotFound, NotPermitted
from cases import actions, tasks
from cases.crisis_prompts import ANSWERS, HOURS, PROMPTS
from cases.models import CareReminder, CrisisCheck, CrisisPlan, Notification
from tests.conftest import as_user, make_person_of, open_case

HOUR = datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def at(monkeypatch):
    """Set the clock to so long after now."""
    now = timezone.now()

    def at(later):
        monkeypatch.setattr("django.utils.timezone.now", lambda: now + later)

    at(datetime.timedelta())
    return at


@pytest.fixture
def legal(harbor):
    return make_person_of(harbor, "legal_worker")


def check(case, by, hours=4, **told):
    with as_user(by):
        return actions.record_crisis_check(case, answers={"thoughts": "yes"}, hours=hours, by=by, **told)


def told(user, *kinds):
    with as_user(user):
        rows = Notification.objects.visible_to(user).order_by("created_at")
        return [(row.kind, row.case_id is not None) for row in rows if row.kind in kinds]


KINDS = ("crisis_due", "crisis_late")


def test_a_plan_is_sealed_versioned_and_never_overwritten_unseen(case, caseworker):
    with as_user(caseworker):
        first = actions.write_crisis_plan(case, {"what_helps": "The sea"}, read=None, by=caseworker)
        assert b"sea" not in bytes(first.what_helps_sealed.ciphertext)
        with pytest.raises(Conflict):
            actions.write_crisis_plan(case, {"what_helps": "Music"}, read=None, by=caseworker)
        actions.write_crisis_plan(case, {"what_helps": "Music"}, read=first.pk, by=caseworker)
        assert [plan.what_helps for plan in CrisisPlan.objects.visible_to(caseworker).order_by("written_at")] == [
            "The sea",
            "Music",
        ]
        newest = CrisisPlan.objects.visible_to(caseworker).latest("written_at")
        with pytest.raises(InvalidInput):
            actions.write_crisis_plan(case, {"what_helps": " "}, read=newest.pk, by=caseworker)


def test_night_staff_reads_the_plan_and_records_checks_who_does_not_read_health_neither(
    case, caseworker, supervisor, harbor, legal
):
    night = make_person_of(harbor, "night_staff")
    with as_user(supervisor):
        for one in (night, legal):
            actions.grant(case, to=one, by=supervisor)
    with as_user(caseworker):
        actions.write_crisis_plan(case, {"what_helps": "The sea"}, read=None, by=caseworker)
    check(case, night)
    with as_user(night):
        assert CrisisPlan.objects.visible_to(night).get().what_helps == "The sea"
        with pytest.raises(NotPermitted):
            actions.write_crisis_plan(case, {"what_helps": "x"}, read=None, by=night)
    with as_user(legal):
        assert not CrisisPlan.objects.visible_to(legal).exists()
        for model in (CrisisPlan, CrisisCheck):
            assert not model.objects.unscoped("the database alone").exists()
        with pytest.raises(NotPermitted):
            actions.read_crisis(case, by=legal)


def test_no_answer_is_added_up_and_none_is_demanded(case, caseworker):
    assert not {field.name for field in CrisisCheck._meta.fields} & {"score", "level", "risk", "total"}
    with as_user(caseworker):
        one = actions.record_crisis_check(case, answers={}, hours=24, by=caseworker)
        assert one.answers is None and case.risk == ""
        for wrong in ({"mood": "yes"}, {"thoughts": "3"}):
            with pytest.raises(InvalidInput):
                actions.record_crisis_check(case, answers=wrong, hours=24, by=caseworker)
        with pytest.raises(InvalidInput):
            actions.record_crisis_check(case, answers={}, hours=5, by=caseworker)
    assert set(ANSWERS) == {"yes", "no", "declined"} and len(PROMPTS) == 8 and max(HOURS) == 168


def test_no_further_check_wants_a_word_why(case, caseworker):
    with as_user(caseworker), pytest.raises(InvalidInput) as refused:
        actions.record_crisis_check(case, answers={}, hours=None, by=caseworker)
    assert refused.value.field == "words"
    check(case, caseworker, hours=None, words="She is with her sister.")
    with as_user(caseworker):
        assert not CrisisCheck.objects.visible_to(caseworker).waiting().exists()


def test_a_new_check_answers_the_one_that_waited(case, caseworker):
    first, second = check(case, caseworker), check(case, caseworker, hours=8)
    with as_user(caseworker):
        assert CrisisCheck.objects.visible_to(caseworker).waiting().get() == second
        assert CrisisCheck.objects.visible_to(caseworker).get(pk=first.pk).answered_at


@pytest.mark.parametrize(
    ("later", "worker", "boss"),
    [
        (4 * HOUR - MINUTE, [], []),
        (4 * HOUR, ["crisis_due"], []),
        (5 * HOUR - MINUTE, ["crisis_due"], []),
        (5 * HOUR, ["crisis_due", "crisis_late"], ["crisis_late"]),
        (90 * HOUR, ["crisis_due", "crisis_late"], ["crisis_late"]),
    ],
)
def test_the_clock_tells_the_worker_then_the_supervisor_each_once(
    case, caseworker, supervisor, harbor, at, later, worker, boss
):
    check(case, caseworker)
    at(later)
    for found in (len(worker), 0):
        assert actions.look_after(harbor.pk) == found
    assert sorted(kind for kind, _case in told(caseworker, *KINDS)) == sorted(worker)
    assert [kind for kind, _case in told(supervisor, *KINDS)] == boss


def test_what_was_done_in_time_is_told_to_nobody(case, caseworker, harbor, at):
    check(case, caseworker)
    at(3 * HOUR)
    check(case, caseworker, hours=None, words="Well again.")
    at(100 * HOUR)
    assert actions.look_after(harbor.pk) == 0


def test_no_check_is_asked_of_somebody_missing(case, caseworker, harbor, at):
    check(case, caseworker)
    with as_user(caseworker):
        actions.mark_gone(case, kind="missing", words="The landlord called.", by=caseworker)
    at(6 * HOUR)
    assert actions.look_after(harbor.pk) == 0
    at(25 * HOUR)
    assert actions.look_after(harbor.pk) == 1  # that nobody confirmed it


def test_a_stop_that_nobody_confirmed_for_a_day_is_told_of_once(case, caseworker, supervisor, harbor, at):
    with as_user(caseworker):
        row = actions.mark_gone(case, kind="dead", words="The hospital called.", by=caseworker)
    before = told(supervisor, "contact_stopped")
    at(25 * HOUR)
    assert [actions.look_after(harbor.pk) for _run in range(2)] == [1, 0]
    assert len(told(supervisor, "contact_stopped")) == len(before) + 1
    with as_user(supervisor):
        actions.confirm_gone(row, by=supervisor)
    at(200 * HOUR)
    assert actions.look_after(harbor.pk) == 0


def test_a_restricted_case_is_not_forgotten_and_told_without_the_case(case, caseworker, supervisor, harbor, at):
    other = make_person_of(harbor, "supervisor")
    check(case, caseworker)
    with as_user(supervisor):
        actions.grant(case, to=supervisor, by=supervisor)
        actions.set_restricted(case, restricted=True, reason="A relative works here", by=supervisor)
    at(6 * HOUR)
    assert actions.look_after(harbor.pk) == 2
    assert told(supervisor, *KINDS) == [("crisis_late", True)] and told(other, *KINDS) == []


def test_each_organization_looks_after_its_own_and_opens_nothing(case, caseworker, harbor, lotus, at, monkeypatch):
    check(case, caseworker)
    at(6 * HOUR)

    def locked(*owner):
        raise AssertionError("nothing sealed is opened")

    monkeypatch.setattr(keys, "data_key", locked)
    assert actions.look_after(lotus.pk) == 0
    tasks.look_after_one(str(harbor.pk))
    assert [kind for kind, _case in told(caseworker, *KINDS)] == ["crisis_due", "crisis_late"]


def test_nobody_but_the_clock_reads_what_is_late(case, caseworker, harbor, at):
    check(case, caseworker)
    at(6 * HOUR)
    with as_user(caseworker), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.care_late(%s)", [timezone.now()])
        assert cursor.fetchall() == []
    actions.look_after(harbor.pk)
    with as_user(caseworker), transaction.atomic():
        assert CareReminder.objects.count() == 0


def test_each_look_and_check_is_in_the_trail_without_words(case, caseworker, colleague):
    check(case, caseworker, words="She slept.")
    with as_user(caseworker):
        actions.read_crisis(case, by=caseworker)
        entries = AuditEntry.objects.unscoped("test")
        assert entries.get(event=events.CRISIS_CHECKED).additional_data == {"hours": 4}
        assert entries.filter(event=events.CRISIS_READ, actor=caseworker).count() == 1
    with as_user(colleague), pytest.raises(NotFound):
        actions.read_crisis(open_case(caseworker), by=colleague)
