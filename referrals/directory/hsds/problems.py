"""What is wrong with a row of a file. Problems quote no value: they name the table, the row and the property."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

ID_MISSING = _("It has no id that is a UUID.")
MISSING = _("This has to be given.")
NOT_ON_LIST = _("This is none of the values that HSDS allows.")
WRONG_TYPE = _("HSDS wants another kind of value here (text, a number).")
NO_ORGANIZATION = _("It names no organization of the file or of your directory.")
NO_PARENT = _("It belongs to nothing in the file or in your directory.")
TWICE = _("The file has two rows with this id that say different things.")
IS_HIDDEN = _("This is a hidden place of yours: a file can't change it.")
MORE_THAN_THERE_IS = _("More is free than there is.")
NOT_KEPT = _("This row is left out: it belongs to nothing in the file.")
NO_CODE = _("This service is not matched with the catalogue of services yet: choose it on the entry's page.")


@dataclass(frozen=True)
class RowProblem:
    """Where (table, number of the row from 1, property) and what. A note says what to know, and stops nothing."""

    table: str
    row: int
    name: str
    message: Any
    is_note: bool = False
