"""The beginning: an organization and its first administrator."""

from django.db import transaction

from casemgr.accounts.models import Organization, User
from casemgr.audit import events, trail
from casemgr.encryption import keys


@transaction.atomic
def create_organization(
    *, name: str, slug: str, country: str, language: str = "en", time_zone: str = "UTC"
) -> Organization:
    """A verified organization with its own key. Only the operator's commands call this."""
    organization = Organization.objects.create(
        name=name,
        slug=slug,
        country=country,
        language=language,
        time_zone=time_zone,
        status=Organization.Status.ACTIVE,
    )
    keys.create_organization_key(organization.pk)
    trail.record(events.ORGANIZATION_CREATED, by=None, subject=organization, organization_id=organization.pk)
    return organization


@transaction.atomic
def set_up(*, organization_name: str, slug: str, country: str, admin_email: str, admin_name: str) -> User:
    """The first organization and its administrator, who sets a password through a one-time link."""
    organization = create_organization(name=organization_name, slug=slug, country=country)
    admin = User.objects.create_user(admin_email, name=admin_name, organization=organization, role="org_admin")
    trail.record(events.PERSON_ACCOUNT_CREATED, by=None, subject=admin, organization_id=organization.pk)
    return admin
