"""One endpoint for each event of a referral. The lifecycle's table decides; these only carry it over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rest_framework.response import Response

from referrals import actions
from referrals.models import Referral
from referrals.partner_api.authentication import PartnerRequest
from referrals.partner_api.describe import IF_MATCH, KEY, KEY_IF_WANTED, described
from referrals.partner_api.idempotency import answer_once
from referrals.partner_api.preconditions import required_versions
from referrals.partner_api.serializers import (
    CompleteIn,
    ContactIn,
    DeclineIn,
    EndIn,
    ErrorIn,
    NothingIn,
    OnBehalfIn,
    PhoneIn,
    ReferralOut,
    WaitlistIn,
)
from referrals.permissions import colleague_named

from .base import PartnerView, find, taken
from .referrals import DECIDE, RECEIVE, SEND, answer, mine, sought


class Command(PartnerView):
    """POST /referrals/{id}/EVENT with If-Match and Idempotency-Key."""

    verb: Callable[..., Referral]
    body: Any = NothingIn

    def post(self, request: PartnerRequest, id: str) -> Response:
        """Raise the event."""
        return answer_once(request, lambda: self._act(request, id))

    def _act(self, request: PartnerRequest, id: str) -> Response:
        versions = required_versions(request)
        referral = sought(request, id)
        try:
            values = taken(self.body, request)
            done = type(self).verb(referral, versions=versions, **self._who(request, values), **values)
        except Exception:
            find(mine(request), id)  # whatever else is wrong: what isn't the caller's to see is not there
            raise
        return answer(done, request)

    def _who(self, request: PartnerRequest, values: dict[str, Any]) -> dict[str, Any]:
        """The sender's machine acts itself; where a person decides, the machine speaks for the one it names."""
        if "on_behalf_of" not in values:
            return {"by": request.user}
        return {"by": colleague_named(values.pop("on_behalf_of"), request.user), "through": request.user}


def command(name: str, scope: str, action: Callable[..., Referral], body: Any, summary: str) -> type[Command]:
    """The endpoint of one event."""
    members = {"scopes": {"POST": (scope,)}, "verb": staticmethod(action), "body": body, "__doc__": summary}
    view = type(f"{name.title().replace('_', '')}Referral", (Command,), members)
    describe = described(
        f"{name}_referral",
        body=body,
        answer=ReferralOut,
        refusals=[404, 409, 412, 428],
        parameters=[IF_MATCH, KEY],
        headers=["ETag"],
    )

    def post(self: Command, request: PartnerRequest, id: str) -> Response:
        return Command.post(self, request, id)

    post.__doc__ = summary
    view.post = describe(post)  # type: ignore[attr-defined]
    return view


COMMANDS: dict[str, type[PartnerView]] = {
    "submit": command("submit", SEND, actions.submit, NothingIn, "Offer a draft to its receiver."),
    "withdraw": command("withdraw", SEND, actions.withdraw, NothingIn, "Take a draft or undecided offer back."),
    "acknowledge": command("acknowledge", DECIDE, actions.acknowledge, OnBehalfIn, "Say that somebody is on it."),
    "waitlist": command("waitlist", DECIDE, actions.waitlist, WaitlistIn, "Keep it on a waiting list until a day."),
    "accept": command("accept", DECIDE, actions.accept, OnBehalfIn, "Take the person on; releases the disclosure."),
    "decline": command("decline", DECIDE, actions.decline, DeclineIn, "Say no, with a coded reason."),
    "contact": command("record_contact", DECIDE, actions.record_contact, ContactIn, "Say how reaching them went."),
    "complete": command("complete", DECIDE, actions.complete, CompleteIn, "Say that the service has ended."),
    "end": command("end", DECIDE, actions.end, EndIn, "Say that it ended without being completed."),
    "error": command("error", SEND, actions.mark_error, ErrorIn, "Take back what should never have been."),
    "phone": command("phone", SEND, actions.record_phone_call, PhoneIn, "Say that you telephoned about an emergency."),
}


class RevokeReferral(PartnerView):
    """POST /referrals/{id}/revoke: always wins, so it asks for no version and no reason."""

    scopes = {"POST": (SEND, RECEIVE, DECIDE)}

    @described(
        "revoke_referral",
        body=NothingIn,
        answer=ReferralOut,
        refusals=[404, 409],
        parameters=[KEY_IF_WANTED],
        headers=["ETag"],
    )
    def post(self, request: PartnerRequest, id: str) -> Response:
        """Stop all sharing now, as the survivor asked. Repeating it is harmless."""
        return answer_once(request, lambda: self._revoke(request, id), required=False)

    def _revoke(self, request: PartnerRequest, id: str) -> Response:
        taken(NothingIn, request)
        return answer(actions.revoke(find(mine(request), id), by=request.user), request)


COMMANDS["revoke"] = RevokeReferral
