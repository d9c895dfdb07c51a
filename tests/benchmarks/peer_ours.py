"""Counts a table of people in PostgreSQL, protects and refines (called by `peers`, so that its memory is its own).

python -m tests.benchmarks.peer_ours CONNINFO TABLE EPSILON DELTA OUT.npz
"""

import os
import sys
import time
from pathlib import Path

import numpy as np
import psycopg

from anonymized_exports.pipeline import accounting, measure, protect, refine
from tests.benchmarks.peer_tables import everything_two_way


def main(conninfo: str, table: str, epsilon: str, delta: str, out: str) -> None:
    """Prints nothing; OUT holds values, σ, reliable flags and what it took."""
    workload = everything_two_way()
    rho = accounting.rho_for(float(epsilon), float(delta))
    protect.mechanism(workload, rho)  # what is loaded once a process isn't counted, as for the other
    with psycopg.connect(conninfo) as connection:
        connection.execute("SET jit = off; SET max_parallel_workers_per_gather = 0")
        began, clock, served = time.process_time(), time.perf_counter(), cpu(connection.info.backend_pid)
        exact = measure.tally(workload, lambda sql: connection.execute(sql), table)
        counted = time.perf_counter()
        noisy, sigmas = protect.protect(exact, workload, rho)
        estimates = refine.refine(noisy, sigmas, workload)
        spent = [time.process_time() - began, cpu(connection.info.backend_pid) - served, time.perf_counter() - clock]
    arrays = {f"value {name}": one.value for name, one in estimates.items()}
    arrays |= {f"reliable {name}": one.reliable for name, one in estimates.items()}
    arrays |= {f"sigma {name}": np.full(one.value.shape, one.sigma) for name, one in estimates.items()}
    np.savez(Path(out), spent=np.array([*spent, counted - clock, _megabytes()]), **arrays)


def _megabytes() -> float:
    """Peak memory of this process. Not `getrusage`'s, which a child begins with its parent's."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def cpu(pid: int) -> float:
    """CPU seconds of a process so far: fields 14 and 15 of its stat."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main(*sys.argv[1:])
