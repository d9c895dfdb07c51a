"""The directory over the partner API: pages and entries in HSDS 3.0, ids of the API, nothing that is hidden."""

import base64
import io
import json
import zipfile
from uuid import UUID, uuid4

import pytest

from referrals import actions
from referrals.directory.members import own_id
from referrals.models import DirectoryOrganization, DirectoryService
from tests.conftest import as_user
from tests.directory.conftest import SECRET, an_organization
from tests.directory.test_hsds_files import a_file
from tests.partner_api.conftest import consent_body

pytestmark = pytest.mark.usefixtures("legal_aid", "shelter")
LISTS = ("organizations", "services", "service_at_locations", "taxonomies", "taxonomy_terms")


def contents(partner, path):
    reply = partner.get(f"directory/{path}")
    assert reply.status_code == 200, reply.content
    return reply.json()["contents"]


def test_pages_are_told_as_hsds_tells_them(sender):
    page = sender.get("directory/organizations?per_page=1&page=2").json()
    found = {name: value for name, value in page.items() if name != "contents"}
    assert found == {
        "total_items": 2,
        "total_pages": 2,
        "page_number": 2,
        "size": 1,
        "first_page": False,
        "last_page": True,
        "empty": False,
    }
    assert sender.get("directory/organizations?page=3").status_code == 404
    assert sender.get("directory/organizations?page=0").status_code == 422
    assert sender.get("directory/organizations?cursor=x").status_code == 400


def test_pages_show_each_entry_once_across_both_kinds(sender, receiver, keeper):
    for number in range(3):
        an_organization(keeper, name=f"Outside {number}")
    names = []
    for page in (1, 2, 3):
        names += [one["name"] for one in contents(sender, f"organizations?per_page=2&page={page}")]
    assert sorted(names) == sorted(["Harbor House", "Lotus Legal", "Night Bus", "Outside 0", "Outside 1", "Outside 2"])


def test_members_are_there_under_an_id_that_a_consent_takes(sender, receiver, lotus, other_keeper):
    bare = next(one for one in contents(sender, "organizations") if one["name"] == "Lotus Legal")
    assert bare["member"] == lotus.public_id and UUID(bare["id"]) == own_id(lotus)
    an_organization(other_keeper, name="Lotus Legal Aid", member=lotus)
    kept = next(one for one in contents(sender, "organizations") if one["name"] == "Lotus Legal Aid")
    assert kept["id"] == bare["id"] and kept["description"] == "Help in town"
    assert len([one for one in contents(sender, "organizations") if one["member"] == lotus.public_id]) == 1
    for recipient in (kept["id"], kept["member"]):
        body = consent_body(lotus) | {"recipient": recipient}
        assert sender.post("consents", body).status_code == 201
    for one in (kept["id"], lotus.public_id):
        assert sender.get(f"directory/organizations/{one}").json()["name"] == "Lotus Legal Aid"
    assert sender.get(f"directory/organizations/{lotus.public_id}x").status_code == 404


def test_one_service_is_told_with_all_that_stands_in_it(receiver, keeper, legal_aid):
    with as_user(keeper):
        actions.set_capacity(legal_aid, unit="places", available=3, maximum=5, by=keeper)
    (listed,) = [one for one in contents(receiver, "services") if one["name"] == "Legal aid in town"]
    told = receiver.get(f"directory/services/{listed['id']}").json()
    assert told["organization"]["name"] == "Night Bus" and told["organization"]["member"] is None
    assert {one["code"] for one in told["languages"]} == {"th", "my"}
    assert told["schedules"][0]["byday"] == "MO,TU" and told["phones"][0]["number"] == "+66 2 555 0111"
    assert told["capacities"][0]["available"] == 3 and told["capacities"][0]["unit"]["name"] == "places"
    assert told["service_at_locations"][0]["location"]["addresses"][0]["city"] == "Bangkok"
    assert [one["taxonomy_term"]["code"] for one in told["attributes"]] == ["service:legal_aid"]
    assert told["assured_date"]


def test_nothing_of_a_hidden_place_or_of_whoever_keeps_it_goes_out(sender, receiver, keeper, tamarind, shelter):
    for partner in (sender, receiver):
        said = b""
        for name in LISTS:
            for one in contents(partner, name):
                said += partner.get(f"directory/{name}/{one['id']}").content
            said += json.dumps(contents(partner, name)).encode()
        assert b"Shelter" in said and b"Town office" in said
        hidden = (SECRET, "Tamarind", tamarind.public_id, tamarind.hsds_id, tamarind.pk, keeper.name, keeper.email)
        for word in hidden:
            assert str(word).encode() not in said, word


def test_ids_inside_stay_inside(receiver, legal_aid, night_bus):
    told = receiver.get(f"directory/services/{legal_aid.public_id}").content
    for one in (legal_aid.pk, night_bus.pk, legal_aid.hsds_id):
        assert str(one).encode() not in told


