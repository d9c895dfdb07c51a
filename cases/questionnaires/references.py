"""What expressions may ask about: questions before theirs, each by a name of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cases.questionnaires.definition import Item
from cases.questionnaires.expressions import Expression, names_in
from cases.questionnaires.problems import FormProblem


def check(items: tuple[Item, ...]) -> list[FormProblem]:
    """What is wrong with names and with what expressions refer to.

    A question that refers to a later one could make itself come and go, so that is refused: what is relevant is told
    by one walk from the first question to the last.
    """
    walk = _Walk()
    return list(walk.through(items))


@dataclass
class _Walk:
    answered: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)  # names in repeats that ended
    in_repeat: bool = False

    def through(self, items: tuple[Item, ...]) -> Iterator[FormProblem]:
        for item in items:
            yield from self._item(item)

    def _item(self, item: Item) -> Iterator[FormProblem]:
        if item.name in self.taken:
            yield FormProblem(_("The name “%s” is there twice.") % item.name, item.row, "name")
        self.taken.add(item.name)
        yield from self._term(item, item.relevant, "relevant")
        yield from self._term(item, item.calculation, "calculation")
        if item.type == "repeat":
            yield from self._repeat(item)
        elif item.type == "group":
            yield from self.through(item.items)
        elif item.type != "note":
            yield from self._term(item, item.constraint, "constraint", own=True)
            self.answered.add(item.name)

    def _repeat(self, item: Item) -> Iterator[FormProblem]:
        if self.in_repeat:
            yield FormProblem(_("A repeat in a repeat isn't supported."), item.row, "type")
        before, self.in_repeat = set(self.answered), True
        yield from self.through(item.items)
        self.inside |= self.answered - before
        self.answered, self.in_repeat = before, False

    def _term(self, item: Item, term: Expression | None, column: str, *, own: bool = False) -> Iterator[FormProblem]:
        for name in dict.fromkeys(names_in(term)) if term else ():
            if name == "." and not own:
                yield FormProblem(_("“.” means the answer itself, which isn't there yet."), item.row, column)
            elif name in self.inside:
                message = _("“%s” is asked several times, in a repeat: which of them isn't clear here.")
                yield FormProblem(message % name, item.row, column)
            elif name != "." and name not in self.answered and name != (item.name if own else ""):
                yield FormProblem(_("No question “%s” stands before this one.") % name, item.row, column)
