"""The directory on pages: found by what somebody needs, kept by forms, hidden places only at home."""

import io
import json
import zipfile

import pytest

from casemgr.audit import events
from referrals import actions
from referrals.models import (
    DirectoryAddress,
    DirectoryLanguage,
    DirectoryLocation,
    DirectoryOrganization,
    DirectorySchedule,
    DirectoryService,
    ServiceAtLocation,
    ServiceCapacity,
)
from tests.conftest import as_user, make_person_of
from tests.directory.conftest import SECRET, a_service
from tests.directory.test_hsds_files import a_file
from tests.directory.test_keeping import told
from tests.pages.conftest import signed_in, text_of  # noqa: F401 - a fixture


@pytest.fixture
def keeping(signed_in, keeper):  # noqa: F811
    return signed_in(keeper)


@pytest.fixture
def reading(signed_in, caseworker):  # noqa: F811
    return signed_in(caseworker)


@pytest.fixture
def elsewhere(signed_in, lotus_worker):  # noqa: F811
    return signed_in(lotus_worker)


def _sent(value):
    return "" if value is None else value


class TestFinding:
    """The list and its filters."""

    def names(self, browser, query=""):
        page = browser.get(f"/directory/?{query}")
        assert page.status_code == 200
        return [row.service.name for row in page.context["rows"]]

    def test_the_list_is_narrowed_by_what_somebody_needs(self, reading, keeper, legal_aid, shelter, night_bus):
        a_service(keeper, night_bus, name="Clinic", service_code="medical")
        with as_user(keeper):
            actions.set_capacity(shelter, unit="beds", available=1, by=keeper)
            actions.set_capacity(legal_aid, unit="places", available=0, by=keeper)
            spoken = DirectoryLanguage.objects.kept_by(keeper)
            spoken.exclude(service=legal_aid).delete()
            DirectoryService.objects.kept_by(keeper).filter(name="Clinic").update(verified_on="2020-01-01")
        assert self.names(reading) == ["Clinic", "Legal aid in town", "Shelter"]
        assert self.names(reading, "service=medical") == ["Clinic"]
        assert self.names(reading, "language=my") == ["Legal aid in town"]
        assert self.names(reading, "country=THA") == ["Clinic", "Legal aid in town", "Shelter"]
        assert self.names(reading, "region=Bangkok") == ["Legal aid in town"]
        assert self.names(reading, "room=free") == ["Shelter"]
        assert self.names(reading, "checked=lately") == ["Legal aid in town", "Shelter"]
        assert self.names(reading, "checked=stale") == ["Clinic"]
        assert self.names(reading, "service=medical&room=free") == []

    def test_filters_that_are_not_offered_narrow_nothing(self, reading, legal_aid):
        assert self.names(reading, "country=ZZZ&region=' OR 1=1&page=-3") == ["Legal aid in town"]

    def test_others_find_active_entries_and_no_button_to_keep_them(self, elsewhere, legal_aid, shelter):
        assert self.names(elsewhere) == ["Legal aid in town", "Shelter"]
        page = text_of(elsewhere.get(f"/directory/services/{legal_aid.public_id}/"))
        assert "Another organization keeps this entry" in page and f"{legal_aid.public_id}/change/" not in page
        assert "+66 2 555 0111" in page and "Bangkok" not in page and "Town office" in page

    def test_what_grew_stale_is_said_and_listed(self, keeping, elsewhere, keeper, legal_aid):
        with as_user(keeper):
            DirectoryService.objects.kept_by(keeper).update(verified_on="2020-01-01")
        assert "Ask before you rely on it" in text_of(elsewhere.get(f"/directory/services/{legal_aid.public_id}/"))
        assert "Legal aid in town" in text_of(keeping.get("/directory/stale/"))
        assert keeping.post(f"/directory/services/{legal_aid.public_id}/checked/").status_code == 302
        assert "Legal aid in town" not in text_of(keeping.get("/directory/stale/"))
        assert elsewhere.get("/directory/stale/").status_code == 403


