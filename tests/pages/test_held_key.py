"""An organization takes its key into its own hands, page by page; locked, it says so everywhere and shows nothing."""

import json
import time
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client

from casemgr.accounts import actions, held_key
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.audit.models import AuditEntry
from casemgr.encryption import held, holders, leases, unlocking, watch
from casemgr.encryption.models import Holder, OrganizationKey
from tests.conftest import as_user, make_person_of
from tests.encryption.held import (  # noqa: F401 - fixtures
    at_once,
    cheap,
    forget,
    no_thread,
    passphrase_of,
    runtime,
)
from tests.pages.conftest import text_of
from tests.pages.test_people import entries

pytestmark = pytest.mark.usefixtures("cheap", "runtime", "no_thread", "at_once")
PASSWORD = "correct horse battery"
KEY, HOLDERS = "/settings/organization/key/", "/settings/organization/key/holders/"


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def holder_people(supervisor, caseworker, auditor):
    return [supervisor, caseworker, auditor]


@pytest.fixture
def confirmed(signed_in):
    """A browser of somebody who has just said again who they are."""

    def confirm(user):
        client = signed_in(user)
        answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/key/"})
        assert answer.status_code == 302, text_of(answer)
        return client

    return confirm


def name(admin_browser, people, threshold=2, hours=12):
    values = {"people": [p.public_id for p in people], "threshold": threshold, "hours": hours, "understood": "on"}
    return admin_browser.post(HOLDERS, values)


def set_passphrase(browser, user, words=None):
    words = words or passphrase_of(user.pk)
    return browser.post("/key/passphrase/", {"passphrase": words, "again": words})


def unlock(browser, user, words=None):
    return browser.post("/key/unlock/", {"passphrase": words or passphrase_of(user.pk)})


@pytest.fixture
def handed_over(confirmed, org_admin, holder_people, case):
    """Three hold the key, two open it; it is open. The browsers of the three."""
    assert name(confirmed(org_admin), holder_people).status_code == 302
    browsers = {user: confirmed(user) for user in holder_people}
    for user, browser in browsers.items():
        assert set_passphrase(browser, user).status_code == 302
    return browsers


@pytest.fixture
def locked(handed_over, harbor):
    unlocking.lock(harbor.pk)
    cache.clear()  # tries that were counted before
    return handed_over


def test_the_key_changes_hands_only_when_everybody_named_has_a_passphrase(
    confirmed, org_admin, holder_people, harbor, auditor
):
    admin = confirmed(org_admin)
    assert "operator of this server" in text_of(admin.get(KEY))
    assert name(admin, holder_people).status_code == 302
    for number, user in enumerate(holder_people, start=1):
        assert OrganizationKey.objects.get(organization_id=harbor.pk).holder == "instance"
        assert set_passphrase(confirmed(user), user).status_code == 302
        assert text_of(admin.get(KEY)).count("Passphrase set") == (number if number < 3 else 0)
    assert OrganizationKey.objects.get(organization_id=harbor.pk).holder == held.HOLDER
    page = text_of(admin.get(KEY))
    assert "Any 2 of these 3 people" in page and all(user.name in page for user in holder_people)
    assert not held.is_locked(harbor.pk)
    assert len(entries(events.KEY_HOLDERS_NAMED, auditor)) == 1
    assert {e.actor_id for e in entries(events.KEY_PASSPHRASE_SET, auditor)} == {u.pk for u in holder_people}
    (over,) = entries(events.KEY_HANDED_OVER, auditor)
    assert over.additional_data == {"holders": 3, "threshold": 2, "hours": 12, "version": 1}


def test_what_it_means_is_said_before_anybody_is_named(confirmed, org_admin):
    page = text_of(confirmed(org_admin).get(HOLDERS))
    for promise in ("There is no back door", "lost for good", "Older backups", "whoever controls the server"):
        assert promise in page


@pytest.mark.parametrize(
    ("people", "threshold", "hours", "words"),
    [
        (2, 2, 12, "at least three"),
        (3, 3, 12, "fewer than you name"),
        (3, 1, 12, "fewer than you name"),
        (3, 2, 99, "72"),
    ],
)
def test_numbers_that_lose_everything_are_refused(confirmed, org_admin, holder_people, people, threshold, hours, words):
    answer = name(confirmed(org_admin), holder_people[:people], threshold, hours)
    assert answer.status_code == 422 and words in text_of(answer)
    assert holders.named(org_admin.organization_id) is None


def test_it_takes_the_tick_and_colleagues(confirmed, org_admin, holder_people, partner_worker):
    admin = confirmed(org_admin)
    values = {"people": [p.public_id for p in holder_people], "threshold": 2, "hours": 12}
    assert admin.post(HOLDERS, values).status_code == 422
    assert name(admin, [*holder_people, partner_worker]).status_code == 422
    assert holders.named(org_admin.organization_id) is None


