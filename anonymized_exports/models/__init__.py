"""What is kept of statistics: populations, releases, privacy ledger, approvals, downloads. No person's data."""

from .ledger import LedgerEntry
from .population import Population
from .release import Release
from .traces import Approval, Artifact, DownloadRecord

__all__ = ["Approval", "Artifact", "DownloadRecord", "LedgerEntry", "Population", "Release"]
