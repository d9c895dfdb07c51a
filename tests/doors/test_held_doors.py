"""Every door of an organization whose own key is locked: a plain word, never an error, never a value."""

import pytest

from casemgr.encryption import holders, unlocking
from cases.actions import open_feed
from tests.conftest import as_user
from tests.doors.table import DOORS
from tests.doors.test_web_doors import WEB, knock
from tests.doors.world import build
from tests.encryption.held import (  # noqa: F401 - fixtures
    at_once,
    cheap,
    forget,
    no_thread,
    passphrase_of,
    runtime,
)

pytestmark = pytest.mark.usefixtures("cheap", "runtime", "no_thread")
# doors behind which nothing sealed lies
KEYLESS = set(
    "research health leave lock lock_now lock_awake choose_language set_language "
    "own_key key_passphrase key_unlock key_agree key_lock".split()
)
PLANTED = (
    b"Amira", b"Haddad", b"Leila", b"Uncle Karim", b"Penicillin", b"First talk", b"An aunt", b"A room of my own",
    b"Photo", b"Emergency", b"Urgent",
)  # fmt: skip


@pytest.fixture
def world():
    """The world of the doors, its key in the hands of those who were named, and locked."""
    made = build()
    harbor = made.people["caseworker"].organization_id
    following = holders.named(harbor)
    for part in following.holders.all():
        holders.prepare(part, passphrase_of(part.user_id))
    unlocking.open_for(harbor, holders.switch(following))
    unlocking.lock(harbor)
    return made


@pytest.mark.parametrize("persona", ["caseworker", "supervisor"])
def test_no_door_breaks_and_none_shows_a_value(world, persona):
    wrong, browser = [], world.browsers[persona]
    signed_in = {name: morsel.value for name, morsel in browser.cookies.items()}
    for name in sorted(set(DOORS) & set(WEB)):
        for method in ("GET", "POST"):
            browser.cookies.clear()  # one of the doors signs out
            browser.cookies.load(signed_in)
            answer = knock(world, persona, name, world.ids, method)
            content = getattr(answer, "content", b"")
            shown = [value for value in PLANTED if value in content]
            if answer.status_code >= 500 or shown:
                wrong.append(f"{method} {name}: {answer.status_code} {shown}")
            casework = persona in DOORS[name].passes and name not in KEYLESS and method == DOORS[name].method
            if casework and answer.status_code != 423:
                wrong.append(f"{method} {name}: {answer.status_code}, not 423")
    assert wrong == [], "\n".join(wrong)


def test_the_planted_values_are_there_once_it_is_open(world):
    """Otherwise the test above would prove nothing."""
    harbor = world.people["caseworker"].organization_id
    present = holders.holding(harbor)
    parts = list(present.holders.select_related("set"))
    for part in parts[: present.threshold]:
        entered = unlocking.enter(part, passphrase_of(part.user_id), among={p.user_id for p in parts})
    unlocking.open_for(harbor, entered.lease)
    shown = b"".join(
        knock(world, "supervisor", name, world.ids).content
        for name in (
            "case",
            "case_notes",
            "case_alleged",
            "case_links",
            "case_plan",
            "case_documents",
            "funds",
            "contact",
        )
    )
    shown += knock(world, "caseworker", "cases", world.ids).content
    assert [
        value for value in PLANTED if value not in shown and value not in (b"Penicillin", b"An aunt", b"Haddad")
    ] == []


def test_who_serves_without_the_key_works_on(world):
    for persona, name in (("org_admin", "people"), ("org_admin", "organization"), ("auditor", "audit_log"),
                          ("data_steward", "releases"), ("stranger", "cases")):  # fmt: skip
        assert knock(world, persona, name, world.ids).status_code == 200, name


def test_a_partner_with_a_referral_learns_only_that_it_is_locked(world):
    answer = knock(world, "other_caseworker", "referral", world.ids)
    assert answer.status_code in (200, 423)
    assert not [value for value in PLANTED if value in answer.content]
    assert not [user for user in world.people.values() if user.organization_id and user.name.encode() in answer.content
                and user.organization_id == world.people["caseworker"].organization_id]  # fmt: skip


def test_the_calendar_feed_is_locked_too(world):
    worker = world.people["caseworker"]
    with as_user(worker):
        secret = open_feed(by=worker)
    for persona in ("anonymous", "stranger"):
        answer = world.browsers[persona].get(f"/calendar/{worker.public_id}/{secret}.ics")
        assert answer.status_code == 423
        assert not [one for one in ("supervisor", "auditor") if world.people[one].name in answer.content.decode()]
