"""Slips on the pages: switched on, made with the person, opened by somebody without an account, answered, ended."""

import html
import re
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, override_settings

from casemgr.rate_limits import LIMITS
from cases.models import Consent
from frontend.form_once import new_mark
from tests.carried.conftest import NAME, WISH, give, now_is_slip, typed, wrong
from tests.conftest import as_user
from tests.pages.casework.conftest import Browser, words
from tests.referrals.conftest import PLANTED

VALUES = ("Planted Legal Name", "+15550100777", "planted@example.net", "Planted-Alias", "1999")
SWITCH = "/settings/organization/slips/"
DOOR, ANSWER = "/open/", "/open/word/"
SAID = {"decision": "given", "method": "spoken", "basis": "consent", "talked": "on"}
CHOICE = {name: value for name, value in WISH.items() if name != "talked"}
TELLING = re.compile(r"traffick|survivor|refer|case|shelter|exploit|victim|help", re.I)

pytestmark = pytest.mark.usefixtures("empty_cache")


def text(response):
    return html.unescape(words(response))


def fresh(**given):
    """A form that wasn't sent yet."""
    return {"once": new_mark(), **given}


def unmarked(answer):
    """The page without the mark of its next form, the one thing in it that is new each time."""
    return re.sub(rb'name="once" value="[^"]+"', b"", answer.content)


@pytest.fixture
def anybody():
    return Client(enforce_csrf_checks=True)


def carry(case):
    return f"/cases/{case.public_id}/carry/"


def test_an_administrator_reads_the_warning_and_switches_it_on(org_admin, caseworker, planted_case):
    admin, worker = Browser(org_admin), Browser(caseworker)
    assert worker.get(carry(planted_case)).status_code == 404
    assert "Let the person carry it" not in text(worker.get(f"/cases/{planted_case.public_id}/referrals/"))
    assert "searches" not in text(admin.get("/settings/organization/"))
    assert "often searches their bag" in text(admin.get(SWITCH))
    assert admin.post(SWITCH, {"on": "on", "name": NAME}).status_code == 422
    assert admin.post(SWITCH, {"on": "on", "understood": "on"}).status_code == 422
    assert worker.get(SWITCH).status_code == 403
    done = admin.post(SWITCH, {"on": "on", "name": NAME, "understood": "on"}, follow=True)
    assert NAME in text(done)
    assert "Let the person carry it" in text(worker.get(f"/cases/{planted_case.public_id}/referrals/"))
    assert worker.get(carry(planted_case)).status_code == 200


def test_the_worker_sees_exactly_what_would_open_and_the_slip_once(planted_case, caseworker, switched_on, anybody):
    worker = Browser(caseworker)
    assert "Is it safe to carry?" in text(worker.get(carry(planted_case)))
    shown = text(worker.post(carry(planted_case), CHOICE | {"step": "preview"}))
    assert all(value in shown for value in VALUES) and PLANTED["address"] not in shown
    assert "You choose to whom" in shown
    assert worker.trail("person:identity:reveal")
    refused = worker.post(carry(planted_case), CHOICE | SAID | {"step": "make", "talked": ""})
    assert refused.status_code == 422 and "Talk with the person" in text(refused)
    made = worker.post(carry(planted_case), CHOICE | SAID | {"step": "make"})
    page = made.content.decode()
    code = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}", page).group()
    passcode = re.search(r"\d{4} \d{4}", page).group()
    sheet = page[page.index("card sheet") :]
    assert code in sheet and passcode not in sheet and NAME in sheet and "http://testserver/open/" in sheet
    assert not any(value in page for value in VALUES), "nothing of the person beside the slip"
    assert f"<title>{NAME}</title>" in page and "data-watermark" not in page
    opened = anybody.post(DOOR, fresh(code=code, passcode=passcode))
    assert opened.status_code == 200 and all(value in text(opened) for value in VALUES)
    with as_user(caseworker):
        assert Consent.objects.visible_to(caseworker).get(purpose="carry").categories == ["contact", "identity"]
    listed = text(worker.get(f"/cases/{planted_case.public_id}/referrals/"))
    assert "Carried by the person" in listed and "1 of 3" in listed and "Opens" in listed
    ledger = text(worker.get(f"/cases/{planted_case.public_id}/disclosures/"))
    assert "Whoever the person shows it to" in ledger and "opened 1 time" in ledger and VALUES[0] not in ledger


