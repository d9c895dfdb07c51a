"""Why a record has to be kept is legal: whoever doesn't read that sees that there is a hold, and whom to ask."""

import pytest
from django.urls import reverse

from cases import actions
from tests.conftest import as_user
from tests.pages.conftest import signed_in  # noqa: F401 - a fixture
from tests.rights.conftest import ask


@pytest.mark.parametrize("reads", [True, False])
def test_the_reason_is_for_who_reads_what_is_legal(case, caseworker, supervisor, signed_in, monkeypatch, reads):  # noqa: F811
    with as_user(supervisor):
        actions.place_hold(case, reason="Planted-Tribunal", by=supervisor)
    request = ask(case, caseworker)
    if not reads:
        monkeypatch.setattr(type(supervisor), "reads", lambda _self, group: group != "legal")
    client = signed_in(supervisor)
    for address in (reverse("case_rights", args=[case.public_id]), reverse("right", args=[request.public_id])):
        page = client.get(address).content.decode()
        assert ("Planted-Tribunal" in page) == reads
        assert ("The record has to be kept. Ask" in page) != reads
