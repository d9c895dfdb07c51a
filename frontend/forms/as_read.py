"""What a page carries along about the row it was made from: a version, or the moment it was written last.

A page always sends what it was given; whoever sends anything else made it up, and is told to open the page again.
"""

import datetime
import re

from django import forms
from django.utils.translation import gettext_lazy as _

NOT_OURS = _("Open the page again: it doesn't say which version you read.")
VERSION = re.compile(r"[0-9]{1,9}")


def moment(said: str) -> datetime.datetime:
    """The moment, to the microsecond. Errors: ValidationError."""
    try:
        read = datetime.datetime.fromisoformat(said)
    except ValueError:
        raise forms.ValidationError(NOT_OURS) from None
    if read.tzinfo is None:
        raise forms.ValidationError(NOT_OURS)
    return read


def like(said: str, version: str) -> str:
    """What was said, when it is of the shape of the row's own version. Errors: ValidationError."""
    if VERSION.fullmatch(version) and not VERSION.fullmatch(said):
        raise forms.ValidationError(NOT_OURS)
    if "T" in version:
        moment(said)
    return said
