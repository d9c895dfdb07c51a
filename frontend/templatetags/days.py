"""Dates as people say them, in the organization's zone and the reader's language."""

from __future__ import annotations

import datetime

from django import template
from django.utils import timezone
from django.utils.dateformat import format as write
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .ui import icon

register = template.Library()
Moment = datetime.date | datetime.datetime | None


def _local(value: datetime.date | datetime.datetime) -> datetime.date:
    return timezone.localdate(value) if isinstance(value, datetime.datetime) else value


@register.filter
def day(value: Moment) -> str:
    """Say "Today", "Tomorrow", "Yesterday", "27 Nov", or with its year when that isn't this one."""
    if value is None:
        return ""
    date, today = _local(value), timezone.localdate()
    near = {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}.get((date - today).days)
    if near:
        return near
    if date.year == today.year:
        return write(date, pgettext("date of this year, Django date format", "j M"))
    return write(date, pgettext("date, Django date format", "j M Y"))


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """A day and the clock: "Today 14:00"."""
    if value is None:
        return ""
    return f"{day(value)} {timezone.localtime(value):%H:%M}"


@register.filter
def paper_day(value: datetime.date | datetime.datetime, *, month: bool = False) -> str:
    """A day for paper, which is read on another day: always with its year; a whole month without its day."""
    if month:
        return write(_local(value), pgettext("month of a year, Django date format", "M Y"))
    return write(_local(value), pgettext("date, Django date format", "j M Y"))


@register.filter
def paper_moment(value: datetime.datetime) -> str:
    """The same with the clock."""
    return f"{paper_day(value)} {timezone.localtime(value):%H:%M}"


@register.filter
def due(value: Moment) -> SafeString | str:
    """When something is due: overdue in words and red, today bold, else the day."""
    if value is None:
        return ""
    late = (timezone.localdate() - _local(value)).days
    if late > 0:
        words = ngettext("Overdue %(days)d day", "Overdue %(days)d days", late) % {"days": late}
        return format_html('<span class="overdue">{}{}</span>', icon("clock"), words)
    words = moment(value) if isinstance(value, datetime.datetime) else day(value)
    return format_html("<strong>{}</strong>", words) if late == 0 else words
