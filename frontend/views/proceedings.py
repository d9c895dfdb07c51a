"""One proceeding: what it is about, its hearings, the money, where it stands."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events, trail
from casemgr.errors import Conflict, NotFound
from cases.actions import (
    add_hearing,
    change_hearing,
    change_proceeding,
    read_needs,
    record_award,
    record_award_payment,
    record_proceeding,
    step_proceeding,
)
from cases.codelists.countries import COUNTRIES
from cases.legal.proceeding_lifecycle import Event
from cases.legal.rights import proceeding_events
from cases.models import Award, AwardPayment, Case, Hearing, Proceeding, ProceedingStep
from frontend import legal_words
from frontend.forms.acting import posted
from frontend.forms.proceedings import (
    AwardForm,
    ChangeHearingForm,
    ChangeProceedingForm,
    NewHearingForm,
    NewProceedingForm,
    PaymentForm,
    WordsForm,
)

from .case_forms import clash_page, form_page
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door

#: event -> what its word is asked for, and whether it is needed
ASKED = {
    Event.DECIDE: (_("What was decided?"), True),
    Event.CLOSE: (_("Why, and what came of it?"), True),
    Event.REOPEN: (_("Why?"), True),
}


@door("edit_case")
def proceeding_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Write one down."""
    case, user = case_of(request, case_id, "edit_case", reads="legal"), request.user
    form = NewProceedingForm(posted(request))
    if form.does(lambda values: record_proceeding(case, by=user, **values)):
        messages.success(request, gettext("Saved."))
        return to_proceeding(form.outcome, case)
    back = reverse("case_legal", args=[case_id])
    return form_page(request, case, form, heading=_("A proceeding"), submit=_("Save"), back=back)


@door("view_case", methods=("GET",))
def proceeding(request: WorkerRequest, case_id: str, proceeding_id: str) -> HttpResponse:
    """All of it, and what may be done now."""
    case, user = case_of(request, case_id, reads="legal"), request.user
    one = proceeding_of(request, case, proceeding_id)
    people = ("accompanied_by", "interpreter")
    hearings = list(Hearing.objects.visible_to(user).filter(proceeding=one).select_related(*people))
    awards = Award.objects.visible_to(user).filter(proceeding=one).order_by("ordered_on")
    payments = list(AwardPayment.objects.visible_to(user).filter(award__proceeding=one).order_by("paid_on"))
    steps = ProceedingStep.objects.visible_to(user).filter(proceeding=one).select_related("taken_by")
    trail.read(events.LEGAL_READ, by=user, subjects=[one, *hearings])
    context = {
        "one": one,
        "is": legal_words.proceeding_state(one),
        "country": COUNTRIES.label(one.country) if one.country else "",
        "hearings": [legal_words.hearing_row(row) for row in sorted(hearings, key=lambda row: row.starts_at)],
        "awards": [legal_words.award_row(award, payments) for award in awards],
        "steps": [(legal_words.PROCEEDING_STEPS[step.event], step) for step in steps.order_by("taken_at")],
        "may": [(str(event), legal_words.PROCEEDING_STEPS[event]) for event in proceeding_events(one, user)],
    }
    return case_page(request, "proceeding", case, "case_legal", **context)


@door("edit_case")
def proceeding_change(request: WorkerRequest, case_id: str, proceeding_id: str) -> HttpResponse:
    """Change what it is about, or who represents the person."""
    case, user = case_of(request, case_id, "edit_case", reads="legal"), request.user
    one = proceeding_of(request, case, proceeding_id)
    form = ChangeProceedingForm(posted(request), row=one)
    saved = form.save_over(
        lambda: proceeding_of(request, case, proceeding_id),
        lambda values, version: change_proceeding(one, values, version=int(version), by=user),
    )
    if saved:
        messages.success(request, gettext("Saved."))
        return to_proceeding(one, case)
    back, heading = reverse("proceeding", args=[case_id, proceeding_id]), _("Change the proceeding")
    if form.clash:
        return clash_page(request, case, form, heading=heading, back=back)
    return form_page(request, case, form, heading=heading, submit=_("Save"), back=back)


