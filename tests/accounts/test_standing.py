"""People of an organization that isn't active lose everything; people without one keep what they have."""

import pytest

from casemgr.accounts.models import Organization, User
from tests.conftest import as_user
from tests.pages.conftest import signed_in  # noqa: F401 - a fixture


@pytest.mark.parametrize("status", [Organization.Status.PENDING, Organization.Status.SUSPENDED])
def test_people_of_an_organization_that_is_not_active_may_nothing(case, supervisor, harbor, status):
    Organization.objects.filter(pk=harbor.pk).update(status=status)
    person = User.objects.get(pk=supervisor.pk)
    assert not any(person.can(permission) for permission in person.role_data.permissions)
    assert person.as_actor().scope == "none"
    with as_user(person):
        assert not type(case).objects.unscoped("what the database itself shows").exists()


def test_open_sessions_of_a_suspended_organization_open_nothing(supervisor, harbor, signed_in):  # noqa: F811
    browser = signed_in(supervisor)
    assert browser.get("/cases/").status_code == 200
    Organization.objects.filter(pk=harbor.pk).update(status="suspended")
    assert browser.get("/cases/").status_code == 403


def test_a_researcher_without_organization_stays(researcher):
    assert User.objects.get(pk=researcher.pk).can("download_release")


def test_the_standing_costs_no_query_of_its_own(supervisor, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert User.objects.get(pk=supervisor.pk).can("view_case")
