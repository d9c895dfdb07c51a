"""Free beds of a house are what the directory says: a number with its date, and nothing of the house."""

import datetime
import json
import re
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casemgr.audit.models import AuditEntry
from casemgr.errors import InvalidInput, NotFound, NotPermitted
from cases import actions
from referrals import actions as directory
from referrals import tasks
from referrals.directory.hsds.reading import read_json
from referrals.models import CountedHouse, ServiceCapacity
from tests.conftest import as_user, open_case, persona
from tests.pages.casework.conftest import browse  # noqa: F401 - a fixture

from .conftest import come_in, make_house, resident, room_of, stay_of

keeper = persona("org_admin", "harbor")
other_supervisor = persona("supervisor", "lotus")
OLD = timezone.now() - datetime.timedelta(days=30)
WRITES = re.compile(r"^(INSERT|UPDATE|DELETE)|FOR (NO KEY )?UPDATE")


def a_service(keeper, name="Shelter", member=True):
    with as_user(keeper):
        who = {"name": "Harbor House", "country": "USA", "member": keeper.organization if member else None}
        provider = directory.keep_organization(who, by=keeper)
        given = {"name": name, "service_code": "emergency_shelter"}
        return directory.keep_service(given, provider=provider, by=keeper)


@pytest.fixture
def shelter(keeper):
    return a_service(keeper)


@pytest.fixture
def counted(supervisor, tamarind, shelter):
    """Tamarind, a house with one room of two beds, is counted for the shelter."""
    with as_user(supervisor):
        directory.connect_house(tamarind, shelter, by=supervisor)
    return tamarind


def told(service, reader):
    """What somebody reads of the room of a service: (free, of how many, counted)."""
    with as_user(reader):
        return [
            (one.available, one.maximum, one.counted)
            for one in ServiceCapacity.objects.visible_to(reader).filter(service=service, unit="beds")
        ]


def test_the_free_beds_follow_who_comes_and_goes(counted, shelter, caseworker, supervisor, other_supervisor):
    assert told(shelter, other_supervisor) == [(2, None, True)]
    case = resident(caseworker, counted)
    assert told(shelter, other_supervisor) == [(1, None, True)]
    with as_user(caseworker):
        actions.change_dependants(stay_of(case, caseworker), children=1, others=0, by=caseworker)
    assert told(shelter, other_supervisor) == [(0, None, True)]
    with as_user(caseworker):
        actions.check_out(stay_of(case, caseworker), left_why="planned", left_to="unknown", by=caseworker)
    assert told(shelter, other_supervisor) == [(2, None, True)]


def test_rooms_and_moves_count_too(counted, shelter, caseworker, supervisor):
    with as_user(supervisor):
        room = actions.add_room(counted, label="2", beds=3, by=supervisor)
    assert told(shelter, supervisor) == [(5, None, True)]
    with as_user(supervisor):
        actions.change_room(room, label="2", beds=1, by=supervisor)
    assert told(shelter, supervisor) == [(3, None, True)]
    elsewhere = make_house(supervisor, code_name="Juniper")
    case = resident(caseworker, counted)
    assert told(shelter, supervisor) == [(2, None, True)]
    with as_user(caseworker):
        actions.move_room(stay_of(case, caseworker), room=room_of(elsewhere, caseworker), by=caseworker)
    assert told(shelter, supervisor) == [(3, None, True)]


def test_several_houses_are_one_number_and_a_closed_one_leaves_it(counted, shelter, supervisor):
    juniper = make_house(supervisor, beds=(4,), code_name="Juniper")
    with as_user(supervisor):
        directory.connect_house(juniper, shelter, by=supervisor)
    assert told(shelter, supervisor) == [(6, None, True)]
    with as_user(supervisor):
        actions.close_house(counted, by=supervisor)
    assert told(shelter, supervisor) == [(4, None, True)]
    with as_user(supervisor):
        actions.close_house(juniper, by=supervisor)
        assert not CountedHouse.objects.visible_to(supervisor).exists()
    assert told(shelter, supervisor) == [(0, None, False)]


def test_what_was_typed_before_is_the_number_that_is_counted(supervisor, tamarind, shelter, keeper):
    with as_user(keeper):
        directory.set_capacity(shelter, unit="Beds", available=1, maximum=1, by=keeper)
    with as_user(supervisor):
        directory.connect_house(tamarind, shelter, by=supervisor)
        [row] = ServiceCapacity.objects.visible_to(supervisor).filter(service=shelter)
    assert (row.available, row.maximum, row.counted, row.updated_by_id) == (2, None, True, None)


