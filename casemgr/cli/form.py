"""`casemgr form import FILE`: a form of questions from an XLSForm, as a named person of the organization."""

import argparse
import sys
from pathlib import Path

from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.cli.acting import only_organization, person_of
from casemgr.encryption import held
from casemgr.errors import CasemgrError
from cases.actions import add_questionnaire
from cases.importing.problems import FileRefused
from cases.models import Questionnaire
from cases.questionnaires.problems import FormProblem, FormRefused
from cases.questionnaires.xlsform import Asked, Imported, import_xlsform

OK, REFUSED, WRONG_USE = 0, 1, 2
DESCRIPTION = """Read an XLSForm (.xlsx with the sheets survey, choices and settings) and offer it on every case.

All of it is taken or nothing: what isn't supported is named by sheet, row and column.
Exit codes: 0 taken (or, with --check, could be); 1 refused; 2 wrong use."""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`casemgr form import FILE …`."""
    form = commands.add_parser("form", help="take a form of questions from an XLSForm")
    acts = form.add_subparsers(dest="act", required=True, metavar="ACT")
    parser = acts.add_parser(
        "import", help="read an XLSForm", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the workbook, up to 5 MB")
    parser.add_argument("--organization", metavar="SLUG", help="whose form it is (default: the only organization)")
    parser.add_argument("--by", metavar="EMAIL", help="who takes it (default: the only person who may)")
    parser.add_argument("--check", action="store_true", help="say what would be refused and keep nothing")
    parser.add_argument("--kind", choices=Questionnaire.Kind.values, default="assessment", help="default assessment")
    parser.add_argument("--approval", action="store_true", help="a supervisor reads each one that is finished")
    parser.add_argument("--title", default="", help="its title, if the file has none")
    parser.add_argument("--id", default="", dest="code", help="its id, if the file has none")


def run(args: argparse.Namespace) -> int:
    """Run the command; returns its exit code."""
    person = person_of(args.organization or only_organization(), args.by, "approve", "take a form")
    if isinstance(person, str):
        return _say(WRONG_USE, person)
    try:
        held.require_unlocked(person.home.pk)
        with args.file.open("rb") as stream:
            found = import_xlsform(stream, Asked(args.kind, args.approval, args.code, args.title))
        return _keep(found, person, check=args.check)
    except FormRefused as refused:
        return _tell([_where(one) for one in refused.problems])
    except FileRefused as refused:
        return _tell([f"{one.message} {one.what_to_do}" for one in refused.problems])
    except CasemgrError as refused:
        return _tell([str(refused)])
    except OSError as error:
        return _say(WRONG_USE, f"This file can't be read: {error.strerror}.")


def _keep(found: Imported, person: User, *, check: bool) -> int:
    """Keep it by the action that the page uses; a check takes that back."""
    with acting_as_user(person), transaction.atomic():
        version = add_questionnaire(found.source, by=person)
        transaction.set_rollback(check)
    for remark in found.remarks:
        _say(OK, _where(remark))
    code, number = found.definition.code, version.number
    said = "can be taken as" if check else "is offered on every case:"
    return _say(OK, f"{code} {said} version {number}.{' Nothing was kept.' if check else ''}")


def _tell(problems: list[str]) -> int:
    for problem in problems:
        _say(REFUSED, problem)
    return _say(REFUSED, "Nothing was kept.")


def _where(one: FormProblem) -> str:
    at = ", ".join(part for part in (one.sheet, f"row {one.row}" if one.row else "", one.column) if part)
    return f"{at}: {one.message}" if at else str(one.message)


def _say(code: int, text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return code
