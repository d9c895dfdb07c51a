"""Whether a locked package has a known weakness: `python -m scripts.check_advisories [--online | --refresh]`.

Without options it reads the shipped snapshot (scripts/advisories.json) and asks nobody. `--online` asks OSV about the
locked versions, `--refresh` writes a new snapshot from it. A snapshot holds facts alone: ids, affected and mended
versions, links. Exit codes: 0 nothing known, 1 something found, 3 it could not be checked.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from packaging.version import InvalidVersion, Version

from scripts import lock

SNAPSHOT = lock.ROOT / "scripts" / "advisories.json"
SOURCE = "https://api.osv.dev"
ECOSYSTEM = "PyPI"
OLD_DAYS = 90
FOUND, NOT_CHECKED = 1, 3
BATCH = 500
ID = re.compile(r"[A-Za-z0-9-]{4,64}")


class CouldNotCheck(Exception):
    """Nothing can be said; the message says why."""


def main(argv: list[str] | None = None) -> int:
    """Check and tell; the exit code."""
    parser = argparse.ArgumentParser(prog="check_advisories", description=(__doc__ or "").splitlines()[0])
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--online", action="store_true", help="ask OSV about the locked versions")
    how.add_argument("--refresh", action="store_true", help="write a new snapshot from OSV, then check by it")
    parser.add_argument("--lock", type=Path, default=lock.ROOT / "uv.lock")
    parser.add_argument("--snapshot", type=Path, default=SNAPSHOT)
    parser.add_argument("--source", default=SOURCE, help="where OSV answers")
    given = parser.parse_args(argv)
    packages = [one for name, one in sorted(lock.read(given.lock).items()) if name != lock.OURS]
    try:
        if given.refresh:
            write(given.snapshot, packages, given.source)
        advisories = online(packages, given.source) if given.online else offline(packages, given.snapshot)
    except CouldNotCheck as why:
        print(f"NOT CHECKED: {why}", file=sys.stderr)
        return NOT_CHECKED
    return tell(packages, advisories)


def tell(packages: list[lock.Package], advisories: list[dict[str, Any]]) -> int:
    """Print what affects the locked versions; 1 if anything does."""
    found = [(one, advisory) for one in packages for advisory in advisories if affects(advisory, one)]
    for one, advisory in found:
        names = ", ".join([advisory["id"], *advisory["aliases"]])
        mended = ", ".join(sorted({r["fixed"] for r in advisory["ranges"] if r.get("fixed")})) or "no version yet"
        print(f"{one.name} {one.version}: {names}; mended in {mended}; {advisory['link']}")
    print(f"{len(packages)} packages, {len(found)} known weaknesses.")
    return FOUND if found else 0


def affects(advisory: dict[str, Any], package: lock.Package) -> bool:
    """Whether the advisory is about this version. A version that can't be compared counts as affected."""
    if advisory["package"] != package.name:
        return False
    if package.version in advisory["versions"]:
        return True
    try:
        return any(_within(Version(package.version), one) for one in advisory["ranges"])
    except InvalidVersion:
        return True


def _within(version: Version, affected: dict[str, str]) -> bool:
    if affected.get("introduced", "0") != "0" and version < Version(affected["introduced"]):
        return False
    if "fixed" in affected:
        return version < Version(affected["fixed"])
    return "last_affected" not in affected or version <= Version(affected["last_affected"])


def offline(packages: list[lock.Package], path: Path) -> list[dict[str, Any]]:
    """The snapshot's advisories. Errors: CouldNotCheck without a snapshot that knows every package."""
    if not path.is_file():
        raise CouldNotCheck("there is no snapshot of advisories; make one with --refresh, or ask with --online.")
    try:
        snapshot = json.loads(path.read_text(encoding="utf-8"))
        age = (datetime.datetime.now(datetime.UTC).date() - datetime.date.fromisoformat(snapshot["made_on"])).days
        asked, advisories = set(snapshot["packages"]), list(snapshot["advisories"])
    except (ValueError, KeyError, TypeError):
        raise CouldNotCheck(f"{path.name} can't be read as a snapshot.") from None
    if unknown := sorted({one.name for one in packages} - asked):
        raise CouldNotCheck(f"the snapshot was made without {', '.join(unknown)}; make a new one with --refresh.")
    print(f"By the snapshot of {snapshot['made_on']}, {age} days old.")
    if age > OLD_DAYS:
        print(f"It is older than {OLD_DAYS} days: what became known since isn't in it. Make a new one with --refresh.")
    return advisories


