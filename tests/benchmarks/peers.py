"""Ours beside pac-synth on the same made-up people, at the same ε and δ: CPU, memory, error, suppressed, fabricated.

    python -m tests.benchmarks.peers --people 10000 100000 --epsilon 4 [--python python3.11] [--page]

Every count of one or two answers. Ours is counted in PostgreSQL, by one process; "not collected" is nobody's answer
and is left out on both sides. `--page` writes the table and the picture into docs/. Needs PyPI once, and a Python
that pac-synth 0.0.8 has wheels for (3.11 was used), in an environment of its own under the temporary folder.
"""

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

import numpy as np
import psycopg

from anonymized_exports.attacks import people
from anonymized_exports.pipeline import accounting
from tests import cluster
from tests.benchmarks import peer_tradeoff
from tests.benchmarks.peer_picture import picture
from tests.benchmarks.peer_tables import everything_two_way

PEER = "pac-synth==0.0.8"
MODES = (("balanced", 2), ("minimize", 2), ("minimize", 3))  # fabrication mode, longest combination
ENOUGH = 10  # people: a cell with fewer isn't missed when it is suppressed
DOCS = cluster.ROOT / "docs"
MARKS = "<!-- peers: begin -->", "<!-- peers: end -->"
EVEN = "<!-- peers even: begin -->", "<!-- peers even: end -->"
HEADING = """| people | program | CPU s | memory MB | one answer: suppressed / made up / error, % | two answers |
| --- | --- | --- | --- | --- | --- |
"""


def main() -> None:
    """Compare and print; figures are of one run on one machine: read ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--epsilon", type=float, default=4.0)
    parser.add_argument("--python", default="python3.11")
    parser.add_argument("--minutes", type=float, default=10, help="the longest that the other program may take")
    parser.add_argument("--page", action="store_true")
    args = parser.parse_args()
    folder = Path(tempfile.gettempdir()) / "casemgr-peers"
    folder.mkdir(exist_ok=True)
    python = _environment(folder, args.python)
    server, rows, even = cluster.start(), [], []
    try:
        for number in args.people:
            compared, beside = _compare(number, args, python, folder)
            rows, even = rows + compared, even + beside
    finally:
        server.stop()
    table = HEADING + "\n".join(_line(row) for row in rows)
    beside = peer_tradeoff.HEADING + "\n".join(even)
    print(table, beside, sep="\n\n")
    if args.page:
        _write({MARKS: table, EVEN: beside}, rows, args.epsilon)


def _environment(folder: Path, python: str) -> Path:
    at = folder / "venv"
    if not (at / "bin" / "python").exists():
        subprocess.run([python, "-m", "venv", at], check=True)
        subprocess.run([at / "bin" / "pip", "install", "--quiet", PEER], check=True)
    return at / "bin" / "python"


def _compare(number: int, args: argparse.Namespace, python: Path, folder: Path) -> tuple[list[dict], list[str]]:
    workload, delta = everything_two_way(), accounting.delta_of_population(number)
    pool = people.made_up(workload, number, seed=number)
    truth = _cells(workload, people.exact(workload, pool))
    rows = [_ours(workload, pool, args.epsilon, delta, folder)]
    file = folder / f"{number}.csv"
    _write_rows(workload, pool, file)
    rows += [_theirs(mode, length, file, args, delta, python) for mode, length in MODES]
    rows = [row for row in rows if row]
    everywhere, certain = set.intersection(*(set(row["found"]) for row in rows)), rows[0].pop("certain")
    rows = [row | {"people": number} | _quality(truth, row.pop("found"), everywhere) for row in rows]
    return rows, [peer_tradeoff.line(row, truth, *certain, ENOUGH) for row in rows[1:]]


def _ours(workload, pool, epsilon: float, delta: float, folder: Path) -> dict:
    database = "casemgr_peers"
    cluster.clone(database, "template1")
    conninfo = f"postgresql://postgres@/{database}?host={cluster.folder()}/pg/socket"
    with psycopg.connect(conninfo, autocommit=True) as connection:
        copy_people(connection, workload, pool)
    out = folder / "ours.npz"
    command = [sys.executable, "-m", "tests.benchmarks.peer_ours", conninfo, "people", str(epsilon), str(delta), out]
    subprocess.run(command, check=True, cwd=cluster.ROOT, env=os.environ | {"PYTHONPATH": str(cluster.ROOT)})
    cluster.drop(database)
    kept = np.load(out)
    counts, sigmas, reliable = (
        {t.name: kept[f"{what} {t.name}"] for t in workload.tables} for what in ("value", "sigma", "reliable")
    )
    read = peer_tradeoff.certainty(workload, counts, sigmas)
    by_sigma = {name: counts[name] / sigmas[name] for name in read}
    values, reliable = _cells(workload, counts), _cells(workload, reliable)
    here, served, seconds, _counting, memory = kept["spent"].tolist()
    found = {key: value for key, value in values.items() if reliable[key]}
    name = f"ours (Python {here:.1f}, PostgreSQL {served:.1f})"
    certain = [_cells(workload, one) for one in (by_sigma, read)]
    return {
        "program": name,
        "cpu": here + served,
        "seconds": seconds,
        "memory": memory,
        "found": found,
        "certain": certain,
    }


def copy_people(connection: psycopg.Connection, workload, pool) -> None:
    """A table `people` like the door's rows."""
    columns = [*(f"{v.column} text" for v in workload.variables), *(f"{f.column} boolean" for f in workload.flags)]
    connection.execute(f"CREATE UNLOGGED TABLE people ({', '.join(columns)}, pseudonym bytea)")
    texts = [[{"notCollected": "", "other": "on no list"}.get(key, key) for key in v.keys] for v in workload.variables]
    codes = [pool.codes[v.name] for v in workload.variables]
    with connection.cursor().copy("COPY people FROM STDIN") as copy:
        for i in range(len(pool)):
            answers = [text[code[i]] for text, code in zip(texts, codes, strict=True)]
            copy.write_row([*answers, *pool.flags[i].tolist(), i.to_bytes(8, "big")])
    connection.execute("ANALYZE people")


