"""Alleged, residents and interpreters of a whole organization: who sees both ends is told, and nobody else learns."""

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.db.actor import Actor, acting_as
from cases import actions, tasks
from cases.alleged import matches
from cases.comparing import likenesses
from cases.models import Case, LikenessTold, Notification
from tests.conftest import as_user, make_person_of, open_case
from tests.shelter.conftest import ask, come_in, make_house, resident, room_of, stay_of

KINDS = ["alleged_resident", "interpreter_resident", "unseen_likeness", "resemblance"]
NAME = "Karim Haddad"


def compare(harbor):
    """As the worker does it."""
    tasks.look_for_alleged(str(harbor.pk))


def told(user):
    with as_user(user):
        rows = Notification.objects.visible_to(user).filter(kind__in=KINDS).order_by("kind", "created_at")
        return [(row.kind, row.case_id) for row in rows]


def alleged(case, by, name=NAME, **more):
    with as_user(by):
        return actions.record_alleged(case, name=name, by=by, **more)


def restrict(case, by):
    with as_user(by):
        actions.set_restricted(case, restricted=True, reason="Threats", by=by)


def interpreter(by, name=NAME):
    with as_user(by):
        return actions.add_interpreter(name=name, languages=["ar"], by=by)


def queued():
    """How many comparings wait, and of whom."""
    jobs = ProcrastinateJob.objects.filter(task_name="cases.compare_alleged")
    return [job.args for job in jobs]


@pytest.fixture
def willow(supervisor):
    return make_house(supervisor, beds=(6, 6), code_name="Willow")


@pytest.fixture
def second(harbor):
    return make_person_of(harbor, "supervisor")


def test_who_sees_both_ends_is_told_which_case_and_the_two_workers_are_not(
    case, willow, harbor, caseworker, colleague, supervisor, org_admin
):
    alleged(case, caseworker)
    resident(colleague, willow, NAME)
    compare(harbor)
    assert told(supervisor) == [("alleged_resident", case.pk)]
    assert told(caseworker) == told(colleague) == told(org_admin) == []


def test_a_worker_who_sees_both_ends_is_told_as_well(case, willow, harbor, caseworker):
    alleged(case, caseworker)
    resident(caseworker, willow, NAME)
    compare(harbor)
    assert told(caseworker) == [("alleged_resident", case.pk)]


def test_a_second_run_tells_nobody_and_another_house_tells_again(
    case, willow, harbor, caseworker, colleague, supervisor
):
    alleged(case, caseworker)
    there = resident(colleague, willow, NAME)
    compare(harbor)
    compare(harbor)
    tasks.compare_names(str(harbor.pk))
    assert len(told(supervisor)) == 1
    other = make_house(supervisor, code_name="Cedar")
    with as_user(colleague):
        stay = actions.move_room(stay_of(there, colleague), room=room_of(willow, colleague, "2"), by=colleague)
    compare(harbor)
    assert len(told(supervisor)) == 1
    with as_user(colleague):
        actions.move_room(stay, room=room_of(other, colleague), by=colleague)
    compare(harbor)
    assert len(told(supervisor)) == 2


@pytest.mark.parametrize("act", ["check in", "move", "allege", "interpreter"])
def test_each_act_queues_one_comparing_of_the_organization(case, willow, harbor, caseworker, supervisor, act):
    asked, room = ask(case, caseworker), room_of(willow, caseworker)
    if act == "move":
        with as_user(caseworker):
            actions.check_in(asked, room=room, by=caseworker)
            asked = stay_of(case, caseworker)
    before = len(queued())
    if act == "check in":
        with as_user(caseworker):
            actions.check_in(asked, room=room, by=caseworker)
    elif act == "move":
        with as_user(caseworker):
            actions.move_room(asked, room=room_of(willow, caseworker, "2"), by=caseworker)
    elif act == "allege":
        alleged(case, caseworker)
    else:
        interpreter(supervisor)
    assert queued()[before:] == [{"organization": str(harbor.pk)}]


@pytest.fixture
def hidden(willow, colleague, supervisor):
    """A restricted case of somebody who stays in the house; the supervisor and its worker are named."""
    there = resident(colleague, willow, NAME)
    restrict(there, supervisor)
    return there


def test_what_is_restricted_is_told_to_those_named_on_both_alone(
    case, hidden, harbor, caseworker, supervisor, second, org_admin
):
    alleged(case, caseworker)
    compare(harbor)
    assert told(supervisor) == [("alleged_resident", case.pk)]
    assert told(caseworker) == told(second) == told(org_admin) == []


def test_the_act_answers_the_same_whether_somebody_hidden_is_like_that(case, hidden, willow, caseworker):
    one = alleged(case, caseworker)
    stay = come_in(case, willow, caseworker)
    assert stay.state == "in"  # nobody was asked to look
    with as_user(caseworker):
        assert matches(one, caseworker) == []


@pytest.fixture
def nobodys(willow, harbor, colleague):
    """A restricted case of a resident, seen by no supervisor who is still there; call it to bring one back."""
    gone = make_person_of(harbor, "supervisor")
    restrict(resident(colleague, willow, NAME), gone)
    there(gone, False)
    return lambda: there(gone, True)


def there(user, whether):
    user.is_active = whether
    user.save(update_fields=["is_active"])
    return user


