"""Staff: a visit alone, a threat, weights and whom to talk to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.roles import ROLES
from cases.models import Case, StaffCare, ThreatReport
from cases.models.staff_safety import MOST
from frontend.forms.acting import ActionForm, DateInput, blank_is_none
from frontend.forms.appointments import DateTimeInput
from frontend.forms.crisis import lines


class VisitForm(ActionForm):
    """Where, until when, who looks out."""

    place = lines(_("Where"), _("Who looks out for you and supervisors can read it."), required=True)
    back_by = forms.DateTimeField(label=_("Back by"), widget=DateTimeInput)
    watcher = forms.ModelChoiceField(
        label=_("Who looks out for you"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose …"),
    )
    case = forms.ModelChoiceField(
        label=_("Case"),
        queryset=Case.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("None"),
        help_text=_("Shown only to colleagues who see that case."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = User.objects.colleagues_of(user).filter(is_active=True, is_machine=False).exclude(pk=user.pk)
        here = here.filter(role__in=[code for code, role in ROLES.items() if "view_case" in role.permissions])
        self.fields["watcher"].queryset = here.order_by("name")  # type: ignore[attr-defined]
        cases = Case.objects.visible_to(user).open().in_caseload_of(user).order_by("number")
        self.fields["case"].queryset = cases  # type: ignore[attr-defined]
        self.fields["case"].label_from_instance = lambda case: case.label  # type: ignore[attr-defined]


class ThreatForm(ActionForm):
    """What happened."""

    kind = forms.ChoiceField(label=_("What happened"), choices=ThreatReport.Kind.choices, widget=forms.RadioSelect)
    against = forms.ChoiceField(label=_("Against whom"), choices=ThreatReport.Against.choices, widget=forms.RadioSelect)
    happened_on = forms.DateField(label=_("When"), widget=DateInput)
    words = lines(_("In words"), _("Keep names of people you help out of it."), required=True)
    police = forms.ChoiceField(label=_("Police"), choices=ThreatReport.Police.choices, widget=forms.RadioSelect)
    measures = lines(_("What was done"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = today(user.home)

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "measures")


def _weight(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST)


class StaffCareForm(ActionForm):
    """How caseloads compare, and who offers a talk."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    urgent = _weight(_("More for an urgent case"))
    watch = _weight(_("More for a watched case"))
    stay = _weight(_("More while the person stays in a house"))
    children = _weight(_("More with children, or for a child"))
    debrief = forms.BooleanField(label=_("Offer a talk after hard entries"), required=False)
    debrief_with = forms.CharField(
        label=_("Whom to talk to"),
        max_length=200,
        required=False,
        help_text=_("Name and how to reach them. Empty: a supervisor. Nobody sees who takes the offer."),
    )

    def __init__(self, *args: Any, care: StaffCare, **kwargs: Any) -> None:
        names = ("version", *StaffCare.WEIGHTS, "debrief", "debrief_with")
        kwargs["initial"] = {name: getattr(care, name) for name in names}
        super().__init__(*args, **kwargs)

    def weights(self) -> dict[str, int]:
        """The four numbers."""
        return {name: self.cleaned_data[name] for name in StaffCare.WEIGHTS}
