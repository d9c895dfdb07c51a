"""Runs pac-synth in an environment of its own (called by `peers`; needs nothing of ours).

    python peer_pac_synth.py ROWS.csv EPSILON DELTA MODE LENGTH OUT.json

Writes its protected counts of up to LENGTH attributes, with the CPU seconds of protecting and the peak memory.
"""

import csv
import json
import sys
import time
from pathlib import Path

import pacsynth


def main(rows: str, epsilon: str, delta: str, mode: str, length: str, out: str) -> None:
    """Read, protect, write."""
    with Path(rows).open(newline="") as file:
        data = pacsynth.Dataset(list(csv.reader(file)))
    began, clock = time.process_time(), time.perf_counter()
    builder = pacsynth.DpAggregateSeededParametersBuilder().reporting_length(int(length))
    builder = builder.epsilon(float(epsilon)).delta(float(delta))
    builder = builder.fabrication_mode(getattr(pacsynth.FabricationMode, mode)())
    synthesizer = pacsynth.DpAggregateSeededSynthesizer(builder.build())
    synthesizer.fit(data)
    counts = synthesizer.get_dp_aggregates(";")
    spent = {"cpu": time.process_time() - began, "seconds": time.perf_counter() - clock}
    Path(out).write_text(json.dumps({"counts": counts, "megabytes": _megabytes(), **spent}))


def _megabytes() -> float:
    """Peak memory of this process. Not `getrusage`'s, which a child begins with its parent's."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
