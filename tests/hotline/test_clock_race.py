"""The clock against somebody who calls back, on committed data: what is touched in time keeps its key."""

import threading

import pytest
from django.db import connections, transaction

from casemgr.accounts.actions import create_organization
from casemgr.encryption import keys
from cases import actions
from tests.conftest import as_user, make_person_of

from .conftest import OFFERED, call, now_is
from .test_to_case import aged


@pytest.fixture
def worker(cloned_world):
    return make_person_of(create_organization(name="Harbor House", slug="harbor", country="USA"), "intake")


def test_a_contact_touched_while_the_clock_runs_keeps_what_was_said(worker):
    contact = call(worker)
    aged(contact, worker, 400)
    done = []

    def forget():
        try:
            done.append(actions.forget_contacts(contact.organization_id))
        finally:
            connections.close_all()

    clock = threading.Thread(target=forget)
    with as_user(worker), transaction.atomic():
        actions.follow_up(contact, result="no_answer", version=1, by=worker)
        clock.start()
        clock.join(1)
        assert clock.is_alive(), "it waits for who is calling"
    clock.join(20)
    assert done == [0]
    assert keys.data_key(contact.organization_id, contact.pk)
    assert now_is(contact, worker).words == OFFERED["words"]
