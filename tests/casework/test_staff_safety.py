"""Visits made alone, threats, weights: who finds what, and a clock whose time the tests set."""

import datetime

import pytest
from django.utils import timezone

from casemgr.encryption.models import DataKey
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.models import Notification, StaffCare, ThreatReport, Visit
from cases.workload import loads
from frontend.forms.staff import VisitForm
from tests.conftest import as_user, make_person_of, open_case
from tests.shelter.conftest import ask, come_in, make_house, room_of

HOUR, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
NOW = timezone.now()


@pytest.fixture
def at(monkeypatch):
    def at(later):
        monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + later)

    at(datetime.timedelta())
    return at


@pytest.fixture
def visit(case, caseworker, colleague, at):
    with as_user(caseworker):
        return actions.start_visit(place="4 Mill Lane", back_by=NOW + HOUR, watcher=colleague, case=case, by=caseworker)


def told(user):
    with as_user(user):
        return list(Notification.objects.visible_to(user).filter(kind="visit_overdue"))


def test_the_place_and_the_case_are_sealed_and_found_by_who_looks_out(
    visit, case, caseworker, colleague, supervisor, harbor
):
    assert b"Mill" not in bytes(visit.place_sealed.ciphertext)
    assert case.public_id.encode() not in bytes(visit.about_sealed.ciphertext)
    for one in (caseworker, colleague, supervisor):
        with as_user(one):
            assert Visit.objects.unscoped("the database alone").get() == Visit.objects.visible_to(one).get() == visit
    for role in ("caseworker", "team_lead", "night_staff", "org_admin"):
        other = make_person_of(harbor, role)
        with as_user(other):
            assert not Visit.objects.unscoped("the database alone").exists()
            with pytest.raises((NotFound, NotPermitted)):
                actions.end_visit(visit, by=other)


def test_the_case_is_shown_only_to_who_sees_it(visit, case, colleague, supervisor):
    with as_user(colleague):
        assert actions.read_visit(visit, by=colleague) is None
    with as_user(supervisor):
        assert actions.read_visit(visit, by=supervisor) == case


@pytest.mark.parametrize(
    ("late", "watcher", "boss", "admin"),
    [(-MINUTE, 0, 0, 0), (0 * MINUTE, 1, 0, 0), (14 * MINUTE, 1, 0, 0), (15 * MINUTE, 1, 1, 0),
     (29 * MINUTE, 1, 1, 0), (30 * MINUTE, 1, 2, 1), (9 * HOUR, 1, 2, 1)],
)  # fmt: skip
def test_overdue_is_told_at_0_15_and_30_minutes_each_once(
    visit, harbor, caseworker, colleague, supervisor, org_admin, at, late, watcher, boss, admin
):
    at(HOUR + late)
    first, second = actions.look_after(harbor.pk), actions.look_after(harbor.pk)
    assert (first, second) == (int(bool(watcher)), 0)
    assert [len(told(one)) for one in (colleague, supervisor, org_admin, caseworker)] == [watcher, boss, admin, 0]


def test_step_by_step_nobody_is_told_twice(visit, harbor, colleague, supervisor, org_admin, at):
    for minutes in (0, 5, 15, 20, 30, 60):
        at(HOUR + minutes * MINUTE)
        actions.look_after(harbor.pk)
    assert [len(told(one)) for one in (colleague, supervisor, org_admin)] == [1, 2, 1]


def test_nothing_tells_who_is_visited(visit, harbor, colleague, at):
    at(2 * HOUR)
    actions.look_after(harbor.pk)
    [one] = told(colleague)
    assert one.case_id is None and one.about == ""


def test_back_in_time_is_told_to_nobody_and_said_once(visit, harbor, caseworker, at):
    with as_user(caseworker):
        actions.end_visit(visit, by=caseworker)
        with pytest.raises(NotInThisState):
            actions.end_visit(visit, by=caseworker)
    at(9 * HOUR)
    assert actions.look_after(harbor.pk) == 0


def test_another_organizations_clock_finds_no_visit(visit, lotus, at):
    at(9 * HOUR)
    assert actions.look_after(lotus.pk) == 0


@pytest.mark.parametrize("change", [{"place": " "}, {"back_by": NOW - HOUR}, {"back_by": NOW + 25 * HOUR}])
def test_a_visit_wants_a_place_and_a_time_within_a_day(caseworker, colleague, at, change):
    told = {"place": "x", "back_by": NOW + HOUR, "watcher": colleague}
    with as_user(caseworker), pytest.raises(InvalidInput):
        actions.start_visit(by=caseworker, **told | change)


def test_somebody_else_of_the_house_looks_out(caseworker, partner_worker, at):
    for watcher in (caseworker, partner_worker):
        with as_user(caseworker), pytest.raises(InvalidInput) as refused:
            actions.start_visit(place="x", back_by=NOW + HOUR, watcher=watcher, by=caseworker)
        assert refused.value.field == "watcher"


def test_nobody_visits_the_missing(case, caseworker, colleague, at):
    with as_user(caseworker):
        actions.mark_gone(case, kind="missing", words="x", by=caseworker)
        with pytest.raises(InvalidInput, match="Contact has stopped"):
            actions.start_visit(place="x", back_by=NOW + HOUR, watcher=colleague, case=case, by=caseworker)


def threat(by, **changes):
    facts = {"kind": "words", "against": "self", "happened_on": NOW.date(), "words": "A man at the gate"}
    with as_user(by):
        return actions.record_threat(by=by, **facts | {"police": "not_safe"} | changes)


