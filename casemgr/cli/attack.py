"""`casemgr attack`: try to break a release of made-up people, and write down what came of it.

The same counting, noise and post-processing as `casemgr export`; PostgreSQL counts rows that stand in the statement
itself. Nobody's records are read, nothing is stored, no budget is spent. Exit codes: 0 every gate held, 1 one didn't.
"""

import argparse
import datetime
from importlib.metadata import version
from pathlib import Path

from anonymized_exports.attacks import report, suite
from anonymized_exports.models.population import LIFETIME_EPSILON
from anonymized_exports.pipeline import accounting
from anonymized_exports.pipeline.schema import WORKLOADS, load
from casemgr.cli.refusal import Refused
from cases.for_exports import open_door


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of `casemgr attack`."""
    parser = commands.add_parser("attack", help="attack a release of made-up people and write the report")
    parser.add_argument("--workload", choices=WORKLOADS, default="basic", help="list of tables (default basic)")
    parser.add_argument("--epsilon", type=float, default=1.0, help="privacy budget of the release (default 1)")
    parser.add_argument("--at-most", type=int, default=100_000, help="declared upper bound of people (for δ)")
    parser.add_argument("--synthetic", action="store_true", help="attack synthetic rows of such a release too")
    parser.add_argument("--quick", action="store_true", help="seconds instead of minutes, with wider errors")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="write ATTACKS.json and ATTACKS.md there")


def run(arguments: argparse.Namespace) -> int:
    """Attack, print the report and keep it if asked to."""
    if not 0 < arguments.epsilon <= LIFETIME_EPSILON:
        raise Refused(f"ε lies above 0 and is at most {LIFETIME_EPSILON:g}, which all releases together may cost.")
    workload, delta = load(arguments.workload), accounting.delta_of_population(arguments.at_most)
    size = suite.QUICK if arguments.quick else suite.FULL
    with open_door(datetime.datetime.now(datetime.UTC).date()) as query:
        findings = suite.run(workload, arguments.epsilon, delta, query, size, arguments.synthetic)
    document = report.as_json(findings, workload, arguments.epsilon, delta, version("casemgr"))
    print(report.as_markdown(document).decode())
    if arguments.to:
        arguments.to.mkdir(parents=True, exist_ok=True)
        (arguments.to / "ATTACKS.json").write_bytes(document)
        (arguments.to / "ATTACKS.md").write_bytes(report.as_markdown(document))
    return 0 if suite.passed(findings) else 1
