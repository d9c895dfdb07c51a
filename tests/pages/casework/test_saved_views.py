"""Saved views: a narrowed list under a name, its count as it is now, nobody else's cases in it."""

import pytest
from django.urls import reverse

from cases.actions import register
from cases.models import SavedView
from tests.conftest import as_user, open_case, store_consent

from .conftest import words

URGENT = "/cases/?view=mine&safety=urgent"


def register_urgent(by, alias):
    with as_user(by):
        return register(person={"alias": alias}, consent=store_consent(), risk="urgent", by=by)


def save(page, query="view=mine&safety=urgent", **fields):
    return page.post(f"/cases/views/new/?{query}", {"name": "Red ones"} | fields)


def tab_of(page, name):
    tabs = page.get("/cases/").context["tabs"]
    return next((tab for tab in tabs if getattr(tab, "label", "") == name), None)


def test_a_narrowed_list_offers_to_be_saved_and_a_plain_one_does_not(page, case):
    assert "Save this view" in words(page.get(URGENT))
    assert "Save this view" not in words(page.get("/cases/?view=mine"))


def test_it_becomes_a_tab_with_its_count_now(page, caseworker):
    register_urgent(caseworker, "Amira")
    open_case(caseworker, alias="Noor")
    shown = page.get(save(page)["Location"])
    assert "Amira" in words(shown) and "Noor" not in words(shown)
    assert tab_of(page, "Red ones").count == 1
    register_urgent(caseworker, "Sofia")
    assert tab_of(page, "Red ones").count == 2


def test_only_what_narrows_a_list_is_kept(page, caseworker):
    save(page, query="view=mine&safety=urgent&page=3&name=Amira&stage=nonsense")
    with as_user(caseworker):
        assert SavedView.objects.visible_to(caseworker).get().query == "view=mine&safety=urgent"


def test_the_name_is_sealed(page, caseworker):
    save(page)
    with as_user(caseworker):
        assert b"Red" not in bytes(SavedView.objects.visible_to(caseworker).get().name_sealed.ciphertext)


def test_a_colleague_does_not_see_it_and_cannot_delete_it(page, caseworker, colleague, browse):
    save(page)
    with as_user(caseworker):
        view = SavedView.objects.visible_to(caseworker).get()
    with as_user(colleague):
        assert not SavedView.objects.unscoped("row-level security is what is tested").exists()
    answer = browse(colleague).post(reverse("view_delete", args=[view.public_id]))
    assert answer.status_code == 404 and tab_of(page, "Red ones")


def test_a_shared_one_shows_each_colleague_their_own_cases(caseworker, colleague, supervisor, browse):
    register_urgent(caseworker, "Amira")
    save(browse(supervisor), query="view=all&safety=urgent", shared="on")
    assert tab_of(browse(caseworker), "Red ones").count == 1
    assert tab_of(browse(colleague), "Red ones").count == 0
    assert tab_of(browse(supervisor), "Red ones").count == 1


def test_a_caseworker_cannot_share(page, caseworker):
    save(page, shared="on")
    with as_user(caseworker):
        assert not SavedView.objects.visible_to(caseworker).get().shared


def test_a_view_for_supervisors_gives_a_caseworker_their_usual_list(supervisor, caseworker, browse):
    save(browse(supervisor), query="view=unassigned&safety=urgent", shared="on")
    page = browse(caseworker)
    assert page.get(tab_of(page, "Red ones").url.replace("?", "/cases/?")).context["view"] == "mine"


def test_it_can_be_deleted(page, caseworker):
    save(page)
    with as_user(caseworker):
        view = SavedView.objects.visible_to(caseworker).get()
    page.post(reverse("view_delete", args=[view.public_id]))
    assert tab_of(page, "Red ones") is None


@pytest.mark.parametrize("name", ["", "x" * 41])
def test_a_name_is_wanted_and_kept_short(page, name):
    assert save(page, name=name).status_code == 422


def test_there_are_twelve_at_most(page):
    for number in range(12):
        save(page, name=f"View {number}")
    answer = save(page)
    assert answer.status_code == 422 and "Delete one first" in words(answer)
