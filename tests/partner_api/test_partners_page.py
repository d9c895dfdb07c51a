"""The commands of docs/partners.md work as they stand there."""

import datetime
import os
import re
import shutil
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connections

from casemgr.accounts.actions import create_organization
from cases.consent_categories import CATEGORIES
from cases.models import Consent
from cases.notices import codes as notices
from referrals.codes import Feedback, Outcome, Urgency
from referrals.enquiry_codes import NEEDS, WHOM, Answer, Refusal, Stands, Together
from referrals.lifecycle import ContactResult, DeclineReason, EndReason
from referrals.partner_api.describe import REFUSALS
from referrals.practice.script import ANSWERS, RECEIVING, RECEIVING_ELSE, SENDING_ELSE, script_of
from tests.conftest import make_person_of
from tests.directory.conftest import a_service, an_organization
from tests.partner_api.conftest import consent_body, make_partner
from tests.referrals.conftest import with_second_factor
from tests.sandbox.conftest import practise
from tests.sandbox.conftest import work as practice_work
from tests.webhooks.conftest import work

PAGE = Path(__file__).parents[2] / "docs" / "partners.md"
HELPERS = """
set -eu
json() { python3 -c 'import functools as f, json, sys
print(f.reduce(lambda inner, name: inner[name], sys.argv[1].split("."), json.load(sys.stdin)))' "$1"; }
uuid() { python3 -c 'import uuid; print(uuid.uuid4())'; }
"""


def commands(kind):
    return "\n".join(re.findall(rf"^```{kind}\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL))


def run(script, **variables):
    command = ["bash", "-c", HELPERS + script]
    done = subprocess.run(command, env=os.environ | variables, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("field", "codes"),
    [
        ("categories", CATEGORIES),
        ("method", Consent.Method.values),
        ("notice kind", notices.Kind.values),
        ("notice urgency", notices.Urgency.values),
        ("notice lawful", notices.Lawful.values),
        ("notice informed", notices.Informed.values),
        ("notice counsel", notices.Counsel.values),
        ("draft urgency", Urgency.values),
        ("feedback", Feedback.values),
        ("decline reason", DeclineReason),
        ("end reason", EndReason),
        ("result", ContactResult),
        ("outcome", Outcome.values),
        ("together", Together.values),
        ("whom", WHOM),
        ("needs", NEEDS),
        ("stands", Stands.values),
        ("answer", Answer.values),
        ("answer reason", Refusal.values),
    ],
)
def test_it_names_every_code(field, codes):
    act, _, name = field.rpartition(" ")
    found = re.findall(rf"^\| {act or r'\w+'} \| `{name}`(.*?)\|([^|]*)\|$", PAGE.read_text(), re.MULTILINE)
    [(_, listed)] = found
    assert re.findall(r"`(\w+)`", listed) == [str(code) for code in codes]


@pytest.mark.nodb
def test_it_explains_every_refusal():
    cells = re.findall(r"^\| ([\d, ]+) \|", PAGE.read_text(), re.MULTILINE)
    assert {int(status) for cell in cells for status in cell.split(",")} == set(REFUSALS)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_five_minutes_of_a_partner_work_as_written(live_world):
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    lotus = create_organization(name="Lotus Legal", slug="lotus", country="THA")
    sender, receiver = make_partner(harbor), make_partner(lotus)
    ends_on = (datetime.date.today() + datetime.timedelta(days=60)).isoformat()
    told = run(
        commands("sh"),
        SERVER=live_world.url,
        CLIENT_ID=sender.client_id,
        CLIENT_SECRET=sender.secret,
        RECIPIENT=lotus.public_id,
        ENDS_ON=ends_on,
    )
    assert '"state":"revoked"' in told
    colleague = with_second_factor(make_person_of(lotus, "caseworker"))
    consent = sender.post("consents", consent_body(lotus)).json()["id"]
    offer = sender.post("referrals", {"consent": consent, "service": "legal_aid"}).json()["id"]
    sender.act(offer, "submit")
    told = run(
        commands("sh receiver"),
        SERVER=live_world.url,
        CLIENT_ID=receiver.client_id,
        CLIENT_SECRET=receiver.secret,
        OFFER=offer,
        COLLEAGUE=colleague.public_id,
    )
    assert '"phone":"+15550100777"' in told
    work()
    told = run(
        commands("sh feed"),
        SERVER=live_world.url,
        CLIENT_ID=receiver.client_id,
        CLIENT_SECRET=receiver.secret,
        AFTER=receiver.get("events?limit=1").json()["next_after"],
        HOOK_URL="https://hooks.example.org/referrals",
    )
    assert told.count('"type":"referral.accepted"') == 2 and told.count('"type":"referral.offered"') == 3
    assert '"type":"webhook.test"' in told and told.count('"secret":"whsec_') == 1


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_asking_before_anybody_agreed_works_as_written(live_world):
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    lotus = create_organization(name="Lotus Legal", slug="lotus", country="THA")
    keeper = make_person_of(harbor, "org_admin")
    a_service(keeper, an_organization(keeper, name="Lotus", member=lotus), service_code="emergency_shelter")
    sender = make_partner(harbor)
    told = run(
        commands("sh ask"),
        SERVER=live_world.url,
        CLIENT_ID=sender.client_id,
        CLIENT_SECRET=sender.secret,
        RECIPIENT=lotus.public_id,
    )
    assert '"state": "open"' in told.replace('":"', '": "') and '"state": "withdrawn"' in told.replace('":"', '": "')


@contextmanager
def a_worker():
    """Does what is on the job queue, as the worker beside the server does."""
    stop = threading.Event()

    def go_on():
        while not stop.wait(0.2):
            practice_work()
        connections.close_all()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_practising_works_as_written(live_world):
    developer = practise(create_organization(name="Harbor House", slug="harbor", country="USA"))
    with a_worker():
        told = run(
            commands("sh practise"),
            SERVER=live_world.url,
            CLIENT_ID=developer.client_id,
            CLIENT_SECRET=developer.secret,
            ENDS_ON=(datetime.date.today() + datetime.timedelta(days=60)).isoformat(),
        )
    assert '"code":"given"' in told and '"state":"accepted"' in told
    assert developer.get("referrals").json()["contents"] == []


@pytest.mark.nodb
def test_it_tells_what_the_practice_partner_does():
    page, told = PAGE.read_text(), {}
    for service, *cells in re.findall(r"^\| (`\w+`|every other) \|([^|]*)\|([^|]*)\|([^|]*)\|$", page, re.MULTILINE):
        told[service.strip("`")] = [re.findall(r"`([\w ]+)`", cell) for cell in cells]
    for service in RECEIVING:
        found = [script_of(service, receives=True), script_of(service, receives=False)]
        asked = [" ".join(ANSWERS[service]).strip()] if service in ANSWERS else []
        assert told[service] == [*([step.words for step in script] for script in found), asked], service
    assert told["every other"] == [[step.words for step in RECEIVING_ELSE], [step.words for step in SENDING_ELSE], []]
