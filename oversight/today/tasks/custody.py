"""Registration, security and guardians: people in custody."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from oversight import rows
from oversight.selections import enrolments, people, sessions
from oversight.today.task import Place, Task, holds, may, registers

REGISTRATION = (
    Task(
        "penahanan-3-hari",
        _("Masa penahanan habis dalam 3 hari"),
        _("Pastikan ada perpanjangan; tanpa itu mereka bebas demi hukum."),
        rows.PERSON,
        people.detention_ends_in_three,
        registers,
        tone="danger",
    ),
    Task(
        "ekspirasi-lewat",
        _("Ekspirasi lewat, masih tercatat di sini"),
        _("Catat bebasnya, atau perbaiki tanggal ekspirasinya."),
        rows.PERSON,
        people.expiry_passed,
        registers,
        tone="danger",
        place=Place("inmates:register", {"sisa": "lewat"}),
    ),
    Task(
        "penahanan-10-hari",
        _("Masa penahanan habis dalam 10 hari"),
        _("Mintakan perpanjangan penahanan."),
        rows.PERSON,
        people.detention_ends_in_ten,
        registers,
        tone="warning",
    ),
    Task(
        "bebas-7-hari",
        _("Bebas dalam 7 hari"),
        _("Siapkan surat bebas dan catat peristiwanya pada harinya."),
        rows.PERSON,
        people.released_soon,
        registers,
        tone="warning",
    ),
    Task(
        "data-belum-lengkap",
        _("Data belum lengkap"),
        _("Lengkapi registrasi, perkara, atau tanggal pentingnya."),
        rows.PERSON,
        people.incomplete,
        registers,
    ),
    Task(
        "nomor-ganda",
        _("Nomor register yang juga dipakai orang lain"),
        _("Periksa buku register, lalu perbaiki nomor yang keliru."),
        rows.PERSON,
        people.with_a_doubled_number,
        registers,
        tone="warning",
        place=Place("inmates:register", {"kurang": "ganda"}),
    ),
)

BLOCKS = (
    Task(
        "pergerakan-hari-ini",
        _("Pergerakan hari ini"),
        _("Siapa dibawa ke mana dan pukul berapa."),
        rows.MOVEMENT,
        sessions.movements,
        may(P.INMATES_MOVE_CELL),
        tone="success",
        place=Place("delivery:movements", label=_("Buka daftar pergerakan"), narrower=True),
    ),
    Task(
        "perwalian",
        _("Warga binaan perwalian saya dalam program"),
        _("Kehadiran mereka bulan ini."),
        rows.WARD,
        enrolments.wards,
        holds("walipas"),
    ),
    Task(
        "perwalian-berakhir",
        _("Perwalian saya yang programnya berakhir 30 hari ini"),
        _("Bicarakan lanjutannya dengan yang bersangkutan."),
        rows.ENROLMENT,
        enrolments.wards_gone,
        holds("walipas"),
    ),
)
