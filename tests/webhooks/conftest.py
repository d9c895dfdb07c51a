"""A partner's own receiver on this machine, the job queue run by hand, and a clock that tests move."""

import datetime
import json
import time
from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction
from django.utils import timezone
from standardwebhooks import Webhook

from referrals import actions
from referrals import tasks as jobs
from referrals.models import WebhookDelivery, WebhookEvent
from tests.conftest import as_user, make_person_of
from tests.outbound.secure_server import Quiet, make_certificate, serving
from tests.partner_api.conftest import (  # noqa: F401 - fixtures
    colleague_named,
    consent,
    draft,
    offer,
    outsider,
    receiver,
    sender,
    taken_on,
)
from tests.referrals.conftest import sahel  # noqa: F401 - a fixture

TASKS = {"webhooks.publish": jobs.publish, "webhooks.deliver": jobs.deliver}


@dataclass
class Hook:
    """What a partner's system got, in order, and what it answers: the last answer stays."""

    url: str = ""
    answers: list = field(default_factory=lambda: [200])
    got: list = field(default_factory=list)
    slow: float = 0  # seconds before it answers

    @property
    def types(self):
        return [json.loads(body)["type"] for _headers, body in self.got]

    @property
    def ids(self):
        return [headers["webhook-id"] for headers, _body in self.got]

    def verified(self, secret, number=-1):
        """The message as the library of Standard Webhooks takes it; it raises for a wrong signature."""
        headers, body = self.got[number]
        return Webhook(secret).verify(body, headers)


class Receiver(Quiet):
    """Keeps what is posted; answers as the test says."""

    def do_POST(self):
        hook = self.server.hook
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        hook.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        time.sleep(hook.slow)
        answers = hook.answers
        status = answers.pop(0) if len(answers) > 1 else answers[0]
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", f"{hook.url}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture
def hooks(tmp_path, monkeypatch, settings):
    """Call it for another receiver, which the operator allows."""
    certificate, secret = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.CASEMGR_WEBHOOK_ALLOW = []
    running = []

    def make():
        running.append(serving(Receiver, certificate, secret))
        server = running[-1].__enter__()
        server.hook = Hook(f"https://localhost:{server.server_port}/hook")
        settings.CASEMGR_WEBHOOK_ALLOW.append(f"localhost:{server.server_port}")
        return server.hook

    yield make
    for one in running:
        one.__exit__(None, None, None)


@pytest.fixture
def hook(hooks):
    return hooks()


def connect(partner, hook):
    """Have this system told at this receiver; its endpoint with `.secret`."""
    with as_user(partner.account):
        endpoint, endpoint.secret = actions.add_webhook(url=hook.url, account=partner.account, by=partner.account)
    return endpoint


def waiting_jobs(now=None):
    """(id, task, args) of the queue that are due, oldest first."""
    now = now or timezone.now()
    query = "SELECT id, task_name, args FROM procrastinate_jobs WHERE queue_name = 'webhooks' AND status = 'todo'"
    with connection.cursor() as cursor:
        cursor.execute(f"{query} AND coalesce(scheduled_at, %s) <= %s ORDER BY id", [now, now])
        return cursor.fetchall()


def work(*, twice=False):
    """Run what is due, as the worker does, until nothing is; `twice` runs each job a second time."""
    while found := waiting_jobs(timezone.now()):
        for number, name, args in found:
            args = json.loads(args) if isinstance(args, str) else args
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [number])
            for _time in range(1 + twice):
                TASKS[name](**args)


def deliveries(partner):
    """The system's deliveries, oldest first."""
    with as_user(partner.account), transaction.atomic():
        rows = WebhookDelivery.objects.visible_to(partner.account).select_related("event", "endpoint")
        return list(rows.order_by("pk"))


def feed_of(partner):
    """The organization's own copies, in the order of the feed."""
    with as_user(partner.account), transaction.atomic():
        return list(WebhookEvent.objects.published(partner.account).order_by("position"))


@pytest.fixture
def clock(monkeypatch):
    """`clock.now` is what time it is; `clock.on(...)` moves it."""

    class Clock:
        now = timezone.now()

        def on(self, **how):
            self.now += datetime.timedelta(**how)

    one = Clock()
    monkeypatch.setattr(timezone, "now", lambda: one.now)
    return one


@pytest.fixture
def auditor_of():
    """Call it for an auditor of an organization."""
    return lambda organization: make_person_of(organization, "auditor")


@pytest.fixture
def empty_queue():
    """Call it to lose every job."""

    def empty():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")

    return empty
