"""The command `casemgr`: one module per command, each with `add_parser(subparsers)` and `run(arguments) -> int`.

Exit codes: 0 done, 1 refused with a plain message on stderr, 2 wrong usage. Modules here import nothing heavy at
the top: Django is set up only once a command is chosen.
"""

from casemgr.cli.main import main

__all__ = ("main",)
