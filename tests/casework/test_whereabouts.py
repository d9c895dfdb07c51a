"""Missing or dead: contact stops at once at every door; a second person confirms; it can be undone with a reason."""

import datetime

import pytest
from django.utils import timezone

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.contact_rules import Way, why_not
from cases.messages import for_person
from cases.models import Appointment, Case, KinRule, Notification, SafeContact, StageChange, Task, Whereabouts
from frontend.calendar import calendar_of
from tests.conftest import as_user, make_person_of, open_case

SOON = timezone.now() + datetime.timedelta(days=2)


def mark(case, by, kind="missing"):
    with as_user(by):
        return actions.mark_gone(case, kind=kind, words="The landlord called.", last_known="Bus station", by=by)


def rules(case, by):
    with as_user(by):
        return SafeContact.objects.visible_to(by).get(person_id=case.person_id)


@pytest.fixture
def reachable(case, caseworker, supervisor):
    """Everything may be done to reach the person, and something is planned."""
    with as_user(supervisor):
        actions.save_message(name="Reminder", ways=["text"], texts={"en": "Call back."}, by=supervisor)
    with as_user(caseworker):
        ways = dict.fromkeys(("may_call", "may_text", "may_voicemail", "may_email"), True)
        actions.set_safe_contact(case.person, {"channel": "call"} | ways, by=caseworker)
        actions.make_appointment(case, starts_at=SOON, by=caseworker)
        return Case.objects.visible_to(caseworker).select_related("person__safe_contact", "caseworker").get()


@pytest.mark.parametrize("kind", ["missing", "dead"])
def test_contact_stops_at_every_door(reachable, caseworker, kind):
    with as_user(caseworker):
        assert for_person(reachable, caseworker) and calendar_of(caseworker).count(b"BEGIN:VEVENT") == 1
    mark(reachable, caseworker, kind)
    with as_user(caseworker):
        one = Case.objects.visible_to(caseworker).select_related("person__safe_contact").get()
        for way in Way.values:
            if (kind, way) != ("missing", "incoming"):
                assert why_not(one.person.safe_contact, way)
                with pytest.raises(InvalidInput, match="Contact has stopped"):
                    actions.record_contact(one, way=way, result="reached", by=caseworker)
        assert for_person(one, caseworker) == []
        assert not Appointment.objects.visible_to(caseworker).planned().exists()
        assert calendar_of(caseworker).count(b"BEGIN:VEVENT") == 0
        with pytest.raises(InvalidInput, match="Contact has stopped"):
            actions.make_appointment(one, starts_at=SOON, by=caseworker)
        with pytest.raises(InvalidInput, match="Contact has stopped"):
            actions.record_crisis_check(one, answers={}, hours=1, by=caseworker)
        with pytest.raises(InvalidInput, match="Contact has stopped"):
            actions.consider_return(one, destination="Home", by=caseworker)


def test_the_missing_may_still_call(case, caseworker):
    mark(case, caseworker)
    with as_user(caseworker):
        actions.record_contact(case, way="incoming", result="reached", by=caseworker)


def test_new_rules_do_not_let_contact_go_on(case, caseworker):
    mark(case, caseworker)
    with as_user(caseworker):
        actions.set_safe_contact(case.person, {"channel": "call", "may_call": True}, by=caseworker)
        with pytest.raises(InvalidInput, match="missing"):
            actions.record_contact(case, way="call", result="reached", by=caseworker)


def test_the_dead_leave_a_closed_case_with_its_reason_and_no_tasks(case, caseworker):
    with as_user(caseworker):
        actions.add_task(case, title="Call", due_on=SOON.date(), by=caseworker)
    mark(case, caseworker, "dead")
    with as_user(caseworker):
        one = Case.objects.visible_to(caseworker).get()
        assert (one.status, one.next_follow_up) == ("closed", None) and one.closed_on
        assert StageChange.objects.visible_to(caseworker).get(after="closed").reason == "died"
        assert not Task.objects.visible_to(caseworker).pending().exists()
        with pytest.raises(NotInThisState, match="died"):
            actions.reopen_case(one, note="x", version=one.version, by=caseworker)


