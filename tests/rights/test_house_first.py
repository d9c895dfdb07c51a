"""Nobody's record is sealed while they have or wait for a bed, or are missed from a house."""

import datetime

import pytest

from casemgr.errors import NotInThisState
from cases import actions
from tests.conftest import as_user
from tests.rights.conftest import approve, ask, check, state_of
from tests.shelter.conftest import come_in, make_house, stay_of


def test_a_record_is_sealed_only_once_the_person_left(full, caseworker, supervisor):
    house = make_house(supervisor)
    stay = come_in(full, house, caseworker)
    request = check(ask(full, caseworker), caseworker)
    with pytest.raises(NotInThisState, match="bed in a house"):
        approve(request, supervisor)
    with as_user(caseworker):
        missing = actions.report_missing(stay, by=caseworker)
    with pytest.raises(NotInThisState, match="missing"):
        approve(request, supervisor)
    with as_user(caseworker):
        actions.end_missing(missing, how="left", by=caseworker)
        actions.check_out(stay_of(full, caseworker), left_why="missing", left_to="unknown", by=caseworker)
        waiting = actions.ask_bed(full, wanted_on=datetime.date.today(), by=caseworker)
    with pytest.raises(NotInThisState, match="bed in a house"):
        approve(request, supervisor)
    with as_user(caseworker):
        actions.withdraw_bed(waiting, by=caseworker)
    approve(request, supervisor)
    assert state_of(request, caseworker) == "sealed"
