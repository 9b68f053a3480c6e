"""Values as text of a CSV file that no spreadsheet reads as anything else (bar 13 and 14)."""

import json
import re
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

# What a spreadsheet would run, or an apostrophe of the text itself.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Digits that it would round (16 of an identity number) or shorten (leading noughts).
_SHORTENED = re.compile(r"0\d+|\d{12,}")


def cell(value: Any, zone: ZoneInfo) -> str:
    """ISO 8601 for days and times, `true` and `false`, JSON for what has parts, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, dict | list):
        return guarded(json.dumps(value, ensure_ascii=False, sort_keys=True))
    return guarded(value) if isinstance(value, str) else str(value)


def guarded(text: str) -> str:
    """With one apostrophe before whatever would be run or changed; taking one away gives the text again."""
    text = text.replace("\0", "")
    risky = text.startswith(_RUNS) or text.lstrip().startswith(_RUNS) or _SHORTENED.fullmatch(text)
    return f"'{text}" if risky else text
