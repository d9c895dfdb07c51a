"""The log of a case that is given away: roles for the person, names for our own checking, never a value."""

import csv
import io

import pytest

from casemgr.audit import events
from cases import actions
from cases.consent_categories import CATEGORIES
from cases.models import Case
from frontend.event_words import words as event_words
from tests.conftest import as_user, open_case
from tests.legal import conftest as legal
from tests.rights import conftest as rights

from .conftest import words

GIVEN = {"audience": "person", "reason": "asked", "shape": "page"}


@pytest.fixture
def busy(caseworker, page):
    """A case with a secret in every corner, looked at by its worker."""
    case = open_case(caseworker, "Zainab Planted", phone="+1 555 0199")
    with as_user(caseworker):
        actions.write_note(case, body="planted words", by=caseworker)
        actions.reveal(case, "phone", by=caseworker)
        actions.record_disclosure(
            case, recipient="Clinic North", categories=["identity"], way="phone", ground="consent", by=caseworker
        )
    page.get(f"/cases/{case.public_id}/")
    return case


def path(case):
    return f"/cases/{case.public_id}/history/log/"


def test_the_persons_copy_has_roles_and_who_was_told(supervisor_page, busy, caseworker):
    text = words(supervisor_page.post(path(busy), GIVEN | {"full": "on"}))
    assert "Caseworker" in text and caseworker.name not in text.replace("Supervisor", "")
    assert "Clinic North" in text and "Looked at the case" in text and "Revealed a masked fact" in text
    for value in ("Zainab", "555", "planted words"):
        assert value not in text


def test_who_was_told_is_named_on_the_persons_copy_only_if_asked(supervisor_page, busy):
    text = words(supervisor_page.post(path(busy), GIVEN))
    assert "Clinic North" not in text and str(CATEGORIES["identity"]) in text
    assert "Clinic North" in words(supervisor_page.post(path(busy), GIVEN | {"audience": "inside"}))


@pytest.mark.parametrize("audience", ["person", "inside"])
@pytest.mark.parametrize("informed", ["barred", "not_safe"])
def test_the_persons_copy_is_silent_about_what_an_authority_was_told(
    supervisor_page, busy, caseworker, supervisor, informed, audience
):
    bar = "Court order" if informed == "barred" else None
    request = legal.served(busy, caseworker, informed=informed, bar=bar)
    for who, event in ((caseworker, "propose"), (supervisor, "decide"), (caseworker, "release")):
        legal.act(request, event, who)
    text = words(supervisor_page.post(path(busy), GIVEN | {"full": "on", "audience": audience}))
    seen = [text.count(str(event_words(one))) for one in (events.DISCLOSURE_RECORDED, events.REQUEST_RELEASED)]
    assert [*seen, "Planted-Bureau" in text] == ([1, 0, False] if audience == "person" else [2, 1, True])


@pytest.mark.parametrize("audience", ["person", "inside"])
def test_the_persons_copy_is_silent_about_an_erasure_taken_back(
    supervisor_page, busy, caseworker, supervisor, audience
):
    request = rights.check(rights.ask(busy, caseworker), caseworker, finding="pressed")
    with as_user(supervisor):
        actions.take_right_back(request, by=supervisor)
        actions.place_hold(busy, reason="Police asked", by=supervisor)
        actions.record_alleged(busy, by=supervisor, name="Planted-Man")
    text = words(supervisor_page.post(path(busy), GIVEN | {"audience": audience}))
    for event in ("RIGHT_CHECKED", "RIGHT_TAKEN_BACK", "HOLD_PLACED", "ALLEGED_RECORDED"):
        assert (str(event_words(getattr(events, event))) in text) == (audience == "inside"), event


def test_our_own_copy_has_names(supervisor_page, busy, caseworker):
    assert caseworker.name in words(supervisor_page.post(path(busy), GIVEN | {"audience": "inside"}))


def test_the_table_computes_nothing_and_its_name_says_nothing(supervisor_page, busy, caseworker):
    caseworker.name = "=HYPERLINK(1)"
    caseworker.save(update_fields=["name"])
    answer = supervisor_page.post(path(busy), GIVEN | {"audience": "inside", "shape": "table"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["When", "Who", "What", "More"] and len(rows) > 4
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert "Zainab" not in answer["Content-Disposition"] and busy.public_id in answer["Content-Disposition"]


def test_giving_it_is_written_down_with_the_reason(supervisor_page, busy):
    supervisor_page.post(path(busy), GIVEN | {"reason": "complaint"})
    [entry] = supervisor_page.trail(events.PERSON_LOG_GIVEN)
    assert entry.additional_data["reason"] == "complaint" and entry.object_pk == str(busy.pk)


def test_without_a_reason_nothing_is_given(supervisor_page, busy):
    assert supervisor_page.post(path(busy), GIVEN | {"reason": ""}).status_code == 422
    assert not supervisor_page.trail(events.PERSON_LOG_GIVEN)


def test_what_somebody_typed_and_did_not_save_is_not_told(supervisor_page, busy, caseworker):
    with as_user(caseworker):
        actions.keep_draft(actions.Place("note_add", busy), "body=complaint", page="p", by=caseworker)
    assert "draft" not in words(supervisor_page.post(path(busy), GIVEN)).lower()
    with as_user(caseworker):
        assert Case.objects.visible_to(caseworker).filter(pk=busy.pk).exists()
