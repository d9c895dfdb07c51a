"""A practice begins, is emptied by its developer, its administrator or the night, and ends."""

import datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from casemgr.accounts.actions import renew_practice_secret
from casemgr.accounts.actions.practice import pair_of
from casemgr.accounts.models import Organization
from casemgr.encryption.models import DataKey
from casemgr.errors import NotFound, NotInThisState, NotPermitted
from referrals import actions
from referrals.models import Referral
from referrals.practice import monthly
from referrals.webhooks import sending
from tests.conftest import as_user, make_person_of, open_case
from tests.partner_api.conftest import consent_body, fetch_token, make_partner
from tests.referrals.conftest import offer
from tests.sandbox.conftest import practise, work

STAYS = {"referrals_webhookendpoint"}


def rows_of(organizations):
    """How many rows of the two rooms name one of these, by table: asked of the database itself, for no policy."""
    ids, found = [one.pk for one in organizations], {}
    with connection.cursor() as cursor:
        for model in (*apps.get_app_config("cases").get_models(), *apps.get_app_config("referrals").get_models()):
            for field in model._meta.local_fields:
                if field.related_model is Organization:
                    table = model._meta.db_table
                    cursor.execute(f"SELECT count(*) FROM {table} WHERE {field.column} = ANY (%s)", [ids])
                    found[table] = found.get(table, 0) + cursor.fetchone()[0]
    return {table for table, number in found.items() if number}


def everything_of(developer):
    """What stands of a practice, as far as its own two systems and the organization as a whole see it."""
    pair = list(Organization.objects.filter(practice_of=developer.organization.practice_of_id))
    seen = set()
    for one in pair:
        person = one.people.get(is_machine=False)
        with as_user(person), transaction.atomic():
            seen |= rows_of([one])
    return seen


@pytest.fixture
def busy(developer, empty_cache):
    """A practice in which much happened."""
    with as_user(developer.account):
        actions.add_webhook(url="https://hooks.example.org/x", account=developer.account, by=developer.account)
    for service in ("legal_aid", "psychosocial", "education"):
        developer.send(service)
    developer.offered("medical")
    developer.post("enquiries", {"service": "legal_aid", "receivers": [developer.practice["partner"]["id"]]})
    developer.post("sandbox/enquiries", {"service": "legal_aid"})
    consent = developer.post(
        "consents", consent_body(type("P", (), {"public_id": developer.practice["partner"]["id"]}))
    )
    notice = {"consent": consent.json()["id"], "kind": "mandatory_report", "why": "x", "words": "x"}
    assert developer.post("statutory-notices", notice | {"categories": ["identity"]}).status_code == 201
    work()
    return developer


def empty_of(developer):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing was forgotten that points to what went
    return everything_of(developer)


def test_starting_over_deletes_all_but_credentials_and_addresses(busy):
    before = everything_of(busy)
    assert len(before) >= 15
    began = busy.practice["since"]
    answer = busy.post("sandbox/start-over", {})
    assert answer.status_code == 200, answer.content
    left = empty_of(busy)
    furnished = {"referrals_directoryorganization", "referrals_directoryservice"}
    assert left == STAYS | furnished | {"referrals_idempotencyrecord"}, left
    assert busy.get("referrals").json()["contents"] == [] and busy.feed() == []
    assert len(busy.get("webhook-endpoints").json()["contents"]) == 1
    assert busy.practice["since"] > began
    one = busy.send("legal_aid")
    work()
    assert busy.state(one) == "completed"


def test_the_keys_of_what_was_deleted_are_destroyed_and_no_others(busy):
    pair = Organization.objects.filter(practice_of=busy.organization.practice_of_id).values_list("pk", flat=True)
    of_pair = DataKey.objects.filter(organization_id__in=list(pair), destroyed_at=None)
    real = open_case(make_person_of(busy.admin.organization, "caseworker"))
    assert of_pair.count() >= 6
    busy.post("sandbox/start-over", {})
    new = busy.send("education")
    work()
    assert of_pair.count() == 1, new
    assert DataKey.objects.filter(owner_id=real.person_id, destroyed_at=None).exists()


def test_it_reaches_nobody_elses_rows(busy, lotus):
    """Neither a real record of the same organization nor another organization's practice."""
    other = practise(lotus)
    theirs = other.send("education")
    sender = make_partner(busy.admin.organization)
    consent = sender.post("consents", consent_body(lotus)).json()["id"]
    own = sender.post("referrals", {"consent": consent, "service": "legal_aid"}).json()["id"]
    assert busy.post("sandbox/start-over", {}).status_code == 200
    empty_of(busy)
    assert other.state(theirs) == "offered" and sender.get(f"referrals/{own}").status_code == 200


