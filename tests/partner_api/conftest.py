"""Partner systems of three organizations: Harbor House sends, Lotus Legal receives, Sahel Relief has no part in it."""

import datetime
import io
import json
import uuid
from dataclasses import dataclass, field

import pytest
from django.test import Client

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.actions import create_client
from cases.actions import add_document
from cases.models import Case
from referrals import actions
from referrals.models import Referral, ReferralAttachment, ReferralParty
from tests.casework.test_documents import PDF
from tests.conftest import as_user, make_person_of
from tests.referrals.conftest import sahel, with_second_factor  # noqa: F401 - a fixture

ALL_SCOPES = (
    "directory:read directory:write referral:send referral:receive referral:decide message:write consent:record "
    "notice:draft webhook:manage"
)


@dataclass
class Partner:
    """A machine client with a token; every call is a real request through all middleware."""

    organization: object
    account: object
    client_id: str
    secret: str
    token: str = ""
    web: Client = field(default_factory=lambda: Client(raise_request_exception=False, enforce_csrf_checks=True))

    def call(self, method, path, body=None, *, key=None, match=None, token=None, **headers):
        given = {"Authorization": f"Bearer {token or self.token}"} | headers
        if method in ("POST", "PATCH"):
            given["Idempotency-Key"] = key or str(uuid.uuid4())
        if match:
            given["If-Match"] = match
        data = json.dumps(body) if body is not None else ""
        return self.web.generic(method, f"/api/v1/{path}", data, content_type="application/json", headers=given)

    def get(self, path, **more):
        return self.call("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.call("POST", path, body, **more)

    def act(self, referral, event, body=None, **more):
        """Raise an event on the version that is read first."""
        match = self.get(f"referrals/{referral}")["ETag"]
        return self.post(f"referrals/{referral}/{event}", body, match=match, **more)


def fetch_token(partner, scope=ALL_SCOPES):
    return partner.web.post(
        "/oauth/token",
        {
            "grant_type": "client_credentials",
            "scope": scope,
            "client_id": partner.client_id,
            "client_secret": partner.secret,
        },
    )


def make_partner(organization):
    admin = make_person_of(organization, "org_admin")
    with acting_as_user(admin):
        client, secret = create_client(name="System", by=admin)
    partner = Partner(organization, client.user, client.client_id, secret)
    partner.token = fetch_token(partner).json()["access_token"]
    return partner


@pytest.fixture
def sender(harbor):
    return make_partner(harbor)


@pytest.fixture
def receiver(lotus):
    return make_partner(lotus)


@pytest.fixture
def outsider(sahel):  # noqa: F811
    return make_partner(sahel)


@pytest.fixture
def colleague_named(lotus):
    """The named person at the receiver, with a second factor."""
    return with_second_factor(make_person_of(lotus, "caseworker"))


@pytest.fixture
def leading(harbor):
    """A named supervisor at the sender, with a second factor."""
    return with_second_factor(make_person_of(harbor, "supervisor"))


@pytest.fixture
def emergency(sender, consent):
    """An offer that can't wait."""
    body = {"consent": consent, "service": "emergency_shelter", "urgency": "emergency"}
    one = sender.post("referrals", body).json()["id"]
    assert sender.act(one, "submit").status_code == 200
    return one


PERSON = {
    "alias": "Planted-Alias",
    "legal_name": "Planted Legal Name",
    "birth_date": "1999-03-07",
    "phone": "+15550100777",
    "email": "planted@example.net",
    "address": "77 Planted Street",
    "accessibility": "Planted ramp",
    "preferred_language": "sw",
    "interpreter_needed": True,
}


def consent_body(recipient, **changes):
    return {
        "person": PERSON,
        "safe_contact": {"channel": "text", "may_text": True, "hours": "Planted hours"},
        "recipient": recipient.public_id,
        "categories": ["identity", "contact", "documents"],
        "method": "spoken",
        "ends_on": (datetime.date.today() + datetime.timedelta(days=90)).isoformat(),
    } | changes


@pytest.fixture
def consent(sender, lotus):
    reply = sender.post("consents", consent_body(lotus))
    assert reply.status_code == 201, reply.content
    return reply.json()["id"]


@pytest.fixture
def draft(sender, consent):
    reply = sender.post("referrals", {"consent": consent, "service": "legal_aid"})
    assert reply.status_code == 201, reply.content
    return reply.json()["id"]


@pytest.fixture
def offer(sender, draft):
    reply = sender.act(draft, "submit")
    assert reply.status_code == 200, reply.content
    return draft


@pytest.fixture
def taken_on(receiver, offer, colleague_named):
    reply = receiver.act(offer, "accept", {"on_behalf_of": colleague_named.public_id})
    assert reply.status_code == 200, reply.content
    return offer


NOTICE = {"kind": "mandatory_report", "why": "Planted-Why", "words": "Planted-Words", "categories": ["identity"]}


@pytest.fixture
def notice(sender, consent):
    """A notice that the sender's system drafted."""
    made = sender.post("statutory-notices", NOTICE | {"consent": consent})
    assert made.status_code == 201, made.content
    return made.json()["id"]


MEETING = {"kind": "joint_call", "place": "telephone"}


def in_days(days):
    """Nine o'clock on a day to come, as the API wants it."""
    return f"{datetime.date.today() + datetime.timedelta(days=days)}T09:00:00Z"


@pytest.fixture
def handoff(sender, taken_on):
    """A meeting that the sender proposes."""
    made = sender.post(f"referrals/{taken_on}/handoffs", MEETING | {"starts_at": in_days(3)})
    assert made.status_code == 201, made.content
    return made.json()["id"]


@pytest.fixture
def agreed_handoff(receiver, handoff):
    answer = receiver.post(f"handoffs/{handoff}/answer", {"state": "agreed"}, match='"v1"')
    assert answer.status_code == 200, answer.content
    return handoff


@pytest.fixture
def released_letter(sender, taken_on, tmp_path, settings):
    """A document that went along, as a supervisor of the sender added it; the receiver may read documents too."""
    settings.CASEMGR_DATA_DIR = str(tmp_path)
    leader = make_person_of(sender.organization, "supervisor")
    with as_user(leader):
        one = Referral.objects.visible_to(leader).get(public_id=taken_on)
        case = ReferralParty.objects.visible_to(leader).select_related("case__person").get(referral=one).case
        file = {"file": io.BytesIO(PDF), "name": "x.pdf", "title": "Letter", "kind": "letter"}
        letter = add_document(Case.objects.visible_to(leader).get(pk=case.pk), by=leader, **file)
        [made] = actions.choose_documents(one, [letter.public_id], by=leader)
        return ReferralAttachment.objects.visible_to(leader).get(pk=made.pk)
