"""Which person each row means: by register number, then by name and birth date, never by name alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Agency
from accounts.sealing import blind_index
from inmates.actions.cases import check_articles
from inmates.models import Article, CriminalCase, Inmate
from ui.refusal import Refused
from upkeep.intake.differences import Differences, differences, left_words
from upkeep.intake.fields import LABELS
from upkeep.intake.register import Known, Register
from upkeep.intake.understanding import CASE, Person, Problem
from upkeep.intake.values.people import name_key

NEW_PERSON, LEAVE_OUT = "baru", "lewati"


class Outcome(TextChoices):
    """What becomes of a row."""

    NEW = "baru", gettext_lazy("Baru")
    CHANGED = "berubah", gettext_lazy("Berubah")
    UNCHANGED = "tetap", gettext_lazy("Tetap")
    DOUBT = "ragu", gettext_lazy("Ragu")
    REFUSED = "ditolak", gettext_lazy("Ditolak")
    MISSING = "hilang", gettext_lazy("Tidak ada di berkas")
    SKIPPED = "dilewati", gettext_lazy("Bukan baris data")


@dataclass
class Verdict:
    """What a row means. `doubt` is the question, `candidates` its answers beside `may_be_new`."""

    person: Person
    outcome: Outcome
    known: Known | None = None
    differences: Differences = field(default_factory=Differences)
    problems: list[Problem] = field(default_factory=list)
    doubt: str = ""
    candidates: list[int] = field(default_factory=list)
    may_be_new: bool = False

    @property
    def notes(self) -> list[str]:
        return self.person.notes + self.differences.notes

    def gist(self) -> tuple[Any, ...]:
        """What must still be so at the commit."""
        return (
            str(self.outcome),
            self.known.pk if self.known else None,
            [(each.label, each.old, each.new) for each in self.differences.changes],
            sorted(self.candidates),
        )


class Matching:
    """Judges the rows of one file against the register at one moment."""

    def __init__(self, custodian: Agency, register: Register, articles: Mapping[int, Article]) -> None:
        self.custodian, self.register, self.articles = custodian, register, articles
        self.today: date = custodian.today()
        # Who is meant by which row, and who is only asked about.
        self.claimed: dict[int, Person] = {}
        self.asked: set[int] = set()
        self.numbers: dict[tuple[str, str], Person] = {}
        self.identities: dict[str, Person] = {}
        self.newcomers: dict[tuple[str, date], Person] = {}

    def judge(self, people: Sequence[Person], choices: Mapping[tuple[str, int], str]) -> Iterable[Verdict]:
        """One verdict a row, in their order. `choices` are the officer's answers to rows in doubt."""
        claims = {pk for person in people if (pk := self._by_number(person)) is not None}
        for person in people:
            yield self._judge_one(person, claims, choices.get((person.sheet, person.line), ""))

    def missing(self) -> list[Known]:
        """Who is in custody and in no row of the file."""
        meant = self.claimed.keys() | self.asked
        return [known for pk, known in self.register.people.items() if known.in_custody and pk not in meant]

    def _judge_one(self, person: Person, claims: set[int], choice: str) -> Verdict:
        owner = self._by_number(person)
        if person.problems:
            if owner is not None:
                self.claimed.setdefault(owner, person)
            else:
                self.asked.update(self._perhaps(person))
            return _refused(person, person.problems)
        if again := self._said_before(person):
            return _refused(person, [again])
        found = self._found(person, claims)
        if isinstance(found, Verdict):
            return self._decided(found, choice)
        return self._about(person, found) if found else self._newcomer(person)

    def _by_number(self, person: Person) -> int | None:
        if person.number is None:
            return None
        if person.register_class:
            return self.register.by_number.get((person.register_class, person.number.key))
        same = self.register.by_rest.get(person.number.key, set())
        return next(iter(same)) if len(same) == 1 else None

    def _perhaps(self, person: Person) -> Iterator[int]:
        """Whom a row without a readable number may be about: nobody says of them that they left."""
        by_nik = self.register.with_identity_number(person.values.get("identity_number", ""))
        if by_nik is not None:
            yield by_nik
        born = person.values.get("birth_date")
        yield from (known.pk for known in self._alike(person) if born in (None, known.birth_date))

    def _alike(self, person: Person) -> list[Known]:
        """People whose name may be this one."""
        people, key = self.register.people, name_key(person.name)
        return [people[pk] for pk in self.register.by_name.get(key.own, ()) if key.may_be(people[pk].key)]

    def _said_before(self, person: Person) -> Problem | None:
        """The same number or NIK in an earlier row of the file."""
        if person.number is not None:
            first = self.numbers.setdefault((person.register_class, person.number.key), person)
            if first is not person:
                return _problem(
                    "number", person, _("Nomor register sama dengan baris %(line)s.") % _at(first)
                )
        nik = person.values.get("identity_number", "")
        first = self.identities.setdefault(nik, person) if nik else person
        if first is not person:
            return _problem("identity_number", person, _("NIK sama dengan baris %(line)s.") % _at(first))
        return None

    def _found(self, person: Person, claims: set[int]) -> Known | Verdict | None:
        """The person meant, or the question to ask, or nobody."""
        people, key, born = self.register.people, name_key(person.name), person.values.get("birth_date")
        by_number = self._by_number(person)
        by_nik = self.register.with_identity_number(person.values.get("identity_number", ""))
        for pk, words in ((by_number, _NUMBER_OF), (by_nik, _NIK_OF)):
            if pk is not None:
                known = people[pk]
                if key.may_be(known.key) or (born and born == known.birth_date):
                    return known
                return self._doubt(person, [pk], str(words) % {"name": known.name})
        alike = self._alike(person)
        same = [known for known in alike if born and known.birth_date == born]
        if len(same) == 1 and same[0].pk not in claims and same[0].pk not in self.claimed:
            return same[0]
        if same:
            pks = [known.pk for known in same]
            return self._doubt(person, pks, _("Nama dan tanggal lahirnya sama."), may_be_new=True)
        free = [known.pk for known in alike if known.pk not in claims and known.pk not in self.claimed]
        if free:
            return self._doubt(person, free[:8], _("Hanya namanya yang sama."), may_be_new=True)
        return self._like_an_earlier_row(person, key.own, born)

    def _like_an_earlier_row(self, person: Person, own: str, born: date | None) -> Verdict | None:
        first = self.newcomers.setdefault((own, born), person) if born else person
        if first is person:
            return None
        sentence = _("Nama dan tanggal lahir sama dengan baris %(line)s.") % _at(first)
        return self._doubt(person, [], sentence, may_be_new=True)

    def _doubt(self, person: Person, pks: list[int], sentence: str, *, may_be_new: bool = False) -> Verdict:
        self.asked.update(pks)
        return Verdict(person, Outcome.DOUBT, doubt=sentence, candidates=pks, may_be_new=may_be_new)

    def _decided(self, doubt: Verdict, choice: str) -> Verdict:
        """The officer's answer, when it is one that the question offers."""
        if choice == NEW_PERSON and doubt.may_be_new:
            return self._newcomer(doubt.person)
        if choice.isdigit() and int(choice) in doubt.candidates:
            return self._about(doubt.person, self.register.people[int(choice)])
        if doubt.may_be_new and (lacking := self._newcomer(doubt.person).problems):
            doubt.may_be_new = False
            doubt.person.notes.append(
                _("Belum dapat didaftarkan sebagai orang baru: %(why)s") % {"why": lacking[0].sentence}
            )
        return doubt

    def _about(self, person: Person, known: Known) -> Verdict:
        first = self.claimed.setdefault(known.pk, person)
        if first is not person:
            sentence = _("Orang ini sudah ada pada baris %(line)s.") % _at(first)
            return _refused(person, [_problem("name", person, sentence)])
        if not known.in_custody:
            sentence = _("Tercatat sudah keluar (%(how)s). Catat masuk kembali di halaman orangnya dahulu.")
            return _refused(person, [_problem("name", person, sentence % {"how": left_words(known)})], known)
        problems = self._taken_identity(person, known)
        found = differences(person, known, today=self.today, articles=self.articles)
        problems += found.problems
        if found.charges is not None:
            problems += self._case_problems(person, found.charges, found.case)
        if problems:
            return _refused(person, problems, known)
        outcome = Outcome.CHANGED if found.changes else Outcome.UNCHANGED
        return Verdict(person, outcome, known, found)

    def _taken_identity(self, person: Person, known: Known) -> list[Problem]:
        number = person.values.get("identity_number", "")
        if not number or blind_index(number) == known.identity_index:
            return []
        other = self.register.with_identity_number(number)
        if other is None:
            return []
        sentence = _("NIK ini tercatat atas nama %(name)s.") % {"name": self.register.people[other].name}
        return [_problem("identity_number", person, sentence)]

    def _newcomer(self, person: Person) -> Verdict:
        problems = [
            _problem(name, person, sentence)
            for name, sentence in (
                ("number", _("Nomor register belum diisi.")),
                ("register_class", _("Golongan register tidak terbaca dari nomor maupun kolomnya.")),
                ("sex", _("Jenis kelamin belum diisi.")),
                ("admitted_on", _("Tanggal masuk belum diisi.")),
            )
            if not self._has(person, name)
        ]
        if not problems and self._by_number(person) is not None:
            problems.append(_problem("number", person, _("Nomor register ini sudah dipakai.")))
        admitted, expiry = person.values.get("admitted_on"), person.values.get("expiry")
        if admitted and expiry and expiry < admitted:
            problems.append(_problem("expiry", person, _("Ekspirasi mendahului tanggal masuk.")))
        if person.charges:
            problems += self._case_problems(person, person.charges, None)
        elif person.some_of(CASE):
            note = _("Putusan dan lama pidana hanya disimpan bila pasalnya diisi.")
            person.notes += [note] if note not in person.notes else []
        return _refused(person, problems) if problems else Verdict(person, Outcome.NEW)

    def _has(self, person: Person, name: str) -> bool:
        if name == "number":
            return person.number is not None
        if name == "register_class":
            return bool(person.register_class) or person.number is None
        return name in person.values

    def _case_problems(self, person: Person, charges: Any, case: Any) -> list[Problem]:
        """What the register itself would say of these articles."""
        verdict_on = person.values.get("verdict_on") or (case.facts["verdict_on"] if case else None)
        draft = CriminalCase(inmate=Inmate(custodian=self.custodian), verdict_on=verdict_on)
        try:
            check_articles(draft, charges)
        except Refused as refused:
            return [_problem("articles", person, str(refused.sentence))]
        return []


_NUMBER_OF = gettext_lazy("Nomor register ini tercatat atas nama %(name)s.")
_NIK_OF = gettext_lazy("NIK ini tercatat atas nama %(name)s.")


def _at(person: Person) -> dict[str, str]:
    return {"line": f"{person.sheet} {person.line}".strip()}


def _problem(name: str, person: Person, sentence: str) -> Problem:
    return Problem(str(LABELS[name]), person.raw.get(name, ""), sentence)


def _refused(person: Person, problems: list[Problem], known: Known | None = None) -> Verdict:
    return Verdict(person, Outcome.REFUSED, known, problems=list(problems))
