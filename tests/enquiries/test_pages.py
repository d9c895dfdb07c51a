"""Enquiries on pages: from hits to a question, answers beside each other, on to a referral; an inbox to answer."""

import datetime

import pytest
from django.db import transaction

from casemgr.accounts.clock import today
from casemgr.rate_limits import LIMITS, Limit
from cases.actions import never_share
from cases.models import Notification
from referrals import actions, tasks
from referrals.models import EnquiryAnswer
from referrals.offer import FEW
from tests.conftest import as_user, make_person_of, open_case
from tests.enquiries.conftest import answers, ask, enquiries_of, give, received
from tests.pages.conftest import signed_in, text_of  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("giving", "empty_cache")
DAY = datetime.timedelta(days=1)


@pytest.fixture
def browser(signed_in, caseworker):  # noqa: F811
    return signed_in(caseworker)


@pytest.fixture
def later(signed_in, caseworker):  # noqa: F811
    """A browser once the old session has ended."""
    return lambda: signed_in(caseworker)


@pytest.fixture
def theirs(signed_in, lotus_worker):  # noqa: F811
    return signed_in(lotus_worker)


@pytest.fixture
def many_alike(caseworker):
    """So many people of one language and age that nobody can be told among them."""
    for number in range(FEW):
        open_case(caseworker, f"P{number}", preferred_language="sw", birth_year=datetime.date.today().year - 30)


def sending(*receivers, **changes):
    values = {
        "step": "send",
        "service_code": "emergency_shelter",
        "receivers": [one.public_id for one in receivers],
        "together": "2",
        "whom": "women",
        "age_band": "25_39",
        "language": "Swahili",
        "region": "Africa",
        "needs": ["families"],
        "stands": "three_days",
    }
    return {name: value for name, value in (values | changes).items() if value is not None}


class TestAsking:
    """What is found is asked, after a look at exactly what leaves."""

    def test_from_hits_to_what_would_leave(self, browser, case, lotus, sahel):
        found = browser.post(f"/cases/{case.public_id}/find-service/", {"service": "emergency_shelter"})
        page = text_of(found)
        for one in (lotus, sahel):
            assert f'name="receivers" value="{one.public_id}" form="ask"' in page
        assert f'id="ask" method="post" action="/cases/{case.public_id}/enquiry/"' in page
        need = {"service": "emergency_shelter", "whom": "trans_people", "age": "25_39", "language": "sw", "places": "3"}
        more = {"groups": ["families", "without_papers"], "receivers": [lotus.public_id], "interpreter": "1"}
        review = browser.post(f"/cases/{case.public_id}/enquiry/", need | more)
        assert review.status_code == 200 and enquiries_of_nobody(lotus)
        form = review.context["form"]
        assert {
            name: form[name].value() for name in ("region", "whom", "together", "needs", "language", "age_band")
        } == {
            "region": "Americas",
            "whom": "",
            "together": "3_4",
            "needs": ["families"],
            "language": "Swahili",
            "age_band": "25_39",
        }
        text = text_of(review)
        assert f'value="{lotus.public_id}" ' in text and text.count("checked") >= 3
        assert "without_papers" not in text and "trans_people" not in text

    def test_it_is_sent_from_there(self, browser, caseworker, case, lotus, sahel, lotus_worker, many_alike):
        sent = browser.post(f"/cases/{case.public_id}/enquiry/", sending(lotus, sahel))
        assert sent.status_code == 302, text_of(sent)
        (one,) = enquiries_of(caseworker)
        assert sent["Location"] == f"/referrals/enquiries/{one.public_id}/" and one.case_id == case.pk
        got = received(lotus_worker)
        assert (got.together, got.whom, got.language, got.region, got.needs) == (
            "2",
            "women",
            "sw",
            "Africa",
            ["families"],
        )
        assert got.closes_at - got.asked_at > 2 * DAY

    def test_a_caller_needs_no_case(self, browser, caseworker, lotus, many_alike):
        assert browser.post("/referrals/enquiries/new/", sending(lotus)).status_code == 302
        (one,) = enquiries_of(caseworker)
        assert one.case_id is None
        assert "To refer them, register them first" in text_of(browser.get(f"/referrals/enquiries/{one.public_id}/"))

    def test_a_rare_pair_is_warned_of_and_sent_only_when_asked_again(self, browser, caseworker, case, lotus):
        first = browser.post(f"/cases/{case.public_id}/enquiry/", sending(lotus))
        assert first.status_code == 422 and "may guess who is meant" in text_of(first) and not enquiries_of(caseworker)
        warned = first.context["form"]["warned"].value()
        assert warned == "sw|25_39" and 'name="warned" value="sw|25_39"' in text_of(first)
        other = browser.post(f"/cases/{case.public_id}/enquiry/", sending(lotus, warned=warned, age_band="18_24"))
        assert other.status_code == 422 and not enquiries_of(caseworker)  # another pair, another warning
        assert browser.post(f"/cases/{case.public_id}/enquiry/", sending(lotus, warned=warned)).status_code == 302

    def test_it_is_warned_of_before_anything_is_sent(self, browser, case):
        need = {"service": "emergency_shelter", "age": "25_39", "language": "sw"}
        page = browser.post(f"/cases/{case.public_id}/enquiry/", need)
        assert "may guess who is meant" in text_of(page)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"receivers": []}, "receivers"),
            ({"receivers": ["A" * 22]}, "receivers"),
            ({"language": "Klingonish"}, "language"),
            ({"needs": ["without_papers"]}, "needs"),
            ({"stands": "year"}, "stands"),
            ({"service_code": ""}, "service_code"),
        ],
        ids=str,
    )
    def test_what_is_wrong_stands_beside_its_field(self, browser, caseworker, lotus, wrong, field):
        page = browser.post("/referrals/enquiries/new/", sending(lotus, **wrong))
        assert page.status_code == 422 and field in page.context["form"].errors
        assert 'value="Swahili"' in text_of(page) or field == "language"  # what was typed stays
        assert not enquiries_of(caseworker)

    def test_a_never_share_partner_is_not_offered(self, browser, caseworker, case, lotus, sahel):
        with as_user(caseworker):
            never_share(case.person, recipient=lotus, by=caseworker)
        page = text_of(browser.post(f"/cases/{case.public_id}/enquiry/", {"service": "emergency_shelter"}))
        assert sahel.public_id in page and lotus.public_id not in page
        sent = browser.post(f"/cases/{case.public_id}/enquiry/", sending(lotus))
        assert sent.status_code == 422 and not enquiries_of(caseworker)

    def test_too_often_keeps_what_was_typed(self, browser, lotus, many_alike, monkeypatch):
        monkeypatch.setitem(LIMITS, "enquiry", Limit(1, 10**8, "in this test"))
        assert browser.post("/referrals/enquiries/new/", sending(lotus)).status_code == 302
        page = browser.post("/referrals/enquiries/new/", sending(lotus))
        assert page.status_code == 429 and "You can go on in" in text_of(page) and 'value="Swahili"' in text_of(page)

    def test_nobody_asks_for_a_case_they_dont_see(self, signed_in, colleague, lotus_worker, case, lotus):  # noqa: F811
        for one in (colleague, lotus_worker):
            assert signed_in(one).post(f"/cases/{case.public_id}/enquiry/", sending(lotus)).status_code == 404

    @pytest.mark.parametrize("role", ["intake", "org_admin", "night_staff"])
    def test_who_refers_nobody_asks_nothing(self, signed_in, harbor, lotus, role):  # noqa: F811
        one = signed_in(make_person_of(harbor, role))
        assert one.post("/referrals/enquiries/new/", sending(lotus)).status_code == 403


