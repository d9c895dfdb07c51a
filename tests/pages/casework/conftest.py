"""Browsers of casework: signed-in clients that can read what their person left in the trail."""

import re

import pytest
from django.test import Client

from casemgr.audit.models import AuditEntry
from casemgr.db.actor import acting_as
from tests.conftest import as_user
from tests.pages.conftest import with_second_factor


class Browser(Client):
    """A client of one person, signed in with a second factor."""

    def __init__(self, person):
        super().__init__()
        self.person = with_second_factor(person)
        with acting_as(None):  # signing in states the person; the next fixture begins with nobody again
            self.force_login(person)

    def trail(self, event):
        """The organization's entries of one event, newest first."""
        with as_user(self.person):
            entries = AuditEntry.objects.unscoped("what a test did").filter(event=event)
            return list(entries.order_by("-timestamp"))


def words(response):
    """A page's text without tags, spaces made one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def browse():
    """Call it with a person: their browser."""
    return Browser


@pytest.fixture
def page(caseworker):
    """The caseworker's browser."""
    return Browser(caseworker)


@pytest.fixture
def supervisor_page(supervisor):
    """The supervisor's browser."""
    return Browser(supervisor)
