"""A release needs people of two organizations besides the planner's."""

from anonymized_exports import actions
from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import Organization, User
from tests.exports import factories as make
from tests.exports.conftest import officer, pool, refusal  # noqa: F401 - a fixture


def test_the_planners_colleagues_cannot_approve(pool):  # noqa: F811
    release, colleague = pool.packaged(), officer(pool.organizations[0], "data_steward")
    with acting_as_user(colleague), refusal("own_organization_approves"):
        actions.approve(release, by=colleague)


def test_two_people_of_one_organization_are_one_voice(pool):  # noqa: F811
    release = pool.packaged()
    for approver in (pool.approvers[0], officer(pool.organizations[1], "data_steward")):
        with acting_as_user(approver):
            actions.approve(release, by=approver)
    assert pool.fresh(release).state == "packaged"
    with acting_as_user(pool.approvers[1]):
        actions.approve(release, by=pool.approvers[1])
    assert pool.fresh(release).state == "approved"


def test_a_voice_without_access_no_longer_counts(pool):  # noqa: F811
    make.organization("fourth")  # three are left with an agreement when one is suspended
    release, other = pool.approved(), pool.approvers[0]
    User.objects.using("owner").filter(pk=other.pk).update(is_active=False)
    with acting_as_user(pool.planner), refusal("too_few_approvals"):
        actions.release(release, by=pool.planner)
    User.objects.using("owner").filter(pk=other.pk).update(is_active=True)
    Organization.objects.using("owner").filter(pk=other.organization_id).update(status="suspended")
    with acting_as_user(pool.planner), refusal("agreement_ended"):
        actions.release(release, by=pool.planner)
