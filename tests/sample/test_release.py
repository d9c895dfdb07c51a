"""The demo has a published release, so that a researcher finds something to read."""

from anonymized_exports.models import Release


def test_the_demo_publishes_one_release(demo_world):
    (release,) = Release.objects.unscoped("test")
    assert release.state == "released"
