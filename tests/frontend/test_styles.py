import gzip
import hashlib
import json
import re

import pytest

from tests.frontend.sources import STATIC

pytestmark = pytest.mark.nodb
CSS = (STATIC / "case.css").read_text(encoding="utf-8")
PAIRS = [
    ("ink", "ground"), ("ink", "card"), ("muted", "ground"), ("muted", "card"), ("link", "card"), ("link", "ground"),
    ("link", "accent-soft"), ("ink", "accent-soft"), ("on-accent", "accent"), ("on-accent", "accent-strong"),
    ("urgent", "urgent-soft"), ("urgent", "card"), ("urgent", "ground"), ("watch", "watch-soft"), ("watch", "card"),
    ("stable", "stable-soft"), ("on-exit", "exit"), ("card", "urgent"),
]  # fmt: skip
PHYSICAL = (
    r"(?:^|[\s;{])(?:margin|padding|border)-(?:left|right)|(?:^|[\s;{])(?:left|right)\s*:|text-align:\s*(?:left|right)"
)


def tokens(theme):
    parts = CSS.split("prefers-color-scheme: dark")[:2]
    light, dark = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", part)) for part in parts]
    return light if theme == "light" else light | dark


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(theme, text, ground):
    colours = tokens(theme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["card", "ground"])
def test_edges_of_inputs_can_be_seen(theme, ground):
    colours = tokens(theme)
    assert contrast(colours["edge"], colours[ground]) >= 3


def test_our_styles_have_no_left_and_right():
    assert not re.findall(PHYSICAL, CSS)


def test_vendored_files_are_what_the_manifest_says():
    vendor = STATIC / "vendor"
    entries = json.loads((vendor / "manifest.json").read_text(encoding="utf-8"))
    assert {entry["file"] for entry in entries} == {path.name for path in vendor.iterdir()} - {"manifest.json"}
    for entry in entries:
        assert entry["licence"] and entry["version"]
        assert hashlib.sha256((vendor / entry["file"]).read_bytes()).hexdigest() == entry["sha256"], entry["file"]


def test_our_script_stays_small():
    assert len(gzip.compress((STATIC / "case.js").read_bytes())) <= 12_000


def test_what_a_cold_page_loads_beside_itself_stays_small():
    names = ["vendor/bootstrap.css", "case.css", "vendor/htmx.js", "case.js", "vendor/icons.svg"]
    assert sum(len(gzip.compress((STATIC / name).read_bytes())) for name in names) <= 55_000


def test_our_script_stores_nothing_in_the_browser():
    script = (STATIC / "case.js").read_text(encoding="utf-8")
    assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie|innerHTML|eval\(", script)
