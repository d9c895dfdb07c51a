"""The refusals of this room."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from casemgr.errors import CasemgrError


class ConsentNotInForce(CasemgrError):
    """The consent a referral stands on doesn't cover the act now. Which part of it failed is not said."""

    status = 409
    code = "consent_not_in_force"
    default_message = _(
        "The person's consent doesn't cover this now. The sender has to talk with the person and refer again."
    )


class PartnerNotActive(ConsentNotInForce):
    """One of the two organizations is pending or suspended; which one is not said."""

    default_message = _("One of the two organizations doesn't take part at present. Nothing is shared.")


class SenderMustSendAgain(ConsentNotInForce):
    """Nobody at the sender who may send this referral sees its case now."""

    default_message = _("The sender has to confirm this referral: ask them to send it again.")


class NotReleased(CasemgrError):
    """The offer is there, the person's data is not: nobody has accepted yet."""

    status = 403
    code = "not_released"
    default_message = _("The person's data is released when a named colleague accepts the referral.")


class ExchangeFailed(CasemgrError):
    """Another instance couldn't be reached or answered wrongly; `why` is a code of WHY."""

    status = 502
    code = "exchange_failed"

    WHY: ClassVar = {
        "address": _("This is not an address that can be asked: it must begin with https:// and be public."),
        "name": _("There is no server with this name."),
        "forbidden": _("This name leads into a network that may not be asked."),
        "timeout": _("The other instance didn't answer in time. Try again later."),
        "unreachable": _("The other instance can't be reached. Try again later."),
        "certificate": _("The other instance's certificate is not valid. Tell its operator."),
        "version": _("The other instance speaks another version. One of the two has to be updated."),
        "keys": _("The other instance shows other keys than the code says. Ask for a new code, by a way you trust."),
        "refused": _("The other instance doesn't take this code: it was used, is too old, or isn't theirs."),
    }

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(self.WHY.get(why, _("The other instance gave an answer that can't be read.")))
