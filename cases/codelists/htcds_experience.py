"""HTCDS picklists about what happened: status, recruitment, control, exploitation, route, roles.

Source of codes and labels: Human Trafficking Case Data Standard 2.0, IOM, CC BY 4.0; some labels are put in
plainer or kinder words here, the codes are as published. IOM does not endorse this product.
"""

from django.utils.translation import gettext_lazy as _

from cases.codelists.base import CodeList

SOURCE = "HTCDS 2.0 (IOM, CC BY 4.0)"

TRAFFICKING_STATUS = CodeList(
    "vic_TraffickingStatus",
    SOURCE,
    {
        "PossibleVictimOfTrafficking": _("Possible victim of trafficking"),
        "ActualVictimOfTrafficking": _("Actual victim of trafficking"),
        "NotAVictimOfTrafficking": _("Not formally identified as a victim"),
    },
)

STATUS_DECIDED_BY = CodeList(
    "vic_TraffickingStatusDecisionMakingOrg",
    SOURCE,
    {
        "Police": _("Police"),
        "NGO": _("NGO"),
        "CourtOrProsecution": _("Court or prosecution"),
        "NonPoliceGovernmentalOrganization": _("Non-police governmental organization"),
        "Other": _("Other"),
    },
)

RELATIONSHIP_TO_TRAFFICKER = CodeList(
    "vic_RelationshipToTrafficker",
    SOURCE,
    {
        "Familial": _("Familial"),
        "Acquainted": _("Acquainted"),
        "Unaquainted": _("Unacquainted"),
    },
)

PLATFORMS = CodeList(
    "vic_RecruitmentWebsitesAndApps",
    SOURCE,
    {
        "Facebook": "Facebook",
        "Instagram": "Instagram",
        "WhatsApp": "WhatsApp",
        "Telegram": "Telegram",
        "FacebookMessenger": "Facebook Messenger",
        "Viber": "Viber",
        "SnapChat": "SnapChat",
        "Line": "Line",
        "4Sale": "4Sale",
        "WeChat": "WeChat",
        "QQ": "QQ",
        "QZone": "QZone",
        "TikTok": "TikTok",
        "Twitter": "Twitter",
        "Other": _("Other"),
    },
)

RECRUITMENT_METHOD = CodeList(
    "vic_MethodOfRecruitment",
    SOURCE,
    {
        "AtAPlaceOfBusiness": _("At a place of business"),
        "AtAnEducationalInstitution": _("At an educational institution"),
        "AtWork": _("At work"),
        "ThroughOnlineSocialNetworks": _("Through online social networks"),
        "ThroughAnOnlineAdvertisement": _("Through an online advertisement"),
        "ThroughATelevisionAdvert": _("Through a television advert"),
        "ThroughANewspaperAdvert": _("Through a newspaper advert"),
        "ThroughFamilyOrFamilyEvents": _("Through family or family events"),
        "ThroughFriendsOrSocialEvents": _("Through friends or social events"),
        "Other": _("Other"),
    },
)

HTCDS_MEANS = CodeList(
    "vic_MethodsOfControl",
    SOURCE,
    {
        "PhysicalThreats": _("Physical threats"),
        "ThreatsLawEnforcement": _("Threats of law enforcement"),
        "ThreatensChildrenFamily": _("Threatens children/family"),
        "DebtBondage": _("Debt bondage"),
        "FalsePromises": _("False promises"),
        "PhysicalAbuse": _("Physical abuse"),
        "SexualAbuse": _("Sexual abuse"),
        "TakesEarnings": _("Takes earnings"),
        "RestrictsFinancialAccess": _("Restricts financial access"),
        "RestrictsMedicalCare": _("Restricts medical care"),
        "WithholdsNecessities": _("Withholds necessities"),
        "PsychologicalAbuse": _("Psychological abuse"),
        "PsychoactiveSubstance": _("Psychoactive substance"),
        "ExcessiveWorkingHours": _("Excessive working hours"),
        "WithholdsDocuments": _("Withholds documents"),
        "Other": _("Other"),
    },
)

