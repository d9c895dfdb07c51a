"""Every door of an organization whose own key is locked: a plain word, never an error, never a planted word."""

import pytest
from django.db import transaction

from casemgr.encryption import holders, unlocking
from cases.actions import open_feed
from tests.conftest import as_user
from tests.doors.house import NAMES, content_of
from tests.doors.planted import words_in
from tests.doors.table import DOORS
from tests.encryption.held import cheap, no_thread, passphrase_of, runtime  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("cheap", "runtime", "no_thread")
HARBORS = {
    "caller",
    "left",
    "harbor",
    "sister",
    "shared",
    "colleague",
    "hidden",
    "leader",
}  # rows sealed under Harbor's key
# doors behind which nothing sealed lies
KEYLESS = set(
    "research research_guide research_feed health leave lock lock_now lock_awake choose_language set_language "
    "provider_start provider_back provider_refused factor_resets factor_reset_decide role_decide "
    "exchange exchange_invite exchange_answer exchange_one exchange_act "
    "own_account own_session_end own_sessions_end "
    "carried_open carried_answer feedback_say "
    "mechanism mechanism_table "
    "own_key key_passphrase key_unlock key_agree key_lock".split()
)


@pytest.fixture
def locked(house, cheap, runtime, no_thread):
    """The house of all personas, its key in the hands of those who were named, and locked."""
    harbor = house.people["caseworker"].organization_id
    with transaction.atomic(using="keys"):
        following = holders.named(harbor)
        for part in following.holders.all():
            holders.prepare(part, passphrase_of(part.user_id))
        unlocking.open_for(harbor, holders.switch(following))
        unlocking.lock(harbor)
        yield house
        transaction.set_rollback(True, using="keys")


def knocked(house, persona, name, method):
    """One request as somebody who has just signed in: one of the doors signs out."""
    browser = house.browsers[persona]
    signed_in = {key: morsel.value for key, morsel in browser.cookies.items()}
    answer = house.knock(persona, name, method)
    browser.cookies.clear()
    browser.cookies.load(signed_in)
    return answer


@pytest.mark.parametrize("persona", ["caseworker", "supervisor"])
def test_no_door_breaks_and_none_tells_a_word(locked, persona):
    wrong = []
    for name in NAMES:
        for method in ("GET", "POST"):
            answer = knocked(locked, persona, name, method)
            if answer.status_code >= 500 or words_in(content_of(answer)):
                wrong.append(f"{method} {name}: {answer.status_code} {words_in(content_of(answer))}")
            casework = persona in DOORS[name].passes and name not in KEYLESS and method == DOORS[name].method
            if casework and answer.status_code != 423:
                wrong.append(f"{method} {name}: {answer.status_code}, not 423")
    assert wrong == [], "\n".join(wrong)


def test_the_words_are_there_once_it_is_open(locked):
    """Otherwise the test above would prove nothing."""
    harbor = locked.people["caseworker"].organization_id
    parts = list(holders.holding(harbor).holders.select_related("set"))
    for part in parts[:2]:
        entered = unlocking.enter(part, passphrase_of(part.user_id), among={one.user_id for one in parts})
    unlocking.open_for(harbor, entered.lease)
    pages = "case case_notes case_plan case_services case_alleged cases".split()
    told = {word for name in pages for word in words_in(content_of(locked.knock("supervisor", name)))}
    assert {("harbor", "alias"), ("harbor", "note"), ("harbor", "goal"), ("harbor", "alleged")} <= told


def test_a_partner_is_told_nothing_that_lies_under_the_locked_key(locked):
    for name in ("referral", "referrals", "case_referrals"):
        answer = locked.knock("other_caseworker", name)
        assert answer.status_code < 500, name
        assert not {row for row, _field in words_in(content_of(answer))} & HARBORS, name


def test_who_serves_without_the_key_works_on(locked):
    for persona, name in (
        ("org_admin", "people"),
        ("org_admin", "organization"),
        ("org_admin", "organization_key"),
        ("auditor", "audit_log"),
        ("data_steward", "releases"),
        ("survivor_adviser", "releases"),
        ("stranger", "cases"),
    ):
        assert locked.knock(persona, name).status_code == 200, name


def test_the_calendar_feed_is_locked_too(locked):
    worker = locked.people["caseworker"]
    with transaction.atomic():
        with as_user(worker):
            secret = open_feed(by=worker)
        for persona in ("anonymous", "stranger"):
            answer = locked.ask(persona, f"/calendar/{worker.public_id}/{secret}.ics")
            assert answer.status_code == 423
            assert not [one for one in ("supervisor", "auditor") if locked.people[one].name in answer.content.decode()]
        transaction.set_rollback(True)
