"""How long a server asks to be left alone, RFC 9110 section 10.2.3."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime


def seconds_asked_for(headers: Mapping[str, str]) -> float | None:
    """None where it says nothing that can be understood."""
    asked = headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        return float(asked)
    until, now = _date(asked), _date(headers.get("Date", ""))
    # Its own clock tells both, so ours may be wrong.
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None
