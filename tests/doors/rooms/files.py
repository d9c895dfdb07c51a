"""What leaves as a file, and files whose columns are being told: cells of a file are for whoever sent it."""

import io

from cases.importing.mapping import parse
from cases.importing.saved import save_mapping
from cases.importing.sketching import sketch_import
from cases.importing.toml import Told, written
from tests.conftest import as_user
from tests.doors.door import SUPERVISORS, SUPERVISORS_AT_HOME, SUPERVISORS_ON_IT, Door
from tests.doors.personas import Named
from tests.doors.planted import word

SENDER = Named(frozenset({"supervisor"}))

DOORS = {
    "cases_export": Door(SUPERVISORS),
    "case_summary": Door(SUPERVISORS_ON_IT),
    "import_columns": Door(SENDER),
    "import_columns_drop": Door(SENDER, "POST"),
    "mapping_delete": Door(SUPERVISORS_AT_HOME, "POST"),
}


def fill(world):
    """A file of Harbor's supervisor with a planted cell, and a kept mapping."""
    leader = world.people["supervisor"]
    sheet = f"Nickname\n{word('leader', 'view')}\n".encode()
    with as_user(leader):
        batch = sketch_import(io.BytesIO(sheet), by=leader)
        kept = save_mapping(parse(written("Sheet", Told({"Nickname": "person.alias"}))), by=leader)
    world.ids |= {"sketch_id": batch.public_id, "mapping_id": kept.public_id}
