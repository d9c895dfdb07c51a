"""How a person may be contacted. Choosing a way allows it; nothing else is allowed unless ticked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import SafeContact
from frontend.forms.acting import blank_is_none
from frontend.forms.versioned import VersionedForm

ALLOWS = {"call": "may_call", "text": "may_text", "email": "may_email"}
TEXTS = ("hours", "who_may_answer", "if_someone_else", "code_word")


class ContactFields(forms.Form):
    """The safe-contact questions, for registration and for the case."""

    channel = forms.ChoiceField(
        label=_("Safest way to make contact"), choices=SafeContact.Channel.choices, required=False
    )
    if_someone_else = forms.CharField(label=_("What to say if someone else answers"), max_length=300, required=False)
    hours = forms.CharField(
        label=_("Safe hours"), max_length=200, required=False, help_text=_("For example: Tue–Thu 10:00–12:00")
    )
    who_may_answer = forms.CharField(label=_("Who may answer"), max_length=200, required=False)
    code_word = forms.CharField(label=_("Code word"), max_length=60, required=False)
    may_call = forms.BooleanField(label=_("May call"), required=False)
    may_text = forms.BooleanField(label=_("May send a text message"), required=False)
    may_voicemail = forms.BooleanField(label=_("May leave a voicemail"), required=False)
    may_email = forms.BooleanField(label=_("May e-mail"), required=False)


def contact_values(values: dict[str, Any]) -> dict[str, Any]:
    """The safe-contact part of a form's values, ready for the action."""
    own = {name: values[name] for name in ContactFields.base_fields if name in values}
    own["channel"] = own.get("channel") or SafeContact.Channel.NONE
    if allowed := ALLOWS.get(own["channel"]):
        own[allowed] = True
    return blank_is_none(own, *TEXTS)


class ContactForm(VersionedForm, ContactFields):
    """The same over a person's record; the version is the person's."""

    @staticmethod
    def version_of(row: Any) -> str:
        return str(row.person.version)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        return values | contact_values(values)

    def changes(self) -> dict[str, Any]:
        changed = super().changes()
        allowed = ALLOWS.get(self.cleaned_data["channel"])
        return changed | ({allowed: True} if allowed and "channel" in changed else {})
