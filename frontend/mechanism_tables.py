"""Figures of the mechanism as tables and bars: the country's beside one's own organization's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from frontend.mechanism_words import PARTS, TIMES, URGENCY, name_of, within
from referrals.mechanism import Figures

NOTHING = Figures()


@dataclass(frozen=True)
class Row:
    """A number of the country (None: withheld) and the organization's own; `width` of the bar in hundredths."""

    label: Any
    country: int | None
    sent: int
    received: int
    width: float = 0


@dataclass(frozen=True)
class Table:
    """A titled table; `rest` says that what isn't listed is withheld."""

    title: Any
    rows: list[Row]
    rest: bool = False


def tables(country: Figures, own: Mapping[str, Figures]) -> list[Table]:
    """The tables with known lists; of services only those that are told or that the organization has itself."""
    sent, received = own.get("sent", NOTHING), own.get("received", NOTHING)
    made = []
    for part, above, title, codes in PARTS:
        open_ended = part == "service"
        shown = [
            code
            for code in codes
            if not open_ended or any(figures.of(part, code, above) for figures in (country, sent, received))
        ]
        rows = [
            Row(
                codes[code],
                country.of(part, code, above),
                sent.of(part, code, above) or 0,
                received.of(part, code, above) or 0,
            )
            for code in shown
        ]
        made.append(Table(title, _drawn(rows), open_ended))
    return made


def needs(country: Figures) -> list[dict[str, Any]]:
    """Of every service whose unmet needs are told: those by region and by language that are told too."""
    return [
        {
            "service": name_of("service", service),
            "number": country.of("service", service, "unmet"),
            "cells": [
                {"label": name_of(part, code) or code, "number": country.of(part, code, service)}
                for part in ("region", "language")
                for code in country.codes(part, service)
            ],
        }
        for service in country.codes("service", "unmet")
    ]


def times(country: Figures, own: Mapping[str, Figures]) -> list[dict[str, Any]]:
    """How long answers and first contacts took, by urgency, as steps of the ladder; None where it isn't told."""
    return [
        {"title": title, "urgency": URGENCY[urgency], **dict(_spans(country, own, kind, urgency))}
        for kind, title in TIMES.items()
        for urgency in URGENCY
    ]


def _spans(country: Figures, own: Mapping[str, Figures], kind: str, urgency: str) -> Iterator[tuple[str, str | None]]:
    for name, figures in (("country", country), *own.items()):
        hours = figures.of(kind, urgency, "")
        yield name, None if hours is None else within(hours)


def _drawn(rows: list[Row]) -> list[Row]:
    most = max((row.country or 0 for row in rows), default=0) or 1
    return [
        Row(row.label, row.country, row.sent, row.received, round(100 * (row.country or 0) / most, 2)) for row in rows
    ]
