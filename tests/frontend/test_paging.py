"""Pages of long lists: far past the end there is still a way back."""

import pytest

from cases.models import Note
from frontend.paging import CAP, OpenPaginator
from tests.conftest import as_user


@pytest.mark.parametrize(("asked", "before"), [("99999999999", 1), ("2", 1)])
def test_far_past_the_end_the_way_back_leads_to_the_last_page(case, caseworker, asked, before):
    with as_user(caseworker):
        page = OpenPaginator(Note.objects.visible_to(caseworker).order_by("pk"), 5).get_page(asked)
        assert page.previous_page_number() == before and list(page) == []


def test_where_nobody_counted_to_the_end_it_leads_one_page_back(case, caseworker):
    with as_user(caseworker):
        paginator = OpenPaginator(Note.objects.visible_to(caseworker).order_by("pk"), 5)
        paginator.count = CAP
        assert paginator.get_page("900").previous_page_number() == 899
