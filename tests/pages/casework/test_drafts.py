"""Drafts: what was typed and not saved comes back to its author, in its own form about its own case only."""

import datetime
import time

import pytest
from django.urls import reverse
from django.utils import timezone

from casemgr.audit import events
from casemgr.db.actor import acting_as
from casemgr.encryption.errors import EncryptionError
from cases.actions import ask_right, assign, end_grant, forget_drafts
from cases.models import Draft, Note
from frontend import lock
from tests.conftest import as_user, open_case, yesterday

from .conftest import words

TYPED = {"body": "Zanzibar is where she feels safe", "kind": "contact", "happened_on": str(yesterday())}


def note_form(case):
    return reverse("note_add", args=[case.public_id])


def keep(page, at, fields=TYPED, written_on="one"):
    return page.post(reverse("draft_keep"), fields | {"draft_at": at, "draft_page": written_on})


def body_in(page, at):
    form = page.get(at).context["form"]
    return form["body"].value()


def test_what_was_typed_comes_back_in_the_form(page, case):
    answer = keep(page, note_form(case))
    assert answer.status_code == 200 and len(answer.content) == 5
    opened = page.get(note_form(case))
    assert opened.status_code == 200 and "didn't save" in words(opened)
    assert opened.context["form"]["body"].value() == TYPED["body"]
    assert "is-invalid" not in opened.content.decode()


def test_it_appears_in_no_other_case_and_no_other_form(page, case, caseworker):
    other = open_case(caseworker, alias="Noor")
    keep(page, note_form(case))
    assert not body_in(page, note_form(other))
    assert "didn't save" not in words(page.get(reverse("task_add", args=[case.public_id])))


def test_it_is_sealed_and_only_its_author_reads_it(page, case, caseworker, supervisor, browse):
    keep(page, note_form(case))
    with as_user(caseworker):
        draft = Draft.objects.visible_to(caseworker).get()
        assert b"Zanzibar" not in bytes(draft.content_sealed.ciphertext)
    with as_user(supervisor):
        assert not Draft.objects.visible_to(supervisor).exists()
        assert not Draft.objects.unscoped("row-level security is what is tested").exists()
    assert not body_in(browse(supervisor), note_form(case))


def test_saving_ends_it_and_late_words_of_that_page_are_refused(page, case, caseworker):
    keep(page, note_form(case), written_on="one")
    page.post(note_form(case), TYPED | {"draft_page": "one"})
    assert not body_in(page, note_form(case))
    keep(page, note_form(case), written_on="one")
    assert not body_in(page, note_form(case))
    keep(page, note_form(case), written_on="two")
    assert body_in(page, note_form(case)) == TYPED["body"]


def test_a_form_sent_with_errors_is_kept(page, case):
    assert page.post(note_form(case), TYPED | {"happened_on": "nonsense"}).status_code == 422
    opened = page.get(note_form(case)).context["form"]
    assert opened["body"].value() == TYPED["body"] and opened["happened_on"].value() == "nonsense"


def test_a_form_with_errors_behind_the_lock_comes_back_after_the_password(page, case):
    page.get(note_form(case))
    session = page.session
    session[lock.SEEN] = time.time() - lock.IDLE_SECONDS - 5
    session.save()
    page.post(note_form(case), TYPED | {"happened_on": "nonsense"})
    opened = page.post(reverse("lock"), {"password": "correct horse battery"})
    assert opened["Location"] == note_form(case) and body_in(page, note_form(case)) == TYPED["body"]


def test_throwing_it_away_opens_the_form_afresh(page, case):
    keep(page, note_form(case))
    answer = page.post(reverse("draft_discard"), {"draft_at": note_form(case)})
    assert answer["Location"] == note_form(case) and not body_in(page, note_form(case))


def test_a_draft_of_an_older_row_meets_the_newer_one_as_a_clash(page, case, caseworker):
    at = reverse("case_change", args=[case.public_id])
    read = page.get(at).context["form"]
    old = {"version": read["version"].value(), "risk": "urgent", "status": "intake", "initial-risk": ""}
    keep(page, at, old | {"initial-status": "intake"})
    again = page.get(at).context["form"]
    assert again["risk"].value() == "urgent" and again["version"].value() == read["version"].value()


def test_whoever_lost_the_case_lost_the_draft(page, case, caseworker, colleague, supervisor):
    keep(page, note_form(case))
    with as_user(supervisor):
        assign(case, to=colleague, by=supervisor)
        end_grant(case, of=caseworker, by=supervisor)
    assert keep(page, note_form(case)).status_code == 404
    with as_user(caseworker):
        assert not Draft.objects.unscoped("row-level security is what is tested").exists()


def test_nothing_is_kept_for_a_case_that_is_not_theirs(browse, colleague, case):
    assert keep(browse(colleague), note_form(case)).status_code == 404


