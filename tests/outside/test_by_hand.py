"""The sender's people write down what a partner outside said; what they may is the same table as everybody's."""

import datetime
import itertools

import pytest
from django.db import transaction

from casemgr.accounts.actions import create_client
from casemgr.audit.models import AuditEntry
from casemgr.db.actor import acting_as
from casemgr.errors import CasemgrError, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.actions import grant, never_share, withdraw
from cases.models import Consent
from referrals import actions, tasks
from referrals.alerts import as_organization
from referrals.errors import ConsentNotInForce, PartnerNotActive
from referrals.models import DisclosureSnapshot, ReferralEvent, ReferralParty
from referrals.permissions import available_events
from tests.conftest import as_user, in_a_year, make_person_of
from tests.outside.conftest import add, agree, draft_to, now_is_partner
from tests.referrals.conftest import news_of, now_is, with_second_factor
from tests.referrals.test_every_cell import WAYS
from tests.referrals.test_lifecycle import BY_HAND

#: how each event is raised
ACTS = {
    "submit": actions.submit,
    "acknowledge": lambda one, by: actions.acknowledge(one, way="phone", by=by),
    "waitlist": lambda one, by: actions.waitlist(one, until=in_a_year(30), way="phone", by=by),
    "decline": lambda one, by: actions.decline(one, reason="no_capacity", way="letter", by=by),
    "accept": lambda one, by: actions.accept(one, way="phone", by=by),
    "record_contact": lambda one, by: actions.record_contact(one, result="ok", way="mail", by=by),
    "complete": lambda one, by: actions.complete(one, outcome="given", way="in_person", by=by),
    "end": lambda one, by: actions.end(one, reason="moved_away", way="phone", by=by),
    "withdraw": actions.withdraw,
    "revoke": actions.revoke,
    "error": lambda one, by: actions.mark_error(one, reason="A mistake", by=by),
}
#: what events of the receiver want beside the way, and from which state they are raised
SAID = {
    "waitlist": {"until": in_a_year(30)},
    "decline": {"reason": "conflict"},
    "record_contact": {"result": "ok"},
    "complete": {"outcome": "given"},
    "end": {"reason": "unsafe"},
}
BEFORE = {"record_contact": "accepted", "complete": "in_service", "end": "in_service"}
OF_RECEIVER = {"acknowledge", "waitlist", "decline", "accept", "record_contact", "complete", "end"}


@pytest.fixture
def roles(worker, supervisor, harbor, partner_worker, stranger, foreign):
    """Who tries: the sender's caseworker and supervisor, its machine, and people of other organizations."""
    with_second_factor(supervisor)
    admin = make_person_of(harbor, "org_admin")
    with as_user(admin):
        client, _secret = create_client(name="System", by=admin)
    return {
        "sender_worker": worker,
        "sender_supervisor": supervisor,
        "machine": client.user,
        "other_keeper": with_second_factor(foreign[1]),
        "stranger": stranger,
    }


@pytest.fixture
def reach(roles, planted_case, green_gate, clock):
    """A referral in this state, brought there by the sender's people; the clock ends where it began."""

    def reach(state):
        one, began = draft_to(planted_case, green_gate, by=roles["sender_worker"]), clock.now
        for step in WAYS[state]:
            if step == "expire":
                clock.go(days=15)
                assert actions.expire_overdue(green_gate.pk) == 1
                clock.at(began)
                continue
            with as_user(roles["sender_supervisor"]) as by:
                ACTS[step](one, by=by)
        assert now_is(one, roles["sender_worker"]).state == state
        return one

    return reach


def expected(state, event, role):
    """What this cell does: the state reached, or the refusal."""
    sources, target, actors = BY_HAND[event]
    if role in ("stranger", "other_keeper", "machine"):
        return NotFound  # a machine sees cases given to it, and this one wasn't
    if event not in OF_RECEIVER and role not in actors:
        return NotPermitted
    return target if state in sources else NotInThisState


def found(one, event, by):
    """What it did, undone afterwards."""
    with as_user(by), transaction.atomic():
        try:
            return str(ACTS[event](one, by=by).state)
        except CasemgrError as refusal:
            return type(refusal)
        finally:
            transaction.set_rollback(True)


@pytest.mark.parametrize("state", WAYS)
def test_each_cell_does_what_the_table_says(reach, roles, state):
    one = reach(state)
    cells = itertools.product(roles.items(), ACTS)
    did = {(event, role): found(one, event, by) for (role, by), event in cells}
    assert did == {(event, role): expected(state, event, role) for event, role in did}


@pytest.mark.parametrize("state", WAYS)
def test_the_steps_offered_are_those_of_the_table(reach, roles, state):
    one = now_is(reach(state), roles["sender_worker"])
    for role in ("sender_worker", "sender_supervisor"):
        with as_user(roles[role]):
            offered = set(available_events(roles[role], one))
        assert offered == {event for event in ACTS if isinstance(expected(state, event, role), str)}
    assert set(available_events(roles["machine"], one)).isdisjoint(OF_RECEIVER)


@pytest.mark.parametrize("event", sorted(OF_RECEIVER))
@pytest.mark.parametrize("way", ["", "pigeon"])
def test_nothing_is_written_down_that_nobody_says_how_they_know(reach, roles, event, way):
    one = reach(BEFORE.get(event, "offered"))
    with as_user(roles["sender_worker"]) as by, pytest.raises(InvalidInput) as refusal:
        getattr(actions, event)(one, by=by, way=way, **SAID.get(event, {}))
    assert refusal.value.field == "way"


