"""The models of the directory; `referrals.models` exports them."""

from .location import DirectoryAddress, DirectoryLocation, ServiceAtLocation
from .organization import DirectoryOrganization
from .reaching import DirectoryLanguage, DirectoryPhone, DirectorySchedule
from .service import CostOption, DirectoryService, ServiceCapacity
from .taxonomy import Taxonomy, TaxonomyTerm, TermLink

__all__ = [
    "CostOption",
    "DirectoryAddress",
    "DirectoryLanguage",
    "DirectoryLocation",
    "DirectoryOrganization",
    "DirectoryPhone",
    "DirectorySchedule",
    "DirectoryService",
    "ServiceAtLocation",
    "ServiceCapacity",
    "Taxonomy",
    "TaxonomyTerm",
    "TermLink",
]
