"""The API while an organization's own key is locked: 423 in a problem document at every endpoint."""

import json

import pytest

from tests.conftest import make_person_of
from tests.doors.test_api_doors import OPERATIONS, knock
from tests.encryption.held import (  # noqa: F401 - fixtures
    cheap,
    hand_over_and_lock,
    no_thread,
    runtime,
    unlock,
)
from tests.partner_api.conftest import PERSON

pytestmark = pytest.mark.usefixtures("cheap", "runtime", "no_thread")


@pytest.fixture
def lock():
    def hand_over(organization):
        people = [make_person_of(organization, "caseworker") for _one in range(3)]
        hand_over_and_lock(organization.pk, people)
        return people

    return hand_over


def test_every_endpoint_of_a_locked_organization_says_423(sender, taken_on, consent, lotus, harbor, lock):
    people = lock(harbor)
    ids = {"c": consent, "d": lotus.public_id}
    for path, method, _scopes in OPERATIONS:
        reply = knock(sender, path, method, ids.get(path[0], taken_on))
        assert reply.status_code == 423, (path, method, reply.content)
        assert reply["Content-Type"] == "application/problem+json"
        assert reply.json()["title"] == "Locked" and reply.json()["detail"].startswith("Your organization's")
        assert not [value for value in PERSON.values() if isinstance(value, str) and value in reply.content.decode()
                    and len(value) > 4]  # fmt: skip
    unlock(harbor.pk, people[:2])
    assert sender.get("referrals").status_code == 200


def test_a_partner_is_told_that_the_other_side_is_locked(receiver, offer, colleague_named, harbor, lock):
    people = lock(harbor)
    reply = receiver.act(offer, "accept", {"on_behalf_of": colleague_named.public_id})
    assert reply.status_code == 423
    assert reply.json()["detail"].startswith("The other organization's")
    assert receiver.get(f"referrals/{offer}").json()["state"] == "offered"
    unlock(harbor.pk, people[:2])
    reply = receiver.act(offer, "accept", {"on_behalf_of": colleague_named.public_id})
    assert reply.status_code == 200


def test_what_was_disclosed_is_closed_meanwhile(receiver, taken_on, harbor, lock):
    lock(harbor)
    reply = receiver.get(f"referrals/{taken_on}/disclosure")
    assert reply.status_code == 423 and "Planted" not in reply.content.decode()


def test_the_document_of_the_api_says_so(sender):
    described = json.loads(sender.web.get("/api/v1/schema/?format=json").content)
    operations = [op for path in described["paths"].values() for op in path.values() if op["tags"] != ["token"]]
    assert operations and all("423" in operation["responses"] for operation in operations)
