"""The pages on which roles are asked for and confirmed."""

import pytest
from django.utils import timezone

from casemgr.accounts.models import User
from tests.conftest import as_user


@pytest.fixture
def running(colleague):
    """Somebody of the organization has signed in: its beginning is over."""
    User.objects.filter(pk=colleague.pk).update(last_login=timezone.now())
    return colleague


def test_the_pages_ask_and_answer(running, org_admin, supervisor, signed_in):
    page = signed_in(org_admin)
    answer = page.post(f"/settings/people/{running.public_id}/", {"role": "supervisor"}, follow=True)
    told = answer.content.decode()
    assert "It waits for a second person now" in told and supervisor.name in told
    waiting = page.get("/settings/factors/").content.decode()
    assert "Take back" in waiting and 'value="confirm"' not in waiting
    other = signed_in(supervisor)
    assert running.email in other.get("/settings/factors/").content.decode()
    with as_user(supervisor):
        asked = running.role_requests.get()
    other.post(f"/settings/roles/{asked.public_id}/", {"answer": "confirm"})
    assert User.objects.get(pk=running.pk).role == "supervisor"
    invited = page.post(
        "/settings/people/invite/", {"name": "Nia", "email": "nia@example.org", "role": "night_staff"}, follow=True
    )
    told = invited.content.decode()
    assert "Not yet: a second person must confirm the role" in told and "one-time link" not in told
    assert "Waits for a second person" in page.get("/settings/").content.decode()
