"""Teams: made and changed by the administrator; lists are narrowed to their people's cases, and nobody sees more."""

import pytest

from casemgr.accounts.models import Team
from casemgr.audit import events
from tests.conftest import as_user, make_person_of, open_case
from tests.pages.conftest import text_of
from tests.pages.test_people import entries


@pytest.fixture
def browser(signed_in, org_admin):
    return signed_in(org_admin)


def make(browser, name, *people):
    return browser.post("/settings/teams/new/", {"name": name, "members": [one.public_id for one in people]})


def test_a_team_is_made_changed_and_ended(browser, caseworker, colleague, auditor):
    assert "No teams yet" in text_of(browser.get("/settings/teams/"))
    assert make(browser, "Night", caseworker).status_code == 302
    team = Team.objects.get()
    at = f"/settings/teams/{team.pk}/"
    assert caseworker.name in text_of(browser.get("/settings/teams/"))
    assert browser.post(at, {"name": "Late", "members": [colleague.public_id]}).status_code == 302
    assert list(Team.objects.get().members.all()) == [colleague]
    assert "Late" in text_of(browser.get(f"{at}end/"))
    assert browser.post(f"{at}end/").status_code == 302
    assert not Team.objects.exists()
    assert len(entries(events.TEAM_SAVED, auditor)) == 2 and len(entries(events.TEAM_ENDED, auditor)) == 1


def test_bad_input_is_refused_and_another_organizations_team_is_not_there(
    browser, partner_worker, caseworker, signed_in
):
    make(browser, "Night", caseworker)
    assert "a team of this name already" in text_of(make(browser, "Night"))
    assert make(browser, "Other", partner_worker).status_code == 422
    team = Team.objects.get()
    theirs = signed_in(make_person_of(partner_worker.organization, "org_admin"))
    for at in (f"/settings/teams/{team.pk}/", f"/settings/teams/{team.pk}/end/"):
        assert theirs.get(at).status_code == 404


def test_the_list_is_narrowed_to_a_teams_cases(browser, signed_in, supervisor, caseworker, colleague):
    of_caseworker, of_colleague = open_case(caseworker, "Amira"), open_case(colleague, "Leila")
    theirs = signed_in(supervisor)
    assert 'name="team"' not in text_of(theirs.get("/cases/"))
    make(browser, "Night", caseworker, supervisor)
    make(browser, "Day", colleague, caseworker)
    night = Team.objects.get(name="Night")
    shown = theirs.get(f"/cases/?view=all&team={night.pk}")
    assert [case.pk for case in shown.context["page"].object_list] == [of_caseworker.pk]
    assert "Team: Night" in text_of(shown)
    day = Team.objects.get(name="Day")
    shown = theirs.get(f"/cases/?view=all&team={day.pk}")
    assert {case.pk for case in shown.context["page"].object_list} == {of_caseworker.pk, of_colleague.pk}
    mine = signed_in(colleague).get(f"/cases/?view=all&team={day.pk}")
    assert [case.pk for case in mine.context["page"].object_list] == [of_colleague.pk]
    with as_user(supervisor):
        assert theirs.get("/cases/?view=all&team=nonsense").status_code == 200
