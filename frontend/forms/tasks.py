"""Something to do by a day."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.models import Case, CaseUserObjectPermission, Task
from frontend.forms.acting import ActionForm, DateInput
from frontend.forms.case import case_workers


class TaskForm(ActionForm):
    """A task; its words stay in the case, reminders give its kind only."""

    title = forms.CharField(
        label=_("What"), max_length=200, help_text=_("Reminders never show these words, only the kind.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Task.Kind.choices, initial=Task.Kind.FOLLOW_UP)
    due_on = forms.DateField(label=_("Due"), widget=DateInput)
    assigned_to = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.none(), to_field_name="public_id", empty_label=None
    )

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = today(user.organization)
        self.fields["assigned_to"].queryset = _who_see(case, user)  # type: ignore[attr-defined]
        self.fields["assigned_to"].initial = user.public_id


def _who_see(case: Case, user: User) -> Any:
    named = CaseUserObjectPermission.objects.filter(content_object=case).values("user_id")
    seeing = Q(pk__in=named) if case.restricted else Q(pk__in=named) | Q(role="supervisor")
    return case_workers(user).filter(seeing)
