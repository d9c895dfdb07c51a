"""Every endpoint × method × caller of the partner API: nobody, a browser, a stranger, a token for something else."""

import uuid
from dataclasses import replace

import pytest
from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.actions import create_client, end_client
from casemgr.accounts.models import Organization
from referrals.actions import add_webhook, try_webhook
from referrals.directory.hsds import own_terms
from referrals.models import ServiceAtLocation
from tests.conftest import make_person_of
from tests.directory.conftest import (  # noqa: F401 - fixtures
    a_service,
    an_organization,
    keeper,
    legal_aid,
    night_bus,
    town_office,
)
from tests.doors.api_table import CALLERS, OPERATIONS, SCOPES, TURNED_AWAY, answer
from tests.doors.world import sign_in
from tests.partner_api.conftest import (  # noqa: F401 - fixtures
    Partner,
    colleague_named,
    consent,
    draft,
    fetch_token,
    handoff,
    notice,
    offer,
    outsider,
    receiver,
    released_letter,
    sender,
    taken_on,
)
from tests.referrals.conftest import sahel  # noqa: F401 - a fixture
from tests.sandbox.conftest import practise


def knock(partner, path, method, one, **headers):
    """One call whose effects are undone."""
    body = {} if method != "GET" else None
    with transaction.atomic():
        reply = partner.call(method, path.replace("<str:id>", one), body, match='"1"', key=str(uuid.uuid4()), **headers)
        transaction.set_rollback(True)
    return reply


@pytest.fixture
def ids(taken_on, consent, lotus, keeper, legal_aid, webhook, handoff, attachment, notice, enquiry):
    with acting_as_user(keeper):
        place = ServiceAtLocation.objects.kept_by(keeper).get()
    entries = {
        "organizations": lotus.public_id,
        "services": legal_aid.public_id,
        "service_at_locations": place.public_id,
        "taxonomies": own_terms.taxonomy_id("service"),
        "taxonomy_terms": own_terms.term_id("service", "legal_aid"),
    }

    known = {"consents": consent, "handoffs": handoff, "attachments": attachment, "statutory-notices": notice} | webhook

    def one(path):
        if path.startswith("directory"):
            return str(entries.get(path.split("/")[1], ""))
        if path.startswith("enquiries"):
            return enquiry["theirs" if path.endswith("/answer") else "ours"]
        return known.get(path.partition("/")[0], taken_on)

    return one


@pytest.fixture
def attachment(taken_on, released_letter):
    return released_letter.public_id


@pytest.fixture
def webhook(sender):
    """The sender's address for webhooks, and a test that failed to arrive there."""
    with acting_as_user(sender.account):
        where = {"url": "https://hooks.example.org/", "account": sender.account, "by": sender.account}
        endpoint, _secret = add_webhook(**where)
        failed = try_webhook(endpoint, by=sender.account)
        failed.state, failed.next_attempt_at = "failed", None
        failed.save(update_fields=["state", "next_attempt_at"])
    return {"webhook-endpoints": endpoint.public_id, "webhook-deliveries": failed.public_id}


@pytest.fixture
def enquiry(sender, receiver, lotus, keeper, night_bus):
    """The ids of one enquiry: for the side that asked, and for the one that was asked."""
    entry = an_organization(keeper, name="Lotus", member=lotus)
    a_service(keeper, entry, service_code="emergency_shelter")
    asked = sender.post("enquiries", {"service": "emergency_shelter", "receivers": [lotus.public_id]})
    assert asked.status_code == 201, asked.content
    (theirs,) = receiver.get("enquiries?role=receiver").json()["contents"]
    return {"ours": asked.json()["id"], "theirs": theirs["id"]}


@pytest.mark.nodb
def test_every_endpoint_names_its_scopes():
    assert len(OPERATIONS) >= 25
    assert all(scopes and set(scopes) <= set(SCOPES) for _, _, scopes in OPERATIONS)


def test_nobody_and_browsers_and_false_tokens_are_turned_away(sender, supervisor, ids):
    browser = sign_in(supervisor)
    for path, method, _ in OPERATIONS:
        for headers in ({"Authorization": ""}, {"Authorization": "Bearer made-up"}):
            assert knock(sender, path, method, ids(path), **headers).status_code == 401, (path, method)
        sender.web, plain = browser, sender.web
        assert knock(sender, path, method, ids(path), Authorization="").status_code == 401, (path, method)
        sender.web = plain


def test_a_token_for_something_else_opens_nothing(sender, ids):
    for path, method, scopes in OPERATIONS:
        others = [scope for scope in SCOPES if scope not in scopes]
        token = fetch_token(sender, " ".join(others)).json()["access_token"]
        refused = sender.call(method, path.replace("<str:id>", ids(path)), {} if method != "GET" else None, token=token)
        assert refused.status_code == 403, (path, method)


@pytest.fixture
def callers(sender, receiver, outsider, taken_on):
    """Each caller of the table; the suspended and the ended one had a good token until a moment ago."""
    sister, ended = (another_system(sender.organization) for _one in range(2))
    admin = make_person_of(sender.organization, "org_admin")
    with acting_as_user(admin):
        end_client(ended.client, by=admin)
    echo = Organization.objects.create(name="Echo", slug="echo", country="MLI", status="active")
    suspended = another_system(echo)
    Organization.objects.filter(pk=echo.pk).update(status="suspended")
    forged = replace(sender, token="made-up")
    nobody = replace(sender, token="-")
    practising = practise(sender.organization)
    everyone = (sender, receiver, sister, outsider, practising, nobody, forged, suspended, ended)
    return dict(zip(CALLERS, everyone, strict=True))


def fits(found, expected):
    """An empty body may be refused before the row is looked for (422); absent rows do the same, as tried below."""
    if expected == "2xx":
        return found not in ("401", "403", "404")
    return found == expected or (expected == "404" and found == "422")


def another_system(organization):
    admin = make_person_of(organization, "org_admin")
    with acting_as_user(admin):
        client, secret = create_client(name="Second", by=admin)
    partner = Partner(organization, client.user, client.client_id, secret)
    partner.token, partner.client = fetch_token(partner).json()["access_token"], client
    return partner


@pytest.mark.parametrize("caller", CALLERS)
def test_each_caller_is_answered_as_the_table_says(callers, ids, caller):
    partner, wrong = callers[caller], []
    for path, method, _scopes in OPERATIONS:
        headers = {"Authorization": ""} if caller == "nobody" else {}
        found = str(knock(partner, path, method, ids(path), **headers).status_code)
        expected = answer(caller, path, method)
        if not fits(found, expected):
            wrong.append(f"{method} {path}: {caller} got {found}, not {expected}")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("caller", [one for one in CALLERS if one not in TURNED_AWAY])
def test_what_is_another_organizations_is_byte_for_byte_absent(callers, ids, caller):
    private = [(p, m) for p, m, _ in OPERATIONS if answer(caller, p, m) == "404"]
    partner = callers[caller]
    for path, method in private:
        theirs, absent = knock(partner, path, method, ids(path)), knock(partner, path, method, "A" * 22)
        assert (theirs.status_code, theirs.content) == (absent.status_code, absent.content), (path, method)
        assert theirs.status_code in (404, 422), (path, method, theirs.status_code)


@pytest.mark.nodb
def test_most_of_the_api_is_private():
    assert len([p for p, m, _ in OPERATIONS if answer("outsider", p, m) == "404"]) >= 12
