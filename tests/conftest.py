"""Personas: people with meaning, made through the public actions, each in their own organization and role."""

from __future__ import annotations

import datetime
from contextlib import contextmanager

import pytest
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.dispatch import receiver
from hypothesis import HealthCheck
from hypothesis import settings as drawing

from anonymized_exports import self_test
from anonymized_exports.attacks import suite
from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.actions import create_organization
from casemgr.accounts.models import User
from casemgr.db.actor import acting_as
from cases.actions import register
from cases.actions.register import StoreConsent


def pytest_configure(config):
    """Argon2 is slow by design, and so are the attacks before a release; the tests do both often.

    No property is about how fast a busy machine draws its examples.
    """
    drawing.register_profile("any speed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    drawing.load_profile("any speed")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    self_test.SIZE = suite.QUICK


@receiver(user_logged_in, dispatch_uid="tests.said_who_they_are")
def said_who_they_are(sender, request, user, **kwargs):
    """A session made by `force_login` counts as signed in just now, as one made on the page does."""
    if not get_authentication_records(request, user):
        record_authentication(request, user, method="password")


class _Counted:
    """How many people were made so far: no two have one address."""

    count = 0

    def go_on_after(self, number):
        self.count = max(self.count, number)


people_made = _Counted()


def make_person_of(organization, role):
    """A colleague of an organization (or of none) in a role; signs in as ROLE-N@example.org."""
    people_made.count += 1
    n = people_made.count
    return User.objects.create_user(
        f"{role}-{n}@example.org",
        "correct horse battery",
        name=f"{role.title()} {n}",
        organization=organization,
        role=role,
    )


@pytest.fixture
def empty_cache():
    """Nothing counted before, and nothing left for the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def harbor():
    return create_organization(name="Harbor House", slug="harbor", country="USA")


@pytest.fixture
def lotus():
    return create_organization(name="Lotus Legal", slug="lotus", country="THA", time_zone="Asia/Bangkok")


def persona(role, organization=""):
    """A fixture: a person in this role, of the organization that another fixture makes."""

    @pytest.fixture
    def one(request):
        return make_person_of(request.getfixturevalue(organization) if organization else None, role)

    return one


intake = persona("intake", "harbor")
caseworker = persona("caseworker", "harbor")
colleague = persona("caseworker", "harbor")
supervisor = persona("supervisor", "harbor")
org_admin = persona("org_admin", "harbor")
steward = persona("data_steward", "harbor")
auditor = persona("auditor", "harbor")
partner_worker = persona("caseworker", "lotus")
researcher = persona("researcher")


@contextmanager
def as_user(user):
    """Act as this person for a moment; as nobody afterwards."""
    with acting_as_user(user):
        yield user


def yesterday():
    """A day that nobody has to give a reason for."""
    return datetime.date.today() - datetime.timedelta(days=1)


def in_a_year(days=365):
    return datetime.date.today() + datetime.timedelta(days=days)


def store_consent(decision="given", **changes):
    return StoreConsent(**({"decision": decision, "method": "spoken", "ends_on": in_a_year()} | changes))


def open_case(by, alias="Amira", **person):
    """Register a person as `by` and return the case."""
    with as_user(by):
        return register(person={"alias": alias, **person}, consent=store_consent(), by=by)


@pytest.fixture
def case(caseworker):
    return open_case(caseworker)


@pytest.fixture(autouse=True)
def nobody_acts():
    """Each test begins with nobody acting."""
    with acting_as(None):
        yield
