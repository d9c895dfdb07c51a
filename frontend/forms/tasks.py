"""Something to do by a day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.models import Case, Goal, Task
from cases.seeing import colleagues, who_sees
from frontend.forms.acting import ActionForm, DateInput


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

    goal = forms.ModelChoiceField(
        label=_("Step towards"),
        queryset=Goal.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("No goal"),
    )
    repeats = forms.ChoiceField(
        label=_("Comes again"), choices=[("", _("Once")), *Task.Repeats.choices], required=False
    )

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = Goal.objects.visible_to(user).filter(case=case, state=Goal.State.OPEN).order_by("created_at")
        self.fields["goal"].queryset = goals  # type: ignore[attr-defined]
        self.fields["goal"].label_from_instance = lambda goal: goal.words[:80]  # type: ignore[attr-defined]
        self.fields["due_on"].initial = today(user.organization)
        self.fields["assigned_to"].queryset = who_see(case, user)  # type: ignore[attr-defined]
        self.fields["assigned_to"].initial = user.public_id


def who_see(case: Case, user: User) -> Any:
    """Colleagues who see this case, by name."""
    return colleagues(user).filter(pk__in=[seer.person.pk for seer in who_sees(case, by=user)])


class ChangeTaskForm(TaskForm):
    """The same over a task; its version travels with the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, task: Task, case: Case, user: User) -> None:
        known = {name: getattr(task, name) for name in ("title", "kind", "due_on", "repeats", "version")}
        known |= {"goal": task.goal.public_id if task.goal else "", "assigned_to": task.assigned_to.public_id}
        super().__init__(*args, case=case, user=user, initial=known)
