"""Most calls are only counted; a call for help keeps what was offered, sealed, for whoever may call back."""

from functools import partial

import pytest

from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.models import CallTally, QuickContact
from tests.conftest import as_user
from tests.hotline.conftest import OFFERED, TODAY, call, now_is, seen, tally


@pytest.mark.parametrize("kind", ["wrong", "silent", "abusive", "information"])
def test_a_call_that_is_only_counted_leaves_nothing_but_counts(intake, auditor, kind):
    with as_user(intake):
        actions.count_only(kind=kind, channel="phone", by=intake)
        assert not QuickContact.objects.visible_to(intake).exists()
    counted = tally(intake)
    assert counted.pop(("kind", kind, "phone")) == 1
    assert [key[0] for key in counted] == ["hour"], "nothing else than the hour, and that apart"


def test_the_entry_of_the_trail_tells_no_kind(intake):
    from casemgr.audit.models import AuditEntry

    with as_user(intake):
        actions.count_only(kind="abusive", channel="phone", by=intake)
        [entry] = AuditEntry.objects.unscoped("what the trail tells").filter(event="hotline:call:add")
    assert entry.additional_data is None and entry.object_pk == ""


def test_no_two_facts_of_one_call_are_counted_together(intake, contact):
    counted = tally(intake)
    assert counted[("kind", "help", "phone")] == 1
    assert counted[("language", "es", "")] == counted[("need", "legal_aid", "")] == 1
    with as_user(intake):
        days = dict(CallTally.objects.visible_to(intake).values_list("part", "day"))
    assert days["kind"] == TODAY and days["language"] == days["hour"] == TODAY.replace(day=1)


def test_what_was_offered_is_sealed_and_nothing_but_a_need_has_to_be_known(intake, contact):
    for name in QuickContact.SEALED:
        assert OFFERED[name].encode() not in bytes(getattr(contact, f"{name}_sealed").ciphertext)
    with as_user(intake):
        bare = actions.take_contact(kind="concern", channel="text", by=intake, needs=["information_referral"])
        assert (bare.alias, bare.words, bare.state, bare.call_on) == (None, None, "open", None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"needs": []}, "need"),
        ({"needs": ["gold"]}, "need"),
        ({"language": "xx-nowhere"}, "language"),
        ({"country": "XXX"}, "country"),
        ({"way": ""}, "way"),
        ({"way": "none"}, "way"),
        ({"reach": ""}, "reach"),
        ({"call_on": TODAY.replace(year=TODAY.year - 1)}, "call_on"),
        ({"call_on": TODAY.replace(year=TODAY.year + 1)}, "call_on"),
    ],
)
def test_nobody_promises_a_call_that_is_not_safe(intake, changes, field):
    with pytest.raises(InvalidInput) as refused:
        call(intake, **changes)
    assert refused.value.field == field
    assert tally(intake) == {}


def test_a_silent_call_keeps_no_words(intake):
    with as_user(intake), pytest.raises(InvalidInput):
        actions.take_contact(kind="silent", channel="phone", by=intake, **OFFERED)


def test_who_sees_a_contact(intake, other_intake, caseworker, supervisor, org_admin, partner_worker, contact):
    assert [contact.pk in seen(one) for one in (intake, supervisor)] == [True, True]
    assert seen(other_intake) == seen(caseworker) == seen(org_admin) == seen(partner_worker) == set()
    with as_user(intake):
        actions.hand_contact(contact, mine=False, by=intake, version=1)
    assert seen(other_intake) == seen(caseworker) == {contact.pk}
    assert seen(partner_worker) == seen(org_admin) == set()
    with as_user(caseworker):
        actions.hand_contact(contact, mine=True, by=caseworker, version=2)
    assert seen(intake) == set() and seen(caseworker) == {contact.pk}


def test_somebody_else_s_contact_is_not_there(contact, other_intake, org_admin):
    with as_user(other_intake):
        for act in (partial(actions.close_contact, version=1), actions.read_contact):
            with pytest.raises(NotFound):
                act(contact, by=other_intake)
    with as_user(org_admin), pytest.raises(NotPermitted):
        actions.count_only(kind="silent", channel="phone", by=org_admin)


def test_calling_back_is_written_down_and_an_unsafe_try_ends_it(intake, contact):
    with as_user(intake):
        tried = actions.follow_up(contact, result="no_answer", call_on=TODAY, version=1, words="Engaged.", by=intake)
        assert (tried.state, tried.tries, tried.call_on) == ("followed", 1, TODAY)
        assert tried.words.startswith(OFFERED["words"]) and tried.words.endswith("Engaged.")
        with pytest.raises(Conflict):
            actions.follow_up(contact, result="reached", version=1, by=intake)
        unsafe = actions.follow_up(contact, result="unsafe", call_on=TODAY, version=2, by=intake)
        assert (unsafe.way, unsafe.call_on) == ("none", None)
        with pytest.raises(InvalidInput):
            actions.follow_up(contact, result="reached", call_on=TODAY, version=3, by=intake)


def test_a_closed_contact_stays_closed(intake, contact):
    with as_user(intake):
        actions.close_contact(contact, by=intake, version=1)
        for act in (actions.close_contact, partial(actions.hand_contact, mine=False)):
            with pytest.raises(NotInThisState):
                act(contact, by=intake, version=2)
    assert now_is(contact, intake).call_on is None
    assert tally(intake)[("outcome", "closed", "")] == 1


def test_nobody_closes_or_hands_over_what_a_colleague_works_on(intake, contact):
    with as_user(intake):
        actions.follow_up(contact, result="no_answer", call_on=TODAY, version=1, by=intake)
        for act in (actions.close_contact, partial(actions.hand_contact, mine=False)):
            with pytest.raises(Conflict):
                act(contact, by=intake, version=1)
    one = now_is(contact, intake)
    assert (one.state, one.worker_id, one.call_on) == ("followed", intake.pk, TODAY)
