"""Missing, unknown, double and unnamed columns: all told at once, unknown ones by position only."""

import pytest

from casemgr.errors import InvalidInput
from cases.importing import mapping
from cases.importing.problems import FileRefused
from tests.importing.support import csv_file, problems, read, refusal, xlsx_file

pytestmark = pytest.mark.nodb

#: The headings of the official HTCDS sheet (facts), its blank one and its spelling included.
OFFICIAL = [
    "", "cas_CaseOwner", "prs_Salutation", "prs_FirstName", "prs_SecondName", "con_Consent", "prs_Birthdate",
    "prs_Gender", "prs_Citizenship", "prs_Title", "prs_Email", "prs_HomePhone", "prs_MobilePhone",
    "prs_MailingCity", "prs_MailingCountry", "prs_MailingState", "prs_MailingStreet", "prs_MailingPostalCode",
    "vic_TraffickingStatus", "vic_TraffickinStatusDecisionMakingOrg", "vic_MethodOfRecruitment",
    "vic_LocationOfRecruitment", "vic_MethodsOfControl", "vic_TypeOfExploitation", "vic_ForcedLabourIndustry",
    "vic_TypeOfSexExploitation", "vic_LocationOfExploitation", "cas_Status", "cas_ReferringOrganisation",
    "cas_IncomingReferralDate", "cas_ReferringPrimaryCaseWorker", "cas_ReasonForIncomingReferral",
    "cas_IncomingReferralDetails", "cas_ReferredOrganisation", "cas_ReferredPrimaryCaseWorker", "",
    "cas_OutgoingReferralDate", "cas_OutgoingReferralDetails", "cas_ReasonForCaseClosure",
]  # fmt: skip


def test_all_that_is_wrong_with_the_headings_is_told_at_once():
    custom = mapping.parse('name = "m"\n[columns.a]\nto = "person.alias"\nrequired = true\n[columns.b]\nto = "note"\n')
    found = refusal(csv_file(["b", "b", "Planted name"], ["1", "2", "3"]), custom)
    assert found == [
        ("duplicate_column", 1, "b"),
        ("unknown_column", 1, "C"),
        ("missing_column", 1, "a"),
    ]


def test_a_file_without_headings_does_not_leak_its_first_person():
    with pytest.raises(FileRefused) as refused:
        read(csv_file(["Planted-5512", "1990-01-01"], ["Other", "1991-01-01"]))
    assert "Planted-5512" not in repr(refused.value.problems)


def test_a_file_with_only_consent_headings_is_refused_when_none_is_known():
    assert refusal(csv_file(["x"], ["1"])) == [("unknown_column", 1, "A"), ("missing_column", 1, "")]


LABELS = ["", "Case Owner", "Salutation", "First Name", "Second Name", "Consent", "Birthdate", "Gender"]


def official_row(**told):
    told = {"": "1", "cas_ReferredOrganisation": "Example NGO"} | told
    return [told.get(heading, "") if i != 35 else "Other" for i, heading in enumerate(OFFICIAL)]


def test_the_official_htcds_sheet_imports_with_all_its_codes():
    row = official_row(
        prs_FirstName="Amal",
        prs_Birthdate="1990-05-02",
        prs_Gender="Feminine",
        prs_Citizenship="NGA",
        vic_TraffickinStatusDecisionMakingOrg="Police",
        vic_MethodsOfControl="DebtBondage; Withholds documents",
        vic_TypeOfExploitation="ForcedLabour;SexualExploitation",
        cas_Status="FollowUp",
    )
    [case] = read(xlsx_file(OFFICIAL, row, ["2"] + [""] * 38))
    assert len(read(xlsx_file(OFFICIAL, LABELS, row))) == 1
    assert case.experience.decided_by == "Police"
    assert case.experience.means_of_control == ["DebtBondage", "WithholdsDocuments"]
    assert case.case.status == "follow_up"
    assert case.htcds["cas_ReasonForOutgoingReferral"] == "Other"
    assert not case.consents


def test_a_value_under_no_heading_is_refused():
    assert problems(csv_file(["prs_FirstName", "", "prs_Title"], ["a", "b", "c"])) == [(2, "B", "unnamed_column")]


@pytest.mark.parametrize("field", ["prs_Gender", "vic_TypeOfExploitation", "vic_MethodsOfControl", "cas_Status"])
def test_every_code_of_a_field_is_taken(field):
    from cases.codelists import get

    rows = [[code, str(n)] for n, code in enumerate(get(field))]
    assert len([r for r in read(csv_file([field, "external_id"], *rows)) if not isinstance(r, list)]) == len(rows)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("not toml [", "TOML"),
        ('name = "m"', "columns"),
        ('name = "m"\nspeed = 3\n[columns.a]\nto = "note"', "speed"),
        ('name = "m"\n[columns.a]\nto = "person.shoe_size"', "columns.a.to"),
        ('name = "m"\n[columns.a]\nto = "person.gender"\nvalues = {x = "Purple"}', "Purple"),
        ('name = "m"\n[columns.a]\nto = "person.alias"\nadds = "ForcedLabour"', "columns.a"),
        ('name = "m"\n[columns.a]\nto = "note"\n[columns.A]\nto = "note"', "columns.A"),
        ('name = "m"\nextends = "/etc/passwd"', "extends"),
        ('name = "m"\nidentical_rows = "maybe"\n[columns.a]\nto = "note"', "identical_rows"),
        ('name = "m"\n[columns.a]\nto = "note"\nvalues = 3', "values"),
        ('name = "m"\n[columns.a]\nto = "note"\naliases = "b"', "aliases"),
    ],
)
def test_a_faulty_mapping_is_refused_and_the_key_named(text, named):
    with pytest.raises(InvalidInput) as refused:
        mapping.parse(text)
    assert named in str(refused.value)


def test_a_mapping_can_extend_a_shipped_one():
    own = mapping.parse('name = "ours"\nextends = "htcds"\n[columns."Vorname"]\nto = "person.legal_name"\n')
    [case] = read(csv_file(["Vorname", "prs_Gender"], ["Amal", "Feminine"]), own)
    assert (case.person.legal_name, case.person.gender) == ("Amal", "Feminine")


def test_an_unknown_mapping_names_the_shipped_ones():
    with pytest.raises(InvalidInput) as refused:
        mapping.load("nonsense")
    assert "ctdc_vp_2022" in str(refused.value)
