"""Each cell is read as what its column says; what is wrong is told by row, column and kind, never by value."""

import pytest

from cases.importing import mapping
from tests.importing.support import cell, csv_file, problems, read

pytestmark = pytest.mark.nodb


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("prs_Gender", "Planted", "unknown_code"),
        ("vic_MethodsOfControl", "DebtBondage;Planted", "unknown_code"),
        ("prs_Citizenship", "Atlantis", "unknown_code"),
        ("prs_Birthdate", "2099-01-01", "future_date"),
        ("prs_Birthdate", "1990-02-30", "impossible_date"),
        ("prs_Birthdate", "1790-01-01", "too_long_ago"),
        ("prs_Birthdate", "03/04/1990", "ambiguous_date"),
        ("prs_Birthdate", "soon", "not_a_date"),
        ("cas_IncomingReferralDate", "2099-01-01", "future_date"),
        ("vic_AgeWhenTrafficked", "x", "not_a_number"),
        ("vic_AgeWhenTrafficked", "300", "out_of_range"),
        ("duration_months", "-3", "not_a_number"),
        ("registered_period", "often", "bad_band"),
        ("registered_period", "2018-2014", "bad_band"),
        ("registered_period", "2099", "future_date"),
        ("prs_FirstName", "=cmd|' /C calc'!A0", "formula"),
        ("prs_FirstName", "+SUM(1)", "formula"),
        ("prs_FirstName", "-2+3+cmd", "formula"),
        ("prs_FirstName", "@SUM(1)", "formula"),
        ("prs_FirstName", "\tx", "formula"),
        ("prs_FirstName", "＝1+1", "formula"),
        ("prs_FirstName", "  =1+1", "formula"),
        ("prs_FirstName", "a\x07b", "control_character"),
        ("prs_FirstName", "a" * 201, "too_long"),
    ],
)
def test_it_refuses_a_faulty_cell(column, value, code):
    assert cell(column, value) == [code]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("prs_MobilePhone", "+66 81 555 0101"),
        ("hte_Longitude", "-12.5"),
        ("prs_Birthdate", "1990"),
        ("prs_Birthdate", "1990-05"),
        ("prs_Birthdate", "unknown"),
        ("prs_FirstName", "Null"),
        ("prs_Gender", "declined"),
        ("registered_period", "2014-2018"),
    ],
)
def test_it_takes_a_good_cell(column, value):
    assert cell(column, value) == []


def one(headings, row, mapped="htcds"):
    [result] = read(csv_file(headings, row), mapped)
    return result


def test_a_partial_birth_date_keeps_what_was_told_and_no_more():
    person = one(["prs_Birthdate"], ["1990-05"]).person
    assert (person.birth_date, person.birth_year, person.birth_precision) == (None, 1990, "estimated")


def test_special_answers_are_told_apart():
    assert one(["prs_Gender"], ["declined"]).person.gender == "declined"
    assert one(["prs_Gender"], ["NonSpecifiedUnknown"]).person.gender == "unknown"
    assert one(["prs_Gender", "prs_Title"], ["", "x"]).person.gender == ""


def test_codes_that_read_together_are_another_code_stay_apart():
    for written in ("Americas;Oceania", "Americas | Oceania"):
        assert one(["casemgr_perpetrator_regions"], [written]).experience.perpetrator_regions == ["Americas", "Oceania"]
    both = one(["casemgr_perpetrator_regions"], ["Americas/Oceania"])
    assert both.experience.perpetrator_regions == ["Americas/Oceania"]


def test_several_codes_by_semicolon_comma_line_or_space():
    for value in (
        "DebtBondage;FalsePromises",
        "DebtBondage, FalsePromises",
        "DebtBondage\nFalsePromises",
        "DebtBondage FalsePromises",
    ):
        case = one(["vic_MethodsOfControl"], [value])
        assert case.experience.means_of_control == ["DebtBondage", "FalsePromises"]


