"""The points of a route, one below the other; empty ones are left out."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.codelists.countries import COUNTRIES
from cases.codelists.htcds_experience import ROUTE_STAGE
from cases.models import Experience
from cases.routes import LONGEST, PARTS
from frontend.forms.acting import ActionForm
from frontend.forms.as_read import moment
from frontend.forms.codes import CodeField

FREE = 3  # empty points offered after those in use


class RouteForm(ActionForm):
    """Stage, country, place and date of each point."""

    version = forms.DateTimeField(widget=forms.HiddenInput)
    all_optional = True

    def __init__(self, data: Any = None, *, row: Experience) -> None:
        super().__init__(data, initial={"version": row.updated_at.isoformat()})
        told: list[dict[str, str]] = [*(row.route or []), *({} for _free in range(FREE))]
        self.count = len(told)
        for number, point in enumerate(told):
            for name, field in _fields().items():
                field.initial = point.get(name, "")
                self.fields[f"{name}_{number}"] = field

    def clean_version(self) -> datetime.datetime:
        """The moment as it was read, to the microsecond."""
        return moment(self.data["version"])

    def points(self) -> list[dict[str, str]]:
        """What the action wants: every point, in order."""
        return [{name: self.cleaned_data[f"{name}_{n}"] for name in PARTS} for n in range(self.count)]

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields point by point, for the template."""
        return [[self[f"{name}_{number}"] for name in PARTS] for number in range(self.count)]


def _fields() -> dict[str, forms.Field]:
    return {
        "stage": forms.ChoiceField(label=_("Part"), required=False, choices=[("", "–"), *ROUTE_STAGE.choices()]),
        "country": CodeField(COUNTRIES, list_id="countries", label=_("Country"), required=False),
        "place": forms.CharField(label=_("Place"), required=False, max_length=LONGEST),
        "date": forms.CharField(
            label=_("When"), required=False, max_length=10, widget=forms.TextInput(attrs={"placeholder": "2019-05"})
        ),
    }


def route_points(row: Experience) -> list[dict[str, Any]]:
    """The points in words, without their places: those stay closed until the form is opened."""
    return [
        {
            "stage": ROUTE_STAGE.label(point["stage"]),
            "country": COUNTRIES.label(point["country"]) if "country" in point else "",
            "date": point.get("date", ""),
        }
        for point in row.route or []
    ]