def test_a_threat_is_read_by_its_writer_and_supervisors(caseworker, colleague, supervisor, partner_worker):
    one = threat(caseworker)
    assert b"gate" not in bytes(one.words_sealed.ciphertext)
    for user, count in ((caseworker, 1), (supervisor, 1), (colleague, 0), (partner_worker, 0)):
        with as_user(user):
            assert ThreatReport.objects.unscoped("the database alone").count() == count
            assert len(actions.read_threats(by=user)) == count


def test_supervisors_are_told_of_a_threat_at_once_without_a_word_of_it(
    harbor, caseworker, colleague, supervisor, org_admin, partner_worker
):
    def news(user):
        with as_user(user):
            rows = Notification.objects.visible_to(user).filter(kind="threat")
            return list(rows.values_list("case_id", "about"))

    second = make_person_of(harbor, "supervisor")
    threat(caseworker)
    assert news(supervisor) == news(second) == [(None, "")]
    assert news(caseworker) == news(colleague) == news(org_admin) == news(partner_worker) == []
    threat(supervisor)
    assert (len(news(supervisor)), len(news(second))) == (1, 2)


@pytest.mark.parametrize("change", [{"kind": "x"}, {"against": "x"}, {"police": "x"}, {"words": " "},
                                    {"happened_on": NOW.date() + 3 * datetime.timedelta(days=1)}])  # fmt: skip
def test_a_threat_that_says_nothing_is_refused(caseworker, change):
    with pytest.raises(InvalidInput):
        threat(caseworker, **change)


def weights(by, version=1, **changes):
    with as_user(by):
        told = {"urgent": 2, "watch": 1, "stay": 1, "children": 1} | changes
        return actions.set_staff_care(told, debrief=True, debrief_with="Ana", version=version, by=by)


def load_of(worker, by):
    with as_user(by):
        return next(load for load in loads(by) if load.worker == worker)


def test_weight_counts_risk_stay_and_children_as_the_organization_set_it(case, caseworker, supervisor):
    assert load_of(caseworker, supervisor).weight == 1
    with as_user(caseworker):
        actions.change_case(case, {"risk": "urgent"}, version=case.version, by=caseworker, reason="x")
        actions.change_person(case.person, {"children": 2}, version=1, by=caseworker)
    open_case(caseworker, "Leila")
    come_in(case, make_house(supervisor), caseworker)
    assert load_of(caseworker, supervisor).weight == 2 + 2 + 1 + 1
    weights(supervisor, urgent=5, stay=0)
    assert load_of(caseworker, supervisor).weight == 2 + 5 + 0 + 1


def test_who_stays_counts_from_coming_in_until_they_leave(case, caseworker, supervisor):
    with as_user(caseworker):
        actions.record_service(case, service_code="emergency_shelter", outcome="delivered", by=caseworker)
    asked, house = ask(case, caseworker), make_house(supervisor)
    assert load_of(caseworker, supervisor).stay == 0
    room = room_of(house, caseworker)
    with as_user(caseworker):
        stay = actions.check_in(asked, room=room, by=caseworker)
    assert load_of(caseworker, supervisor).stay == 1
    with as_user(caseworker):
        actions.check_out(stay, left_why="planned", left_to="family", by=caseworker)
    assert load_of(caseworker, supervisor).stay == 0


def test_weights_are_a_supervisors_bounded_and_never_overwritten_unseen(caseworker, supervisor):
    for wrong in ({"urgent": 6}, {"watch": -1}):
        with pytest.raises(InvalidInput):
            weights(supervisor, **wrong)
    weights(supervisor)
    with pytest.raises(Conflict):
        weights(supervisor)
    assert weights(supervisor, version=2, watch=4).watch == 4
    with pytest.raises(NotPermitted):
        weights(caseworker)
    with as_user(caseworker):
        assert StaffCare.objects.visible_to(caseworker).get().debrief_with == "Ana"


@pytest.mark.parametrize("role", ["auditor", "org_admin"])
def test_who_works_with_no_cases_looks_out_for_nobody(case, harbor, caseworker, supervisor, role, at):
    watcher = make_person_of(harbor, role)
    assert not watcher.can("view_case")
    with as_user(caseworker), pytest.raises(InvalidInput) as refused:
        actions.start_visit(place="x", back_by=NOW + HOUR, watcher=watcher, by=caseworker)
    assert refused.value.field == "watcher"
    with as_user(caseworker):
        assert watcher not in VisitForm(user=caseworker).fields["watcher"].queryset
        assert supervisor in VisitForm(user=caseworker).fields["watcher"].queryset


def test_a_watcher_who_left_casework_is_passed_over(visit, harbor, colleague, supervisor, at):
    type(colleague).objects.filter(pk=colleague.pk).update(role="auditor")
    at(HOUR)
    actions.look_after(harbor.pk)
    assert len(told(supervisor)) == 1


@pytest.mark.parametrize(("back", "later", "kept"), [(True, 6, 1), (True, 8, 0), (False, 29, 1), (False, 32, 0)])
def test_where_somebody_went_is_forgotten(
    visit, harbor, caseworker, at, back, later, kept, django_capture_on_commit_callbacks
):
    if back:
        with as_user(caseworker):
            actions.end_visit(visit, by=caseworker)
    at(datetime.timedelta(days=later))
    with django_capture_on_commit_callbacks(execute=True):
        actions.look_after(harbor.pk)
    with as_user(caseworker):
        assert Visit.objects.visible_to(caseworker).count() == kept
    gone = DataKey.objects.get(owner_id=visit.pk).destroyed_at is not None
    assert gone is (not kept)
