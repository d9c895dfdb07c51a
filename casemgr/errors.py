"""The refusals of the house. Their messages are shown to people: translated, without personal data."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _


class CasemgrError(Exception):
    """A refusal with a message that says what to do. `status` is the HTTP status of every door."""

    status = 400
    code = "refused"
    default_message = _("This can't be done.")

    def __init__(self, message: object = None) -> None:
        self.message = message or self.default_message
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message)


class NotPermitted(CasemgrError):
    """The person may see the subject, but not do this to it."""

    status = 403
    code = "not_permitted"
    default_message = _("Your role doesn't allow this. Ask your supervisor.")


class NotFound(CasemgrError):
    """Absent, or not yours: the two look the same."""

    status = 404
    code = "not_found"
    default_message = _("There is no such page or record, or it isn't yours to see.")


class NotInThisState(CasemgrError):
    """The state machine doesn't allow the event now; `allowed_events` says what it does allow."""

    status = 409
    code = "not_in_this_state"
    default_message = _("This can't be done at this stage.")

    def __init__(self, message: object = None, *, allowed_events: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.allowed_events = sorted(allowed_events)


class Conflict(CasemgrError):
    """Somebody else changed the record since it was read."""

    status = 409
    code = "conflict"
    default_message = _("Someone else changed this in the meantime. Compare and try again.")


class InvalidInput(CasemgrError):
    """The input can't be taken; `field` names where."""

    status = 422
    code = "invalid_input"
    default_message = _("Please check what you entered.")

    def __init__(self, message: object = None, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Gone(CasemgrError):
    """It was shared, and no longer is."""

    status = 410
    code = "gone"
    default_message = _("This is no longer shared with you.")


class ScopeMissing(RuntimeError):
    """A programming error: rows were asked for without saying who is asking."""
