"""Contact opens with the rules; what is not safe is blocked with its reason, in the page and behind it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casemgr.audit import events
from casemgr.errors import InvalidInput
from cases.actions import assign, mark_gone, record_contact, set_safe_contact
from cases.contact_rules import ALLOWED_BY, Way, why_not
from cases.models import ContactAttempt, Notification, SafeContact, Task
from tests.conftest import as_user, open_case

from .conftest import words

TEXT_ONLY = {"channel": "text", "may_text": True, "if_someone_else": "Say it is the library"}
SENT = {"way": "text", "result": "reached", "note": ""}


@pytest.fixture
def texting(caseworker):
    case = open_case(caseworker, phone="+1 555 0100")
    with as_user(caseworker):
        set_safe_contact(case.person, TEXT_ONLY, by=caseworker)
    return case


def at(case):
    return f"/cases/{case.public_id}/contact/"


def test_it_opens_with_the_rules_and_says_what_is_blocked_and_why(page, texting):
    shown = words(page.get(at(texting)))
    assert "Contact only by text message" in shown and "Say it is the library" in shown
    assert "A phone call is not safe for this person." in shown
    assert "+1 555 0100" not in shown
    assert page.trail(events.CONTACT_OPENED)


def test_one_reason_for_all_ways_is_said_once(page, texting, caseworker):
    with as_user(caseworker):
        mark_gone(texting, kind="missing", words="Not seen since Monday", by=caseworker)
    said = "Contact has stopped: the person is missing."
    blocked = page.get(at(texting)).context["blocked"]
    assert [len(ways) for reason, ways in blocked.items() if said in reason] == [sum(map(len, blocked.values()))]


def test_only_safe_ways_can_be_chosen(page, texting):
    form = page.get(at(texting)).context["form"]
    assert [way for way, _ in form.fields["way"].choices] == ["text", "incoming"]
    assert form["way"].value() == "text"


def test_a_safe_contact_is_recorded_and_stands_in_recent_activity(page, texting, caseworker):
    assert page.post(at(texting), SENT)["Location"] == f"/cases/{texting.public_id}/"
    with as_user(caseworker):
        assert ContactAttempt.objects.visible_to(caseworker).get().way == "text"
    assert "Contact: Reached the person" in words(page.get(f"/cases/{texting.public_id}/"))


@pytest.mark.parametrize("way", ["call", "voicemail", "email", "app", "visit", "partner"])
def test_an_unsafe_way_is_refused_by_the_page_and_by_the_action(page, texting, caseworker, way):
    assert page.post(at(texting), SENT | {"way": way}).status_code == 422
    with as_user(caseworker), pytest.raises(InvalidInput, match="not"):
        record_contact(texting, way=way, result="reached", by=caseworker)


def test_nobody_is_contacted_who_must_not_be(page, case, caseworker):
    assert "must not be contacted" in words(page.get(at(case)))
    with as_user(caseworker), pytest.raises(InvalidInput):
        record_contact(case, way="visit", result="reached", by=caseworker)
    assert page.post(at(case), SENT | {"way": "incoming"}).status_code == 302


def test_after_an_unsafe_contact_nobody_tries_again_before_the_rules_are_reviewed(page, texting, caseworker):
    page.post(at(texting), SENT | {"result": "unsafe"})
    with as_user(caseworker), pytest.raises(InvalidInput, match="Review"):
        record_contact(texting, way="text", result="reached", by=caseworker)
    assert "The last contact was unsafe" in words(page.get(f"/cases/{texting.public_id}/"))
    with as_user(caseworker):
        set_safe_contact(texting.person, TEXT_ONLY, by=caseworker)
        record_contact(texting, way="text", result="reached", by=caseworker)


@pytest.mark.parametrize("result", ["failed", "unsafe"])
def test_the_caseworker_hears_of_it_at_once(texting, caseworker, supervisor, result):
    with as_user(supervisor):
        assign(texting, to=caseworker, by=supervisor)
        record_contact(texting, way="text", result=result, by=supervisor)
    with as_user(caseworker):
        task = Task.objects.visible_to(caseworker).pending().get()
        kinds = set(Notification.objects.visible_to(caseworker).values_list("kind", flat=True))
    assert task.assigned_to == caseworker and task.due_on == datetime.date.today()
    assert "contact_unsafe" in kinds


def test_a_number_can_be_revealed_only_where_a_way_that_needs_it_is_safe(page, texting, caseworker):
    assert [one["id"] for one in page.get(at(texting)).context["reachable"]] == ["phone"]
    with as_user(caseworker):
        set_safe_contact(texting.person, {"channel": "visit", "may_text": False}, by=caseworker)
    assert page.get(at(texting)).context["reachable"] == []


def test_an_attempt_is_never_changed(texting, caseworker):
    with as_user(caseworker):
        attempt = record_contact(texting, way="text", result="reached", by=caseworker)
        with pytest.raises(Exception, match=r"permission denied|append"):
            ContactAttempt.objects.visible_to(caseworker).filter(pk=attempt.pk).update(result="unsafe")


@pytest.mark.nodb
@given(
    st.sampled_from(SafeContact.Channel.values),
    st.sets(st.sampled_from(sorted(ALLOWED_BY.values()))),
    st.sampled_from(Way.values),
)
def test_nothing_is_allowed_but_what_was_said(channel, ticked, way):
    rules = SafeContact(channel=channel, **dict.fromkeys(ticked, True))
    said = way == channel or ALLOWED_BY.get(way) in ticked
    allowed = way == "incoming" or (channel != "none" and said)
    assert (why_not(rules, way) is None) == allowed
    rules.unsafe_since = datetime.datetime.now(datetime.UTC)
    assert (why_not(rules, way) is None) == (way == "incoming")
