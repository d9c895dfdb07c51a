"""`casemgr import FILE`: cases from a CSV or XLSX file, as a named person of the organization."""

import argparse
import sys
from pathlib import Path

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.cli.acting import person_of
from casemgr.errors import CasemgrError
from cases.importing import actions, mapping, running
from cases.importing.problems import FileRefused
from cases.models import ImportBatch

OK, REFUSED, WRONG_USE = 0, 1, 2
DESCRIPTION = """Import cases from a CSV or XLSX file, as a named person of the organization.

Exit codes: 0 all rows imported (or, in a dry run, importable); 1 the file or some rows were refused, or the
import was stopped; 2 wrong use."""
MAPPINGS = ", ".join(mapping.shipped_names())


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`casemgr import FILE --organization SLUG …`."""
    parser = commands.add_parser(
        "import",
        help="import cases from a CSV or XLSX file",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="CSV (UTF-8 or UTF-16) or XLSX")
    parser.add_argument("--organization", required=True, metavar="SLUG", help="the organization to import for")
    parser.add_argument("--mapping", default="htcds", help=f"{MAPPINGS}, or a mapping file (TOML); default htcds")
    parser.add_argument("--dry-run", action="store_true", help="check every row and write no case")
    parser.add_argument("--by", metavar="EMAIL", help="who imports (default: the only person who may)")
    parser.add_argument("--resume", metavar="BATCH", help="go on with an import that was interrupted")
    parser.add_argument("--report", type=Path, metavar="CSV", help="write the row-by-row report to this file")


def run(args: argparse.Namespace) -> int:
    """Run the command; returns its exit code."""
    if (args.file is None) == (args.resume is None):
        return _say(WRONG_USE, "Name a FILE to import, or --resume BATCH.")
    person = person_of(args.organization, args.by, "import_cases", "import")
    if isinstance(person, str):
        return _say(WRONG_USE, person)
    try:
        with acting_as_user(person):
            batch = _batch(args, person)
            batch = running.run(batch, by=person, progress=_progress)
            return _finish(batch, person, args)
    except FileRefused as refused:
        return _tell_refusal(refused)
    except (CasemgrError, OSError) as error:
        return _say(WRONG_USE, str(error))


def _batch(args: argparse.Namespace, person: User) -> ImportBatch:
    if args.resume:
        return actions.find_import(args.resume, by=person)
    mapped = mapping.load(args.mapping)
    with args.file.open("rb") as stream:
        batch = actions.start_import(stream, mapped, dry_run=args.dry_run, by=person)
    _say(OK, f"Batch {batch.public_id}: {batch.rows_total} rows. If interrupted: --resume {batch.public_id}")
    return batch


def _progress(batch: ImportBatch) -> None:
    """One line that rewrites itself on a terminal, a line each ten chunks elsewhere."""
    line = f"{batch.rows_done} of {batch.rows_total or '?'} rows, {actions.rows_per_second(batch):.0f} rows/s"
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{line}\033[K")
        sys.stderr.flush()
    elif batch.rows_done // running.CHUNK_ROWS % 10 == 0:
        _say(OK, line)


def _finish(batch: ImportBatch, person: User, args: argparse.Namespace) -> int:
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    verb = "could be imported" if batch.dry_run else "imported"
    _say(OK, f"{batch.get_state_display()}: {batch.rows_imported} rows {verb}, {batch.rows_refused} refused.")
    if batch.rows_refused or batch.state == ImportBatch.State.REFUSED:
        _write_report(batch, person, args.report)
    clean = batch.state == ImportBatch.State.FINISHED and not batch.rows_refused
    return OK if clean else REFUSED


def _write_report(batch: ImportBatch, person: User, path: Path | None) -> None:
    lines = actions.report(batch, by=person)
    if path:
        path.write_text("".join(lines), encoding="utf-8")
        _say(OK, f"Report: {path}")
    else:
        sys.stdout.writelines(lines)


def _tell_refusal(refused: FileRefused) -> int:
    for problem in refused.problems:
        where = ", ".join(part for part in (_row(problem.row), problem.column, problem.kind_of_value) if part)
        _say(REFUSED, f"{where}: {problem.message} {problem.what_to_do}".removeprefix(": "))
    return _say(REFUSED, "Nothing was imported.")


def _row(number: int) -> str:
    return f"row {number}" if number else ""


def _say(code: int, text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return code
