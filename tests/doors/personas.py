"""Who knocks: personas with a role and a relation to the row behind the door. A new role is a new line here.

Relations to a case (and to what hangs on it): `own` its caseworker, `named` by a grant, `organization` sees every
case that isn't restricted, `team` sees those of their team, `emergency` opened it in one, `hidden` would see it, but it
is restricted and they aren't named, `asked` to take it over,
`colleague` of the organization, `former` was named once, `party` of another organization that was offered a referral,
`stranger` of one that wasn't, `outside` of no organization, `gone` deactivated or of a suspended organization.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Persona:
    """A role, the relation to Harbor's case, and (where another) the relation once that case is restricted."""

    role: str
    relation: str
    organization: str = "harbor"
    when_restricted: str = ""

    def toward(self, *, restricted: bool) -> str:
        """The relation in one of the two worlds."""
        return (restricted and self.when_restricted) or self.relation


PEOPLE: dict[str, Persona] = {
    "intake": Persona("intake", "colleague"),
    "caseworker": Persona("caseworker", "own"),
    "supervisor": Persona("supervisor", "organization", when_restricted="named"),
    "org_admin": Persona("org_admin", "colleague"),
    "data_steward": Persona("data_steward", "colleague"),
    "auditor": Persona("auditor", "colleague"),
    "colleague": Persona("caseworker", "asked"),
    "researcher": Persona("researcher", "outside", organization=""),
    "other_caseworker": Persona("caseworker", "party", organization="lotus"),
    "other_intake": Persona("intake", "party", organization="lotus"),
    "other_supervisor": Persona("supervisor", "party", organization="lotus"),
    "stranger": Persona("supervisor", "stranger", organization="delta"),
    "named_intake": Persona("intake", "named"),
    "named": Persona("caseworker", "named"),
    "former": Persona("caseworker", "former"),
    "second_supervisor": Persona("supervisor", "organization", when_restricted="hidden"),
    "team_lead": Persona("team_lead", "team", when_restricted="hidden"),
    "other_lead": Persona("team_lead", "colleague"),
    "night_staff": Persona("night_staff", "team", when_restricted="hidden"),
    "health_worker": Persona("health_worker", "named"),
    "legal_worker": Persona("legal_worker", "named"),
    "emergency": Persona("caseworker", "emergency", when_restricted="hidden"),
    "complaint_recipient": Persona("complaint_recipient", "colleague"),
    "survivor_adviser": Persona("survivor_adviser", "colleague"),
    "deactivated": Persona("caseworker", "gone"),
    "suspended": Persona("supervisor", "gone", organization="echo"),
}
ANONYMOUS = "anonymous"
PERSONAS = (ANONYMOUS, *PEOPLE)
SIGNS_IN_NO_MORE = frozenset({ANONYMOUS, "deactivated"})

EVERYWHERE = frozenset(
    "own named organization team emergency hidden asked colleague former party stranger outside".split()
)  # all but `gone`
AT_HOME = EVERYWHERE - {"party", "stranger", "outside"}
ON_CASE = frozenset({"own", "named", "organization", "team", "emergency"})


@dataclass(frozen=True)
class Who:
    """For whom a door opens: people in one of these roles and in one of these relations to the row behind it."""

    roles: frozenset[str]
    relations: frozenset[str] = EVERYWHERE

    def admits(self, persona: str, *, restricted: bool = False) -> bool:
        """Whether this persona gets in."""
        one = PEOPLE.get(persona)
        return bool(one and one.role in self.roles and one.toward(restricted=restricted) in self.relations)

    def __or__(self, other: "Who") -> "Who":
        return Either(self, other)


class Either(Who):
    """For whom one or the other opens."""

    def __init__(self, first: Who, second: Who) -> None:
        super().__init__(first.roles | second.roles, first.relations | second.relations)
        object.__setattr__(self, "parts", (first, second))

    def admits(self, persona: str, *, restricted: bool = False) -> bool:
        return any(part.admits(persona, restricted=restricted) for part in self.parts)


class Anybody(Who):
    """Everybody, whoever they are."""

    def admits(self, persona: str, *, restricted: bool = False) -> bool:
        return True


class Named(Who):
    """These personas, whatever their role: being one of them is a matter of its own."""

    def __init__(self, personas: frozenset[str]) -> None:
        super().__init__(frozenset())
        object.__setattr__(self, "personas", personas)

    def admits(self, persona: str, *, restricted: bool = False) -> bool:
        return persona in self.personas


class SignedIn(Who):
    """Whoever could sign in, those of a suspended organization too."""

    def admits(self, persona: str, *, restricted: bool = False) -> bool:
        return persona not in SIGNS_IN_NO_MORE