def test_a_no_makes_no_slip(planted_case, caseworker, switched_on):
    said = CHOICE | {"step": "make", "decision": "declined", "method": "spoken", "basis": "consent"}
    answer = Browser(caseworker).post(carry(planted_case), said, follow=True)
    assert "no slip was made" in text(answer) and "Carried by the person" not in text(answer)


def test_the_door_says_nothing_and_leaves_nothing(anybody, harbor):
    page = anybody.get(DOOR)
    assert page.status_code == 200 and not page.cookies and not anybody.cookies
    assert page["Cache-Control"] == "no-store, private" and page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"] and "<script" not in page.content.decode()
    assert "<title>Open a page</title>" in page.content.decode()
    assert not TELLING.search(text(page)) and "Harbor" not in text(page)
    assert anybody.head(DOOR).status_code in (200, 405)


def test_a_look_at_the_door_opens_and_counts_nothing(slip, caseworker, anybody):
    for _ in range(10):
        anybody.get(DOOR)
        anybody.get(f"{DOOR}?code={slip.code}&passcode={slip.passcode.replace(' ', '')}")
    assert now_is_slip(slip, caseworker).openings == 0


def test_it_speaks_arabic_without_a_cookie(anybody, slip):
    page = anybody.get(f"{DOOR}?language=ar")
    assert 'lang="ar" dir="rtl"' in page.content.decode() and not page.cookies
    opened = anybody.post(DOOR, typed(slip) | {"language": "ar"})
    assert 'dir="rtl"' in opened.content.decode() and VALUES[0] in text(opened)
    digits = slip.passcode.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert VALUES[0] in text(anybody.post(DOOR, typed(slip, digits)))


def test_what_is_opened_is_shown_for_minutes_and_kept_nowhere(slip, anybody):
    opened = anybody.post(DOOR, typed(slip))
    page = opened.content.decode()
    assert opened["Clear-Site-Data"] == '"cache", "storage"' and opened["Refresh"] == "300; url=/open/"
    assert opened["Cache-Control"] == "no-store, private" and opened["Referrer-Policy"] == "no-referrer"
    assert not opened.cookies and "Content-Disposition" not in opened and "<script" not in page
    assert slip.code not in page and slip.passcode not in page and "download" not in page
    assert f"<title>{VALUES[0]}" not in page and not TELLING.search(re.search("<title>(.*)</title>", page).group(1))
    assert "It opens 2 more times" in text(opened)


def test_its_end_is_told_in_the_time_of_the_slip(slip, harbor, caseworker, anybody):
    harbor.time_zone = "Asia/Tokyo"
    harbor.save()
    end = slip.link.expires_at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert f"{end:%H:%M}." in text(anybody.post(DOOR, typed(slip)))


def test_every_no_is_the_same(planted_case, caseworker, switched_on, clock, anybody):
    make = {name: give(planted_case, caseworker, service_code=name) for name in ("medical", "legal_aid", "education")}
    spent = give(planted_case, caseworker, service_code="advocacy", openings=1)
    anybody.post(DOOR, typed(spent))
    for _ in range(5):
        anybody.post(DOOR, typed(make["medical"], wrong(make["medical"].passcode)))
    Browser(caseworker).post(f"/carried/{make['legal_aid'].link.public_id}/end/")
    answers = {
        "locked": anybody.post(DOOR, typed(make["medical"])),
        "ended": anybody.post(DOOR, typed(make["legal_aid"])),
        "wrong": anybody.post(DOOR, typed(make["education"], wrong(make["education"].passcode))),
        "spent": anybody.post(DOOR, typed(spent)),
        "unknown": anybody.post(DOOR, fresh(code="A" * 20, passcode="1" * 8)),
        "empty": anybody.post(DOOR, fresh()),
        "long": anybody.post(DOOR, fresh(code="A" * 9000, passcode="é" * 300)),
    }
    clock.go(hours=73)
    answers["expired"] = anybody.post(DOOR, typed(make["education"]))
    said = {(one.status_code, unmarked(one), str(sorted(one.items()))) for one in answers.values()}
    assert len(said) == 1 and answers["locked"].status_code == 422
    assert "That can't be opened" in text(answers["locked"])


