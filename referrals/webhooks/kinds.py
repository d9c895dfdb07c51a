"""What events are called outside, and which of them go out only while the person's consent covers the referral."""

from __future__ import annotations

from referrals.lifecycle import Event

TEST = "webhook.test"
CHANGED = "referral.changed"  # a step that has no name of its own yet: read the referral

#: Both sides' steps from the offer on, one's own included: a colleague's act on the pages is news to one's system too.
TYPES: dict[str, str] = {
    Event.SUBMIT: "referral.offered",
    Event.ACKNOWLEDGE: "referral.acknowledged",
    Event.WAITLIST: "referral.waitlisted",
    Event.DECLINE: "referral.declined",
    Event.ACCEPT: "referral.accepted",
    Event.RECORD_CONTACT: "referral.contact_recorded",
    Event.COMPLETE: "referral.completed",
    Event.END: "referral.not_completed",
    Event.WITHDRAW: "referral.withdrawn",
    Event.REVOKE: "referral.revoked",
    Event.EXPIRE: "referral.expired",
    Event.ERROR: "referral.entered_in_error",
    "message": "referral.message",
    "handoff": "referral.handoff",
}
#: ends are told whatever became of the consent: who isn't told keeps working on what was taken back
ENDS = frozenset(
    TYPES[event]
    for event in (
        Event.DECLINE,
        Event.COMPLETE,
        Event.END,
        Event.WITHDRAW,
        Event.REVOKE,
        Event.EXPIRE,
        Event.ERROR,
    )
)
ALL = (*TYPES.values(), CHANGED)


def kind_of(event: str) -> str:
    """The type that a step of a referral is announced as."""
    return TYPES.get(event, CHANGED)
