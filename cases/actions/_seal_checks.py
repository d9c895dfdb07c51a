"""What has to be settled before a record is sealed, as nobody could see to it afterwards."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import NotInThisState
from cases.models import Missing, Stay


def require_out_of_house(person_id: UUID, by: User) -> None:
    """Refuse while the person has or waits for a bed, or is looked for. Errors: NotInThisState."""
    if Missing.objects.visible_to(by).open().filter(person_id=person_id).exists():
        raise NotInThisState(_("The person is missing. Say first how that ended."))
    if Stay.objects.visible_to(by).current().filter(person_id=person_id).exists():
        raise NotInThisState(_("The person has a bed in a house, or waits for one. Write down first how that ended."))
