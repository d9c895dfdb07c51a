"""Who must not meet never comes into one house, whoever checks them in, and nobody learns of whom."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from casemgr.errors import InvalidInput, NotFound, NotPermitted
from cases import actions
from cases.actions import set_restricted
from cases.models import Apart, Case, Notification, Stay
from tests.conftest import as_user, in_a_year, make_person_of, open_case
from tests.shelter.conftest import ask, come_in, make_house, resident, room_of, stay_of

NOT_HERE = "Not in this house. Ask your supervisor."


def mark(one, other, by):
    with as_user(by):
        return actions.mark_apart(one, other, reason="harm", by=by)


@pytest.fixture
def theirs(colleague):
    return open_case(colleague, "Noor")


@pytest.fixture
def wide(supervisor):
    return make_house(supervisor, beds=(6, 6), code_name="Willow")


def test_who_sees_one_case_alone_is_refused_and_told_nothing(case, theirs, wide, caseworker, colleague, supervisor):
    mark(case, theirs, supervisor)
    come_in(theirs, wide, colleague)
    with pytest.raises(InvalidInput) as refused:
        come_in(case, wide, caseworker, label="2")
    assert str(refused.value) == NOT_HERE
    with as_user(caseworker):
        assert not Apart.objects.unscoped("the database alone").exists()
        with pytest.raises(InvalidInput, match="Ask your supervisor"):  # at planning too
            actions.withdraw_bed(stay_of(case, caseworker), by=caseworker)
            actions.ask_bed(case, wanted_on=timezone.localdate(), house=wide, by=caseworker)


def test_who_sees_both_is_told_which_case(case, theirs, wide, colleague, supervisor):
    mark(theirs, case, supervisor)
    come_in(theirs, wide, colleague)
    with pytest.raises(InvalidInput, match=theirs.label):
        come_in(case, wide, supervisor)


def test_it_holds_for_a_restricted_case(case, theirs, wide, caseworker, colleague, supervisor):
    mark(case, theirs, supervisor)
    come_in(theirs, wide, colleague)
    with as_user(supervisor):
        set_restricted(theirs, restricted=True, reason="Threats", by=supervisor)
    second = make_person_of(supervisor.home, "supervisor")
    with pytest.raises(InvalidInput) as refused:
        come_in(case, wide, second)
    assert str(refused.value) == NOT_HERE


def test_the_database_holds_it_against_a_write_past_the_action(case, theirs, wide, caseworker, colleague, supervisor):
    mark(case, theirs, supervisor)
    come_in(theirs, wide, colleague)
    asked = ask(case, caseworker)
    with as_user(caseworker), pytest.raises(IntegrityError), transaction.atomic():
        asked.house, asked.room, asked.state, asked.in_at = wide, room_of(wide, caseworker), "in", timezone.now()
        asked.save()


def test_it_holds_through_a_merge(case, theirs, wide, caseworker, colleague, supervisor):
    mark(case, theirs, supervisor)
    kept = open_case(supervisor, "Noor")
    with as_user(supervisor):
        two = {one.pk: one for one in Case.objects.visible_to(supervisor).select_related("person__safe_contact")}
        kept, gone = two[kept.pk], two[theirs.pk]
        versions = (kept.version, kept.person.version, gone.version, gone.person.version)
        actions.merge_cases(kept, gone, choices={}, versions=versions, by=supervisor)
    come_in(kept, wide, supervisor)
    with pytest.raises(InvalidInput, match="Not in this house"):
        come_in(case, wide, caseworker)


def test_other_houses_and_other_times_are_free(case, theirs, wide, tamarind, caseworker, colleague, supervisor):
    apart = mark(case, theirs, supervisor)
    stay = come_in(theirs, wide, colleague)
    mine = come_in(case, tamarind, caseworker)
    with as_user(caseworker), pytest.raises(InvalidInput, match="Not in this house"):
        actions.move_room(mine, room=room_of(wide, caseworker), by=caseworker)
    with as_user(colleague):
        actions.check_out(stay, left_why="planned", left_to="family", by=colleague)
    with as_user(caseworker):
        again = stay_of(case, caseworker)
        assert actions.move_room(again, room=room_of(wide, caseworker), by=caseworker).house_id == wide.pk
    with as_user(supervisor):
        actions.end_apart(apart, by=supervisor)
        assert not Apart.objects.visible_to(supervisor).filter(ended_at=None).exists()


def test_only_who_sees_both_marks_and_takes_back(case, theirs, caseworker, colleague, supervisor):
    with as_user(caseworker), pytest.raises(NotFound):
        actions.mark_apart(case, theirs, reason="harm", by=caseworker)
    apart = mark(case, theirs, supervisor)
    for one in (caseworker, colleague):
        with as_user(one), pytest.raises(NotFound):
            actions.end_apart(apart, by=one)
    with as_user(supervisor), pytest.raises(InvalidInput):
        actions.mark_apart(theirs, case, reason="asked", by=supervisor)


def test_supervisors_are_told_when_both_are_in_one_house_already(case, theirs, wide, caseworker, colleague, supervisor):
    second = make_person_of(supervisor.home, "supervisor")
    come_in(theirs, wide, colleague)
    come_in(case, wide, caseworker)
    mark(case, theirs, supervisor)
    with as_user(second):
        kinds = Notification.objects.visible_to(second).values_list("kind", flat=True)
        assert list(kinds) == ["apart_together", "apart_together"]


def test_somebody_alleged_who_resembles_a_resident_is_looked_at_first(case, wide, caseworker):
    resident(caseworker, wide, "Karim Haddad")
    with as_user(caseworker):
        actions.record_alleged(case, name="Karim Haddad", by=caseworker)
    with pytest.raises(InvalidInput, match="resembles") as refused:
        come_in(case, wide, caseworker)
    assert refused.value.field == "looked"
    with as_user(caseworker):
        stay = Stay.objects.visible_to(caseworker).asked().get()
        assert actions.check_in(stay, room=room_of(wide, caseworker), looked=True, by=caseworker).state == "in"


def test_the_other_way_round_too(wide, caseworker):
    here = resident(caseworker, wide, "Amira")
    with as_user(caseworker):
        actions.record_alleged(here, name="Karim Haddad", by=caseworker)
    with pytest.raises(InvalidInput, match=here.label):
        come_in(open_case(caseworker, "Karim Haddad"), wide, caseworker)


def test_night_staff_decide_nothing_about_it(case, theirs, night, caseworker, supervisor):
    with as_user(supervisor):
        actions.grant(case, to=night, by=supervisor)
        actions.grant(theirs, to=night, by=supervisor)
    with as_user(night), pytest.raises(NotPermitted):
        actions.mark_apart(case, theirs, reason="harm", by=night)


def test_two_already_in_one_house_can_still_be_looked_after(case, theirs, wide, caseworker, colleague, supervisor):
    come_in(theirs, wide, colleague)
    stay = come_in(case, wide, caseworker)
    mark(case, theirs, supervisor)
    later = timezone.now() + datetime.timedelta(hours=3)
    with as_user(caseworker):
        stay = actions.review_stay(stay, words="She is well", by=caseworker)
        stay = actions.extend_stay(stay, planned_end=in_a_year(), reason="No flat yet", by=caseworker)
        stay = actions.go_out(stay, back_by=later, by=caseworker)
        stay = actions.come_back(stay, by=caseworker)
        stay = actions.change_dependants(stay, children=1, others=0, by=caseworker)
        stay = actions.move_room(stay, room=room_of(wide, caseworker, "2"), by=caseworker)
        with pytest.raises(InvalidInput, match="Not enough beds"):
            actions.change_dependants(stay, children=9, others=0, by=caseworker)
        stay = stay_of(case, caseworker)
        assert actions.check_out(stay, left_why="planned", left_to="family", by=caseworker).state == "out"
