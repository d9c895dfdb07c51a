"""What consent is asked with is shown in pictures too: on the form, on its paper, wherever somebody is registered."""

import re

import pytest

from cases.consent_texts import PICTURES, TEXTS
from tests.frontend.sources import FRONTEND

KNOWN = set((FRONTEND / "assets/icons.txt").read_text().split())


def pictures(html):
    """For each paragraph the icons beside it."""
    told = re.findall(r'<span class="consent-pictures"[^>]*>(.*?)</span><p', html, re.DOTALL)
    return tuple(tuple(re.findall(r"#([a-z0-9-]+)", icons)) for icons in told)


@pytest.mark.parametrize("purpose", TEXTS)
def test_each_paragraph_has_its_own(purpose):
    assert len(PICTURES[purpose]) == len(TEXTS[purpose])
    assert all(PICTURES[purpose]) and {name for names in PICTURES[purpose] for name in names} <= KNOWN


@pytest.mark.parametrize(
    ("path", "purpose"),
    [
        ("/cases/{}/consents/new/store/", "store"),
        ("/cases/{}/consents/new/share/", "share"),
        ("/cases/{}/consents/new/statistics/", "statistics"),
        ("/cases/{}/consents/print/share/", "share"),
        ("/cases/{}/consents/print/store/", "store"),
        ("/papers/register/", "store"),
        ("/cases/{}/links/family/", "store"),
    ],
)
def test_they_stand_beside_the_words(page, case, path, purpose):
    answer = page.get(path.format(case.public_id), follow=True)
    assert answer.status_code == 200
    assert pictures(answer.content.decode()) == PICTURES[purpose]