def test_nobody_types_over_what_is_counted(counted, shelter, keeper):
    with as_user(keeper):
        with pytest.raises(InvalidInput, match="counted from your houses"):
            directory.set_capacity(shelter, unit="BEDS", available=9, by=keeper)
        directory.set_capacity(shelter, unit="cots", available=1, by=keeper)
        directory.tell_by_hand(shelter, by=keeper)
    assert told(shelter, keeper) == [(2, None, False)]
    with as_user(keeper):
        directory.set_capacity(shelter, unit="beds", available=9, by=keeper)
    assert told(shelter, keeper) == [(9, None, False)]


def test_a_file_says_nothing_of_what_is_counted(counted, shelter, keeper):
    with as_user(keeper):
        document = directory.export_directory(by=keeper)
        [service] = document["organizations"][0]["services"]
        [room] = service["capacities"]
        room["available"] = 77
        directory.import_directory(read_json(json.dumps(document)), dry_run=False, by=keeper)
    assert told(shelter, keeper) == [(2, None, True)]


def test_a_second_row_of_a_file_is_not_kept_beside_it(counted, shelter, keeper, caseworker):
    def beds():
        with as_user(keeper):
            return list(ServiceCapacity.objects.kept_by(keeper).filter(service=shelter).values_list("pk", "available"))

    [(first, _free)] = beds()
    with as_user(keeper):
        document = directory.export_directory(by=keeper)
        [service] = document["organizations"][0]["services"]
        [room] = service["capacities"]
        service["capacities"] += [room | {"id": str(uuid.UUID(int=number)), "available": 77} for number in range(1, 4)]
        directory.import_directory(read_json(json.dumps(document)), dry_run=False, by=keeper)
    assert beds() == [(first, 2)]
    resident(caseworker, counted)
    assert beds() == [(first, 1)] and told(shelter, keeper) == [(1, None, True)]


def dated(by, updated, **changes):
    with as_user(by):
        ServiceCapacity.objects.kept_by(by).update(updated=updated, **changes)


def date_told(by):
    with as_user(by):
        return ServiceCapacity.objects.kept_by(by).get().updated


def test_what_changes_no_number_tells_nobody_when_it_was(counted, shelter, caseworker, keeper):
    case = resident(caseworker, counted)
    for days, updated in enumerate((OLD, timezone.now() - datetime.timedelta(minutes=58)), start=3):
        dated(keeper, updated)
        with as_user(caseworker):
            tonight = timezone.now() + datetime.timedelta(hours=3)
            actions.go_out(stay_of(case, caseworker), back_by=tonight, by=caseworker)
            later = datetime.date.today() + datetime.timedelta(days=days)
            actions.extend_stay(stay_of(case, caseworker), planned_end=later, reason="Court", by=caseworker)
            actions.come_back(stay_of(case, caseworker), by=caseworker)
        assert date_told(keeper) == updated
    resident(caseworker, counted, "Noor")
    assert timezone.now() - date_told(keeper) < datetime.timedelta(minutes=1)


@pytest.mark.parametrize(("minutes", "kept"), [(58, True), (60, False), (-600, False)])
def test_the_hourly_count_says_that_it_is_so_now(counted, shelter, supervisor, keeper, minutes, kept):
    dated(keeper, before := timezone.now() - datetime.timedelta(minutes=minutes))
    tasks.count_beds(str(supervisor.organization_id))
    assert (date_told(keeper) == before) == kept
    assert kept or abs(timezone.now() - date_told(keeper)) < datetime.timedelta(minutes=1)


def test_the_count_is_done_again_each_hour(counted, shelter, supervisor, keeper):
    dated(keeper, OLD, available=0)
    tasks.count_beds(str(supervisor.organization_id))
    with as_user(supervisor):
        row = ServiceCapacity.objects.visible_to(supervisor).get(service=shelter)
    assert row.available == 2 and timezone.now() - row.updated < datetime.timedelta(minutes=1)


def test_the_trail_tells_another_number_once(counted, shelter, caseworker):
    def entries():
        rows = AuditEntry.objects.unscoped("the trail of this test").filter(object_pk=str(shelter.pk))
        counts = rows.filter(event="directory:beds:count").order_by("pk")
        with as_user(caseworker):
            return [(one.actor_id, one.additional_data) for one in counts]

    before = len(entries())
    case = open_case(caseworker)
    come_in(case, counted, caseworker)
    with as_user(caseworker):
        later = datetime.date.today() + datetime.timedelta(days=3)
        actions.extend_stay(stay_of(case, caseworker), planned_end=later, reason="Court", by=caseworker)
    assert entries()[before:] == [(caseworker.pk, {"available": 1})]


