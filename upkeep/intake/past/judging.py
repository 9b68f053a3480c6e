"""What each row of old data would become: new, unchanged, added to, in doubt or refused.

Only participation that has ended is taken in (docs/adr/0015).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement
from rehab.delivery.actions.past import PastCohort, PastMark, PastParticipant, PastSession
from rehab.delivery.models import AttendanceCode, Cohort, Session
from rehab.enrolments.models import Enrolment, ExitReason, Status
from rehab.programmes.models import ProgrammeVersion
from upkeep.intake.differences import shown
from upkeep.intake.kept import Candidate, Detail, digest
from upkeep.intake.matching import Outcome
from upkeep.intake.past import values
from upkeep.intake.past.columns import Part, label_of
from upkeep.intake.past.known import Past
from upkeep.intake.past.reading import Told
from upkeep.intake.register import Known
from upkeep.intake.values.dates import Order, day, order_of
from upkeep.intake.values.numbers import register_number
from upkeep.intake.values.people import name_key
from upkeep.intake.values.words import BadValue, plain, text_of, written

_Value = TypeVar("_Value")
_DIFFERS = gettext_lazy(
    "Berbeda dari yang sudah diimpor: %(old)s. Batalkan impor lamanya dahulu bila itu yang salah."
)


@dataclass
class Judged:
    """A row and what it comes to. What would be written stands in `cohort`, `session` and the rest."""

    told: Told
    outcome: Outcome = Outcome.NEW
    name: str = ""
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    doubt: str = ""
    candidates: list[Known] = field(default_factory=list)
    person: Known | None = None
    cohort: PastCohort | Cohort | None = None
    session: PastSession | Session | None = None
    participant: PastParticipant | Enrolment | None = None
    marks: list[PastMark] = field(default_factory=list)

    def problem(self, name: str, sentence: str) -> None:
        """Say what is wrong with one cell; the row is refused."""
        self.outcome = Outcome.REFUSED
        cell = self.told.cells.get(name) if name in self.told.cells else self._mark(name)
        self.problems.append((label_of(name), written(cell), sentence))

    def _mark(self, name: str) -> Any:
        number = name.rpartition("_")[2]
        return self.told.marks.get(int(number)) if number.isdigit() else None

    def understood(self, name: str, read: Callable[[], _Value]) -> _Value | None:
        try:
            return read()
        except BadValue as bad:
            self.problem(name, bad.sentence)
            return None

    @property
    def refused(self) -> bool:
        return self.outcome == Outcome.REFUSED

    @property
    def number(self) -> str:
        return self.told.text("number")[:100] if self.told.part == Part.PEOPLE else ""

    def gist(self) -> str:
        """What must still be so at the commit."""
        return digest([str(self.outcome), self.person.pk if self.person else None, self.changes])

    def detail(self) -> Detail:
        return Detail(
            raw=self.told.raw,
            changes=tuple(self.changes),
            problems=tuple(self.problems),
            doubt=self.doubt,
            candidates=tuple(
                Candidate(
                    each.pk, each.name, ", ".join(filter(None, (each.numbered, shown(each.birth_date))))
                )
                for each in self.candidates
            ),
        )


class Judging:
    """One reading of a file against what there is. Rows come in the order of `Part`."""

    def __init__(self, past: Past, rows: Sequence[Told], choices: Mapping[tuple[str, int], str]) -> None:
        self.past, self.rows, self.choices = past, rows, choices
        self.cohorts: dict[str, Judged] = {}
        self.sessions: dict[tuple[str, int], Judged] = {}
        self.at_that_hour: dict[tuple[str, datetime, str], Judged] = {}
        self.people: dict[tuple[str, int], Judged] = {}
        self.spans: dict[int, list[tuple[date, date | None, str]]] = {}
        self.orders: dict[tuple[str, str], Order] = {}

    def judge(self) -> Iterator[Judged]:
        by_part = {
            Part.COHORTS: self._cohort,
            Part.SESSIONS: self._session,
            Part.PEOPLE: self._person,
        }
        for told in self.rows:
            row = Judged(told)
            by_part[told.part](row)
            yield row

    # Angkatan

    def _cohort(self, row: Judged) -> None:
        told = row.told
        code = row.understood("code", lambda: values.needed(told.text("code"), 40)) or ""
        row.name = code
        first = self.cohorts.setdefault(code.casefold(), row)
        if first is not row:
            row.problem("code", _("Kode ini sudah dipakai di baris %(line)s.") % {"line": first.told.line})
            return
        starts, ends = self._day(row, "starts_on"), self._day(row, "ends_on")
        if starts and ends and ends < starts:
            row.problem("ends_on", _("Tanggal selesai mendahului tanggal mulai."))
        version = self._version(row, starts)
        agreement = self._agreement(row, starts)
        place = row.understood("place", lambda: values.fitting(told.text("place"), 120)) or ""
        decree = (
            row.understood("decree_number", lambda: values.fitting(told.text("decree_number"), 120)) or ""
        )
        decree_date = row.understood("decree_date", lambda: self._maybe_day(told, "decree_date"))
        if row.refused or not (starts and ends and version and agreement):
            return
        made = PastCohort(code, version, agreement, starts, ends, place, decree, decree_date)
        self._against_known_cohort(row, made)

    def _against_known_cohort(self, row: Judged, made: PastCohort) -> None:
        known = self.past.cohorts.get(made.code.casefold())
        row.cohort = known or made
        if known is None:
            return
        if not known.imported:
            row.problem("code", _("Kode ini dipakai angkatan yang dicatat di Pulih. Beri kode lain."))
            return
        pairs = [
            ("programme", known.programme_version.name, made.programme_version.name),
            ("starts_on", shown(known.starts_on), shown(made.starts_on)),
            ("ends_on", shown(known.ends_on), shown(made.ends_on)),
            ("agreement", known.agreement.title, made.agreement.title),
            ("decree_number", known.decree_number, made.decree_number),
            ("decree_date", shown(known.decree_date), shown(made.decree_date)),
        ]
        _same(row, pairs)

    def _version(self, row: Judged, starts: date | None) -> ProgrammeVersion | None:
        text = row.told.text("programme")
        programme = self.past.programmes.get(plain(text))
        if programme is None:
            sentence = _("Program tidak dikenal. Tulis kode atau namanya seperti di halaman Program.")
            row.problem("programme", sentence if text else values.empty().sentence)
            return None
        return self.past.version_on(programme, starts or self.past.today)

    def _agreement(self, row: Judged, starts: date | None) -> Agreement | None:
        text = plain(row.told.text("agreement"))
        if text:
            names = [
                each
                for each in self.past.agreements
                if text in map(plain, (each.title, each.custodian_number, each.partner_number))
            ]
            if len(names) != 1:
                row.problem(
                    "agreement", _("Kerja sama tidak ditemukan. Tulis nomor atau judulnya seperti di Pulih.")
                )
            return names[0] if len(names) == 1 else None
        if starts is None:
            return None
        found = [each for each in self.past.agreements if each.state_on(starts) == Agreement.State.IN_FORCE]
        if len(found) == 1:
            return found[0]
        row.problem(
            "agreement",
            _("Lebih dari satu kerja sama berlaku pada tanggal mulai. Tulis nomornya.")
            if found
            else _("Tidak ada kerja sama yang berlaku pada tanggal mulai. Tulis nomor kerja sama dasarnya."),
        )
        return None

    # Sesi

    def _session(self, row: Judged) -> None:
        told = row.told
        cohort = self._cohort_of(row)
        number = row.understood("nth", lambda: values.session_number(told.cells.get("nth")))
        title = row.understood("title", lambda: values.fitting(told.text("title"), 150)) or ""
        kind = self.past.kinds.get(plain(told.text("kind")))
        if kind is None:
            row.problem("kind", _unknown(told.text("kind")))
        row.name = title or (kind.name if kind else told.text("kind"))[:150]
        if cohort and number is not None:
            first = self.sessions.setdefault((_code(cohort).casefold(), number), row)
            if first is not row:
                row.problem(
                    "nth", _("Nomor sesi ini sudah dipakai di baris %(line)s.") % {"line": first.told.line}
                )
        on = self._day(row, "day")
        if on and cohort and not cohort.starts_on <= on <= cohort.ends_on:
            days = {"first": shown(cohort.starts_on), "last": shown(cohort.ends_on)}
            row.problem("day", _("Di luar masa angkatan (%(first)s sampai %(last)s).") % days)
        starts, ends = self._hours(row, on)
        by = row.understood("delivered_by", lambda: values.needed(told.text("delivered_by"), 200))
        place = row.understood("place", lambda: values.fitting(told.text("place"), 120)) or ""
        if row.refused or not (cohort and kind and starts and by):
            return
        row.cohort = cohort
        self._against_known_session(row, PastSession(cohort, starts, ends, kind, row.name, by, place))

    def _hours(self, row: Judged, on: date | None) -> tuple[datetime | None, datetime | None]:
        starts_at = row.understood("starts_at", lambda: values.clock(row.told.cells.get("starts_at")))
        ends_at = row.understood("ends_at", lambda: values.clock(row.told.cells.get("ends_at")))
        if starts_at is None:
            if not row.told.text("starts_at"):
                row.problem("starts_at", values.empty().sentence)
            return None, None
        if ends_at is not None and ends_at <= starts_at:
            row.problem("ends_at", _("Jam selesai harus sesudah jam mulai."))
        if on is None:
            return None, None
        zone = self.past.custodian.zone
        starts = datetime.combine(on, starts_at, tzinfo=zone)
        return starts, datetime.combine(on, ends_at, tzinfo=zone) if ends_at else None

    def _against_known_session(self, row: Judged, made: PastSession) -> None:
        key = (_code(made.cohort).casefold(), made.starts, made.title.casefold())
        first = self.at_that_hour.setdefault(key, row)
        if first is not row:
            row.problem("day", _("Sesi yang sama sudah ada di baris %(line)s.") % {"line": first.told.line})
            return
        row.session = made
        if not isinstance(made.cohort, Cohort):
            return
        known = self.past.sessions.get((made.cohort.pk, made.starts, made.title.casefold()))
        if known is None:
            return
        row.session = known
        clock = "%H.%M"
        zone = self.past.custodian.zone
        ended = known.actual_end.astimezone(zone).strftime(clock) if known.actual_end else ""
        pairs = [
            ("kind", known.kind.name, made.kind.name),
            ("ends_at", ended, made.ends.strftime(clock) if made.ends else ""),
            ("delivered_by", known.delivered_by_name, made.delivered_by),
        ]
        _same(row, pairs)

    # Peserta

    def _person(self, row: Judged) -> None:
        told = row.told
        row.name = told.text("name")[:200]
        cohort = self._cohort_of(row)
        outcome = row.understood("outcome", lambda: values.outcome(told.cells.get("outcome")))
        ended = self._day(row, "ended_on")
        if cohort and ended and ended < cohort.starts_on:
            row.problem(
                "ended_on",
                _("Mendahului tanggal mulai angkatan (%(day)s).") % {"day": shown(cohort.starts_on)},
            )
        reason = self._exit_reason(row, outcome)
        note = row.understood("note", lambda: values.fitting(told.text("note"), 2000)) or ""
        marks = self._marks(row, cohort, ended)
        row.person = self._match(row)
        if row.refused or row.outcome == Outcome.DOUBT or not (cohort and outcome and ended and row.person):
            return
        row.cohort = cohort
        first = self.people.setdefault((_code(cohort).casefold(), row.person.pk), row)
        if first is not row:
            row.problem("name", _("Orang ini sudah ada di baris %(line)s.") % {"line": first.told.line})
            return
        made = PastParticipant(cohort, row.person.pk, outcome, ended, reason, note)
        known = self.past.enrolments.get((cohort.pk, row.person.pk)) if isinstance(cohort, Cohort) else None
        if known is not None:
            self._against_known_enrolment(row, known, made, marks)
            return
        self._beside_other_ways(row, cohort.starts_on, ended)
        row.participant = made
        row.marks = [PastMark(session, made, code) for _number, session, code in marks]

    def _against_known_enrolment(
        self,
        row: Judged,
        known: Enrolment,
        made: PastParticipant,
        marks: Sequence[tuple[int, PastSession | Session, AttendanceCode]],
    ) -> None:
        row.participant = known
        pairs = [
            ("outcome", str(Status(known.status).label), str(made.outcome.label)),
            ("ended_on", shown(known.ended_on), shown(made.ended_on)),
            ("exit_reason", _name(known.exit_reason), _name(made.exit_reason)),
        ]
        _same(row, pairs)
        for number, session, code in marks:
            old = self.past.marks.get((session.pk, known.pk), "") if isinstance(session, Session) else ""
            if old and old != code.code:
                row.problem(f"sesi_{number}", str(_DIFFERS) % {"old": old})
            elif not old:
                row.changes.append((label_of(f"sesi_{number}"), "", code.code))
                row.marks.append(PastMark(session, known, code))
        if not row.refused and row.marks:
            row.outcome = Outcome.CHANGED

    def _beside_other_ways(self, row: Judged, first: date, last: date) -> None:
        """One person takes part once at a time."""
        assert row.person is not None
        pk = row.person.pk
        for since, until, name in (*self.past.spans.get(pk, ()), *self.spans.get(pk, ())):
            if since <= last and (until is None or first <= until):
                row.problem(
                    "name",
                    _("Pada masa itu orang ini sudah tercatat sebagai peserta (%(name)s).") % {"name": name},
                )
                return
        if not row.refused:
            name = _("baris %(line)s") % {"line": row.told.line}
            self.spans.setdefault(pk, []).append((first, last, name))

    def _exit_reason(self, row: Judged, outcome: Status | None) -> ExitReason | None:
        text = row.told.text("exit_reason")
        found: ExitReason | None = self.past.exit_reasons.get(plain(text))
        if text and found is None:
            row.problem("exit_reason", _unknown(text))
        elif outcome == Status.EXITED and found is None:
            row.problem("exit_reason", _("Peserta yang keluar memerlukan alasan."))
        elif found and outcome and outcome != Status.EXITED:
            row.problem("exit_reason", _("Alasan keluar hanya untuk peserta yang hasilnya Keluar."))
        return found

    def _marks(
        self, row: Judged, cohort: PastCohort | Cohort | None, ended: date | None
    ) -> list[tuple[int, PastSession | Session, AttendanceCode]]:
        found: list[tuple[int, PastSession | Session, AttendanceCode]] = []
        if cohort is None:
            return found
        for number, cell in row.told.marks.items():
            name = f"sesi_{number}"
            session_row = self.sessions.get((_code(cohort).casefold(), number))
            code = self.past.codes.get(plain(text_of(cell)))
            if code is None:
                row.problem(name, _("Kode kehadiran tidak dikenal. Kodenya ada di lembar Petunjuk."))
            elif session_row is None or session_row.session is None or session_row.refused:
                row.problem(name, _("Sesi ini tidak ada, atau ditolak, di lembar Sesi."))
            elif ended and self._day_of(session_row.session) > ended:
                row.problem(name, _("Sesi ini sesudah tanggal berakhir peserta."))
            else:
                found.append((number, session_row.session, code))
        return found

    def _day_of(self, session: PastSession | Session) -> date:
        if isinstance(session, Session):
            return session.day
        return session.starts.date()

    def _match(self, row: Judged) -> Known | None:
        """By register number, then by name and birth date; never by name alone."""
        told, register = row.told, self.past.register
        number = row.understood("number", lambda: register_number(told.cells.get("number")))
        born = row.understood("birth_date", lambda: self._maybe_day(told, "birth_date", birth=True))
        if not row.name:
            row.problem("name", values.empty().sentence)
        if row.refused:
            return None
        pks = set()
        if number is not None:
            exact = register.by_number.get((number.register_class, number.key))
            pks = {exact} if exact is not None else register.by_rest.get(number.key, set())
        by_number = [register.people[pk] for pk in sorted(pks)]
        key = name_key(row.name)
        sure = [each for each in by_number if key.may_be(each.key) or (born and born == each.birth_date)]
        if len(sure) == 1:
            return sure[0]
        alike = [p for pk in register.by_name.get(key.own, ()) if key.may_be((p := register.people[pk]).key)]
        same = [each for each in alike if born and each.birth_date == born]
        if not by_number and len(same) == 1:
            return same[0]
        return self._ask(row, by_number or same or alike[:8], by_number=bool(by_number), named=bool(same))

    def _ask(self, row: Judged, people: list[Known], *, by_number: bool, named: bool) -> Known | None:
        if not people:
            sentence = _("Orang ini tidak ada di register. Minta petugas registrasi mendaftarkannya dahulu.")
            row.problem("number", sentence)
            return None
        choice = self.choices.get((row.told.sheet, row.told.line), "")
        chosen = next((each for each in people if str(each.pk) == choice), None)
        if chosen is not None:
            return chosen
        row.outcome, row.candidates = Outcome.DOUBT, people
        if by_number:
            row.doubt = _("Nomor register ini tercatat atas nama %(name)s.") % {"name": people[0].name}
        else:
            row.doubt = _("Nama dan tanggal lahirnya sama.") if named else _("Hanya namanya yang sama.")
        return None

    # Shared by the three

    def _cohort_of(self, row: Judged) -> PastCohort | Cohort | None:
        code = row.told.text("cohort")
        if not code:
            row.problem("cohort", values.empty().sentence)
            return None
        judged = self.cohorts.get(code.casefold())
        if judged is not None and judged.cohort is not None and not judged.refused:
            return judged.cohort
        known = self.past.cohorts.get(code.casefold())
        if judged is None and known is not None and known.imported:
            return known
        row.problem("cohort", _("Angkatan ini tidak ada, atau ditolak, di lembar Angkatan."))
        return None

    def _day(self, row: Judged, name: str) -> date | None:
        order = self._order(row.told, name)
        return row.understood(
            name, lambda: values.day_needed(row.told.cells.get(name), order, self.past.today)
        )

    def _maybe_day(self, told: Told, name: str, *, birth: bool = False) -> date | None:
        return day(told.cells.get(name), self._order(told, name), today=self.past.today, birth=birth)

    def _order(self, told: Told, name: str) -> Order:
        """How this column of this sheet writes its days."""
        key = (told.sheet, name)
        if key not in self.orders:
            self.orders[key] = order_of(
                each.cells.get(name) for each in self.rows if each.sheet == told.sheet
            )
        return self.orders[key]


def _same(row: Judged, pairs: Sequence[tuple[str, str, str]]) -> None:
    """What was imported before is not changed by a later file, only taken back."""
    row.outcome = Outcome.UNCHANGED if not row.refused else row.outcome
    for name, old, new in pairs:
        if old.casefold() != new.casefold():
            row.problem(name, str(_DIFFERS) % {"old": old or _("kosong")})


def _unknown(text: str) -> str:
    sentence = _("Tidak dikenal. Pilih salah satu kata di lembar Petunjuk pada templat.")
    return sentence if text else values.empty().sentence


def _code(cohort: PastCohort | Cohort) -> str:
    return cohort.code


def _name(reason: ExitReason | None) -> str:
    return reason.name if reason else ""
