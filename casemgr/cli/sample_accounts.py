"""The demo's accounts: one for each role in each organization, one password, a second factor each."""

import datetime
from dataclasses import dataclass

from allauth.mfa.totp.internal import auth
from django.contrib.auth.hashers import make_password

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.actions import create_client, create_organization, name_holders, sign_agreement
from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from casemgr.cli.sample_papers import attach_sample_paper

PEOPLE_AT_MOST = 5000  # declared by each organization, never counted
PASSWORD = "open-harbor-sample-demo"  # noqa: S105 - the demo's, refused in production
_NAMES = {
    "intake": "Ines Intake",
    "caseworker": "Cleo Caseworker",
    "colleague": "Sami Caseworker",
    "team_lead": "Tala Lead",
    "night_staff": "Noor Night",
    "supervisor": "Uma Supervisor",
    "org_admin": "Oren Administrator",
    "data_steward": "Dara Steward",
    "complaint_recipient": "Remi Recipient",
    "survivor_adviser": "Ada Adviser",
    "auditor": "Abel Auditor",
}
_ROLES = tuple(role for role in _NAMES if role != "colleague")


@dataclass
class DemoOrganization:
    """An organization, its people by role ("colleague": a second caseworker), its client's id and secret."""

    organization: Organization
    people: dict[str, User]
    client: tuple[str, str] | None = None

    @property
    def caseworkers(self) -> list[User]:
        """Who carries cases."""
        return [self.people["caseworker"], self.people["colleague"]]


class _Password:
    """The one password, hashed once: Argon2 takes long on purpose."""

    hashed = ""


def make_organization(name: str, slug: str, country: str, language: str, time_zone: str) -> DemoOrganization:
    """An organization with its accounts, its agreement to statistics for five years and a partner client."""
    organization = create_organization(name=name, slug=slug, country=country, language=language, time_zone=time_zone)
    people = {role: _account(f"{role}@{slug}.example", _NAMES[role], role, organization) for role in _ROLES}
    people["colleague"] = _account(f"caseworker2@{slug}.example", _NAMES["colleague"], "caseworker", organization)
    made = DemoOrganization(organization, people)
    admin = people["org_admin"]
    day = today(organization) - datetime.timedelta(days=1)  # in force now wherever it is asked
    with acting_as_user(admin):
        agreement = sign_agreement(
            starts_on=day, ends_on=day + datetime.timedelta(days=5 * 365), people_at_most=PEOPLE_AT_MOST, by=admin
        )
        attach_sample_paper(agreement, by=admin)
        client, secret = create_client(name=f"{name} partner system", by=admin)
    made.client = (client.client_id, secret)
    return made


def name_key_holders(made: DemoOrganization) -> None:
    """Three are named to hold the organization's own key, and none has set a passphrase yet: the pages show how."""
    admin = made.people["org_admin"]
    named = [made.people[role] for role in ("supervisor", "caseworker", "auditor")]
    with acting_as_user(admin):
        name_holders(named, threshold=2, hours=12, by=admin)


def make_researcher() -> User:
    """A researcher of no organization."""
    return _account("researcher@university.example", "Rita Researcher", "researcher", None)


def _account(email: str, name: str, role: str, organization: Organization | None) -> User:
    _Password.hashed = _Password.hashed or make_password(PASSWORD)
    person = User(email=email, name=name, role=role, organization=organization, password=_Password.hashed)
    person.save(force_insert=True)
    auth.TOTP.activate(person, auth.generate_totp_secret())
    return person