def test_nobody_sees_both_so_those_in_charge_hear_that_without_a_case_but_not_who_acted(
    nobodys, harbor, caseworker, colleague, supervisor, second, org_admin
):
    alleged(open_case(supervisor, "Noor"), supervisor)
    compare(harbor)
    compare(harbor)
    assert told(second) == told(org_admin) == [("unseen_likeness", None)]
    assert told(supervisor) == told(caseworker) == told(colleague) == []


def test_once_somebody_sees_both_they_are_told_after_all(case, nobodys, harbor, caseworker, second):
    alleged(case, caseworker)
    compare(harbor)
    assert told(second) == [("unseen_likeness", None)]
    back = nobodys()
    compare(harbor)
    compare(harbor)
    assert told(back) == [("alleged_resident", case.pk)]
    assert told(second) == [("unseen_likeness", None)]


def test_a_supervisor_who_may_be_meant_is_not_told(case, willow, harbor, caseworker, colleague, supervisor, second):
    second.name = NAME
    second.save()
    alleged(case, caseworker)
    resident(colleague, willow, NAME)
    compare(harbor)
    assert ("alleged_resident", case.pk) in told(supervisor)
    assert told(second) == []


def test_an_interpreter_is_compared_with_alleged_whoever_adds_them(
    case, harbor, caseworker, supervisor, second, org_admin
):
    alleged(case, caseworker)
    restrict(case, supervisor)
    interpreter(second)
    compare(harbor)
    assert told(supervisor) == [("resemblance", case.pk)] == told(caseworker)
    assert told(second) == told(org_admin) == []


def test_an_interpreter_who_is_a_resident_is_told_to_who_sees_the_resident(
    willow, harbor, caseworker, colleague, supervisor
):
    there = resident(colleague, willow, NAME)
    interpreter(supervisor)
    compare(harbor)
    assert told(supervisor) == told(colleague) == [("interpreter_resident", there.pk)]
    assert told(caseworker) == []


def test_the_same_number_is_enough_and_another_script_is_read(case, willow, harbor, caseworker, colleague, supervisor):
    alleged(case, caseworker, name="The driver", phone="+66 2 555 0100")
    come_in(open_case(colleague, "Noor", phone="0066 2 555 0100".replace("00", "+", 1)), willow, colleague)
    alleged(case, caseworker, name="كريم حداد")
    come_in(open_case(colleague, NAME), willow, colleague)
    compare(harbor)
    with as_user(supervisor):
        assert Notification.objects.visible_to(supervisor).filter(kind="alleged_resident").count() == 1  # one case
    with acting_as(Actor(harbor.pk, harbor.pk, "organization")):
        assert rows() == 2


def rows():
    """How many likenesses were told of, as far as whoever acts finds them."""
    return LikenessTold.objects.unscoped("test").count()


@pytest.mark.parametrize("what", ["retracted", "left", "own", "other", "unlike"])
def test_what_is_no_likeness_is_not_told(case, willow, harbor, partner_worker, caseworker, colleague, supervisor, what):
    where = open_case(partner_worker) if what == "other" else case
    one = alleged(where, partner_worker if what == "other" else caseworker, name="Leila" if what == "unlike" else NAME)
    if what == "own":
        with as_user(caseworker):
            actions.change_person(case.person, {"alias": NAME}, version=1, by=caseworker)
        come_in(case, willow, caseworker)
    else:
        there_is = resident(colleague, willow, NAME)
    if what == "left":
        with as_user(colleague):
            actions.check_out(stay_of(there_is, colleague), left_why="planned", left_to="family", by=colleague)
    if what == "retracted":
        with as_user(caseworker):
            actions.retract_alleged(one, why="Mistaken", by=caseworker)
    compare(harbor)
    assert told(supervisor) == []


def test_the_trail_says_that_it_was_done_by_nobody_and_about_no_case(
    case, willow, harbor, caseworker, colleague, supervisor, auditor
):
    alleged(case, caseworker)
    resident(colleague, willow, NAME)
    compare(harbor)
    with as_user(auditor):
        entry = AuditEntry.objects.visible_to(auditor).get(event=events.ALLEGED_COMPARED)
        assert (entry.actor_id, entry.additional_data) == (None, {"found": 1, "told": 1})
        assert entry.content_type_id is None


def answers(function):
    """How many rows a function of the database tells whoever acts."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM app.{function}()")
        return cursor.fetchone()[0]


def test_what_it_reads_and_has_told_is_nobodys_at_work(case, hidden, harbor, caseworker, supervisor):
    alleged(case, caseworker)
    compare(harbor)
    for one in (caseworker, supervisor):
        with as_user(one):
            assert likenesses(harbor.pk) == []
            assert answers("alleged_standing") == answers("residents") == 0
            assert rows() == 0
            assert not LikenessTold.objects.visible_to(one).exists()


def test_staff_like_somebody_of_a_restricted_case_are_told_of_to_those_in_charge(case, harbor, caseworker, second):
    gone = make_person_of(harbor, "supervisor")
    restrict(case, gone)
    there(gone, False)
    alleged(case, caseworker, name=caseworker.name)
    assert told(second) == [("unseen_likeness", None)]


def test_the_page_says_in_which_house_they_stay_to_who_sees_that(case, willow, caseworker):
    one = alleged(case, caseworker)
    there = resident(caseworker, willow, NAME)
    with as_user(caseworker):
        assert [(match.case.pk, match.house) for match in matches(one, caseworker)] == [(there.pk, "Willow")]
        assert Case.objects.visible_to(caseworker).filter(pk=there.pk).exists()
