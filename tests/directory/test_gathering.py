"""Read once for matching, as the reader sees them; never-share partners and hidden places leave no trace."""

import datetime
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from referrals import actions
from referrals.directory.gathering import gather
from referrals.directory.matching import match
from referrals.directory.need import Need
from referrals.directory.reasons import What
from referrals.models import DirectoryLocation, DirectoryPhone, DirectorySchedule, DirectoryService
from tests.conftest import as_user
from tests.directory.conftest import SECRET, a_place, a_service, an_organization


def read(user, *codes, **how):
    with as_user(user):
        return gather(user, codes or ["legal_aid", "emergency_shelter"], **how)


def test_a_service_comes_with_all_that_hangs_on_it(caseworker, keeper, legal_aid, town_office, night_bus):
    with as_user(keeper):
        actions.set_capacity(legal_aid, unit="places", available=2, maximum=5, by=keeper)
        changed = {"latitude": 13.75, "longitude": 100.5}
        actions.keep_location(changed, entry=town_office, by=keeper)
    (one,) = read(caseworker)
    assert (one.name, one.provider, one.country, one.member, one.own) == (
        "Legal aid in town",
        "Night Bus",
        "THA",
        "",
        False,
    )
    assert (one.languages, one.phone) == (frozenset({"th", "my"}), "+66 2 555 0111")
    assert [(room.unit, room.available, room.maximum) for room in one.rooms] == [("places", 2, 5)]
    assert one.spans[0].days == {"MO", "TU"} and one.gives == {"legal_aid"}
    (spot,) = one.spots
    assert (spot.town, spot.names, spot.latitude, spot.on_map) == ("Bangkok", ("Bangkok", "TH-10"), 13.75, True)
    assert one.checked_on == timezone.localdate() and one.zone == "UTC"


def test_it_takes_as_many_queries_for_many_services_as_for_one(caseworker, keeper, legal_aid, night_bus):
    with (
        as_user(caseworker),
        CaptureQueriesContext(
            connection,
        ) as few,
    ):
        gather(caseworker, ["legal_aid"])
    for number in range(12):
        provider = an_organization(keeper, name=f"House {number}")
        place = a_place(keeper, provider, {"city": f"Town {number}"})
        service = a_service(keeper, provider, [place], name=f"Law {number}")
        with as_user(keeper):
            actions.set_capacity(service, unit="places", available=number, by=keeper)
    with as_user(caseworker), CaptureQueriesContext(connection) as many:
        assert len(gather(caseworker, ["legal_aid"])) == 13
    assert len(many) == len(few) <= 12


def test_a_hidden_place_is_told_to_nobody_and_only_at_home_that_there_is_one(caseworker, lotus_worker, shelter, keeper):
    at_home, elsewhere = read(caseworker, "emergency_shelter"), read(lotus_worker, "emergency_shelter")
    assert [one.hidden for one in at_home] == [True] and [one.hidden for one in elsewhere] == [False]
    assert [one.spots for one in (*at_home, *elsewhere)] == [[], []]
    assert "Tamarind" not in repr((at_home, elsewhere)) and SECRET not in repr((at_home, elsewhere))
    for user in (caseworker, lotus_worker):
        found = match(Need("emergency_shelter", region="Bangkok"), read(user), timezone.now())
        assert What.PLACE_UNKNOWN in {reason.what for reason in found.fitting[0].reasons}


@pytest.mark.parametrize("named", [True, False])
def test_a_never_share_partner_is_left_out_as_if_it_were_absent(caseworker, keeper, lotus, legal_aid, named):
    before = read(caseworker)
    values = {"member": lotus} if named else {}
    entry = an_organization(keeper, name="lotus legal " if not named else "By another name", **values)
    a_service(keeper, entry, name="Law at Lotus")
    assert [one.name for one in read(caseworker)] == ["Law at Lotus", "Legal aid in town"]
    assert read(caseworker, never=[lotus.pk]) == before


def test_what_is_closed_or_retired_is_not_read(caseworker, keeper, legal_aid, shelter, night_bus):
    with as_user(keeper):
        actions.keep_service({"status": "temporarily closed"}, entry=legal_aid, by=keeper)
    assert [one.name for one in read(caseworker)] == ["Shelter"]
    with as_user(keeper):
        actions.retire(night_bus, by=keeper)
    assert read(caseworker) == []


def test_who_reads_no_directory_reads_nothing_here(auditor, intake, legal_aid):
    assert read(auditor) == []
    assert len(read(intake)) == 1, "for callers"


def test_a_partner_that_was_suspended_is_reached_by_phone(caseworker, keeper, lotus):
    a_service(keeper, an_organization(keeper, name="Lotus", member=lotus), name="Law")
    assert read(caseworker)[0].member == lotus.public_id
    lotus.status = "suspended"
    lotus.save()
    assert read(caseworker)[0].member == ""


def test_hours_that_one_line_cant_tell_are_not_known(caseworker, keeper, legal_aid):
    with as_user(keeper):
        row = DirectorySchedule(organization=keeper.organization, service=legal_aid, freq="MONTHLY", byday="1MO")
        row.save(force_insert=True)
    assert read(caseworker)[0].spans is None


def test_the_services_own_number_comes_first(caseworker, keeper, legal_aid):
    with as_user(keeper):
        DirectoryPhone.objects.kept_by(keeper).filter(service=legal_aid).delete()
    assert read(caseworker)[0].phone == "+66 2 555 0100"


def test_coordinates_of_a_postal_address_are_not_put_on_a_map(caseworker, keeper, legal_aid, town_office):
    with as_user(keeper):
        changed = {"latitude": 13.75, "longitude": 100.5, "location_type": "postal"}
        actions.keep_location(changed, entry=town_office, by=keeper)
    (one,) = read(caseworker)
    assert not one.spots[0].on_map


@pytest.mark.parametrize("wrong", [{"latitude": 89.9}, {"longitude": 200.0}, {"latitude": None}])
def test_coordinates_that_are_none_are_not_put_on_a_map(caseworker, legal_aid, town_office, keeper, wrong):
    with as_user(keeper):
        DirectoryLocation.objects.kept_by(keeper).filter(pk=town_office.pk).update(latitude=1.0, longitude=2.0)
    (spot,) = read(caseworker)[0].spots
    assert spot.on_map and not replace(spot, **wrong).on_map


def test_a_year_old_entry_is_read_with_its_day(caseworker, keeper, legal_aid):
    long_ago = datetime.date(2020, 1, 1)
    with as_user(keeper):
        DirectoryService.objects.kept_by(keeper).update(verified_on=long_ago)
    assert read(caseworker)[0].checked_on == long_ago
