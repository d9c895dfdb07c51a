"""Counts what a person does on real pages: clicks the browser trusts, and inputs whose value was changed by hand."""

WATCH = """() => {
    if (window.watched) return;
    window.watched = true;
    const says = (what) => window.effort(what);
    addEventListener("click", (e) => e.isTrusted && e.detail && says("click"), true);
    addEventListener("input", (e) => e.isTrusted && says("input " + e.target.name), true);
}"""


class Effort:
    """Counting begins when it is made and starts again with `again()`. Choices by mouse count as clicks and inputs."""

    def __init__(self, page):
        self.clicks, self._inputs = 0, set()
        page.expose_function("effort", self._note)
        page.add_init_script(f"({WATCH})()")
        page.evaluate(WATCH)

    @property
    def inputs(self):
        """How many different inputs were filled in or chosen."""
        return len(self._inputs)

    def again(self):
        """Start counting anew."""
        self.clicks, self._inputs = 0, set()

    def _note(self, what):
        if what == "click":
            self.clicks += 1
        else:
            self._inputs.add(what)
