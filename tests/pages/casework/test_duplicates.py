"""Possible duplicates on pages: shown to supervisors, compared, or said to be two people."""

from cases import actions
from tests.conftest import open_case

from .conftest import words


def test_a_pair_is_shown_compared_and_dismissed(supervisor_page, page, supervisor):
    assert "Nobody stands here twice" in words(supervisor_page.get("/duplicates/"))
    first, second = open_case(supervisor, "Amira Haddad"), open_case(supervisor, "Haddad Amira")
    actions.compare_everybody(supervisor.organization_id)
    shown = supervisor_page.get("/duplicates/")
    text = words(shown)
    assert "Amira Haddad" in text and "Haddad Amira" in text and "100 % alike" in text
    assert supervisor_page.trail("case:duplicates:read")
    compared = supervisor_page.post(f"/cases/{first.public_id}/merge/", {"other": second.label})
    assert compared.status_code == 200 and compared.context["other"].pk == second.pk
    [pair] = shown.context["pairs"]
    supervisor_page.post(f"/duplicates/{pair.public_id}/dismiss/")
    assert "Nobody stands here twice" in words(supervisor_page.get("/duplicates/"))
    assert supervisor_page.post(f"/duplicates/{pair.public_id}/dismiss/").status_code == 404
    assert page.get("/duplicates/").status_code == 403


def test_looking_now_asks_the_worker(supervisor_page, supervisor):
    from procrastinate.contrib.django.models import ProcrastinateJob

    assert supervisor_page.post("/duplicates/look/").status_code == 302
    [job] = ProcrastinateJob.objects.filter(task_name="cases.compare_names", status="todo")
    assert job.args == {"organization": str(supervisor.organization_id)}
    assert "Possible duplicates" in words(supervisor_page.get("/team/"))
