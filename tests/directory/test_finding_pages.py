"""Finding a service on pages: reasons in words, a map of what may be known, nothing of the person in an address."""

import datetime
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casemgr.audit.models import AuditEntry
from cases.actions import never_share, register
from cases.models import Case
from referrals import actions
from referrals.models import DirectoryService, Enquiry, Referral, ServiceCapacity
from tests.conftest import as_user, make_person_of, open_case, store_consent
from tests.directory.conftest import SECRET, a_hidden_place, a_place, a_service, an_organization
from tests.pages.conftest import signed_in, text_of  # noqa: F401 - a fixture

ADULT = {"birth_year": datetime.date.today().year - 30}


@pytest.fixture
def browser(signed_in, caseworker):  # noqa: F811
    return signed_in(caseworker)


@pytest.fixture
def elsewhere(signed_in, lotus_worker):  # noqa: F811
    return signed_in(lotus_worker)


def search(browser, case=None, **need):
    path = f"/cases/{case.public_id}/find-service/" if case else "/directory/find/"
    return browser.post(path, {"service": "legal_aid"} | need)


def hits(reply):
    return [(hit.number, hit.facts.name) for hit in reply.context["found"].hits]


def said(reply, name):
    found = reply.context["found"]
    (hit,) = [one for one in (*found.hits, *found.barred) if one.facts.name == name]
    return [re.sub("<[^>]+>", "", str(reason.text)) for reason in hit.reasons]


def at(keeper, place, latitude, longitude):
    with as_user(keeper):
        where = {"latitude": latitude, "longitude": longitude}
        return actions.keep_location(where, entry=place, by=keeper)


class TestReasons:
    """What speaks for a service, what to ask, what speaks against it."""

    def test_each_hit_says_why_in_words(self, browser, keeper, legal_aid):
        with as_user(keeper):
            changed = {"serves": ["women"], "minimum_age": 16, "cost": "free", "interpretation_services": "by phone"}
            changed |= {"eligibility_description": "With a letter of the court", "wait_time": "Two weeks"}
            actions.keep_service(changed, entry=legal_aid, by=keeper)
            actions.set_capacity(legal_aid, unit="places", available=2, maximum=5, by=keeper)
        page = search(browser, whom="women", age="18_24", language="Arabic", country="THA")
        words = said(page, "Legal aid in town")
        for expected in (
            "Gives: Legal aid",
            "Takes: Women",
            "Takes this age: from 16 on",
            "Has interpretation",
            "In Bangkok",
            "Free",
            "By phone or letter",
            "Last checked: Today",
        ):
            assert expected in words, (expected, words)
        assert any(re.fullmatch(r"Free: 2/5 places, told Today \d\d:\d\d", one) for one in words)
        assert hits(page) == [(1, "Legal aid in town")] and page.status_code == 200
        assert "With a letter of the court" in text_of(page) and "Two weeks" in text_of(page)

    def test_who_keeps_partners_makes_one_of_a_hit_that_takes_no_part(self, browser, signed_in, supervisor, legal_aid):  # noqa: F811
        link = f"/directory/partners/from/{legal_aid.provider.public_id}/"
        assert link not in search(browser).content.decode()
        leading = signed_in(supervisor)
        assert link in search(leading, country="").content.decode()
        assert leading.get(link).status_code == 200

    def test_what_is_ruled_out_stands_apart_with_its_reason(self, browser, keeper, legal_aid, night_bus):
        a_service(keeper, night_bus, name="For men", serves=["men"])
        a_service(keeper, night_bus, name="For children", maximum_age=17)
        page = search(browser, whom="women", age="25_39")
        assert hits(page) == [(1, "Legal aid in town")]
        assert said(page, "For men") == ["Only for: Men"] and said(page, "For children") == [
            "Takes other ages: up to 17"
        ]
        assert "2 services were ruled out" in text_of(page)

    def test_what_grew_stale_is_told_in_months(self, browser, keeper, legal_aid):
        long_ago = datetime.date.today() - datetime.timedelta(days=426)
        with as_user(keeper):
            DirectoryService.objects.kept_by(keeper).update(verified_on=long_ago)
        words = said(search(browser), "Legal aid in town")
        assert "Last checked 14 months ago: ask before you rely on it" in words

    def test_no_room_is_told_with_its_day(self, browser, keeper, legal_aid):
        with as_user(keeper):
            actions.set_capacity(legal_aid, unit="beds", available=0, maximum=5, by=keeper)
            told = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
            ServiceCapacity.objects.kept_by(keeper).update(updated=told)
        (words,) = [one for one in said(search(browser), "Legal aid in town") if "free" in one]
        assert words.startswith("Nothing free (beds), told Yesterday")

    def test_no_number_says_how_well_something_fits(self, browser, legal_aid):
        page = text_of(search(browser))
        assert not re.search(r"score|level|\d+ ?%", page.replace("100%", ""), re.IGNORECASE)


