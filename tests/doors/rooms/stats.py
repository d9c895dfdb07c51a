"""The signed paper behind an agreement to statistics."""

import io

from anonymized_exports.actions import attach_paper
from casemgr.accounts.models import StatisticsAgreement
from casemgr.cli.sample_papers import sample_pdf
from tests.conftest import as_user
from tests.doors.door import Door, Who
from tests.doors.personas import AT_HOME

OF_THE_ORGANIZATION = Who(frozenset({"data_steward", "org_admin"}), AT_HOME)

DOORS = {
    "agreement_paper": Door(OF_THE_ORGANIZATION),
    "agreement_paper_file": Door(OF_THE_ORGANIZATION),
}


def fill(world):
    """A paper attached to Harbor's agreement."""
    admin = world.people["org_admin"]
    agreement = StatisticsAgreement.objects.get(pk=world.ids["agreement_id"])
    with as_user(admin):
        paper = attach_paper(agreement, file=io.BytesIO(sample_pdf()), by=admin)
    world.ids |= {"paper_id": paper.pk}