def test_merged_ctdc_variables_stay_coarse():
    case = one(
        ["meansThreats", "traffickMonths", "ageBroad", "gender"], ["1", "25+ (2+ yrs)", "09--17", "Woman"], "ctdc"
    )
    assert case.experience.means_of_control == ["threats"]
    assert case.experience.duration_band == "25+ (2+ yrs)"
    assert case.experience.duration_months is None
    assert case.case.age_at_registration == "09--17"


def test_regions_bands_and_na_of_the_victim_perpetrator_data():
    headings = ["yearRegister", "UN_COO_Region", "IP_citizen_UNRegion", "IP_PayMoney", "IP_Relation", "majorityStatus"]
    case = one(headings, ["2014-2018", "Americas/Oceania", "Asia;Europe", "No;Yes", "NA", "Minor"], "ctdc_vp_2022")
    assert case.case.registered_period == "2014-2018"
    assert case.experience.origin_region == "Americas/Oceania"
    assert case.experience.perpetrator_regions == ["Asia", "Europe"]
    assert case.experience.paid_perpetrator == "both"
    assert case.experience.recruiter_relations == []
    assert case.case.age_at_registration == "Minor"


CONSENT = [
    "prs_FirstName",
    "consent_statistics",
    "consent_statistics_from",
    "consent_statistics_until",
    "consent_statistics_how",
]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["a", "yes", "", "", ""], "consent_dates"),
        (["a", "yes", "2026-01-02", "2026-01-01", "spoken"], "consent_dates"),
        (["a", "yes", "2026-01-02", "2027-01-01", ""], "consent_how"),
        (["a", "yes", "2099-01-02", "2199-01-01", "spoken"], "future_date"),
        (["a", "perhaps", "2026-01-02", "2027-01-01", "spoken"], "not_yes_or_no"),
    ],
)
def test_half_a_consent_is_refused(row, code):
    assert code in [found for _row, _column, found in problems(csv_file(CONSENT, row))]


def test_a_whole_consent_is_taken():
    [consent] = one(CONSENT, ["a", "yes", "2026-01-02", "2027-01-01", "witnessed"]).consents
    assert (consent.purpose, consent.given, consent.method) == ("statistics", True, "witnessed")


def test_a_refusal_to_store_with_a_name_is_refused():
    headings = [name.replace("statistics", "store") for name in CONSENT]
    row = ["Amal", "no", "2026-01-02", "2027-01-01", "spoken"]
    assert problems(csv_file(headings, row)) == [(2, "consent_store", "identity_without_consent")]


def test_dates_that_contradict_each_other_are_refused():
    headings = ["prs_Birthdate", "cas_IncomingReferralDate"]
    assert problems(csv_file(headings, ["2020-01-01", "2019-01-01"])) == [(2, "", "dates_disagree")]


def test_duplicate_rows_and_ids_are_refused():
    assert problems(csv_file(["prs_FirstName"], ["Amal"], ["Amal"])) == [(3, "", "duplicate_row")]
    rows = csv_file(["external_id", "prs_FirstName"], ["1", "Amal"], ["1", "Berta"])
    assert problems(rows) == [(3, "external_id", "duplicate_id")]


def test_the_order_of_columns_does_not_hide_a_duplicate():
    first, second = (
        read(csv_file(["prs_FirstName", "prs_Gender"], ["A", "Feminine"])),
        read(csv_file(["prs_Gender", "prs_FirstName"], ["Feminine", "A"])),
    )
    assert first[0].digest == second[0].digest


def test_a_mapping_may_name_other_date_formats():
    own = mapping.parse('name = "o"\nextends = "htcds"\ndate_formats = ["%d/%m/%Y"]')
    [case] = read(csv_file(["prs_Birthdate"], ["03/04/1990"]), own)
    assert case.person.birth_date.isoformat() == "1990-04-03"
    assert problems(csv_file(["prs_Birthdate"], ["31/02/1990"]), own) == [(2, "prs_Birthdate", "impossible_date")]


def test_all_that_is_wrong_with_a_row_is_told():
    rows = csv_file(["prs_FirstName", "prs_Gender", "prs_Birthdate"], ["=1", "x", "2099-01-01"])
    assert [code for _row, _column, code in problems(rows)] == ["formula", "unknown_code", "future_date"]
