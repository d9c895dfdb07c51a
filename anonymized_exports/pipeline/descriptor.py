"""datapackage.json after Data Package 2.0 (https://datapackage.org), and DCAT 3 in JSON-LD for catalogues."""

import hashlib
import json
from typing import Any

from anonymized_exports.pipeline.facts import ReleaseFacts
from anonymized_exports.pipeline.schema import Table, Workload
from anonymized_exports.pipeline.synthetic import files as synthetic_files
from anonymized_exports.pipeline.synthetic.rows import SyntheticRows
from anonymized_exports.pipeline.tables import key_columns

PROFILES = "https://datapackage.org/profiles/2.0"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
}
FIGURE_FIELDS = (
    ("value", "integer", "Estimated number of people, never below 0"),
    ("low", "integer", "Lower end of the 95 % interval"),
    ("high", "integer", "Upper end of the 95 % interval"),
    ("sigma", "number", "Standard deviation of the noise in the estimate, in people"),
    ("reliable", "boolean", "Stands clear of the noise: 3 sigma, 4 in tables of 1,000 cells and more"),
    ("noisy", "integer", "The noisy count as drawn, may be negative: use it for sums"),
)


def data_package(
    facts: ReleaseFacts,
    workload: Workload,
    sigmas: dict[str, float],
    files: dict[str, bytes],
    made: SyntheticRows | None = None,
) -> dict[str, Any]:
    """The descriptor of the package. `sigmas` is the noise of each table's raw counts, in people.

    `files` maps path to bytes; every CSV in it becomes a resource. `made` are its synthetic rows, if any.
    """
    tables = [_table_resource(table, workload, files[f"data/{table.name}.csv"]) for table in workload.tables]
    further = [_synthetic_resource(made, workload, files[synthetic_files.PATH])] if made is not None else []
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": f"statistics-{facts.identifier.lower().replace('_', '-')}",
        "id": facts.identifier,
        "title": facts.title,
        "description": "Statistics without names; a small risk remains. See METHOD.md.",
        "version": f"{workload.name}-{workload.version}",
        "created": facts.created,
        "licenses": [{"name": facts.licence, "path": facts.licence_url}],
        "contributors": [{"title": facts.publisher, "roles": ["publisher"]}],
        "sources": [{"title": workload.source}],
        "privacy": privacy(facts, workload, sigmas),
        "resources": [*tables, *further, _codebook_resource(files["codebook.csv"])],
    }


def privacy(facts: ReleaseFacts, workload: Workload, sigmas: dict[str, float]) -> dict[str, Any]:
    """How people are protected, for machines: an extra property, as the standard allows."""
    return {
        "unit": "one person in one organization",
        "epsilon": facts.epsilon,
        "delta": facts.delta,
        "rho": facts.rho,
        "conversion": facts.conversion,
        "lifetimeEpsilon": facts.lifetime_epsilon,
        "squaredSensitivity": workload.total_squared_sensitivity,
        "flagCap": workload.flag_cap,
        "noise": facts.backend,
        "sigmaOfNoisyCounts": {name: round(sigma, 4) for name, sigma in sigmas.items()},
        "workload": workload.digest,
        "software": f"casemgr {facts.code_version}",
    }


def dcat(facts: ReleaseFacts, workload: Workload, files: dict[str, bytes]) -> dict[str, Any]:
    """The catalogue entry (W3C DCAT 3): one dataset, one distribution a file."""
    return {
        "@context": CONTEXT,
        "@type": "dcat:Dataset",
        "dct:identifier": facts.identifier,
        "dct:title": facts.title,
        "dct:description": workload.title,
        "dct:publisher": {
            "@type": "http://xmlns.com/foaf/0.1/Agent",
            "http://xmlns.com/foaf/0.1/name": facts.publisher,
        },
        "dct:issued": facts.created,
        "dct:license": {"@id": facts.licence_url},
        "dcat:version": f"{workload.name}-{workload.version}",
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": path,
                "dcat:mediaType": "text/csv",
                "dcat:byteSize": len(content),
                "spdx:checksum": {
                    "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                    "spdx:checksumValue": hashlib.sha256(content).hexdigest(),
                },
            }
            for path, content in sorted(files.items())
            if path.endswith(".csv")
        ],
    }


def as_json(document: dict[str, Any]) -> bytes:
    """Readable JSON with a fixed form."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def _table_resource(table: Table, workload: Workload, content: bytes) -> dict[str, Any]:
    keys = key_columns(table)
    fields = [_key_field(name, table, workload) for name in keys] + [_figure_field(*f) for f in FIGURE_FIELDS]
    schema: dict[str, Any] = {"$schema": f"{PROFILES}/tableschema.json", "fields": fields}
    if keys:
        schema["primaryKey"] = keys
    return _resource(table.name, f"data/{table.name}.csv", content, schema)


def _figure_field(name: str, type_: str, description: str) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True}
    if name not in ("noisy", "reliable"):
        constraints["minimum"] = 0
    return {"name": name, "type": type_, "description": description, "constraints": constraints}


def _key_field(name: str, table: Table, workload: Workload) -> dict[str, Any]:
    variable = next((v for v in table.by if v.name == name), None)
    flags = [(flag.name, flag.label) for flag in workload.flags]
    pairs = [(code.code, code.label) for code in variable.codes] if variable else flags
    return {
        "name": name,
        "type": "string",
        "title": variable.label if variable else "What was reported",
        "categories": [{"value": code, "label": label} for code, label in pairs],
        "constraints": {"required": True, "enum": [code for code, _label in pairs]},
    }


def _synthetic_resource(made: SyntheticRows, workload: Workload, content: bytes) -> dict[str, Any]:
    fields = synthetic_files.fields(made, workload)
    schema = {"$schema": f"{PROFILES}/tableschema.json", "fields": fields, "missingValues": [""]}
    said = {"title": synthetic_files.TITLE, "description": synthetic_files.DESCRIPTION}
    told = said | {"synthetic": synthetic_files.distance(made)}
    return _resource(synthetic_files.NAME, synthetic_files.PATH, content, schema) | told


def _codebook_resource(content: bytes) -> dict[str, Any]:
    fields = [{"name": name, "type": "string"} for name in ("variable", "code", "meaning", "question")]
    schema = {"$schema": f"{PROFILES}/tableschema.json", "fields": fields, "primaryKey": ["variable", "code"]}
    return _resource("codebook", "codebook.csv", content, schema)


def _resource(name: str, path: str, content: bytes, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": name,
        "type": "table",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }
