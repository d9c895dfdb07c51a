"""Hand a case over to a colleague who accepts it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.models import Case, CaseUserObjectPermission, Notification, Task, TransferRequest
from cases.permissions import require_on_case
from cases.teams import team_after

from .assign import grant_to_worker
from .notifications import notify


@transaction.atomic
def ask_transfer(case: Case, *, to: User, by: User, handover: str | None = None) -> TransferRequest:
    """Ask a colleague to take the case over. The caseworker may, and who assigns cases; restricted: only the latter.

    Errors: NotPermitted, InvalidInput (nobody suitable, asked already).
    """
    require_on_case(by, "edit_case", case)
    if not may_hand_over(case, by):
        raise NotPermitted()
    fits = User.objects.colleagues_of(by).filter(pk=to.pk).exists() and to.can("edit_case")
    if not fits or to.pk in (by.pk, case.caseworker_id):
        raise InvalidInput(_("Choose another colleague who works with cases."), field="to")
    if TransferRequest.objects.visible_to(by).filter(case=case).asked().exists():
        raise InvalidInput(_("A colleague was asked already. Take that back first."), field="to")
    request = TransferRequest(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        number=case.number,
        asked_by=by,
        to=to,
        handover=handover or None,
    )
    request.save(force_insert=True)
    notify(to, kind=Notification.Kind.TRANSFER_ASKED, by=by)
    trail.record(events.TRANSFER_ASKED, by=by, subject=request, facts={"to": str(to.pk)})
    return request


@transaction.atomic
def answer_transfer(request: TransferRequest, *, accept: bool, by: User) -> TransferRequest:
    """The colleague's answer. Accepting makes them the caseworker, gives them the asker's open tasks, and ends the
    former caseworker's sight by name. Written with the asker's sight, since the colleague has none yet.

    Errors: NotFound (not asked of them), NotInThisState (the asker may no longer hand it over).
    """
    current = _asked(request, by)
    if current.to_id != by.pk:
        raise NotFound()
    asker = current.asked_by
    if accept:
        with acting_as_user(asker):
            case = _hand_over(current, asker, by)
        trail.record(events.CASE_ASSIGNED, by=by, subject=case, facts={"to": str(by.pk), "from": str(asker.pk)})
    _answer(current, "ACCEPTED" if accept else "DECLINED")
    notify(asker, kind=Notification.Kind.TRANSFER_ANSWERED, by=by)
    trail.record(events.TRANSFER_ANSWERED, by=by, subject=current, facts={"state": current.state})
    return current


@transaction.atomic
def withdraw_transfer(request: TransferRequest, *, by: User) -> TransferRequest:
    """Take the question back: who asked, or who assigns cases."""
    current = _asked(request, by)
    require_on_case(by, "edit_case", current.case)
    if current.asked_by_id != by.pk and not by.can("assign_case"):
        raise NotPermitted()
    _answer(current, "WITHDRAWN")
    trail.record(events.TRANSFER_ANSWERED, by=by, subject=current, facts={"state": current.state})
    return current


def may_hand_over(case: Case, user: User) -> bool:
    """Whether this colleague, who sees the case, may ask others to take it."""
    return user.can("assign_case") or (case.caseworker_id == user.pk and not case.restricted)


def _asked(request: TransferRequest, by: User) -> TransferRequest:
    rows = TransferRequest.objects.visible_to(by).select_for_update(of=("self",)).select_related("asked_by", "to")
    current: TransferRequest | None = rows.filter(pk=request.pk).first()
    if current is None:
        raise NotFound()
    if current.state != TransferRequest.State.ASKED:
        raise NotInThisState(_("This was answered already."))
    return current


def _answer(request: TransferRequest, state: str) -> None:
    request.state, request.answered_at = TransferRequest.State[state], timezone.now()
    request.save(update_fields=["state", "answered_at"])


def _hand_over(request: TransferRequest, asker: User, to: User) -> Case:
    case = Case.objects.visible_to(asker).select_for_update(of=("self",)).filter(pk=request.case_id).first()
    if case is None or not asker.has_access or not may_hand_over(case, asker):
        raise NotInThisState(_("The colleague who asked can no longer hand this case over."))
    former = case.caseworker_id
    case.caseworker, case.team = to, team_after(case, to, asker)
    case.save(update_fields=["caseworker", "team", "updated_at"])
    grant_to_worker(case, to)
    Task.objects.visible_to(asker).filter(case=case, assigned_to_id=former).pending().update(assigned_to=to)
    CaseUserObjectPermission.objects.filter(content_object=case, user_id=former).delete()
    return case
