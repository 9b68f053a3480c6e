"""Services an agreement may cover (domain §2.3, §1.8): national, comes with migrations."""

from typing import Any

from django.utils.translation import gettext_noop as _

SERVICES = (
    ("skrining", _("Skrining dan asesmen")),
    ("konseling", _("Konseling")),
    ("terapi", _("Terapi kelompok dan rehabilitasi sosial")),
    ("edukasi", _("Edukasi dan penyuluhan")),
    ("keterampilan", _("Pelatihan keterampilan")),
    ("rohani", _("Bimbingan rohani")),
    ("kesehatan", _("Layanan kesehatan dan tes urine")),
    ("keluarga", _("Dukungan keluarga")),
    ("pascarehab", _("Pascarehabilitasi / bina lanjut")),
)


def load(apps: Any) -> None:
    """Bring the catalogue up to date; again changes nothing."""
    service = apps.get_model("agreements", "Service")
    for order, (code, name) in enumerate(SERVICES, start=1):
        service.objects.update_or_create(code=code, defaults={"name": name, "order": order})
