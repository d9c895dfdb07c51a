"""Which way, and what came of it. Only the ways that are safe can be chosen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.contact_rules import Way, why_not
from cases.models import ContactAttempt, SafeContact
from frontend.forms.acting import ActionForm, blank_is_none
from frontend.forms.appointments import DateTimeInput
from frontend.forms.late import late_field


class ContactAttemptForm(ActionForm):
    """One attempt, now or as it was written on paper."""

    way = forms.ChoiceField(label=_("Way of contact"), widget=forms.RadioSelect)
    result = forms.ChoiceField(
        label=_("What came of it"), choices=ContactAttempt.Result.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    happened_at = forms.DateTimeField(label=_("When, if it wasn't now"), widget=DateTimeInput, required=False)
    late_reason = late_field()

    def __init__(self, *args: Any, rules: SafeContact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        safe = [(way, label) for way, label in Way.choices if why_not(rules, way) is None]
        self.fields["way"].choices = safe  # type: ignore[attr-defined]
        self.fields["way"].error_messages["invalid_choice"] = _("This way is not safe. Choose one of those listed.")
        if rules.channel in dict(safe):
            self.fields["way"].initial = rules.channel

    def blocked(self) -> dict[str, list[str]]:
        """Why ways may not be used, each reason with those that it stands against."""
        found: dict[str, list[str]] = {}
        for way, label in Way.choices:
            if reason := why_not(self.rules, way):
                found.setdefault(str(reason), []).append(str(label))
        return found

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "note")
