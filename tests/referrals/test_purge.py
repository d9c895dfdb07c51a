"""What was disclosed is destroyed in time: at once where it must be, after a while where the service ended."""

import datetime

import pytest

from casemgr.audit.models import AuditEntry
from casemgr.encryption import keys
from casemgr.encryption.errors import KeyDestroyed
from casemgr.encryption.models import DataKey
from casemgr.errors import Gone, NotInThisState
from frontend.beyond import partners_seeing
from frontend.ledger import ledger
from referrals import actions, tasks
from referrals.lifecycle import Tier
from referrals.models import DisclosureSnapshot, ReferralEvent, ReferralParty
from tests.conftest import as_user, make_person_of
from tests.referrals.conftest import PLANTED, now_is

KEPT = datetime.timedelta(days=30)
SECOND = datetime.timedelta(seconds=1)


def look(lotus):
    tasks.keep_time(organization=str(lotus.pk))


def snapshot_of(referral, user):
    with as_user(user):
        return DisclosureSnapshot.objects.visible_to(user).get(referral=referral)


def key_lives(referral, user):
    return DataKey.objects.filter(owner_id=snapshot_of(referral, user).pk, destroyed_at=None).exists()


def events_of(referral, user):
    with as_user(user):
        return [one.event for one in ReferralEvent.objects.visible_to(user).filter(referral=referral).order_by("id")]


def complete(referral, by):
    with as_user(by):
        actions.record_contact(referral, result="ok", by=by)
        return actions.complete(referral, outcome="given", by=by)


def end(referral, by):
    with as_user(by):
        return actions.end(referral, reason="moved_away", by=by)


@pytest.mark.parametrize("ending", [complete, end])
def test_it_is_kept_for_its_time_and_then_destroyed(clock, accepted, answering, caseworker, lotus, ending):
    ended = ending(accepted, answering)
    clock.at(ended.state_since + KEPT - SECOND)
    look(lotus)
    with as_user(answering):
        assert actions.read_disclosure(accepted, by=answering).fields["phone"] == PLANTED["phone"]
    assert key_lives(accepted, caseworker)
    clock.go(seconds=1)
    with pytest.raises(Gone), as_user(answering):
        actions.read_disclosure(accepted, by=answering)  # although the clock's job has not run yet
    look(lotus)
    assert not key_lives(accepted, caseworker)
    with pytest.raises(KeyDestroyed), as_user(caseworker):
        _ = snapshot_of(accepted, caseworker).content
    now = now_is(accepted, answering)
    assert now.state == ended.state and now.tier_for(answering) is Tier.TOMBSTONE


def test_the_setting_says_for_how_long(clock, accepted, answering, caseworker, lotus, settings):
    settings.CASEMGR_REFERRAL_KEPT = datetime.timedelta(days=3)
    complete(accepted, answering)
    clock.go(days=2)
    look(lotus)
    assert key_lives(accepted, caseworker)
    clock.go(days=1)
    look(lotus)
    assert not key_lives(accepted, caseworker)


def test_the_ledger_and_both_trails_name_fields_and_no_value(clock, accepted, answering, caseworker, lotus, harbor):
    complete(accepted, answering)
    clock.go(days=30)
    look(lotus)
    fields = set(snapshot_of(accepted, caseworker).fields)
    assert "phone" in fields
    for user, organization in ((caseworker, harbor), (answering, lotus)):
        assert events_of(accepted, user)[-1] == "purge"
        with as_user(make_person_of(organization, "auditor")) as auditor:
            entry = AuditEntry.objects.visible_to(auditor).get(event="referral:record:purge")
        assert set(entry.changes) == fields and entry.actor_id is None
        assert PLANTED["phone"] not in str(entry.__dict__) and PLANTED["legal_name"] not in str(entry.__dict__)
    with as_user(caseworker):
        (line,) = ledger(caseworker, case_of(accepted, caseworker))
    assert "destroyed" in str(line.how) and PLANTED["phone"] not in line.what and line.what


def case_of(referral, user):
    return ReferralParty.objects.visible_to(user).get(referral=referral).case


