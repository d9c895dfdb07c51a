"""Finer kinds of labour and sexual exploitation than HTCDS codes, each with the HTCDS code it counts under.

The kinds are those that public anti-trafficking programs distinguish (twenty of labour, eight of the sex trade); the
codes are ours. ISIC sections through HTCDS 2.0 (IOM, CC BY 4.0). Goods: those most often named on the US Department of
Labor's list of goods made by forced or child labour (facts; no text of it).
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from cases.codelists.base import CodeList

LABOUR_TYPES = CodeList(
    "labour_types",
    "local",
    {
        "domestic_work": _("Domestic work"),
        "travelling_sales": _("Travelling sales"),
        "restaurants": _("Restaurants and food service"),
        "peddling_begging": _("Peddling and begging"),
        "agriculture": _("Agriculture and animal husbandry"),
        "beauty": _("Health and beauty services"),
        "construction": _("Construction"),
        "hospitality": _("Hotels and hospitality"),
        "landscaping": _("Landscaping"),
        "entertainment": _("Illicit or other entertainment"),
        "cleaning": _("Commercial cleaning"),
        "manufacturing": _("Factories and manufacturing"),
        "fishing": _("Fishing"),
        "mining": _("Mining and quarrying"),
        "carnivals": _("Carnivals"),
        "forestry": _("Forestry and logging"),
        "health_care": _("Health care"),
        "recreation": _("Recreational facilities"),
        "forced_criminality": _("Forced criminality"),
        "other": _("Other work"),
    },
)
SEX_TRADE_TYPES = CodeList(
    "sex_trade_types",
    "local",
    {
        "escort": _("Escort services"),
        "massage": _("Illicit massage or spa"),
        "street": _("Outdoor or street"),
        "residential_brothel": _("Residential brothel"),
        "bars_clubs": _("Bars, strip clubs, cantinas"),
        "pornography": _("Pornography; of a child: sexual abuse material"),
        "personal_servitude": _("Personal sexual servitude"),
        "livestream": _("Live-streamed abuse"),
    },
)
GOODS = CodeList(
    "goods",
    "local, after the US Department of Labor's list of goods",
    {
        "bricks": _("Bricks"),
        "carpets": _("Carpets"),
        "cattle": _("Cattle"),
        "charcoal": _("Charcoal"),
        "coal": _("Coal"),
        "cocoa": _("Cocoa"),
        "coffee": _("Coffee"),
        "cotton": _("Cotton"),
        "diamonds": _("Diamonds"),
        "electronics": _("Electronics"),
        "fish": _("Fish"),
        "footwear": _("Footwear"),
        "garments": _("Garments"),
        "gold": _("Gold"),
        "palm_oil": _("Palm oil"),
        "polysilicon": _("Polysilicon (solar panels)"),
        "rice": _("Rice"),
        "rubber_gloves": _("Rubber gloves"),
        "shrimp": _("Shrimp"),
        "stones": _("Stones and gravel"),
        "sugarcane": _("Sugarcane"),
        "textiles": _("Textiles and thread"),
        "timber": _("Timber"),
        "tobacco": _("Tobacco"),
        "tomatoes": _("Tomatoes"),
        "other": _("Other goods"),
    },
)
RELIEF = CodeList(
    "immigration_relief",
    "local",
    {
        "reflection": _("Reflection period"),
        "trafficking_permit": _("Residence as a trafficked person"),
        "asylum": _("Asylum or refugee status"),
        "humanitarian": _("Humanitarian stay"),
        "work_permit": _("Permission to work"),
        "family": _("Stay for family members"),
        "non_removal": _("No removal"),
        "other": _("Other"),
    },
)
APPEAL = CodeList(
    "status_appeal",
    "local",
    {"pending": _("Under way"), "upheld": _("Decision confirmed"), "overturned": _("Decision changed")},
)
YES_NO = CodeList("yes_no", "local", {"yes": _("Yes"), "no": _("No")})

#: Kind of labour -> the HTCDS industry (ISIC section) it counts under; forced criminality is no industry.
ISIC: Mapping[str, str] = {
    "domestic_work": "T_ActivitiesOfHouseholdsAsEmployers",
    "travelling_sales": "G_WholesaleAndRetailTradeRepairOfMotorVehicles",
    "restaurants": "I_AccommodationAndFoodServiceActivities",
    "peddling_begging": "S_OtherServiceActivities",
    "agriculture": "A_AgricultureForestryAndFishing",
    "beauty": "S_OtherServiceActivities",
    "construction": "F_Construction",
    "hospitality": "I_AccommodationAndFoodServiceActivities",
    "landscaping": "N_AdministrativeAndSupportServiceActivities",
    "entertainment": "R_ArtsEntertainmentAndRecreation",
    "cleaning": "N_AdministrativeAndSupportServiceActivities",
    "manufacturing": "C_Manufacturing",
    "fishing": "A_AgricultureForestryAndFishing",
    "mining": "B_MiningAndQuarrying",
    "carnivals": "R_ArtsEntertainmentAndRecreation",
    "forestry": "A_AgricultureForestryAndFishing",
    "health_care": "Q_HumanHealthAndSocialWorkActivities",
    "recreation": "R_ArtsEntertainmentAndRecreation",
}
#: Kind of the sex trade -> HTCDS's kind of sexual exploitation.
HTCDS_SEX: Mapping[str, str] = {
    "escort": "Prostitution",
    "massage": "Prostitution",
    "street": "Prostitution",
    "residential_brothel": "Prostitution",
    "bars_clubs": "Prostitution",
    "pornography": "Pornography",
    "personal_servitude": "PrivateSexualServices",
    "livestream": "RemoteInteractiveServices",
}
