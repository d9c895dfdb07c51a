"""What goes into the directory as a file comes out of it again, whole; a file is taken whole or not at all."""

import json
from uuid import uuid4

import pytest

from casemgr.audit import events
from casemgr.errors import InvalidInput, NotPermitted
from referrals import actions
from referrals.directory.hsds.flat import Tables
from referrals.directory.hsds.reading import read_document, read_json
from referrals.models import DirectoryOrganization, DirectoryPhone, DirectoryService, TermLink
from tests.conftest import as_user
from tests.directory.conftest import SECRET
from tests.directory.test_keeping import told


def one():
    return str(uuid4())


def a_file():
    """An organization as others write it: more than we have columns for, one phone in three places, odd values."""
    phone = {"id": one(), "number": "+44 1", "extension": 3, "type": "voice", "made_up": {"a": [1, None]}}
    language = {"id": one(), "code": "ur", "name": "Urdu", "note": None}
    term = {
        "id": one(),
        "code": "T1",
        "name": "Counsel",
        "description": "x" * 2500,
        "taxonomy": "list",
        "taxonomy_detail": {"id": one(), "name": "List", "description": "", "version": "2"},
    }
    hours = {"id": one(), "freq": "WEEKLY", "byday": "MO", "opens_at": "10:00", "closes_at": "18:30:00", "timezone": 3}
    place = {
        "id": one(),
        "location_type": "physical",
        "name": "Hall",
        "latitude": 100,
        "longitude": 10.5,
        "addresses": [
            {
                "id": one(),
                "address_1": "1 Open Street",
                "city": "Leeds",
                "state_province": "",
                "postal_code": "L1",
                "country": "GB",
                "address_type": "postal",
            }
        ],
        "phones": [dict(phone, languages=[language])],
        "accessibility": [{"id": one(), "description": "Ramp", "attributes": [{"id": one(), "value": "deep"}]}],
    }
    return {
        "id": one(),
        "name": "Counsel House",
        "description": "Help",
        "year_incorporated": 1990,
        "parent_organization_id": one(),
        "funding": [{"id": one(), "source": "City"}],
        "contacts": [{"id": one(), "title": "Desk", "phones": [{"id": one(), "number": "9"}]}],
        "phones": [phone],
        "locations": [place],
        "programs": [{"id": one(), "name": "P", "description": "p"}],
        "services": [
            {
                "id": one(),
                "name": "Counsel",
                "status": "active",
                "wait_time": None,
                "minimum_age": 12,
                "assured_date": "2005-01-01",
                "last_modified": "2023-03-15T10:30:45.123Z",
                "phones": [phone],
                "schedules": [hours],
                "languages": [language | {"id": one()}],
                "cost_options": [{"id": one(), "amount": 35.5, "currency": "gbp", "valid_from": "2020-01-01"}],
                "capacities": [
                    {
                        "id": one(),
                        "unit": {"id": one(), "name": "bed", "scheme": "own"},
                        "available": 2,
                        "updated": "2024-09-25T14:23:06.5+01:00",
                    }
                ],
                "attributes": [
                    {"id": one(), "link_type": "kind", "value": "v", "taxonomy_term": term},
                    {"id": one(), "taxonomy_term_id": one()},
                ],
                "metadata": [{"id": one(), "resource_type": "service", "field_name": "name"}],
                "service_at_locations": [{"id": one(), "description": "Upstairs", "location": place}],
            }
        ],
    }


def flat(document):
    tables = Tables(everything=True)
    for table in ("organizations", "locations", "taxonomies", "taxonomy_terms"):
        for row in document.get(table, ()):
            tables.add(table, row)
    assert tables.problems == []
    return dict(tables)


def take(document, by, *, dry_run=False):
    with as_user(by):
        return actions.import_directory(read_json(json.dumps(document)), dry_run=dry_run, by=by)


def give(by):
    with as_user(by):
        return actions.export_directory(by=by)


def test_an_outside_file_comes_out_as_it_went_in(keeper):
    given = a_file()
    done = take(given, keeper)
    assert done.rows["organizations"] == (1, 0) and done.rows["phones"] == (1, 0)
    assert flat(give(keeper)) == flat({"organizations": [given]})


def test_what_is_understood_lies_in_columns(keeper):
    take(a_file(), keeper)
    with as_user(keeper):
        service = DirectoryService.objects.kept_by(keeper).get()
        assert (service.minimum_age, str(service.verified_on)) == (12, "2005-01-01")
        assert str(service.schedules.kept_by(keeper).get().opens_at) == "10:00:00"
        assert service.capacities.kept_by(keeper).get().unit == "bed"
        assert TermLink.objects.kept_by(keeper).get().term.code == "T1"
        phone = DirectoryPhone.objects.kept_by(keeper).get()
        assert phone.provider_id and phone.service_id and phone.location_id


