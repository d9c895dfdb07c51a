"""`casemgr export`: plan, run, approve, release and fetch statistics without names, from the command line.

The command acts as the person named by --by, with exactly the permissions of their role. Exit codes: 0 done,
1 refused (the reason is printed, nothing more is spent), 2 wrong usage.
"""

import argparse
import datetime
import sys
from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from anonymized_exports import actions, budget, refusals
from anonymized_exports.models import Cohort, Population, Release
from anonymized_exports.pipeline.schema import WORKLOADS
from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.errors import CasemgrError, InvalidInput

HELP = "count consenting people with noise and publish the tables"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the `export` subcommand."""
    parser = subparsers.add_parser("export", help=HELP, description=__doc__)
    parser.add_argument("--by", metavar="EMAIL", required=True, help="who does this")
    act = parser.add_mutually_exclusive_group(required=True)
    act.add_argument("--population", metavar="NAME", help="plan a release about this population and run it")
    act.add_argument("--declare", metavar="NAME", help="declare the population (once)")
    act.add_argument("--list", action="store_true", help="list releases and the budget left")
    act.add_argument("--resume", metavar="ID", help="run a planned or half-finished release again")
    for verb in ("approve", "veto", "release", "withdraw", "cancel"):
        act.add_argument(f"--{verb}", metavar="ID", help=f"{verb} a release")
    act.add_argument("--download", metavar="ID", help="save a released package to --to")
    act.add_argument("--review", metavar="ID", help="save a package that waits for approval to --to")
    parser.add_argument("--epsilon", type=float, default=1.0, help="privacy budget to spend (default 1)")
    parser.add_argument("--workload", choices=WORKLOADS, default="basic", help="list of tables (default basic)")
    parser.add_argument("--cutoff", type=datetime.date.fromisoformat, help="last day of consents (default today)")
    parser.add_argument("--cohort", default="", metavar="ID", help="count this cohort alone (default everybody)")
    parser.add_argument("--synthetic", action="store_true", help="add rows made up from the tables, nobody's own")
    parser.add_argument("--title", default="", help="title of the release")
    parser.add_argument("--publisher", default="", help="with --declare: who publishes")
    parser.add_argument("--at-least", type=int, help="with --declare: public lower bound of people")
    parser.add_argument("--at-most", type=int, help="with --declare: public upper bound of people")
    parser.add_argument("--now", action="store_true", help="run here instead of in the job queue")
    parser.add_argument("--reason", default="", help="why, for a veto or a withdrawal")
    parser.add_argument("--to", type=Path, metavar="FILE", help="where to save a package")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 0 when done, 1 when refused."""
    try:
        user = User.objects.get(email=args.by.lower(), is_active=True)
        with acting_as_user(user):
            _chosen(args)(args, user)
    except User.DoesNotExist:
        return _refused(_("There is no active person with this e-mail address."))
    except CasemgrError as refusal:
        return _refused(str(refusal))
    return 0


Act = Callable[[argparse.Namespace, User], None]


def _chosen(args: argparse.Namespace) -> Act:
    return next(act for name, act in ACTS.items() if getattr(args, name))


def _declare(args: argparse.Namespace, user: User) -> None:
    if not (args.at_least and args.at_most and args.publisher):
        raise InvalidInput(_("Give --publisher, --at-least and --at-most."))
    sizes = {"at_least": args.at_least, "at_most": args.at_most}
    actions.declare_population(name=args.declare, publisher=args.publisher, by=user, **sizes)
    _say(_("Declared."))


def _plan(args: argparse.Namespace, user: User) -> None:
    with transaction.atomic():
        population = Population.objects.visible_to(user).filter(name=args.population).first()
        if population is None:
            raise InvalidInput(_("There is no population with this name. Declare it with --declare."))
        release = actions.plan(
            population,
            workload=args.workload,
            epsilon=args.epsilon,
            cutoff=args.cutoff or timezone.now().date(),
            title=args.title or population.name,
            by=user,
            cohort=_cohort(args.cohort, population, user),
            synthetic=args.synthetic,
        )
    _say(_("Planned release %(id)s.") % {"id": release.public_id})
    _go(release, args, user)


