"""Exit reasons (domain §2.6) and the consent text (domain §2.1): they come with migrations."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

# The reason that says nothing by itself.
OTHER = "lain"

# group, code, name
EXIT_REASONS = (
    ("motivasi", "tidak-bersedia", _("Tidak bersedia")),
    ("motivasi", "mengundurkan-diri", _("Mengundurkan diri (mencabut persetujuan)")),
    ("penahanan", "bebas-murni", _("Bebas murni")),
    ("penahanan", "bebas-demi-hukum", _("Bebas demi hukum")),
    ("penahanan", "integrasi", _("Bebas PB/CB/CMB atau asimilasi di rumah")),
    ("penahanan", "mutasi", _("Pindah ke UPT lain")),
    ("penahanan", "meninggal", _("Meninggal dunia")),
    ("penahanan", "pelarian", _("Melarikan diri")),
    ("pelanggaran", "tata-tertib", _("Pelanggaran tata tertib")),
    ("pelanggaran", "urine-positif", _("Tes urine positif setelah ditinjau")),
    ("kesehatan", "sakit-dirujuk", _("Sakit atau dirujuk")),
    ("operasional", "putusan-sidang", _("Putusan atau jadwal sidang")),
    ("operasional", OTHER, _("Alasan lain")),
)

CONSENT_VERSION = "2025-1"
CONSENT_TITLE = "Persetujuan mengikuti program rehabilitasi"
CONSENT_BODY = {
    "id": (
        "Program rehabilitasi ini diselenggarakan bersama oleh rutan/lapas tempat saya berada dan BNN "
        "setempat berdasarkan kerja sama kedua instansi.",
        "Tujuannya membantu saya berhenti menyalahgunakan narkotika melalui skrining, asesmen, konseling, "
        "terapi kelompok, dan pelatihan keterampilan.",
        "Yang dicatat: identitas saya, perkara saya, hasil skrining dan asesmen, kehadiran, "
        "dan catatan sesi. "
        "Catatan sesi dan hasil klinis hanya dibaca petugas yang ditugaskan mendampingi saya.",
        "Jawaban klinis dan catatan konseling tidak diberikan kepada petugas keamanan, "
        "penyidik, atau penuntut.",
        "Selama program saya dapat diminta menjalani tes urine. Hasil positif ditinjau lebih dahulu sebelum "
        "diambil tindakan.",
        "Keikutsertaan saya sukarela. Menolak atau berhenti tidak menjadi pelanggaran dan "
        "tidak mengurangi hak "
        "saya yang lain. Kehadiran saya dapat disampaikan sebagai bahan penilaian pembinaan.",
        "Saya boleh mencabut persetujuan ini kapan saja dengan memberi tahu petugas rehabilitasi. Sejak itu "
        "petugas mitra tidak lagi dapat membuka berkas saya.",
        "Catatan saya disimpan selama masa simpan arsip yang berlaku, lalu dimusnahkan dengan berita acara.",
        "Saya boleh bertanya, melihat catatan tentang diri saya, dan meminta perbaikan melalui petugas "
        "rehabilitasi atau wali pemasyarakatan.",
    ),
    "bjn": (
        "Naskah Bahasa Indonesia dibacakan dan dijelaskan dalam Bahasa Banjar oleh penerjemah yang namanya "
        "tercatat di bawah; isi dan haknya sama.",
    ),
}


def load(apps: Any) -> None:
    """Bring the catalogues up to date; again changes nothing. A text once used is never reworded."""
    reason = apps.get_model("enrolments", "ExitReason")
    for order, (group, code, name) in enumerate(EXIT_REASONS, start=1):
        reason.objects.update_or_create(code=code, defaults={"group": group, "name": name, "order": order})
    text = apps.get_model("enrolments", "ConsentText")
    for language, paragraphs in CONSENT_BODY.items():
        text.objects.get_or_create(
            version=CONSENT_VERSION,
            language=language,
            defaults={"title": CONSENT_TITLE, "body": "\n".join(paragraphs), "valid_from": date(2025, 1, 1)},
        )
