"""The person that a command acts as: named, or the only one of the organization who may."""

from casemgr.accounts.models import Organization, User


def person_of(slug: str, email: str | None, permission: str, doing: str) -> User | str:
    """The active person, or in words why there is none; `doing` is what they would do."""
    if not slug:
        return "Say of which organization, with --organization SLUG: there are several, or none."
    organization = Organization.objects.filter(slug=slug).first()
    if organization is None:
        return f"There is no organization {slug!r}."
    people = User.objects.select_related("organization").filter(organization=organization, is_active=True)
    if email:
        person = people.filter(email=email.strip().lower()).first()
        return person or "There is no active person with this address in the organization."
    able = [person for person in people if person.can(permission)]
    return able[0] if len(able) == 1 else f"{len(able)} people may {doing}: say which with --by EMAIL."


def only_organization() -> str:
    """The slug of the one organization of this instance; "" where there are several, or none."""
    slugs = list(Organization.objects.values_list("slug", flat=True)[:2])
    return slugs[0] if len(slugs) == 1 else ""