@pytest.mark.parametrize("role", ["caseworker", "keeper"])
def test_who_keeps_no_houses_connects_none(role, tamarind, shelter, request):
    by = request.getfixturevalue(role)
    with as_user(by), pytest.raises(NotPermitted):
        directory.connect_house(tamarind, shelter, by=by)
    row = CountedHouse(organization=by.organization, house=tamarind, service=shelter, connected_by=by)
    with as_user(by), pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def test_only_a_service_of_the_own_entry_is_connected(tamarind, supervisor, keeper):
    of_a_partner = a_service(keeper, member=False)
    with as_user(supervisor), pytest.raises(InvalidInput, match="own organization's entry"):
        directory.connect_house(tamarind, of_a_partner, by=supervisor)
    row = CountedHouse(
        organization=supervisor.organization, house=tamarind, service=of_a_partner, connected_by=supervisor
    )
    with as_user(supervisor), pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def test_nothing_is_counted_for_an_entry_that_is_another_s(
    counted,
    shelter,
    supervisor,
    keeper,
    caseworker,
    browse,  # noqa: F811
):
    with as_user(keeper):
        directory.keep_organization({"member": None}, entry=shelter.provider, by=keeper)
    resident(caseworker, counted)
    assert told(shelter, keeper) == [(2, None, False)]
    house = browse(supervisor).get(reverse("house", args=[counted.public_id])).content.decode()
    assert "Nobody outside is told" in house and "counted from this house" not in house


def test_the_end_is_written_down_only_where_something_was_counted(tamarind, shelter, supervisor, keeper):
    def connect_and_end_twice(end, what, by):
        with as_user(supervisor):
            directory.connect_house(tamarind, shelter, by=supervisor)
        for _once_more in range(2):
            with as_user(by):
                end(what, by=by)
        with as_user(by):
            rows = AuditEntry.objects.unscoped("the trail of this test")
            return list(rows.filter(event__endswith=":beds:end").values_list("event", flat=True))

    assert connect_and_end_twice(directory.disconnect_house, tamarind, supervisor) == ["house:beds:end"]
    both = connect_and_end_twice(directory.tell_by_hand, shelter, keeper)
    assert sorted(both) == ["directory:beds:end", "house:beds:end"]


def test_counted_services_are_locked_before_anything_else_of_the_directory(counted, shelter, supervisor, keeper):
    """Each way of writing takes the locks of the count first, in its order: two at once wait, and none is undone."""
    with as_user(keeper):
        document = read_json(json.dumps(directory.export_directory(by=keeper)))
    ways = [
        (supervisor, lambda: directory.connect_house(counted, shelter, by=supervisor)),
        (keeper, lambda: directory.import_directory(document, dry_run=False, by=keeper)),
        (supervisor, lambda: directory.disconnect_house(counted, by=supervisor)),
        (keeper, lambda: directory.tell_by_hand(shelter, by=keeper)),
    ]
    for by, act in ways:
        with as_user(by), CaptureQueriesContext(connection) as ran:
            act()
        ran = [one["sql"] for one in ran]
        writes = [n for n, sql in enumerate(ran) if '"referrals_' in sql and WRITES.search(sql)]
        assert writes and next(n for n, sql in enumerate(ran) if "app.count_beds()" in sql) < writes[0]


def test_others_learn_of_no_house(counted, shelter, other_supervisor):
    with as_user(other_supervisor):
        assert not CountedHouse.objects.visible_to(other_supervisor).exists()
        assert not CountedHouse.objects.unscoped("the database alone").exists()
        with pytest.raises((NotFound, NotPermitted)):
            directory.disconnect_house(counted, by=other_supervisor)
        with pytest.raises(NotPermitted):
            directory.tell_by_hand(shelter, by=other_supervisor)


def test_the_pages_of_the_house_and_of_the_entry(
    tamarind,
    shelter,
    supervisor,
    keeper,
    caseworker,
    other_supervisor,
    browse,  # noqa: F811
):
    page, at = browse(supervisor), reverse("house_directory", args=[tamarind.public_id])
    house = reverse("house", args=[tamarind.public_id])
    assert "Nobody outside is told" in page.get(house).content.decode()
    assert "Nobody outside is told" not in browse(caseworker).get(house).content.decode()
    assert page.post(at, {"service": ""}).status_code == 422
    assert page.post(at, {"service": str(shelter.public_id)}).status_code == 302
    assert "counted from this house" in browse(caseworker).get(house).content.decode()
    entry = reverse("directory_service", args=[shelter.public_id])
    theirs = browse(other_supervisor).get(entry).content.decode()
    assert "counted from the house" in theirs and "Tamarind" not in theirs and "Count it no more" not in theirs
    kept = browse(keeper)
    assert "Count it no more" in kept.get(entry).content.decode()
    refused = kept.post(reverse("directory_capacity", args=[shelter.public_id]), {"unit": "beds", "available": 1})
    assert refused.status_code == 422 and "counted from your houses" in refused.content.decode()
    assert page.post(reverse("house_directory_end", args=[tamarind.public_id])).status_code == 302
    assert told(shelter, keeper) == [(2, None, False)]
    assert page.post(at, {"service": str(shelter.public_id)}).status_code == 302
    assert kept.post(reverse("directory_by_hand", args=[shelter.public_id])).status_code == 302
    assert told(shelter, keeper) == [(2, None, False)]
