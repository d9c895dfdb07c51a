"""Case conferences: what an outsider may hear follows the consent of today; a colleague's sight ends by itself."""

import datetime

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from django.utils import timezone

from casemgr.accounts.actions import create_organization
from casemgr.errors import InvalidInput, NotInThisState, NotPermitted
from cases import actions
from cases.actions.assign import view_case_permission
from cases.actions.embassy import keep_from_embassy
from cases.legal.seats import seat_of
from cases.models import Case, CaseConference, CaseUserObjectPermission, ConferenceAttendee, Notification
from cases.seeing import who_sees
from tests.conftest import as_user, in_a_year, make_person_of, open_case
from tests.legal.conftest import in_days

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def meeting(case, caseworker):
    with as_user(caseworker):
        return actions.plan_conference(
            case, starts_at=in_days(2), agenda="Planted-Agenda", agenda_agreed=True, by=caseworker
        )


def sees(user, case):
    """In the application and in the database alone."""
    model = type(case)
    with as_user(user):
        found = model.objects.visible_to(user).filter(pk=case.pk).exists()
        assert found == model.objects.unscoped("the database alone").filter(pk=case.pk).exists()
    return found


def seated(meeting, colleague, by, until=None):
    with as_user(by):
        return actions.seat_colleague(meeting, colleague=colleague, until=until, by=by)


def test_sight_for_a_conference_ends_at_its_time_by_itself(meeting, case, colleague, supervisor, caseworker):
    soon = timezone.now() + datetime.timedelta(seconds=2)
    with as_user(caseworker):
        CaseConference.objects.visible_to(caseworker).update(starts_at=timezone.now())
    assert not sees(colleague, case)
    seated(meeting, colleague, supervisor, until=soon)
    assert sees(colleague, case)
    with as_user(caseworker):
        (seer,) = [one for one in who_sees(case, by=caseworker) if one.person == colleague]
        assert (seer.why, seer.until) == ("conference", soon)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(2.1)")
    with as_user(colleague):  # the database's own clock stands still within this test's transaction: see below
        assert not Case.objects.visible_to(colleague).filter(pk=case.pk).exists()
    with as_user(caseworker):
        assert colleague not in [one.person for one in who_sees(case, by=caseworker)]


def test_when_its_time_is_over_the_database_shows_nothing(cloned_world):
    home = create_organization(name="Harbor House", slug="harbor", country="USA")
    worker, leader, colleague = (make_person_of(home, role) for role in ("caseworker", "supervisor", "caseworker"))
    case = open_case(worker)
    with as_user(worker):
        meeting = actions.plan_conference(case, starts_at=in_days(2), agenda="Planted-Agenda", by=worker)
    seated(meeting, colleague, leader, in_days(3))
    with transaction.atomic():
        assert sees(colleague, case)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE cases_caseuserobjectpermission SET ends_at = now() WHERE ends_at IS NOT NULL")
    with transaction.atomic():
        assert not sees(colleague, case)


def test_only_who_may_name_people_lets_a_colleague_see_it(meeting, case, colleague, caseworker, supervisor):
    until = in_days(3)
    with pytest.raises(NotPermitted, match="Ask a supervisor"):
        seated(meeting, colleague, caseworker, until)
    for wrong in (None, in_days(1), in_days(40)):
        with pytest.raises(InvalidInput):
            seated(meeting, colleague, supervisor, wrong)
    assert not sees(colleague, case)
    seat = seated(meeting, colleague, supervisor, until)
    with as_user(colleague):
        assert Notification.objects.visible_to(colleague).get().kind == "conference"
    with pytest.raises(NotPermitted), as_user(caseworker):
        actions.unseat(seat, by=caseworker)
    with as_user(supervisor):
        actions.unseat(seat, by=supervisor)
    assert not sees(colleague, case)


def test_who_sees_the_case_anyway_gets_no_end(meeting, case, supervisor, caseworker):
    assert seated(meeting, supervisor, caseworker, in_days(3)).until is None
    assert sees(supervisor, case)


def test_cancelling_ends_it_and_a_restricted_case_is_never_opened_so(meeting, case, colleague, supervisor):
    seated(meeting, colleague, supervisor, in_days(3))
    with as_user(supervisor):
        actions.cancel_conference(meeting, why="The person is ill", by=supervisor)
    assert not sees(colleague, case)
    with pytest.raises(NotInThisState):
        seated(meeting, make_person_of(colleague.organization, "caseworker"), supervisor, in_days(3))