def test_who_went_missing_may_turn_out_dead_and_never_the_other_way(case, caseworker):
    mark(case, caseworker)
    mark(case, caseworker, "dead")
    with as_user(caseworker):
        [first, second] = Whereabouts.objects.visible_to(caseworker).order_by("recorded_at")
        assert (first.ending, second.ending) == ("died", "")
    for kind in ("missing", "dead"):
        with pytest.raises(NotInThisState):
            mark(case, caseworker, kind)


@pytest.mark.parametrize("kind", ["missing", "dead"])
def test_a_second_person_confirms_and_never_the_first(case, caseworker, supervisor, kind):
    row = mark(case, caseworker, kind)
    with as_user(caseworker), pytest.raises(NotPermitted, match="Somebody else"):
        actions.confirm_gone(row, by=caseworker)
    with as_user(supervisor):
        assert Notification.objects.visible_to(supervisor).filter(kind="contact_stopped", case=case).count() == 1
        assert actions.confirm_gone(row, by=supervisor).confirmed_by_id == supervisor.pk
        with pytest.raises(NotInThisState):
            actions.confirm_gone(row, by=supervisor)


def test_the_database_refuses_a_first_person_who_confirms(case, caseworker):
    row = mark(case, caseworker)
    with as_user(caseworker), pytest.raises(Exception, match="stop_confirmed_by_another"):
        Whereabouts.objects.visible_to(caseworker).filter(pk=row.pk).update(confirmed_by=caseworker)


def test_found_again_resumes_after_a_review(reachable, caseworker):
    row = mark(reachable, caseworker)
    with as_user(caseworker):
        with pytest.raises(InvalidInput):
            actions.end_gone(row, ending="found", why=" ", by=caseworker)
        actions.end_gone(row, ending="found", why="She called.", by=caseworker)
        with pytest.raises(NotInThisState):
            actions.end_gone(row, ending="found", why="She called.", by=caseworker)
        actions.record_contact(reachable, way="call", result="reached", by=caseworker)
        titles = {task.title for task in Task.objects.visible_to(caseworker).pending()}
    assert rules(reachable, caseworker).reviewed_on is None
    assert "Contact may go on: review the safe-contact rules with the person first." in titles


def test_a_death_written_by_mistake_is_undone_with_a_reason(case, caseworker):
    row = mark(case, caseworker, "dead")
    with as_user(caseworker):
        with pytest.raises(InvalidInput):
            actions.end_gone(row, ending="found", why="x", by=caseworker)
        actions.end_gone(row, ending="mistake", why="It was another.", by=caseworker)
        assert Case.objects.visible_to(caseworker).get().status == "reopened"
    assert rules(case, caseworker).stopped == ""


def test_a_case_closed_before_stays_closed_when_a_death_is_undone(case, caseworker):
    with as_user(caseworker):
        actions.close_case(case, reason="moved", version=case.version, by=caseworker, drop_tasks=True)
    row = mark(case, caseworker, "dead")
    with as_user(caseworker):
        actions.end_gone(row, ending="mistake", why="It was another.", by=caseworker)
        assert Case.objects.visible_to(caseworker).get().status == "closed"


def test_what_is_known_is_sealed_and_the_case_others_do_not_see_tells_nothing(case, caseworker, colleague):
    row = mark(case, caseworker)
    assert b"Bus station" not in bytes(row.last_known_sealed.ciphertext)
    with as_user(colleague):
        assert not Whereabouts.objects.unscoped("the database alone").exists()
        with pytest.raises(NotFound):
            actions.confirm_gone(row, by=colleague)


def test_night_staff_can_say_that_somebody_is_missing(case, caseworker, supervisor, harbor):
    night = make_person_of(harbor, "night_staff")
    with as_user(supervisor):
        actions.grant(case, to=night, by=supervisor)
    mark(case, night)
    assert rules(case, caseworker).stopped == "missing"


