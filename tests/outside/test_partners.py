"""Partners outside: written by one, confirmed by another; what leads there is nobody's word alone."""

import pytest

from casemgr.accounts.models import Organization
from casemgr.audit.models import AuditEntry
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from referrals import actions
from referrals.actions.outside_partners import details
from referrals.models import OutsidePartner
from tests.conftest import as_user, make_person_of
from tests.outside.conftest import DETAILS, add, confirmed, now_is_partner


def standing(one, by):
    with as_user(by):
        return Organization.objects.get(pk=one.partner_id).status


def change(one, by, **values):
    with as_user(by):
        current = now_is_partner(one, by)
        return actions.change_outside(current, values, version=current.version, by=by)


def test_it_gets_nothing_before_a_second_person_confirmed_it(pending, supervisor, org_admin):
    assert standing(pending, supervisor) == "pending"
    with as_user(supervisor), pytest.raises(NotPermitted):
        actions.confirm_outside(pending, version=1, by=supervisor)
    confirmed(pending, org_admin)
    assert standing(pending, supervisor) == "active"
    assert details(now_is_partner(pending, supervisor)) == DETAILS


@pytest.mark.parametrize("role", ["caseworker", "intake", "team_lead", "data_steward", "auditor"])
def test_other_roles_keep_none(harbor, outside, role):
    other = make_person_of(harbor, role)
    with as_user(other):
        with pytest.raises(NotPermitted):
            actions.add_outside(DETAILS | {"name": "Another"}, by=other)
        with pytest.raises((NotPermitted, NotFound)):
            actions.end_outside(outside, version=outside.version, by=other)


def test_what_leads_there_waits_for_a_second_person_and_the_rest_does_not(outside, supervisor, org_admin):
    change(outside, supervisor, telephone="+1 555 0666", hours="Always", services=["medical", "legal_aid"])
    now = now_is_partner(outside, org_admin)
    assert (now.telephone, now.hours, now.services) == (DETAILS["telephone"], "Always", ["medical", "legal_aid"])
    assert now.proposed == {"telephone": "+1 555 0666"} and standing(outside, supervisor) == "active"
    with as_user(supervisor), pytest.raises(NotPermitted):
        actions.confirm_outside(now, version=now.version, by=supervisor)
    confirmed(outside, org_admin)
    now = now_is_partner(outside, org_admin)
    assert now.telephone == "+1 555 0666" and now.proposed is None and not now.is_proposed
    assert (now.written_by_id, now.confirmed_by_id) == (supervisor.pk, org_admin.pk)


def test_a_new_name_waits_too(outside, supervisor, org_admin):
    change(outside, supervisor, name="Blue Gate Clinic")
    assert now_is_partner(outside, org_admin).partner.name == "Green Gate Clinic"
    confirmed(outside, org_admin)
    assert now_is_partner(outside, org_admin).partner.name == "Blue Gate Clinic"


def test_thrown_away_what_was_confirmed_stays(outside, supervisor, org_admin):
    now = change(outside, supervisor, address="Elsewhere")
    with as_user(org_admin):
        actions.refuse_outside(now, version=now.version, by=org_admin)
    now = now_is_partner(outside, org_admin)
    assert now.address == DETAILS["address"] and not now.is_proposed
    with as_user(org_admin), pytest.raises(NotInThisState):
        actions.confirm_outside(now, version=now.version, by=org_admin)


def test_nobody_changes_what_another_wrote_so_that_the_writer_could_confirm_it(pending, supervisor, org_admin, outside):
    """Else one writes a number, another mends a letter, and the first confirms their own number."""
    change(outside, supervisor, telephone="+1 555 0666")
    with pytest.raises(NotInThisState):
        change(outside, org_admin, address="Elsewhere")
    other = add(supervisor, name="Old Mill Shelter")
    with pytest.raises(NotInThisState):
        change(other, org_admin, address="Elsewhere")
    change(other, org_admin, hours="Always")
    change(other, supervisor, address="Elsewhere")
    assert now_is_partner(other, supervisor).address == "Elsewhere"


def test_going_back_to_what_it_was_waits_for_nobody(outside, supervisor):
    change(outside, supervisor, telephone="+1 555 0666")
    change(outside, supervisor, telephone=DETAILS["telephone"])
    assert not now_is_partner(outside, supervisor).is_proposed


def test_what_was_read_is_what_is_confirmed(outside, supervisor, org_admin):
    read = now_is_partner(outside, org_admin)
    change(outside, supervisor, telephone="+1 555 0666")
    with as_user(org_admin), pytest.raises(Conflict):
        actions.confirm_outside(read, version=read.version, by=org_admin)


def test_an_ended_one_is_referred_to_no_more_and_stays_so(outside, supervisor, org_admin, harbor):
    with as_user(org_admin):
        actions.end_outside(outside, version=outside.version, by=org_admin)
    assert standing(outside, supervisor) == "suspended"
    for by in (supervisor, org_admin):
        now = now_is_partner(outside, by)
        for act in (actions.confirm_outside, actions.check_outside, actions.end_outside):
            with as_user(by), pytest.raises(NotInThisState):
                act(now, version=now.version, by=by)
    assert add(supervisor).partner.name == "Green Gate Clinic"  # anew, and pending


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"ways": []}, "ways"),
        ({"ways": ["mail"]}, "ways"),
        ({"telephone": ""}, "telephone"),
        ({"address": None}, "address"),
        ({"ways": ["in_person"], "address": ""}, "address"),
        ({"services": ["nonsense"]}, "services"),
        ({"languages": ["xx-nonsense"]}, "languages"),
        ({"status": "active"}, "status"),
        ({"confirmed_by": None}, "confirmed_by"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_beside_its_field(supervisor, changes, field):
    with pytest.raises(InvalidInput) as refusal:
        add(supervisor, **changes)
    assert refusal.value.field == field


def test_two_of_one_name_are_refused(outside, supervisor):
    with pytest.raises(InvalidInput):
        add(supervisor, name="green gate clinic")
    with pytest.raises(InvalidInput):
        change(add(supervisor, name="Another"), supervisor, name="Green Gate Clinic")


def test_another_organization_finds_none_of_it(outside, foreign, partner_worker, stranger, supervisor):
    other, keeper = foreign
    for by in (partner_worker, stranger, keeper):
        with as_user(by):
            assert not OutsidePartner.objects.visible_to(by).filter(pk=outside.pk).exists()
            assert not Organization.objects.filter(name="Green Gate Clinic").exists()
    with as_user(keeper), pytest.raises(NotFound):
        actions.end_outside(outside, version=outside.version, by=keeper)
    with as_user(supervisor):
        assert [one.partner_id for one in OutsidePartner.objects.visible_to(supervisor)] == [outside.partner_id]
        assert not Organization.objects.filter(pk=other.partner_id).exists()


def test_each_act_is_in_the_trail_without_a_value(outside, supervisor, auditor, org_admin):
    change(outside, supervisor, telephone="+1 555 0666")
    with as_user(auditor):
        rows = AuditEntry.objects.visible_to(auditor).filter(event__startswith="outside:").order_by("id")
        told = [(row.event, row.actor_id) for row in rows]
        text = str([(row.changes, row.additional_data, row.object_repr, row.reason) for row in rows])
    assert told == [
        ("outside:partner:add", supervisor.pk),
        ("outside:partner:confirm", org_admin.pk),
        ("outside:partner:change", supervisor.pk),
    ]
    assert "555" not in text and "Gate" not in text and "Planted" not in text
