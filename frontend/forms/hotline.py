"""A call: what for, then six questions, of which one wants an answer. What came of calling back."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.codelists.countries import COUNTRIES
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from cases.models import CallChannel, QuickContact, SafeContact
from frontend.forms.acting import ActionForm
from frontend.forms.appointments import DateTimeInput
from frontend.forms.codes import CodeField
from frontend.forms.directory import countries_of
from frontend.forms.late import late_field
from frontend.forms.register import RegisterForm
from referrals.directory.need import Need

Channel = SafeContact.Channel
WAYS: list[tuple[str, Any]] = [("", _("Not said")), (Channel.NONE, _("No: don't contact them"))]
WAYS += [(one, one.label) for one in (Channel.CALL, Channel.TEXT, Channel.APP, Channel.EMAIL)]
WHEN = [("", _("No day")), ("0", _("Today")), ("1", _("Tomorrow")), ("3", _("In 3 days")), ("7", _("In a week"))]
LTR = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


class CallForm(forms.Form):
    """The first question, and how they came."""

    channel = forms.ChoiceField(
        label=_("How they came"), choices=CallChannel.choices, initial=CallChannel.PHONE, required=False
    )


def when_field(label: Any) -> forms.ChoiceField:
    """A day from today, by the count of days."""
    return forms.ChoiceField(label=label, choices=WHEN, required=False)


class NearField(CodeField):
    """A country by any of its names; suggested are those that the directory tells of, so that the page stays small."""

    near: tuple[str, ...] = ()

    def labels(self) -> list[str]:
        """What is suggested."""
        return [str(self.codes.label(code)) for code in self.near]


class ContactForm(ActionForm):
    """What a caller offers, in the order in which it usually comes. `channel` comes along from the page before."""

    danger = forms.BooleanField(
        label=_("In danger now"),
        required=False,
        widget=forms.CheckboxInput(attrs={"accesskey": "0", "autofocus": True}),
    )
    need = forms.ChoiceField(label=_("What is needed"), choices=lambda: [("", _("Choose …")), *SERVICES.choices()])
    also = forms.ChoiceField(
        label=_("And also"), choices=lambda: [("", _("Nothing else")), *SERVICES.choices()], required=False
    )
    language = CodeField(LANGUAGES, list_id="languages", label=_("Language"), required=False)
    country = NearField(COUNTRIES, list_id="countries", label=_("Country"), required=False)
    region = forms.CharField(label=_("Region or town"), max_length=120, required=False)
    way = forms.ChoiceField(label=_("Safe to call back?"), choices=WAYS, required=False)
    reach = forms.CharField(
        label=_("Number or address"), max_length=120, required=False, widget=forms.TextInput(attrs=LTR)
    )
    alias = forms.CharField(
        label=_("Whom to ask for"),
        max_length=120,
        required=False,
        help_text=_("Only if they offer it; any name will do."),
    )
    hours = forms.CharField(label=_("When is it safe"), max_length=200, required=False)
    when = when_field(_("Call back"))
    words = forms.CharField(
        label=_("What was said"),
        max_length=10000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
        help_text=_("Sealed. What they offer, no more; nothing is asked to fill a field."),
    )
    taken_at = forms.DateTimeField(label=_("When they called, if it wasn't now"), widget=DateTimeInput, required=False)
    late_reason = late_field()
    channel = forms.ChoiceField(choices=CallChannel.choices, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"country": user.home.country, "channel": CallChannel.PHONE} | kwargs.get("initial", {})
        super().__init__(data, **kwargs)
        self.user = user
        country = self.fields["country"]
        if isinstance(country, NearField):
            country.near = tuple(sorted({user.home.country, *countries_of(user)}))

    def part(self, *names: str) -> list[forms.BoundField]:
        """Some of the fields, in this order."""
        return [self[name] for name in names]

    @property
    def what(self) -> list[forms.BoundField]:
        """What is needed, in which language, where."""
        return self.part("need", "also", "language", "country", "region")

    @property
    def back(self) -> list[forms.BoundField]:
        """Whether and how to call back."""
        return self.part("way", "reach", "alias", "hours", "when")

    @property
    def later(self) -> list[forms.BoundField]:
        """When it was, for a call that was written on paper first."""
        return self.part("taken_at", "late_reason")

    def chosen_channel(self) -> str:
        """How they came; by phone unless it was said."""
        said = self.data.get("channel") if self.is_bound else self.initial["channel"]
        return said if said in CallChannel.values else str(CallChannel.PHONE)

    def offered(self) -> dict[str, Any]:
        """What the action takes."""
        said = dict(self.cleaned_data)
        said.pop("channel")
        needs = [said.pop("need"), said.pop("also")]
        return said | {"needs": needs, "call_on": day_in(said.pop("when"), self.user)}

    def so_far(self) -> dict[str, Any]:
        """What was typed so far and can be understood; nothing has to be complete."""
        if not self.is_bound:
            return {}
        seen = type(self)(self.data, user=self.user)
        seen.is_valid()
        return seen.cleaned_data

    def looked_for(self, said: dict[str, Any]) -> list[Need]:
        """What is looked for in the directory."""
        near: dict[str, Any] = {name: said.get(name) or "" for name in ("language", "country", "region")}
        codes = filter(None, (said.get("need"), said.get("also")))
        return [Need(service=code, **near) for code in dict.fromkeys(codes)]

    def forgive(self) -> None:
        """Nothing is wrong before it is saved."""
        self._errors = ErrorDict()


def day_in(days: str, user: User) -> datetime.date | None:
    """The day that many days from today where the organization works; None for no day."""
    return today(user.home) + datetime.timedelta(days=int(days)) if days else None


class FollowUpForm(ActionForm):
    """What came of calling back, and whether to try again."""

    result = forms.ChoiceField(
        label=_("What came of it"), choices=QuickContact.Result.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What was said"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )
    when = when_field(_("Call back again"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class ContactRegisterForm(RegisterForm):
    """Registration, filled in from a contact; an e-mail address where that was the way."""

    email = forms.EmailField(label=_("E-mail address"), required=False, widget=forms.EmailInput(attrs=LTR))

    def __init__(self, *args: Any, contact: QuickContact, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, initial=from_contact(contact), **kwargs)
        if contact.way != Channel.EMAIL:
            del self.fields["email"]

    @property
    def minimum(self) -> list[forms.BoundField]:
        """The person, and how to reach them."""
        return [*super().minimum, *([self["email"]] if "email" in self.fields else [])]

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        given = super().given()
        if email := self.cleaned_data.get("email"):
            given["person"]["email"] = email
        return given


def from_contact(contact: QuickContact) -> dict[str, Any]:
    """What a contact knows, as values of the registration."""
    by_mail = contact.way == Channel.EMAIL
    return {
        "alias": contact.alias or "",
        "phone": "" if by_mail else contact.reach or "",
        "email": contact.reach or "" if by_mail else "",
        "preferred_language": contact.language,
        **({"language": contact.language} if contact.language else {}),
        "channel": contact.way or Channel.NONE,
        "hours": contact.hours or "",
        "risk": "urgent" if contact.danger else "",
    }
