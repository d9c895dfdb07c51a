"""What can go wrong with keys and ciphertexts. No message holds plaintext or a key."""

from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext_lazy as _


class EncryptionError(Exception):
    """Base of this room's errors. `str()` is a translated sentence without personal data."""

    default_message: object = _("This content can't be read.")

    def __init__(self, message: object = None) -> None:
        self.message = message or self.default_message
        super().__init__(type(self).__name__)

    def __str__(self) -> str:
        return str(self.message)


class Tampered(EncryptionError):
    """The ciphertext was changed, moved from another place, or belongs to another key."""

    default_message = _("Stored content failed its integrity check. Tell the administrator.")


class KeyMissing(EncryptionError):
    """No key was ever made for this organization or owner."""

    default_message = _("There is no key for this record. Tell the administrator.")


class KeyDestroyed(EncryptionError):
    """The owner was erased: the key is gone for good, and with it the content."""

    default_message = _("This content was erased and can't be read any more.")


class JournalUnusable(EncryptionError):
    """The journal of erasures can't be read, written or trusted; the message says what to do. For operators."""


class OrganizationLocked(EncryptionError):
    """The organization holds its own key and hasn't unlocked it on this server. `organization_id` says which."""

    default_message = _("Your organization's records are locked. Ask its key holders to unlock them.")

    def __init__(self, message: object = None, *, organization_id: UUID | None = None) -> None:
        super().__init__(message)
        self.organization_id = organization_id


class WrongPassphrase(EncryptionError):
    """What was typed doesn't open this holder's part of the key."""

    default_message = _("This isn't the passphrase of your part of the key.")


class MasterKeyUnusable(EncryptionError):
    """The master key is absent, readable by others, misplaced, or not the one the keys were wrapped with."""

    default_message = _("The master key can't be used. Tell the administrator.")


class ShareRefused(EncryptionError):
    """A share of the recovery key is mistyped, doesn't fit, or there are too few. For operators."""


class PlaintextRefused(EncryptionError, TypeError):
    """A programming error: plaintext was about to reach SQL, a pickle or a lookup."""

    default_message = "An encrypted field can't be used this way."


class UploadTooLarge(RequestDataTooBig):
    """The request carries more file bytes than CASEMGR_MAX_UPLOAD_BYTES."""
