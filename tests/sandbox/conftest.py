"""A practice of Harbor House: its developer's system, and the job queue run by hand."""

import datetime
import json
from dataclasses import dataclass

import pytest
from django.db import connection

from referrals import actions
from referrals import tasks as jobs
from tests.conftest import as_user, make_person_of
from tests.partner_api.conftest import Partner, fetch_token, make_partner

TASKS = {
    "webhooks.publish": jobs.publish,
    "webhooks.deliver": jobs.deliver,
    "practice.move": jobs.move,
    "practice.answer": jobs.answer,
    "practice.forget_keys": jobs.forget_keys,
}


def work(most=200):
    """Run what waits, as the worker does, until nothing does."""
    for _job in range(most):
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE id = (SELECT min(id) FROM procrastinate_jobs "
                "WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()) RETURNING task_name, args"
            )
            found = cursor.fetchone()
        if found is None:
            return
        name, args = found
        TASKS[name](**(json.loads(args) if isinstance(args, str) else args))
    raise AssertionError("the practice partner doesn't come to an end")


@dataclass
class Developer(Partner):
    """The developer's system, and what it was told of its practice."""

    @property
    def practice(self):
        return self.get("sandbox").json()

    def send(self, service, *, submit=True, ends_in=90, **offer):
        """An invented person's referral to the practice partner; the referral's id."""
        ends_on = datetime.date.today() + datetime.timedelta(days=ends_in)
        body = {
            "person": {"alias": "River", "phone": "+15550100"},
            "safe_contact": {"channel": "text", "may_text": True},
            "recipient": self.practice["partner"]["id"],
            "categories": ["identity", "contact"],
            "method": "spoken",
            "ends_on": ends_on.isoformat(),
        }
        made = self.post("consents", body)
        assert made.status_code == 201, made.content
        drafted = self.post("referrals", {"consent": made.json()["id"], "service": service} | offer)
        assert drafted.status_code == 201, drafted.content
        one = drafted.json()["id"]
        if submit:
            sent = self.act(one, "submit")
            assert sent.status_code == 200, sent.content
        return one

    def offered(self, service, **body):
        """The id of a referral that the partner was asked to offer."""
        made = self.post("sandbox/offers", {"service": service} | body)
        assert made.status_code == 201, made.content
        return made.json()["id"]

    def decide(self, one, event, **body):
        """Answer in the name of the invented colleague."""
        said = self.act(one, event, {"on_behalf_of": self.practice["colleague"]["id"]} | body)
        assert said.status_code == 200, said.content
        return said.json()

    def state(self, one):
        return self.get(f"referrals/{one}").json()["state"]

    def events(self, one):
        """(event, code) of a referral, oldest first."""
        return [(e["event"], e["code"]) for e in self.get(f"referrals/{one}/events").json()["contents"]]

    def feed(self):
        """The types of the feed, oldest first."""
        return [event["type"] for event in self.get("events?limit=100").json()["contents"]]


def practise(organization):
    """Switch the practice of an organization on; its developer's system."""
    admin = make_person_of(organization, "org_admin")
    with as_user(admin):
        client, secret = actions.switch_practice_on(by=admin)
    developer = Developer(client.organization, client.user, client.client_id, secret)
    developer.admin = admin
    developer.token = fetch_token(developer).json()["access_token"]
    return developer


@pytest.fixture
def developer(harbor):
    return practise(harbor)


@pytest.fixture
def sender(harbor):
    """The real system of the same organization."""
    return make_partner(harbor)
