"""What a paper says of consents that ended and of tellings, and which guardian asks for a child."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from casemgr.errors import InvalidInput, NotInThisState
from cases import actions
from cases.models import Case, Consent, DataRequest, Person
from tests.conftest import as_user, open_case
from tests.legal import conftest as legal
from tests.pages.conftest import signed_in  # noqa: F401 - a fixture
from tests.rights.conftest import ask, check, second, share  # noqa: F401 - fixtures
from tests.rights.test_copies import copied, walk

ALWAYS, NOBODY = "Some tellings may not be listed", "Nobody outside was told"


@pytest.mark.parametrize("kind", ["stop_sharing", "erasure"])
def test_a_consent_that_a_request_ended_doesnt_look_as_if_it_held(
    case,
    caseworker,
    supervisor,
    lotus,
    signed_in,  # noqa: F811
    kind,
):
    given = share(case, lotus, caseworker)
    ask(case, caseworker, kind="copy", delivery="x")
    before = copied(case, signed_in(supervisor), supervisor)
    assert before.count("Yes, until") == 2
    ask(case, caseworker, kind=kind)
    ask(case, caseworker, kind="copy", delivery="x")
    with as_user(supervisor):
        copy = DataRequest.objects.visible_to(supervisor).filter(kind="copy", state="asked").get()
        ended = Consent.objects.visible_to(supervisor).get(pk=given.pk)
    at = reverse("right_copy", args=[copy.public_id])
    page = signed_in(supervisor).post(at, {"version": 1, "full": "on"}).content.decode()
    [about] = [row for row in page.split("<dl") if "Lotus Legal" in row and "Does it hold now?" in row]
    assert ended.ended_at is not None and "No: it ended on" in about and "Yes, until" not in about
    assert page.count("Yes, until") == 1, "the consent to keep a record goes on"


def test_a_consent_that_was_declined_or_ran_out_doesnt_hold_either(case, caseworker):
    from frontend.copying import _holding

    day = datetime.date.today()
    assert _holding(Consent(decision="declined", starts_on=day, ends_on=day + datetime.timedelta(9))).startswith("No")
    assert _holding(Consent(decision="given", starts_on=day - datetime.timedelta(9), ends_on=day)).startswith("No")


@pytest.mark.parametrize("informed", ["barred", "told", None])
def test_the_paper_says_the_same_of_tellings_whether_or_not_some_are_silenced(
    case,
    caseworker,
    supervisor,
    signed_in,  # noqa: F811
    informed,
):
    if informed:
        request = legal.served(case, caseworker, informed=informed, bar="Court" if informed == "barred" else None)
        walk(request, legal.WAYS["released"][1], legal.act, caseworker, supervisor)
    ask(case, caseworker, kind="copy", delivery="x")
    leader = signed_in(supervisor)
    log = leader.post(reverse("case_log", args=[case.public_id]), LOG).content.decode()
    for page in (copied(case, leader, supervisor), log):
        assert NOBODY not in page and ALWAYS in page
        assert ("Nothing is listed here." in page) == (informed != "told")


LOG = {"audience": "person", "reason": "asked", "shape": "page"}


@pytest.fixture
def child(caseworker):
    case = open_case(caseworker, alias="Mira")
    with as_user(caseworker):
        born = datetime.date.today().year - 12
        Person.objects.visible_to(caseworker).filter(pk=case.person_id).update(birth_year=born)
        return Case.objects.visible_to(caseworker).select_related("person").get(pk=case.pk)


def guardian(case, by, name, *, barred=False):
    with as_user(by):
        one = actions.add_guardian(case.person, name=name, relation="parent", by=by)
        return actions.bar_guardian(one, why="Hits her", by=by) if barred else one


def asked_by_guardian(case, by, **more):
    with as_user(by):
        told = {"kind": "copy", "identity": "known", "authority": "A paper", "delivery": "x"} | more
        return actions.ask_right(case, asker="guardian", by=by, **told)


def test_which_guardian_asks_is_chosen_and_kept(child, caseworker, supervisor, signed_in):  # noqa: F811
    mother, father = guardian(child, caseworker, "Planted-Mother"), guardian(child, caseworker, "Dad", barred=True)
    browser = signed_in(caseworker)
    at = reverse("right_ask", args=[child.public_id, "copy"])
    form = browser.get(at).content.decode()
    assert "Planted-Mother" in form and father.public_id not in form
    given = {"asker": "guardian", "identity": "known", "authority": "A paper", "delivery": "x"}
    assert browser.post(at, given).status_code == 422
    assert browser.post(at, given | {"guardian": father.public_id}).status_code == 422
    assert browser.post(at, given | {"guardian": mother.public_id}).status_code == 302
    with as_user(supervisor):
        request = DataRequest.objects.visible_to(supervisor).get()
        assert request.guardian_id == mother.pk
    assert "Planted-Mother" in browser.get(reverse("right", args=[request.public_id])).content.decode()
    with as_user(caseworker), pytest.raises(DatabaseError), transaction.atomic():
        DataRequest.objects.visible_to(caseworker).update(guardian=father)


def test_a_guardian_of_somebody_else_or_barred_doesnt_ask(child, case, caseworker):
    guardian(child, caseworker, "Mother")
    barred = guardian(child, caseworker, "Father", barred=True)
    other = guardian(case, caseworker, "Of another")
    for wrong in (barred, other, None):
        with pytest.raises(InvalidInput) as refused:
            asked_by_guardian(child, caseworker, guardian=wrong)
        assert refused.value.field == "guardian"


def test_who_asks_themselves_names_no_guardian(child, caseworker):
    mother = guardian(child, caseworker, "Mother")
    with as_user(caseworker):
        told = {"asker": "person", "identity": "known", "guardian": mother, "delivery": "x"}
        assert actions.ask_right(child, kind="copy", by=caseworker, **told).guardian is None


def test_a_child_without_anybody_written_down_is_asked_for_all_the_same(child, caseworker):
    assert asked_by_guardian(child, caseworker).guardian is None


@pytest.mark.parametrize("kind", ["copy", "correction", "narrative", "erasure"])
def test_a_guardian_who_is_barred_meanwhile_gets_nothing(child, caseworker, supervisor, kind):
    mother = guardian(child, caseworker, "Mother")
    request = asked_by_guardian(child, caseworker, kind=kind, guardian=mother, disputed="x", words="x")
    if kind in ("narrative", "erasure"):
        check(request, caseworker)
    with as_user(caseworker):
        actions.bar_guardian(mother, why="He hits her", by=caseworker)
    with as_user(supervisor), pytest.raises(NotInThisState, match="barred"):
        {
            "copy": lambda: actions.give_copy(request, decisions={}, by=supervisor),
            "correction": lambda: actions.answer_correction(request, outcome="noted", words="x", by=supervisor),
            "narrative": lambda: actions.purge_narrative(request, by=supervisor),
            "erasure": lambda: actions.approve_erasure(request, by=supervisor),
        }[kind]()
    with as_user(supervisor):
        assert actions.refuse_right(request, words="The guardian is barred", by=supervisor).state == "refused"