def test_lists_are_narrowed(receiver, legal_aid, shelter, night_bus, keeper, other_keeper):
    def names(query):
        return {one["name"] for one in contents(receiver, f"services?{query}")}

    terms = {one["code"]: one["id"] for one in contents(receiver, "taxonomy_terms?per_page=100") if "code" in one}
    assert names(f"taxonomy_term_id={terms['service:legal_aid']}") == {"Legal aid in town"}
    assert names(f"taxonomy_term_id={uuid4()}") == set()
    assert names(f"organization_id={night_bus.public_id}") == {"Legal aid in town", "Shelter"}
    assert names(f"organization_id={uuid4()}") == set()
    assert names("modified_after=2999-01-01T00:00:00Z") == set()
    with as_user(keeper):
        actions.keep_service({"groups": ["families"]}, entry=legal_aid, by=keeper)
    assert names(f"taxonomy_term_id={terms['group:families']}") == {"Legal aid in town"}


def test_what_is_not_offered_any_more_is_absent_to_others(sender, receiver, keeper, legal_aid):
    with as_user(keeper):
        actions.retire(legal_aid, by=keeper)
    theirs = receiver.get(f"directory/services/{legal_aid.public_id}")
    absent = receiver.get(f"directory/services/{uuid4()}")
    assert (theirs.status_code, theirs.content) == (404, absent.content)
    assert sender.get(f"directory/services/{legal_aid.public_id}").json()["status"] == "defunct"


class TestImports:
    """POST /directory/imports: all or nothing, once per key, into one's own organization's part."""

    def test_a_file_is_taken_and_told_to_everybody(self, sender, receiver, caseworker):
        given = a_file()
        tried = sender.post("directory/imports?dry_run=true", {"organizations": [given]})
        assert tried.status_code == 200, tried.content
        assert (
            tried.json()["dry_run"] is True and {"table": "services", "new": 1, "changed": 0} in tried.json()["tables"]
        )
        with as_user(caseworker):
            assert not DirectoryOrganization.objects.visible_to(caseworker).filter(name="Counsel House").exists()
        assert sender.post("directory/imports", {"organizations": [given]}).status_code == 200
        told = next(one for one in contents(receiver, "services") if one["name"] == "Counsel")
        assert told["organization"]["name"] == "Counsel House" and "wait_time" not in told

    def test_bad_rows_are_named_and_nothing_is_written(self, sender, caseworker):
        given = a_file()
        given["services"][0]["status"] = "Amira's flat"
        refused = sender.post("directory/imports", {"organizations": [given]})
        assert refused.status_code == 422 and b"Amira" not in refused.content
        assert "/services/0/status" in [one["pointer"] for one in refused.json()["errors"]]
        with as_user(caseworker):
            assert not DirectoryOrganization.objects.visible_to(caseworker).filter(name="Counsel House").exists()

    def test_the_same_call_again_gives_the_first_answer(self, sender):
        body = {"organizations": [a_file()]}
        first = sender.post("directory/imports", body, key="k1")
        again = sender.post("directory/imports", body, key="k1")
        assert again["Idempotency-Replayed"] == "true" and again.json() == first.json()

    def test_a_key_holds_for_one_call_with_its_parameters(self, sender):
        body = {"organizations": [a_file()]}
        assert sender.post("directory/imports?dry_run=true", body, key="k2").status_code == 200
        other = sender.post("directory/imports", body, key="k2")
        assert other.status_code == 422 and other.json()["type"].endswith("idempotency_key_reused")

    def test_a_package_of_csv_files_is_taken(self, sender, keeper, legal_aid):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as package:
            package.writestr("organizations.csv", f"id,name,description\r\n{uuid4()},From CSV,Help\r\n")
        reply = send_zip(sender, made.getvalue())
        assert reply.status_code == 200, reply.content
        assert "From CSV" in [one["name"] for one in contents(sender, "organizations")]

    @pytest.mark.parametrize("body", [b"", b"PK", b"x" * 1000])
    def test_what_is_no_package_is_refused(self, sender, body):
        assert send_zip(sender, body).status_code == 422

    def test_other_kinds_of_file_and_other_scopes_are_refused(self, sender):
        given = {"Authorization": f"Bearer {sender.token}", "Idempotency-Key": "x1"}
        reply = sender.web.generic("POST", "/api/v1/directory/imports", "a", content_type="text/csv", headers=given)
        assert reply.status_code == 415

    @pytest.mark.parametrize("word", ["a\x00b", "\ud800"])
    def test_text_that_no_database_takes_is_refused(self, sender, word):
        given = a_file() | {"description": word}
        assert sender.post("directory/imports", {"organizations": [given]}).status_code == 422


def send_zip(partner, body):
    headers = {"Authorization": f"Bearer {partner.token}", "Idempotency-Key": base64.b16encode(uuid4().bytes).decode()}
    web = partner.web
    return web.generic("POST", "/api/v1/directory/imports", body, content_type="application/zip", headers=headers)


def test_the_directory_of_a_suspended_organization_is_gone(sender, receiver, harbor):
    assert contents(receiver, "services")
    harbor.status = "suspended"
    harbor.save()
    assert contents(receiver, "services") == []
    assert [one["name"] for one in contents(receiver, "organizations")] == ["Lotus Legal"]


def test_another_organizations_file_ids_dont_collide_with_ours(sender, receiver, caseworker, lotus_worker):
    given = {"organizations": [a_file()]}
    assert sender.post("directory/imports", given).status_code == 200
    assert receiver.post("directory/imports", given).status_code == 200
    found = [one["id"] for one in contents(sender, "services") if one["name"] == "Counsel"]
    assert len(found) == 2 and len(set(found)) == 2
    with as_user(lotus_worker):
        assert DirectoryService.objects.kept_by(lotus_worker).count() == 1
