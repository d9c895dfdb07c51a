"""The models of this room."""

from .agreement import Family, StatisticsAgreement
from .factor_reset import FactorReset
from .identity_provider import IdentityProvider, ProviderIdentity
from .organization import Organization, Team
from .partner_client import PartnerClient
from .role_request import RoleRequest
from .sign_in_session import SignInSession
from .sign_in_tries import SignInTries
from .team_grant import TeamUserObjectPermission
from .user import User

__all__ = [
    "FactorReset",
    "Family",
    "IdentityProvider",
    "Organization",
    "PartnerClient",
    "ProviderIdentity",
    "RoleRequest",
    "SignInSession",
    "SignInTries",
    "StatisticsAgreement",
    "Team",
    "TeamUserObjectPermission",
    "User",
]
