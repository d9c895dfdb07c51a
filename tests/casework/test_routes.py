"""The route of an experience: checked, sealed, and known only as far as it was told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casemgr.errors import InvalidInput
from cases import actions
from cases.models import Experience
from cases.routes import checked, is_partial_date
from tests.conftest import as_user

ROUTE = [
    {"stage": "Recruitment", "country": "NGA", "place": "Benin City", "date": "2019"},
    {"stage": "Transit", "country": "LBY", "date": "2019-05"},
    {"stage": "Exploitation", "country": "ITA", "date": "2020-02-29"},
]


def test_a_route_is_sealed_and_kept_in_order(case, caseworker):
    with as_user(caseworker):
        row = actions.record_experience(case, {"route": [*ROUTE, {}, {"stage": " "}]}, by=caseworker)
        assert Experience.objects.visible_to(caseworker).get(pk=row.pk).route == ROUTE
        assert b"Benin" not in bytes(row.route_sealed.ciphertext)
        actions.record_experience(case, {"route": []}, by=caseworker, experience=row)
        assert Experience.objects.visible_to(caseworker).get(pk=row.pk).route is None


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("points", "field"),
    [
        ([{"country": "NGA"}], "stage_0"),
        ([{"stage": "Transit"}, {"stage": "Escape"}], "stage_1"),
        ([{"stage": "Transit", "country": "Atlantis"}], "country_0"),
        ([{"stage": "Transit", "place": "x" * 201}], "place_0"),
        ([{"stage": "Transit", "date": "2019-13"}], "date_0"),
        ([{"stage": "Transit", "street": "x"}], "route"),
        ([{"stage": 3}], "route"),
        ("Lagos", "route"),
        ([{"stage": "Transit"}] * 31, "route"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(points, field):
    with pytest.raises(InvalidInput) as refused:
        checked(points)
    assert refused.value.field == field


@pytest.mark.nodb
@given(st.dates())
def test_days_months_and_years_are_dates(day):
    text = day.isoformat()
    assert all(is_partial_date(text[:length]) for length in (4, 7, 10))


@pytest.mark.nodb
@given(st.text("0123456789-٣", max_size=10))
def test_nothing_else_is_a_date(text):
    if is_partial_date(text):
        assert text.isascii() and len(text) in (4, 7, 10)
