"""The method note and the citation, in plain words. Every number in them is public or drawn with noise."""

from pathlib import Path

from anonymized_exports.pipeline.facts import ReleaseFacts
from anonymized_exports.pipeline.schema import Workload

WORDING = Path(__file__).parent / "wording"
NOTE = (WORDING / "METHOD.md").read_text()

CITATION = (WORDING / "CITATION.cff").read_text()


def method_note(facts: ReleaseFacts, workload: Workload, sigmas: dict[str, float]) -> bytes:
    """METHOD.md: who is counted, what was done, how to read it, where the protection ends."""
    figures = {
        "least": min(sigmas.values()),
        "most": max(sigmas.values()),
        "squared": workload.total_squared_sensitivity,
        "digest": workload.digest,
    }
    return NOTE.format(**vars(facts), **figures, flag_cap=workload.flag_cap).encode()


def citation(facts: ReleaseFacts, workload: Workload) -> bytes:
    """CITATION.cff (Citation File Format 1.2.0); texts are quoted, so that YAML can't misread them."""
    quoted = {"title": _quoted(facts.title), "publisher": _quoted(facts.publisher)}
    return CITATION.format(
        **quoted,
        identifier=_quoted(facts.identifier),
        day=facts.created[:10],
        version=_quoted(f"{workload.name}-{workload.version}"),
        licence=facts.licence,
    ).encode()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
