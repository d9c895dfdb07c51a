"""Made-up people with the shapes of public statistics, and their exact counts by numpy: a second opinion on the SQL.

Shares are rounded from what CTDC publishes (https://www.ctdatacollaborative.org: "Trafficked persons: a global story",
top routes and exploitation types of its dataset of 2025). Nobody in here exists, and what depends on what is known:
gender and flags hang on a hidden kind of exploitation, the country of exploitation on citizenship, nothing else on
anything. Answers of which nothing is published get rarer along their list.
"""

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anonymized_exports.pipeline.measure import Vectors
from anonymized_exports.pipeline.schema import Table, Variable, Workload

ROUTES = {("USA", "USA"): 43, ("UKR", "UKR"): 30, ("MEX", "USA"): 28, ("MDA", "MDA"): 23, ("UKR", "RUS"): 16,
          ("PHL", "PHL"): 8, ("NGA", "LBY"): 7, ("PHL", "USA"): 5, ("BLR", "RUS"): 5, ("VNM", "CHN"): 4,
          ("UKR", "POL"): 4, ("CHN", "USA"): 4, ("NGA", "MLI"): 4, ("MMR", "IDN"): 4, ("GTM", "USA"): 3,
          ("KHM", "KHM"): 3, ("MDA", "UKR"): 3, ("IDN", "MYS"): 2, ("MMR", "BGD"): 2, ("KGZ", "RUS"): 2}  # fmt: skip
TAIL = 0.35  # share of people on other routes, thinning out by rank
SHARES = {
    "ageBroad": [2, 16, 6, 5, 4, 3, 7, 3, 2, 1, 2, 48, 1],
    "traffickMonths": [3, 1, 1, 1, 2, 91, 1],
    "yearOfRegistration": [*[2] * 12, 4, 4, 5, 7, 9, 14, 8, 7, 6, 5, 4, *[0] * 6, 0, 0, 1, 0],
}
KINDS = (0.66, 0.24, 0.06, 0.04)  # sexual, labour, both, other
WOMEN = np.array([0.92, 0.45, 0.75, 0.5])
FLAGS = {  # share of people with the flag, by kind
    "meansDebtBondageEarnings": (0.12, 0.30, 0.3, 0.05), "meansThreats": (0.22, 0.30, 0.4, 0.1),
    "meansAbusePsyPhySex": (0.30, 0.22, 0.5, 0.2), "meansFalsePromises": (0.04, 0.12, 0.1, 0.02),
    "meansDrugsAlcohol": (0.13, 0.04, 0.15, 0.05), "meansDenyBasicNeeds": (0.18, 0.28, 0.35, 0.1),
    "meansExcessiveWorkHours": (0.02, 0.25, 0.2, 0.02), "meansWithholdDocs": (0.02, 0.14, 0.12, 0.03),
    "isForcedLabour": (0, 1, 1, 0), "isSexualExploit": (1, 0, 1, 0), "isOtherExploit": (0, 0, 0.02, 1),
    "typeOfLabourAgriculture": (0, 0.14, 0.05, 0), "typeOfLabourConstruction": (0, 0.1, 0.02, 0),
    "typeOfLabourDomesticWork": (0, 0.2, 0.2, 0), "typeOfLabourHospitality": (0, 0.06, 0.1, 0),
    "typeOfSexProstitution": (0.5, 0, 0.5, 0), "typeOfSexPornography": (0.05, 0, 0.05, 0),
    "recruiterRelationIntimatePartner": (0.1, 0.02, 0.06, 0.02), "recruiterRelationFriend": (0.03, 0.03, 0.04, 0.02),
    "recruiterRelationFamily": (0.08, 0.05, 0.08, 0.15), "recruiterRelationOther": (0.1, 0.2, 0.2, 0.1),
}  # fmt: skip
CORRIDOR = {"citizenship", "CountryOfExploitation"}
RARER = 0.4  # of flags of which nothing is published: the first has this share, then 0.2, 0.13 and so on


@dataclass(frozen=True)
class People:
    """Codes per variable, by position in its list, a number × flags array, and what tells one from another."""

    codes: dict[str, NDArray[np.int64]]
    flags: NDArray[np.bool_]
    numbers: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.flags)

    def of(self, rows: Any) -> "People":
        """Some of them, chosen as numpy chooses rows."""
        return People({name: codes[rows] for name, codes in self.codes.items()}, self.flags[rows], self.numbers[rows])


