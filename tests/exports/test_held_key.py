"""A release is not counted while an organization that agreed to statistics has its own key locked; nothing is lost."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from anonymized_exports.actions import running
from tests.encryption.held import (  # noqa: F401 - fixtures
    cheap,
    hand_over_and_lock,
    no_thread,
    runtime,
    unlock,
)
from tests.exports.conftest import refusal

pytestmark = pytest.mark.usefixtures("cheap", "runtime", "no_thread")


def lock(organization):
    people = [SimpleNamespace(pk=uuid4()) for _one in range(3)]
    hand_over_and_lock(organization.pk, people)
    return people


def test_a_run_is_refused_in_words_and_goes_on_when_it_is_open(pool):
    release, organization = pool.plan(), pool.organizations[-1]
    people = lock(organization)
    with refusal("organization_locked"):
        pool.run(release)
    stopped = pool.fresh(release)
    assert (stopped.state, stopped.problem) == ("planned", "organization_locked")
    assert len(pool.spent()) == 0
    unlock(organization.pk, people[:2])
    pool.run(release)
    assert pool.fresh(release).state == "packaged"


def test_locked_between_reserving_and_counting_spends_nothing_twice(pool, monkeypatch):
    release, organization = pool.plan(), pool.organizations[-1]
    reserve, people = running._reserve, []

    def reserve_and_lock(*given):
        reserved = reserve(*given)
        people.extend(lock(organization))
        return reserved

    monkeypatch.setattr(running, "_reserve", reserve_and_lock)
    with refusal("organization_locked"):
        pool.run(release)
    assert pool.fresh(release).state == "reserved" and len(pool.spent()) == 1
    unlock(organization.pk, people[1:])
    pool.run(release)
    assert pool.fresh(release).state == "packaged" and len(pool.spent()) == 1
