"""Alleged perpetrators on pages: written, warned of, retracted; the trail says who read it."""

from tests.conftest import open_case

from .conftest import words


def test_somebody_is_written_down_compared_and_retracted(page, supervisor_page, case, supervisor):
    at = f"/cases/{case.public_id}/alleged/"
    assert "Nobody is written down" in words(page.get(at))
    assert page.post(f"{at}new/", {"name": " "}).status_code == 422
    assert page.post(f"{at}new/", {"name": "Karim Haddad", "roles": ["Smuggler"]}).status_code == 302
    open_case(supervisor, "Kareem Haddad")
    shown = words(page.get(at))
    assert "Karim Haddad" in shown and "Smuggler" in shown and "Resembles" not in shown
    warned = words(supervisor_page.get(at))
    assert "Resembles somebody of your organization" in warned and "Kareem Haddad" in warned
    assert supervisor_page.trail("case:alleged:read")
    alleged_id = page.get(at).context["rows"][0]["one"].public_id
    assert page.post(f"{at}{alleged_id}/retract/", {"why": "Mistaken"}).status_code == 302
    assert "Mistaken" in words(page.get(at))
    assert page.get(f"{at}{alleged_id}/retract/").status_code == 404
