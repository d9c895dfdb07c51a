"""What is done to referrals and the directory: verbs with a named actor. Pages and partner API call the same ones."""

from .answer import accept, acknowledge, decline
from .directory import (
    keep_location,
    keep_organization,
    keep_service,
    retire,
    reveal_whereabouts,
    set_capacity,
    verify,
)
from .directory_files import FileRefused, Imported, export_directory, import_directory
from .draft import change_draft, draft
from .read import Disclosure, read_disclosure
from .service import complete, record_contact
from .stop import revoke, withdraw
from .submit import submit

__all__ = [
    "Disclosure",
    "FileRefused",
    "Imported",
    "accept",
    "acknowledge",
    "change_draft",
    "complete",
    "decline",
    "draft",
    "export_directory",
    "import_directory",
    "keep_location",
    "keep_organization",
    "keep_service",
    "read_disclosure",
    "record_contact",
    "retire",
    "reveal_whereabouts",
    "revoke",
    "set_capacity",
    "submit",
    "verify",
    "withdraw",
]