EXPLOITATION_TYPE = CodeList(
    "vic_TypeOfExploitation",
    SOURCE,
    {
        "ForcedLabour": _("Forced labour"),
        "SexualExploitation": _("Sexual exploitation"),
        "ChildLabour": _("Child labour"),
        "ForcedMarriage": _("Forced marriage"),
        "Servitude": _("Servitude"),
        "ForcedMilitaryByNonStateActors": _("Forced military service (by non-state actors)"),
        "OrganRemoval": _("Organ removal"),
        "ForcedBegging": _("Forced begging"),
        "ForcedAdoption": _("Forced adoption"),
        "Surrogacy": _("Surrogacy"),
        "Other": _("Other"),
    },
)

LABOUR_INDUSTRY = CodeList(
    "vic_ForcedLabourIndustry",
    SOURCE,
    {
        "A_AgricultureForestryAndFishing": _("Agriculture, forestry and fishing"),
        "B_MiningAndQuarrying": _("Mining and quarrying"),
        "C_Manufacturing": _("Manufacturing"),
        "D_ElectricityGasSteamAndAirConditioningSupply": _("Electricity, gas, steam and air conditioning supply"),
        "E_WaterSupplySewerageWasteManagement": _("Water supply; sewerage, waste management and remediation"),
        "F_Construction": _("Construction"),
        "G_WholesaleAndRetailTradeRepairOfMotorVehicles": _(
            "Wholesale and retail trade; repair of motor vehicles and motorcycles"
        ),
        "H_TransportationAndStorage": _("Transportation and storage"),
        "I_AccommodationAndFoodServiceActivities": _("Accommodation and food service activities"),
        "J_InformationAndCommunication": _("Information and communication"),
        "K_FinancialAndInsuranceActivities": _("Financial and insurance activities"),
        "L_RealEstateActivities": _("Real estate activities"),
        "M_ProfessionalScientificAndTechnicalActivities": _("Professional, scientific and technical activities"),
        "N_AdministrativeAndSupportServiceActivities": _("Administrative and support service activities"),
        "O_PublicAdministrationAndDefence": _("Public administration and defence; compulsory social security"),
        "P_Education": _("Education"),
        "Q_HumanHealthAndSocialWorkActivities": _("Human health and social work activities"),
        "R_ArtsEntertainmentAndRecreation": _("Arts, entertainment and recreation"),
        "S_OtherServiceActivities": _("Other service activities"),
        "T_ActivitiesOfHouseholdsAsEmployers": _(
            "Households as employers, domestic work, goods and services for own use"
        ),
        "U_ActivitiesOfExtraterritorialOrganizations": _("Activities of extraterritorial organizations and bodies"),
    },
)

SEXUAL_EXPLOITATION_TYPE = CodeList(
    "vic_TypeOfSexExploitation",
    SOURCE,
    {
        "Prostitution": _("Prostitution"),
        "Pornography": _("Pornography"),
        "RemoteInteractiveServices": _("Remote Interactive Services"),
        "PrivateSexualServices": _("Private Sexual Services"),
    },
)

PERPETRATOR_ROLE = CodeList(
    "per_RoleInProcess",
    SOURCE,
    {
        "TravellingPartner": _("Travelling Partner"),
        "Transporter": _("Transporter"),
        "RecruiterOrIntermediary": _("Recruiter Or Intermediary"),
        "BrokerTravelAgent": _("Broker Travel Agent"),
        "TransferredIndividual": _("Transferred Individual"),
        "HarbouredIndividual": _("Harboured Individual"),
        "SoldIndividual": _("Sold Individual"),
        "BoughtIndividual": _("Bought Individual"),
        "ReceivedIndividual": _("Received Individual"),
        "ControlledIndividual": _("Controlled Individual"),
        "Smuggler": _("Smuggler"),
        "Abuser": _("Abuser"),
        "Kidnapper": _("Kidnapper"),
        "Exploiter": _("Exploiter"),
        "Other": _("Other"),
    },
)

ROUTE_STAGE = CodeList(
    "hte_Type",
    SOURCE,
    {
        "Recruitment": _("Recruitment"),
        "Transit": _("Transit"),
        "Exploitation": _("Exploitation"),
    },
)