class TestFromACase:
    """The case fills the form in; who must never know is left out; hits lead on."""

    def test_the_form_is_filled_in_from_the_case(self, browser, caseworker, legal_aid):
        facts = ADULT | {"gender": "Feminine", "preferred_language": "sw", "interpreter_needed": True}
        case = open_case(caseworker, **facts)
        form = browser.get(f"/cases/{case.public_id}/find-service/").context["form"]
        assert form.initial == {
            "language": "sw",
            "interpreter": True,
            "age": "25_39",
            "whom": "women",
            "country": "USA",
        }

    @pytest.mark.parametrize(("gender", "years", "whom"), [("Masculine", 9, "boys"), ("NonConforming", 30, "")])
    def test_whom_is_guessed_from_what_is_recorded_alone(self, browser, caseworker, gender, years, whom):
        born = datetime.date.today().year - years
        with as_user(caseworker):
            consent = store_consent(basis="mature_minor", note="Understands it") if years < 18 else store_consent()
            person = {"alias": "A", "gender": gender, "birth_year": born}
            case = register(person=person, consent=consent, by=caseworker)
        assert browser.get(f"/cases/{case.public_id}/find-service/").context["form"].initial["whom"] == whom

    def test_a_never_share_partner_leaves_no_trace_in_what_is_found(self, browser, caseworker, case, keeper, lotus):
        other = an_organization(keeper, name="Other", country="USA")
        a_service(
            keeper,
            other,
            [at(keeper, a_place(keeper, other, {"city": "Bay"}, country="USA"), 41, -72)],
            name="Law at the bay",
        )
        before = search(browser, case, country="USA")
        entry = an_organization(keeper, name="Lotus Legal", member=lotus, country="USA")
        there = at(keeper, a_place(keeper, entry, {"city": "Far"}, country="USA"), 30, -90)
        a_service(keeper, entry, [there], name="A law at Lotus")
        assert len(hits(search(browser, case, country="USA"))) == 2
        with as_user(caseworker):
            never_share(case.person, recipient=lotus, by=caseworker)
        after = search(browser, case, country="USA")
        assert after.context["found"] == before.context["found"]
        assert "Lotus" not in re.sub(r"<select.*?</select>", "", text_of(after), flags=re.DOTALL)

    @pytest.mark.parametrize("taking_part", [True, False])
    def test_no_embassy_is_found_for_who_must_be_kept_from_it(
        self, browser, caseworker, case, keeper, lotus, taking_part
    ):
        entry = an_organization(keeper, name="Ambasciata", member=lotus if taking_part else None, country="USA")
        a_service(keeper, entry, name="Papers and law")
        assert "Papers and law" in text_of(search(browser, case, country="USA"))
        with as_user(caseworker):
            never_share(case.person, description="The consulate", by=caseworker)
        after = search(browser, case, country="USA")
        assert hits(after) == [] and "Papers and law" not in text_of(after)

    def test_a_hit_leads_to_referring_with_receiver_and_service_chosen(self, browser, case, keeper, lotus):
        entry = an_organization(keeper, name="Lotus Legal", member=lotus)
        a_service(keeper, entry)
        page = text_of(search(browser, case))
        assert f'name="receiver" value="{lotus.public_id}"' in page and f"/cases/{case.public_id}/refer/" in page
        begun = browser.post(
            f"/cases/{case.public_id}/refer/",
            {"step": "begin", "receiver": lotus.public_id, "service_code": "legal_aid"},
        )
        chosen = text_of(begun)
        assert begun.status_code == 200 and "field-wrong" not in chosen
        assert f'<option value="{lotus.public_id}" selected>' in chosen
        assert '<option value="legal_aid" selected>' in chosen
        with as_user(make_person_of(lotus, "supervisor")) as user:
            assert not Referral.objects.visible_to(user).exists()

    def test_one_that_must_never_know_cant_be_chosen_that_way(self, browser, caseworker, case, lotus):
        with as_user(caseworker):
            never_share(case.person, recipient=lotus, by=caseworker)
        begun = browser.post(f"/cases/{case.public_id}/refer/", {"step": "begin", "receiver": lotus.public_id})
        assert lotus.public_id not in text_of(begun)

    def test_nothing_of_the_person_stands_in_an_address_or_is_kept(self, browser, caseworker, legal_aid, keeper, lotus):
        case = open_case(caseworker, **ADULT, gender="Feminine", preferred_language="sw")
        a_service(keeper, an_organization(keeper, name="Lotus", member=lotus))
        with as_user(caseworker):
            entries = AuditEntry.objects.unscoped("test").count()
            before = Case.objects.visible_to(caseworker).values_list("updated_at", flat=True).get()
        page = search(browser, case, language="Swahili", whom="women", age="25_39")
        addresses = re.findall(r'(?:href|action)="([^"]*)"', text_of(page))
        assert not [one for one in addresses if re.search(r"sw\b|women|25_39|legal_aid|\?", one)]
        assert page.request["QUERY_STRING"] == ""
        with as_user(caseworker):
            told = AuditEntry.objects.unscoped("test").order_by("-pk")
            assert told.count() - entries == 1 and told[0].event == "case:record:read"
            assert "sw" not in str(told[0].additional_data) and "women" not in str(told[0].additional_data)
            assert Case.objects.visible_to(caseworker).values_list("updated_at", flat=True).get() == before
            assert not Enquiry.objects.visible_to(caseworker).exists()

    def test_who_doesnt_see_the_case_finds_nothing(self, signed_in, colleague, lotus_worker, case):  # noqa: F811
        for one in (colleague, lotus_worker):
            assert search(signed_in(one), case).status_code == 404


