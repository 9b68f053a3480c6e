"""Services an agreement may cover (domain §2.3, §1.8): national, comes with migrations."""

from typing import Any

SERVICES = (
    ("skrining", "Skrining dan asesmen"),
    ("konseling", "Konseling"),
    ("terapi", "Terapi kelompok dan rehabilitasi sosial"),
    ("edukasi", "Edukasi dan penyuluhan"),
    ("keterampilan", "Pelatihan keterampilan"),
    ("rohani", "Bimbingan rohani"),
    ("kesehatan", "Layanan kesehatan dan tes urine"),
    ("keluarga", "Dukungan keluarga"),
    ("pascarehab", "Pascarehabilitasi / bina lanjut"),
)


def load(apps: Any) -> None:
    """Bring the catalogue up to date; again changes nothing."""
    service = apps.get_model("agreements", "Service")
    for order, (code, name) in enumerate(SERVICES, start=1):
        service.objects.update_or_create(code=code, defaults={"name": name, "order": order})