def _cohort(public_id: str, population: Population, user: User) -> Cohort | None:
    if not public_id:
        return None
    cohort = Cohort.objects.visible_to(user).filter(population=population, public_id=public_id).first()
    if cohort is None:
        raise InvalidInput(_("There is no such cohort."))
    return cohort


def _resume(args: argparse.Namespace, user: User) -> None:
    _go(_find(args.resume, user), args, user)


def _go(release: Release, args: argparse.Namespace, user: User) -> None:
    if not args.now:
        actions.start(release, by=user)
        _say(_("A worker will run it. See --list."))
        return
    try:
        actions.run(release, by=user, report=_say)
    except KeyboardInterrupt:
        raise InvalidInput(
            _("Stopped. Nothing is spent twice: go on with --resume %(id)s, or drop it with --cancel %(id)s.")
            % {"id": release.public_id}
        ) from None
    _say(_("Packaged. People of two organizations other than the planner's must approve it now."))


def _approve(args: argparse.Namespace, user: User) -> None:
    release = actions.approve(_find(args.approve, user), by=user)
    _say(release.get_state_display())


def _veto(args: argparse.Namespace, user: User) -> None:
    _say(actions.veto(_find(args.veto, user), reason=args.reason, by=user).get_state_display())


def _release(args: argparse.Namespace, user: User) -> None:
    _say(actions.release(_find(args.release, user), by=user).get_state_display())


def _withdraw(args: argparse.Namespace, user: User) -> None:
    _say(actions.withdraw(_find(args.withdraw, user), reason=args.reason, by=user).get_state_display())


def _cancel(args: argparse.Namespace, user: User) -> None:
    actions.cancel(_find(args.cancel, user), by=user)
    _say(_("Cancelled. What was reserved stays spent."))


def _download(args: argparse.Namespace, user: User) -> None:
    _save(lambda: actions.download(_find(args.download, user), by=user), args)


def _review(args: argparse.Namespace, user: User) -> None:
    _save(lambda: actions.review(_find(args.review, user), by=user), args)


def _list(_args: argparse.Namespace, user: User) -> None:
    with transaction.atomic():
        for population in Population.objects.visible_to(user):
            spent, cap = budget.epsilon_spent(population), population.lifetime_epsilon
            _say(
                _("%(name)s: ε %(spent).2f of %(cap).2f spent") % {"name": population.name, "spent": spent, "cap": cap}
            )
            for cohort in Cohort.objects.visible_to(user).filter(population=population).order_by("first_from"):
                _say(f"  {cohort.public_id}  {cohort}  ε {budget.epsilon_spent(population, cohort):.2f}")
        for release in Release.objects.visible_to(user).order_by("planned_at"):
            problem = refusals.text(release.problem)
            _say(f"{release.public_id}  {release.get_state_display()}  ε {release.epsilon:g}  {problem}".rstrip())


ACTS: dict[str, Act] = {
    "declare": _declare,
    "population": _plan,
    "list": _list,
    "resume": _resume,
    "approve": _approve,
    "veto": _veto,
    "release": _release,
    "withdraw": _withdraw,
    "cancel": _cancel,
    "download": _download,
    "review": _review,
}


def _find(public_id: str, user: User) -> Release:
    with transaction.atomic():
        release = Release.objects.visible_to(user).filter(public_id=public_id).first()
    if release is None:
        raise InvalidInput(_("There is no such release, or it isn't yours to see."))
    return release


def _save(fetch: Callable[[], bytes], args: argparse.Namespace) -> None:
    """Open the file first: what can't be saved isn't fetched, nor written down as taken."""
    if args.to is None:
        raise InvalidInput(_("Say where to save it with --to FILE."))
    try:
        file = args.to.open("xb")
    except OSError as error:
        raise InvalidInput(_("This file can't be written: %(why)s") % {"why": error.strerror}) from None
    try:
        with file:
            size = file.write(fetch())
    except OSError as error:  # a full disk
        args.to.unlink()
        raise InvalidInput(_("This file can't be written: %(why)s") % {"why": error.strerror}) from None
    except Exception:
        args.to.unlink()
        raise
    _say(_("Saved %(bytes)d bytes.") % {"bytes": size})


def _say(line: object) -> None:
    print(line, flush=True)


def _refused(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 1
