"""Planned services are settled once; a group leaves one service in each case and tells nobody who else came."""

import datetime

import pytest

from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases import actions
from cases.models import GroupSession, ServiceRecord
from tests.conftest import as_user, in_a_year, open_case

TODAY = datetime.date.today()


def planned(case, by):
    with as_user(by):
        return actions.record_service(case, service_code="medical", outcome="planned", on_date=in_a_year(5), by=by)


def test_a_planned_service_is_settled_once(case, caseworker):
    record = planned(case, caseworker)
    with as_user(caseworker):
        with pytest.raises(InvalidInput):
            actions.settle_service(record, outcome="planned", by=caseworker)
        done = actions.settle_service(record, outcome="declined", by=caseworker)
        assert done.outcome == "declined" and done.settled_at
        with pytest.raises(NotInThisState):
            actions.settle_service(record, outcome="delivered", by=caseworker)


def test_how_much_needs_its_unit(case, caseworker):
    with as_user(caseworker):
        with pytest.raises(InvalidInput) as refused:
            actions.record_service(case, service_code="medical", quantity=2, by=caseworker)
        assert refused.value.field == "quantity"
        kept = actions.record_service(case, service_code="emergency_shelter", quantity=3, unit="nights", by=caseworker)
        assert (kept.quantity, kept.unit) == (3, "nights")


def test_a_group_leaves_a_service_in_each_case(case, caseworker):
    other = open_case(caseworker, "Leila")
    with as_user(caseworker):
        session = actions.record_session([case, other], held_on=TODAY, by=caseworker)
        records = ServiceRecord.objects.visible_to(caseworker).filter(session=session)
        assert {record.case_id for record in records} == {case.pk, other.pk}


def test_nobody_learns_who_else_came(case, caseworker, colleague, supervisor):
    """Twin worlds: a group with and without people that the reader may not see looks the same to them."""
    hidden = open_case(supervisor, "Zara")
    with as_user(supervisor):
        actions.grant(case, to=colleague, by=supervisor)
        session = actions.record_session([case, hidden], held_on=TODAY, by=supervisor)
        alone = actions.record_session([case], held_on=TODAY, by=supervisor)
    with as_user(colleague):
        for one in (session, alone):
            for rows in (ServiceRecord.objects.visible_to(colleague), ServiceRecord.objects.unscoped("the database")):
                assert [record.case_id for record in rows.filter(session=one)] == [case.pk]
        facts = [
            {name: getattr(one, name) for name in ("service_code", "held_on", "minutes", "led_by_id")}
            for one in GroupSession.objects.visible_to(colleague)
        ]
        assert facts[0] == facts[1]


def test_a_case_that_is_not_seen_can_not_be_ticked(case, caseworker, supervisor):
    hidden = open_case(supervisor, "Zara")
    with as_user(caseworker), pytest.raises(NotFound):
        actions.record_session([case, hidden], held_on=TODAY, by=caseworker)


@pytest.mark.parametrize("bad", [{"held_on": in_a_year()}, {"service_code": "moon"}, {"minutes": 0}])
def test_a_session_that_can_not_be_is_refused(case, caseworker, bad):
    with as_user(caseworker), pytest.raises(InvalidInput):
        actions.record_session([case], **({"held_on": TODAY} | bad), by=caseworker)
    with as_user(caseworker), pytest.raises(InvalidInput):
        actions.record_session([], held_on=TODAY, by=caseworker)
