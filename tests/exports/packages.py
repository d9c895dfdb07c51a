"""A package of made-up people in whom something is to be found, and what is true of them."""

import csv
import io
import zipfile
from functools import cache

import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anonymized_exports.attacks import report
from anonymized_exports.pipeline import accounting, protect, run, schema
from anonymized_exports.pipeline.facts import ReleaseFacts
from anonymized_exports.pipeline.package import Signer
from tests.exports import generated

EPSILON, DELTA = 4.0, 1e-6
RHO = accounting.rho_for(EPSILON, DELTA)
CORRIDORS = {("PHL", "USA"): 5, ("MEX", "USA"): 7, ("UKR", "POL"): 4, ("THA", "THA"): 3, ("NPL", "ARE"): 4,
             ("KEN", "SAU"): 2, ("MMR", "THA"): 3, ("NGA", "ITA"): 3, ("USA", "USA"): 5}  # fmt: skip
YEARS = list(range(2016, 2026))
GROWTH = 1.08
TOGETHER = ("meansDebtBondageEarnings", "meansWithholdDocs")
MORE_OF_WOMEN = "typeOfLabourDomesticWork"


def people(workload, number, seed):
    """Codes and flags: nine corridors, 8 % more each year, one pair together, one flag more often of women."""
    rng = np.random.default_rng(seed)
    position = {v.name: {key: i for i, key in enumerate(v.keys)} for v in workload.variables}

    def draw(name, keys, weights):
        chosen = rng.choice(len(keys), number, p=np.array(weights, float) / sum(weights))
        return np.array([position[name][key] for key in keys])[chosen]

    pairs = rng.choice(len(CORRIDORS), number, p=np.array(list(CORRIDORS.values())) / sum(CORRIDORS.values()))
    ends = list(CORRIDORS)
    codes = {
        "yearOfRegistration": draw("yearOfRegistration", [str(y) for y in YEARS], [GROWTH**i for i in range(10)]),
        "gender": draw("gender", ["Woman", "Man", "Trans/Transgender/NonConforming", "notCollected"], [60, 34, 2, 4]),
        "ageBroad": draw("ageBroad", ["09--17", "18--20", "21--23", "30--38", "unknown"], [25, 15, 20, 30, 10]),
        "citizenship": np.array([position["citizenship"][ends[i][0]] for i in pairs]),
        "CountryOfExploitation": np.array([position["CountryOfExploitation"][ends[i][1]] for i in pairs]),
        "traffickMonths": draw("traffickMonths", ["0--12 (0-1 yr)", "25+ (2+ yrs)", "notCollected"], [4, 3, 3]),
    }
    return codes, _flags(workload, codes, position, number, rng)


def _flags(workload, codes, position, number, rng):
    names = [flag.name for flag in workload.flags]
    flags = rng.random((number, len(names))) < 0.12
    copied = rng.random(number) < 0.4
    one, other = (names.index(name) for name in TOGETHER)
    flags[copied, other] = flags[copied, one]
    women = codes["gender"] == position["gender"]["Woman"]
    flags[:, names.index(MORE_OF_WOMEN)] = rng.random(number) < np.where(women, 0.3, 0.1)
    return flags & (flags.cumsum(axis=1) <= workload.flag_cap)


def facts(**changes):
    """What a release of theirs would state."""
    fields = {
        "identifier": "generated", "title": "Made-up people", "publisher": "The pool", "population": "Everybody",
        "at_least": 50_000, "at_most": 100_000, "cutoff": "2026-11-01", "created": "2026-11-22T10:00:00Z",
        "epsilon": EPSILON, "delta": DELTA, "rho": RHO, "lifetime_epsilon": EPSILON,
        "conversion": accounting.CONVERSION, "backend": protect.BACKEND, "code_version": "0.1.0",
    }  # fmt: skip
    return ReleaseFacts(**(fields | changes))


def noisy(workload, number, seed, rho=RHO):
    """Their counts with rounded normal noise of a release's σ: as good as OpenDP's for people who don't exist."""
    rng = np.random.default_rng(seed + 1)
    sigmas = accounting.sigmas_for(workload, rho)
    exact = generated.counted(workload, *people(workload, number, seed))
    told = [np.rint(exact[t.name] + rng.normal(0, sigmas[t.name], exact[t.name].shape)) for t in workload.tables]
    return b"".join(vector.astype("<i8").tobytes() for vector in told)


@cache
def made_up(name="wide", number=60_000, seed=1):
    """The package as bytes."""
    workload, key = schema.load(name), Ed25519PrivateKey.from_private_bytes(b"1" * 32)
    signer = Signer(key.sign, key.public_key().public_bytes_raw())
    attacks = report.as_json([], workload, EPSILON, DELTA, "0.1.0")
    return run.finish(noisy(workload, number, seed), attacks, facts(), workload, signer, lambda _stage: None)


def rows(package, table):
    """The rows of one of its tables."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(f"data/{table}.csv").decode())))
