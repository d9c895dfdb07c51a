"""What the pipeline refuses. Codes, not sentences: the rooms above say them in the reader's language."""


class PipelineRefused(Exception):
    """A step can't be sound. `code` says why; `detail` is a public name, never a value or count."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(code)


class WorkloadRefused(PipelineRefused):
    """The list of tables is unknown or names something that may not be counted."""


class CountRefused(PipelineRefused):
    """The door gave something the workload doesn't know, or a person twice."""


class NoiseRefused(PipelineRefused):
    """The noise that would be drawn isn't the noise that was paid for."""
