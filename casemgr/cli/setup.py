"""`casemgr setup`: the first organization and its administrator, with a one-time link to set a password."""

import argparse
import os

from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug

from casemgr.accounts import actions
from casemgr.accounts.models import Organization, User
from casemgr.cli.refusal import Refused
from casemgr.safe_start import refuse_unsafe_start
from cases.codelists.countries import BY_CODE

QUESTIONS = {
    "organization": "Name of the organization",
    "slug": "Short name (letters, digits and hyphens)",
    "country": "Country (three letters, ISO 3166, e.g. USA)",
    "email": "E-mail address of the administrator",
    "name": "Name of the administrator",
}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of `casemgr setup`; what isn't given is asked."""
    parser = commands.add_parser("setup", help="make the first organization and its administrator")
    for name, question in QUESTIONS.items():
        parser.add_argument(f"--{name}", help=question)
    parser.add_argument("--address", help="where people open the application, e.g. https://cases.example.org")


def run(arguments: argparse.Namespace) -> int:
    """Make both and print the link: the only time it is shown."""
    refuse_unsafe_start()
    answers = {name: getattr(arguments, name) or _ask(question) for name, question in QUESTIONS.items()}
    check(answers)
    admin = actions.set_up(
        organization_name=answers["organization"],
        slug=answers["slug"],
        country=answers["country"].upper(),
        admin_email=answers["email"],
        admin_name=answers["name"],
    )
    print("The organization and its administrator are made. With this link the administrator sets a password;")
    print("it works once, for three days. Hand it over in person or by a channel you trust:")
    print(f"  {_address(arguments.address)}{actions.invitation_path(admin)}")
    return 0


def check(answers: dict[str, str]) -> None:
    """Refuse what can't be right, before anything is written."""
    try:
        validate_email(answers["email"])
        validate_slug(answers["slug"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    if answers["country"].upper() not in BY_CODE:
        raise Refused("The country is not a three-letter code of ISO 3166, such as USA or THA.")
    if Organization.objects.filter(slug=answers["slug"]).exists():
        raise Refused("An organization with this short name exists already.")
    if User.objects.filter(email=answers["email"].lower()).exists():
        raise Refused("This e-mail address has an account already.")


def _address(given: str | None) -> str:
    port = os.environ.get("CASEMGR_PORT", "8000")
    return (given or os.environ.get("CASEMGR_ADDRESS") or f"http://localhost:{port}").rstrip("/")


def _ask(question: str) -> str:
    try:
        answer = input(f"{question}: ").strip()
    except EOFError:
        answer = ""
    if not answer:
        raise Refused(f"Missing: {question}. Give it as an option; see casemgr setup --help.")
    return answer
