"""The report of the attacks, as JSON and as Markdown: figures, gates, and what wasn't measured here."""

import json
from dataclasses import asdict
from typing import Any

from anonymized_exports.attacks import synthetic_rows
from anonymized_exports.attacks.finding import Finding
from anonymized_exports.pipeline import protect
from anonymized_exports.pipeline.schema import Workload

SINGLING_OUT = "singling out and linking rows"
WITH_ROWS = "see the attacks on synthetic rows above: no row is made from a person's own"
ELSEWHERE = {
    "ledger: parallel runs, crash after the reservation, replay, another name": "tests/exports/test_budget.py and "
    "test_release.py, on PostgreSQL, with each version of the software; not tried on a ledger in use",
    "people's real records, merged and consented or not": "tests/exports/test_sensitivity.py and test_door.py",
    "reconstruction of suppressed tables": "nothing in a release is suppressed; the screens that do so are attacked in "
    "tests/referrals/test_mechanism_reconstruction.py",
    SINGLING_OUT: "not applicable: no rows of people, real or synthetic, are released",
}
HEAD = """# How this release was attacked

Before it was made, its list of tables was counted over **made-up people** with the same program, the same ε and the
same noise, and attacked. No figure here comes from anybody's records. {verdict}

| | |
| --- | --- |
| list of tables | {workload} {version}, {digest} |
| ε, δ | {epsilon:g}, {delta:.2g} |
| software | casemgr {code_version} |
| noise | {backend} |

A figure must stay at or under its gate. Attacks go by chance, so that one in some hundreds goes over a gate that holds;
then all figures of this attack are from a second, harder try, and say so. A *mutant* is the program broken on purpose;
the attack must see it, that is, go over the gate.

| attack | what was tried | figure | gate | |
| --- | --- | --- | --- | --- |
"""


def as_json(findings: list[Finding], workload: Workload, epsilon: float, delta: float, code_version: str) -> bytes:
    """The report for machines, with everything the Markdown says."""
    document = {
        "workload": workload.name,
        "version": workload.version,
        "digest": workload.digest,
        "epsilon": epsilon,
        "delta": delta,
        "code_version": code_version,
        "backend": protect.installed_backend(),
        "findings": [
            asdict(f) | {"measured": round(f.measured, 6), "limit": round(f.limit, 6), "passed": f.passed}
            for f in findings
        ],
        "elsewhere": ELSEWHERE | ({SINGLING_OUT: WITH_ROWS} if _of_rows(findings) else {}),
    }
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def as_markdown(report: bytes) -> bytes:
    """The same for people, made from the JSON alone."""
    document: dict[str, Any] = json.loads(report)
    failed = [f for f in document["findings"] if not f["passed"]]
    verdict = f"{len(failed)} attacks succeeded." if failed else "Every gate held and every mutant was caught."
    lines = [_line(finding) for finding in document["findings"]]
    rest = [f"- {what}: {where}." for what, where in document["elsewhere"].items()]
    text = HEAD.format(verdict=verdict, **document) + "\n".join(lines)
    return (text + "\n\n## Not measured here\n" + "\n".join(rest) + "\n").encode()


def _of_rows(findings: list[Finding]) -> bool:
    return any(finding.attack in synthetic_rows.NAMES for finding in findings)


def _line(finding: dict[str, Any]) -> str:
    must = "over" if finding["mutant"] else "at most"
    verdict = ("caught" if finding["mutant"] else "held") if finding["passed"] else "**FAILED**"
    figures = f"{finding['measured']:.4g} | {must} {finding['limit']:.4g}"
    told = finding["told"].replace("|", "\\|") + (" (second try)" if finding.get("tries", 1) > 1 else "")
    return f"| {finding['attack']} | {told} | {figures} | {verdict} |"
