"""What a heading probably means: as a shipped mapping, our own columns or the product's own words name it."""

from collections.abc import Iterable, Mapping
from functools import cache

from cases.importing.headings import known_names
from cases.importing.mapping import heading_key, load, shipped_names

#: spellings that other systems and sheets use
USUAL: Mapping[str, str] = {
    "name": "person.legal_name",
    "fullname": "person.legal_name",
    "nickname": "person.alias",
    "dob": "person.birth_date",
    "birthday": "person.birth_date",
    "dateofbirth": "person.birth_date",
    "telephone": "person.phone",
    "mobile": "person.phone",
    "mail": "person.email",
    "sex": "person.gender",
    "nationality": "person.citizenship",
    "language": "person.preferred_language",
    "comments": "note",
    "remarks": "note",
    "casenumber": "external_id",
    "caseid": "external_id",
    "id": "external_id",
}
#: cells that sheets write for a code, by target
USUAL_CELLS: Mapping[str, Mapping[str, str]] = {
    "person.gender": dict.fromkeys(["f", "w", "female", "woman", "girl"], "Feminine")
    | dict.fromkeys(["m", "male", "man", "boy"], "Masculine"),
}


def guess_code(target: str, cell: str) -> str:
    """The code that a cell probably stands for, or nothing."""
    return USUAL_CELLS.get(target, {}).get(heading_key(cell), "")


def guess(heading: str, labels: Iterable[tuple[str, str]]) -> str:
    """A name of `targets.TARGETS`, or nothing. `labels` are targets as people read them: name and words."""
    key = heading_key(heading)
    by_words = {heading_key(words): name for name, words in labels}
    return by_words.get(key) or USUAL.get(key) or _shipped().get(key, "")


@cache
def _shipped() -> dict[str, str]:
    """Headings of the shipped mappings that stand for one fact (not for one of its codes)."""
    found: dict[str, str] = {}
    for name in shipped_names():
        for key, column in known_names(load(name)).items():
            if column.to and not column.adds:
                found.setdefault(key, column.to)
    return found
