"""Documents that go along with a referral: chosen, released with the rest, opened by who took the person on, gone."""

import io

import pytest
from django.db import DatabaseError, connection, transaction

from casemgr.audit.models import AuditEntry
from casemgr.errors import Gone, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.actions import add_document, withdraw
from cases.actions.documents import delete_document
from cases.documents.virus_scan import ScannerDown
from cases.models import Document, Notification
from referrals import actions, attachments
from referrals.actions.attachments import Scanning
from referrals.errors import NotReleased
from referrals.models import ReferralAttachment, ReferralParty
from tests.casework.test_documents import PDF, Daemon
from tests.conftest import as_user, make_person_of, open_case
from tests.referrals.conftest import draft, with_second_factor

TITLE = "Planted title of a letter"
EVERYTHING = ("identity", "documents")


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.CASEMGR_DATA_DIR = str(tmp_path)
    return tmp_path / "attachments"


def paper(case, by, content=PDF, title=TITLE):
    with as_user(by):
        return add_document(case, file=io.BytesIO(content), name="letter.pdf", title=title, kind="letter", by=by)


@pytest.fixture
def written(planted_case, lotus, caseworker):
    return draft(planted_case, lotus, by=caseworker, categories=EVERYTHING)


@pytest.fixture
def letter(planted_case, caseworker):
    return paper(planted_case, caseworker)


def choose(referral, by, *documents):
    with as_user(by):
        return actions.choose_documents(referral, [one.public_id for one in documents], by=by)


def taken_on(referral, sender, receiver):
    with as_user(sender):
        actions.submit(referral, by=sender)
    with as_user(receiver):
        actions.accept(referral, by=receiver)
    return referral


def seen(by, **where):
    with as_user(by):
        rows = ReferralAttachment.objects.visible_to(by).select_related("referral")
        return list(rows.filter(**where))


def opened(attachment, by):
    with as_user(by):
        return b"".join(actions.open_attachment(attachment, by=by))


@pytest.fixture
def released(written, letter, caseworker, answering):
    choose(written, caseworker, letter)
    taken_on(written, caseworker, answering)
    [one] = seen(answering)
    return one


def test_it_goes_along_when_the_person_is_taken_on(written, letter, caseworker, answering, folder):
    [chosen] = choose(written, caseworker, letter)
    with as_user(caseworker):
        actions.submit(written, by=caseworker)
    assert seen(answering) == [] and not folder.exists()
    with pytest.raises(NotFound):
        opened(chosen, answering)
    with as_user(answering):
        actions.accept(written, by=answering)
    [one] = seen(answering)
    assert opened(one, answering) == PDF
    with as_user(answering):
        assert one.title == TITLE


def test_neither_the_file_nor_its_title_lies_in_clear(released, folder, answering):
    [file] = [path for path in folder.rglob("*") if path.is_file()]
    assert PDF[:20] not in file.read_bytes() and "letter" not in str(file)
    with as_user(answering), connection.cursor() as cursor:
        cursor.execute("SELECT title FROM referrals_referralattachment")
        assert TITLE.encode() not in bytes(cursor.fetchone()[0])


def test_opening_is_in_both_trails(released, answering, harbor, lotus):
    opened(released, answering)
    for organization, event in ((lotus, "referral:attachment:read"), (harbor, "referral:disclosure:read")):
        with as_user(make_person_of(organization, "auditor")) as auditor:
            assert AuditEntry.objects.visible_to(auditor).filter(event=event).count() == 1


def test_one_can_be_added_later_and_the_other_side_is_told(released, planted_case, caseworker, answering):
    second = paper(planted_case, caseworker, PDF + b"more", "Another")
    choose(released.referral, caseworker, second)
    assert sorted(len(opened(one, answering)) for one in seen(answering)) == [len(PDF), len(PDF) + 4]
    with as_user(answering):
        assert Notification.objects.visible_to(answering).filter(kind="referral_document").count() == 1


@pytest.mark.parametrize("how", ["revoke", "withdraw"])
def test_it_is_gone_with_the_rest(how, released, caseworker, answering, folder):
    with as_user(caseworker):
        if how == "revoke":
            actions.revoke(released.referral, by=caseworker)
        else:
            consent = ReferralParty.objects.visible_to(caseworker).get(referral=released.referral).consent
            withdraw(consent, by=caseworker)
    with pytest.raises(Gone):
        opened(released, answering)
    if how == "revoke":
        with as_user(caseworker):
            assert attachments.sweep(older_than=0) == 1
        assert not [path for path in folder.rglob("*") if path.is_file()]