def _theirs(mode: str, length: int, file: Path, args: argparse.Namespace, delta: float, python: Path) -> dict:
    out, name = file.with_suffix(f".{mode}.json"), f"pac-synth {mode}, up to {length}"
    script = Path(__file__).with_name("peer_pac_synth.py")
    command = [python, script, file, str(args.epsilon), str(delta), mode, str(length), out]
    try:
        subprocess.run(command, check=True, timeout=60 * args.minutes)
    except subprocess.TimeoutExpired:
        print(f"{name} on {file.stem} people didn't end within {args.minutes:g} minutes")
        return {}
    told = json.loads(out.read_text())
    found = {frozenset(key.split(";")): count for key, count in told["counts"].items()}
    return {
        "program": name,
        "cpu": told["cpu"],
        "seconds": told["seconds"],
        "memory": told["megabytes"],
        "found": found,
    }


def _write_rows(workload, pool, file: Path) -> None:
    """One column a variable or flag; empty for what nobody answered or wasn't reported."""
    columns = []
    for variable in workload.variables:
        texts = np.array(["" if key == "notCollected" else key for key in variable.keys])
        columns.append(texts[pool.codes[variable.name]])
    columns += [np.where(pool.flags[:, i], "1", "") for i in range(len(workload.flags))]
    with file.open("w", newline="") as into:
        writer = csv.writer(into)
        writer.writerow([v.name for v in (*workload.variables, *workload.flags)])
        writer.writerows(zip(*(column.tolist() for column in columns), strict=True))


def _cells(workload, vectors) -> dict[frozenset, int]:
    """The cells of one and two answers, named as pac-synth names them; without those of "not collected"."""
    cells = {}
    for table in (table for table in workload.tables if table.name in vectors):
        keys = product(workload.flag_keys(table), product(*(variable.keys for variable in table.by)))
        for (flags, codes), count in zip(keys, vectors[table.name].ravel().tolist(), strict=True):
            if "notCollected" not in codes and (flags or codes):
                answers = [f"{v.name}:{code}" for v, code in zip(table.by, codes, strict=True)]
                cells[frozenset([*answers, *(f"{flag}:1" for flag in flags)])] = count
    return cells


def _quality(truth: dict, found: dict, everywhere: set) -> dict:
    """By number of answers, in percent: suppressed, made up, mean relative error of what every program shows."""
    result = {}
    for ways in (1, 2):
        large = [key for key, count in truth.items() if len(key) == ways and count >= ENOUGH]
        shown = [key for key in found if len(key) == ways]
        there = [key for key in large if key in found]
        errors = [abs(found[key] - truth[key]) / truth[key] for key in there if key in everywhere]
        result[f"suppressed{ways}"] = 100 * (1 - len(there) / len(large))
        result[f"made_up{ways}"] = 100 * sum(not truth.get(key) for key in shown) / max(1, len(shown))
        result[f"error{ways}"] = 100 * float(np.mean(errors)) if errors else float("nan")
    return result


def _line(row: dict) -> str:
    quality = [
        " / ".join(f"{row[f'{what}{ways}']:.2g}" for what in ("suppressed", "made_up", "error")) for ways in (1, 2)
    ]
    return f"| {row['people']:,} | {row['program']} | {row['cpu']:.2f} | {row['memory']:.0f} | {' | '.join(quality)} |"


def _write(tables: dict[tuple[str, str], str], rows: list[dict], epsilon: float) -> None:
    page = DOCS / "privacy-of-exports.md"
    text = page.read_text()
    for (begin, end), table in tables.items():
        text = re.sub(f"{begin}.*{end}", lambda _m, t=f"{begin}\n{table}\n{end}": t, text, flags=re.DOTALL)
    page.write_text(text)
    (DOCS / "pictures" / "peers.svg").write_text(picture(rows, epsilon))


if __name__ == "__main__":
    main()
