"""Whom a provider may sign in: people of its own organization who have an account, and nobody else."""

from django.db import transaction

from casemgr.accounts.models import IdentityProvider, ProviderIdentity, User
from casemgr.accounts.oidc import Proved, ProviderProblem
from casemgr.audit import events, trail
from casemgr.db.actor import acting_as


@transaction.atomic
def recognize(provider: IdentityProvider, proved: Proved) -> User:
    """The account that the provider vouches for. The first time by checked e-mail, then by its lasting id alone.

    Errors: ProviderProblem. Absent, without access, a machine's and another organization's are one answer.
    """
    provider = IdentityProvider.objects.select_for_update().get(pk=provider.pk)
    known = ProviderIdentity.objects.filter(provider=provider, issuer=provider.issuer, subject=proved.subject)
    identity = known.select_related("user__organization").first()
    person = identity.user if identity else _person_of(provider, proved.email)
    if person is None or not _admits(provider, person):
        raise ProviderProblem("no_account")
    if identity is None:
        _link(provider, person, proved.subject)
    return person


@transaction.atomic
def refuse_provider_sign_in(provider: IdentityProvider, code: str) -> None:
    """Write that a sign-in through this provider came to nothing, and why: a code, and nobody's name."""
    trail.record(
        events.PROVIDER_SIGN_IN_REFUSED,
        by=None,
        subject=provider,
        organization_id=provider.organization_id,
        facts={"reason": code},
    )


def must_use_provider(person: User) -> bool:
    """Whether the organization asks its people to come through the provider; administrators always have another way."""
    if person.organization_id is None or "manage_people" in person.role_data.permissions:
        return False
    return IdentityProvider.objects.filter(organization_id=person.organization_id, required=True).exists()


def _person_of(provider: IdentityProvider, email: str | None) -> User | None:
    if email is None:
        raise ProviderProblem("email_unverified")
    typed = email.lower() if email.isascii() else email  # lower() turns some foreign letters into Latin ones
    return User.objects.filter(email=typed, organization_id=provider.organization_id).first()


def _admits(provider: IdentityProvider, person: User) -> bool:
    return person.has_access and not person.is_machine and person.organization_id == provider.organization_id


def _link(provider: IdentityProvider, person: User, subject: str) -> None:
    """From now on this account is this subject. Errors: ProviderProblem when it is another one already."""
    if ProviderIdentity.objects.filter(user=person).exists():
        raise ProviderProblem("linked_otherwise")
    ProviderIdentity.objects.create(provider=provider, issuer=provider.issuer, subject=subject, user=person)
    with acting_as(person.as_actor()):
        trail.record(events.PROVIDER_LINKED, by=person, subject=person)
