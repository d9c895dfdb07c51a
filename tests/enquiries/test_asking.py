"""Several organizations are asked at once: who may be asked, what leaves, what the sender's case has to do with it."""

import datetime

import pytest

from casemgr.accounts.actions import create_organization
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from casemgr.rate_limits import LIMITS, TooMany
from cases.actions import never_share
from referrals import actions
from referrals.enquiry_codes import NEEDS, WHOM
from referrals.exchange.remote_organization import Described, made_here
from referrals.models import Enquiry, EnquiryAnswer
from referrals.offer import FEW, few_alike
from tests.conftest import as_user, make_person_of, open_case
from tests.directory.conftest import a_service, an_organization
from tests.enquiries.conftest import QUESTION, answers, ask, enquiries_of, news_of, received

pytestmark = pytest.mark.usefixtures("empty_cache")


def test_each_organization_gets_the_question_and_nothing_else(asked, caseworker, lotus_worker, sahel_worker):
    for worker in (lotus_worker, sahel_worker):
        got = received(worker)
        assert {name: getattr(got, name) for name in QUESTION} == QUESTION
        assert got.region == "Americas" and got.is_open and got.answer == ""
        with as_user(worker):
            assert not Enquiry.objects.visible_to(worker).exists()
            assert list(EnquiryAnswer.objects.visible_to(worker)) == [got]
    assert answers(caseworker, asked) == {"lotus": ("", None, ""), "sahel": ("", None, "")}


def test_people_who_answer_referrals_are_told_once_and_nobody_else(caseworker, giving, lotus, delta):
    told = [make_person_of(lotus, role) for role in ("caseworker", "supervisor")]
    not_told = [make_person_of(lotus, role) for role in ("intake", "org_admin")] + [make_person_of(delta, "supervisor")]
    ask(caseworker, giving)
    assert [news_of(one) for one in told] == [["enquiry_asked"]] * 2
    assert [news_of(one) for one in not_told] == [[]] * 3


def test_it_is_in_the_senders_trail_and_in_no_other(asked, caseworker, auditor, lotus):
    elsewhere = make_person_of(lotus, "auditor")
    with as_user(auditor):
        (entry,) = AuditEntry.objects.visible_to(auditor).filter(event=events.ENQUIRY_ASKED)
    assert entry.actor_id == caseworker.pk and entry.additional_data["count"] == 2
    with as_user(elsewhere):
        assert not AuditEntry.objects.visible_to(elsewhere).filter(event__startswith="enquiry:").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("service_code", "made_up"),
        ("needs", ["without_papers"]),
        ("needs", ["families", "families"]),
        ("whom", "trans_people"),
        ("together", "7"),
        ("age_band", "17"),
        ("region", "Bangkok"),
        ("language", "Swahili"),
        ("alias", "Planted"),
        ("closes_at", None),
    ],
)
def test_what_is_no_code_is_refused(caseworker, giving, field, value):
    with pytest.raises(InvalidInput) as refused:
        ask(caseworker, giving, **{field: value})
    assert refused.value.field == field and enquiries_of(caseworker) == []


def test_nothing_that_names_or_endangers_can_be_asked():
    sensitive = {"trans_people", "without_papers", "asylum_seekers", "sexual_exploitation", "pregnant", "substance_use"}
    assert not sensitive & {*NEEDS, *WHOM}


@pytest.fixture
def not_askable(request, keeper, harbor, lotus, delta):
    """Organizations that nobody may ask, each for its own reason, all refused alike."""

    def one(what):
        if what == "gives another service":
            return delta
        if what == "oneself":
            a_service(keeper, an_organization(keeper, name="Harbor", member=harbor), service_code="emergency_shelter")
            return harbor
        if what == "elsewhere":
            far, _account = made_here(Described("Far House", "KEN", "Africa/Nairobi"), harbor, "far")
            return far
        lotus.status = what
        lotus.save()
        return lotus

    return one


@pytest.mark.parametrize("what", ["gives another service", "oneself", "elsewhere", "pending", "suspended"])
def test_organizations_that_may_not_be_asked_are_refused_alike(caseworker, giving, not_askable, sahel, what):
    one = not_askable(what)
    with pytest.raises(InvalidInput) as refused:
        ask(caseworker, [sahel, one])
    assert refused.value.field == "receivers" and "by the directory" in str(refused.value)
    assert enquiries_of(caseworker) == []


