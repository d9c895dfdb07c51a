"""Partners that don't use the system; what they said; how they were told, and asked to give back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from frontend.forms.acting import ActionForm, DateInput
from frontend.forms.codes import CodesField
from frontend.forms.referrals import StepForm
from frontend.forms.versioned import VersionedForm
from referrals.actions.outside_partners import details
from referrals.codes import REACHED_BY
from referrals.models import OutsidePartner

WAYS = [(way.value, way.label) for way in REACHED_BY]


class OutsideForm(ActionForm):
    """Who they are, how they are reached, what they give."""

    name = forms.CharField(
        label=_("Name in lists"),
        max_length=200,
        help_text=_("A code name, if nobody who looks over a shoulder may learn whom you work with."),
    )
    letter_name = forms.CharField(
        label=_("Name on letters, if another"), max_length=200, required=False, help_text=_("Sealed, as all below is.")
    )
    kind = forms.ChoiceField(
        label=_("What they are"),
        choices=[("", _("An organization or somebody who helps")), *OutsidePartner.Kind.choices],
        required=False,
        help_text=_("People who must be kept from embassies are never referred to one, whatever its name in lists is."),
    )
    ways = forms.MultipleChoiceField(
        label=_("How you reach them"), choices=WAYS, widget=forms.CheckboxSelectMultiple, initial=["phone"]
    )
    telephone = forms.CharField(
        label=_("Telephone"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}),
    )
    address = forms.CharField(
        label=_("Address"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    ask_for = forms.CharField(
        label=_("Whom to ask for"),
        max_length=200,
        required=False,
        help_text=_("What they do there, or a name that they agreed to be asked for by."),
    )
    hours = forms.CharField(label=_("When they can be reached"), max_length=300, required=False)
    languages = CodesField(
        LANGUAGES,
        list_id="languages",
        label=_("Languages"),
        required=False,
        max_length=300,
        help_text=_("With “;” between."),
    )
    services = forms.MultipleChoiceField(
        label=_("What they give"), choices=(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = SERVICES.choices()  # type: ignore[attr-defined]


class OutsideChangeForm(OutsideForm, VersionedForm):
    """The same over a partner as it was read; what waits to be confirmed stands in it."""

    @classmethod
    def values_of(cls, row: OutsidePartner) -> dict[str, Any]:
        """What the row says now, and what waits."""
        said = details(row) | (row.proposed or {})
        return {name: said[name] for name in cls.own_fields()}


class ToldForm(StepForm):
    """How they were told what the person agreed to share."""

    way = forms.ChoiceField(label=_("How were they told?"), choices=WAYS, widget=forms.RadioSelect)
    told_on = forms.DateField(label=_("When"), widget=DateInput)
    whom = forms.CharField(
        label=_("To whom there"),
        max_length=90,
        required=False,
        help_text=_("What they do there, or their name. Sealed, and read only in your organization."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["told_on"].initial = today(user.organization)


class AskedBackForm(StepForm):
    """Whom one asked to destroy what they were told, and what they said."""

    done = forms.ChoiceField(
        label=_("What did they say?"),
        choices=[
            ("no", _("They were asked, and will do it")),
            ("yes", _("They say that it is destroyed, or gave it back")),
        ],
        widget=forms.RadioSelect,
    )
    whom = forms.CharField(
        label=_("With whom did you speak?"),
        max_length=200,
        help_text=_("What they do there, or their name. Sealed, and read only in your organization."),
    )
    on = forms.DateField(label=_("When"), widget=DateInput)

    def __init__(self, *args: Any, user: User, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today(user.organization)
        if asked:
            del self.fields["done"]

    def clean(self) -> dict[str, Any]:
        """`done` as the action wants it; once they were asked, there is only that to say."""
        values = super().clean() or {}
        return values | {"done": values.get("done", "yes") == "yes"}
