"""The route on pages: points typed one below the other, drawn in their order, places only in the form."""

import pytest

from cases import actions
from cases.models import Experience
from tests.conftest import as_user

from .conftest import words


@pytest.fixture
def at(case, caseworker):
    with as_user(caseworker):
        actions.record_experience(case, {"exploitation_types": ["ForcedLabour"]}, by=caseworker)
    return f"/cases/{case.public_id}/experience/"


def typed(page, at, **points):
    version = page.get(f"{at}1/route/").context["form"]["version"].value()
    return {"version": version} | points


def test_points_are_written_and_drawn_without_their_places(page, at, caseworker):
    assert "No points" in words(page.get(at))
    told = {"stage_0": "Recruitment", "country_0": "Nigeria", "place_0": "Benin City", "date_0": "2019"}
    told |= {"stage_2": "Exploitation", "country_2": "Italy"}
    assert page.post(f"{at}1/route/", typed(page, at, **told)).status_code == 302
    with as_user(caseworker):
        assert Experience.objects.visible_to(caseworker).get().route == [
            {"stage": "Recruitment", "country": "NGA", "place": "Benin City", "date": "2019"},
            {"stage": "Exploitation", "country": "ITA"},
        ]
    text = words(page.get(at))
    assert text.index("Nigeria") < text.index("Italy") and "Benin" not in text
    assert "Benin City" in page.get(f"{at}1/route/").content.decode()


def test_what_is_wrong_stands_beside_it(page, at):
    answer = page.post(f"{at}1/route/", typed(page, at, country_1="Italy", date_0="soon", stage_0="Transit"))
    assert answer.status_code == 422 and "date_0" in answer.context["form"].errors
    answer = page.post(f"{at}1/route/", typed(page, at, country_1="Italy"))
    assert answer.status_code == 422 and "stage_1" in answer.context["form"].errors
    assert page.get(f"{at}2/route/").status_code == 404


def test_who_comes_second_keeps_their_points_and_decides(page, at, caseworker, case):
    told = typed(page, at, stage_0="Transit", country_0="Libya")
    with as_user(caseworker):
        row = Experience.objects.visible_to(caseworker).get()
        actions.record_experience(case, {"goods": []}, by=caseworker, experience=row)
    answer = page.post(f"{at}1/route/", told)
    assert answer.status_code == 422 and "meanwhile" in words(answer) and "Libya" in answer.content.decode()
    again = told | {"version": answer.context["form"]["version"].value()}
    assert page.post(f"{at}1/route/", again).status_code == 302
