"""Say that two cases belong together, and take it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound
from cases.models import Case, CaseLink
from cases.permissions import require_on_case


@transaction.atomic
def link_cases(case: Case, other: Case, *, relation: str, by: User) -> CaseLink:
    """The person of `other` is `relation` to the person of `case`. Both must be seen; one link between two cases."""
    require_on_case(by, "edit_case", case)
    require_on_case(by, "edit_case", other)
    if relation not in CaseLink.Relation.values:
        raise InvalidInput(_("Choose how they belong together."), field="relation")
    if case.pk == other.pk:
        raise InvalidInput(_("This is the same case. Choose another one."), field="other")
    both = (case.pk, other.pk)
    if CaseLink.objects.visible_to(by).filter(case_id__in=both, other_id__in=both).exists():
        raise InvalidInput(_("These cases are linked already."), field="other")
    link = CaseLink(organization_id=case.organization_id, case=case, other=other, relation=relation, created_by=by)
    link.save(force_insert=True)
    trail.record(events.CASES_LINKED, by=by, subject=link, facts={"relation": relation})
    return link


@transaction.atomic
def unlink_cases(link: CaseLink, *, by: User) -> None:
    """Take the link away; only whoever sees both cases can. Errors: NotFound."""
    found = CaseLink.objects.visible_to(by).filter(pk=link.pk).select_related("case").first()
    if found is None:
        raise NotFound()
    require_on_case(by, "edit_case", found.case)
    trail.record(events.CASES_UNLINKED, by=by, subject=found)
    found.delete()


def case_by_number(typed: str, *, by: User) -> Case:
    """The case that somebody means by "C-0012" or "12". One that isn't seen is as one that isn't there."""
    digits = typed.strip().upper().removeprefix("C-").strip()
    number = int(digits) if digits.isdecimal() and len(digits) < 10 else 0
    found: Case | None = Case.objects.visible_to(by).select_related("person").filter(number=number).first()
    if found is None:
        raise InvalidInput(_("You see no case with this number."), field="other")
    return found
