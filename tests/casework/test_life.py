"""The life of a case: what may follow what, why it ended, and how safe it was when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casemgr.audit import events
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import diagram
from cases.actions import add_task, change_case, close_case, reopen_case
from cases.lifecycle import CLOSED, OPEN, Event, State, WrongState, events_from, next_state
from cases.models import Case, RiskChange, StageChange, Task
from tests.conftest import as_user, in_a_year


def now(case, by):
    return Case.objects.visible_to(by).get(pk=case.pk)


def close(case, by, reason="goals_reached", **more):
    with as_user(by):
        return close_case(case, reason=reason, by=by, version=now(case, by).version, **more)


def rows(model, case, by):
    with as_user(by):
        return list(model.objects.visible_to(by).filter(case=case).order_by("created_at"))


@pytest.mark.nodb
def test_the_picture_is_fresh():
    assert diagram.PAGE.read_text(encoding="utf-8") == diagram.page(), "run: python -m cases.diagram"


@pytest.mark.nodb
@given(st.lists(st.sampled_from(list(Event)), max_size=30))
def test_only_reopening_leads_out_of_a_closed_case(steps):
    state = State.INTAKE
    for event in steps:
        try:
            after = next_state(state, event)
        except WrongState:
            assert event not in events_from(state)
            continue
        assert (state in CLOSED) == (event is Event.REOPEN)
        assert (after in CLOSED) == (event in {Event.CLOSE, Event.REFER_AWAY})
        state = after
    assert state in OPEN | CLOSED


def test_closing_says_why_and_reopening_too(case, caseworker):
    closed = close(case, caseworker, "lost_contact", note="Number out of use")
    assert closed.status == "closed" and closed.closed_on and closed.next_follow_up is None
    with as_user(caseworker):
        again = reopen_case(case, note="She called", by=caseworker, version=closed.version)
    assert again.status == "reopened" and again.closed_on is None
    first, second = rows(StageChange, case, caseworker)
    assert (first.before, first.after, first.reason, first.note) == (
        "intake",
        "closed",
        "lost_contact",
        "Number out of use",
    )
    assert (second.after, second.note) == ("reopened", "She called")
    assert b"Number" not in bytes(first.note_sealed.ciphertext)


def test_another_organization_going_on_closes_by_referral(case, caseworker):
    assert close(case, caseworker, "transferred").status == "closed_by_referral"


@pytest.mark.parametrize(("reason", "field"), [("because", "reason"), ("", "reason"), ("other", "note")])
def test_a_reason_is_wanted(case, caseworker, reason, field):
    with pytest.raises(InvalidInput) as refused:
        close(case, caseworker, reason)
    assert refused.value.field == field


def test_open_tasks_are_not_forgotten(case, caseworker):
    with as_user(caseworker):
        task = add_task(case, title="Call", due_on=in_a_year(), by=caseworker)
    with pytest.raises(InvalidInput, match="still open"):
        close(case, caseworker)
    close(case, caseworker, drop_tasks=True)
    with as_user(caseworker):
        dropped = Task.objects.visible_to(caseworker).get(pk=task.pk)
        assert dropped.dropped_at and not dropped.done_at
        assert not Task.objects.visible_to(caseworker).pending().exists()


def test_a_stage_can_not_be_set_past_the_table(case, caseworker):
    with as_user(caseworker):
        for status in ("closed", "closed_by_referral", "reopened", "nonsense"):
            with pytest.raises((NotInThisState, InvalidInput)):
                change_case(case, {"status": status}, version=case.version, by=caseworker)
        assert now(case, caseworker).status == "intake"
        assert not StageChange.objects.visible_to(caseworker).exists()


def test_a_closed_case_is_not_closed_again(case, caseworker):
    close(case, caseworker)
    with pytest.raises(NotInThisState):
        close(case, caseworker)


def test_somebody_faster_is_not_overwritten(case, caseworker):
    with as_user(caseworker):
        change_case(case, {"risk": "watch"}, version=case.version, by=caseworker)
        with pytest.raises(Conflict):
            close_case(case, reason="moved", by=caseworker, version=case.version)


def test_who_may_not_close_or_see_it_is_refused(case, intake, colleague, supervisor, caseworker):
    from cases.actions import grant

    with as_user(supervisor):
        grant(case, to=intake, by=supervisor)
    with pytest.raises(NotPermitted):
        close(case, intake)
    with as_user(colleague), pytest.raises(NotFound):
        close_case(case, reason="moved", by=colleague, version=case.version)


def test_each_change_of_safety_is_kept_with_its_reason(case, caseworker):
    with as_user(caseworker):
        for risk, reason in (("watch", "Threat by phone"), ("urgent", "Seen near the house"), ("stable", None)):
            current = now(case, caseworker)
            change_case(case, {"risk": risk}, version=current.version, by=caseworker, reason=reason)
    kept = [(row.before, row.after, row.reason) for row in rows(RiskChange, case, caseworker)]
    assert kept == [
        ("", "watch", "Threat by phone"),
        ("watch", "urgent", "Seen near the house"),
        ("urgent", "stable", None),
    ]


def test_saving_the_same_safety_keeps_nothing(case, caseworker):
    with as_user(caseworker):
        change_case(case, {"risk": case.risk}, version=case.version, by=caseworker)
    assert rows(RiskChange, case, caseworker) == []


@pytest.mark.parametrize("model", [StageChange, RiskChange])
def test_history_is_never_changed(case, caseworker, model):
    with as_user(caseworker):
        change_case(case, {"risk": "watch", "status": "active"}, version=case.version, by=caseworker)
        with pytest.raises(Exception, match=r"permission denied|append"):
            model.objects.visible_to(caseworker).update(after="x")


def test_the_trail_has_it(case, caseworker, auditor):
    from casemgr.audit.models import AuditEntry

    close(case, caseworker)
    with as_user(auditor):
        entry = AuditEntry.objects.visible_to(auditor).get(event=events.CASE_CLOSED)
    assert entry.additional_data == {"reason": "goals_reached"}