def test_restricting_the_case_ends_it(meeting, case, colleague, supervisor, caseworker):
    seated(meeting, colleague, supervisor, in_days(3))
    with as_user(supervisor):
        actions.set_restricted(case, restricted=True, reason="A relative works here", by=supervisor)
        with pytest.raises(InvalidInput, match="restricted"):
            other = make_person_of(colleague.organization, "caseworker")
            actions.seat_colleague(meeting, colleague=other, until=in_days(3), by=supervisor)
    assert not sees(colleague, case)


def insert_grant(case, user, ends_at):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_caseuserobjectpermission "
            "(permission_id, user_id, content_object_id, organization_id, ends_at) VALUES (%s, %s, %s, %s, %s)",
            [view_case_permission().pk, user.pk, case.pk, user.organization_id, ends_at],
        )


def test_the_database_makes_such_a_grant_only_beside_a_seat_with_the_same_end(
    meeting, case, colleague, supervisor, caseworker
):
    until = in_days(3)
    seat = seated(meeting, colleague, supervisor, until)
    with as_user(supervisor):
        CaseUserObjectPermission.objects.filter(user=colleague).delete()
        with pytest.raises(ProgrammingError, match="row-level security"):
            insert_grant(case, colleague, until + HOUR)
        with pytest.raises(ProgrammingError, match="row-level security"):
            insert_grant(case, make_person_of(colleague.organization, "caseworker"), until)
    with as_user(colleague), pytest.raises(ProgrammingError, match="row-level security"):
        insert_grant(case, colleague, until)
    with as_user(supervisor):
        insert_grant(case, colleague, seat.until)
    assert sees(colleague, case)


def test_an_outsider_hears_all_only_while_the_person_agrees(meeting, case, lotus, caseworker):
    said = {"name": "Planted-Outsider", "partner": lotus, "by": caseworker}
    with as_user(caseworker):
        with pytest.raises(InvalidInput, match="not agreed"):
            actions.seat_outsider(meeting, part="all", **said)
        consent = actions.record_consent(
            case.person,
            purpose="share",
            decision="given",
            method="spoken",
            ends_on=in_a_year(),
            recipient=lotus,
            categories=["identity"],
            by=caseworker,
        )
        seat = actions.seat_outsider(meeting, part="all", **said)
        now = seat_of(seat, case.person, caseworker)
        assert (now.part, now.fell, now.categories) == ("all", False, ["identity"])
        actions.withdraw(consent, by=caseworker)
        now = seat_of(seat, case.person, caseworker)
        assert (now.part, now.fell, now.categories) == ("without_identity", True, [])


def test_whom_the_never_share_list_names_sits_nowhere(meeting, case, lotus, caseworker):
    with as_user(caseworker):
        actions.never_share(case.person, description="Planted-Uncle of the village", by=caseworker)
        with pytest.raises(InvalidInput, match="never-share"):
            actions.seat_outsider(meeting, name="Planted-Uncle of the village", part="without_identity", by=caseworker)


@pytest.mark.parametrize("name", ["Embassy of Nepal", "سفارة نيبال", "Consulado General", "Посольство Непала"])
def test_an_embassy_that_learns_nothing_is_known_in_any_language(meeting, case, caseworker, name):
    with as_user(caseworker):
        seat = {"name": name, "part": "without_identity", "by": caseworker}
        assert actions.seat_outsider(meeting, **seat), "nothing stands on the list"
        keep_from_embassy(case.person, caseworker)
        with pytest.raises(InvalidInput, match="never-share"):
            actions.seat_outsider(meeting, **seat)
        assert actions.seat_outsider(meeting, **seat | {"name": "Legal aid"}), "others may come"


def test_other_points_are_agreed_anew(meeting, caseworker):
    with as_user(caseworker):
        now = actions.change_conference(meeting, {"agenda": "Something else"}, version=1, by=caseworker)
        assert not now.agenda_agreed
        with pytest.raises(InvalidInput, match="Ask the person"):
            actions.hold_conference(meeting, body="Minutes", by=caseworker)


def test_an_outsider_has_no_access_that_ends(meeting, caseworker):
    with as_user(caseworker):
        seat = actions.seat_outsider(meeting, name="Planted", part="without_identity", by=caseworker)
        rows = ConferenceAttendee.objects.visible_to(caseworker).filter(pk=seat.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(until=in_days(3))
