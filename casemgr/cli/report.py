"""`casemgr report NAME`: the figures of the reports pages as they may leave, as a named person of the organization."""

import argparse
import datetime
import sys
from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from casemgr import rate_limits
from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.cli.acting import person_of
from casemgr.cli.table import table
from casemgr.encryption import held
from casemgr.errors import CasemgrError, InvalidInput
from cases.actions import read_equity, take_report
from cases.actions.projects import rules_of
from cases.codelists.services import SERVICES
from cases.exporting.files import as_csv
from cases.models import Case
from cases.reports.dimensions import CROSSED
from cases.reports.equity import SHARES, Group, offered
from cases.reports.periods import MONTHS, holding
from frontend.report_files import Row, lines
from frontend.report_frame import in_words

OK, REFUSED, WRONG_USE = 0, 1, 2
NARROWED = {"figures": ("kind", "service", "project", "rows", "columns"), "equity": ("group", "and_group")}
CODES: dict[str, Iterable[str]] = {
    "kind": Case.Kind.values,
    "service": SERVICES.codes,
    "project": ("none", "and the random id in the address of a project's page"),
    "rows": CROSSED,
    "columns": CROSSED,
}
DESCRIPTION = """Print a report of an organization over the cases that the person sees, small numbers withheld.

figures: people and services, as the file of the reports page holds them; equity: access by group.
It takes a whole month, quarter or year, as the page does. The trail tells who took it.
Exit codes: 0 printed; 1 refused; 2 wrong use."""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`casemgr report NAME --organization SLUG …`."""
    parser = commands.add_parser(
        "report",
        help="print the figures of an organization's reports",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", choices=NARROWED, metavar="NAME", help="figures or equity")
    parser.add_argument("--organization", required=True, metavar="SLUG", help="whose figures")
    parser.add_argument("--by", metavar="EMAIL", help="who takes it (default: the only person who may)")
    day = datetime.date.fromisoformat
    parser.add_argument("--from", dest="first", type=day, metavar="DAY", help="first day (default: this year so far)")
    parser.add_argument("--to", dest="last", type=day, metavar="DAY", help="last day of that month, quarter or year")
    parser.add_argument("--csv", action="store_true", help="as CSV instead of a table")
    for name in ("kind", "service", "project", "rows", "columns"):
        parser.add_argument(
            f"--{name}", default="", metavar="CODE", help=f"figures: {name}, as the page's address says"
        )
    for name in ("group", "and-group"):
        parser.add_argument(f"--{name}", default="", metavar="CODE", help="equity: a question, as the address says")


def run(args: argparse.Namespace) -> int:
    """Run the command; returns its exit code."""
    person = person_of(args.organization, args.by, "view_reports", "take a report")
    if isinstance(person, str):
        return _say(WRONG_USE, person)
    if foreign := [name for of, names in NARROWED.items() if of != args.name for name in names if getattr(args, name)]:
        return _say(WRONG_USE, f"{args.name} isn't narrowed by --{foreign[0].replace('_', '-')}.")
    try:
        held.require_unlocked(person.home.pk)
        with acting_as_user(person), transaction.atomic(), translation.override(person.language):
            rate_limits.spend("export", by=person)
            rows = list(READ[args.name](args, person))
    except InvalidInput as refusal:
        return _say(REFUSED, _unknown(refusal, args, person) or str(refusal))
    except CasemgrError as refusal:
        return _say(REFUSED, str(refusal))
    sys.stdout.write(as_csv(rows).decode() if args.csv else _drawn(rows))
    return OK


def _unknown(refusal: InvalidInput, args: argparse.Namespace, person: User) -> str:
    """Which option holds a code that means nothing, and which codes there are; "" where it is about something else."""
    option, known = refusal.field or "", CODES.get(refusal.field or "", ())
    if option == "by":
        known = offered(person)
        option = "and_group" if args.group in ("", *known) else "group"
    if not known or not getattr(args, option):
        return ""
    return f"--{option.replace('_', '-')}: no such code. There are: {', '.join(known)}."


def _figures(args: argparse.Namespace, person: User) -> Iterable[Row]:
    query = {name: getattr(args, name) for name in NARROWED["figures"]} | {"when": _when(args, person)}
    return lines(take_report(query, by=person, form="csv" if args.csv else "print", now=True))


def _equity(args: argparse.Namespace, person: User) -> Iterable[Row]:
    found = read_equity({"when": _when(args, person), "by": args.group, "and": args.and_group}, by=person, now=True)
    yield [_("Cases opened in"), in_words(found.asked.period)]
    yield [_("Numbers of fewer people are withheld"), found.least]
    yield [_("Group"), _("Cases"), _("Half had a service within (days)"), *(str(words) for words in SHARES.values())]
    if found.everybody is None:
        yield [_("Too few cases to tell of")]
        return
    yield from (_group(one) for one in [found.everybody, *found.groups])


def _group(group: Group) -> Row:
    named = " · ".join(str(label) for label in group.labels) or _("Everybody")
    if group.size is None:
        return [named, _("withheld")]
    rates = [_("withheld") if one is None else f"{one.percent} % ({one.low}–{one.high})" for one in group.rates]
    return [named, group.size, "–" if group.wait is None else group.wait, *rates]


READ: dict[str, Callable[[argparse.Namespace, User], Iterable[Row]]] = {"figures": _figures, "equity": _equity}


def _when(args: argparse.Namespace, person: User) -> str:
    """The period of these days as an address names it; of other days, two reports could tell of few by what differs."""
    if args.first is None and args.last is None:
        return ""
    first, last = args.first or args.last, args.last or args.first
    for kind in MONTHS:
        period = holding(first, kind, rules_of(person).first_month)
        if (period.first, period.last) == (first, last):
            return period.code
    raise InvalidInput(_("Choose the first and the last day of a whole month, quarter or year."))


def _drawn(rows: list[Row]) -> str:
    """As wide as its widest line; the first two lines say what is counted."""
    width = max(len(row) for row in rows)
    told = [tuple([str(cell) for cell in row] + [""] * (width - len(row))) for row in rows]
    return table(told[0], told[1:]) + "\n"


def _say(code: int, text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return code
