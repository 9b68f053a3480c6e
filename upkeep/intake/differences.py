"""What a row would change of a person who is known, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.sealing import blind_index
from inmates.models import Article, Charge, CustodyKind
from upkeep.intake.fields import LABELS
from upkeep.intake.register import Known, KnownCase
from upkeep.intake.understanding import CASE, DATES, IDENTITY, Person, Problem
from upkeep.intake.values.words import plain


@dataclass(frozen=True)
class Change:
    """A field with its old and new value, as an officer reads them."""

    label: str
    old: str
    new: str


@dataclass
class Differences:
    """What would be written. `case` is the case that is changed; without it a new one is recorded."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    identity: dict[str, Any] = field(default_factory=dict)
    registration: tuple[str, str, date] | None = None
    dates: dict[str, Any] = field(default_factory=dict)
    case: KnownCase | None = None
    case_facts: dict[str, Any] = field(default_factory=dict)
    charges: list[tuple[Article, str]] | None = None
    place: tuple[str, str] | None = None

    def note(self, name: str, old: Any, new: Any) -> None:
        self.changes.append(Change(str(LABELS.get(name, name)), shown(old), shown(new)))


def shown(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("ya") if value else _("tidak"))
    return date_format(value, "j M Y") if isinstance(value, date) else str(value)


def differences(person: Person, known: Known, *, today: date, articles: Mapping[int, Article]) -> Differences:
    found = Differences()
    _identity(found, person, known)
    _registration(found, person, known, today)
    _dates(found, person, known)
    _case(found, person, known, articles)
    _place(found, person, known)
    return found


def same_text(old: Any, new: Any) -> bool:
    """Capitals, spaces and marks make no difference; anything else does."""
    if isinstance(old, str) and isinstance(new, str):
        return plain(old) == plain(new)
    return bool(old == new)


def _identity(found: Differences, person: Person, known: Known) -> None:
    for name, new in person.some_of(IDENTITY).items():
        old = known.identity[name]
        if name == "identity_number":
            if blind_index(new) != known.identity_index:
                found.identity[name] = new
                found.note(name, f"…{old[-4:]}" if old else "", f"…{new[-4:]}")
        elif not same_text(old, new):
            found.identity[name] = new
            found.note(name, old, new)
    born = found.identity.get("birth_date")
    if born and known.last_event and born > known.last_event[0]:
        _refuse(found, "birth_date", born, _("Tanggal lahir sesudah peristiwa penahanan yang tercatat."))


def _registration(found: Differences, person: Person, known: Known, today: date) -> None:
    if person.number is None:
        return
    code = person.register_class or (known.open[0] if known.open else "")
    key = (code, person.number.key)
    if known.open and key == known.open[:2]:
        return
    if key in known.numbers:
        found.notes.append(
            _("Nomor register di berkas adalah nomor lama orang ini; yang berlaku tidak diubah.")
        )
        return
    if not code:
        _refuse(found, "register_class", "", _("Golongan register belum ada."))
        return
    earliest = max(filter(None, [known.open_since, known.last_event and known.last_event[0]]), default=None)
    since = person.values.get("registered_on") or today
    if earliest and since < earliest:
        since = today
    found.registration = (code, person.number.text, since)
    old = f"{known.open[0]} · {known.open[2]}" if known.open else ""
    found.note("number", old, f"{code} · {person.number.text}")


def _dates(found: Differences, person: Person, known: Known) -> None:
    wanted = person.some_of(DATES)
    old = {name: known.dates.get(name) for name in DATES}
    if wanted.get("life_sentence"):
        wanted["expiry"] = None
    elif wanted.get("expiry") and old["life_sentence"]:
        wanted["life_sentence"] = False
    for name, new in wanted.items():
        if (old[name] or None) != (new or None):
            found.dates[name] = new
            found.note(_("Pidana seumur hidup") if name == "life_sentence" else name, old[name], new)
    if found.dates:
        _check_dates(found, {**old, **found.dates})


