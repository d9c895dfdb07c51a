"""Close a case and open it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.actions import ask_closure, close_case, reopen_case
from cases.actions.life import needs_closure_approval
from cases.models import Case, Task
from frontend.forms.acting import posted
from frontend.forms.life import CloseForm, ReopenForm

from .case_forms import form_page, to_case
from .doors import WorkerRequest, case_of, door
from .today import row_of


@door("close_case")
def case_close(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Open tasks are shown first; nothing is dropped unless that is said."""
    case, user = case_of(request, case_id, "close_case"), request.user
    if case.status in Case.CLOSED:
        messages.info(request, gettext("This case is closed already."))
        return to_case("case", case)
    asking = needs_closure_approval(user)
    tasks = list(Task.objects.visible_to(user).filter(case=case).pending().select_related("case__person"))
    form = CloseForm(posted(request), open_tasks=len(tasks), initial={"version": case.version})

    def close(values: dict[str, Any]) -> Any:
        if not asking:
            return close_case(case, by=user, **values)
        return ask_closure(case, by=user, **{name: value for name, value in values.items() if name != "version"})

    if form.does(close):
        said = gettext("Sent to be approved.") if asking else gettext("The case was closed.")
        messages.success(request, said)
        return to_case("case", case)
    rows = [row_of(task) | {"about": "", "url": ""} for task in tasks]
    heading = _("Ask to close the case") if asking else _("Close the case")
    return _page(request, case, form, heading, template="close", tasks=rows)


@door("edit_case")
def case_reopen(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Take a closed case up again."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    if case.status not in Case.CLOSED:
        messages.info(request, gettext("This case is open already."))
        return to_case("case", case)
    form = ReopenForm(posted(request), initial={"version": case.version})
    if form.does(lambda values: reopen_case(case, by=user, **values)):
        messages.success(request, gettext("The case is open again."))
        return to_case("case", case)
    return _page(request, case, form, _("Open the case again"))


def _page(request: WorkerRequest, case: Case, form: object, heading: object, **more: object) -> HttpResponse:
    back = reverse("case", args=[case.public_id])
    return form_page(request, case, form, heading=heading, submit=heading, back=back, **more)  # type: ignore[arg-type]
