"""The CSV files: one a table, and the codebook. RFC 4180, UTF-8; a row for every cell of the public lists."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from anonymized_exports.pipeline.refine import Estimate
from anonymized_exports.pipeline.schema import Table, Workload

FIGURES = ("value", "low", "high", "sigma", "reliable", "noisy")


def key_columns(table: Table) -> list[str]:
    """Names of the columns that say which cell a row is."""
    flags = {0: [], 1: ["flag"], 2: ["flag_1", "flag_2"]}[table.flags]
    return [*flags, *(variable.name for variable in table.by)]


def table_csv(table: Table, estimate: Estimate, workload: Workload) -> bytes:
    """One table: estimate, 95 % interval, σ, whether it stands clear of the noise, and the noisy count."""
    arrays = (estimate.value, estimate.low, estimate.high, estimate.reliable, estimate.noisy)
    value, low, high, reliable, noisy = (array.ravel().tolist() for array in arrays)
    sigma = [f"{estimate.sigma:.4f}"] * len(value)
    words = ["true" if r else "false" for r in reliable]
    figures = zip(value, low, high, sigma, words, noisy, strict=True)
    rows = ((*key, *row) for key, row in zip(_keys(table, workload), figures, strict=True))
    return as_csv([*key_columns(table), *FIGURES], rows)


def codebook_csv(workload: Workload, further: Iterable[tuple[str, str, str, str]] = ()) -> bytes:
    """Every variable and code, with its meaning in English, and `further` such rows."""
    rows = [
        (variable.name, code.code, code.label, variable.label)
        for variable in workload.variables
        for code in variable.codes
    ]
    rows += [
        ("flag", flag.name, flag.label, "Reported about the person; absence says nothing") for flag in workload.flags
    ]
    return as_csv(["variable", "code", "meaning", "question"], [*rows, *further])


def _keys(table: Table, workload: Workload) -> Iterator[tuple[str, ...]]:
    cells = list(product(*(variable.keys for variable in table.by)))
    return ((*flags, *cell) for flags in workload.flag_keys(table) for cell in cells)


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Lines of a file: RFC 4180, UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue().encode()