def test_a_draft_too_long_is_refused_in_words(page, case):
    answer = keep(page, note_form(case), TYPED | {"body": "x" * Draft.MOST})
    assert answer.status_code == 422 and not body_in(page, note_form(case))


def test_registering_can_be_gone_on_with_and_its_key_dies_with_the_draft(
    page, caseworker, django_capture_on_commit_callbacks
):
    at = reverse("register")
    keep(page, at, {"step": "save", "alias": "Noor"})
    with as_user(caseworker):
        draft = Draft.objects.visible_to(caseworker).get()
    assert "Go on with it" in words(page.get(at))
    assert page.get(at + "?draft=1").context["form"]["alias"].value() == "Noor"
    with django_capture_on_commit_callbacks(execute=True):
        page.post(reverse("draft_discard"), {"draft_at": at})
    assert "Go on with it" not in words(page.get(at))
    with acting_as(None), pytest.raises(EncryptionError):
        _ = Draft(pk=draft.pk, organization_id=draft.organization_id, content=draft.content_sealed).content


def test_a_registration_left_for_a_day_is_forgotten(page, caseworker):
    keep(page, reverse("register"), {"step": "save", "alias": "Noor"})
    with as_user(caseworker):
        Draft.objects.visible_to(caseworker).update(saved_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    assert page.get(reverse("register") + "?draft=1").context["form"]["alias"].value() != "Noor"


def test_old_drafts_go_at_night_though_their_author_never_comes_by(page, case, caseworker):
    keep(page, reverse("register"), {"step": "save", "alias": "Noor"})
    keep(page, note_form(case))

    def left():
        with as_user(caseworker):
            return Draft.objects.visible_to(caseworker).count()

    def aged(**time):
        with as_user(caseworker):
            Draft.objects.visible_to(caseworker).update(saved_at=timezone.now() - datetime.timedelta(**time))
        return forget_drafts(caseworker.organization_id)

    assert (aged(hours=23), left()) == (0, 2)
    assert (aged(hours=25), left()) == (1, 1), "of nobody's case"
    assert (aged(days=31), left()) == (1, 0)


def test_the_trail_hears_of_the_first_keeping_of_a_page_and_of_no_words(page, case):
    for _ in range(3):
        keep(page, note_form(case))
    entries = page.trail(events.DRAFT_KEPT)
    assert len(entries) == 1 and "Zanzibar" not in str(entries[0].__dict__)


def test_notes_are_written_once_even_when_a_draft_was_kept(page, case, caseworker):
    keep(page, note_form(case))
    page.post(note_form(case), TYPED | {"draft_page": "one"})
    with as_user(caseworker):
        assert Note.objects.visible_to(caseworker).count() == 1


def test_a_form_about_no_case_comes_back_too(page):
    for name in ("threat_add", "visit_start", "incident_add"):
        at = reverse(name)
        keep(page, at, {"words": "They wait outside", "place": "The harbor"})
        opened = page.get(at)
        assert "didn't save" in words(opened) and "is-invalid" not in opened.content.decode()
        assert page.post(reverse("draft_discard"), {"draft_at": at})["Location"] == at
        assert "didn't save" not in words(page.get(at))


def test_whoever_keeps_the_directory_sees_no_case_and_loses_no_words(browse, org_admin, auditor):
    at, keeping = reverse("directory_organization_add"), browse(org_admin)
    assert keep(keeping, at, {"name": "Lighthouse"}).status_code == 200
    assert keeping.get(at).context["form"]["name"].value() == "Lighthouse"
    assert keep(keeping, reverse("threat_add"), {"words": "x"}).status_code == 404
    assert keep(browse(auditor), at, {"name": "Lighthouse"}).status_code == 403


def test_a_talk_in_private_is_kept_for_its_request_alone(page, case, caseworker):
    with as_user(caseworker):
        told = {"kind": "erasure", "asker": "person", "identity": "known"}
        request = ask_right(case, by=caseworker, **told)
    at = reverse("right_check", args=[request.public_id])
    assert keep(page, at, {"words": "He listens in", "version": "1"}).status_code == 200
    assert page.get(at).context["form"]["words"].value() == "He listens in"
    assert keep(page, reverse("right_check", args=["A" * 22]), {"words": "x"}).status_code == 404
    nobody_asked = reverse("deletion_answered", args=[request.public_id, "A" * 22])
    assert keep(page, nobody_asked, {"words": "x"}).status_code == 404


def test_a_hold_on_an_entry_that_is_not_there_is_not_kept(browse, supervisor):
    keeping = browse(supervisor)
    assert keep(keeping, reverse("log_hold", args=["threat", "A" * 22]), {"reason": "x"}).status_code == 404
    assert keep(keeping, reverse("log_hold", args=["nothing", "A" * 22]), {"reason": "x"}).status_code == 404
