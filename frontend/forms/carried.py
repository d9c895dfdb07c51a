"""Slips that people carry: what goes on one, their word, the switch, and the door where one is opened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.carried import KINDS, carried_fields
from cases.codelists.services import SERVICES
from cases.consent_categories import CATEGORIES
from frontend.forms.acting import ActionForm
from frontend.forms.consents import FIELD_WORDS, ConsentForm
from referrals.carried_lifecycle import HOURS, MOST_OPENINGS, USUAL_HOURS, USUAL_OPENINGS

HOUR_WORDS = {6: _("6 hours"), 24: _("1 day"), 72: _("3 days"), 168: _("7 days"), 336: _("14 days")}
TIMES = [(n, str(n)) for n in range(1, MOST_OPENINGS + 1)]
LTR = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


def kind_choices() -> list[tuple[str, Any]]:
    """Each kind of data that can be carried, with the fields it shows."""
    words = ((kind, ", ".join(str(FIELD_WORDS[name]) for name in carried_fields(kind))) for kind in KINDS)
    return [(kind, format_lazy("{}: {}", CATEGORIES[kind], fields)) for kind, fields in words]


class CarryForm(forms.Form):
    """The first page: nothing is saved yet."""

    service_code = forms.ChoiceField(label=_("For which service"))
    categories = forms.MultipleChoiceField(
        label=_("What the slip opens"),
        choices=kind_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "As little as the service needs. Contact details go with the safe-contact rules, without the code word. "
            "What happened, health, legal matters, addresses and other people can't be carried."
        ),
    )
    hours = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(hours, HOUR_WORDS[hours]) for hours in HOURS],
        initial=USUAL_HOURS,
    )
    openings = forms.TypedChoiceField(label=_("How often it opens"), coerce=int, choices=TIMES, initial=USUAL_OPENINGS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service_code"].choices = [("", _("Choose …")), *SERVICES.choices()]  # type: ignore[attr-defined]

    def carried(self) -> SafeString:
        """Everything chosen, hidden: the second page sends it again, and nothing of it stands in the address."""
        inputs = ((self[name].as_hidden(attrs={"id": f"carried-{name}"}),) for name in self.fields)
        return format_html_join("", "{}", inputs)


class CarryWordForm(ConsentForm):
    """The second page: what the person says, beside the worker. When it ends was chosen with the slip."""

    talked = forms.BooleanField(
        label=_(
            "We talked about who searches their bag or phone, where the slip is kept, whom they show it to, and that "
            "the passcode is never written on it. They want to carry it."
        ),
        required=False,
    )
    field_order = ("decision", "method", "language", "interpreter", "read_back", "basis", "guardian", "witness", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["ends_on"]

    def clean(self) -> dict[str, Any]:
        """Nothing has to be talked over for a "No"."""
        values = super().clean()
        if values.get("decision") == "given" and not values.get("talked"):
            self.add_error("talked", _("Talk with the person about carrying it first."))
        return values


class SwitchForm(ActionForm):
    """On or off, and the name on slips."""

    on = forms.BooleanField(label=_("People may carry what they share"), required=False)
    name = forms.CharField(
        label=_("Name on slips and on the page they open"),
        max_length=60,
        required=False,
        help_text=_("One that says nothing about your work, and isn't your organization's."),
    )
    understood = forms.BooleanField(label=_("I have read this, and our caseworkers know it."), required=False)


class OpenForm(forms.Form):
    """The door: code and passcode. Both are sent in the body, never in an address."""

    code = forms.CharField(
        label=_("Code"), max_length=60, widget=forms.TextInput(attrs=LTR | {"autocapitalize": "characters"})
    )
    passcode = forms.CharField(
        label=_("Passcode"), max_length=40, widget=forms.TextInput(attrs=LTR | {"inputmode": "numeric"})
    )


class WordLeftForm(forms.Form):
    """What somebody who opened it leaves for who gave it."""

    service = forms.CharField(label=_("Name of your service"), max_length=120, required=False)
    telephone = forms.CharField(
        label=_("Telephone to call back"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=LTR | {"inputmode": "tel"}),
    )
    words = forms.CharField(
        label=_("Message"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )

    def clean(self) -> dict[str, Any]:
        """Something has to be left."""
        values = super().clean() or {}
        if not any(value.strip() for value in values.values()):
            self.add_error("words", _("Write something, or close this page."))
        return values
