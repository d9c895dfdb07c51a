"""What the keeper of a directory writes, checks and takes out; who may; what the trail says."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.errors import Conflict, InvalidInput, NotFound, NotPermitted
from referrals import actions
from referrals.directory.members import own_id
from referrals.directory.reaching import Hours, Reaching
from referrals.models import (
    DirectoryAddress,
    DirectoryLanguage,
    DirectoryLocation,
    DirectoryOrganization,
    DirectoryPhone,
    DirectorySchedule,
    DirectoryService,
    ServiceAtLocation,
)
from tests.conftest import as_user
from tests.directory.conftest import SECRET, a_hidden_place, a_place, a_service, an_organization


def told(event, by):
    with as_user(by):
        return list(AuditEntry.objects.visible_to(by).filter(event=event))


def test_a_service_is_written_with_how_it_is_reached(keeper, legal_aid, town_office):
    with as_user(keeper):
        phone = DirectoryPhone.objects.kept_by(keeper).get(service=legal_aid)
        spoken = DirectoryLanguage.objects.kept_by(keeper).filter(service=legal_aid)
        hours = DirectorySchedule.objects.kept_by(keeper).get(service=legal_aid)
        place = ServiceAtLocation.objects.kept_by(keeper).get(service=legal_aid)
        address = DirectoryAddress.objects.kept_by(keeper).get(location=town_office)
        assert phone.number == "+66 2 555 0111" and {one.code for one in spoken} == {"th", "my"}
        assert hours.byday == "MO,TU" and place.location_id == town_office.pk
        assert address.country == "TH" and address.city == "Bangkok"


def test_writing_counts_as_checking_and_checking_is_told(keeper, legal_aid, auditor):
    with as_user(keeper):
        assert legal_aid.verified_by_id == keeper.pk
        DirectoryService.objects.kept_by(keeper).update(verified_on="2020-01-01", verified_by=None)
        assert DirectoryService.objects.kept_by(keeper).stale(datetime.date.today()).exists()
        actions.verify(legal_aid, by=keeper)
        now = DirectoryService.objects.kept_by(keeper).get()
        assert now.verified_by_id == keeper.pk and now.verified_on.year > 2020
    assert len(told(events.DIRECTORY_VERIFIED, auditor)) == 1


def test_a_change_keeps_what_was_not_said_and_refuses_an_old_version(keeper, legal_aid):
    with as_user(keeper):
        changed = actions.keep_service({"name": "Law clinic"}, entry=legal_aid, version=1, by=keeper)
        assert (changed.name, changed.service_code, changed.version) == ("Law clinic", "legal_aid", 2)
        assert DirectoryPhone.objects.kept_by(keeper).filter(service=legal_aid).count() == 1
        with pytest.raises(Conflict):
            actions.keep_service({"name": "Old"}, entry=legal_aid, version=1, by=keeper)


def test_reaching_is_replaced_and_taken_away(keeper, legal_aid):
    with as_user(keeper):
        said = Reaching(phone="", languages=["en"], hours=Hours([]))
        actions.keep_service({}, entry=legal_aid, reaching=said, by=keeper)
        assert not DirectoryPhone.objects.kept_by(keeper).filter(service=legal_aid).exists()
        assert not DirectorySchedule.objects.kept_by(keeper).exists()
        assert [one.code for one in DirectoryLanguage.objects.kept_by(keeper)] == ["en"]


def test_an_organization_takes_its_services_and_places_with_it(keeper, night_bus, legal_aid, auditor):
    with as_user(keeper):
        actions.retire(night_bus, by=keeper)
        assert DirectoryService.objects.kept_by(keeper).get().status == "defunct"
        assert DirectoryLocation.objects.kept_by(keeper).get().status == "retired"
    assert len(told(events.DIRECTORY_RETIRED, auditor)) == 3


def test_room_is_told_and_told_again(keeper, shelter, auditor):
    with as_user(keeper):
        actions.set_capacity(shelter, unit="beds", available=2, maximum=6, by=keeper)
        again = actions.set_capacity(shelter, unit="Beds", available=0, maximum=6, by=keeper)
        assert shelter.capacities.kept_by(keeper).count() == 1 and again.available == 0
        with pytest.raises(InvalidInput):
            actions.set_capacity(shelter, unit="beds", available=7, maximum=6, by=keeper)
    assert len(told(events.DIRECTORY_CAPACITY_SET, auditor)) == 2


@pytest.mark.parametrize(
    "values",
    [
        {"service_code": "made_up"},
        {"status": "gone"},
        {"groups": ["made_up"]},
        {"minimum_age": 30, "maximum_age": 20},
        {"name": " "},
        {"organization": None},
    ],
)
def test_what_is_no_service_is_refused(keeper, night_bus, values):
    with pytest.raises(InvalidInput):
        a_service(keeper, night_bus, **values)


def test_only_keepers_write_and_only_their_own(keeper, other_keeper, caseworker, night_bus, legal_aid, tamarind):
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.keep_organization({"name": "X"}, by=caseworker)
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.verify(legal_aid, by=caseworker)
    with as_user(other_keeper):
        for act in (actions.verify, actions.retire):
            with pytest.raises(NotPermitted):
                act(legal_aid, by=other_keeper)
        with pytest.raises(NotPermitted):
            actions.keep_service({"name": "Mine"}, provider=night_bus, by=other_keeper)
        with pytest.raises(NotFound):
            actions.verify(tamarind, by=other_keeper)


def test_an_own_entry_has_the_organizations_id_and_is_there_once(keeper, harbor, lotus):
    own = an_organization(keeper, name="Harbor House", member=harbor)
    assert own.is_own and own.public_id == own_id(harbor)
    partner = an_organization(keeper, name="Lotus Legal", member=lotus)
    assert not partner.is_own
    with pytest.raises(InvalidInput):
        an_organization(keeper, name="Lotus again", member=lotus)


class TestHiddenPlaces:
    """A code name and a country; everything else is sealed, or gone."""

    def test_where_it_is_lies_sealed_and_is_revealed_with_a_trace(self, keeper, caseworker, tamarind, auditor):
        with as_user(caseworker):
            assert actions.reveal_whereabouts(tamarind, by=caseworker) == SECRET
            raw = DirectoryLocation.objects.kept_by(caseworker).filter(pk=tamarind.pk)
            assert SECRET.encode() not in bytes(
                raw.extra(select={"raw": "whereabouts"}).values_list("raw", flat=True)[0]
            )
        assert [one.actor_id for one in told(events.DIRECTORY_PLACE_REVEALED, auditor)] == [caseworker.pk]

    def test_another_organization_finds_nothing_to_reveal(self, lotus_worker, other_keeper, tamarind):
        for one in (lotus_worker, other_keeper):
            with as_user(one), pytest.raises(NotFound):
                actions.reveal_whereabouts(tamarind, by=one)

    def test_a_place_that_becomes_hidden_loses_what_was_told(self, keeper, town_office, legal_aid):
        with as_user(keeper):
            hidden = {"hidden": True, "name": "Lime", "whereabouts": SECRET}
            place = actions.keep_location(hidden, entry=town_office, by=keeper)
            assert (place.region, place.extra, place.name) == ("", {}, "Lime")
            assert not DirectoryAddress.objects.kept_by(keeper).exists()

    def test_it_never_becomes_public_again(self, keeper, tamarind):
        with as_user(keeper), pytest.raises(InvalidInput):
            actions.keep_location({"hidden": False}, entry=tamarind, by=keeper)

    def test_an_open_place_has_no_sealed_text(self, keeper):
        with pytest.raises(InvalidInput):
            a_place(keeper, whereabouts=SECRET)

    @pytest.mark.parametrize("told", ["address", "phone", "hours", "region", "place_phone"])
    def test_the_database_takes_nothing_that_tells_of_it(self, keeper, shelter, tamarind, told):
        with as_user(keeper), pytest.raises(IntegrityError), transaction.atomic():
            at = {"organization": keeper.organization, "location": tamarind}
            if told == "address":
                DirectoryAddress(city="Bangkok", **at).save(force_insert=True)
            elif told == "phone":
                DirectoryPhone(number="1", **at).save(force_insert=True)
            elif told == "hours":
                DirectorySchedule(byday="MO", **at).save(force_insert=True)
            elif told == "region":
                DirectoryLocation.objects.kept_by(keeper).filter(pk=tamarind.pk).update(region="TH-10")
            else:
                place = ServiceAtLocation.objects.kept_by(keeper).get(location=tamarind)
                DirectoryPhone(organization=keeper.organization, number="1", place=place).save(force_insert=True)

    def test_the_database_hides_no_place_that_still_tells(self, keeper, town_office):
        with as_user(keeper), pytest.raises(IntegrityError), transaction.atomic():
            places = DirectoryLocation.objects.kept_by(keeper).filter(pk=town_office.pk)
            places.update(hidden=True, region="")

    def test_two_keepers_have_two_codes(self, keeper, other_keeper):
        assert a_hidden_place(keeper).pk != a_hidden_place(other_keeper).pk


def test_the_organization_of_an_entry_is_its_keepers(keeper, harbor, night_bus):
    with as_user(keeper):
        assert DirectoryOrganization.objects.kept_by(keeper).get().organization_id == harbor.pk