def test_it_is_in_the_trail_as_codes(case, caseworker):
    mark(case, caseworker)
    with as_user(caseworker):
        entry = AuditEntry.objects.unscoped("test").get(event=events.CONTACT_STOPPED)
        assert entry.additional_data == {"kind": "missing"}


def test_kin_rules_are_sealed_kept_apart_and_ended(case, caseworker, colleague):
    with as_user(caseworker):
        rule = actions.add_kin_rule(case, who="Sister Mara", may="only_that", never="The work", by=caseworker)
        assert b"Mara" not in bytes(rule.who_sealed.ciphertext)
        with pytest.raises(InvalidInput):
            actions.add_kin_rule(case, who="x", may="much", by=caseworker)
        actions.end_kin_rule(rule, by=caseworker)
        with pytest.raises(NotInThisState):
            actions.end_kin_rule(rule, by=caseworker)
        assert not KinRule.objects.visible_to(caseworker).holding().exists()
    with as_user(colleague):
        assert not KinRule.objects.unscoped("the database alone").exists()


def test_another_person_is_contacted_as_before(case, caseworker):
    other = open_case(caseworker, "Leila")
    mark(case, caseworker, "dead")
    with as_user(caseworker):
        assert actions.make_appointment(other, starts_at=SOON, by=caseworker)


@pytest.mark.parametrize("kind", ["missing", "dead"])
def test_a_mistake_gives_back_what_it_dropped_and_nothing_else(case, caseworker, kind):
    with as_user(caseworker):
        mine = actions.add_task(case, title="Call the clinic", due_on=SOON.date(), by=caseworker)
        before = actions.add_task(case, title="Dropped before", due_on=SOON.date(), by=caseworker)
        Task.objects.visible_to(caseworker).filter(pk=before.pk).update(dropped_at=timezone.now())
        actions.make_appointment(case, starts_at=SOON, by=caseworker)
    row = mark(case, caseworker, kind)
    with as_user(caseworker):
        assert not Appointment.objects.visible_to(caseworker).planned().exists()
        actions.end_gone(row, ending="mistake", why="It was another.", by=caseworker)
        pending = set(Task.objects.visible_to(caseworker).pending().values_list("pk", flat=True))
        assert mine.pk in pending and before.pk not in pending
        assert Appointment.objects.visible_to(caseworker).planned().count() == 1


def test_after_a_merge_the_dead_are_not_found_again(case, caseworker):
    row = mark(case, caseworker)
    with as_user(caseworker):
        SafeContact.objects.visible_to(caseworker).filter(person_id=case.person_id).update(stopped="dead")
        with pytest.raises(InvalidInput) as refused:
            actions.end_gone(row, ending="found", why="She called.", by=caseworker)
        assert refused.value.field == "ending"


def test_the_only_one_named_cannot_confirm_so_those_in_charge_are_told(case, caseworker, supervisor, org_admin, harbor):
    with as_user(supervisor):
        actions.set_restricted(case, restricted=True, reason="Threats", by=supervisor)
    with as_user(caseworker):
        case.refresh_from_db()
    row = mark(case, caseworker)
    others = {row.kind: row.case_id for row in told_of(org_admin)}
    assert others == {}
    with as_user(supervisor):
        Case.objects.visible_to(supervisor).get(pk=case.pk).grants.exclude(user=caseworker).delete()
    with as_user(caseworker):
        late = timezone.now() - datetime.timedelta(days=2)
        Whereabouts.objects.visible_to(caseworker).filter(pk=row.pk).update(recorded_at=late)
    assert actions.look_after(harbor.pk) == 1
    assert [one.case_id for one in told_of(org_admin)] == [None]


def told_of(user):
    with as_user(user):
        return list(Notification.objects.visible_to(user).filter(kind="contact_stopped"))
