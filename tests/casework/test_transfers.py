"""Handing a case over: the colleague decides, sees nothing before, and takes the open tasks with it."""

import pytest

from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.actions import (
    add_task,
    answer_transfer,
    ask_transfer,
    assign,
    finish_task,
    set_restricted,
    withdraw_transfer,
)
from cases.models import Case, CaseUserObjectPermission, Notification, Task, TransferRequest
from tests.conftest import as_user, in_a_year


def asked(case, to, by, **more):
    with as_user(by):
        return ask_transfer(case, to=to, by=by, **more)


def answered(request, by, accept=True):
    with as_user(by):
        return answer_transfer(request, accept=accept, by=by)


def sees(user, case):
    with as_user(user):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def test_nothing_is_seen_before_it_is_accepted(case, caseworker, colleague):
    request = asked(case, colleague, caseworker, handover="She likes tea")
    assert not sees(colleague, case)
    with as_user(colleague):
        assert TransferRequest.objects.visible_to(colleague).asked().get().label == case.label
    answered(request, colleague)
    assert sees(colleague, case) and not sees(caseworker, case)
    with as_user(colleague):
        kept = TransferRequest.objects.visible_to(colleague).get()
        assert (kept.handover, kept.state) == ("She likes tea", "accepted")
        assert Case.objects.visible_to(colleague).get(pk=case.pk).caseworker_id == colleague.pk
    with as_user(caseworker):
        kinds = Notification.objects.visible_to(caseworker).values_list("kind", flat=True)
        assert "transfer_answered" in kinds
        assert not TransferRequest.objects.visible_to(caseworker).exists()


def test_open_tasks_move_and_done_ones_stay(case, caseworker, colleague):
    with as_user(caseworker):
        still = add_task(case, title="Call", due_on=in_a_year(), by=caseworker)
        done = add_task(case, title="Form", due_on=in_a_year(), by=caseworker)
        finish_task(done, by=caseworker)
    answered(asked(case, colleague, caseworker), colleague)
    with as_user(colleague):
        tasks = Task.objects.visible_to(colleague)
        assert tasks.get(pk=still.pk).assigned_to_id == colleague.pk
        assert tasks.get(pk=done.pk).assigned_to_id == caseworker.pk


def test_declining_changes_nothing(case, caseworker, colleague):
    answered(asked(case, colleague, caseworker), colleague, accept=False)
    assert sees(caseworker, case) and not sees(colleague, case)
    asked(case, colleague, caseworker)  # may be asked again


def test_only_the_one_asked_answers_and_once(case, caseworker, colleague, supervisor):
    request = asked(case, colleague, caseworker)
    for other in (caseworker, supervisor):
        with pytest.raises(NotFound):
            answered(request, other)
    answered(request, colleague)
    with pytest.raises(NotInThisState):
        answered(request, colleague)


def test_it_can_be_taken_back(case, caseworker, colleague):
    request = asked(case, colleague, caseworker)
    with as_user(caseworker):
        withdraw_transfer(request, by=caseworker)
    with pytest.raises(NotFound):
        answered(request, colleague)
    assert not sees(colleague, case)


def test_a_question_dies_with_the_right_to_hand_over(case, caseworker, colleague, supervisor):
    request = asked(case, colleague, caseworker)
    with as_user(supervisor):
        assign(case, to=supervisor, by=supervisor)
        CaseUserObjectPermission.objects.filter(content_object=case, user=caseworker).delete()
    with pytest.raises(NotInThisState):
        answered(request, colleague)
    assert not sees(colleague, case)


def test_a_restricted_case_is_handed_over_by_a_supervisor_named_on_it(case, caseworker, colleague, supervisor):
    with as_user(supervisor):
        set_restricted(case, restricted=True, reason="A relative works here", by=supervisor)
    with as_user(caseworker):
        now = Case.objects.visible_to(caseworker).get(pk=case.pk)
        with pytest.raises(NotPermitted):
            ask_transfer(now, to=colleague, by=caseworker)
    request = asked(now, colleague, supervisor)
    answered(request, colleague)
    assert sees(colleague, case) and sees(supervisor, case) and not sees(caseworker, case)


def test_who_fits_is_checked(case, caseworker, colleague, org_admin, partner_worker):
    for to in (caseworker, org_admin, partner_worker):
        with pytest.raises(InvalidInput):
            asked(case, to, caseworker)
    asked(case, colleague, caseworker)
    with pytest.raises(InvalidInput, match="already"):
        asked(case, colleague, caseworker)