class TestHiddenPlaces:
    """At home a code name and a traced look; elsewhere nothing."""

    def test_others_find_neither_the_place_nor_a_word_of_it(self, elsewhere, shelter, tamarind, night_bus):
        for path in ("places", "organizations", "services"):
            one = {"places": tamarind, "organizations": night_bus, "services": shelter}[path]
            page = elsewhere.get(f"/directory/{path}/{one.public_id}/")
            assert "Tamarind" not in text_of(page) and SECRET not in text_of(page)
            assert page.status_code == (404 if path == "places" else 200)
        assert elsewhere.post(f"/directory/places/{tamarind.public_id}/reveal/").status_code == 404
        listed = text_of(elsewhere.get("/directory/"))
        assert "Shelter" in listed and "Tamarind" not in listed

    def test_at_home_where_it_is_stands_behind_a_traced_look(self, reading, tamarind, auditor, empty_cache):
        at = f"/directory/places/{tamarind.public_id}/"
        page = text_of(reading.get(at))
        assert "Tamarind" in page and SECRET not in page and told(events.DIRECTORY_PLACE_REVEALED, auditor) == []
        assert SECRET in text_of(reading.post(f"{at}reveal/"))
        assert len(told(events.DIRECTORY_PLACE_REVEALED, auditor)) == 1

    def test_the_form_never_shows_it_and_keeps_it_when_left_empty(self, keeping, keeper, tamarind):
        at = f"/directory/places/{tamarind.public_id}/change/"
        page = text_of(keeping.get(at))
        assert SECRET not in page and 'name="city"' not in page and 'name="known"' not in page
        posted = {"name": "Lime", "country": "Thailand", "whereabouts": "", "version": 1}
        assert keeping.post(at, posted).status_code == 302
        with as_user(keeper):
            now = DirectoryLocation.objects.kept_by(keeper).get(pk=tamarind.pk)
            assert (now.name, now.whereabouts, now.hidden) == ("Lime", SECRET, True)

    def test_hiding_a_place_takes_its_address_away(self, keeping, keeper, town_office):
        at = f"/directory/places/{town_office.public_id}/change/"
        posted = {"name": "Lime", "country": "THA", "known": "hidden", "whereabouts": SECRET, "city": "X", "version": 1}
        assert keeping.post(at, posted).status_code == 302
        with as_user(keeper):
            now = DirectoryLocation.objects.kept_by(keeper).get()
            assert now.hidden and now.whereabouts == SECRET and now.region == ""
            assert not DirectoryAddress.objects.kept_by(keeper).exists()


class TestKeeping:
    """Forms of the keeper."""

    def test_from_nothing_to_a_service_with_room(self, keeping, keeper):
        posted = {"name": "Night Bus", "country": "Thailand", "phone": "+66 1", "version": 1}
        made = keeping.post("/directory/organizations/new/", posted)
        assert made.status_code == 302, text_of(made)
        place = {"known": "open", "name": "Office", "country": "THA", "city": "Bangkok", "version": 1}
        assert keeping.post(f"{made['Location']}places/new/", place).status_code == 302
        with as_user(keeper):
            office = DirectoryLocation.objects.kept_by(keeper).get()
        service = {
            "name": "Law",
            "service_code": "legal_aid",
            "status": "active",
            "languages": "Thai; my",
            "days": ["MO", "FR"],
            "opens_at": "09:00",
            "closes_at": "17:30",
            "serves": ["women"],
            "places": [str(office.public_id)],
            "version": 1,
        }
        added = keeping.post(f"{made['Location']}services/new/", service)
        assert added.status_code == 302, text_of(added)
        room = {"unit": "places", "available": 2, "maximum": 5}
        assert keeping.post(f"{added['Location']}room/", room).status_code == 302
        page = text_of(keeping.get(added["Location"]))
        for words in ("Legal aid", "Thai, Burmese", "Monday, Friday 09:00–17:30", "Women", "Office"):
            assert words in page, words
        with as_user(keeper):
            assert ServiceCapacity.objects.kept_by(keeper).get().available == 2
            assert ServiceAtLocation.objects.kept_by(keeper).get().location_id == office.pk

    def test_two_keepers_never_overwrite_each_other(self, keeping, keeper, legal_aid):
        at = f"/directory/services/{legal_aid.public_id}/change/"
        page = keeping.get(at)
        form = page.context["form"]
        known = {f"initial-{name}": _sent(form[name].value()) for name in form.shown_fields()}
        posted = {name: _sent(form[name].value()) for name in form.fields} | known
        with as_user(keeper):
            actions.keep_service({"name": "Theirs", "wait_time": "a week"}, entry=legal_aid, by=keeper)
        clash = keeping.post(at, posted | {"name": "Mine"})
        assert clash.status_code == 409 and "Theirs" in text_of(clash) and "Mine" in text_of(clash)
        assert keeping.post(at, posted | {"alert": "Ring first"}).status_code == 302
        with as_user(keeper):
            now = DirectoryService.objects.kept_by(keeper).get()
            assert (now.name, now.alert, now.wait_time) == ("Theirs", "Ring first", "a week")

    def test_hours_that_one_line_cant_tell_stay_as_they_came(self, keeping, keeper, legal_aid):
        with as_user(keeper):
            row = DirectorySchedule(organization=keeper.organization, service=legal_aid, byday="SA")
            row.save(force_insert=True)
        at = f"/directory/services/{legal_aid.public_id}/change/"
        assert 'name="days"' not in text_of(keeping.get(at))
        posted = {"name": "Law", "service_code": "legal_aid", "status": "active", "version": 1}
        assert keeping.post(at, posted).status_code == 302
        with as_user(keeper):
            assert DirectorySchedule.objects.kept_by(keeper).count() == 2

    @pytest.mark.parametrize(
        "wrong",
        [{"service_code": "made_up"}, {"name": ""}, {"minimum_age": 9, "maximum_age": 3}, {"languages": "xx-no"}],
    )
    def test_what_is_wrong_stands_beside_its_field(self, keeping, keeper, night_bus, wrong):
        posted = {"name": "Law", "service_code": "legal_aid", "status": "active", "version": 1} | wrong
        page = keeping.post(f"/directory/organizations/{night_bus.public_id}/services/new/", posted)
        assert page.status_code == 422 and page.context["form"].errors
        with as_user(keeper):
            assert not DirectoryService.objects.kept_by(keeper).exists()

    def test_it_is_taken_out_after_being_asked(self, keeping, reading, keeper, legal_aid, night_bus):
        at = f"/directory/organizations/{night_bus.public_id}/retire/"
        assert "Its services and places go with it" in text_of(keeping.get(at))
        assert keeping.post(at).status_code == 302
        assert "Legal aid in town" not in text_of(reading.get("/directory/"))

    def test_a_partner_on_this_server_is_named_as_one(self, keeping, reading, keeper, lotus):
        posted = {"name": "Lotus", "member": lotus.public_id, "version": 1}
        made = keeping.post("/directory/organizations/new/", posted)
        assert made.status_code == 302, text_of(made)
        assert "Takes part on this server" in text_of(reading.get(made["Location"]))

    @pytest.mark.parametrize("role", ["caseworker", "supervisor"])
    def test_others_at_home_read_and_dont_write(self, signed_in, harbor, legal_aid, role):  # noqa: F811
        browser = signed_in(make_person_of(harbor, role))
        assert browser.get(f"/directory/services/{legal_aid.public_id}/").status_code == 200
        for path in ("change/", "room/", "retire/"):
            assert browser.get(f"/directory/services/{legal_aid.public_id}/{path}").status_code == 403
        assert browser.get("/directory/import/").status_code == 403

    def test_another_keeper_finds_nothing_to_change(self, signed_in, other_keeper, legal_aid):  # noqa: F811
        browser = signed_in(other_keeper)
        for path in ("change/", "room/", "retire/"):
            assert browser.get(f"/directory/services/{legal_aid.public_id}/{path}").status_code == 404
        assert browser.post(f"/directory/services/{legal_aid.public_id}/checked/").status_code == 404