@pytest.mark.parametrize("role", ["caseworker", "supervisor", "auditor"])
def test_nobody_else_of_the_organization_switches_or_empties_it(busy, role):
    person = make_person_of(busy.admin.organization, role)
    for act in (
        actions.switch_practice_on,
        actions.switch_practice_off,
        actions.start_practice_over,
        renew_practice_secret,
    ):
        with as_user(person), pytest.raises(NotPermitted):
            act(by=person)
    refused = pytest.raises(DatabaseError, match="not for this actor")
    with as_user(person), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT app.empty_practice()")


def test_an_administrator_without_a_practice_empties_nothing(busy, lotus):
    admin = make_person_of(lotus, "org_admin")
    with as_user(admin), pytest.raises(NotFound):
        actions.start_practice_over(by=admin)
    before = everything_of(busy)
    with as_user(admin), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT app.empty_practice()")
        assert cursor.fetchone() == (0,)
    assert everything_of(busy) == before


def test_at_night_a_practice_of_thirty_days_is_emptied_once(busy, lotus):
    young = practise(lotus)
    kept = young.send("education")
    now = timezone.now()
    old = Organization.objects.filter(practice_of=busy.organization.practice_of_id)
    old.update(practice_since=now - datetime.timedelta(days=31))
    since = now - datetime.timedelta(days=30)
    assert monthly.start_over(since) == 1
    empty_of(busy)
    assert busy.get("referrals").json()["contents"] == [] and young.state(kept) == "offered"
    assert monthly.start_over(since) == 0


def test_one_that_fails_keeps_no_other_from_being_emptied(busy, lotus, monkeypatch):
    other = practise(lotus)
    other.send("education")
    long_ago = timezone.now() - datetime.timedelta(days=31)
    Organization.objects.filter(practice_side__gt="").update(practice_since=long_ago)
    fails, empty = (
        Organization.objects.get(practice_of=busy.admin.organization, practice_side="partner"),
        monthly.actions,
    )

    def half(*, by_clock_for, since):
        if by_clock_for == fails:
            raise NotFound()
        return real(by_clock_for=by_clock_for, since=since)

    real = empty.end_month_of_practice
    monkeypatch.setattr(empty, "end_month_of_practice", half)
    with pytest.raises(monthly.NotEmptied):
        monthly.start_over(timezone.now())
    empty_of(other)


def test_switching_off_ends_the_system_and_deletes_everything(busy):
    admin = busy.admin
    with as_user(admin):
        actions.switch_practice_off(by=admin)
    work()
    assert busy.get("sandbox").status_code == 401 and fetch_token(busy).status_code == 401
    pair = pair_of(admin.organization_id)
    assert {one.status for one in pair} == {"suspended"}
    assert not DataKey.objects.filter(organization_id__in=[one.pk for one in pair], destroyed_at=None).exists()
    with as_user(admin), pytest.raises(NotInThisState):
        actions.switch_practice_off(by=admin)


def test_switching_on_again_takes_the_same_pair_up_with_another_system(developer):
    admin, pair = developer.admin, pair_of(developer.admin.organization_id)
    with as_user(admin):
        with pytest.raises(NotInThisState):
            actions.switch_practice_on(by=admin)
        actions.switch_practice_off(by=admin)
        client, secret = actions.switch_practice_on(by=admin)
    assert client.organization_id == pair.own.pk and client.client_id != developer.client_id
    developer.client_id, developer.secret = client.client_id, secret
    developer.account = client.user
    developer.token = fetch_token(developer).json()["access_token"]
    one = developer.send("emergency_shelter")
    work()
    assert developer.state(one) == "declined"


def test_a_new_secret_ends_the_one_before(developer):
    with as_user(developer.admin):
        client, secret = renew_practice_secret(by=developer.admin)
    assert fetch_token(developer).status_code == 401 and developer.get("sandbox").status_code == 401
    developer.secret = secret
    assert fetch_token(developer).json()["access_token"] and client.client_id == developer.client_id


def test_time_is_made_to_pass_only_in_practice(offered_for_real, caseworker):
    with as_user(caseworker), pytest.raises(NotFound):
        actions.let_time_pass(offered_for_real, by=caseworker)


@pytest.fixture
def offered_for_real(harbor, lotus, caseworker):
    one = offer(open_case(caseworker), lotus, by=caseworker)
    with as_user(caseworker), transaction.atomic():
        return Referral.objects.visible_to(caseworker).get(pk=one.pk)


def test_webhooks_say_that_it_is_practice(developer, monkeypatch):
    sent = []
    monkeypatch.setattr(sending, "send", lambda message: sent.append(message) or sending.Outcome(200))
    with as_user(developer.account):
        actions.add_webhook(url="https://hooks.example.org/x", account=developer.account, by=developer.account)
    developer.send("emergency_shelter")
    work()
    assert [message.headers["casemgr-sandbox"] for message in sent] == ["true", "true"]
