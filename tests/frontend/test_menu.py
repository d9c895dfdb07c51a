import pytest
from django.urls import reverse

from frontend.navigation import COUNTS, ITEMS, entries


@pytest.mark.nodb
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.url_name)
def test_every_item_leads_somewhere(item):
    assert reverse(item.url_name)


@pytest.mark.nodb
def test_every_count_belongs_to_an_item():
    assert set(COUNTS) <= {item.url_name for item in ITEMS}


def test_a_researcher_is_offered_no_cases(rf, researcher):
    request = rf.get("/")
    request.user = researcher
    assert reverse("cases") not in {entry.url for entry in entries(request)}


def test_an_auditor_is_offered_the_audit_and_no_cases(rf, auditor):
    request = rf.get("/")
    request.user = auditor
    offered = {entry.url for entry in entries(request)}
    assert reverse("cases") not in offered
    assert len(offered) >= 1