@door("edit_case")
def proceeding_step(request: WorkerRequest, case_id: str, proceeding_id: str, proceeding_event: str) -> HttpResponse:
    """Begin, decide, appeal, close, reopen."""
    case, user = case_of(request, case_id, "edit_case", reads="legal"), request.user
    one = proceeding_of(request, case, proceeding_id)
    if proceeding_event not in set(Event):
        raise NotFound()
    event = Event(proceeding_event)
    label, needed = ASKED.get(event, (None, False))
    form = WordsForm(posted(request), label=label, needed=needed, initial={"version": one.version})
    try:
        taken = form.does(lambda values: step_proceeding(one, event, by=user, **values))
    except Conflict:
        taken = False
        form.sees("version", one.version)
        form.add_error(None, gettext("Somebody changed this meanwhile. Look at it again before you go on."))
    if taken:
        messages.success(request, gettext("Written down."))
        return to_proceeding(one, case)
    back = reverse("proceeding", args=[case_id, proceeding_id])
    heading = legal_words.PROCEEDING_STEPS[event]
    return form_page(request, case, form, heading=heading, submit=_("Save"), back=back)


@door("edit_case")
def hearing_add(request: WorkerRequest, case_id: str, proceeding_id: str) -> HttpResponse:
    """Write one down."""
    case, user = case_of(request, case_id, "edit_case", reads="legal"), request.user
    one = proceeding_of(request, case, proceeding_id)
    form = NewHearingForm(posted(request), case=case, user=user, needs=read_needs(case, by=user))
    if form.does(lambda values: add_hearing(one, by=user, **values)):
        messages.success(request, gettext("The hearing was written down."))
        return to_proceeding(one, case)
    back = reverse("proceeding", args=[case_id, proceeding_id])
    return form_page(request, case, form, heading=_("A hearing"), submit=_("Save"), back=back)


@door("edit_case")
def hearing_change(request: WorkerRequest, case_id: str, hearing_id: str) -> HttpResponse:
    """What was granted and met, and what became of it."""
    case, user = case_of(request, case_id, "edit_case", reads="legal"), request.user
    one = _hearing(request, case, hearing_id)
    form = ChangeHearingForm(posted(request), row=one, case=case, user=user)
    saved = form.save_over(
        lambda: _hearing(request, case, hearing_id),
        lambda values, version: change_hearing(one, values, version=int(version), looked=form.has_looked, by=user),
    )
    if saved:
        messages.success(request, gettext("Saved."))
        return to_proceeding(one.proceeding, case)
    back, heading = reverse("proceeding", args=[case_id, one.proceeding.public_id]), _("Change the hearing")
    if form.clash:
        return clash_page(request, case, form, heading=heading, back=back)
    return form_page(request, case, form, heading=heading, submit=_("Save"), back=back)


@door("edit_case")
def award_add(request: WorkerRequest, case_id: str, proceeding_id: str) -> HttpResponse:
    """Write down money that was ordered."""
    case, user = case_of(request, case_id, "edit_case", reads="legal"), request.user
    one = proceeding_of(request, case, proceeding_id)
    form = AwardForm(posted(request))
    if form.does(lambda values: record_award(one, by=user, **values)):
        messages.success(request, gettext("Written down."))
        return to_proceeding(one, case)
    back = reverse("proceeding", args=[case_id, proceeding_id])
    return form_page(request, case, form, heading=_("Money that was ordered"), submit=_("Save"), back=back)


@door("edit_case")
def payment_add(request: WorkerRequest, case_id: str, award_id: str) -> HttpResponse:
    """Write down what of it was paid."""
    case, user = case_of(request, case_id, "edit_case", reads="legal"), request.user
    rows = Award.objects.visible_to(user).filter(case=case, public_id=award_id)
    one = rows.select_related("case", "proceeding").first()
    if one is None:
        raise NotFound()
    form = PaymentForm(posted(request))
    if form.does(lambda values: record_award_payment(one, by=user, **values)):
        messages.success(request, gettext("Written down."))
        return to_proceeding(one.proceeding, case)
    back = reverse("proceeding", args=[case_id, one.proceeding.public_id])
    return form_page(request, case, form, heading=_("A payment"), submit=_("Save"), back=back)


def proceeding_of(request: WorkerRequest, case: Case, proceeding_id: str) -> Proceeding:
    """The proceeding of this case with this public id. Errors: NotFound."""
    rows = Proceeding.objects.visible_to(request.user).filter(case=case, public_id=proceeding_id)
    found: Proceeding | None = rows.select_related("case__person").first()
    if found is None:
        raise NotFound()
    return found


def to_proceeding(one: Proceeding, case: Case) -> HttpResponseRedirect:
    """Its page."""
    return redirect("proceeding", case.public_id, one.public_id)


def _hearing(request: WorkerRequest, case: Case, hearing_id: str) -> Hearing:
    rows = Hearing.objects.visible_to(request.user).filter(case=case, public_id=hearing_id)
    found: Hearing | None = rows.select_related("proceeding", "interpreter", "accompanied_by", "case__person").first()
    if found is None:
        raise NotFound()
    return found
