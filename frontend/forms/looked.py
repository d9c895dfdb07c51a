"""Asked only once a resemblance was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.acting import ActionForm

LOOKED = "looked"


class LookedForm(ActionForm):
    """A form whose action may find a resemblance: it then asks, beside who was chosen, whether somebody looked."""

    chosen = ("interpreter",)

    def does(self, action: Callable[[dict[str, Any]], Any]) -> bool:
        if LOOKED in self.data:
            self.ask_looked()
        done = super().does(action)
        if getattr(self.refusal, "field", None) == LOOKED:
            self.ask_looked()
        return done

    @property
    def has_looked(self) -> bool:
        """What was said to that."""
        return bool(self.cleaned_data.get(LOOKED))

    def ask_looked(self) -> None:
        """Let the person say that a resemblance was looked at."""
        names = list(self.fields)
        places = [names.index(name) for name in self.chosen if name in names]
        if LOOKED in names or not places:
            return
        self.fields[LOOKED] = forms.BooleanField(
            label=_("I looked: it isn't the same person, or it is safe"), required=False
        )
        after = max(places) + 1
        self.order_fields([*names[:after], LOOKED, *names[after:]])
