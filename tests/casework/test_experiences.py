"""An experience is changed only through its own case."""

import pytest

from casemgr.errors import Conflict, NotFound
from cases.actions import record_experience
from cases.models import Experience
from tests.conftest import as_user, open_case


@pytest.fixture
def experience(case, caseworker):
    with as_user(caseworker):
        return record_experience(case, {"narrative": "As told"}, by=caseworker)


def test_it_refuses_an_experience_of_another_case_of_ones_own(experience, caseworker):
    other = open_case(caseworker, "Bee")
    with as_user(caseworker), pytest.raises(NotFound):
        record_experience(other, {"narrative": "Moved"}, by=caseworker, experience=experience)


def test_it_refuses_a_colleagues_experience(experience, colleague):
    own = open_case(colleague, "Bee")
    with as_user(colleague), pytest.raises(NotFound):
        record_experience(own, {"narrative": "Overwritten"}, by=colleague, experience=experience)


def test_it_changes_what_stands_now_not_what_was_read_long_ago(experience, case, caseworker):
    with as_user(caseworker):
        stale = Experience.objects.visible_to(caseworker).get(pk=experience.pk)
        record_experience(case, {"started_year": 2019}, by=caseworker, experience=experience)
        now = record_experience(case, {"narrative": "More"}, by=caseworker, experience=stale)
        assert (now.started_year, now.narrative) == (2019, "More")
        with pytest.raises(Conflict):
            record_experience(case, {}, by=caseworker, experience=stale, read_at=stale.updated_at)
