"""The kinds of data a person can agree to share, and which fields each one covers.

One registry beside the models: a field that no category names is never shared.
"""

from django.utils.translation import gettext_lazy as _

CATEGORIES = {
    "identity": _("Name and date of birth"),
    "contact": _("Contact details, with the safe-contact rules"),
    "language": _("Languages and accessibility"),
    "background": _("Gender and citizenship"),
    "needs": _("Services needed and received"),
    "experience": _("What happened (coded, without places or own words)"),
    "health": _("Health notes"),
    "legal": _("Legal notes"),
    "documents": _("Documents"),
}

FIELDS: dict[str, tuple[str, ...]] = {
    "identity": ("alias", "legal_name", "birth_date", "pronouns"),
    "contact": ("phone", "email", "address"),
    "language": ("preferred_language", "interpreter_needed", "accessibility"),
    "background": ("gender", "citizenship", "birth_year"),
    "needs": ("services",),
    "experience": ("exploitation_types", "means_of_control", "country_of_exploitation"),
    "health": ("health_notes",),
    "legal": ("legal_notes",),
    "documents": (),
}

# kept only while a consent to keep a record, or another lawful basis, is in force
IDENTIFYING = ("legal_name", "birth_date", "birth_said", "phone", "email", "address", "identity_numbers")

# wherever a contact goes, these go with it: a contact without its rules can get somebody hurt
WITH_ANY_CONTACT = ("safe_contact", "preferred_language", "interpreter_needed")
