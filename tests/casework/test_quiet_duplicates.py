"""A restricted case answers nothing to the check for duplicates; its worker is told quietly."""

import pytest

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.errors import NotPermitted
from cases.actions import assign, end_grant, finish_task, set_restricted
from cases.models import Task
from cases.search import possible_duplicates
from tests.conftest import as_user, open_case


@pytest.fixture
def hidden(caseworker, supervisor):
    """A caseworker's case, restricted by the supervisor."""
    case = open_case(caseworker, "Amira", phone="+15550100")
    with as_user(supervisor):
        set_restricted(case, restricted=True, reason="A relative works here", by=supervisor)
    return case


def ask(by, **words):
    with as_user(by):
        return possible_duplicates(by=by, **words)


def told(worker):
    with as_user(worker):
        return list(Task.objects.visible_to(worker).filter(kind="other").pending())


@pytest.mark.parametrize("words", [{"alias": "Amirah"}, {"alias": "Bee", "phone": "555 0100"}])
def test_the_worker_gets_a_task_that_names_who_asked(hidden, caseworker, colleague, words):
    assert ask(colleague, **words) == []
    [task] = told(caseworker)
    assert (task.case_id, task.assigned_to, task.created_by) == (hidden.pk, caseworker, colleague)
    assert colleague.name in task.title


def test_it_enters_the_trail_apart_from_what_the_check_found(hidden, caseworker, colleague):
    ask(colleague, alias="Amira")
    entries = AuditEntry.objects.unscoped("what the test did").filter(actor=colleague)
    with as_user(caseworker):
        assert entries.get(event=events.TASK_ADDED).object_pk == str(told(caseworker)[0].pk)
        assert entries.get(event=events.DUPLICATES_CHECKED).additional_data["count"] == 0


def test_the_asker_sees_no_trace(hidden, colleague):
    ask(colleague, alias="Amira")
    assert told(colleague) == []


def test_asking_again_adds_no_second_task_until_the_first_is_done(hidden, caseworker, colleague):
    ask(colleague, alias="Amira")
    ask(colleague, alias="Amira")
    [task] = told(caseworker)
    with as_user(caseworker):
        finish_task(task, by=caseworker)
    ask(colleague, alias="Amira")
    assert len(told(caseworker)) == 1


def test_nobody_is_told_of_another_name(hidden, caseworker, colleague):
    ask(colleague, alias="Zoltan")
    assert told(caseworker) == []


def test_nobody_is_told_when_the_asker_is_named_on_the_case(hidden, caseworker, supervisor):
    ask(supervisor, alias="Amira")
    ask(caseworker, alias="Amira")
    assert told(caseworker) == told(supervisor) == []


def test_somebody_named_is_told_when_the_caseworker_left(hidden, caseworker, colleague, supervisor):
    caseworker.is_active = False
    caseworker.save()
    ask(colleague, alias="Amira")
    assert [task.assigned_to for task in told(supervisor)] == [supervisor]


def test_whoever_lost_the_case_is_not_told(hidden, caseworker, colleague, supervisor, intake):
    with as_user(supervisor):
        assign(hidden, to=colleague, by=supervisor)
        end_grant(hidden, of=caseworker, by=supervisor)
    ask(intake, alias="Amira")
    assert told(caseworker) == [] and [task.assigned_to for task in told(colleague)] == [colleague]


def test_a_case_number_is_no_likeness(caseworker, colleague):
    case = open_case(caseworker, "Amira")
    assert ask(colleague, alias=f"Zoltan {case.number}") == []


def test_it_is_refused_to_those_who_register_nobody(steward):
    with pytest.raises(NotPermitted):
        ask(steward, alias="Amira")
