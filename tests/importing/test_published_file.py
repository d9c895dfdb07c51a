"""The CTDC Global Victim-Perpetrator Synthetic Dataset of December 2022, whole. Its terms forbid passing it on, so
whoever has the file names it: CASEMGR_CTDC_VP_FILE=/path/CTDC_VPsynthetic_condensed.csv ./test tests/importing
"""

import os
from pathlib import Path

import pytest

from tests.importing.support import import_file

ROWS = 21_195
FILE = os.environ.get("CASEMGR_CTDC_VP_FILE", "")


@pytest.mark.skipif(not FILE, reason="name the file in CASEMGR_CTDC_VP_FILE")
def test_the_whole_published_file_imports_without_a_problem(supervisor):
    with Path(FILE).open("rb") as stream:
        batch = import_file(stream, "ctdc_vp_2022", supervisor)
    assert (batch.rows_imported, batch.rows_refused) == (ROWS, 0)
