"""What is known of houses at a glance: beds taken and free, and who must not come in. Numbers and a yes or no alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from casemgr.accounts.models import User
from cases.alleged import matches
from cases.models import AllegedPerpetrator, Apart, Case, House, Room, Stay

WHO_IS_IN = ("in",)
WHO_COMES = ("asked", "in")


@dataclass(frozen=True)
class RoomNow:
    """A room, how many of its beds are taken, and by how many stays (seen by the reader or not)."""

    room: Room
    taken: int
    stays: int

    @property
    def free(self) -> int:
        """Beds that nobody has."""
        return self.room.beds - self.taken


def rooms_now(house: House, by: User) -> list[RoomNow]:
    """The rooms of a house as they are now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT room_id, taken, stays FROM app.beds_taken(%s)", [house.pk])
        taken = {room: (int(beds), stays) for room, beds, stays in cursor.fetchall()}
    rooms = Room.objects.visible_to(by).standing().filter(house=house).order_by("label")
    return [RoomNow(room, *taken.get(room.pk, (0, 0))) for room in rooms]


def free_beds(house: House, by: User) -> tuple[int, int]:
    """Free beds of a house, and all of them."""
    rooms = rooms_now(house, by)
    return sum(one.free for one in rooms), sum(one.room.beds for one in rooms)


def must_not_meet(case: Case, house: House, states: Sequence[str] = WHO_IS_IN) -> bool:
    """Whether somebody who must not meet this person is there; never who. Others' cases count, seen or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.must_not_meet(%s, %s, %s)", [case.pk, house.pk, list(states)])
        return bool(cursor.fetchone()[0])


def known_apart(case: Case, by: User) -> list[tuple[Apart, Case]]:
    """Marks between this case and others that `by` sees too, each with the other case."""
    rows = Apart.objects.visible_to(by).of_case(case).filter(ended_at=None)
    marks = rows.select_related("case__person", "other__person").order_by("marked_at")
    return [(one, one.other if one.case_id == case.pk else one.case) for one in marks]


def alleged_there(case: Case, house: House, by: User) -> list[Case]:
    """Cases of residents who resemble somebody alleged on this case, or on whose case this person is.

    Only as far as `by` sees the cases and reads what is alleged.
    """
    stays = Stay.objects.visible_to(by).in_house().filter(house=house).exclude(case=case)
    there = {one.case_id: one.case for one in stays.select_related("case__person")}
    alleged = AllegedPerpetrator.objects.visible_to(by).standing().filter(case_id__in=[case.pk, *there])
    found = {}
    for one in alleged.select_related("case"):
        for match in matches(one, by):
            if match.case is None:
                continue
            if one.case_id == case.pk and match.case.pk in there:
                found[match.case.pk] = match.case
            elif match.case.pk == case.pk and one.case_id in there:
                found[one.case_id] = there[one.case_id]
    return list(found.values())
