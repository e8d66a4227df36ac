"""A year or a day as users write it."""

from __future__ import annotations

from datetime import date

YEAR, DAY = len("2022"), len("2022-06-30")


def year_or_day(value: object) -> str:
    """Return a year (2022) or a day (2022-06-30) as it is written; raise ValueError, in Chinese, for anything else."""
    written = value.isoformat() if isinstance(value, date) else str(value).strip()
    try:
        day = date.fromisoformat(f"{written}-01-01" if len(written) == YEAR else written).isoformat()
    except ValueError:
        written = ""
    if len(written) not in (YEAR, DAY) or not day.startswith(written):  # 2025-W01-1 is a day as well
        raise ValueError(f"{value} 不是年份，也不是日期：写成 2022 或者 2022-06-30")
    return written


def last_day(written: str) -> str:
    """Return the day that a year or a day ends with: 2022-12-31 for 2022."""
    return written if len(written) == DAY else f"{written[:YEAR]}-12-31"


def today() -> str:
    """Return the day that it is here. Nothing asks but a waiver that ends on a day."""
    return date.today().isoformat()