def test_naming_and_passphrases_ask_who_it_is_once_more(signed_in, org_admin, holder_people, harbor):
    for user, path in ((org_admin, HOLDERS),):
        answer = name(signed_in(user), holder_people)
        assert answer.status_code == 302 and "/accounts/reauthenticate/" in answer["Location"], path
    with as_user(org_admin):
        actions.name_holders(holder_people, threshold=2, hours=1, by=org_admin)
    browser = signed_in(holder_people[0])
    answer = set_passphrase(browser, holder_people[0])
    assert answer.status_code == 302 and "/accounts/reauthenticate/" in answer["Location"]
    assert not Holder.objects.get(user_id=holder_people[0].pk).is_ready
    kept = json.dumps(dict(browser.session.items()), default=str)
    assert passphrase_of(holder_people[0].pk) not in kept  # nothing typed waits in the session


@pytest.mark.parametrize(
    "weak",
    ["too short", "one two three", "aaaaaaaaaaaaaaaaaaaa", "abcdabcdabcdabcd", "abcdefghijklmnopqrs", PASSWORD,
     "word word word word word", "supervisor supervisor"],
)  # fmt: skip
def test_weak_passphrases_are_refused_and_not_repeated(confirmed, org_admin, holder_people, weak):
    with as_user(org_admin):
        actions.name_holders(holder_people, threshold=2, hours=1, by=org_admin)
    user = holder_people[0]
    answer = set_passphrase(confirmed(user), user, weak)
    assert answer.status_code == 422
    assert f'value="{weak}"' not in answer.content.decode()
    assert not Holder.objects.get(user_id=user.pk).is_ready


@pytest.mark.parametrize("strong", ["moss orbit canyon velvet tin", "pQ7-xz1!mB9_kW4+", "شجرة قمر كتاب بحر جسر ليل"])
def test_words_of_any_script_or_enough_characters_are_taken(confirmed, org_admin, holder_people, strong):
    with as_user(org_admin):
        actions.name_holders(holder_people, threshold=2, hours=1, by=org_admin)
    assert set_passphrase(confirmed(holder_people[0]), holder_people[0], strong).status_code == 302


def test_two_spellings_are_said_at_the_field(confirmed, org_admin, holder_people):
    with as_user(org_admin):
        actions.name_holders(holder_people, threshold=2, hours=1, by=org_admin)
    values = {"passphrase": "moss orbit canyon velvet tin", "again": "moss orbit canyon velvet tim"}
    assert confirmed(holder_people[0]).post("/key/passphrase/", values).status_code == 422


def test_enough_holders_unlock_it_together(locked, signed_in, case, caseworker, supervisor, auditor):
    page = f"/cases/{case.public_id}/"
    worker = locked[caseworker]
    assert worker.get(page).status_code == 423
    assert "One more holder" in text_of(
        locked[auditor].post("/key/unlock/", {"passphrase": passphrase_of(auditor.pk)}, follow=True)
    )
    assert worker.get(page).status_code == 423
    assert "The key is open" in text_of(
        locked[supervisor].post("/key/unlock/", {"passphrase": passphrase_of(supervisor.pk)}, follow=True)
    )
    answer = worker.get(page)
    assert answer.status_code == 200 and "Amira" in text_of(answer)
    assert [e.actor_id for e in entries(events.KEY_UNLOCKED, auditor)] == [supervisor.pk]
    assert {e.actor_id for e in entries(events.KEY_PASSPHRASE_ENTERED, auditor)} == {auditor.pk, supervisor.pk}


def test_one_holder_twice_is_one(locked, auditor, harbor):
    for _twice in range(2):
        unlock(locked[auditor], auditor)
    assert held.is_locked(harbor.pk)


