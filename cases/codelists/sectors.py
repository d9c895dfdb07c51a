"""Sectors of work: the ISIC sections as HTCDS codes them."""

from cases.codelists.base import CodeList
from cases.codelists.htcds_experience import LABOUR_INDUSTRY

SECTORS = CodeList("sectors", "ISIC rev. 4 sections, coded as in HTCDS 2.0", LABOUR_INDUSTRY.codes)
