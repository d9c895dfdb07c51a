"""What the kinds of values that an import wanted are called on screens."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "formula": _("formula"),
    "text": _("text"),
    "value": _("value"),
    "yes or no": _("yes or no"),
    "code": _("code"),
    "date": _("date"),
    "year": _("year"),
    "years": _("years"),
    "months": _("months"),
    "age": _("age"),
}


def kind_words(kind: str) -> Any:
    """A kind in words; one without words yet is shown as it is."""
    return KINDS.get(kind, kind)
