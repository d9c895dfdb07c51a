"""What a command finds around it: settings in the environment, else those of the instance `./run` made.

`./run` writes `environment` (0600) into its data folder; commands load it when DATABASE_URL is not set, and start
the private PostgreSQL for as long as they need it when it isn't running.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import django

from casemgr import embedded_postgres
from casemgr.cli.commands import Command
from casemgr.cli.refusal import Refused

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = "environment"


def data_dir(chosen: str | None = None) -> Path:
    """The folder of an instance: `--data`, CASEMGR_DATA_DIR, else `.data` beside the program."""
    return Path(chosen or os.environ.get("CASEMGR_DATA_DIR") or ROOT / ".data").expanduser().resolve()


def prepare(command: Command) -> None:
    """Load the settings and set Django up, as far as this command needs them."""
    if command.instance and not _settings_given():
        os.environ.update(read(data_dir()))
    if command.process:
        os.environ["CASEMGR_PROCESS"] = command.process
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casemgr.settings")
    if command.django:
        django.setup()


@contextmanager
def database(command: Command) -> Iterator[None]:
    """A running database for this command; a server that was started for it is stopped after it."""
    if not command.instance:
        yield
        return
    if not _settings_given():
        raise Refused(
            f"No instance was found in {data_dir()}. Start one with ./run, name its folder in CASEMGR_DATA_DIR, "
            "or set DATABASE_URL and the other settings (docs/operate.md)."
        )
    server = _start_private_server()
    try:
        yield
    finally:
        if server is not None:
            server.stop()


def _start_private_server() -> embedded_postgres.Server | None:
    """Start the instance's own server; None when it has none or it runs already."""
    folder = os.environ.get("CASEMGR_PRIVATE_POSTGRES")
    if not folder or embedded_postgres.find_running(Path(folder)):
        return None
    return embedded_postgres.start(Path(folder))


def read(folder: Path) -> dict[str, str]:
    """The settings that `./run` wrote; nothing when it never ran on this folder."""
    try:
        lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line)


def write(folder: Path, settings: Mapping[str, str]) -> None:
    """Keep the settings for other commands, readable by this user only."""
    path = folder / FILE
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text("".join(f"{name}={value}\n" for name, value in settings.items()), encoding="utf-8")


def _settings_given() -> bool:
    names = ("DATABASE_URL", "WORKER_DATABASE_URL", "OWNER_DATABASE_URL")
    return any(os.environ.get(name) or os.environ.get(f"{name}_FILE") for name in names)
