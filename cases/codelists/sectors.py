"""Sectors of work: the ISIC sections as HTCDS codes them, and the few that CTDC names."""

from collections.abc import Mapping

from cases.codelists.base import CodeList
from cases.codelists.ctdc import LABOUR
from cases.codelists.htcds_experience import LABOUR_INDUSTRY

SECTORS = CodeList("sectors", "ISIC rev. 4 sections, coded as in HTCDS 2.0", LABOUR_INDUSTRY.codes)

#: HTCDS industry code -> CTDC variable, for the industries that CTDC tells apart.
CTDC_VARIABLE: Mapping[str, str] = {code: name for name, codes in LABOUR.items() for code in codes}


def isic_section(code: str) -> str:
    """The ISIC section letter of an HTCDS industry code, or "" for a code that is none."""
    return code.split("_", 1)[0] if code in SECTORS else ""
