"""A stay: asked for, checked in while a bed is free, extended with a reason, reviewed after six weeks, left."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from casemgr.accounts.clock import today
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.models import House, Stay, StayStep
from cases.overdue import RULES
from cases.shelter import free_beds
from tests.conftest import as_user, open_case
from tests.shelter.conftest import ask, come_in, make_house, resident, room_of

DAY = datetime.timedelta(days=1)


def test_a_bed_is_asked_for_taken_and_free_again(case, tamarind, caseworker):
    stay = come_in(case, tamarind, caseworker)
    with as_user(caseworker):
        assert free_beds(tamarind, caseworker) == (1, 2)
        left = actions.check_out(stay, left_why="planned", left_to="own_home", by=caseworker)
        assert (left.state, left.left_to) == ("out", "own_home")
        assert free_beds(tamarind, caseworker) == (2, 2)


def test_who_is_with_the_person_takes_beds_too(case, tamarind, caseworker):
    with pytest.raises(InvalidInput, match="beds"):
        come_in(case, tamarind, caseworker, children=1, others=1)
    with as_user(caseworker):
        asked = Stay.objects.visible_to(caseworker).get()
        stay = actions.check_in(asked, room=room_of(tamarind, caseworker), children=1, by=caseworker)
        assert free_beds(tamarind, caseworker) == (0, 2)
    with as_user(caseworker), pytest.raises(InvalidInput, match="beds"):
        actions.change_dependants(stay, children=2, others=0, by=caseworker)
    with as_user(caseworker):
        actions.change_dependants(Stay.objects.visible_to(caseworker).get(), children=0, others=0, by=caseworker)
        assert free_beds(tamarind, caseworker) == (1, 2)


def test_the_database_itself_refuses_a_bed_too_many(case, tamarind, caseworker, supervisor):
    resident(caseworker, tamarind, children=1)
    asked = ask(case, caseworker)
    with as_user(caseworker), pytest.raises(IntegrityError), transaction.atomic():
        asked.house, asked.room, asked.state, asked.in_at = (
            tamarind,
            room_of(tamarind, caseworker),
            "in",
            timezone.now(),
        )
        asked.save()
    with as_user(supervisor), pytest.raises(InvalidInput, match="More people"):
        actions.change_room(room_of(tamarind, supervisor), label="1", beds=1, by=supervisor)
    with as_user(supervisor), pytest.raises(NotInThisState):
        actions.close_house(tamarind, by=supervisor)


def test_beds_of_people_one_does_not_see_are_taken_too(case, tamarind, caseworker, colleague):
    resident(colleague, tamarind, children=1)
    with as_user(caseworker):
        assert not Stay.objects.unscoped("the database alone").exists()
        assert free_beds(tamarind, caseworker) == (0, 2)
    with pytest.raises(InvalidInput, match="beds"):
        come_in(case, tamarind, caseworker)


def test_a_longer_stay_says_why_and_is_looked_at_every_six_weeks(case, tamarind, caseworker):
    day = today(caseworker.home)
    stay = come_in(case, tamarind, caseworker, planned_end=day + 60 * DAY)
    assert stay.review_on == day + 42 * DAY
    with as_user(caseworker), pytest.raises(InvalidInput):
        actions.extend_stay(stay, planned_end=day + 90 * DAY, reason=" ", by=caseworker)
    with as_user(caseworker):
        longer = actions.extend_stay(stay, planned_end=day + 90 * DAY, reason="No flat yet", by=caseworker)
        Stay.objects.visible_to(caseworker).update(review_on=day)
        [rule] = [one for one in RULES if one.name == "stays"]
        assert rule.rows(caseworker, day).get().pk == stay.pk
        actions.review_stay(longer, words="She wants to stay", by=caseworker)
        assert not rule.rows(caseworker, day).exists()
        steps = StayStep.objects.visible_to(caseworker).order_by("done_at")
        assert [(one.kind, one.words) for one in steps] == [
            ("extended", "No flat yet"),
            ("reviewed", "She wants to stay"),
        ]
        assert b"flat" not in bytes(steps[0].words_sealed.ciphertext)


def test_a_short_stay_is_looked_at_when_it_ends(case, tamarind, caseworker):
    end = today(caseworker.home) + 7 * DAY
    assert come_in(case, tamarind, caseworker, planned_end=end).review_on == end


def test_out_and_back_with_no_curfew(case, tamarind, caseworker):
    stay = come_in(case, tamarind, caseworker)
    with as_user(caseworker):
        away = actions.go_out(stay, back_by=timezone.now() + DAY, by=caseworker)
        assert away.state == "in" and free_beds(tamarind, caseworker) == (1, 2)
        back = actions.come_back(away, by=caseworker)
        assert back.back_by is None
        with pytest.raises(NotInThisState):
            actions.come_back(back, by=caseworker)


def test_whoever_read_an_older_version_overwrites_nothing(case, tamarind, caseworker):
    stay = come_in(case, tamarind, caseworker)
    with as_user(caseworker):
        actions.go_out(stay, back_by=timezone.now() + DAY, by=caseworker)
        with pytest.raises(Conflict):
            actions.check_out(stay, left_why="planned", left_to="family", by=caseworker)


def test_nobody_without_the_case_touches_its_stay(case, tamarind, caseworker, colleague, partner_worker):
    stay = come_in(case, tamarind, caseworker)
    for stranger in (colleague, partner_worker):
        with as_user(stranger), pytest.raises(NotFound):
            actions.check_out(stay, left_why="planned", left_to="family", by=stranger)
    with as_user(partner_worker):
        assert not House.objects.unscoped("the database alone").exists()


def test_one_bed_at_a_time_and_only_an_open_question_is_taken_back(case, tamarind, caseworker):
    stay = come_in(case, tamarind, caseworker)
    with as_user(caseworker):
        with pytest.raises(NotInThisState):
            actions.ask_bed(case, wanted_on=datetime.date.today(), by=caseworker)
        with pytest.raises(NotInThisState):
            actions.withdraw_bed(stay, by=caseworker)


def test_where_a_house_is_is_told_to_few_and_each_time_written_down(supervisor, caseworker):
    house = make_house(supervisor, whereabouts="4 Quay Street")
    assert b"Quay" not in bytes(house.whereabouts_sealed.ciphertext)
    with as_user(supervisor):
        assert actions.reveal_house(house, by=supervisor) == "4 Quay Street"
        entries = AuditEntry.objects.unscoped("the trail of this test").filter(event=events.HOUSE_REVEALED)
        assert entries.get().actor_id == supervisor.pk
    with as_user(caseworker):
        with pytest.raises(NotFound):
            actions.reveal_house(house, by=caseworker)
        with pytest.raises(NotPermitted):
            actions.open_house(code_name="Other", by=caseworker)
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            House.objects.visible_to(caseworker).update(code_name="Mine")


def test_the_trail_has_a_line_for_coming_and_going(tamarind, caseworker):
    case = open_case(caseworker)
    stay = come_in(case, tamarind, caseworker)
    with as_user(caseworker):
        actions.check_out(stay, left_why="own_wish", left_to="unknown", by=caseworker)
        entries = AuditEntry.objects.unscoped("the trail of this test").filter(object_pk=str(stay.pk))
        found = list(entries.order_by("id").values_list("event", flat=True))
    assert found == [events.STAY_ASKED, events.STAY_CHECKED_IN, events.STAY_CHECKED_OUT]
