"""Stays on a case: the tab, asking for a bed, coming, staying longer, leaving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.actions import (
    ask_bed,
    change_dependants,
    check_in,
    check_out,
    come_back,
    end_apart,
    extend_stay,
    go_out,
    mark_apart,
    move_room,
    read_needs,
    review_stay,
    withdraw_bed,
)
from cases.actions.links import case_by_number
from cases.codelists.shelter import LEFT_TO, LEFT_WHY
from cases.models import Apart, Case, HouseEventPart, Missing, MissingStep, SafeContact, Stay, StayStep
from cases.shelter import WHO_COMES, known_apart
from frontend.forms.acting import posted
from frontend.forms.shelter import (
    ApartForm,
    AskBedForm,
    AwayForm,
    CheckInForm,
    CheckOutForm,
    DependantsForm,
    ExtendForm,
    ReviewStayForm,
    RoomChoice,
    StayForm,
)
from frontend.safe_contact import Rules, rules

from .case_forms import form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door

RIGHT = "record_service"


def stay_of(request: WorkerRequest, case: Case, stay_id: str) -> Stay:
    """The stay with this public id on this case, or 404."""
    rows = Stay.objects.visible_to(request.user).filter(case=case).select_related("case", "house", "room")
    stay: Stay | None = rows.filter(public_id=stay_id).first()
    if stay is None:
        raise NotFound()
    return stay


@door("view_case", methods=("GET",))
def case_stays(request: WorkerRequest, case_id: str) -> HttpResponse:
    """The stay now, what happened in it, who must not be met, earlier ones."""
    case, user = case_of(request, case_id), request.user
    stays = Stay.objects.visible_to(user).filter(case=case).select_related("house", "room", "asked_by")
    now = stays.current().first()
    missing = Missing.objects.visible_to(user).filter(case=case)
    apart = known_apart(case, user)
    if apart:
        trail.read(events.CASE_LISTED, by=user, subjects=[other for _mark, other in apart])
    parts = HouseEventPart.objects.visible_to(user).filter(case=case).select_related("event")
    shown = {
        "now": now,
        "steps": StayStep.objects.visible_to(user).filter(stay=now).select_related("done_by").order_by("-done_at"),
        "missing": _with_steps(missing.order_by("-noticed_at"), user),
        "is_missing": missing.open().exists(),
        "looking": _how_to_look(case, user),
        "apart": apart,
        "happened": parts.order_by("-event__happened_at")[:20],
        "earlier": [_left(one) for one in stays.exclude(state__in=WHO_COMES).order_by("-asked_at")[:20]],
        "today": today(user.home),
    }
    return case_page(request, "stay", case, "case_stays", **shown)


def _with_steps(rows: Any, user: Any) -> list[tuple[Missing, Any]]:
    steps = MissingStep.objects.visible_to(user).select_related("done_by").order_by("done_at")
    return [(one, steps.filter(missing=one)) for one in rows[:10]]


def _how_to_look(case: Case, user: Any) -> Rules | None:
    """The person's own rules of contact, for whoever looks for them: the safety block says only that it has stopped."""
    contact = SafeContact.objects.visible_to(user).filter(person_id=case.person_id).first()
    return rules(contact, looking=True) if contact else None


def _left(stay: Stay) -> tuple[Stay, Any, Any]:
    return stay, LEFT_WHY.label(stay.left_why), LEFT_TO.label(stay.left_to)


