"""Forms that end in an action: what the action refuses stands beside the field it is about."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, QueryDict

from casemgr.errors import CasemgrError, Conflict

SAID_IN_THE_FORM = (409, 422)


class ActionForm(forms.Form):
    """A form with one action. `outcome` is what the action returned, `refusal` why it refused."""

    outcome: Any = None
    refusal: CasemgrError | None = None

    def does(self, action: Callable[[dict[str, Any]], Any]) -> bool:
        """Call `action` with the valid values; False when there is nothing valid to do or it was refused."""
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                self.outcome = action(self.cleaned_data)
        except CasemgrError as refusal:
            if refusal.status not in SAID_IN_THE_FORM or isinstance(refusal, Conflict):
                raise
            self.refusal = refusal
            field = getattr(refusal, "field", None)
            self.add_error(field if field in self.fields else None, str(refusal))
            return False
        return True

    def sees(self, name: str, value: Any) -> None:
        """Let the page that goes back carry a newer value of a hidden field: what was read meanwhile."""
        self.data: Any = self.data.copy()
        self.data[name] = str(value)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if it is nothing; None when the form is only asked for."""
    return request.POST if request.method == "POST" else None


def blank_is_none(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """The same values with None where one of these texts was left empty: nothing is sealed for nothing."""
    return values | {name: values[name] or None for name in names if name in values}


class DateInput(forms.DateInput):
    """The browser's own calendar; always ISO on the wire."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")
