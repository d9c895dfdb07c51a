"""A partner's own program, written on Authlib, completes the loop against a running server."""

import datetime
import uuid

from authlib.integrations.requests_client import OAuth2Session

from casemgr.accounts.actions import create_client, create_organization
from tests.conftest import as_user, make_person_of
from tests.partner_api.conftest import ALL_SCOPES
from tests.referrals.conftest import with_second_factor


class Program:
    """Calls the API of one organization; Authlib gets the token and renews it."""

    def __init__(self, url, organization):
        admin = make_person_of(organization, "org_admin")
        with as_user(admin):
            client, secret = create_client(name="Program", by=admin)
        self.url = f"{url}/api/v1/"
        self.web = OAuth2Session(client.client_id, secret, scope=ALL_SCOPES)
        token = self.web.fetch_token(f"{url}/oauth/token", grant_type="client_credentials")
        assert (token["token_type"], token["expires_in"]) == ("Bearer", 600)

    def get(self, path):
        return self.web.get(self.url + path)

    def post(self, path, body=None, match=""):
        headers = {"Idempotency-Key": str(uuid.uuid4())} | ({"If-Match": match} if match else {})
        return self.web.post(self.url + path, json=body or {}, headers=headers)

    def step(self, referral, event, body=None):
        """Raise an event on the version read just now."""
        done = self.post(f"referrals/{referral}/{event}", body, self.get(f"referrals/{referral}").headers["ETag"])
        assert done.status_code == 200, done.text
        return done.json()["state"]


def test_a_program_on_authlib_completes_the_loop(live_world, monkeypatch):
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # plain HTTP on the loopback
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    lotus = create_organization(name="Lotus Legal", slug="lotus", country="THA")
    sender, receiver = Program(live_world.url, harbor), Program(live_world.url, lotus)
    colleague = {"on_behalf_of": with_second_factor(make_person_of(lotus, "caseworker")).public_id}
    agreed = {
        "person": {"alias": "River", "phone": "+15550100"},
        "recipient": lotus.public_id,
        "categories": ["contact"],
        "method": "spoken",
        "ends_on": str(datetime.date.today() + datetime.timedelta(days=30)),
    }
    consent = sender.post("consents", agreed).json()["id"]
    asked = {"consent": consent, "service": "legal_aid", "feedback": "outcome"}
    referral = sender.post("referrals", asked).json()["id"]
    assert sender.step(referral, "submit") == "offered"
    assert "River" not in receiver.get(f"referrals/{referral}").text
    assert receiver.get(f"referrals/{referral}/disclosure").status_code == 403
    assert receiver.step(referral, "accept", colleague) == "accepted"
    assert receiver.get(f"referrals/{referral}/disclosure").json()["fields"]["phone"] == "+15550100"
    assert receiver.step(referral, "contact", colleague | {"result": "ok"}) == "in_service"
    assert receiver.step(referral, "complete", colleague | {"outcome": "given"}) == "completed"
    assert sender.get(f"referrals/{referral}").json()["outcome"] == "given"
