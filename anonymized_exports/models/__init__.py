"""What is kept of statistics: populations, releases, privacy ledger, approvals, downloads. No person's data;
papers of agreements are the organizations' own."""

from .cohort import Cohort
from .ledger import LedgerEntry
from .paper import AgreementPaper
from .population import Population
from .release import Release
from .terms import TERMS_VERSION, TermsAcceptance
from .traces import Approval, Artifact, DownloadRecord

__all__ = [
    "TERMS_VERSION",
    "AgreementPaper",
    "Approval",
    "Artifact",
    "Cohort",
    "DownloadRecord",
    "LedgerEntry",
    "Population",
    "Release",
    "TermsAcceptance",
]