@door(RIGHT)
def stay_ask(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Ask for a bed."""
    case, user = case_of(request, case_id, RIGHT), request.user
    form = AskBedForm(posted(request), user=user, needs=read_needs(case, by=user))
    if form.does(lambda values: ask_bed(case, by=user, **values)):
        messages.success(request, gettext("The bed is asked for."))
        return to_case("case_stays", case)
    return _page(request, case, form, _("Ask for a bed"))


@door(RIGHT)
def stay_in(request: WorkerRequest, case_id: str, stay_id: str) -> HttpResponse:
    """The person is here."""
    case, user = case_of(request, case_id, RIGHT), request.user
    stay = stay_of(request, case, stay_id)
    known = {"children": stay.children, "others": stay.others}
    form = CheckInForm(posted(request), stay=stay, user=user, initial=known)
    return _with_a_look(request, case, form, _("Check in"), lambda values: check_in(stay, by=user, **values))


@door(RIGHT)
def stay_move(request: WorkerRequest, case_id: str, stay_id: str) -> HttpResponse:
    """Into another room."""
    case, user = case_of(request, case_id, RIGHT), request.user
    stay = stay_of(request, case, stay_id)
    form = RoomChoice(posted(request), stay=stay, user=user)
    return _with_a_look(request, case, form, _("Another room"), lambda values: move_room(stay, by=user, **values))


def _with_a_look(
    request: WorkerRequest, case: Case, form: RoomChoice, heading: Any, act: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    """A form whose person may resemble somebody: the second time it asks whether that was looked at."""
    if form.does(act):
        messages.success(request, gettext("Saved."))
        return to_case("case_stays", case)
    return _page(request, case, form, heading)


def _over_a_stay(
    form_class: type[StayForm], action: Callable[..., Stay], heading: Any, *, known: tuple[str, ...] = ()
) -> Callable[..., HttpResponse]:
    """A view of one form over one stay and its action."""

    @door(RIGHT)
    def view(request: WorkerRequest, case_id: str, stay_id: str) -> HttpResponse:
        case = case_of(request, case_id, RIGHT)
        stay = stay_of(request, case, stay_id)
        form = form_class(posted(request), stay=stay, initial={name: getattr(stay, name) for name in known})
        if form.does(lambda values: action(stay, by=request.user, **values)):
            messages.success(request, gettext("Saved."))
            return to_case("case_stays", case)
        return _page(request, case, form, heading)

    return view  # type: ignore[return-value]


stay_out = _over_a_stay(CheckOutForm, check_out, _("Check out"))
stay_extend = _over_a_stay(ExtendForm, extend_stay, _("Stay longer"))
stay_review = _over_a_stay(ReviewStayForm, review_stay, _("Look at the stay again"))
stay_with = _over_a_stay(DependantsForm, change_dependants, _("Who is with the person"), known=("children", "others"))
stay_away = _over_a_stay(AwayForm, go_out, _("Out for a while"))


@door(RIGHT, methods=("POST",))
def stay_back(request: WorkerRequest, case_id: str, stay_id: str) -> HttpResponse:
    """Back again."""
    case = case_of(request, case_id, RIGHT)
    come_back(stay_of(request, case, stay_id), by=request.user)
    messages.success(request, gettext("Back in the house."))
    return to_case("case_stays", case)


@door(RIGHT, methods=("POST",))
def stay_withdraw(request: WorkerRequest, case_id: str, stay_id: str) -> HttpResponse:
    """The bed is no longer wanted."""
    case = case_of(request, case_id, RIGHT)
    withdraw_bed(stay_of(request, case, stay_id), by=request.user)
    messages.success(request, gettext("The bed is no longer asked for."))
    return to_case("case_stays", case)


@door("edit_case")
def apart_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Somebody who must not be in one house with this person."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    form = ApartForm(posted(request))

    def mark(values: dict[str, Any]) -> Apart:
        return mark_apart(case, case_by_number(values["other"], by=user), reason=values["reason"], by=user)

    if form.does(mark):
        messages.success(request, gettext("They won't be offered the same house."))
        return to_case("case_stays", case)
    return _page(request, case, form, _("Who must not meet this person"))


@door("edit_case", methods=("POST",))
def apart_end(request: WorkerRequest, case_id: str, apart_id: str) -> HttpResponse:
    """They may meet again."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    mark = Apart.objects.visible_to(user).of_case(case).filter(public_id=apart_id, ended_at=None).first()
    if mark is None:
        raise NotFound()
    end_apart(mark, by=user)
    messages.success(request, gettext("Taken back."))
    return to_case("case_stays", case)


def _page(request: WorkerRequest, case: Case, form: Any, heading: Any) -> HttpResponse:
    back = reverse("case_stays", args=[case.public_id])
    return form_page(request, case, form, heading=heading, submit=_("Save"), back=back)