def enquiries_of_nobody(organization):
    """Whether an organization was asked nothing."""
    supervisor = make_person_of(organization, "supervisor")
    with as_user(supervisor), transaction.atomic():
        return not EnquiryAnswer.objects.visible_to(supervisor).exists()


class TestAnswers:
    """The sender sees them beside each other and goes on to the referral."""

    def test_beside_each_other_with_what_holds(
        self, browser, later, asked, case, lotus_worker, sahel_worker, lotus, clock
    ):
        at = f"/referrals/enquiries/{asked.public_id}/"
        give(lotus_worker, "yes", until=today(lotus) + 3 * DAY)
        give(sahel_worker, "no", reason="no_capacity")
        page = text_of(browser.get(at))
        for words in ("Lotus Legal", "Yes, there is room", "Sahel Relief", "No capacity now", case.label):
            assert words in page, words
        assert page.count('name="step" value="begin"') == 1  # nobody is sent to where they said no
        clock.go(days=5)
        assert "holds no longer" in text_of(later().get(at))

    def test_from_a_yes_to_the_referral(self, browser, asked, case, lotus_worker, lotus):
        give(lotus_worker, "yes", until=today(lotus))
        begun = browser.post(
            f"/cases/{case.public_id}/refer/",
            {"step": "begin", "receiver": lotus.public_id, "service_code": "emergency_shelter"},
        )
        assert f'<option value="{lotus.public_id}" selected>' in text_of(begun)
        assert '<option value="emergency_shelter" selected>' in text_of(begun)

    def test_it_is_taken_back(self, browser, asked, caseworker, lotus_worker):
        at = f"/referrals/enquiries/{asked.public_id}/"
        assert browser.post(f"{at}withdraw/", {"version": 7}).status_code == 409
        assert browser.post(f"{at}withdraw/", {"version": 1}).status_code == 302
        assert "You took it back" in text_of(browser.get(at)) and not received(lotus_worker).is_open
        again = browser.post(f"{at}withdraw/", {}, follow=True)
        assert "over already" in text_of(again)

    def test_lists_tell_how_many_answered(self, browser, asked, case, lotus_worker, lotus):
        give(lotus_worker, "yes", until=today(lotus))
        listed = text_of(browser.get("/referrals/enquiries/?side=sent"))
        assert "1 of 2" in listed and "1 yes" in listed and case.label in listed
        of_case = text_of(browser.get(f"/cases/{case.public_id}/referrals/"))
        assert asked.public_id in of_case and "1 of 2" in of_case

    def test_lists_take_as_many_queries_for_many_as_for_one(
        self, browser, caseworker, giving, django_assert_max_num_queries
    ):
        ask(caseworker, giving)
        for _one in range(6):
            ask(caseworker, giving)
        browser.get("/referrals/enquiries/?side=sent")
        with django_assert_max_num_queries(40):
            assert len(browser.get("/referrals/enquiries/?side=sent").context["rows"]) == 7

    def test_others_of_the_organization_find_what_they_may(self, signed_in, asked, colleague, supervisor, intake):  # noqa: F811
        at = f"/referrals/enquiries/{asked.public_id}/"
        assert [signed_in(one).get(at).status_code for one in (supervisor, colleague, intake)] == [200, 404, 403]

    def test_news_leads_to_it(self, browser, asked, caseworker, lotus_worker, lotus, harbor):
        give(lotus_worker, "yes", until=today(lotus))
        tasks.keep_time(organization=str(harbor.pk))
        with as_user(caseworker), transaction.atomic():
            (line,) = Notification.objects.visible_to(caseworker).filter(kind="enquiry_answered")
        opened = browser.post(f"/news/{line.public_id}/")
        assert opened["Location"] == f"/referrals/enquiries/{asked.public_id}/"


