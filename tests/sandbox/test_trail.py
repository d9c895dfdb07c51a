"""What happens in a practice is checkpointed like everything else; nothing of it would be missed otherwise."""

from casemgr.accounts.models import Organization
from casemgr.audit import checkpoints
from casemgr.db.actor import acting_as


def test_the_trail_of_a_practice_gets_its_checkpoints_too(developer, empty_cache):
    developer.send("education")
    with acting_as(None):
        pair = set(Organization.objects.filter(practice_of=developer.admin.organization).values_list("pk", flat=True))
    with checkpoints.checkpointing() as alone:
        assert alone and len(pair) == 2
        assert pair <= set(checkpoints._owners())
