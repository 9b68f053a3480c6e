"""The facts of a person in words, as lists of (term, value) for the screens."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inmates.models import CriminalCase, Inmate, KeyDates, LegalStatus
from inmates.queries import RegisterRow

Facts = list[tuple[Any, Any]]


def masked(identity_number: str) -> str:
    """The last four digits only; all sixteen stand on the form of registrasi and nowhere else."""
    return f"•••• •••• •••• {identity_number[-4:]}" if identity_number else ""


def identity_facts(inmate: Inmate) -> Facts:
    return [
        (_("Nama lengkap"), inmate.name),
        (_("Alias / bin"), inmate.alias),
        (_("Jenis kelamin"), inmate.get_sex_display()),
        (_("Tempat lahir"), inmate.birth_place),
        (_("Tanggal lahir"), inmate.birth_date),
        (_("NIK"), masked(inmate.identity_number)),
        (_("Agama"), inmate.religion),
        (_("Status perkawinan"), inmate.marital_status),
        (_("Pendidikan"), inmate.education),
        (_("Pekerjaan"), inmate.occupation),
        (_("Alamat"), inmate.address),
        (_("Kontak keluarga"), inmate.family_contact),
    ]


def date_facts(dates: KeyDates | None, legal_status: str = LegalStatus.NARAPIDANA) -> Facts:
    """What SDP says; what belongs to another legal status is left out while it is empty."""
    if dates is None:
        return []
    expiry = _("pidana seumur hidup") if dates.life_sentence else dates.expiry
    sentenced = legal_status == LegalStatus.NARAPIDANA
    facts = [
        (_("Tanggal ditahan"), dates.detained_on, True),
        (_("Masa penahanan habis"), dates.detention_order_ends, not sentenced),
        (_("1/2 masa pidana"), dates.half, sentenced and not dates.life_sentence),
        (_("2/3 masa pidana"), dates.two_thirds, sentenced and not dates.life_sentence),
        (_("Ekspirasi"), expiry, sentenced),
    ]
    return [(term, value) for term, value, expected in facts if value or expected]


def case_facts(case: CriminalCase) -> Facts:
    return [
        (_("Pengadilan"), case.court),
        (_("Nomor perkara"), case.case_number),
        (_("Tanggal kejadian"), case.offence_on),
        (_("Nomor putusan"), case.verdict_number),
        (_("Tanggal putusan"), case.verdict_on),
        (_("Pidana"), sentence(case)),
        (_("Denda"), f"Rp {case.fine:,}".replace(",", ".") if case.fine is not None else None),
        (_("Subsider"), _("%(n)s bulan") % {"n": case.subsidiary_months} if case.subsidiary_months else None),
        (_("Peran menurut pasal"), case.get_role_by_article_display()),
        (_("Putusan memerintahkan rehabilitasi"), case.rehabilitation_ordered),
    ]


def sentence(case: CriminalCase) -> str:
    """Years, months and days as the verdict says them."""
    parts = (
        (case.sentence_years, _("%(n)s tahun")),
        (case.sentence_months, _("%(n)s bulan")),
        (case.sentence_days, _("%(n)s hari")),
    )
    return " ".join(words % {"n": number} for number, words in parts if number)


EXPORT_HEADERS = (
    gettext_lazy("Nama"),
    gettext_lazy("Alias"),
    gettext_lazy("Golongan"),
    gettext_lazy("Nomor register"),
    gettext_lazy("Status hukum"),
    gettext_lazy("Blok"),
    gettext_lazy("Kamar"),
    gettext_lazy("Perkara narkotika"),
    gettext_lazy("Ekspirasi menurut SDP"),
    gettext_lazy("Sisa hari"),
    gettext_lazy("Masa penahanan habis"),
)


def export_cells(rows: Iterable[RegisterRow]) -> list[tuple[Any, ...]]:
    """The columns of the exported register. No identity number, address or family contact leaves here."""
    return [
        (
            row.name,
            row.alias,
            row.register_class,
            row.number,
            row.legal_status,
            row.block,
            row.cell,
            _("ya") if row.narcotics else _("tidak"),
            row.expiry,
            row.days_left,
            row.detention_ends,
        )
        for row in rows
    ]
