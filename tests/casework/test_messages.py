"""What a page tells after saving stays on the server."""

from tests.pages.casework.conftest import Browser
from tests.pages.casework.test_change import sent


def test_messages_lie_in_no_cookie(case, caseworker):
    page = Browser(caseworker)
    address = f"/cases/{case.public_id}/change/"
    answer = page.post(address, sent(page, address) | {"status": "active"})
    assert answer.status_code == 302 and "messages" not in page.cookies
    assert "Saved" in page.get(answer.url).content.decode()
