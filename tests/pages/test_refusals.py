"""A refusal is a page, and the trail knows of it without knowing the path."""

from django.db import transaction

from casemgr.accounts.actions import create_organization
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.encryption import keys
from tests.conftest import as_user, make_person_of


def refusals(user):
    with as_user(user):
        return list(AuditEntry.objects.unscoped("test").filter(event=events.ACCESS_REFUSED))


def test_looking_for_what_is_not_yours_enters_the_trail(signed_in, colleague, case):
    response = signed_in(colleague).get(f"/cases/{case.public_id}/")
    assert response.status_code == 404
    (entry,) = refusals(colleague)
    assert entry.actor_id == colleague.pk
    assert entry.additional_data == {"door": "case", "status": 404}
    assert case.public_id not in str(entry.additional_data)


def test_an_erased_person_is_gone_in_plain_words(signed_in, caseworker, case):
    keys.destroy(case.organization_id, case.person_id)
    response = signed_in(caseworker).get(f"/cases/{case.public_id}/")
    assert response.status_code == 410
    assert "erased" in response.content.decode()


def test_a_refusal_is_written_after_the_request_was_rolled_back(cloned_world, signed_in):
    """As in production: no transaction is open any more when the refusal is noted."""
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    worker = make_person_of(harbor, "caseworker")
    assert signed_in(worker).get("/cases/absent/").status_code == 404
    with as_user(worker), transaction.atomic():
        assert AuditEntry.objects.unscoped("test").filter(event=events.ACCESS_REFUSED).count() == 1
