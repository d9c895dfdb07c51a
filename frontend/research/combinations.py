"""What is reported of the same people more, or less, often than chance would bring together."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from anonymized_exports.dpstats import Pair, pairs_found_together
from frontend.packages import Figure, Package

from .cells import FINDING, by_codes
from .matrix import matrix
from .words import name_of

TABLE = "flag-pairs"
#: what belongs to a form of exploitation by definition is always found with it
PARTS = (("typeOfLabour", "isForcedLabour"), ("typeOfSex", "isSexualExploit"))


def combinations(package: Package) -> dict[str, Any]:
    """Every pair of reported facts as a triangle, the findings as a list, strongest first."""
    pairs = tested(package)
    names = [(code, name_of(code, figure.labels[0])) for (code,), figure in by_codes(package, "flags").items()]
    findings = [pair for pair in pairs if pair.q <= FINDING]
    return {
        "picture": matrix(names, {frozenset((pair.one, pair.other)): pair for pair in pairs}),
        "findings": findings,
        "names": dict(names),
        "tested": len(pairs),
        "table": TABLE,
    }


@lru_cache(maxsize=8)
def tested(package: Package) -> list[Pair]:
    """The tests of all pairs of flags that stand clear of the noise themselves."""
    singles = {code: figure for (code,), figure in by_codes(package, "flags").items() if figure.reliable}
    pairs = {
        (codes[0], codes[1]): _count(figure)
        for codes, figure in by_codes(package, TABLE).items()
        if codes[0] in singles and codes[1] in singles and not by_definition(codes[0], codes[1])
    }
    (everybody,) = by_codes(package, "total").values()
    return pairs_found_together(_count(everybody), {code: _count(f) for code, f in singles.items()}, pairs)


def by_definition(one: str, other: str) -> bool:
    """Whether one of them is a part of the other."""
    return any(
        first.startswith(part) and second == whole
        for part, whole in PARTS
        for first, second in ((one, other), (other, one))
    )


def _count(figure: Figure) -> tuple[float, float]:
    return figure.value, figure.sigma