def test_a_partner_that_must_never_know_is_refused_like_any_other(caseworker, case, giving, lotus, sahel, delta):
    with as_user(caseworker):
        never_share(case.person, recipient=lotus, by=caseworker)
    said = []
    for barred in (lotus, delta):
        with pytest.raises(InvalidInput) as refused:
            ask(caseworker, [sahel, barred], case=case)
        said.append(str(refused.value))
    assert said[0] == said[1]
    assert ask(caseworker, [sahel], case=case) and ask(caseworker, [lotus])  # for somebody else they may be asked


def test_an_embassy_is_refused_like_any_other_once_one_must_never_know(caseworker, case, giving, lotus, sahel, delta):
    lotus.name = "Embassy of Thailand"
    lotus.save(update_fields=["name"])
    assert ask(caseworker, [lotus], case=case)
    with as_user(caseworker):
        never_share(case.person, embassy=True, by=caseworker)
    said = []
    for barred in (lotus, delta):
        with pytest.raises(InvalidInput) as refused:
            ask(caseworker, [sahel, barred], case=case)
        said.append(str(refused.value))
    assert said[0] == said[1]
    assert ask(caseworker, [sahel], case=case) and ask(caseworker, [lotus])  # for somebody else it may be asked


@pytest.mark.parametrize(("count", "words"), [(0, "whom to ask"), (11, "at most ten")])
def test_one_to_ten_are_asked(caseworker, keeper, giving, count, words):
    many = []
    for number in range(count):
        many.append(create_organization(name=f"H {number}", slug=f"h{number}", country="KEN"))
        entry = an_organization(keeper, name=f"H {number}", member=many[-1])
        a_service(keeper, entry, service_code="emergency_shelter")
    with pytest.raises(InvalidInput, match=words):
        ask(caseworker, many)


@pytest.mark.parametrize("role", ["intake", "org_admin", "auditor", "night_staff", "data_steward"])
def test_who_refers_nobody_asks_nothing(harbor, giving, role):
    one = make_person_of(harbor, role)
    with pytest.raises(NotPermitted):
        ask(one, giving)


def test_the_case_is_seen_by_those_who_see_the_case(asked, case, caseworker, colleague, supervisor):
    assert enquiries_of(caseworker) == enquiries_of(supervisor) == [asked]
    assert enquiries_of(colleague) == [] and answers(colleague, asked) == {}
    with as_user(caseworker):
        assert Enquiry.objects.visible_to(caseworker).get().case_id == case.pk


def test_nobody_asks_for_a_case_they_dont_see(colleague, case, giving):
    with pytest.raises(NotFound):
        ask(colleague, giving, case=case)


def test_without_a_case_everybody_who_refers_sees_it(caseworker, colleague, intake, giving):
    one = ask(caseworker, giving)
    assert enquiries_of(colleague) == [one] and enquiries_of(intake) == []


def test_it_is_taken_back_once_and_on_the_version_that_was_read(asked, caseworker, lotus_worker):
    with as_user(caseworker):
        with pytest.raises(Conflict):
            actions.withdraw_enquiry(asked, versions=[7], by=caseworker)
        gone = actions.withdraw_enquiry(asked, versions=[1], by=caseworker)
        assert (gone.state, gone.version) == ("withdrawn", 2)
        with pytest.raises(NotInThisState):
            actions.withdraw_enquiry(asked, by=caseworker)
    assert not received(lotus_worker).is_open


def test_others_cant_take_it_back(asked, colleague, lotus_worker):
    for one in (colleague, lotus_worker):
        with as_user(one), pytest.raises(NotFound):
            actions.withdraw_enquiry(asked, by=one)


def test_an_organization_that_asks_on_and_on_is_stopped(caseworker, colleague, giving):
    most = LIMITS["enquiry"].most
    for number in range(most):
        ask(caseworker if number % 2 else colleague, giving)
    for one in (caseworker, colleague):
        with pytest.raises(TooMany):
            ask(one, giving)


def test_few_people_of_a_language_and_age_are_told_apart(caseworker):
    year = datetime.date.today().year - 30
    for number in range(FEW - 1):
        open_case(caseworker, f"A{number}", preferred_language="sw", birth_year=year)
    with as_user(caseworker):
        assert few_alike("sw", "25_39", caseworker) and few_alike("sw", None, caseworker)
        assert not few_alike("", "25_39", caseworker)
    open_case(caseworker, "B", preferred_language="sw", birth_year=year - 30)
    with as_user(caseworker):
        assert few_alike("sw", "25_39", caseworker) and not few_alike("sw", None, caseworker)
    open_case(caseworker, "C", preferred_language="sw", birth_year=year)
    with as_user(caseworker):
        assert not few_alike("sw", "25_39", caseworker)
