"""A year or a day as users write it."""

from __future__ import annotations

from datetime import date

from shufa_lint.text.language import tr

YEAR, DAY = len("2022"), len("2022-06-30")


def year_or_day(value: object) -> str:
    """Return a year (2022) or a day (2022-06-30) as it is written; raise ValueError, in Chinese, for anything else."""
    written = value.isoformat() if isinstance(value, date) else str(value).strip()
    try:
        day = date.fromisoformat(f"{written}-01-01" if len(written) == YEAR else written).isoformat()
    except ValueError:
        written = ""
    if len(written) not in (YEAR, DAY) or not day.startswith(written):  # 2025-W01-1 is a day as well
        raise ValueError(tr("{value} 不是年份，也不是日期：写成 2022 或者 2022-06-30").format(value=value))
    return written


def last_day(written: str) -> str:
    """Return the day that a year or a day ends with: 2022-12-31 for 2022."""
    return written if len(written) == DAY else f"{written[:YEAR]}-12-31"


def today() -> str:
    """Return the day that it is here. Of all that decides what is found, only a waiver that ends on a day asks."""
    return date.today().isoformat()
