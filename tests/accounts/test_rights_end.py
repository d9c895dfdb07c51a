"""Losing access or a role works at the next request of a session that is open (ASVS 7.4.2).

A suspended organization's sessions are tried in test_standing.py, its tokens in partner_api/test_loop.py.
"""

from casemgr.accounts.actions import deactivate
from casemgr.accounts.models import User
from tests.conftest import as_user
from tests.pages.conftest import signed_in  # noqa: F401 - a fixture


def test_a_person_without_access_is_signed_out_at_the_next_request(supervisor, org_admin, signed_in):  # noqa: F811
    browser = signed_in(supervisor)
    assert browser.get("/cases/").status_code == 200
    with as_user(org_admin):
        deactivate(supervisor, by=org_admin)
    answer = browser.get("/cases/")
    assert answer.status_code == 302 and "/accounts/login/" in answer.url


def test_another_role_holds_at_the_next_request(supervisor, signed_in):  # noqa: F811
    browser = signed_in(supervisor)
    assert browser.get("/cases/").status_code == 200
    User.objects.filter(pk=supervisor.pk).update(role="complaint_recipient")
    assert browser.get("/cases/").status_code == 403
