"""Accessibility rules (axe-core), put into the page by the debugger: the policy lets no page load it."""

from pathlib import Path

import axe_core_python

SOURCE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = """async () => {
    // a change may be held up for as long as the page is open: the look at it isn't
    const patience = (what) => Promise.race([what, new Promise((over) => setTimeout(over, 3000))]);
    await patience(new Promise((ready) => requestAnimationFrame(() => requestAnimationFrame(ready))));
    // colours on their way are no colours; a change that is called off rejects, and is over too
    await patience(Promise.allSettled(document.getAnimations().map((change) => change.finished)));
    return axe.run(document, {resultTypes: ["violations"]});
}"""


def violations(page):
    """Every broken rule of the page as it looks now, each with the elements that break it."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SOURCE)
    return [_words(rule) for rule in page.evaluate(RUN)["violations"]]


def _words(rule):
    places = [" ".join(map(str, node["target"])) for node in rule["nodes"]]
    return f"{rule['id']} ({rule['help']}): {'; '.join(places[:5])} … {len(places)} in all"