def test_running_again_changes_nothing(clock, accepted, answering, caseworker, lotus):
    complete(accepted, answering)
    clock.go(days=31)
    look(lotus)
    version = now_is(accepted, caseworker).version
    clock.go(days=31)
    look(lotus)
    assert now_is(accepted, caseworker).version == version
    assert events_of(accepted, caseworker).count("purge") == 1


def test_killed_after_the_key_went_the_next_run_finishes(clock, accepted, answering, caseworker, lotus, monkeypatch):
    complete(accepted, answering)
    clock.go(days=31)
    with monkeypatch.context() as broken:
        broken.setattr("referrals.actions.clock.history.tell", lambda *_a, **_k: 1 / 0)
        with pytest.raises(ExceptionGroup):
            look(lotus)
    assert not key_lives(accepted, caseworker)
    assert now_is(accepted, caseworker).purged_at is None and "purge" not in events_of(accepted, caseworker)
    look(lotus)
    assert now_is(accepted, caseworker).purged_at is not None
    assert events_of(accepted, caseworker).count("purge") == 1


def test_killed_before_the_key_went_nothing_is_said_to_be_destroyed(
    clock, accepted, answering, caseworker, lotus, monkeypatch
):
    complete(accepted, answering)
    clock.go(days=31)
    with monkeypatch.context() as broken:
        broken.setattr(keys, "destroy", lambda *_a: 1 / 0)
        with pytest.raises(ExceptionGroup):
            look(lotus)
    assert now_is(accepted, caseworker).purged_at is None and key_lives(accepted, caseworker)
    look(lotus)
    assert not key_lives(accepted, caseworker)


@pytest.mark.parametrize("step", ["revoke", "error"])
def test_what_must_end_at_once_is_destroyed_in_the_same_act(accepted, answering, caseworker, supervisor, step):
    with as_user(supervisor):
        if step == "revoke":
            actions.revoke(accepted, by=supervisor)
        else:
            actions.mark_error(accepted, reason="Wrong person", by=supervisor)
    assert not key_lives(accepted, caseworker)
    assert now_is(accepted, caseworker).purged_at is not None
    with pytest.raises(Gone), as_user(answering):
        actions.read_disclosure(accepted, by=answering)


def test_a_mistake_found_later_ends_the_waiting(clock, accepted, answering, supervisor):
    complete(accepted, answering)
    clock.go(days=1)
    with as_user(supervisor):
        actions.mark_error(accepted, reason="Wrong person", by=supervisor)
    assert not key_lives(accepted, supervisor)


def test_the_clock_destroys_what_an_older_version_left_behind(accepted, answering, caseworker, supervisor, lotus):
    """A tombstone whose key lives, however that came about."""
    with as_user(supervisor):
        type(accepted).objects.visible_to(supervisor).filter(pk=accepted.pk).update(state="entered_in_error")
    assert key_lives(accepted, caseworker)
    look(lotus)
    assert not key_lives(accepted, caseworker)


def test_after_its_time_there_is_nothing_left_to_stop(clock, accepted, answering, caseworker, lotus):
    complete(accepted, answering)
    clock.go(days=31)
    look(lotus)
    with as_user(caseworker), pytest.raises(NotInThisState, match="deleted already") as refusal:
        actions.revoke(accepted, by=caseworker)
    assert "revoke" not in refusal.value.allowed_events


def test_stopping_wins_while_the_clock_has_not_run_yet(clock, accepted, answering, caseworker):
    complete(accepted, answering)
    clock.go(days=31)
    with as_user(caseworker):
        assert actions.revoke(accepted, by=caseworker).state == "revoked"
    assert not key_lives(accepted, caseworker)


@pytest.mark.parametrize("ending", [complete, end])
def test_who_could_see_this_today_follows(clock, accepted, answering, caseworker, lotus, planted_case, ending):
    ending(accepted, answering)

    def seeing():
        with as_user(caseworker):
            return [partner.name for partner in partners_seeing(caseworker, planted_case)]

    assert seeing() == [lotus.name]
    clock.go(days=30)
    assert seeing() == []


def test_offers_that_ended_leave_nothing_to_destroy(clock, offered, answering, caseworker, lotus):
    with as_user(answering):
        actions.decline(offered, reason="no_capacity", by=answering)
    clock.go(days=60)
    look(lotus)
    assert events_of(offered, caseworker) == ["draft", "submit", "decline"]