class TestFiles:
    """Import with a preview, download."""

    def send(self, browser, document, **more):
        content = document if isinstance(document, bytes) else json.dumps(document).encode()
        file = io.BytesIO(content)
        file.name = "directory.json"
        return browser.post("/directory/import/", {"file": file} | more)

    def test_a_dry_run_tells_what_would_be_and_writes_nothing(self, keeping, keeper):
        page = self.send(keeping, a_file(), dry_run="on")
        assert page.status_code == 200 and "This service is not matched" in text_of(page)
        assert page.context["preview"].rows["organizations"] == (1, 0)
        with as_user(keeper):
            assert not DirectoryOrganization.objects.kept_by(keeper).exists()
        assert self.send(keeping, a_file()).status_code == 302
        with as_user(keeper):
            assert DirectoryOrganization.objects.kept_by(keeper).get().name == "Counsel House"

    def test_bad_rows_are_told_row_by_row(self, keeping, keeper):
        given = a_file()
        given["services"][0]["status"] = "Planted"
        page = self.send(keeping, given)
        assert page.status_code == 422 and "Planted" not in text_of(page)
        (problem,) = [one for one in page.context["problems"] if not one.is_note]
        assert (problem.table, problem.row, problem.name) == ("services", 1, "status")

    @pytest.mark.parametrize("content", [b"", b"{", b"PK\x03\x04nonsense", b"\xff\xfe"])
    def test_what_is_no_file_of_hsds_is_refused_in_words(self, keeping, content):
        assert self.send(keeping, content).status_code == 422

    def test_downloads_hold_what_is_kept_and_nothing_hidden(self, reading, keeping, legal_aid, shelter, empty_cache):
        for form in ("json", "csv"):
            reply = reading.get(f"/directory/download/{form}/")
            content = reply.content
            if form == "csv":
                package = zipfile.ZipFile(io.BytesIO(content))
                assert {"organizations.csv", "services.csv", "service_at_location.csv"} <= set(package.namelist())
                content = b"".join(package.read(name) for name in package.namelist())
            assert b"Legal aid in town" in content and b"Shelter" in content
            assert b"Tamarind" not in content and SECRET.encode() not in content
            assert self.send(keeping, reply.content, dry_run="on").status_code == 200
        assert reading.get("/directory/download/xml/").status_code == 404
