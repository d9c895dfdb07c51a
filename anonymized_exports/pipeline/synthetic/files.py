"""How synthetic rows stand in a package: the file, its resource, what the codebook and the method note say of them."""

from typing import Any

from anonymized_exports.pipeline.schema import Workload
from anonymized_exports.pipeline.synthetic.rows import SyntheticRows
from anonymized_exports.pipeline.words import WORDING

NAME, PATH = "synthetic", "synthetic.csv"
TITLE = "Synthetic rows: no row is a person"
DESCRIPTION = (
    "Made from the published tables alone, for teaching and for trying out programs. No row is anybody. An empty cell "
    "means that no published figure says more. Never count these rows for a finding: use the tables."
)
CODEBOOK = (
    ("row", "made up from the published tables: nobody"),
    ("1", "in a column of a flag: reported"),
    ("empty", "not reported, or no published figure stands clear of the noise for what the row would say"),
)
NOTE = (WORDING / "SYNTHETIC.md").read_text()
COUNTED = {1: "one answer", 2: "two answers together", 3: "three answers together"}


def codebook() -> list[tuple[str, str, str, str]]:
    """What the codebook says of them."""
    return [(PATH, code, meaning, TITLE) for code, meaning in CODEBOOK]


def heading_and_rows(made: SyntheticRows) -> tuple[list[str], list[list[str]]]:
    """The file as text cells."""
    texts = [(*column.answers, "") for column in made.columns]
    rows = [[texts[i][code] for i, code in enumerate(row)] for row in made.answers.tolist()]
    return [column.name for column in made.columns], rows


def fields(made: SyntheticRows, workload: Workload) -> list[dict[str, Any]]:
    """The columns after Table Schema 2.0, with their codes."""
    said = {v.name: (v.label, [(code.code, code.label) for code in v.codes]) for v in workload.variables}
    said |= {flag.name: (flag.label, [("1", "reported")]) for flag in workload.flags}
    return [
        {
            "name": column.name,
            "type": "string",
            "title": said[column.name][0],
            "categories": [{"value": code, "label": label} for code, label in said[column.name][1]],
            "constraints": {"enum": [code for code, _label in said[column.name][1]]},
        }
        for column in made.columns
    ]


def distance(made: SyntheticRows) -> dict[str, Any]:
    """How the rows were made and how far their counts are from the published ones, for machines."""
    return {
        "seed": made.seed,
        "rows": len(made),
        "differenceFromTables": [
            {
                "answersTogether": one.answers,
                "cells": one.cells,
                "largestAbsolute": one.largest,
                "meanAbsolute": round(one.mean, 2),
            }
            for one in made.distances
        ],
    }


def note(made: SyntheticRows) -> str:
    """The part of the method note on these rows."""
    lines = [
        f"| {COUNTED.get(one.answers, one.answers)} | {one.cells:,} | {one.largest:,} | {one.mean:.2f} |"
        for one in made.distances
    ]
    return NOTE.format(seed=made.seed, rows=len(made), distances="\n".join(lines))