def test_a_file_of_ours_comes_out_as_it_went_in(keeper, other_keeper, night_bus, legal_aid):
    with as_user(keeper):
        said = {"serves": ["women", "girls"], "groups": ["families"], "cost": "free", "maximum_age": 30}
        actions.keep_service(said, entry=legal_aid, by=keeper)
        actions.set_capacity(legal_aid, unit="beds", available=1, maximum=4, by=keeper)
    first = give(keeper)
    take(first, other_keeper)
    assert flat(give(other_keeper)) == flat(first)
    with as_user(other_keeper):
        copy = DirectoryService.objects.kept_by(other_keeper).get()
        assert (copy.service_code, copy.serves, copy.cost) == ("legal_aid", ["women", "girls"], "free")
        assert copy.provider.country == "THA" and copy.provider.verified_on
        assert not TermLink.objects.kept_by(other_keeper).exists()


def test_nothing_of_a_hidden_place_is_in_the_file(keeper, legal_aid, shelter, tamarind):
    text = json.dumps(give(keeper))
    assert "Town office" in text and "Shelter" in text
    for word in ("Tamarind", SECRET, str(tamarind.hsds_id), str(tamarind.public_id)):
        assert word not in text


def test_the_same_file_again_changes_and_adds_nothing_and_drops_what_is_gone(keeper):
    given = a_file()
    take(given, keeper)
    again = take(given, keeper)
    assert again.rows["services"] == (0, 1)
    del given["services"][0]["languages"]
    given["services"][0]["name"] = "New name"
    take(given, keeper)
    assert flat(give(keeper)) == flat({"organizations": [given]})


def test_a_dry_run_writes_nothing(keeper, auditor):
    done = take(a_file(), keeper, dry_run=True)
    assert done.rows["organizations"] == (1, 0)
    with as_user(keeper):
        assert not DirectoryOrganization.objects.kept_by(keeper).exists()
    assert told(events.DIRECTORY_IMPORTED, auditor) == []


def wrongs(change):
    given = a_file()
    change(given)
    return given


@pytest.mark.parametrize(
    ("change", "table", "name"),
    [
        (lambda f: f.pop("name"), "organizations", "name"),
        (lambda f: f["services"][0].update(status="open"), "services", "status"),
        (lambda f: f["services"][0].pop("status"), "services", "status"),
        (lambda f: f["phones"][0].update(id="12"), "phones", "id"),
        (lambda f: f["locations"][0].update(location_type="house"), "locations", "location_type"),
        (lambda f: f["services"][0]["capacities"][0].update(maximum=1), "service_capacities", "available"),
        (lambda f: f["phones"].append(f["phones"][0] | {"number": "2"}), "phones", ""),
    ],
)
def test_one_bad_row_stops_the_whole_file_and_is_named(keeper, change, table, name):
    given = wrongs(change)
    with pytest.raises(actions.FileRefused) as refused:
        take(given, keeper)
    found = [(problem.table, problem.name) for problem in refused.value.problems if not problem.is_note]
    assert (table, name) in found
    with as_user(keeper):
        assert not DirectoryOrganization.objects.kept_by(keeper).exists()


def test_a_file_neither_changes_nor_touches_a_hidden_place(keeper, tamarind, night_bus):
    place = {"id": str(tamarind.hsds_id), "location_type": "physical", "name": "Tamarind", "latitude": 1}
    address = {"id": one(), "location_id": str(tamarind.hsds_id), "address_1": SECRET, "city": "B"}
    for document in ({"locations": [place]}, {"addresses.csv": [address]}):
        with pytest.raises(actions.FileRefused):
            take(document, keeper)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "5", '{"a": NaN}', "[" * 200 + "]" * 200, '{"contents": [3]}'])
def test_what_is_no_file_of_hsds_is_refused(keeper, text):
    with pytest.raises(InvalidInput):
        read_json(text)


def test_only_keepers_import_and_only_readers_export(caseworker, auditor):
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.import_directory(read_document(a_file()), dry_run=True, by=caseworker)
    with as_user(auditor), pytest.raises(NotPermitted):
        actions.export_directory(by=auditor)


def test_the_trail_tells_of_files_without_their_words(keeper, auditor):
    take(a_file(), keeper)
    give(keeper)
    (imported,) = told(events.DIRECTORY_IMPORTED, auditor)
    assert imported.additional_data["services"] == 1 and "Counsel" not in json.dumps(imported.additional_data)
    assert len(told(events.DIRECTORY_EXPORTED, auditor)) == 1
