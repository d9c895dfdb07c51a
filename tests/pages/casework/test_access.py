"""Who could see this today; assigning, naming, restricting."""

from casemgr.audit import events
from cases.models import Case
from tests.conftest import as_user

from .conftest import words


def test_it_tells_who_could_see_the_case(page, case, caseworker, colleague, supervisor):
    text = words(page.get(f"/cases/{case.public_id}/access/"))
    assert caseworker.name in text and supervisor.name in text and colleague.name not in text


def test_a_supervisor_assigns_and_the_colleague_sees_it(supervisor_page, browse, case, colleague):
    address = f"/cases/{case.public_id}/access/assign/"
    supervisor_page.post(address, {"assign-to": colleague.public_id})
    assert browse(colleague).get(f"/cases/{case.public_id}/").status_code == 200
    assert supervisor_page.trail(events.CASE_ASSIGNED)


def test_another_organizations_worker_cant_be_given_a_case(supervisor_page, case, caseworker, partner_worker):
    supervisor_page.post(f"/cases/{case.public_id}/access/assign/", {"assign-to": partner_worker.public_id})
    with as_user(caseworker):
        assert Case.objects.visible_to(caseworker).get().caseworker == caseworker


def test_naming_ends_again(supervisor_page, browse, case, colleague):
    base = f"/cases/{case.public_id}/access/name/"
    supervisor_page.post(base, {"to": colleague.public_id})
    theirs = browse(colleague)
    assert theirs.get(f"/cases/{case.public_id}/").status_code == 200
    supervisor_page.post(f"{base}{colleague.public_id}/end/")
    assert theirs.get(f"/cases/{case.public_id}/").status_code == 404


def test_the_caseworkers_own_name_stays(supervisor_page, case, caseworker):
    answer = supervisor_page.post(f"/cases/{case.public_id}/access/name/{caseworker.public_id}/end/")
    assert answer.status_code == 422


def test_a_restricted_case_is_hidden_from_other_supervisors(supervisor_page, browse, case, harbor):
    from tests.conftest import make_person_of

    second = browse(make_person_of(harbor, "supervisor"))
    address = f"/cases/{case.public_id}/"
    assert second.get(address).status_code == 200
    supervisor_page.post(f"{address}access/restrict/", {"restricted": "yes", "reason": "A relative works here"})
    assert second.get(address).status_code == 404
    assert "Only the people named above" in words(supervisor_page.get(f"{address}access/"))
    supervisor_page.post(f"{address}access/restrict/", {"restricted": "no", "reason": "They left"})
    assert second.get(address).status_code == 200


def test_a_restriction_has_a_reason_that_those_who_see_the_case_read(supervisor_page, page, browse, case, colleague):
    at = f"/cases/{case.public_id}/access/restrict/"
    refused = supervisor_page.post(at, {"restricted": "yes", "reason": " "})
    assert refused.status_code == 422 and "reason" in refused.context["form"].errors
    supervisor_page.post(at, {"restricted": "yes", "reason": "Her cousin works here"})
    assert supervisor_page.post(at, {"restricted": "yes", "reason": "Sent twice"}).status_code == 422
    assert "Her cousin works here" in words(page.get(f"/cases/{case.public_id}/access/"))
    supervisor_page.post(at, {"restricted": "no", "reason": "The cousin left"})
    text = words(page.get(f"/cases/{case.public_id}/access/"))
    assert "The cousin left" in text and text.index("The cousin left") < text.index("Her cousin works here")
    assert page.get(at).status_code == 403


def test_nobody_is_chosen_before_somebody_chooses(supervisor_page, case, caseworker, colleague):
    address = f"/cases/{case.public_id}/access/"
    assert supervisor_page.get(address).content.decode().count('<option value="" selected>Choose …') == 2
    answer = supervisor_page.post(f"{address}name/", {"to": ""}, follow=True)
    assert "Choose a colleague who works with cases." in words(answer)
