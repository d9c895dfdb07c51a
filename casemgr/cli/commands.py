"""Every command on one page: name, what it is for, and what it needs before its module is imported."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A command in module casemgr.cli.NAME, which offers `add_parser(subparsers)` and `run(arguments) -> int`.

    `process` chooses the database login: "worker", "owner", else the app's. A command with `django` finds Django
    set up when its module is imported. `instance`: it works on an instance whose settings are in the environment,
    or on the one `./run` made.
    """

    name: str
    help: str
    process: str = ""
    django: bool = True
    instance: bool = True

    @property
    def module(self) -> str:
        """The module's name: Python keeps some words for itself."""
        return "import_" if self.name == "import" else self.name.replace("-", "_")


COMMANDS = (
    Command("up", "everything on this machine, for trying out (./run calls it)", django=False, instance=False),
    Command("setup", "make the first organization and its administrator", process="command"),
    Command("reset-factor", "take a lost second factor away, where nobody else can", process="command"),
    Command("give-role", "give a role that takes two people, where nobody can be the second", process="command"),
    Command("serve", "serve the web application and the partner API", django=False),
    Command("worker", "run background jobs", process="worker"),
    Command("provision", "make the database, its logins and the key store's", django=False, instance=False),
    Command("migrate", "bring the database to the newest schema", process="owner"),
    Command("keys", "show the keys, and change them while everybody works on", process="owner"),
    Command("tidy", "remove files that belong to nothing, and old snapshots", process="owner"),
    Command("audit", "check that the audit trail is as it was written", process="worker"),
    Command("import", "import cases from a CSV or XLSX file"),
    Command("form", "take a form of questions from an XLSForm"),
    Command("report", "print the figures of an organization's reports"),
    Command("sample", "make invented cases: a file, or a demo instance", django=False, instance=False),
    Command("export", "count consenting people with noise and publish the tables"),
    Command("attack", "attack a release of made-up people and write the report", process="worker"),
    Command("health", "say whether the web node or the workers are well", django=False, instance=False),
    Command("demo", "show the demo's accounts and second factors (demo instances only)"),
)
