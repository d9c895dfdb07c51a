"""The refusals of this room."""

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
