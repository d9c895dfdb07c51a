"""Packages of the list on equity, of made-up people: who is served less, alone and where groups meet."""

from functools import cache

import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anonymized_exports.attacks import people, report
from anonymized_exports.pipeline import accounting, run, schema
from anonymized_exports.pipeline.package import Signer
from tests.exports import packages
from tests.exports.packages import DELTA, EPSILON, RHO

SERVED, LESS, MUCH_LESS = 0.8, 0.1, 0.3  # the share of everybody; less for each group alone; less where they meet
GROUP, OTHER, GENDER = "ethnicityBlack", "disabilityHearing", "Woman"


def made_people(workload, number, seed, effect):
    """One group and one gender are served less, and with `effect` still less where they meet."""
    pool, rng = people.made_up(workload, number, seed), np.random.default_rng(seed + 9)
    place = {v.name: {key: i for i, key in enumerate(v.keys)} for v in workload.variables}
    names = [flag.name for flag in workload.flags]
    flags = rng.random(pool.flags.shape) < 0.15
    flags[:, names.index(GROUP)] = rng.random(number) < 0.3
    flags &= flags.cumsum(axis=1) <= workload.flag_cap
    codes = dict(pool.codes)
    codes["gender"] = np.where(rng.random(number) < 0.5, place["gender"][GENDER], place["gender"]["Man"])
    group, gender = flags[:, names.index(GROUP)], codes["gender"] == place["gender"][GENDER]
    chance = SERVED - (LESS * group + LESS * gender + MUCH_LESS * (group & gender)) * effect
    served = rng.random(number) < chance
    codes["served"] = np.where(served, place["served"]["yes"], place["served"]["no"])
    soon = np.where(rng.random(number) < 0.6, place["firstService"]["1--7"], place["firstService"]["31--90"])
    codes["firstService"] = np.where(served, soon, place["firstService"]["none"])
    return people.People(codes, flags, np.arange(number))


@cache
def made_up(number=40_000, seed=1, effect=True):
    """The package as bytes; rounded normal noise of a release's σ."""
    workload, key = schema.load("equity"), Ed25519PrivateKey.from_private_bytes(b"1" * 32)
    sigmas, rng = accounting.sigmas_for(workload, RHO), np.random.default_rng(seed + 1)
    exact = people.exact(workload, made_people(workload, number, seed, effect))
    told = [np.rint(exact[t.name] + rng.normal(0, sigmas[t.name], exact[t.name].shape)) for t in workload.tables]
    noisy = b"".join(vector.astype("<i8").tobytes() for vector in told)
    signer = Signer(key.sign, key.public_key().public_bytes_raw())
    attacks = report.as_json([], workload, EPSILON, DELTA, "0.1.0")
    return run.finish(noisy, attacks, packages.facts(), workload, signer, lambda _stage: None)
