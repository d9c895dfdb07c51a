"""The variables of CTDC's 2024 global synthetic dataset and how they follow from HTCDS facts.

Sources: CTDC, Global Synthetic Dataset, codebook of the 2024 version (names, bands, which means were merged);
HTCDS 2.0 (IOM, CC BY 4.0). Binary variables are 1 or absent: absent says "not reported", never "no".

Choices of ours where the codebook leaves room: child labour and forced begging count as forced labour;
servitude, forced marriage, forced military service, organ removal, forced adoption and surrogacy count as
other exploitation; households as employers is domestic work; accommodation and food service is hospitality.
"""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from cases.codelists.base import CodeList

SOURCE = "CTDC Global Synthetic Dataset, 2024"

#: The columns in their published order.
VARIABLES: tuple[str, ...] = (
    "yearOfRegistration", "gender", "ageBroad", "citizenship", "CountryOfExploitation", "traffickMonths",
    "meansDebtBondageEarnings", "meansThreats", "meansAbusePsyPhySex", "meansFalsePromises",
    "meansDrugsAlcohol", "meansDenyBasicNeeds", "meansExcessiveWorkHours", "meansWithholdDocs",
    "isForcedLabour", "isSexualExploit", "isOtherExploit",
    "typeOfLabourAgriculture", "typeOfLabourConstruction", "typeOfLabourDomesticWork",
    "typeOfLabourHospitality",
    "typeOfSexProstitution", "typeOfSexPornography",
    "recruiterRelationIntimatePartner", "recruiterRelationFriend", "recruiterRelationFamily",
    "recruiterRelationOther",
)  # fmt: skip

GENDER = CodeList(
    "ctdc_gender",
    SOURCE,
    {
        "Man": _("Man"),
        "Woman": _("Woman"),
        "Trans/Transgender/NonConforming": _("Transgender or non-conforming"),
    },
)
#: First year of each band, its code. The codes are CTDC's own, two hyphens included.
AGE_BANDS: tuple[tuple[int, str], ...] = (
    (0, "0--8"), (9, "09--17"), (18, "18--20"), (21, "21--23"), (24, "24--26"), (27, "27--29"),
    (30, "30--38"), (39, "39--47"), (48, "48+"),
)  # fmt: skip
AGE_BROAD = CodeList("ctdc_age_broad", SOURCE, {code: code.replace("--", "–") for _first, code in AGE_BANDS})
MONTH_BANDS: tuple[tuple[int, str], ...] = (
    (0, "0--12 (0-1 yr)"), (13, "13--24 (1-2 yrs)"), (25, "25+ (2+ yrs)"),
)  # fmt: skip
TRAFFICK_MONTHS = CodeList(
    "ctdc_traffick_months",
    SOURCE,
    {
        "0--12 (0-1 yr)": _("Up to 1 year"),
        "13--24 (1-2 yrs)": _("1 to 2 years"),
        "25+ (2+ yrs)": _("More than 2 years"),
    },
)

#: CTDC variable -> the codes of `cases.codelists` that make it 1, per kind of fact.
MEANS: Mapping[str, frozenset[str]] = {
    "meansDebtBondageEarnings": frozenset({"DebtBondage", "TakesEarnings", "debt_bondage_or_earnings"}),
    "meansThreats": frozenset({"PhysicalThreats", "ThreatsLawEnforcement", "ThreatensChildrenFamily", "threats"}),
    "meansAbusePsyPhySex": frozenset({"PsychologicalAbuse", "PhysicalAbuse", "SexualAbuse", "abuse"}),
    "meansFalsePromises": frozenset({"FalsePromises"}),
    "meansDrugsAlcohol": frozenset({"PsychoactiveSubstance"}),
    "meansDenyBasicNeeds": frozenset(
        {
            "RestrictsFinancialAccess",
            "restricts_movement",
            "RestrictsMedicalCare",
            "WithholdsNecessities",
            "deny_basic_needs",
        }
    ),
    "meansExcessiveWorkHours": frozenset({"ExcessiveWorkingHours"}),
    "meansWithholdDocs": frozenset({"WithholdsDocuments"}),
}
EXPLOITATION: Mapping[str, frozenset[str]] = {
    "isForcedLabour": frozenset({"ForcedLabour", "ChildLabour", "ForcedBegging"}),
    "isSexualExploit": frozenset({"SexualExploitation"}),
    "isOtherExploit": frozenset(
        {
            "ForcedMarriage",
            "Servitude",
            "ForcedMilitaryByNonStateActors",
            "OrganRemoval",
            "ForcedAdoption",
            "Surrogacy",
            "Other",
        }
    ),
}
LABOUR: Mapping[str, frozenset[str]] = {
    "typeOfLabourAgriculture": frozenset({"A_AgricultureForestryAndFishing"}),
    "typeOfLabourConstruction": frozenset({"F_Construction"}),
    "typeOfLabourDomesticWork": frozenset({"T_ActivitiesOfHouseholdsAsEmployers"}),
    "typeOfLabourHospitality": frozenset({"I_AccommodationAndFoodServiceActivities"}),
}
SEX: Mapping[str, frozenset[str]] = {
    "typeOfSexProstitution": frozenset({"Prostitution"}),
    "typeOfSexPornography": frozenset({"Pornography"}),
}
RECRUITER: Mapping[str, frozenset[str]] = {
    "recruiterRelationIntimatePartner": frozenset({"IntimatePartner"}),
    "recruiterRelationFriend": frozenset({"Friend", "Acquainted"}),
    "recruiterRelationFamily": frozenset({"Family", "Familial"}),
    "recruiterRelationOther": frozenset({"Other", "Unaquainted", "stranger_unknown_other"}),
}
_GENDERS: Mapping[str, str] = {
    "Feminine": "Woman",
    "Masculine": "Man",
    "TransgenderFeminine": "Trans/Transgender/NonConforming",
    "TransgenderMasculine": "Trans/Transgender/NonConforming",
    "NonConforming": "Trans/Transgender/NonConforming",
    "trans_or_nonconforming": "Trans/Transgender/NonConforming",
}


def gender(code: str) -> str:
    """CTDC's gender of one of ours; "" when it was not told."""
    return _GENDERS.get(code, "")


def age_broad(years: int | None) -> str:
    """CTDC's age band of an age in whole years; "" when it is not known."""
    return _band(AGE_BANDS, years)


def traffick_months(months: int | None) -> str:
    """CTDC's band of a duration in months; "" when it is not known."""
    return _band(MONTH_BANDS, months)


def flags(variables: Mapping[str, frozenset[str]], codes: Collection[str]) -> dict[str, str]:
    """The binary variables that `codes` make 1: `flags(MEANS, {"DebtBondage"})`."""
    return {name: "1" for name, makes in variables.items() if not makes.isdisjoint(codes)}


def _band(bands: tuple[tuple[int, str], ...], value: int | None) -> str:
    if value is None or value < 0:
        return ""
    return [code for first, code in bands if first <= value][-1]
