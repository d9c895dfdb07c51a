"""Figures that generated cases are shaped on: published counts, and nothing about anybody.

Sources: CTDC (Counter Trafficking Data Collaborative, www.ctdatacollaborative.org), Global Synthetic Dataset:
the largest corridors of the 2025 version, and two-way counts of its rows with exploitation in North America;
the share of women is the one CTDC tells for 2002 to 2022. Derived statistics only: no row of a dataset is here.
Shares that no source gives (sectors, services, months) are invented, and marked so.
"""

from collections.abc import Mapping

#: Citizenship, country of exploitation, people: the twenty largest corridors.
CORRIDORS: tuple[tuple[str, str, int], ...] = (
    ("USA", "USA", 10927),
    ("UKR", "UKR", 7603),
    ("MEX", "USA", 7037),
    ("MDA", "MDA", 5772),
    ("UKR", "RUS", 4099),
    ("PHL", "PHL", 1994),
    ("NGA", "LBY", 1692),
    ("PHL", "USA", 1212),
    ("BLR", "RUS", 1159),
    ("VNM", "CHN", 1100),
    ("UKR", "POL", 1036),
    ("CHN", "USA", 1030),
    ("NGA", "MLI", 958),
    ("MMR", "IDN", 942),
    ("GTM", "USA", 842),
    ("KHM", "KHM", 826),
    ("MDA", "UKR", 666),
    ("IDN", "MYS", 627),
    ("MMR", "BGD", 625),
    ("KGZ", "RUS", 600),
)

#: Share of women, men, and transgender or non-conforming people.
GENDER: Mapping[str, float] = {"Woman": 0.74, "Man": 0.255, "Trans": 0.005}

#: Gender -> age band -> people ("" : not told).
AGE: Mapping[str, Mapping[str, int]] = {
    "Woman": {
        "0--8": 888,
        "09--17": 12247,
        "18--20": 5018,
        "21--23": 3804,
        "24--26": 3224,
        "27--29": 2492,
        "30--38": 5145,
        "39--47": 2388,
        "48+": 1407,
        "": 33840,
    },
    "Man": {
        "0--8": 682,
        "09--17": 2260,
        "18--20": 739,
        "21--23": 755,
        "24--26": 407,
        "27--29": 353,
        "30--38": 795,
        "39--47": 520,
        "48+": 410,
        "": 13398,
    },
    "Trans": {"18--20": 17, "21--23": 4, "24--26": 1, "27--29": 8, "30--38": 16, "": 225},
}

#: Gender -> share of people in forced labour.
LABOUR: Mapping[str, float] = {"Woman": 0.153, "Man": 0.634, "Trans": 0.185}

#: Share in sexual exploitation among people in forced labour, and among others.
SEXUAL: Mapping[bool, float] = {True: 0.219, False: 0.999}

#: CTDC variable -> share among people in forced labour, in sexual exploitation.
MEANS: Mapping[str, tuple[float, float]] = {
    "meansDebtBondageEarnings": (0.420, 0.082),
    "meansThreats": (0.477, 0.178),
    "meansAbusePsyPhySex": (0.379, 0.281),
    "meansFalsePromises": (0.170, 0.020),
    "meansDrugsAlcohol": (0.051, 0.133),
    "meansDenyBasicNeeds": (0.404, 0.155),
    "meansExcessiveWorkHours": (0.226, 0.007),
    "meansWithholdDocs": (0.129, 0.020),
}

#: Relation to the recruiter -> share.
RECRUITER: Mapping[str, float] = {
    "IntimatePartner": 0.078,
    "Friend": 0.028,
    "Family": 0.077,
    "Other": 0.121,
}

#: Invented: sectors of forced labour (the four that CTDC names, and some others), with weights.
SECTORS: Mapping[str, int] = {
    "T_ActivitiesOfHouseholdsAsEmployers": 28,
    "F_Construction": 18,
    "A_AgricultureForestryAndFishing": 17,
    "C_Manufacturing": 13,
    "I_AccommodationAndFoodServiceActivities": 12,
    "N_AdministrativeAndSupportServiceActivities": 7,
    "S_OtherServiceActivities": 5,
}
#: Invented: kinds of sexual exploitation.
SEXUAL_TYPES: Mapping[str, int] = {
    "Prostitution": 70,
    "Pornography": 8,
    "RemoteInteractiveServices": 10,
    "PrivateSexualServices": 12,
}
#: Invented: other forms, for the few rows that have neither labour nor sexual exploitation.
OTHER_TYPES: Mapping[str, int] = {
    "ForcedMarriage": 40,
    "Servitude": 30,
    "ForcedBegging": 20,
    "OrganRemoval": 2,
    "Other": 8,
}
#: Invented: ways of recruitment.
METHODS: Mapping[str, int] = {
    "AtAPlaceOfBusiness": 12,
    "AtWork": 8,
    "ThroughOnlineSocialNetworks": 24,
    "ThroughAnOnlineAdvertisement": 18,
    "ThroughFamilyOrFamilyEvents": 16,
    "ThroughFriendsOrSocialEvents": 18,
    "Other": 4,
}