def made_up(workload: Workload, number: int, seed: int) -> People:
    """As many people, the same ones for the same seed, none with more true flags than the cap."""
    rng = np.random.default_rng(seed)
    kind = rng.choice(4, number, p=KINDS)
    by_name = {variable.name: variable for variable in workload.variables}
    codes = {name: rng.choice(len(shares), number, p=np.array(shares) / sum(shares)) for name, shares in SHARES.items()}
    gender = np.where(rng.random(number) < WOMEN[kind], 1, 0)
    gender[rng.random(number) < 0.003], gender[rng.random(number) < 0.02] = 2, 5
    codes["gender"] = gender
    if by_name.keys() >= CORRIDOR:
        codes["citizenship"], codes["CountryOfExploitation"] = _routes(by_name["citizenship"], number, rng)
    for name in sorted(by_name.keys() - codes.keys()):
        codes[name] = _thinning(by_name[name], number, rng)
    shares = np.array([FLAGS.get(f.name, (RARER / (i + 1),) * 4) for i, f in enumerate(workload.flags)])[:, kind].T
    flags = rng.random(shares.shape) < shares
    return People(codes, flags & (flags.cumsum(axis=1) <= workload.flag_cap), np.arange(number))


def exact(workload: Workload, people: People) -> Vectors:
    """Exact vectors of the people, by numpy alone."""
    position = {flag.name: i for i, flag in enumerate(workload.flags)}
    return {
        table.name: np.stack([
            _histogram(workload, table, people, _chosen(people.flags, [position[n] for n in names]))
            for names in workload.flag_keys(table)
        ])
        for table in workload.tables
    }  # fmt: skip


def independent(table: Table, workload: Workload) -> bool:
    """Whether the two things a table crosses have nothing to do with each other, by the way people are made up."""
    names = {variable.name for variable in table.by}
    if table.flags == 2 or len(names) + table.flags != 2 or names == CORRIDOR:
        return False
    return not (table.flags and names == {"gender"})


def as_rows(workload: Workload, people: People) -> str:
    """The people as a row source for the export's own SQL, in place of its door: nothing is stored anywhere."""
    names = [*(v.column for v in workload.variables), *(f.column for f in workload.flags)]
    kinds = ["text"] * len(workload.variables) + ["boolean"] * len(workload.flags)
    lists = [_texts(variable, people.codes[variable.name]) for variable in workload.variables]
    lists += [["t" if true else "f" for true in column] for column in people.flags.T]
    lists, kinds = [*lists, [str(number) for number in people.numbers]], [*kinds, "bigint"]
    columns = ", ".join(f"'{{{','.join(values)}}}'::{kind}[]" for values, kind in zip(lists, kinds, strict=True))
    given = f"unnest({columns}) AS given ({', '.join(names)}, number)"
    return f"(SELECT given.*, sha256(int8send(number)) AS pseudonym FROM {given})"  # noqa: S608 - made-up codes


def _thinning(variable: Variable, number: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Answers to a question of which nothing is published: each code on the list rarer than the one before."""
    chance = 1 / np.arange(1, 1 + len(variable.keys))
    return rng.choice(len(chance), number, p=chance / chance.sum())


def _texts(variable: Variable, codes: NDArray[np.int64]) -> list[str]:
    given = {"notCollected": "", "other": "on no list"}  # as the door gives them
    quoted = ['"' + given.get(key, key).replace("'", "''") + '"' for key in variable.keys]
    return [quoted[code] for code in codes]


def _routes(countries: Variable, number: int, rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    place = {key: i for i, key in enumerate(countries.keys)}
    known = np.array([(place[a], place[b]) for a, b in ROUTES])
    shares = np.array(list(ROUTES.values()), dtype=float)
    listed = len(countries.keys) - 4  # the last four say that there is no answer
    ranked = np.random.default_rng(7).permutation(list(product(range(listed), repeat=2)))[:2000]
    rare = 1 / np.arange(10, 10 + len(ranked))
    chance = np.concatenate([shares / shares.sum() * (1 - TAIL), rare / rare.sum() * TAIL])
    drawn = np.concatenate([known, ranked])[rng.choice(len(chance), number, p=chance)]
    missing = rng.random((number, 2)) < 0.08
    drawn[missing] = listed + 2
    return drawn[:, 0], drawn[:, 1]


def _chosen(flags: NDArray[np.bool_], columns: list[int]) -> NDArray[np.bool_]:
    return flags[:, columns].all(axis=1) if columns else np.ones(len(flags), dtype=bool)


def _histogram(workload: Workload, table: Table, people: People, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    shape = workload.shape(table)[1:]
    if not table.by:
        return np.array(chosen.sum(), dtype=np.int64)
    cells = np.ravel_multi_index([people.codes[v.name][chosen] for v in table.by], shape)
    return np.bincount(cells, minlength=int(np.prod(shape))).reshape(shape)
