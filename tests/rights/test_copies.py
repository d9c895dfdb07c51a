"""What a copy keeps to itself: addresses and helpers, names however they are written, and what can't be told."""

import pytest
from django.urls import reverse
from django.utils import translation

from casemgr.accounts.models import Organization
from casemgr.accounts.questions import HEALTH_QUESTIONS
from casemgr.audit import events
from cases import actions
from cases.codelists import REGISTRY
from cases.models import CrisisPlan, DataRequest, ManualDisclosure
from cases.rights.codes import Kind
from frontend.copying import BLACK, MASKED, Copy
from tests.conftest import as_user
from tests.legal import conftest as legal
from tests.notices import conftest as notices
from tests.pages.casework.conftest import browse  # noqa: F401 - a fixture
from tests.pages.conftest import signed_in  # noqa: F401 - a fixture
from tests.rights.conftest import ask, check


def walk(row, told, act, worker, supervisor):
    for step in told.split():
        who, event = step.split(":")
        act(row, event, worker if who == "w" else supervisor)


def copied(case, client, supervisor, **told):
    with as_user(supervisor):
        request = DataRequest.objects.visible_to(supervisor).get(kind="copy")
    answer = client.post(reverse("right_copy", args=[request.public_id]), {"version": 1, "full": "on"} | told)
    assert answer.status_code == 200
    return answer.content.decode()


def test_where_the_person_goes_and_who_helps_is_masked():
    assert set("whom_to_call who never destination receiving escort last_known".split()) <= MASKED


@pytest.mark.parametrize("name", ["Élodie", "e\u0301lodie", " ÉLODIE "])
@pytest.mark.parametrize("written", ["Élodie", "E\u0301LODIE", "élodie"])
def test_a_name_is_blacked_out_however_it_is_written(name, written):
    assert Copy(full=True, names=[name])._blacked(f"With {written} there") == f"With {BLACK} there"


def test_no_name_blacks_out_nothing():
    assert Copy(full=True, names=[" "])._blacked("With her") == "With her"


@pytest.mark.parametrize("decided", ["harm", "give"])
def test_what_a_notice_told_follows_the_notice(case, caseworker, supervisor, signed_in, decided):  # noqa: F811
    notice = notices.drafted(case, caseworker)
    walk(notice, notices.WAYS["sent"][1], notices.act, caseworker, supervisor)
    with as_user(supervisor):
        [told] = ManualDisclosure.objects.visible_to(supervisor).filter(case=case)
    ask(case, caseworker, kind="copy", delivery="x")
    copy = copied(case, signed_in(supervisor), supervisor, **{f"part_{notice.public_id}": decided})
    assert (told.recipient in copy) == (decided == "give")


@pytest.mark.parametrize("informed", ["barred", "not_safe", "told"])
def test_a_copy_is_silent_about_a_request_that_the_person_cant_be_told_of(
    case,
    caseworker,
    supervisor,
    signed_in,  # noqa: F811
    informed,
):
    request = legal.served(case, caseworker, informed=informed, bar="Court order" if informed == "barred" else None)
    walk(request, legal.WAYS["released"][1], legal.act, caseworker, supervisor)
    ask(case, caseworker, kind="copy", delivery="x")
    assert ("Planted-Bureau" in copied(case, signed_in(supervisor), supervisor)) == (informed == "told")


@pytest.mark.parametrize("kind", ["erasure", "narrative"])
@pytest.mark.parametrize(("finding", "end"), [("pressed", "refuse"), ("free", "take_back"), ("free", "refuse")])
def test_a_copy_is_silent_about_an_erasure_taken_back_or_in_doubt(
    case,
    caseworker,
    supervisor,
    signed_in,  # noqa: F811
    kind,
    finding,
    end,
):
    request = check(ask(case, caseworker, kind=kind), caseworker, finding=finding)
    with as_user(supervisor):
        if end == "refuse":
            actions.refuse_right(request, words="A trial", by=supervisor)
        else:
            actions.take_right_back(request, by=supervisor)
    ask(case, caseworker, kind="copy", delivery="x")
    copy = copied(case, signed_in(supervisor), supervisor)
    told = str(Kind(kind).label) in copy
    assert "A copy of everything held" in copy and told == (finding == "free" and end == "refuse")


def test_who_reads_nothing_legal_is_told_of_no_telling_without_consent(case, caseworker, supervisor, monkeypatch):
    with as_user(caseworker):
        given = {"recipient": "Clinic", "categories": ["identity"], "way": "paper", "by": caseworker}
        agreed = actions.record_disclosure(case, ground="consent", **given)
        law = actions.record_disclosure(case, ground="law", why="Law", **given)
    from cases.actions.copies import not_told

    with as_user(supervisor):
        assert not_told(case, {}, supervisor) == set()
        monkeypatch.setattr(type(supervisor), "reads", lambda _self, group: group != "legal")
        assert not_told(case, {}, supervisor) == {law.pk} and agreed.pk != law.pk


@pytest.mark.parametrize("decided", ["harm", "give"])
def test_a_restricted_fact_of_health_is_decided_on(case, caseworker, supervisor, browse, decided):  # noqa: F811
    Organization.objects.filter(pk=caseworker.organization_id).update(asked=sorted(HEALTH_QUESTIONS.values()))
    caseworker.organization.refresh_from_db()
    with as_user(caseworker):
        fact = actions.add_health_fact(case, kind="sti", words="Planted-Words", by=caseworker)
    ask(case, caseworker, kind="copy", delivery="x")
    with as_user(supervisor):
        at = reverse("right_copy", args=[DataRequest.objects.visible_to(supervisor).get(kind="copy").public_id])
    client = browse(supervisor)
    assert fact.label in client.get(at).content.decode()
    [look] = client.trail(events.HEALTH_FACTS_READ)
    assert (look.actor_id, look.object_pk) == (supervisor.pk, str(case.pk))
    assert client.post(at, {"version": 1, "full": "on"}).status_code == 422
    copy = copied(case, client, supervisor, **{f"part_{fact.public_id}": decided})
    assert [fact.label in copy, "Planted-Words" in copy] == [decided == "give"] * 2


@pytest.mark.parametrize("full", ["on", ""])
def test_hard_hours_are_shown_only_in_full(case, caseworker, supervisor, signed_in, full):  # noqa: F811
    planned = dict.fromkeys(CrisisPlan.PARTS, "Planted-Plan")
    with as_user(caseworker):
        actions.write_crisis_plan(case, planned, read=None, by=caseworker)
        actions.record_crisis_check(case, answers={}, hours=None, words="Planted-Talk", by=caseworker)
    ask(case, caseworker, kind="copy", delivery="x")
    copy = copied(case, signed_in(supervisor), supervisor, full=full)
    assert [copy.count("Planted-Plan"), copy.count("Planted-Talk")] == ([6, 1] if full else [0, 0])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_copy_is_in_the_language_chosen_for_it(case, caseworker, supervisor, signed_in, language):  # noqa: F811
    with as_user(caseworker):
        actions.record_service(case, service_code="food_basics", by=caseworker)
    ask(case, caseworker, kind="copy", delivery="x")
    copy = copied(case, signed_in(supervisor), supervisor, language=language)
    with translation.override(language):
        assert str(REGISTRY["services"].label("food_basics")) in copy
    assert f'lang="{language}"' in copy and "food_basics" not in copy
