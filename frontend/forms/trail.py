"""What narrows the audit trail. Codes and days stand in the address; which record is meant is posted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from frontend.event_words import words
from frontend.forms.acting import DateInput

KINDS = (
    ("person", _("People")),
    ("case", _("Cases")),
    ("referral", _("Referrals")),
    ("import", _("Imports")),
    ("release", _("Statistics")),
    ("account", _("Accounts and sign-ins")),
    ("organization", _("The organization")),
    ("client", _("Partner systems")),
    ("access", _("Refused access")),
    ("trail", _("This trail")),
)


class TrailFilters(forms.Form):
    """Kind of record, who, from when until when, and one record."""

    kind = forms.ChoiceField(label=_("About"), required=False, choices=[("", _("Any")), *KINDS])
    who = forms.ChoiceField(label=_("Who"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DateInput)
    until = forms.DateField(label=_("Until"), required=False, widget=DateInput)
    event = forms.RegexField(r"^[a-z_:]{1,80}$", required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, user: User, record: str = "") -> None:
        super().__init__(data)
        self.record = record
        people = User.objects.filter(organization_id=user.organization_id).order_by("name")
        self.fields["who"].choices = [("", _("Anybody")), *((p.public_id, p.name) for p in people)]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """The filters that hold something valid."""
        self.is_valid()  # what isn't offered narrows nothing
        given = self.cleaned_data | {"record": self._record_id()}
        return {name: value for name, value in given.items() if value}

    def _record_id(self) -> UUID | None:
        try:
            return UUID(self.record)
        except ValueError:
            return None

    def said(self, name: str, value: Any) -> str:
        """A filter in words."""
        if name == "record":
            return str(_("Record …%s") % str(value)[-6:])
        if name == "event":
            return str(words(value))
        choices = dict(getattr(self.fields[name], "choices", ()))
        return f"{self.fields[name].label}: {choices.get(value, value)}"
