"""The part of a package that everybody may read without saying who they are, as a package of its own.

Noise protects every table alike, so this list isn't about privacy: wide tables are easy to misread, and whoever takes
them accepts terms of use (docs/decisions/0032). A table that isn't named here is for registered researchers.
"""

import hashlib
import io
import json
import zipfile
from typing import Any

from anonymized_exports.pipeline.package import Signer, signature, zipped

PUBLIC_TABLES = frozenset(
    {
        "total",
        "year-of-registration",
        "gender",
        "age-broad",
        "citizenship",
        "country-of-exploitation",
        "traffick-months",
        "flags",
        "gender-age-broad",
        "citizenship-country-of-exploitation",
        "year-of-registration-gender",
        "flags-year-of-registration",
        "flag-pairs",
        "standing",
        "first-service",
        "services-received",
        "services-declined",
        "services-unavailable",
        "referred",
        "referral-ends",
        "served",
        "language",
        "groups",
        # where groups meet, with what was given and how soon (docs/decisions/0042)
        "gender-served",
        "age-broad-served",
        "gender-age-broad-served",
        "gender-age-broad-first-service",
        "groups-served",
        "groups-first-service",
        "groups-gender-served",
        "group-pairs-served",
    }
)
AS_THEY_ARE = ("codebook.csv", "METHOD.md", "CITATION.cff", "ATTACKS.md", "ATTACKS.json")
NOTE = "The public part of the release; further tables are for registered researchers."


def public_part(package: bytes, signer: Signer) -> bytes:
    """The public tables with codebook, method note and citation, signed. The same bytes in, the same bytes out."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        whole: dict[str, Any] = json.loads(archive.read("datapackage.json"))
        resources = [one for one in whole["resources"] if one["name"] in PUBLIC_TABLES | {"codebook", "synthetic"}]
        files = {one["path"]: archive.read(one["path"]) for one in resources}
        files |= {path: archive.read(path) for path in AS_THEY_ARE}
    privacy = whole["privacy"]
    sigmas = {name: sigma for name, sigma in privacy["sigmaOfNoisyCounts"].items() if name in PUBLIC_TABLES}
    part = whole | {
        "privacy": privacy | {"sigmaOfNoisyCounts": sigmas},
        "name": f"{whole['name']}-public",
        "description": f"{whole['description']} {NOTE}",
        "wholePackage": f"sha256:{hashlib.sha256(package).hexdigest()}",
        "resources": resources,
    }
    files["datapackage.json"] = (json.dumps(part, indent=2, ensure_ascii=False) + "\n").encode()
    return zipped(files | signature(files, signer))