def online(packages: list[lock.Package], source: str) -> list[dict[str, Any]]:
    """What OSV knows of exactly these versions. Errors: CouldNotCheck."""
    asked = [(one.name, {"package": _named(one), "version": one.version}) for one in packages]
    return _gathered(asked, source)


def write(path: Path, packages: list[lock.Package], source: str) -> None:
    """A new snapshot of all that OSV knows of these packages in any version. Errors: CouldNotCheck."""
    advisories = _gathered([(one.name, {"package": _named(one)}) for one in packages], source)
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    names = [one.name for one in packages]
    snapshot = {"made_on": today, "source": source, "packages": names, "advisories": advisories}
    path.write_text(json.dumps(snapshot, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _named(one: lock.Package) -> dict[str, str]:
    return {"name": one.name, "ecosystem": ECOSYSTEM}


def _gathered(asked: list[tuple[str, dict[str, Any]]], source: str) -> list[dict[str, Any]]:
    ids = sorted(set(_ids(asked, source)))
    names = {name for name, _query in asked}
    records = [_ask(source, f"/v1/vulns/{quote(one, safe='')}") for one in ids]
    try:
        return [facts for record in records for facts in of_record(record, names)]
    except (KeyError, TypeError, AttributeError):
        raise CouldNotCheck("OSV answered in another way than it describes.") from None


def _ids(asked: list[tuple[str, dict[str, Any]]], source: str) -> Iterator[str]:
    """The ids of all advisories, page by page."""
    ahead = [query for _name, query in asked]
    while ahead:
        now, ahead = ahead[:BATCH], ahead[BATCH:]
        results = _ask(source, "/v1/querybatch", {"queries": now}).get("results")
        if not isinstance(results, list) or len(results) != len(now):
            raise CouldNotCheck("OSV answered in another way than it describes.")
        for query, result in zip(now, results, strict=True):
            yield from (one["id"] for one in result.get("vulns", []) if ID.fullmatch(one["id"]))
            if token := result.get("next_page_token"):
                ahead.append(query | {"page_token": token})


def of_record(record: dict[str, Any], names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The facts of one OSV record about these packages; none of one that was taken back."""
    for affected in [] if record.get("withdrawn") else record["affected"]:
        name = re.sub(r"[-_.]+", "-", affected["package"]["name"]).lower()
        if affected["package"]["ecosystem"] != ECOSYSTEM or name not in names:
            continue
        yield {
            "id": record["id"],
            "aliases": sorted(record.get("aliases", [])),
            "package": name,
            "ranges": [one for r in affected.get("ranges", []) if r["type"] == "ECOSYSTEM" for one in _ranges(r)],
            "versions": sorted(affected.get("versions", [])),
            "link": f"https://osv.dev/vulnerability/{record['id']}",
        }


def _ranges(said: dict[str, Any]) -> Iterator[dict[str, str]]:
    """OSV tells events in order; a range begins with `introduced` and ends with the next of the others, if any."""
    current: dict[str, str] = {}
    for event in said["events"]:
        kind, version = next(iter(event.items()))
        if kind == "introduced":
            if current:
                yield current
            current = {"introduced": version}
        elif current and kind in ("fixed", "last_affected"):
            yield current | {kind: version}
            current = {}
    if current:
        yield current


def _ask(source: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    parts = urlsplit(source)
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise CouldNotCheck("the source must be an https address.")
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(source + path, data, {"Content-Type": "application/json"})  # noqa: S310 - checked
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310 - checked above
            answer = json.load(reply)
    except (OSError, ValueError) as error:
        raise CouldNotCheck(f"OSV can't be asked ({type(error).__name__}).") from None
    if not isinstance(answer, dict):
        raise CouldNotCheck("OSV answered in another way than it describes.")
    return answer


if __name__ == "__main__":
    sys.exit(main())
