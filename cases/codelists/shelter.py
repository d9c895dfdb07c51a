"""Codes of shelter work and of groups found together. Codes are ours: no standard names them."""

from django.utils.translation import gettext_lazy as _

from cases.codelists.base import CodeList

LEFT_WHY = CodeList(
    "stay_left_why",
    "local",
    {
        "planned": _("As planned"),
        "own_wish": _("Wanted to leave"),
        "unsafe_here": _("Not safe here"),
        "needs_other": _("Needs another kind of place"),
        "rules": _("Asked to leave"),
        "missing": _("Did not come back"),
        "died": _("Died"),
        "other": _("Something else"),
    },
)
LEFT_TO = CodeList(
    "stay_left_to",
    "local",
    {
        "own_home": _("A home of their own"),
        "family": _("Family or friends"),
        "other_house": _("Another house of ours"),
        "other_shelter": _("Another organization's shelter"),
        "supported": _("Supported housing"),
        "hospital": _("Hospital or clinic"),
        "country": _("Another country"),
        "street": _("No fixed place"),
    },
)
AGE_BAND = CodeList(
    "age_band",
    "local; as people judge it before anybody is asked for a date of birth",
    {
        "child": _("Under 12"),
        "adolescent": _("12 to 17"),
        "adult": _("18 to 59"),
        "older": _("60 and over"),
    },
)
SEX_SEEN = CodeList("sex_seen", "local", {"female": _("Female"), "male": _("Male"), "other": _("Other")})
URGENT_NEED = CodeList(
    "urgent_need",
    "local",
    {
        "medical": _("Doctor now"),
        "pregnant": _("Pregnant, or with a baby"),
        "child_alone": _("Child without family"),
        "danger": _("Afraid of somebody here"),
        "food": _("Water, food, clothes"),
        "none": _("Nothing urgent"),
    },
)
HELP_GIVEN = CodeList(
    "help_given",
    "local",
    {
        "information": _("Information"),
        "food": _("Water, food, clothes"),
        "medical": _("Doctor"),
        "bed": _("A place to sleep"),
        "interpreter": _("Interpreter"),
        "transport": _("Transport"),
        "nothing_wanted": _("Wanted nothing"),
    },
)
