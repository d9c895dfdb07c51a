"""Dates said in another calendar: kept as they were said, and worked out as the Gregorian days they can mean.

Ethiopian: arithmetic of Reingold and Dershowitz, Calendrical Calculations (2018), chapter 4. Hijri: Umm al-Qura
(hijridate). Solar Hijri: persiantools. Bikram Sambat: nepali-datetime. Thai: years of the Buddhist era since 1941, when
they began to begin in January. Names of months are those calendars' own, with Latin letters beside them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import nepali_datetime
from django.utils.translation import gettext_lazy as _
from hijridate import Hijri
from persiantools.jdatetime import JalaliDate

ONE_DAY = datetime.timedelta(days=1)
WRITTEN = re.compile(r"([a-z]+) (\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
ETHIOPIAN_EPOCH = 2796  # 29 August 8 of the Julian calendar, as a day of `datetime.date.toordinal`


@dataclass(frozen=True)
class Calendar:
    """A calendar: its name, months, the years that are known, and how a day of it is a Gregorian day (ValueError)."""

    label: Any
    months: tuple[str, ...]
    years: range
    day: Callable[[int, int, int], datetime.date]


def _ethiopian(year: int, month: int, day: int) -> datetime.date:
    longest = 30 if month < 13 else 6 if year % 4 == 3 else 5
    if not 1 <= day <= longest:
        raise ValueError
    since = 365 * (year - 1) + year // 4 + 30 * (month - 1) + day - 1
    return datetime.date.fromordinal(ETHIOPIAN_EPOCH + since)


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(","))


CALENDARS: Mapping[str, Calendar] = {
    "ethiopian": Calendar(
        _("Ethiopian"),
        _names(
            "መስከረም Meskerem, ጥቅምት Tikimt, ኅዳር Hidar, ታኅሣሥ Tahsas, ጥር Tir, የካቲት Yekatit, መጋቢት Megabit, ሚያዝያ Miyazya, "
            "ግንቦት Ginbot, ሰኔ Sene, ሐምሌ Hamle, ነሐሴ Nehase, ጳጉሜን Pagumen"
        ),
        range(1890, 2100),
        _ethiopian,
    ),
    "hijri": Calendar(
        _("Islamic (Hijri)"),
        _names(
            "محرم Muharram, صفر Safar, ربيع الأول Rabi I, ربيع الآخر Rabi II, جمادى الأولى Jumada I, "
            "جمادى الآخرة Jumada II, رجب Rajab, شعبان Shaban, رمضان Ramadan, "
            "شوال Shawwal, ذو القعدة Dhu al-Qada, ذو الحجة Dhu al-Hijja"
        ),
        range(1343, 1500),
        lambda year, month, day: datetime.date(*Hijri(year, month, day).to_gregorian().datetuple()),
    ),
    "persian": Calendar(
        _("Solar Hijri (Iran, Afghanistan)"),
        _names(
            "فروردین Farvardin, اردیبهشت Ordibehesht, خرداد Khordad, تیر Tir, مرداد Mordad, شهریور Shahrivar, "
            "مهر Mehr, آبان Aban, آذر Azar, دی Dey, بهمن Bahman, اسفند Esfand"
        ),
        range(1280, 1480),
        lambda year, month, day: JalaliDate(year, month, day).to_gregorian(),
    ),
    "nepali": Calendar(
        _("Bikram Sambat (Nepal)"),
        _names(
            "बैशाख Baishakh, जेठ Jestha, असार Ashadh, साउन Shrawan, भदौ Bhadra, असोज Ashwin, कात्तिक Kartik, "
            "मंसिर Mangsir, पुस Poush, माघ Magh, फागुन Falgun, चैत Chaitra"
        ),
        range(1975, 2100),
        lambda year, month, day: nepali_datetime.date(year, month, day).to_datetime_date(),
    ),
    "thai": Calendar(
        _("Buddhist (Thailand)"),
        _names(
            "มกราคม January, กุมภาพันธ์ February, มีนาคม March, เมษายน April, พฤษภาคม May, มิถุนายน June, กรกฎาคม July, "
            "สิงหาคม August, กันยายน September, ตุลาคม October, พฤศจิกายน November, ธันวาคม December"
        ),
        range(2484, 2700),
        lambda year, month, day: datetime.date(year - 543, month, day),
    ),
}


@dataclass(frozen=True)
class Said:
    """A date as far as it was said; `month` or `day` 0 is that no more was said."""

    calendar: str
    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        """As it is stored: "ethiopian 1988-09-03", "nepali 2050"."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return f"{self.calendar} {'-'.join(parts)}"

    @property
    def words(self) -> str:
        """As people read it; the names of months run in their own direction."""
        known = CALENDARS[self.calendar]
        month = known.months[self.month - 1] if self.month else ""
        day = " ".join(str(part) for part in (self.day, month, self.year) if part)
        return f"\N{FIRST STRONG ISOLATE}{day}\N{POP DIRECTIONAL ISOLATE}, {known.label}"

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        """The first and the last Gregorian day that it can mean. ValueError: the calendar has no such day."""
        known = CALENDARS[self.calendar]
        if self.year not in known.years or self.month > len(known.months) or (self.day and not self.month):
            raise ValueError(str(self.calendar))
        first = known.day(self.year, self.month or 1, self.day or 1)
        if self.day:
            return first, first
        ends = self.month and self.month < len(known.months)
        after = (self.year, self.month + 1) if ends else (self.year + 1, 1)
        return first, known.day(*after, 1) - ONE_DAY

    @property
    def born(self) -> tuple[datetime.date | None, int]:
        """The day if it is one, and the Gregorian year in which most of those days lie."""
        first, last = self.days
        return (first if first == last else None), (first + (last - first) / 2).year


def read(text: str) -> Said:
    """What was stored. ValueError: nothing of the kind."""
    found = WRITTEN.fullmatch(text)
    if not found or found[1] not in CALENDARS:
        raise ValueError
    return Said(found[1], *(int(part) for part in found.groups()[1:] if part))
