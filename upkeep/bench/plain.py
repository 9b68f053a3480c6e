"""The best SQL we could write by hand for the same rows, read by the same driver: the floor of a page.

One statement reads as much as it can at once; nobody's scope is asked but what the rows need.
"""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accounts.models import Agency
from rehab.delivery.models import AttendanceCode
from upkeep.bench.measuring import Times
from upkeep.bench.pages import World

_WARM_UP = 3

_ROW = """
SELECT i.id, i.name, i.alias, i.expiry_date, i.narcotics, i.in_custody, a.short_name,
       r.number, k.code, k.legal_status, c.block, c.cell, d.detention_order_ends
FROM (SELECT * FROM inmates_inmate i WHERE i.in_custody {where}
      ORDER BY {order} LIMIT 25) i
JOIN accounts_agency a ON a.id = i.custodian_id
LEFT JOIN inmates_registration r ON r.inmate_id = i.id AND r.until IS NULL
LEFT JOIN inmates_registerclass k ON k.id = r.register_class_id
LEFT JOIN inmates_cellstay c ON c.inmate_id = i.id AND c.until IS NULL
LEFT JOIN inmates_keydates d ON d.inmate_id = i.id
ORDER BY {order}
"""
# Nobody without an expiry date stands before somebody with one: the index of the list says it so.
_ORDER = "i.expiry_date, i.name, i.id"
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM inmates_inmate i WHERE i.in_custody {where} LIMIT 10001) n"
_OF_ONE = "AND i.custodian_id = %(custodian)s"
_NAMED = "AND (upper(i.name) LIKE upper(%(first)s) OR upper(i.alias) LIKE upper(%(first)s)) " + (
    "AND (upper(i.name) LIKE upper(%(second)s) OR upper(i.alias) LIKE upper(%(second)s))"
)

_STATES = """
SELECT e.custodian_id, e.status, count(*), min(e.status_since),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY e.status_since),
       count(*) FILTER (WHERE e.status = 'graduated' AND e.ended_on BETWEEN %(from)s AND %(to)s),
       count(*) FILTER (WHERE e.screened_on BETWEEN %(from)s AND %(to)s)
FROM enrolments_enrolment e WHERE {mine} GROUP BY 1, 2
"""
_PEOPLE = """
SELECT i.custodian_id, count(*), count(*) FILTER (WHERE i.narcotics)
FROM inmates_inmate i WHERE i.in_custody AND {theirs} GROUP BY 1
"""
_FUNNEL = """
WITH moved AS MATERIALIZED (
    SELECT s.enrolment_id, s.to_status, s."on", e.inmate_id
    FROM enrolments_statuschange s JOIN enrolments_enrolment e ON e.id = s.enrolment_id WHERE {mine}
), way AS MATERIALIZED (
    SELECT i.id FROM inmates_inmate i WHERE i.narcotics AND {theirs} AND (i.in_custody OR i.id IN (
        SELECT inmate_id FROM moved WHERE "on" BETWEEN %(from)s AND %(to)s))
)
SELECT to_status, count(DISTINCT inmate_id) FROM moved
WHERE "on" <= %(to)s AND inmate_id IN (SELECT id FROM way) GROUP BY 1
UNION ALL SELECT 'way', count(*) FROM way
"""
_FUNNEL_OF_PARTNER = """
SELECT s.to_status, count(DISTINCT e.inmate_id)
FROM enrolments_statuschange s JOIN enrolments_enrolment e ON e.id = s.enrolment_id
WHERE {mine} AND s."on" <= %(to)s GROUP BY 1
"""
_SESSIONS = """
SELECT s.custodian_id, s.day, s.state, s.attendance_recorded_at IS NULL, s.not_held_reason_id, count(*)
FROM delivery_session s WHERE {sessions} AND s.state <> 'cancelled' AND s.day BETWEEN %(from)s AND %(to)s
GROUP BY 1, 2, 3, 4, 5
"""
_MARKS = """
SELECT s.custodian_id, s.day, count(*) FILTER (WHERE a.code_id = ANY(%(present)s)), count(*)
FROM delivery_session s JOIN delivery_attendance a ON a.session_id = s.id
WHERE {sessions} AND s.state = 'held' AND s.attendance_recorded_at IS NOT NULL
AND s.day BETWEEN %(from)s AND %(to)s AND a.code_id = ANY(%(counted)s)
GROUP BY 1, 2
"""
_LEAVING = """
SELECT e.id, e.number, e.status, e.ends_on, e.category, i.name, i.expiry_date,
       count(*) FILTER (WHERE e.status IN ('placed', 'active', 'suspended')) OVER (),
       count(*) OVER ()
FROM enrolments_enrolment e JOIN inmates_inmate i ON i.id = e.inmate_id
WHERE {mine} AND i.in_custody AND (
    (e.status IN ('placed', 'active', 'suspended') AND i.expiry_date < e.ends_on)
    OR (e.status IN ('assessed', 'deferred', 'eligible') AND i.expiry_date < %(to)s + 42))
ORDER BY i.expiry_date, i.name, e.id LIMIT 20
"""
_AGREEMENTS = """
SELECT g.*, count(*) OVER () FROM agreements_agreement g WHERE {agreements}
AND g.put_in_force_at IS NOT NULL AND g.last_day >= %(to)s AND g.ended_on IS NULL ORDER BY g.last_day LIMIT 10
"""

