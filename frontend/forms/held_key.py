"""Naming the holders of the organization's key; setting and entering a passphrase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.actions.held_key import LONGEST_HOURS
from casemgr.accounts.models import User
from casemgr.encryption.models import HolderSet
from frontend.forms.acting import ActionForm

USUAL_HOURS = 12


class HoldersForm(ActionForm):
    """Who holds the key, how many of them open it, and for how long."""

    people = forms.ModelMultipleChoiceField(
        label=_("Who holds a part of the key"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At least three people who work at different times and won't all leave at once."),
    )
    threshold = forms.IntegerField(
        label=_("How many of them open it together"),
        initial=2,
        help_text=_("At least two, and fewer than you name, so that one loss isn't the loss of everything."),
    )
    hours = forms.IntegerField(
        label=_("It locks itself after so many hours"),
        initial=USUAL_HOURS,
        help_text=_("Between 1 and 72. It also locks whenever the server starts again."),
    )
    understood = forms.BooleanField(
        label=_("I have read it: if too few holders are left while it is locked, everything is lost for good.")
    )

    def __init__(self, *args: Any, user: User, present: HolderSet | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.colleagues_of(user).order_by("name")
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
        self.fields["people"].label_from_instance = lambda one: f"{one.name} ({one.get_role_display()})"  # type: ignore[attr-defined]
        self.fields["hours"].widget.attrs.update(min=1, max=LONGEST_HOURS)
        self.fields["threshold"].widget.attrs.update(min=2)
        if present is not None:
            held = present.holders.values_list("user_id", flat=True)
            self.initial["people"] = list(people.filter(pk__in=list(held)).values_list("public_id", flat=True))
            self.initial.update(threshold=present.threshold, hours=present.hours)

    def chosen(self, values: dict[str, Any]) -> dict[str, Any]:
        """What the action takes."""
        return {"people": list(values["people"]), "threshold": values["threshold"], "hours": values["hours"]}


def _passphrase(label: Any, purpose: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": purpose, "spellcheck": "false"})
    return forms.CharField(label=label, max_length=500, strip=False, widget=widget, **more)


class PassphraseForm(ActionForm):
    """A new passphrase, twice."""

    passphrase = _passphrase(
        _("Passphrase"),
        "new-password",
        help_text=_("Five words that have nothing to do with each other, or 16 characters."),
    )
    again = _passphrase(_("The same once more"), "new-password")

    def clean_again(self) -> str:
        """Typed twice alike: nobody can find out later what was meant."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("passphrase", again):
            raise forms.ValidationError(_("The two aren't the same."))
        return again


class EnterForm(ActionForm):
    """The passphrase of one's own part."""

    passphrase = _passphrase(_("Your passphrase for the key"), "off")