@pytest.mark.parametrize("event", sorted(OF_RECEIVER))
def test_no_machine_speaks_for_the_one_who_heard_it(reach, roles, event):
    one = reach(BEFORE.get(event, "offered"))
    with as_user(roles["sender_worker"]) as by, pytest.raises(NotPermitted):
        getattr(actions, event)(one, by=by, way="phone", through=roles["machine"], **SAID.get(event, {}))


def test_a_yes_is_written_down_by_somebody_with_a_second_factor(offered, colleague, worker, planted_case, supervisor):

    with as_user(supervisor):
        grant(planted_case, to=colleague, by=supervisor)
    with as_user(colleague), pytest.raises(NotPermitted):
        actions.accept(offered, by=colleague, way="phone")
    with as_user(worker):
        assert actions.accept(offered, by=worker, way="phone").state == "accepted"


def test_the_event_says_who_wrote_it_down_and_how_they_know(accepted, worker, auditor):
    with as_user(worker):
        row = ReferralEvent.objects.visible_to(worker).get(referral=accepted, event="accept")
    assert (row.actor_role, row.way, row.actor_id) == ("for_receiver", "phone", worker.pk)
    with as_user(auditor):
        entry = AuditEntry.objects.visible_to(auditor).get(event="referral:record:accept")
    assert entry.additional_data == {"to_state": "accepted", "as": "for_receiver", "way": "phone"}


def test_the_sender_stays_the_referrals_worker(accepted, worker):
    with as_user(worker):
        assert ReferralParty.objects.visible_to(worker).get(referral=accepted).worker_id == worker.pk


def test_only_the_sender_has_events(accepted, harbor, worker, green_gate):
    for actor in (worker.as_actor(), as_organization(green_gate.pk)):
        with acting_as(actor), transaction.atomic():
            rows = ReferralEvent.objects.unscoped("all that the database shows")
            assert set(rows.values_list("organization_id", flat=True)) <= {harbor.pk}
    with as_user(worker):
        assert ReferralEvent.objects.visible_to(worker).count() == 3


def test_the_consent_is_asked_again_at_the_yes(offered, worker):
    with as_user(worker):
        withdraw(Consent.objects.visible_to(worker).get(purpose="share"), by=worker)
        with pytest.raises(ConsentNotInForce):
            actions.accept(offered, by=worker, way="phone")
        assert not DisclosureSnapshot.objects.visible_to(worker).exists()


def test_a_no_is_written_down_without_any_consent(offered, worker):
    with as_user(worker):
        withdraw(Consent.objects.visible_to(worker).get(purpose="share"), by=worker)
        assert actions.decline(offered, by=worker, reason="conflict", way="letter").state == "declined"


def test_to_a_pending_or_ended_partner_nothing_goes(planted_case, pending, outside, worker, org_admin, supervisor):

    other = add(supervisor, name="Old Mill Shelter")
    with as_user(worker):
        partner = now_is_partner(other, worker).partner
    with pytest.raises(PartnerNotActive):
        one = draft_to(planted_case, partner, by=worker)
        with as_user(worker):
            actions.submit(one, by=worker)
    with as_user(worker):
        known = now_is_partner(outside, worker).partner
    sent = draft_to(planted_case, known, by=worker)
    with as_user(worker):
        actions.submit(sent, by=worker)
    with as_user(org_admin):
        actions.end_outside(outside, version=outside.version, by=org_admin)
    with as_user(worker):
        with pytest.raises(PartnerNotActive):
            actions.accept(sent, by=worker, way="phone")
        assert actions.decline(sent, by=worker, reason="other", way="phone").state == "declined"


def test_a_partner_of_another_organization_can_be_named_nowhere(planted_case, foreign, worker, supervisor):
    other, keeper = foreign
    with as_user(keeper):
        partner = now_is_partner(other, keeper).partner
    with pytest.raises(InvalidInput):
        agree(planted_case, partner, by=worker)

    with as_user(worker), pytest.raises(InvalidInput):
        never_share(planted_case.person, by=worker, recipient=partner)


def test_no_answer_in_time_is_told_to_the_sender_by_the_keepers_clock(clock, offered, worker, supervisor, harbor):

    clock.at(offered.offered_at + datetime.timedelta(days=8))
    actions.keep_time(harbor.pk)
    assert news_of(worker) == ["referral_half"]
    clock.at(offered.offered_at + datetime.timedelta(days=13))
    actions.keep_time(harbor.pk)
    actions.keep_time(harbor.pk)
    assert news_of(worker) == ["referral_half", "referral_nearly"]
    clock.at(offered.offered_at + datetime.timedelta(days=15))
    actions.keep_time(harbor.pk)
    assert news_of(worker) == ["referral_half", "referral_nearly", "referral_expired"]
    assert news_of(supervisor) == ["referral_expired"]
    assert now_is(offered, worker).state == "expired"


def test_nobody_reached_is_told_and_what_was_sealed_is_destroyed_in_time(clock, accepted, worker, supervisor, harbor):

    clock.go(days=8)
    actions.keep_time(harbor.pk)
    assert news_of(worker) == ["referral_no_contact"] == news_of(supervisor)
    with as_user(worker):
        actions.record_contact(accepted, result="ok", way="phone", by=worker)
        actions.complete(accepted, outcome="given", way="phone", by=worker)
    clock.go(days=31)
    actions.keep_time(harbor.pk)
    assert now_is(accepted, worker).purged_at is not None


def test_the_organizations_job_is_the_partners_clock(clock, offered, worker, lotus):

    clock.at(offered.offered_at + datetime.timedelta(days=15))
    tasks.keep_time(organization=str(lotus.pk))
    assert now_is(offered, worker).state == "offered"
    tasks.keep_time(organization=str(worker.organization_id))
    assert now_is(offered, worker).state == "expired"
