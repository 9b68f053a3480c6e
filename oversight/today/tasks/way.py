"""A person's way: deciding, what an officer keeps moving, and interviews."""

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from oversight import rows
from oversight.selections import enrolments, others, people, sessions
from oversight.today.task import Place, Task, decides, may, proposes, screens
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
        place=Place("casefile:participants", {"status": status, "urut": "lama"}),
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
        place=Place("casefile:decisions"),
    ),
    Task(
        "kelulusan",
        _("Usulan kelulusan menunggu penetapan"),
        _("Tetapkan, atau kembalikan dengan alasan."),
        rows.ENROLMENT,
        enrolments.outcome_waiting,
        decides,
        tone="warning",
        place=Place("casefile:outcomes", narrower=True),
    ),
    Task(
        "draf-kerja-sama",
        _("Draf kerja sama menunggu diberlakukan"),
        _("Periksa lingkup dan jangka waktunya, lalu berlakukan."),
        rows.AGREEMENT,
        others.agreements_drafted,
        may(P.AGREEMENTS_DECIDE),
        tone="warning",
        place=Place("agreements:list", {"keadaan": "draft"}),
    ),
    Task(
        "penetapan",
        _("Layak, menunggu SK penetapan"),
        _("Tetapkan ke dalam angkatan yang dibuka."),
        rows.ENROLMENT,
        lambda scope: enrolments.standing(scope, Status.ELIGIBLE),
        decides,
        place=Place("delivery:cohorts", {"keadaan": "open"}, _("Pilih angkatannya"), narrower=True),
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
        place=Place("casefile:exits"),
    ),
    Task(
        "tanpa-dasar-kerja-sama",
        _("Sesi tanpa dasar kerja sama"),
        _("Perpanjang kerja samanya, atau batalkan sesinya."),
        rows.SESSION,
        sessions.without_basis,
        proposes,
        tone="danger",
        place=Place("delivery:without_basis"),
    ),
    Task(
        "kelulusan-dikembalikan",
        _("Usulan kelulusan dikembalikan Kepala"),
        _("Baca alasannya, lalu usulkan kembali."),
        rows.ENROLMENT,
        enrolments.outcome_returned,
        proposes,
        tone="warning",
        place=Place("casefile:outcomes", {"keadaan": "dikembalikan"}),
    ),
    Task(
        "usul-kelulusan",
        _("Program selesai, kelulusan belum diusulkan"),
        _("Usulkan lulus atau tidak lulus untuk tiap peserta."),
        rows.ENROLMENT,
        enrolments.outcome_owed,
        proposes,
        tone="warning",
        place=Place("casefile:outcomes", {"keadaan": "selesai"}),
    ),
    Task(
        "persetujuan",
        _("Persetujuan belum ditanyakan"),
        _("Bacakan naskahnya, catat jawabannya dengan saksi."),
        rows.ENROLMENT,
        enrolments.without_consent,
        may(P.ENROLMENTS_CONSENT),
        tone="warning",
        place=Place("casefile:participants", {"persetujuan": "belum"}),
    ),
    Task(
        "calon-mendesak",
        _("Calon yang segera bebas"),
        _("Perkara narkotika, belum pernah diusulkan, sisa hari paling banyak 180."),
        rows.PERSON,
        people.candidates_in_a_hurry,
        proposes,
        place=Place("casefile:candidates", {"riwayat": "belum", "sisa": str(people.LAST_CALL_DAYS)}),
    ),
    Task(
        "tanpa-petugas",
        _("Peserta tanpa petugas"),
        _("Tugaskan asesor, konselor, medis, atau psikolog."),
        rows.ENROLMENT,
        enrolments.unassigned,
        proposes,
        place=Place("casefile:participants", {"tahap": "berjalan", "tugas": "kosong"}),
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

CLINICAL = (
    Task(
        "wawancara-saya",
        _("Wawancara saya yang belum selesai"),
        _("Lanjutkan dari jawaban terakhir, lalu tanda tangani."),
        rows.ENROLMENT,
        enrolments.my_interviews,
        screens,
        tone="warning",
        place=Place("clinical:unfinished"),
    ),
    Task(
        "skrining-saya",
        _("Ditugaskan kepada saya: skrining"),
        _("Yang paling cepat bebas berdiri paling atas."),
        rows.ENROLMENT,
        partial(enrolments.mine, statuses=(Status.PROPOSED,)),
        screens,
        place=Place("casefile:participants", {"status": Status.PROPOSED, "tugas": "saya"}),
    ),
    Task(
        "tindak-lanjut-saya",
        _("Ditugaskan kepada saya: tindak lanjut skrining"),
        _("Tentukan: edukasi saja, atau perlu asesmen."),
        rows.ENROLMENT,
        partial(enrolments.mine, statuses=(Status.SCREENED,)),
        screens,
        place=Place("casefile:participants", {"status": Status.SCREENED, "tugas": "saya"}),
    ),
    Task(
        "asesmen-saya",
        _("Ditugaskan kepada saya: asesmen"),
        _("Tulis ringkasan, kategori, dan rekomendasinya."),
        rows.ENROLMENT,
        partial(enrolments.mine, statuses=(Status.TO_ASSESS,)),
        may(P.CLINICAL_ASSESS),
        place=Place("casefile:participants", {"status": Status.TO_ASSESS, "tugas": "saya"}),
    ),
)

STEPS = (
    _step("menunggu-skrining", _("menunggu skrining"), Status.PROPOSED),
    _step("menunggu-tindak-lanjut", _("terskrining, menunggu tindak lanjut"), Status.SCREENED),
    _step("menunggu-asesmen", _("menunggu asesmen"), Status.TO_ASSESS),
    _step("menunggu-putusan", _("menunggu keputusan"), Status.ASSESSED),
    _step("menunggu-penempatan", _("menunggu penempatan"), Status.ELIGIBLE),
)
