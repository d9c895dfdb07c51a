"""Background jobs of the trail."""

from procrastinate.contrib.django import app

from casemgr.audit.anchors import anchor
from casemgr.audit.checkpoints import make_checkpoints


@app.periodic(cron="*/10 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="audit.checkpoint", queue="trail")  # type: ignore[untyped-decorator]
def checkpoint(timestamp: int) -> None:
    """Every ten minutes: give entries their place, sign, anchor. `timestamp` is when it was due, and isn't used."""
    while make_checkpoints():
        pass
    anchor()
