"""The lists are whole, their codes fit the columns, and CTDC's variables follow from HTCDS's facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import ctdc_codes
from cases.codelists import REGISTRY, SPECIAL_ANSWERS, ctdc, get
from cases.codelists.countries import BY_CODE, from_alpha2, region_of
from cases.codelists.htcds_experience import HTCDS_MEANS
from cases.codelists.htcds_fields import FIELDS
from cases.codelists.services import SERVICES, VOCA
from cases.models import Experience

pytestmark = pytest.mark.nodb


def test_every_list_has_a_source_and_a_label_for_each_code():
    for codes in REGISTRY.values():
        assert codes.source
        assert all(str(codes.label(code)) for code in codes)


def test_special_answers_are_no_codes_of_any_list():
    for codes in REGISTRY.values():
        assert not set(SPECIAL_ANSWERS) & set(codes)


def test_htcds_is_whole():
    assert len(FIELDS) == 81
    assert len(HTCDS_MEANS) == 16
    assert [len(get(name)) for name in ("vic_TypeOfExploitation", "sectors", "vic_MethodOfRecruitment")] == [11, 21, 10]
    assert all(field.codelist in REGISTRY for field in FIELDS if field.codelist)


def test_restricts_movement_is_local_beside_the_sixteen():
    assert "restricts_movement" in get("means_of_control")
    assert "restricts_movement" not in HTCDS_MEANS


def test_countries_have_regions():
    assert len(BY_CODE) == 249
    assert (region_of("KHM"), region_of("XXX"), from_alpha2("ng")) == ("Asia", "", "NGA")
    assert all(country.region in get("regions") for country in BY_CODE.values())


def test_services_count_under_voca():
    assert set(VOCA) <= set(SERVICES)


def test_every_ctdc_variable_is_derived_from_known_codes():
    lists = {
        "means_of_control": ctdc.MEANS, "vic_TypeOfExploitation": ctdc.EXPLOITATION, "sectors": ctdc.LABOUR,
        "vic_TypeOfSexExploitation": ctdc.SEX, "recruiter_relation": ctdc.RECRUITER,
    }  # fmt: skip
    for name, variables in lists.items():
        assert set().union(*variables.values()) <= set(get(name))
        assert set(variables) <= set(ctdc.VARIABLES)


@given(st.integers(min_value=0, max_value=130))
def test_every_age_has_one_band(age):
    assert ctdc.age_broad(age) in ctdc.AGE_BROAD


def test_bands_at_their_edges():
    assert [ctdc.age_broad(age) for age in (8, 9, 17, 18, 47, 48)] == [
        "0--8",
        "09--17",
        "09--17",
        "18--20",
        "39--47",
        "48+",
    ]
    assert [ctdc.traffick_months(months) for months in (12, 13, 25)] == list(ctdc.TRAFFICK_MONTHS)
    assert ctdc.age_broad(None) == ctdc.traffick_months(None) == ""


def test_flags_are_one_or_absent():
    assert ctdc.flags(ctdc.MEANS, ["DebtBondage", "Other"]) == {"meansDebtBondageEarnings": "1"}


def test_the_page_of_derived_codes_is_current():
    assert ctdc_codes.PAGE.read_text(encoding="utf-8") == ctdc_codes.page(), "run: python -m cases.ctdc_codes"


def test_an_experience_in_the_codes_of_ctdc():
    row = Experience(
        means_of_control=["DebtBondage", "restricts_movement"],
        exploitation_types=["ForcedLabour"],
        labour_sectors=["F_Construction"],
        recruiter_relations=["Familial"],
        country_of_exploitation="THA",
        duration_months=14,
    )
    assert ctdc_codes.of_experience(row) == {
        "CountryOfExploitation": "THA",
        "traffickMonths": "13--24 (1-2 yrs)",
        "meansDebtBondageEarnings": "1",
        "meansDenyBasicNeeds": "1",
        "isForcedLabour": "1",
        "typeOfLabourConstruction": "1",
        "recruiterRelationFamily": "1",
    }
    assert ctdc_codes.of_experience(Experience()) == {}