class TestMap:
    """Public places with coordinates; hidden ones and their edges are on none."""

    def marks(self, reply):
        return [mark["at"].numbers for mark in reply.context["found"].map["marks"]]

    def test_numbers_on_the_map_are_those_of_the_list(self, browser, keeper, legal_aid, town_office, night_bus):
        at(keeper, town_office, 13.75, 100.5)
        far = a_place(keeper, night_bus, {"city": "Chiang Mai"}, name="North")
        a_service(keeper, night_bus, [at(keeper, far, 18.79, 98.98)], name="Zebra law")
        a_service(keeper, night_bus, name="Quiet law")
        page = search(browser)
        assert hits(page) == [(1, "Legal aid in town"), (2, "Quiet law"), (3, "Zebra law")]
        assert self.marks(page) == [(1,), (3,)]
        text = text_of(page)
        assert '<a href="#hit-3" aria-label="3: Zebra law, Night Bus">' in text and 'id="hit-3"' in text
        assert "200 km" in text and "16°N" in text

    def test_a_hidden_place_moves_no_edge_and_draws_no_mark(self, browser, elsewhere, keeper, legal_aid, town_office):
        at(keeper, town_office, 13.75, 100.5)
        before = {who: search(one).context["found"].map for who, one in (("home", browser), ("far", elsewhere))}
        provider = legal_aid.provider
        hidden = a_hidden_place(keeper, provider)
        with as_user(keeper):
            actions.keep_service({}, entry=legal_aid, places=[town_office, hidden], by=keeper)
        for who, one in (("home", browser), ("far", elsewhere)):
            page = search(one)
            assert page.context["found"].map == before[who], who
            assert SECRET not in text_of(page) and "Tamarind" not in text_of(page), who

    def test_without_coordinates_there_is_no_map(self, browser, legal_aid):
        assert search(browser).context["found"].map is None

    def test_it_asks_nobody_else_for_anything(self, browser, keeper, legal_aid, town_office):
        at(keeper, town_office, 13.75, 100.5)
        page = text_of(search(browser))
        assert not re.search(r'(?:src|href|xlink:href)="(?:https?:)?//', page)
        assert "<script" not in page[page.index("<svg viewBox") : page.index("</svg>", page.index("<svg viewBox"))]


class TestForms:
    """What is wrong stands beside its field, and nothing typed is lost."""

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [({"service": ""}, "service"), ({"language": "Klingonish"}, "language"), ({"places": "99"}, "places")],
        ids=str,
    )
    def test_what_is_wrong_stands_beside_its_field(self, browser, wrong, field):
        page = search(browser, **wrong)
        assert page.status_code == 422 and list(page.context["form"].errors) == [field]
        assert 'class="error-summary"' in text_of(page) or "error-summary" in text_of(page)

    def test_nothing_fits_says_what_to_do(self, browser):
        assert "Leave something open" in text_of(search(browser))

    def test_it_takes_as_many_queries_for_many_hits_as_for_one(self, browser, keeper, legal_aid, night_bus):
        with CaptureQueriesContext(connection) as few:
            search(browser)
        for number in range(9):
            a_service(keeper, night_bus, [a_place(keeper, night_bus, {"city": f"T{number}"})], name=f"Law {number}")
        with CaptureQueriesContext(connection) as many:
            assert len(hits(search(browser))) == 10
        assert len(many) <= len(few) + 1  # more towns to choose from

    @pytest.mark.parametrize("role", ["auditor", "night_staff"])
    def test_who_reads_no_directory_finds_nothing(self, signed_in, harbor, role):  # noqa: F811
        one = signed_in(make_person_of(harbor, role))
        for path in ("find/", "beds/", "map/"):
            assert one.get(f"/directory/{path}").status_code == 403