_OF_CUSTODIAN = {
    "mine": "e.custodian_id = %(custodian)s",
    "theirs": "i.custodian_id = %(custodian)s",
    "sessions": "s.custodian_id = %(custodian)s",
    "agreements": "g.custodian_id = %(custodian)s",
}
_LINES = """(SELECT g.id FROM agreements_agreement g WHERE g.partner_id = %(partner)s
    AND g.put_in_force_at IS NOT NULL AND %(to)s BETWEEN g.first_day AND g.last_day AND g.ended_on IS NULL)"""
_OF_PARTNER = {
    "mine": f"e.agreement_id IN {_LINES} AND EXISTS (SELECT 1 FROM enrolments_consent c "
    "WHERE c.enrolment_id = e.id AND c.given AND c.withdrawn_on IS NULL)",
    "sessions": "s.cohort_id IN (SELECT c.id FROM delivery_cohort c WHERE c.agreement_id IN " + _LINES + ")",
    "agreements": "g.partner_id = %(partner)s",
}
_OF_UNITS = {
    "mine": "e.custodian_id = ANY(%(units)s)",
    "theirs": "i.custodian_id = ANY(%(units)s)",
    "sessions": "s.custodian_id = ANY(%(units)s)",
    "agreements": "g.custodian_id = ANY(%(units)s)",
}
_BOARD = (_STATES, _PEOPLE, _FUNNEL, _SESSIONS, _MARKS, _LEAVING, _AGREEMENTS)
_BOARD_OF_PARTNER = (_STATES, _FUNNEL_OF_PARTNER, _SESSIONS, _MARKS, _LEAVING, _AGREEMENTS)
_TABLE = (_STATES, _PEOPLE, _SESSIONS, _MARKS, _AGREEMENTS)


def _list(where: str) -> list[str]:
    return [each.format(where=where, order=_ORDER) for each in (_ROW, _COUNT)]


def _board(statements: tuple[str, ...], whose: dict[str, str]) -> list[str]:
    return [each.format(**whose) for each in statements]


def statements() -> dict[str, list[str]]:
    """By the key of the page."""
    return {
        "register.rehabilitasi": _list(_OF_ONE),
        "register.pengawas": _list(""),
        "by-name.rehabilitasi": _list(f"{_OF_ONE} {_NAMED}"),
        "by-name.pengawas": _list(_NAMED),
        "dashboard.kepala-upt": _board(_BOARD, _OF_CUSTODIAN),
        "dashboard.kepala-bnnk": _board(_BOARD_OF_PARTNER, _OF_PARTNER),
        "dashboard.pengawas": _board(_TABLE, _OF_UNITS),
        "unit.pengawas": _board(_BOARD, _OF_CUSTODIAN),
    }


@dataclass
class Reading:
    """One reading of all rows, timed like the answer of a page."""

    seconds: float
    body: bytes = b""


def times(cursor: Any, found: World, readings: int) -> dict[str, Times]:
    given = _parameters(found)
    timed = {}
    for key, wanted in statements().items():
        taken = [_read(cursor, wanted, given) for _time in range(readings + _WARM_UP)]
        timed[key] = Times.of(taken[_WARM_UP:])  # type: ignore[arg-type]
    return timed


def _read(cursor: Any, wanted: list[str], given: dict[str, Any]) -> Reading:
    begun = time.perf_counter()
    for each in wanted:
        cursor.execute(each, given)
        cursor.fetchall()
    return Reading(time.perf_counter() - begun)


def _parameters(found: World) -> dict[str, Any]:
    custodian, partner = (Agency.objects.get(code=code) for code in ("upt-001", "bnnk-001"))
    today = custodian.today()
    codes = dict(AttendanceCode.objects.values_list("pk", "counts"))
    first, second = found.name.split()
    return {
        "custodian": custodian.pk,
        "partner": partner.pk,
        "units": list(Agency.objects.custodians().order_by("name", "pk").values_list("pk", flat=True)[:25]),
        "from": today - timedelta(days=89),
        "to": today,
        "present": [pk for pk, counts in codes.items() if counts == AttendanceCode.Counts.PRESENT],
        "counted": [pk for pk, counts in codes.items() if counts != AttendanceCode.Counts.IGNORED],
        "first": f"%{first}%",
        "second": f"%{second}%",
    }
