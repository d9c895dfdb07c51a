"""What a door is, and the groups of people that doors open for."""

from dataclasses import dataclass

from tests.doors.personas import AT_HOME, ON_CASE, PERSONAS, Anybody, Named, SignedIn, Who

SUPERVISOR, LEADS = frozenset({"supervisor"}), frozenset({"supervisor", "team_lead"})
CASEWORKERS = LEADS | {"caseworker"}  # they read everything of a case, refer and close
REGISTERING = CASEWORKERS | {"intake"}
EDITING = REGISTERING | {"health_worker", "legal_worker"}
CASE_ROLES = EDITING | {"night_staff"}
WRITING = CASE_ROLES - {"intake"}
KNOWING_HEALTH = EDITING - {"legal_worker"}
WITHOUT_ALL = CASE_ROLES - SUPERVISOR  # they may open a case in an emergency
ROLES = CASE_ROLES | {"org_admin", "data_steward", "survivor_adviser", "complaint_recipient", "auditor", "researcher"}
PARTY = frozenset({"party"})

WORKERS, EDITORS, REGISTRARS = Who(CASE_ROLES), Who(EDITING), Who(REGISTERING)
SUPERVISORS, LEADERS = Who(SUPERVISOR), Who(LEADS)
ADMIN = Who(frozenset({"org_admin"}), AT_HOME)
REFERRERS = Who(CASEWORKERS | {"org_admin"})
DIRECTORY = Who(REGISTERING | {"org_admin"})  # they read the service directory
DIRECTORY_AT_HOME = Who(REGISTERING | {"org_admin"}, AT_HOME)
STEWARD = Who(frozenset({"data_steward"}), AT_HOME)
OFFICERS = Who(frozenset({"data_steward", "survivor_adviser"}), AT_HOME)
AUDITOR = Who(frozenset({"auditor"}), AT_HOME)
ON_THE_CASE, EDITORS_ON_IT, WRITERS_ON_IT = Who(CASE_ROLES, ON_CASE), Who(EDITING, ON_CASE), Who(WRITING, ON_CASE)
REGISTRARS_ON_IT, CASEWORKERS_ON_IT = Who(REGISTERING, ON_CASE), Who(CASEWORKERS, ON_CASE)
# what its worker did, or sees with both ends; of night staff nobody edits
FEW_ON_IT = Who(EDITING, frozenset({"own", "organization"})) | Who(SUPERVISOR, ON_CASE)
OWN = Who(CASE_ROLES, frozenset({"own"}))
PARTIES = Who(CASEWORKERS, PARTY) | ON_THE_CASE
TALKING = Who(CASEWORKERS, PARTY) | CASEWORKERS_ON_IT
LEADERS_ON_IT, SUPERVISORS_ON_IT = Who(LEADS, ON_CASE), Who(SUPERVISOR, ON_CASE)
SUPERVISORS_AT_HOME = Who(SUPERVISOR, AT_HOME)
LEGAL_ON_IT = Who(CASEWORKERS | {"legal_worker"}, ON_CASE)  # they read what is legal
NOBODY = Who(frozenset())
HOLDERS = Named(frozenset({"caseworker", "supervisor", "auditor"}))  # of Harbor's own key
READERS_OF_NOTHING = Who(frozenset({"data_steward", "survivor_adviser", "researcher"}), frozenset())
RESEARCHERS = Who(frozenset({"data_steward", "survivor_adviser", "researcher"}))
OFFICERS_OF_NOTHING = Who(frozenset({"data_steward", "survivor_adviser"}), frozenset())
WITH_A_START = Who(ROLES)
SIGNED_IN = SignedIn(ROLES)
ANYBODY = Anybody(ROLES)


@dataclass(frozen=True)
class Door:
    """For whom it opens, and the method it is opened with."""

    who: Who
    method: str = "GET"

    @property
    def passes(self) -> frozenset[str]:
        """The personas who get in while the case isn't restricted."""
        return frozenset(one for one in PERSONAS if self.who.admits(one))


def case_doors(names: str, who: Who = ON_THE_CASE, method: str = "GET") -> dict[str, Door]:
    """Several doors alike."""
    return {name: Door(who, method) for name in names.split()}
