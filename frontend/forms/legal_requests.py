"""What law enforcement or a court asks for, and each step of the answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.consent_categories import CATEGORIES
from cases.legal import codes
from cases.models import Authority, LegalRequest, ManualDisclosure
from frontend.forms.acting import ActionForm, DateInput
from frontend.forms.appointments import DateTimeInput
from frontend.forms.directory import text
from frontend.forms.notices import authority_words
from frontend.forms.proceedings import chosen
from frontend.forms.versioned import VersionedForm
from frontend.legal_words import NEITHER

_OPTIONAL: list[tuple[str, Any]] = [("", _("Not said yet"))]


def data(label: Any, **more: Any) -> forms.MultipleChoiceField:
    """Kinds of data to tick."""
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(
        label=label, choices=list(CATEGORIES.items()), required=False, widget=widget, **more
    )


class RequestForm(ActionForm):
    """Who asks for what, what counsel says, whether the person knows, what should be answered."""

    all_optional = True  # what lacks is said on its page, before a second person decides

    authority = forms.ModelChoiceField(
        label=_("Who asks, from the list"),
        queryset=Authority.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Not on the list"),
    )
    asker = text(_("Or by name"), most=300)
    served_by = text(_("Who served it, and how"), most=500)
    asked = data(_("What they ask for"))
    scope = text(_("What they ask for, in words"), rows=3, most=2000)
    answer_due_at = forms.DateTimeField(label=_("Answer due"), required=False, widget=DateTimeInput)
    counsel = forms.ChoiceField(
        label=_("Was counsel asked?"), choices=[*_OPTIONAL, *codes.Counsel.choices], required=False
    )
    advice = text(_("Who, and what they advise"), rows=3, most=2000)
    informed = forms.ChoiceField(
        label=_("Was the person told?"), choices=[*_OPTIONAL, *codes.Informed.choices], required=False
    )
    bar = text(_("What forbids telling them"), most=500)
    barred_until = forms.DateField(label=_("Forbidden until"), required=False, widget=DateInput)
    decision = forms.ChoiceField(
        label=_("What should be answered"), choices=[*_OPTIONAL, *codes.Decision.choices], required=False
    )
    categories = data(_("What would be released"), help_text=_("Only of what they ask for, and as little as possible."))
    reasons = text(_("Why"), rows=3, most=2000)

    def __init__(self, data: Any = None, *, user: User, own: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.user, self.own = user, own
        offered = Authority.objects.visible_to(user).filter(Q(ended_at=None) | Q(pk=own))
        self.fields["authority"].queryset = offered  # type: ignore[attr-defined]
        self.fields["authority"].label_from_instance = authority_words  # type: ignore[attr-defined]


class NewRequestForm(RequestForm):
    """One that came in."""

    kind = forms.ChoiceField(label=_("What was served or asked"), choices=chosen(codes.Request))
    served_at = forms.DateTimeField(
        label=_("When it was served"), required=False, widget=DateTimeInput, help_text=_("Left empty: just now.")
    )
    field_order = ("kind", "served_at")


class ChangeRequestForm(VersionedForm, RequestForm):
    """The same over one that others may change meanwhile."""

    def anew(self, now: LegalRequest) -> ChangeRequestForm:
        """The same form over the row as it is `now`."""
        return ChangeRequestForm(row=now, user=self.user, own=now.authority_id)


class ReleaseForm(ActionForm):
    """What of the decided kinds was told, and how."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    categories = forms.MultipleChoiceField(
        label=_("What was released"), choices=list(CATEGORIES.items()), widget=forms.CheckboxSelectMultiple
    )
    way = forms.ChoiceField(label=_("How was it told?"), choices=ManualDisclosure.Way.choices, widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("On what ground"), choices=ManualDisclosure.Ground.choices, widget=forms.RadioSelect
    )
    told_on = forms.DateField(label=_("When"), required=False, widget=DateInput, help_text=_("Left empty: today."))
    words = text(_("In words"), rows=2, most=1000)

    def __init__(self, *args: Any, row: LegalRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decided = [(code, label) for code, label in CATEGORIES.items() if code in row.categories]
        self.fields["categories"].choices = decided  # type: ignore[attr-defined]
        self.fields["categories"].initial = row.categories
        if row.kind == codes.Request.INFORMAL:  # it orders nothing
            ground: Any = self.fields["ground"]
            ground.choices = [one for one in ground.choices if one[0] != ManualDisclosure.Ground.LAW]
        else:
            del self.fields["ground"]


class UnknownRequestForm(ActionForm):
    """Somebody was asked about: whatever is true, neither yes nor no."""

    kind = forms.ChoiceField(
        label=_("What was served or asked"), choices=codes.Request.choices, initial=codes.Request.INFORMAL
    )
    asker = text(_("Who asks, and how"), most=500, required=True)
    about = text(_("About whom, in their words"), rows=2, most=1000, required=True)
    answer = text(_("What was said to them"), rows=2, most=1000, required=True)
    asked_at = forms.DateTimeField(
        label=_("When"), required=False, widget=DateTimeInput, help_text=_("Left empty: just now.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].initial = NEITHER
