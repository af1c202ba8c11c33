"""Dates as the data files write them, a day, a month or a year: for axes and for words."""

from __future__ import annotations

import calendar
import datetime

from .words import say


def first_day(date: str) -> datetime.date:
    """The first day that an ISO 8601 date can mean: 2024-07 → 1 July 2024."""
    year, month, day = (*map(int, date.split("-")), 1, 1)[:3]
    return datetime.date(year, month, day)


def last_day(date: str) -> datetime.date:
    """The last day that an ISO 8601 date can mean: 2024-07 → 31 July 2024."""
    parts = [int(part) for part in date.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return datetime.date(year, month, day)


def said(date: str, *, year: bool = True) -> str:
    """A date in words, as exact as it is given: "10 Oct 2022", "Jul 2024", "1989"."""
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 1:
        return str(parts[0])
    name = say(f"short_{parts[1]}")
    if len(parts) == 2:
        return say("month_year", month=name, year=parts[0]) if year else name
    if not year:
        return say("day_month", day=parts[2], month=name)
    return say("day_month_year", day=parts[2], month=name, year=parts[0])


def months(first: datetime.date, last: datetime.date) -> list[tuple[datetime.date, str]]:
    """The first days of all months from that of ``first`` to the one after ``last``, with names.

    The first month and every January carry the year.
    """
    found: list[tuple[datetime.date, str]] = []
    year, month = first.year, first.month
    while not found or found[-1][0] <= last:
        name = say(f"short_{month}")
        found.append((datetime.date(year, month, 1),
                      f"{name}\n{year}" if not found or month == 1 else name))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found
