"""What a code list is: a name, its source, and codes with labels people read in their own language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Label = str | Promise

#: The three answers that are no code of any list; every sensitive question tells them apart.
SPECIAL_ANSWERS: Mapping[str, Label] = {
    "": _("Not asked"),
    "declined": _("Declined to answer"),
    "unknown": _("Unknown"),
}


@dataclass(frozen=True)
class CodeList:
    """A closed list of codes. `source` names who keeps it; labels are translated when shown."""

    name: str
    source: str
    codes: Mapping[str, Label]

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def __iter__(self) -> Iterator[str]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def label(self, code: str) -> Label:
        """The label of a code or special answer; an unknown code is shown as it is."""
        return self.codes.get(code) or SPECIAL_ANSWERS.get(code, code)

    def choices(self, *, special: bool = False) -> list[tuple[str, Label]]:
        """Pairs for a form, in the list's order; with the special answers after them when asked for."""
        extra = list(SPECIAL_ANSWERS.items())[1:] if special else []
        return [*self.codes.items(), *extra]

    def answers(self, code: str) -> bool:
        """Whether `code` is in the list or one of the special answers."""
        return code in self.codes or code in SPECIAL_ANSWERS
