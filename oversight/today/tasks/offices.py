"""Heads, administrators, auditors and supervisors."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from audit.models import Action
from oversight import rows
from oversight.selections import enrolments, others, people, sessions
from oversight.today.task import Place, Task, directs, heads_partner, may, supervises

PARTNER = (
    Task(
        "penugasan-kurang",
        _("Peserta tanpa petugas dari instansi kami"),
        _("Tugaskan asesor, konselor, atau tenaga medis."),
        rows.ENROLMENT,
        enrolments.unassigned_by_us,
        heads_partner,
        tone="warning",
        place=Place("casefile:participants", {"tahap": "berjalan", "tugas": "tanpa-kami"}),
    ),
    Task(
        "sesi-terlaksana-pekan-ini",
        _("sesi terlaksana dan tercatat pekan ini"),
        _("Terlaksana dan daftar hadirnya tercatat."),
        rows.SESSION,
        lambda scope: sessions.delivered(sessions.this_week(scope)),
        heads_partner,
        tone="success",
        brief=True,
    ),
    Task(
        "sesi-tidak-terlaksana-pekan-ini",
        _("sesi tidak terlaksana pekan ini"),
        _("Dengan alasannya masing-masing."),
        rows.SESSION,
        lambda scope: sessions.not_held(sessions.this_week(scope)),
        heads_partner,
        tone="danger",
        brief=True,
    ),
    Task(
        "sesi-mendatang-pekan-ini",
        _("sesi masih akan datang pekan ini"),
        _("Direncanakan sampai hari Minggu."),
        rows.SESSION,
        lambda scope: sessions.ahead(sessions.this_week(scope)),
        heads_partner,
        brief=True,
    ),
)

AGREEMENTS = (
    Task(
        "kerja-sama-berakhir",
        _("Kerja sama berakhir dalam 90 hari"),
        _("Siapkan perpanjangannya: sesudah hari terakhir akses mitra tertutup."),
        rows.AGREEMENT,
        others.agreements_ending,
        directs,
        tone="warning",
        place=Place("agreements:list", {"keadaan": "ending"}, narrower=True),
    ),
    Task(
        "kerja-sama",
        _("Kerja sama kami"),
        _("Keadaan dan sisa harinya."),
        rows.AGREEMENT,
        others.agreements_standing,
        heads_partner,
    ),
)

OFFICE = (
    Task(
        "pegawai-tanpa-peran",
        _("Pegawai tanpa peran"),
        _("Beri peran, atau nonaktifkan akunnya."),
        rows.STAFF,
        others.staff_without_role,
        may(P.STAFF_MANAGE),
        tone="warning",
        place=Place("accounts:staff_list", {"akun": "aktif", "peran": "tanpa"}),
    ),
    Task(
        "kata-sandi-kedaluwarsa",
        _("Kata sandi sekali pakai tidak dipakai lebih dari 3 hari"),
        _("Tidak dapat dipakai lagi: beri yang baru, atau nonaktifkan akunnya."),
        rows.STAFF,
        others.lapsed_passwords,
        may(P.STAFF_MANAGE),
        tone="warning",
        act=_("Beri yang baru"),
        act_at="accounts:issue_password",
    ),
    Task(
        "peran-berakhir",
        _("Peran berakhir dalam 14 hari"),
        _("Sesudah hari terakhirnya orang itu tidak dapat bekerja: cabut dan beri lagi bila masih bertugas."),
        rows.STAFF,
        others.roles_ending,
        may(P.STAFF_MANAGE),
        tone="warning",
    ),
    Task(
        "kata-sandi-sekali-pakai",
        _("Kata sandi sekali pakai belum diganti"),
        _("Ingatkan orangnya sebelum tiga harinya habis."),
        rows.STAFF,
        others.one_time_passwords,
        may(P.STAFF_MANAGE),
    ),
    Task(
        "ditolak",
        _("Akses ditolak, 7 hari terakhir"),
        _("Periksa siapa yang berulang kali ditolak."),
        rows.EVENT,
        others.denials,
        may(P.TRAIL_VIEW),
        tone="warning",
        place=Place("trail:events", {"tindakan": Action.DENIED, "dari": others.week_began}),
    ),
    Task(
        "gagal-masuk",
        _("Gagal masuk, 7 hari terakhir"),
        _("Banyak kegagalan pada satu akun patut ditanyakan."),
        rows.EVENT,
        others.failed_sign_ins,
        may(P.TRAIL_VIEW),
        tone="warning",
        place=Place("trail:events", {"tindakan": Action.SIGN_IN_FAILED, "dari": others.week_began}),
    ),
)

SUPERVISING = (
    Task(
        "ditahan",
        _("orang ditahan di unit-unit"),
        _("Yang paling cepat bebas berdiri paling atas."),
        rows.PERSON,
        people.in_custody,
        supervises,
        brief=True,
    ),
    Task(
        "peserta-aktif",
        _("peserta aktif"),
        _("Sedang mengikuti program."),
        rows.ENROLMENT,
        enrolments.active,
        supervises,
        tone="success",
        brief=True,
    ),
    Task(
        "kerja-sama-unit-berakhir",
        _("Kerja sama unit berakhir dalam 90 hari"),
        _("Tanyakan rencana perpanjangannya kepada unit."),
        rows.AGREEMENT,
        others.agreements_ending,
        supervises,
        tone="warning",
        place=Place("agreements:list", {"keadaan": "ending"}, narrower=True),
    ),
)