class TestBeds:
    """Free beds now: a number first, by region, with the time of each figure."""

    def test_what_is_free_stands_under_its_region_with_its_time(self, browser, keeper, night_bus, shelter):
        place = a_place(keeper, night_bus, {"city": "Bangkok"}, name="Pier")
        rooms = a_service(keeper, night_bus, [place], name="Rooms", service_code="short_term_housing")
        full = a_service(keeper, night_bus, name="Full", service_code="emergency_shelter")
        with as_user(keeper):
            actions.set_capacity(shelter, unit="beds", available=3, maximum=6, by=keeper)
            actions.set_capacity(rooms, unit="rooms", available=1, by=keeper)
            actions.set_capacity(full, unit="beds", available=0, by=keeper)
            week_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=7)
            ServiceCapacity.objects.kept_by(keeper).filter(service=rooms).update(updated=week_ago)
        page = browser.get("/directory/beds/")
        regions = {name: [row["facts"].name for row in rows] for name, rows in page.context["regions"]}
        assert regions == {"Thailand": ["Shelter"], "Thailand · Bangkok": ["Rooms"]}
        assert page.context["without"] == 1
        text = text_of(page)
        assert 'href="tel:+6625550111"' in text and "Told long ago" in text and "told Today" in text
        assert "Tamarind" not in text

    def test_it_is_one_key_from_the_directory(self, browser, legal_aid):
        assert 'href="/directory/beds/" accesskey="b"' in text_of(browser.get("/directory/"))

    def test_the_number_told_last_comes_first(self, browser, keeper, night_bus):
        for name, hours in (("Old", 30), ("New", 1)):
            one = a_service(keeper, night_bus, name=name, service_code="emergency_shelter")
            with as_user(keeper):
                actions.set_capacity(one, unit="beds", available=1, by=keeper)
                told = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=hours)
                ServiceCapacity.objects.kept_by(keeper).filter(service=one).update(updated=told)
        ((_region, rows),) = browser.get("/directory/beds/").context["regions"]
        assert [row["facts"].name for row in rows] == ["New", "Old"]

    def test_nothing_free_says_what_to_do(self, browser):
        assert "Ring shelters all the same" in text_of(browser.get("/directory/beds/"))


class TestServiceMap:
    """Counts by region and kind; hidden places under their country alone."""

    def test_services_are_counted_by_region_and_kind(
        self, elsewhere, keeper, legal_aid, shelter, night_bus, town_office
    ):
        at(keeper, town_office, 13.75, 100.5)
        north = a_place(keeper, night_bus, {"city": "Chiang Mai"}, name="North", region="TH-50")
        a_service(keeper, night_bus, [town_office, at(keeper, north, 18.79, 98.98)], name="Law twice")
        page = elsewhere.get("/directory/map/")
        assert [(row["number"], row["name"], row["counts"]) for row in page.context["rows"]] == [
            (1, "Thailand · TH-10", [("Legal aid", 2)]),
            (2, "Thailand · TH-50", [("Legal aid", 1)]),
            (3, "Thailand, place not told", [("Emergency shelter or safe house", 1)]),
        ]
        assert [mark["at"].numbers for mark in page.context["map"]["marks"]] == [(1,), (2,)]
        assert "Tamarind" not in text_of(page)

    def test_filters_narrow_it(self, elsewhere, keeper, legal_aid, shelter):
        rows = elsewhere.get("/directory/map/?service=emergency_shelter").context["rows"]
        assert [row["name"] for row in rows] == ["Thailand, place not told"]
        assert elsewhere.get("/directory/map/?country=KEN").context["rows"] != []  # not offered: narrows nothing


def test_the_world_of_a_search_is_not_written_down(browser, keeper, legal_aid, caseworker):
    """A search for a caller leaves no entry and no row at all."""
    with as_user(caseworker), transaction.atomic():
        before = AuditEntry.objects.unscoped("test").count()
    search(browser, language="Thai", whom="women")
    with as_user(caseworker), transaction.atomic():
        assert AuditEntry.objects.unscoped("test").count() == before
