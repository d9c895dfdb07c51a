"""The file that is published: the same bytes whenever it is built from the same noisy vectors."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from anonymized_exports.pipeline import descriptor, tables, words
from anonymized_exports.pipeline.facts import ReleaseFacts
from anonymized_exports.pipeline.refine import Estimate
from anonymized_exports.pipeline.schema import Workload

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time ZIP knows; a real one would differ from build to build


@dataclass(frozen=True)
class Signer:
    """Signs bytes with Ed25519; `public_key` is its 32 raw bytes."""

    sign: Callable[[bytes], bytes]
    public_key: bytes


def build(
    facts: ReleaseFacts, workload: Workload, estimates: dict[str, Estimate], sigma: float, signer: Signer
) -> bytes:
    """The signed package as a ZIP archive. `sigma` is the noise of the raw counts, in people."""
    files = {
        f"data/{table.name}.csv": tables.table_csv(table, estimates[table.name], workload) for table in workload.tables
    }
    files["codebook.csv"] = tables.codebook_csv(workload)
    files["datapackage.json"] = descriptor.as_json(descriptor.data_package(facts, workload, files))
    files["dcat.jsonld"] = descriptor.as_json(descriptor.dcat(facts, workload, files))
    files["METHOD.md"] = words.method_note(facts, workload, sigma)
    files["CITATION.cff"] = words.citation(facts, workload)
    return _zip(files | _signature(files, signer))


def _signature(files: dict[str, bytes], signer: Signer) -> dict[str, bytes]:
    lines = (f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in sorted(files.items()))
    sums = "".join(lines).encode()
    return {
        "SHA256SUMS": sums,
        "SHA256SUMS.sig": base64.b64encode(signer.sign(sums)) + b"\n",
        "signing-key.pub": base64.b64encode(signer.public_key) + b"\n",
    }


def _zip(files: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as into:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            into.writestr(entry, content)
    return archive.getvalue()
