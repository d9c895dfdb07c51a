"""A pool that may be counted, and the people who make, check and take releases. All of it is committed."""

import datetime
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import transaction

from anonymized_exports import actions
from anonymized_exports.models import LedgerEntry, Population, Release
from anonymized_exports.refusals import ExportRefused
from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import Organization, User
from tests.exports import factories as make
from tests.exports.factories import today


@dataclass
class Pool:
    """Three organizations with consenting people, and the officers of statistics."""

    organizations: list[Organization]
    planner: User
    approvers: list[User]
    researcher: User
    population: Population

    def plan(self, **changes):
        fields = {"workload": "basic", "epsilon": 1.0, "cutoff": today(), "title": "Statistics"} | changes
        with acting_as_user(self.planner):
            return actions.plan(self.population, by=self.planner, **fields)

    def run(self, release):
        told = []
        with acting_as_user(self.planner):
            actions.run(release, by=self.planner, report=told.append)
        return told

    def packaged(self, **changes):
        release = self.plan(**changes)
        self.run(release)
        return self.fresh(release)

    def approved(self):
        release = self.packaged()
        for approver in self.approvers:
            with acting_as_user(approver):
                actions.approve(release, by=approver)
        return self.fresh(release)

    def released(self):
        release = self.approved()
        with acting_as_user(self.planner):
            return actions.release(release, by=self.planner)

    def accept(self, user=None):
        """The researcher, or somebody else, accepts the terms."""
        user = user or self.researcher
        with transaction.atomic(), acting_as_user(user):
            return actions.accept_terms(by=user)

    def fresh(self, release):
        return Release.objects.unscoped("test").get(pk=release.pk)

    def spent(self):
        return list(LedgerEntry.objects.unscoped("test").order_by("reserved_at"))


@contextmanager
def refusal(reason):
    """The block must be refused, for this reason."""
    with pytest.raises(ExportRefused) as refused:
        yield
    assert refused.value.reason == reason


def officer(organization, role):
    """A person as the app's login reads them."""
    return User.objects.get(pk=make.person_of(organization, role).pk)


@pytest.fixture
def pool(cloned_world):
    organizations = make.three_organizations()
    for i, org in enumerate(organizations):
        make.people(org, 8, seed=i)
    officers = [officer(organization, "data_steward") for organization in organizations]
    with transaction.atomic(), acting_as_user(officers[0]):
        population = actions.declare_population(
            name="Everybody", publisher="The pool", at_least=1000, at_most=20_000, by=officers[0]
        )
    return Pool(organizations, officers[0], officers[1:], officer(None, "researcher"), population)


@pytest.fixture
def long_ago():
    return today() - datetime.timedelta(days=31)
