"""The whole way on one page: count → protect → (stored) → refine → package.

It is in two halves because what lies between them, the noisy vectors, is stored before anything else happens:
a run that stops after that is finished from the stored vectors, and the data are not asked a second time.
"""

from collections.abc import Callable

import numpy as np

from anonymized_exports.pipeline import accounting, measure, package, protect, refine
from anonymized_exports.pipeline.errors import NoiseRefused
from anonymized_exports.pipeline.facts import ReleaseFacts
from anonymized_exports.pipeline.measure import Query
from anonymized_exports.pipeline.package import Signer
from anonymized_exports.pipeline.schema import Workload

Report = Callable[[str], None]


def draw(workload: Workload, rho: float, query: Query, report: Report) -> bytes:
    """Count through the door, add noise that costs ρ, and give back the noisy vectors as bytes.

    `query` runs one SQL statement in a repeatable-read transaction of the export door; ρ must have been
    reserved. Raises PipelineRefused before any noise is drawn if the run would not be sound.
    """
    protect.mechanism(workload, rho)  # refuse before asking anything
    report(f"Counting {len(workload.tables)} tables in the database")
    exact = measure.count(workload, query)
    report("Adding noise and overwriting the exact counts")
    noisy, _sigmas = protect.protect(exact, workload, rho)
    return b"".join(noisy[table.name].astype("<i8").tobytes() for table in workload.tables)


def finish(
    noisy: bytes, attacks: bytes, facts: ReleaseFacts, workload: Workload, signer: Signer, report: Report
) -> bytes:
    """The signed package made from stored noisy vectors and the stored report of attacks. Same bytes in, same out.

    Raises NoiseRefused for vectors drawn by another noise source: this code doesn't know their σ.
    """
    if facts.backend != protect.BACKEND:
        raise NoiseRefused("other_noise_backend", facts.backend)
    vectors = protect.split(np.frombuffer(noisy, dtype="<i8").astype(np.int64), workload)
    sigmas = accounting.sigmas_for(workload, facts.rho)
    report("Making overlapping tables agree")
    estimates = refine.refine(vectors, sigmas, workload)
    report("Writing tables, codebook and method note, and signing them")
    return package.build(facts, workload, estimates, sigmas, attacks, signer)
