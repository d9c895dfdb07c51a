"""The list of tables for comparisons: every count of one answer, and of two, that our variables allow."""

import json
from itertools import combinations

from anonymized_exports.pipeline import schema


def everything_two_way() -> schema.Workload:
    """All one- and two-way tables of the variables and flags of CTDC's list."""
    lists = json.loads((schema.FOLDER / "ctdc-2024.variables.json").read_bytes())
    names = [variable["name"] for variable in lists["categorical"]]
    people = [[], *([name] for name in names), *(list(pair) for pair in combinations(names, 2))]
    tables = [{"name": " ".join(by) or "total", "by": by} for by in people]
    tables += [{"name": " ".join(["flags", *by]), "flags": 1, "by": by} for by in ([], *([n] for n in names))]
    tables.append({"name": "flag pairs", "flags": 2, "by": []})
    document = {"name": "everything", "version": 1, "title": "", "variables": "ctdc-2024", "tables": tables}
    return schema.parse(document | {"smallest_population": 0, "flag_cap": 10}, lists)
