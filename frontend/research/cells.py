"""Figures of a package by their codes, kept in memory: what every picture is made from."""

from __future__ import annotations

from functools import lru_cache

from anonymized_exports.dpstats import above_nothing, q_values
from frontend.packages import Figure, Package

FINDING = 0.05


@lru_cache(maxsize=64)
def clear_of_noise(package: Package, table: str) -> tuple[Figure, ...]:
    """The figures that stand clear of the noise, largest first; few even in a table of many thousands.

    Stricter than the package's own mark: among 60,000 cells two or three empty ones stand four σ out. Of those given
    here at most 5 in 100 are (Benjamini and Hochberg over all cells of the table).
    """
    figures = package.figures(table)
    judged = zip(figures, q_values([above_nothing(figure.value, figure.sigma) for figure in figures]), strict=True)
    found = (figure for figure, q in judged if figure.reliable and q <= FINDING)
    return tuple(sorted(found, key=lambda figure: (-figure.value, figure.codes)))


@lru_cache(maxsize=16)
def by_codes(package: Package, table: str) -> dict[tuple[str, ...], Figure]:
    """Every figure of a small table by its codes, in published order."""
    return {figure.codes: figure for figure in package.figures(table)}
