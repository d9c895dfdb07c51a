"""Whatever providers assert, in any order: each signs in its own organization's living people, and nobody twice."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.accounts.actions import create_organization, recognize
from casemgr.accounts.models import IdentityProvider, Organization, ProviderIdentity, User
from casemgr.accounts.oidc import Proved, ProviderProblem
from casemgr.accounts.roles import ROLES
from casemgr.db.actor import acting_as
from tests.conftest import make_person_of
from tests.oidc.conftest import go, is_signed_in

PEOPLE = range(6)
SUBJECTS = ("a", "b", "c")
STEPS = st.one_of(
    st.tuples(st.just("assert"), st.sampled_from([0, 1]), st.sampled_from(SUBJECTS), st.sampled_from([*PEOPLE, None])),
    st.tuples(st.just("deactivate"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("activate"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("unlink"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("suspend"), st.sampled_from([0, 1]), st.booleans()),
    st.tuples(st.just("rename"), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)),
)


@pytest.fixture
def world(harbor, lotus):
    """Two organizations with a provider each; three people of either, one of them a machine."""
    homes, providers, people = [harbor, lotus], [], []
    for home in homes:
        provider = IdentityProvider(organization=home, issuer="https://login.example.org", client_id="c")
        provider.keep_secret("s")
        provider.save()
        providers.append(provider)
        people += [make_person_of(home, role) for role in ("caseworker", "supervisor", "partner_client")]
        User.objects.filter(pk=people[-1].pk).update(is_machine=True)
    return homes, providers, people


class Model:
    """What should hold, kept apart from the database."""

    def __init__(self, people):
        self.email = {n: person.email for n, person in enumerate(people)}
        self.active, self.suspended, self.tie = set(PEOPLE), set(), {}

    def expected(self, at, subject, email):
        """The number of the person who comes in, or None."""
        known = self.tie.get((at, subject))
        if known is None and email is not None:
            known = next((n for n in PEOPLE if self.email[n] == email and n // 3 == at), None)
            if known in self.tie.values():
                return None
        if known is None or known not in self.active or known % 3 == 2 or at in self.suspended:
            return None
        self.tie[at, subject] = known
        return known


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(STEPS, min_size=1, max_size=25))
def test_each_provider_signs_in_its_own_people_alone(world, steps):
    homes, providers, people = world
    model = Model(people)
    with transaction.atomic():
        for step in steps:
            take(step, model, homes, providers, people)
        transaction.set_rollback(True)


def take(step, model, homes, providers, people):
    """One step in the database and in the model; the two must agree."""
    verb, n, *rest = step
    if verb == "assert":
        subject, claimed = rest
        email = None if claimed is None else model.email[claimed]
        came_in = try_to(providers[n], Proved(subject, email))
        wanted = model.expected(n, subject, email)
        assert came_in == (None if wanted is None else people[wanted].pk)
        assert came_in is None or User.objects.get(pk=came_in).organization_id == homes[n].pk
    elif verb in ("deactivate", "activate"):
        User.objects.filter(pk=people[n].pk).update(is_active=verb == "activate")
        (model.active.add if verb == "activate" else model.active.discard)(n)
    elif verb == "unlink":
        ProviderIdentity.objects.filter(user=people[n]).delete()
        model.tie = {key: person for key, person in model.tie.items() if person != n}
    elif verb == "suspend":
        Organization.objects.filter(pk=homes[n].pk).update(status="suspended" if rest[0] else "active")
        (model.suspended.add if rest[0] else model.suspended.discard)(n)
    elif n != rest[0]:
        swap_addresses(model, people, n, rest[0])


def swap_addresses(model, people, one, other):
    """The administrators correct two addresses: ties don't move with them."""
    for n, email in ((one, "between@example.org"), (other, model.email[one]), (one, model.email[other])):
        User.objects.filter(pk=people[n].pk).update(email=email)
    model.email[one], model.email[other] = model.email[other], model.email[one]


def try_to(provider, proved):
    try:
        with acting_as(None):
            return recognize(provider, proved).pk
    except ProviderProblem:
        return None


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"partner_client", "remote_partner"}))
def test_people_of_every_role_may_come_this_way(fake, harbor, role):
    person = make_person_of(harbor, role)
    _where, browser = go(fake, person)
    assert is_signed_in(browser, person)


def test_a_letter_that_only_looks_like_another_is_another(fake, harbor):
    User.objects.create_user("kim@example.org", name="Kim", organization=harbor, role="caseworker")
    _where, browser = go(fake, "\u212aim@example.org")  # the Kelvin sign, whose small letter is a plain k
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("name", ["provider_start", "provider_back", "provider_test"])
def test_no_transaction_waits_for_somebody_elses_server(name):
    arguments = ["x"] if name == "provider_back" else []
    view = resolve(reverse(name, args=arguments)).func
    assert "default" in view._non_atomic_requests


def test_the_whole_way_works_without_a_transaction_around_it(cloned_world, fakes):
    """As in production."""
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    fake, worker = fakes(), make_person_of(harbor, "caseworker")
    provider = IdentityProvider(organization=harbor, issuer=fake.issuer, client_id=fake.client_id)
    provider.keep_secret(fake.secret)
    provider.save()
    where, browser = go(fake, worker)
    assert (where, is_signed_in(browser, worker)) == ("/", True)
    where, browser = go(fake, "nobody@example.org", browser=Client(), subject="b")
    assert where == "/sign-in/refused/"
    assert browser.get(where).status_code == 200
