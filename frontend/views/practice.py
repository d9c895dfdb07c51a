"""Practice for developers: an administrator switches it on, hands the secret on, empties it, and switches it off."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.actions import renew_practice_secret
from casemgr.accounts.actions.practice import client_of, pair_of
from casemgr.accounts.models import User
from casemgr.errors import NotFound
from frontend.forms.acting import ActionForm, posted
from referrals import actions

from .doors import WorkerRequest, door
from .settings_frame import parts


@dataclass(frozen=True)
class Move:
    """One thing that is done to a practice: what is asked before, and what is said afterwards."""

    do: Callable[..., Any]
    heading: Any
    text: Any
    button: Any
    done: Any = ""
    ends_something: bool = True


MOVES: Mapping[str, Move] = {
    "on": Move(
        actions.switch_practice_on,
        _("Switch the practice on?"),
        _(
            "Two invented organizations are made, which only know each other. You get a client id and a secret for "
            "your developers. Nothing passes between the practice and your records, your partners or statistics."
        ),
        _("Switch the practice on"),
        ends_something=False,
    ),
    "secret": Move(
        renew_practice_secret,
        _("Make a new secret?"),
        _("The present secret and everything it opened stop working at once. What was practised stays."),
        _("New secret"),
    ),
    "over": Move(
        actions.start_practice_over,
        _("Start the practice over?"),
        _("Everything that was practised is deleted. Client id, secret and webhooks stay as they are."),
        _("Start over"),
        _("The practice begins anew."),
    ),
    "off": Move(
        actions.switch_practice_off,
        _("Switch the practice off?"),
        _("Its client id and secret stop working at once, and everything that was practised is deleted."),
        _("Switch the practice off"),
        _("The practice is off."),
    ),
}


@door("manage_people", methods=("GET",))
def practice(request: WorkerRequest) -> HttpResponse:
    """Whether developers can practise, with what, and until when."""
    return render(request, "admin/practice.html", parts("organization") | standing(request.user))


@door("manage_people")
def practice_move(request: WorkerRequest, move: str) -> HttpResponse:
    """Ask, then do it. A secret is shown on the answer itself and never again."""
    if move not in MOVES:
        raise NotFound()
    chosen = MOVES[move]
    form = ActionForm(posted(request))
    if form.does(lambda _values: chosen.do(by=request.user)):
        if move in ("on", "secret"):
            client, secret = form.outcome
            shown = parts("organization") | {"client": client, "secret": secret}
            return render(request, "admin/practice_secret.html", shown)
        messages.success(request, chosen.done)
        return redirect("practice")
    context = parts("organization") | {"form": form, "move": chosen}
    return render(request, "admin/practice_move.html", context, status=422 if form.is_bound else 200)


def standing(user: User) -> dict[str, Any]:
    """The pair and its client while the practice is on, and the day on which it is emptied."""
    pair = pair_of(user.home.pk)
    if pair is None or not pair.own.is_active:
        return {"pair": None, "days": settings.CASEMGR_PRACTICE_KEPT.days}
    since: datetime.datetime | None = pair.own.practice_since
    return {
        "pair": pair,
        "client": client_of(pair),
        "since": since,
        "emptied_at": since + settings.CASEMGR_PRACTICE_KEPT if since else None,
        "days": settings.CASEMGR_PRACTICE_KEPT.days,
    }
