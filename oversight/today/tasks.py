"""What each role has to do today. One declared table: the number, the first rows and the page of
all rows come from the same selection.
"""

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import P
from oversight import rows
from oversight.selections import enrolments, others, people, sessions
from oversight.today.task import (
    Task,
    decides,
    directs,
    heads_partner,
    holds,
    leads_sessions,
    may,
    proposes,
    registers,
    runs_sessions,
    screens,
    supervises,
)
from rehab.enrolments.states import Status


def _step(key: str, title: Any, status: Status) -> Task:
    return Task(
        key,
        title,
        _("Yang terlama menunggu berdiri paling atas."),
        rows.ENROLMENT,
        lambda scope: enrolments.standing(scope, status),
        proposes,
        brief=True,
    )


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
)

DECIDING = (
    Task(
        "keputusan",
        _("Menunggu keputusan Anda"),
        _("Baca kriterianya, lalu putuskan satu per satu atau sekaligus."),
        rows.ENROLMENT,
        enrolments.awaiting_decision,
        decides,
        tone="warning",
        done_at="casefile:decisions",
    ),
    Task(
        "kelulusan",
        _("Usulan kelulusan menunggu penetapan"),
        _("Tetapkan, atau kembalikan dengan alasan."),
        rows.ENROLMENT,
        enrolments.outcome_waiting,
        decides,
        tone="warning",
        done_at="casefile:outcomes",
    ),
    Task(
        "draf-kerja-sama",
        _("Draf kerja sama menunggu diberlakukan"),
        _("Periksa lingkup dan jangka waktunya, lalu berlakukan."),
        rows.AGREEMENT,
        others.agreements_drafted,
        may(P.AGREEMENTS_DECIDE),
        tone="warning",
    ),
    Task(
        "penetapan",
        _("Layak, menunggu SK penetapan"),
        _("Tetapkan ke dalam angkatan yang dibuka."),
        rows.ENROLMENT,
        lambda scope: enrolments.standing(scope, Status.ELIGIBLE),
        decides,
        done_at="delivery:cohorts",
    ),
    Task(
        "bebas-sebelum-selesai",
        _("Akan bebas sebelum program selesai"),
        _("Pertimbangkan bersama petugas rehabilitasi dan mitra."),
        rows.ENROLMENT,
        enrolments.leaving_before_the_end,
        decides,
        tone="warning",
    ),
)

RUNNING = (
    Task(
        "keluar",
        _("Keluar yang harus dicatat"),
        _("Penahanannya berakhir, atau persetujuannya ditolak atau dicabut."),
        rows.EXIT,
        enrolments.awaiting_exit,
        proposes,
        tone="danger",
        done_at="casefile:exits",
    ),
    Task(
        "tanpa-dasar-kerja-sama",
        _("Sesi tanpa dasar kerja sama"),
        _("Perpanjang kerja samanya, atau batalkan sesinya."),
        rows.SESSION,
        sessions.without_basis,
        proposes,
        tone="danger",
    ),
    Task(
        "kelulusan-dikembalikan",
        _("Usulan kelulusan dikembalikan Kepala"),
        _("Baca alasannya, lalu usulkan kembali."),
        rows.ENROLMENT,
        enrolments.outcome_returned,
        proposes,
        tone="warning",
        done_at="casefile:outcomes",
    ),
    Task(
        "usul-kelulusan",
        _("Program selesai, kelulusan belum diusulkan"),
        _("Usulkan lulus atau tidak lulus untuk tiap peserta."),
        rows.ENROLMENT,
        enrolments.outcome_owed,
        proposes,
        tone="warning",
        done_at="casefile:outcomes",
    ),
    Task(
        "persetujuan",
        _("Persetujuan belum ditanyakan"),
        _("Bacakan naskahnya, catat jawabannya dengan saksi."),
        rows.ENROLMENT,
        enrolments.without_consent,
        may(P.ENROLMENTS_CONSENT),
        tone="warning",
    ),
    Task(
        "calon-mendesak",
        _("Calon yang segera bebas"),
        _("Perkara narkotika, belum pernah diusulkan, sisa hari paling banyak 180."),
        rows.PERSON,
        people.candidates_in_a_hurry,
        proposes,
        done_at="casefile:candidates",
    ),
    Task(
        "tanpa-petugas",
        _("Peserta tanpa petugas"),
        _("Tugaskan asesor, konselor, medis, atau psikolog."),
        rows.ENROLMENT,
        enrolments.unassigned,
        proposes,
        done_at="casefile:participants",
    ),
    Task(
        "angkatan-mulai",
        _("Angkatan yang akan mulai"),
        _("Isi tempat yang kosong sebelum harinya, lalu mulai angkatannya."),
        rows.COHORT,
        sessions.cohorts_about_to_start,
        may(P.DELIVERY_MANAGE),
    ),
)

STEPS = (
    _step("menunggu-skrining", _("menunggu skrining"), Status.PROPOSED),
    _step("menunggu-tindak-lanjut", _("terskrining, menunggu tindak lanjut"), Status.SCREENED),
    _step("menunggu-asesmen", _("menunggu asesmen"), Status.TO_ASSESS),
    _step("menunggu-putusan", _("menunggu keputusan"), Status.ASSESSED),
    _step("menunggu-penempatan", _("menunggu penempatan"), Status.ELIGIBLE),
)