class TestInbox:
    """What the one that was asked sees and does."""

    def test_the_question_and_no_word_of_who_asks(self, theirs, asked, lotus_worker, harbor, caseworker, case):
        one = received(lotus_worker)
        for path in ("/referrals/enquiries/", f"/referrals/enquiries/received/{one.public_id}/"):
            page = text_of(theirs.get(path))
            for secret in (
                harbor.name,
                harbor.public_id,
                caseworker.name,
                case.label,
                "Amira",
                "Sahel",
                asked.public_id,
            ):
                assert secret not in page, (path, secret)
        for words in ("Emergency shelter", "Three or four people", "25 to 39", "interpreter needed", "Americas"):
            assert words in page, words

    def test_yes_until_a_day_and_then_otherwise(self, theirs, asked, caseworker, lotus_worker, lotus):
        at, until = f"/referrals/enquiries/received/{received(lotus_worker).public_id}/", today(lotus) + 2 * DAY
        said = theirs.post(at, {"answer": "yes", "until": until.isoformat(), "version": 1})
        assert said.status_code == 302 and answers(caseworker, asked)["lotus"] == ("yes", until, "")
        page = text_of(theirs.get(at))
        assert "Your answer:" in page and "Change the answer" in page
        assert theirs.post(at, {"answer": "no", "reason": "no_capacity", "version": 1}).status_code == 409
        assert theirs.post(at, {"answer": "no", "reason": "no_capacity", "version": 2}).status_code == 302
        assert answers(caseworker, asked)["lotus"] == ("no", None, "no_capacity")

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"answer": "yes"}, "until"),
            ({"answer": "no"}, "reason"),
            ({}, "answer"),
            ({"answer": "yes", "until": "x"}, "until"),
        ],
        ids=str,
    )
    def test_half_answers_stand_beside_their_field(self, theirs, asked, lotus_worker, given, field):
        at = f"/referrals/enquiries/received/{received(lotus_worker).public_id}/"
        page = theirs.post(at, given)
        assert page.status_code == 422 and list(page.context["form"].errors) == [field]
        assert received(lotus_worker).answer == ""

    def test_what_is_over_can_only_be_read(self, theirs, asked, caseworker, lotus_worker):
        at = f"/referrals/enquiries/received/{received(lotus_worker).public_id}/"
        with as_user(caseworker):
            actions.withdraw_enquiry(asked, by=caseworker)
        page = text_of(theirs.get(at))
        assert "It was taken back" in page and '<button class="btn btn-primary">' not in page
        assert theirs.post(at, {"answer": "no", "reason": "other"}).status_code == 422

    def test_it_counts_in_the_menu_until_it_is_answered(self, theirs, asked, lotus_worker):
        def waiting():
            return theirs.get("/referrals/").context["enquiries_waiting"]

        assert waiting() == 1
        give(lotus_worker, "no", reason="other")
        assert waiting() == 0

    def test_strangers_and_the_sender_find_nothing_there(self, signed_in, browser, asked, lotus_worker, sahel_worker):  # noqa: F811
        at = f"/referrals/enquiries/received/{received(lotus_worker).public_id}/"
        for one in (browser, signed_in(sahel_worker)):
            assert one.get(at).status_code == 404
            assert one.post(at, {"answer": "no", "reason": "other"}).status_code == 404

    def test_news_leads_to_it(self, theirs, asked, lotus_worker):
        with as_user(lotus_worker), transaction.atomic():
            (line,) = Notification.objects.visible_to(lotus_worker).filter(kind="enquiry_asked")
        opened = theirs.post(f"/news/{line.public_id}/")
        assert opened["Location"] == f"/referrals/enquiries/received/{received(lotus_worker).public_id}/"
