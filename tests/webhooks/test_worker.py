"""The real worker, as its own process with its own database login, and two at the same moment."""

import subprocess
import sys
import threading

import pytest
from django.db import connections, transaction
from django.utils import timezone

from casemgr.accounts.actions import create_organization
from referrals import tasks as jobs
from referrals.models import WebhookDelivery
from tests.conftest import as_user
from tests.operations.granian import settings_of
from tests.partner_api.conftest import consent_body, make_partner
from tests.webhooks.conftest import connect, deliveries


@pytest.fixture
def offered(cloned_world, hook):
    """An offer really committed, and the receiver's system that is to be told."""
    sender = make_partner(create_organization(name="Harbor House", slug="harbor", country="USA"))
    lotus = create_organization(name="Lotus Legal", slug="lotus", country="THA")
    receiver = make_partner(lotus)
    receiver.endpoint = connect(receiver, hook)
    consent = sender.post("consents", consent_body(lotus)).json()["id"]
    referral = sender.post("referrals", {"consent": consent, "service": "legal_aid"}).json()["id"]
    assert sender.act(referral, "submit").status_code == 200
    receiver.world = cloned_world
    return receiver


def run_worker(world, settings):
    allowed = ",".join(settings.CASEMGR_WEBHOOK_ALLOW)
    environment = settings_of(world, CASEMGR_PROCESS="worker", CASEMGR_WEBHOOK_ALLOW=allowed)
    command = [sys.executable, "-m", "casemgr.cli", "worker", "--once"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_the_worker_tells_the_receiver_of_a_committed_offer(offered, hook, settings):
    said = run_worker(offered.world, settings)
    assert hook.verified(offered.endpoint.secret)["type"] == "referral.offered", said
    assert [(one.state, one.attempts) for one in deliveries(offered)] == [("delivered", 1)]
    assert len(offered.get("events").json()["contents"]) == 1


def test_the_worker_disables_an_address_that_is_gone(offered, hook, settings):
    hook.answers = [410]
    run_worker(offered.world, settings)
    assert offered.get("webhook-endpoints").json()["contents"][0]["reason"] == "gone"


def test_two_workers_at_the_same_moment_send_once(offered, hook, settings):
    hook.answers, hook.slow = [500], 0.5
    run_worker(offered.world, settings)
    [one] = deliveries(offered)
    with as_user(offered.account), transaction.atomic():
        WebhookDelivery.objects.visible_to(offered.account).update(next_attempt_at=timezone.now())
    hook.answers, hook.got[:] = [200], []
    start = threading.Barrier(4)

    def at_once():
        start.wait()
        try:
            jobs.deliver(str(one.pk), str(offered.organization.pk))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=at_once) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hook.got) == 1
    assert [(one.state, one.attempts) for one in deliveries(offered)] == [("delivered", 2)]