def test_a_wrong_passphrase_is_told_to_the_trail_and_limited(locked, supervisor, caseworker, auditor, harbor):
    answer = unlock(locked[supervisor], supervisor, "moss orbit canyon velvet tin")
    assert answer.status_code == 422 and "moss orbit" not in answer.content.decode()
    assert [e.actor_id for e in entries(events.KEY_PASSPHRASE_REFUSED, auditor)] == [supervisor.pk]
    statuses = [unlock(locked[supervisor], supervisor, "moss orbit canyon velvet tin").status_code for _try in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    assert unlock(locked[supervisor], supervisor).status_code == 429  # the right one as well, for ten minutes
    assert unlock(locked[auditor], auditor).status_code == 302  # others are not locked out by it


def test_who_holds_no_part_learns_nothing_by_trying(locked, confirmed, colleague):
    browser = confirmed(colleague)
    answers = [unlock(browser, colleague, "moss orbit canyon velvet tin") for _try in range(6)]
    assert [answer.status_code for answer in answers] == [404] * 5 + [429]
    assert browser.get("/key/").status_code == browser.get("/key/passphrase/").status_code == 404


def test_any_holder_locks_it_and_so_does_the_administrator(
    handed_over, confirmed, signed_in, org_admin, colleague, auditor, harbor
):
    assert signed_in(colleague).post("/key/lock/").status_code == 404
    assert not held.is_locked(harbor.pk)
    assert handed_over[auditor].post("/key/lock/").status_code == 302
    assert held.is_locked(harbor.pk)
    assert handed_over[auditor].post("/key/lock/").status_code == 409
    (entry,) = entries(events.KEY_LOCKED, auditor)
    assert (entry.actor_id, entry.additional_data) == (auditor.pk, {"why": "hand"})


def test_the_page_says_what_happened_who_can_help_and_how_many_are_needed(
    locked, signed_in, colleague, holder_people, auditor
):
    answer = signed_in(colleague).get("/cases/")
    page = text_of(answer)
    assert answer.status_code == 423
    assert "records are locked" in page and "2 more of these people" in page
    assert all(user.name in page for user in holder_people)
    assert "/key/unlock/" not in page and "Nothing is lost" in page
    unlock(locked[auditor], auditor)
    assert "1 more of these people" in text_of(signed_in(colleague).get("/cases/"))
    refused = [e for e in entries(events.ACCESS_REFUSED, auditor) if e.additional_data["status"] == 423]
    assert len(refused) == 2 and {e.actor_id for e in refused} == {colleague.pk}


def test_what_needs_no_key_works_on(locked, signed_in, org_admin, auditor, colleague, steward):
    assert signed_in(org_admin).get("/settings/").status_code == 200
    assert signed_in(org_admin).get(KEY).status_code == 200
    assert signed_in(org_admin).get("/", follow=True).status_code == 200
    assert locked[auditor].get("/audit/").status_code == 200
    assert signed_in(steward).get("/releases/").status_code == 200
    worker = signed_in(colleague)
    for path in ("/accounts/password/change/", "/accounts/2fa/", "/research/", "/leave/"):
        assert worker.get(path).status_code == 200, path
    assert Client().post("/accounts/login/", {"login": colleague.email, "password": PASSWORD}).status_code == 302
    assert worker.post("/accounts/logout/").status_code == 302


def test_other_organizations_notice_nothing(locked, signed_in, partner_worker):
    assert signed_in(partner_worker).get("/cases/").status_code == 200


def test_a_restart_locks_and_the_trail_says_so(handed_over, harbor, auditor):
    forget()
    held_key.lock_at_start()
    assert held.is_locked(harbor.pk)
    (entry,) = entries(events.KEY_LOCKED, auditor)
    assert (entry.actor_id, entry.additional_data) == (None, {"why": "restart"})


def test_when_the_time_is_over_it_is_locked_and_the_trail_says_so(handed_over, harbor, auditor, monkeypatch):
    later = time.time() + 12 * 3600 + 1
    monkeypatch.setattr(leases, "time", SimpleNamespace(time=lambda: later))
    assert "more holders must enter" in text_of(handed_over[auditor].get("/key/"))
    watch.begin(harbor.pk)
    watch.look()
    watch.begin(harbor.pk)
    watch.look()
    (entry,) = entries(events.KEY_LOCKED, auditor)
    assert (entry.actor_id, entry.additional_data) == (None, {"why": "time"})


def test_a_holder_is_replaced_when_enough_holders_agree(
    handed_over, confirmed, org_admin, colleague, holder_people, harbor, auditor
):
    admin, supervisor, caseworker = confirmed(org_admin), holder_people[0], holder_people[1]
    assert name(admin, [supervisor, caseworker, colleague]).status_code == 302
    newcomer = confirmed(colleague)
    assert set_passphrase(newcomer, colleague).status_code == 302
    assert holders.holding(harbor.pk).version == 1  # everybody is ready, nobody agreed
    assert handed_over[supervisor].post("/key/agree/").status_code == 302
    assert holders.holding(harbor.pk).version == 1
    assert "1 of the 2 present holders" in text_of(admin.get(KEY))
    assert handed_over[auditor].post("/key/agree/").status_code == 302  # the one who leaves may agree too
    assert holders.holding(harbor.pk).version == 2
    unlocking.lock(harbor.pk)
    assert handed_over[auditor].get("/key/").status_code == 404
    unlock(handed_over[caseworker], caseworker)  # those who stay kept their passphrases
    unlock(newcomer, colleague)
    assert not held.is_locked(harbor.pk)


def test_an_administrator_alone_hands_the_key_to_nobody(handed_over, confirmed, org_admin, harbor):
    puppets = [make_person_of(harbor, "caseworker") for _one in range(3)]
    assert name(confirmed(org_admin), puppets).status_code == 302
    for puppet in puppets:
        assert set_passphrase(confirmed(puppet), puppet).status_code == 302
    assert holders.holding(harbor.pk).version == 1
    assert confirmed(puppets[0]).post("/key/agree/").status_code == 404


def test_holders_named_while_it_was_open_take_over_at_the_next_unlocking(
    handed_over, confirmed, org_admin, colleague, holder_people, harbor, auditor
):
    supervisor, caseworker = holder_people[:2]
    name(confirmed(org_admin), [supervisor, caseworker, colleague])
    for user in (supervisor, auditor):
        handed_over[user].post("/key/agree/")
    unlocking.lock(harbor.pk)
    assert set_passphrase(confirmed(colleague), colleague).status_code == 302
    assert holders.holding(harbor.pk).version == 1
    for user in (supervisor, caseworker):
        unlock(handed_over[user], user)
    assert holders.holding(harbor.pk).version == 2
    assert not held.is_locked(harbor.pk)


def test_others_are_named_only_while_it_is_open(locked, confirmed, org_admin, colleague, holder_people, harbor):
    answer = name(confirmed(org_admin), [*holder_people, colleague])
    assert answer.status_code == 423
    assert holders.named(harbor.pk) is None


def test_named_holders_are_taken_back(confirmed, org_admin, holder_people, harbor, auditor):
    admin = confirmed(org_admin)
    name(admin, holder_people)
    assert admin.post(f"{HOLDERS}take-back/").status_code == 302
    assert holders.named(harbor.pk) is None
    assert len(entries(events.KEY_HOLDERS_TAKEN_BACK, auditor)) == 1
    assert admin.post(f"{HOLDERS}take-back/").status_code == 409
    assert confirmed(holder_people[0]).get("/key/").status_code == 404


def test_ending_a_holder_s_access_warns_and_then_refuses(
    handed_over, confirmed, org_admin, caseworker, supervisor, colleague
):
    admin = confirmed(org_admin)
    assert "part of your organization" not in text_of(admin.get(f"/settings/people/{colleague.public_id}/deactivate/"))
    assert "nobody is to spare" in text_of(admin.get(f"/settings/people/{caseworker.public_id}/deactivate/"))
    assert admin.post(f"/settings/people/{caseworker.public_id}/deactivate/").status_code == 302
    assert "too few could open it" in text_of(admin.get(f"/settings/people/{supervisor.public_id}/deactivate/"))
    assert admin.post(f"/settings/people/{supervisor.public_id}/deactivate/").status_code == 422
    assert User.objects.get(pk=supervisor.pk).is_active
    assert "Nobody is to spare" in text_of(admin.get(KEY))


def test_a_holder_without_access_unlocks_nothing(locked, caseworker, supervisor, auditor, harbor):
    unlock(locked[caseworker], caseworker)
    User.objects.filter(pk=caseworker.pk).update(is_active=False)
    unlock(locked[supervisor], supervisor)
    assert held.is_locked(harbor.pk)
    unlock(locked[auditor], auditor)
    assert not held.is_locked(harbor.pk)


def test_no_passphrase_is_in_the_trail_the_session_or_the_store(locked, holder_people, auditor, harbor):
    for user in holder_people[:2]:
        unlock(locked[user], user)
    typed = [passphrase_of(user.pk) for user in holder_people]
    with as_user(auditor):
        told = str(list(AuditEntry.objects.visible_to(auditor).values()))
    sessions = str([dict(browser.session.items()) for browser in locked.values()])
    stored = b"".join(
        bytes(value) for part in Holder.objects.all() for value in (part.sealed_key, part.sealed_share, part.proof)
    )
    for words in typed:
        assert words not in told and words not in sessions and words.encode() not in stored


def test_a_handed_over_key_is_undone_when_the_trail_cannot_be_written(
    confirmed, org_admin, holder_people, harbor, monkeypatch
):
    name(confirmed(org_admin), holder_people)
    browsers = {user: confirmed(user) for user in holder_people}
    for user in holder_people[:2]:
        set_passphrase(browsers[user], user)
    record = trail.record

    def fails(event, **more):
        if event == events.KEY_HANDED_OVER:
            raise RuntimeError("the trail is full")
        return record(event, **more)

    monkeypatch.setattr(trail, "record", fails)
    with pytest.raises(RuntimeError):
        set_passphrase(browsers[holder_people[2]], holder_people[2])
    assert OrganizationKey.objects.get(organization_id=harbor.pk).holder == "instance"
