"""Who may do what to a referral. What its state allows is the lifecycle's business."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.errors import InvalidInput, NotPermitted
from referrals.codes import Role
from referrals.lifecycle import ActorRole, Event, State, allowed_events, rule_of
from referrals.models import Referral, ReferralParty

REMOTE = "remote_partner"  # the account by which an organization on another instance acts here


def actor_role(user: User, referral: Referral) -> ActorRole:
    """In what capacity the user acts on a referral that they see."""
    if referral.role_of(user.organization_id) is Role.RECEIVER:
        return ActorRole.RECEIVER_WORKER
    # another instance has asked its own people's roles before it wrote
    leads = user.role_data.scope == "organization" or user.role == REMOTE
    return ActorRole.SENDER_SUPERVISOR if leads else ActorRole.SENDER_WORKER


def acts_for_receiver(user: User, referral: Referral) -> bool:
    """Whether the user may write down what the receiver did: it works without the system, and their organization,
    which sends this, keeps it as a partner. People only: no system hears what somebody says on the telephone.
    """
    keeper = referral.receiver.kept_by_id
    return keeper is not None and keeper == referral.sender_id == user.organization_id and not user.is_machine


def available_events(user: User, referral: Referral) -> tuple[Event, ...]:
    """What the user's side can do with the referral as it stands; role and other guards are asked when they do."""
    closed = {Event.ACCEPT, Event.WAITLIST} if referral.is_past_deadline else set()
    if referral.purged_at is not None and referral.state != State.REVOKED:
        closed = {*closed, Event.REVOKE}
    roles = [actor_role(user, referral)] + [ActorRole.FOR_RECEIVER] * acts_for_receiver(user, referral)
    events = {event for role in roles for event in allowed_events(State(referral.state), role)}
    return tuple(event for event in Event if event in events - closed)


def require_may(user: User, referral: Referral, event: Event) -> ActorRole:
    """The user's capacity, if their side and role may raise the event. Raises NotPermitted.

    Revoking carries out the survivor's wish: whoever sees the referral may do it.
    """
    role = actor_role(user, referral)
    if role not in rule_of(event).actors and acts_for_receiver(user, referral):
        role = ActorRole.FOR_RECEIVER
    if role not in rule_of(event).actors:
        raise NotPermitted()
    takes_back = event is Event.REVOKE or (user.role == REMOTE and event in (Event.ERROR, Event.WITHDRAW))
    if not takes_back:
        require(user, "answer_referral" if role is ActorRole.RECEIVER_WORKER else "send_referral")
    return role


def require_webhooks(user: User) -> None:
    """Addresses for webhooks: a system's own, and the organization's for its administrators. Raises NotPermitted."""
    if not (user.is_machine and user.has_access):
        require(user, "manage_people")


def require_named_person(user: User) -> None:
    """Only a person with a second factor takes another person's data on."""
    if user.is_machine or not is_mfa_enabled(user):
        raise NotPermitted(_("Only a named person with a second factor can accept a referral."))


def colleague_named(name: str, client: User) -> User:
    """The active colleague of a machine client with this id or e-mail address, who may answer referrals.

    Raises InvalidInput, the same whether nobody has this name or they may not answer.
    """
    colleagues = User.objects.colleagues_of(client)
    named = {"email": name.lower()} if "@" in name else {"public_id": name}
    person = colleagues.filter(**named).first()
    if person is None or not person.can("answer_referral") or not is_mfa_enabled(person):
        raise InvalidInput(
            _("Name an active colleague with a second factor who may answer referrals."), field="on_behalf_of"
        )
    return person


def may_read_disclosure(user: User, referral: Referral) -> bool:
    """At the receiver: who accepted, those who lead, and the organization's own system. At the sender: its workers."""
    if referral.role_of(user.organization_id) is Role.SENDER:
        return user.can("send_referral")
    if user.is_machine or user.role_data.scope == "organization":
        return True
    own = ReferralParty.objects.visible_to(user).filter(referral=referral, worker=user)
    return user.can("answer_referral") and own.exists()
