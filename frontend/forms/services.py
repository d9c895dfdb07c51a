"""Record a service: the ones this colleague records most are one click away."""

from collections import Counter
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.catalogue import label, offered
from cases.models import Case, Project, ServiceRecord
from frontend.forms.acting import ActionForm, DateInput, blank_is_none
from frontend.forms.late import late_field
from frontend.forms.reports import offer_projects

OFTEN = 6
AT_FIRST = ("psychosocial", "legal_aid", "medical", "food_basics", "transport", "emergency_shelter")


class ServiceForm(ActionForm):
    """One service on one day. `often` or `service_code` says which."""

    often = forms.ChoiceField(label=_("Service"), required=False, widget=forms.RadioSelect)
    service_code = forms.ChoiceField(label=_("Another service"), required=False)
    outcome = forms.ChoiceField(
        label=_("What became of it"),
        choices=ServiceRecord.Outcome.choices,
        initial=ServiceRecord.Outcome.DELIVERED,
        widget=forms.RadioSelect,
    )
    on_date = forms.DateField(label=_("Date"), widget=DateInput)
    late_reason = late_field()
    amount = forms.DecimalField(
        label=_("Amount, for money help"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    currency = forms.CharField(
        label=_("Currency"), required=False, min_length=3, max_length=3, help_text=_("Three letters: USD, THB …")
    )
    quantity = forms.DecimalField(label=_("How much"), required=False, min_value=0, max_digits=8, decimal_places=2)
    unit = forms.ChoiceField(label=_("Unit"), choices=[("", "–"), *ServiceRecord.Unit.choices], required=False)
    detail = forms.CharField(
        label=_("Detail"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    project = forms.ModelChoiceField(
        label=_("Paid by"),
        queryset=Project.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("As usual for this service or case"),
    )
    all_optional = True  # a service must be chosen, in one of two places

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        often = used_most(user)
        rest = [pair for pair in offered(user.home) if pair[0] not in often]
        self.fields["often"].choices = [(code, label(user.home, code)) for code in often]  # type: ignore[attr-defined]
        self.fields["service_code"].choices = [("", _("Choose …")), *rest]  # type: ignore[attr-defined]
        self.fields["on_date"].initial = today(user.organization)
        offer_projects(self.fields, user)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        code = values.get("service_code") or values.pop("often", "")
        values.pop("often", None)
        if not code:
            self.add_error("often", _("Choose a service."))
        currency = (values.get("currency") or "").upper()
        return blank_is_none(values | {"service_code": code, "currency": currency}, "detail")


def used_most(user: User) -> list[str]:
    """The six services this colleague recorded most among their last hundred; a usual set at first."""
    cases = Case.objects.visible_to(user).values("pk")
    last = ServiceRecord.objects.visible_to(user).filter(case__in=cases, recorded_by=user)
    codes = Counter(last.order_by("-created_at").values_list("service_code", flat=True)[:100])
    given = [code for code, _label in offered(user.home)]
    found = [code for code, _count in codes.most_common() if code in given]
    usual = [code for code in (*AT_FIRST, *given) if code in given and code not in found]
    return (found + list(dict.fromkeys(usual)))[:OFTEN]