def test_what_the_browser_sends_again_opens_nothing(slip, caseworker, anybody):
    form = typed(slip)
    assert anybody.post(DOOR, form).status_code == 200
    again = anybody.post(DOOR, form)
    assert again.status_code == 422 and "used before" in text(again)
    assert VALUES[0] not in text(again) and now_is_slip(slip, caseworker).openings == 1
    for mark in ("", "made-up", form["once"] + "x"):
        assert anybody.post(DOOR, typed(slip, once=mark)).status_code == 422
    assert now_is_slip(slip, caseworker).openings == 1
    assert anybody.get(DOOR)["Clear-Site-Data"] == '"cache"'


def test_one_address_tries_only_so_often(slip, caseworker, anybody, monkeypatch):
    most = LIMITS["slip"].most
    statuses = [anybody.post(DOOR, fresh(code="A" * 20, passcode=str(n))).status_code for n in range(most + 2)]
    assert statuses == [422] * most + [429] * 2
    over = anybody.post(DOOR, typed(slip))
    assert over.status_code == 429 and int(over["Retry-After"]) > 0 and "too often" in text(over)
    assert anybody.post(ANSWER, {"reply": "x", "words": "y"}).status_code == 429
    assert now_is_slip(slip, caseworker).openings == 0
    assert Client(REMOTE_ADDR="203.0.113.9").post(DOOR, typed(slip)).status_code == 200


def test_many_addresses_together_try_only_so_often(slip):
    most, tries = LIMITS["slip_all"].most, []
    for n in range(most + 1):
        one = Client(REMOTE_ADDR=f"203.0.{n // 200}.{n % 200}")
        tries.append(one.post(DOOR, fresh(code="A" * 20, passcode="1")).status_code)
    assert tries == [422] * most + [429]


def test_word_is_left_once_and_read_by_the_worker(slip, caseworker, anybody):
    opened = anybody.post(DOOR, typed(slip)).content.decode()
    reply = re.search(r'name="reply" value="([^"]+)"', opened).group(1)
    form = anybody.post(ANSWER, {"reply": reply})
    assert form.status_code == 200 and not any(value in text(form) for value in VALUES)
    assert anybody.post(ANSWER, {"reply": reply, "words": " "}).status_code == 422
    assert anybody.post(ANSWER, {"reply": reply, "words": "x" * 501}).status_code == 422
    said = {"reply": reply, "service": "Legal Desk", "telephone": "+1 555 0142", "words": "<b>Monday</b>"}
    assert "It was left" in text(anybody.post(ANSWER, said))
    again = anybody.post(ANSWER, said)
    assert again.status_code == 422 and "can't be left" in text(again)
    worker = Browser(caseworker)
    news = worker.get("/news/")
    assert "left word for you" in text(news) and "Legal Desk" not in text(news)
    page = worker.get(f"/carried/{slip.link.public_id}/")
    assert "Legal Desk" in text(page) and "&lt;b&gt;Monday" in page.content.decode()
    assert "Nobody checked who they are" in text(page)
    assert [entry.object_pk for entry in worker.trail("case:carried:read")] == [str(slip.link.case_id)]


def test_the_worker_ends_it_on_the_page(slip, caseworker, partner_worker, anybody):
    path = f"/carried/{slip.link.public_id}/end/"
    assert Browser(partner_worker).post(path).status_code == 404
    worker = Browser(caseworker)
    assert worker.get(path).status_code == 405
    assert "opens nothing any more" in text(worker.post(path, follow=True))
    assert worker.post(path).status_code == 409
    assert anybody.post(DOOR, typed(slip)).status_code == 422
    history = text(worker.get(f"/cases/{slip.link.case.public_id}/history/"))
    assert "Gave the person a slip to carry" in history and "Ended a slip" in history


@override_settings(DEBUG=False)
def test_neither_code_nor_passcode_nor_a_value_reaches_the_log(slip, anybody, caplog):
    with caplog.at_level(0):
        anybody.post(DOOR, typed(slip))
        anybody.post(DOOR, typed(slip, wrong(slip.passcode)))
        Client(raise_request_exception=False).put(DOOR, typed(slip))
    told = caplog.text
    assert not [one for one in (slip.code, slip.passcode, *VALUES[:4]) if one in told]
