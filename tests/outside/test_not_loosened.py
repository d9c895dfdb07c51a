"""For receivers here or on another instance nothing was loosened: asked of made-up people and referrals, many times.

The rule as it was before partners outside is written here a second time, from the design.
"""

import datetime

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from casemgr.accounts.models import Organization, User
from casemgr.accounts.roles import ROLES
from casemgr.errors import NotPermitted
from casemgr.ids import uuid7
from referrals.lifecycle import Event, State
from referrals.models import Referral
from referrals.permissions import actor_role, acts_for_receiver, available_events, require_may
from tests.referrals.test_lifecycle import BY_HAND

pytestmark = pytest.mark.nodb
HOURS = datetime.timedelta(hours=1)


def organization(**facts):
    return Organization(id=uuid7(), status="active", **facts)


SENDER, HERE, THIRD = (organization() for _one in range(3))
RECEIVERS = {
    "here": HERE,
    "on another instance": organization(paired_with=SENDER),
    "kept by the sender": organization(kept_by=SENDER),
    "kept by a third": organization(kept_by=THIRD),
}


@st.composite
def tries(draw, receivers):
    receiver = RECEIVERS[draw(st.sampled_from(receivers))]
    home = draw(st.sampled_from([SENDER, receiver]))
    role = draw(st.sampled_from(sorted(ROLES)))
    machine = draw(st.booleans()) or ROLES[role].code in ("partner_client", "remote_partner")
    user = User(id=uuid7(), organization=home, role=role, is_machine=machine, is_active=draw(st.booleans()))
    referral = Referral(
        sender=SENDER, receiver=receiver, state=draw(st.sampled_from(State)), state_since=timezone.now()
    )
    referral.deadline = draw(st.sampled_from([None, timezone.now() + HOURS, timezone.now() - HOURS]))
    referral.purged_at = draw(st.sampled_from([None, timezone.now()]))
    return user, referral, draw(st.sampled_from(Event))


def side(user, referral):
    """The one capacity that somebody had."""
    if user.organization_id == referral.receiver_id:
        return "receiver_worker"
    leads = ROLES[user.role].scope == "organization" or user.role == "remote_partner"
    return "sender_supervisor" if leads else "sender_worker"


def could(user, referral, event):
    """Whether they could raise the event, states and guards apart."""
    role = side(user, referral)
    if role not in BY_HAND[event][2]:
        return False
    if event == "revoke" or (user.role == "remote_partner" and event in ("error", "withdraw")):
        return True
    return user.can("answer_referral" if role == "receiver_worker" else "send_referral")


def offered(user, referral):
    """What their side was offered."""
    late = referral.deadline is not None and referral.deadline <= timezone.now()
    closed = {"accept", "waitlist"} if late else set()
    if referral.purged_at is not None and referral.state != "revoked":
        closed |= {"revoke"}
    role = side(user, referral)
    return {e for e, (sources, _to, actors) in BY_HAND.items() if referral.state in sources and role in actors} - closed


def may(user, referral, event):
    try:
        return str(require_may(user, referral, event))
    except NotPermitted:
        return ""


@settings(max_examples=600, deadline=None)
@given(tries(["here", "on another instance"]))
def test_every_answer_is_as_it_was(one):
    user, referral, event = one
    assert not acts_for_receiver(user, referral)
    assert may(user, referral, event) == (side(user, referral) if could(user, referral, event) else "")
    assert set(available_events(user, referral)) == offered(user, referral)
    assert str(actor_role(user, referral)) == side(user, referral)


@settings(max_examples=300, deadline=None)
@given(tries(["kept by a third"]))
def test_nobody_writes_anything_down_for_a_partner_that_somebody_else_keeps(one):
    user, referral, event = one
    if user.organization_id == referral.receiver_id:
        return  # it has no people: the database refuses them
    assert may(user, referral, event) == (side(user, referral) if could(user, referral, event) else "")
    assert set(available_events(user, referral)) == offered(user, referral)


@settings(max_examples=300, deadline=None)
@given(tries(["kept by the sender"]))
def test_for_ones_own_partner_people_who_refer_raise_its_events_and_no_more(one):
    user, referral, event = one
    if user.organization_id == referral.receiver_id:
        return
    by_hand = "for_receiver" in BY_HAND[event][2] and not user.is_machine
    if could(user, referral, event):
        assert may(user, referral, event) == side(user, referral)
    else:
        assert may(user, referral, event) == ("for_receiver" if by_hand and user.can("send_referral") else "")
    machine = set(available_events(user, referral)) if user.is_machine else offered(user, referral)
    assert machine == offered(user, referral)
