"""The file that is published: the same bytes whenever it is built from the same noisy vectors."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from anonymized_exports.attacks import report
from anonymized_exports.pipeline import descriptor, tables, words
from anonymized_exports.pipeline.facts import ReleaseFacts
from anonymized_exports.pipeline.refine import Estimate
from anonymized_exports.pipeline.schema import Workload
from anonymized_exports.pipeline.synthetic import files as synthetic_files
from anonymized_exports.pipeline.synthetic.rows import synthesize

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time ZIP knows; a real one would differ from build to build


@dataclass(frozen=True)
class Signer:
    """Signs bytes with Ed25519; `public_key` is its 32 raw bytes."""

    sign: Callable[[bytes], bytes]
    public_key: bytes


def build(
    facts: ReleaseFacts,
    workload: Workload,
    estimates: dict[str, Estimate],
    sigmas: dict[str, float],
    attacks: bytes,
    signer: Signer,
) -> bytes:
    """The signed package as a ZIP archive. `sigmas` is the noise of each table's raw counts, in people.

    `attacks` is the report of the attacks on a release of made-up people, as JSON.
    """
    files = {
        f"data/{table.name}.csv": tables.table_csv(table, estimates[table.name], workload) for table in workload.tables
    }
    made = None if facts.synthetic_seed is None else synthesize(estimates, workload, facts.synthetic_seed)
    files["codebook.csv"] = tables.codebook_csv(workload, synthetic_files.codebook() if made is not None else ())
    if made is not None:
        files[synthetic_files.PATH] = tables.as_csv(*synthetic_files.heading_and_rows(made))
    files["datapackage.json"] = descriptor.as_json(descriptor.data_package(facts, workload, sigmas, files, made))
    files["dcat.jsonld"] = descriptor.as_json(descriptor.dcat(facts, workload, files))
    note = b"" if made is None else synthetic_files.note(made).encode()
    files["METHOD.md"] = words.method_note(facts, workload, sigmas) + note
    files |= {"ATTACKS.json": attacks, "ATTACKS.md": report.as_markdown(attacks)}
    files["CITATION.cff"] = words.citation(facts, workload)
    return zipped(files | signature(files, signer))


def signature(files: dict[str, bytes], signer: Signer) -> dict[str, bytes]:
    """SHA256SUMS of these files, its signature and the key to check it with."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in sorted(files.items()))
    sums = "".join(lines).encode()
    return {
        "SHA256SUMS": sums,
        "SHA256SUMS.sig": base64.b64encode(signer.sign(sums)) + b"\n",
        "signing-key.pub": base64.b64encode(signer.public_key) + b"\n",
    }


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP archive that comes out the same each time."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as into:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            into.writestr(entry, content)
    return archive.getvalue()
