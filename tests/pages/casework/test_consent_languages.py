"""The words before a consent are in more languages than the screens: the person's on the paper, both on the form."""

import polib
import pytest
from django.utils import translation

from cases.actions import change_person
from cases.consent_texts import READ_IN, TEXTS, text_of, translated
from cases.models import Consent
from tests.conftest import as_user, in_a_year
from tests.frontend.sources import FRONTEND

from .conftest import words

SPANISH = "Queremos contar a otra organización solo lo que está marcado abajo"
LABELS = ("Signature or mark", "Witness, who doesn't work on this case", "Interpreter", "Date")


@pytest.fixture
def spanish(case, caseworker):
    with as_user(caseworker):
        change_person(case.person, {"preferred_language": "es"}, version=1, by=caseworker)
    return case


@pytest.mark.parametrize("language", sorted(READ_IN))
def test_a_language_has_every_text_and_every_label_of_the_sheet(language):
    with translation.override("en"):
        wanted = {str(text) for texts in TEXTS.values() for text in texts} | set(LABELS)
    file = FRONTEND / "locale" / translation.to_locale(language) / "LC_MESSAGES/django.po"
    entries = polib.pofile(str(file)).translated_entries()
    assert {entry.msgid for entry in entries} == wanted
    assert all(text_of(purpose, language).language == language for purpose in TEXTS)
    assert not {str(text) for texts in TEXTS.values() for text in texts} & {
        paragraph for purpose in TEXTS for paragraph in text_of(purpose, language).paragraphs
    }


@pytest.mark.parametrize(
    ("asked", "served"),
    [("es", "es"), ("pt-BR", "pt"), ("zh", "zh-hans"), ("zh-Hans", "zh-hans"), ("zh-Hant", ""), ("am", ""), ("", "")],
)
def test_a_region_is_served_and_another_script_is_not(asked, served):
    assert translated(asked) == served


def test_the_paper_is_in_the_persons_language(page, spanish):
    html = page.get(f"/cases/{spanish.public_id}/consents/print/share/").content.decode()
    assert SPANISH in html and "Firma o marca" in html and '<article class="card" lang="es"' in html


def test_the_form_shows_both_and_screens_stay_in_ours(page, spanish):
    text = words(page.get(f"/cases/{spanish.public_id}/consents/new/share/"))
    assert SPANISH in text and "The same in your language We would like to tell another organization" in text
    assert "What did the person decide?" in text
    assert "English" in words(page.get("/cases/", headers={"Accept-Language": "es"}))


def test_the_fingerprint_is_of_what_was_read(page, spanish, caseworker):
    given = {"decision": "given", "method": "spoken", "basis": "consent", "ends_on": str(in_a_year()), "language": "es"}
    assert page.post(f"/cases/{spanish.public_id}/consents/new/statistics/", given).status_code == 302
    with as_user(caseworker):
        kept = Consent.objects.visible_to(caseworker).current().get(purpose="statistics")
    assert kept.text_digest == text_of("statistics", "es").digest != text_of("statistics", "en").digest