def _check_dates(found: Differences, dates: Mapping[str, Any]) -> None:
    pairs = (
        ("half", "two_thirds", _("Tanggal 1/2 masa pidana tidak boleh sesudah 2/3.")),
        ("two_thirds", "expiry", _("Tanggal 2/3 masa pidana tidak boleh sesudah ekspirasi.")),
        ("detained_on", "expiry", _("Ekspirasi mendahului tanggal ditahan.")),
    )
    for first, second, sentence in pairs:
        if dates[first] and dates[second] and dates[first] > dates[second]:
            _refuse(found, second, dates[second], sentence)


def _case(found: Differences, person: Person, known: Known, articles: Mapping[int, Article]) -> None:
    facts = person.some_of(CASE)
    if not (facts or person.charges):
        return
    case = _the_case(person, known)
    if case is None and known.cases:
        sentence = _("Orang ini memiliki beberapa perkara terbuka. Ubah perkaranya di halaman orangnya.")
        _refuse(found, "articles", person.raw.get("articles", ""), sentence)
        return
    if case is None and not person.charges:
        found.notes.append(_("Putusan dan lama pidana hanya disimpan bila pasalnya diisi."))
        return
    old_facts = case.facts if case else dict.fromkeys(CASE)
    found.case_facts = {name: new for name, new in facts.items() if not same_text(old_facts[name] or "", new)}
    for name, new in found.case_facts.items():
        found.note(name, old_facts[name], new)
    new_charges = [(article.pk, rank) for article, rank in person.charges]
    if person.charges and (case is None or set(case.charges) != set(new_charges)):
        found.charges = person.charges
        old_charges = [(articles[pk], rank) for pk, rank in case.charges] if case else []
        found.note("articles", said(old_charges), said(person.charges))
    found.case = case
    if case and found.case_facts and found.charges is None:
        found.charges = [(articles[pk], rank) for pk, rank in case.charges]


def _the_case(person: Person, known: Known) -> KnownCase | None:
    """The only open case, else the one with the same number, else the one with the same articles."""
    if len(known.cases) == 1:
        return known.cases[0]
    for name in ("verdict_number", "case_number"):
        for case in known.cases:
            if person.values.get(name) and same_text(case.facts[name], person.values[name]):
                return case
    wanted = {article.pk for article, _rank in person.charges}
    same = [case for case in known.cases if wanted and {pk for pk, _rank in case.charges} == wanted]
    return same[0] if len(same) == 1 else None


def said(charges: list[tuple[Article, str]]) -> str:
    return ", ".join(f"{article} ({Charge.Rank(rank).label})" for article, rank in charges)


def as_understood(person: Person) -> tuple[tuple[str, str], ...]:
    """What the row says in the words of the register, so that a day read the wrong way round is seen."""
    told: dict[str, Any] = dict(person.values)
    if person.number:
        told["number"] = " · ".join(filter(None, [person.register_class, person.number.text]))
    if person.charges:
        told["articles"] = said(person.charges)
    if number := told.get("identity_number"):
        told["identity_number"] = f"…{number[-4:]}"
    labels = {**LABELS, "life_sentence": _("Pidana seumur hidup")}
    return tuple((str(label), shown(told[name])) for name, label in labels.items() if name in told)


def _place(found: Differences, person: Person, known: Known) -> None:
    block, cell = person.values.get("block", ""), person.values.get("cell", "")
    if not block:
        return
    old = known.place or ("", "")
    if same_text(old[0], block) and (not cell or same_text(old[1], cell)):
        return
    found.place = (block, cell)
    found.note("block", "/".join(filter(None, old)), "/".join(filter(None, found.place)))


def _refuse(found: Differences, name: str, value: Any, sentence: str) -> None:
    found.problems.append(Problem(str(LABELS.get(name, name)), shown(value), sentence))


def left_words(known: Known) -> str:
    """How and when someone left, for a row that still lists them."""
    if known.last_event is None:
        return ""
    on, kind = known.last_event
    return f"{CustodyKind(kind).label}, {date_format(on, 'j M Y')}"
