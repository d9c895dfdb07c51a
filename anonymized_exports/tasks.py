"""Jobs of this room. They carry ids only, and run in the name of the person who asked."""

import logging

from procrastinate.contrib.django import app

from anonymized_exports import actions
from anonymized_exports.models import Release
from anonymized_exports.refusals import ExportRefused
from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.errors import NotInThisState

logger = logging.getLogger(__name__)


@app.task(name="anonymized_exports.run_release")  # type: ignore[untyped-decorator]
def run_release(release_id: str, user_id: str) -> None:
    """Run a release. A refusal, which is kept on it, and a faster run are no failures of the job; anything else is."""
    user = User.objects.get(pk=user_id, is_active=True)
    with acting_as_user(user):
        release = Release.objects.visible_to(user).get(pk=release_id)
        try:
            actions.run(release, by=user, report=logger.info)
        except ExportRefused as refusal:
            logger.warning("release refused: %s", refusal.reason)
        except NotInThisState:
            logger.info("another run has taken this release further")