CLINICAL = (
    Task(
        "wawancara-saya",
        _("Wawancara saya yang belum selesai"),
        _("Lanjutkan dari jawaban terakhir, lalu tanda tangani."),
        rows.ENROLMENT,
        enrolments.my_interviews,
        screens,
        tone="warning",
    ),
    Task(
        "skrining-saya",
        _("Ditugaskan kepada saya: skrining"),
        _("Yang paling cepat bebas berdiri paling atas."),
        rows.ENROLMENT,
        partial(enrolments.mine, statuses=(Status.PROPOSED,)),
        screens,
    ),
    Task(
        "tindak-lanjut-saya",
        _("Ditugaskan kepada saya: tindak lanjut skrining"),
        _("Tentukan: edukasi saja, atau perlu asesmen."),
        rows.ENROLMENT,
        partial(enrolments.mine, statuses=(Status.SCREENED,)),
        screens,
    ),
    Task(
        "asesmen-saya",
        _("Ditugaskan kepada saya: asesmen"),
        _("Tulis ringkasan, kategori, dan rekomendasinya."),
        rows.ENROLMENT,
        partial(enrolments.mine, statuses=(Status.TO_ASSESS,)),
        may(P.CLINICAL_ASSESS),
    ),
)

DELIVERY = (
    Task(
        "sesi-hari-ini",
        _("Sesi hari ini"),
        _("Buka sesinya, tandai kehadiran, simpan."),
        rows.SESSION,
        sessions.today,
        runs_sessions,
        tone="success",
        act=_("Isi daftar hadir"),
        act_at="delivery:sheet",
    ),
    Task(
        "sesi-saya-belum-dicatat",
        _("Sesi saya yang belum dicatat"),
        _("Catat terlaksana atau tidak, dan daftar hadirnya."),
        rows.SESSION,
        sessions.my_late_sheets,
        leads_sessions,
        tone="warning",
        act=_("Catat"),
        act_at="delivery:session",
    ),
    Task(
        "sesi-belum-dicatat",
        _("Sesi yang belum dicatat"),
        _("Ingatkan pembawanya, atau catat dari kertas."),
        rows.SESSION,
        sessions.late_sheets,
        may(P.DELIVERY_MANAGE),
        tone="warning",
        act=_("Catat"),
        act_at="delivery:session",
    ),
    Task(
        "catatan-saya",
        _("Catatan sesi yang belum saya tulis"),
        _("Beberapa kalimat sudah cukup, selagi masih ingat."),
        rows.SESSION,
        sessions.my_owed_notes,
        may(P.DELIVERY_NOTE),
        act=_("Tulis catatan"),
        act_at="delivery:note",
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
        done_at="delivery:movements",
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

PARTNER = (
    Task(
        "penugasan-kurang",
        _("Peserta tanpa petugas dari instansi kami"),
        _("Tugaskan asesor, konselor, atau tenaga medis."),
        rows.ENROLMENT,
        enrolments.unassigned_by_us,
        heads_partner,
        tone="warning",
        done_at="casefile:participants",
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
    ),
    Task(
        "kerja-sama",
        _("Kerja sama kami"),
        _("Keadaan dan sisa harinya."),
        rows.AGREEMENT,
        others.agreements_standing,
        heads_partner,
        tone="success",
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
        done_at="accounts:staff",
    ),
    Task(
        "kata-sandi-sekali-pakai",
        _("Kata sandi sekali pakai belum diganti"),
        _("Ingatkan orangnya; yang kedaluwarsa perlu diberi yang baru."),
        rows.STAFF,
        others.one_time_passwords,
        may(P.STAFF_MANAGE),
        done_at="accounts:staff",
    ),
    Task(
        "ditolak",
        _("Akses ditolak, 7 hari terakhir"),
        _("Periksa siapa yang berulang kali ditolak."),
        rows.EVENT,
        others.denials,
        may(P.TRAIL_VIEW),
        tone="warning",
        done_at="trail:events",
    ),
    Task(
        "gagal-masuk",
        _("Gagal masuk, 7 hari terakhir"),
        _("Banyak kegagalan pada satu akun patut ditanyakan."),
        rows.EVENT,
        others.failed_sign_ins,
        may(P.TRAIL_VIEW),
        tone="warning",
        done_at="trail:events",
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
    ),
)

TASKS: tuple[Task, ...] = (
    *DELIVERY[:1],
    *BLOCKS,
    *REGISTRATION,
    *DECIDING,
    *RUNNING,
    *CLINICAL,
    *DELIVERY[1:],
    *PARTNER,
    *AGREEMENTS,
    *OFFICE,
    *STEPS,
    *SUPERVISING,
)
_BY_KEY = {task.key: task for task in TASKS}


def tasks_of(user: User) -> list[Task]:
    return [task for task in TASKS if task.concerns(user)]


def find(key: str) -> Task | None:
    return _BY_KEY.get(key)