def test_copies_that_are_shared_survive_a_sweep(released, answering):
    with as_user(answering):
        assert attachments.sweep(older_than=0) == 0
    assert opened(released, answering) == PDF


def test_not_without_the_persons_word(planted_case, lotus, caseworker, letter):
    one = draft(planted_case, lotus, by=caseworker)
    with pytest.raises(InvalidInput) as refused:
        choose(one, caseworker, letter)
    assert refused.value.field == "documents"


def test_not_somebody_elses_document(written, letter, caseworker):
    other = paper(open_case(caseworker, "Other person"), caseworker)
    with pytest.raises(InvalidInput):
        choose(written, caseworker, other)
    with pytest.raises(InvalidInput):
        choose(written, caseworker, letter, other)
    assert seen(caseworker) == []


def test_one_is_left_behind_before_and_never_after(written, letter, caseworker, answering):
    [one] = choose(written, caseworker, letter)
    with as_user(caseworker):
        actions.leave_document(one, by=caseworker)
    assert seen(caseworker) == []
    [one] = choose(written, caseworker, letter)
    taken_on(written, caseworker, answering)
    with as_user(caseworker), pytest.raises(NotInThisState):
        actions.leave_document(one, by=caseworker)


def test_what_was_deleted_meanwhile_stays_behind(written, letter, caseworker, answering):
    choose(written, caseworker, letter)
    with as_user(caseworker):
        delete_document(Document.objects.visible_to(caseworker).get(pk=letter.pk), by=caseworker)
    taken_on(written, caseworker, answering)
    assert seen(answering) == []


def test_a_colleague_who_did_not_accept_opens_nothing(released, lotus):
    colleague = with_second_factor(make_person_of(lotus, "caseworker"))
    with pytest.raises(NotPermitted):
        opened(released, colleague)


def test_others_find_nothing(released, stranger):
    with pytest.raises(NotFound):
        opened(released, stranger)
    with as_user(stranger):
        assert not ReferralAttachment.objects.unscoped("the database alone").exists()


def test_the_receiver_sees_no_choice_even_without_the_scope(written, letter, caseworker, answering):
    choose(written, caseworker, letter)
    with as_user(caseworker):
        actions.submit(written, by=caseworker)
    with as_user(answering):
        assert not ReferralAttachment.objects.unscoped("the database alone").exists()


def test_the_receiver_changes_and_removes_nothing(released, answering):
    for act in ("UPDATE referrals_referralattachment SET scan = 'clean'", "DELETE FROM referrals_referralattachment"):
        with as_user(answering), connection.cursor() as cursor:
            cursor.execute(act)
            assert cursor.rowcount == 0


def test_nobody_attaches_in_the_senders_name(released, letter, answering, harbor):
    row = {"organization": harbor, "referral": released.referral, "document_id": letter.pk}
    with as_user(answering), pytest.raises(DatabaseError), transaction.atomic():
        ReferralAttachment(**row, media_type="x", size=1, scan="clean", chosen_by=answering).save(force_insert=True)


def waiting(written, letter, caseworker, answering, settings):
    """One that was added before there was a scanner."""
    settings.CASEMGR_CLAMAV = "127.0.0.1:1"
    choose(written, caseworker, letter)
    taken_on(written, caseworker, answering)
    [one] = seen(answering)
    return one


def test_nothing_is_opened_before_it_was_looked_at(written, letter, caseworker, answering, settings):
    one = waiting(written, letter, caseworker, answering, settings)
    with pytest.raises(Scanning) as refused:
        opened(one, answering)
    assert refused.value.status == 423
    with pytest.raises(ScannerDown):
        actions.scan_attachment(one.pk, one.organization_id)
    with pytest.raises(Scanning):
        opened(one, answering)
    settings.CASEMGR_CLAMAV = Daemon().place
    actions.scan_attachment(one.pk, one.organization_id)
    assert opened(one, answering) == PDF


def test_a_virus_is_never_opened(written, planted_case, caseworker, answering, settings):
    bad = paper(planted_case, caseworker, PDF + b"EICAR")
    one = waiting(written, bad, caseworker, answering, settings)
    settings.CASEMGR_CLAMAV = Daemon().place
    actions.scan_attachment(one.pk, one.organization_id)
    for by in (answering, caseworker):
        with pytest.raises(Gone, match="virus"):
            opened(one, by)


def test_a_draft_releases_nothing(written, letter, caseworker):
    [one] = choose(written, caseworker, letter)
    with pytest.raises((NotFound, NotReleased)):
        opened(one, caseworker)
