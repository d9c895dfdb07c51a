"""Messages and hand-offs as letters: what each says is read when it goes out, and taken in strictly."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from casemgr.accounts.models import User
from casemgr.errors import InvalidInput
from referrals import actions
from referrals.codes import HandOffKind, HandOffPlace, HandOffResult, HandOffState, MessageKind
from referrals.exchange.instance import ID
from referrals.models import HandOff, Referral, ReferralMessage
from referrals.models.message import LONGEST
from referrals.standing import require_standing


class _Strict(serializers.Serializer):
    """Exactly the named members."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if set(self.initial_data) - set(self.fields):
            raise serializers.ValidationError("more than is known")
        return attrs


class MessageLetter(_Strict):
    """A message of the other side."""

    kind = serializers.ChoiceField(MessageKind.values)
    day = serializers.DateField(required=False)
    answers = serializers.RegexField(ID, required=False)
    text = serializers.CharField(max_length=LONGEST, required=False, trim_whitespace=False)


class HandOffLetter(_Strict):
    """A hand-off as the other side has it now."""

    kind = serializers.ChoiceField(HandOffKind.values)
    place = serializers.ChoiceField(HandOffPlace.values)
    starts_at = serializers.DateTimeField()
    interpreter = serializers.BooleanField()
    state = serializers.ChoiceField(HandOffState.values)
    result = serializers.ChoiceField(["", *HandOffResult.values])


def told(kind: str, public_id: str, referral: Referral, *, by: User) -> dict[str, Any] | None:
    """What the letter about this message or hand-off says. Errors: of the consent, or that it ended."""
    require_standing(referral)
    if kind == "message":
        rows = ReferralMessage.objects.visible_to(by).select_related("answers", "snapshot", "referral")
        message = rows.filter(referral=referral, public_id=public_id).first()
        return {"message": _message(message, by)} if message else None
    one = HandOff.objects.visible_to(by).filter(referral=referral, public_id=public_id).first()
    return {"handoff": HandOffLetter(one).data} if one else None


def _message(message: ReferralMessage, by: User) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": message.kind}
    if message.day:
        said["day"] = message.day.isoformat()
    if message.answers:
        said["answers"] = message.answers.public_id
    if message.kind == MessageKind.WORDS:
        said["text"] = actions.words_of(message, by=by)
    return said


def take_message(referral: Referral, public_id: str, said: Any, *, by: User) -> None:
    """Write down what the other side said. Errors: InvalidInput and those of sending a message."""
    values = _read(MessageLetter, public_id, said)
    if ReferralMessage.objects.visible_to(by).filter(referral=referral, public_id=public_id).exists():
        raise InvalidInput()
    actions.send_message(referral, public_id=public_id, by=by, **values)


def take_handoff(referral: Referral, public_id: str, said: Any, *, by: User) -> None:
    """Propose it here if it is new, then bring it to the state that the other side tells. Errors as of the actions."""
    values = _read(HandOffLetter, public_id, said)
    state, result = values.pop("state"), values.pop("result")
    one = HandOff.objects.visible_to(by).filter(referral=referral, public_id=public_id).first()
    if one is None:
        one = actions.propose_handoff(referral, public_id=public_id, by=by, **values)
    if one.state == state:
        return
    if result:
        actions.record_handoff(one, result=result, by=by)
    else:
        actions.answer_handoff(one, state=state, by=by)


def _read(form: type[_Strict], public_id: str, said: Any) -> dict[str, Any]:
    read = form(data=said if isinstance(said, dict) else {})
    if not ID.fullmatch(public_id) or not read.is_valid():
        raise InvalidInput()
    return dict(read.validated_data)
