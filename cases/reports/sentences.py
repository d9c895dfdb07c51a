"""What a report says, in sentences: each with its number, and the address of the report behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casemgr.accounts.models import User
from cases.catalogue import label

from .asked import Asked
from .counting import Counts
from .report import Report

MOST = 8


@dataclass(frozen=True)
class Sentence:
    """Words with a number in them; `query` leads to the report about these people alone ("" to none)."""

    words: str
    query: str = ""


def headline(counts: Counts) -> str:
    """How many people were assisted, and with how many services."""
    people = ngettext("%(n)s person was assisted", "%(n)s people were assisted", counts.people)
    services = ngettext("%(n)s service was given", "%(n)s services were given", counts.services)
    parts = (people % {"n": intcomma(counts.people)}, services % {"n": intcomma(counts.services)})
    return _("%(people)s; %(services)s.") % dict(zip(("people", "services"), parts, strict=True))


def sentences(report: Report, user: User) -> Iterator[Sentence]:
    """Of these people: with what, how many minors, how many for the first time; the most given first."""
    counts, asked = report.counts, report.asked
    given = sorted(counts.several["service"].items(), key=lambda item: (-item[1][0], item[0]))
    for code, (people, _n) in given[:MOST] if not asked.service else ():
        words = _("%(n)s of them with: %(service)s") % {"n": intcomma(people), "service": label(user.home, code)}
        yield Sentence(words, replace(asked, service=code).query)
    if minors := counts.single["minor"].get("minor"):
        yield Sentence(_("%(n)s of them under 18") % {"n": intcomma(minors)})
    if new := counts.single["returning"].get("new"):
        yield Sentence(_("%(n)s of them for the first time") % {"n": intcomma(new)})


def apart(counts: Counts, asked: Asked) -> Iterator[Sentence]:
    """What isn't counted among these people."""
    if asked.kind == "survivor":
        other = replace(asked, kind="at_risk").query
        yield Sentence(_("People at risk: %(n)s") % {"n": intcomma(counts.at_risk)}, other if counts.at_risk else "")
    else:
        yield Sentence(_("Survivors: %(n)s") % {"n": intcomma(counts.at_risk)}, replace(asked, kind="survivor").query)
    words = _("People taught: %(n)s, trainings: %(trainings)s")
    yield Sentence(words % {"n": intcomma(counts.trained), "trainings": intcomma(counts.trainings)})
