"""Code lists of the directory: states of an entry, whom a service takes, what it costs, days of the week.

Sources: HSDS 3.0 (states of a service, kinds of places and addresses), RFC 5545 (days); the rest is ours.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.codelists.base import CodeList


class EntryStatus(models.TextChoices):
    """Whether an organization or a place is offered."""

    ACTIVE = "active", _("Active")
    RETIRED = "retired", _("Retired")


class ServiceStatus(models.TextChoices):
    """HSDS's states of a service; other organizations see active ones."""

    ACTIVE = "active", _("Active")
    INACTIVE = "inactive", _("Inactive")
    DEFUNCT = "defunct", _("Ended for good")
    CLOSED = "temporarily closed", _("Closed for a time")


class LocationType(models.TextChoices):
    """HSDS's kinds of places."""

    PHYSICAL = "physical", _("A place to go to")
    POSTAL = "postal", _("A postal address")
    VIRTUAL = "virtual", _("Online or by phone")


class Cost(models.TextChoices):
    """What the person pays; "" is not known."""

    FREE = "free", pgettext_lazy("costs nothing", "Free")
    SLIDING = "sliding", _("According to means")
    FEE = "fee", _("A fee")


class Line(models.TextChoices):
    """What kind of line a number is; "" is no line, or not said. Callers must be told before they ring a tip line."""

    EMERGENCY = "emergency", _("Emergency number")
    CONFIDENTIAL = "confidential", _("Confidential help line")
    TIP = "tip", _("Tip line of the police or another authority")


class Weekday(models.TextChoices):
    """Days as HSDS writes them in `byday`."""

    MONDAY = "MO", _("Monday")
    TUESDAY = "TU", _("Tuesday")
    WEDNESDAY = "WE", _("Wednesday")
    THURSDAY = "TH", _("Thursday")
    FRIDAY = "FR", _("Friday")
    SATURDAY = "SA", _("Saturday")
    SUNDAY = "SU", _("Sunday")


SERVES = CodeList(
    "serves",
    "local",
    {
        "women": _("Women"),
        "men": _("Men"),
        "girls": _("Girls"),
        "boys": _("Boys"),
        "trans_people": _("Trans and non-binary people"),
    },
)
GROUPS = CodeList(
    "groups",
    "local",
    {
        "children": _("Children without their family"),
        "families": _("Families and parents with children"),
        "pregnant": _("Pregnant people"),
        "couples": _("Couples"),
        "people_with_disabilities": _("People with disabilities"),
        "wheelchair_users": _("Wheelchair users"),
        "deaf_people": _("Deaf people"),
        "without_papers": _("People without papers"),
        "asylum_seekers": _("Asylum seekers and refugees"),
        "labour_exploitation": _("People exploited at work"),
        "sexual_exploitation": _("People exploited sexually"),
        "substance_use": _("People who use alcohol or drugs"),
        "with_pets": _("People with pets"),
    },
)
