"""Linked cases: seen only with rights to both ends."""

import pytest

from casemgr.errors import InvalidInput, NotFound
from cases.actions import grant, link_cases, unlink_cases
from cases.actions.links import case_by_number
from cases.models import CaseLink
from frontend.linked import linked
from tests.conftest import as_user, open_case


@pytest.fixture
def other(supervisor):
    return open_case(supervisor, "Leila")


@pytest.fixture
def link(case, other, supervisor):
    with as_user(supervisor):
        return link_cases(case, other, relation="child", by=supervisor)


def test_each_end_reads_its_own_side(case, other, link, supervisor):
    with as_user(supervisor):
        assert [(row.case.pk, str(row.relation)) for row in linked(supervisor, case)] == [(other.pk, "Child")]
        assert [(row.case.pk, str(row.relation)) for row in linked(supervisor, other)] == [(case.pk, "Parent")]


def test_one_end_is_not_enough(case, other, link, caseworker, supervisor):
    with as_user(caseworker):
        assert linked(caseworker, case) == []
        assert not CaseLink.objects.unscoped("the database alone").exists()
        with pytest.raises(NotFound):
            unlink_cases(link, by=caseworker)
    with as_user(supervisor):
        grant(other, to=caseworker, by=supervisor)
    with as_user(caseworker):
        assert len(linked(caseworker, case)) == 1


def test_a_case_not_seen_is_as_one_that_is_not_there(case, other, caseworker):
    with as_user(caseworker):
        said = set()
        for typed in (other.label, "C-9999", "", "x", "C-", "99999999999999"):
            with pytest.raises(InvalidInput) as refused:
                case_by_number(typed, by=caseworker)
            said.add(str(refused.value))
        assert len(said) == 1
        assert case_by_number(f" c-{case.number} ", by=caseworker) == case


def test_no_second_link_and_none_to_itself(case, other, link, supervisor):
    with as_user(supervisor):
        for one, two in ((case, other), (other, case), (case, case)):
            with pytest.raises(InvalidInput):
                link_cases(one, two, relation="known", by=supervisor)
        unlink_cases(link, by=supervisor)
        link_cases(other, case, relation="known", by=supervisor)
