"""Session kinds (domain §2.3): national, come with migrations."""

from typing import Any

# code, name, service
SESSION_KINDS = (
    ("ORI", "Orientasi dan kontrak program", "terapi"),
    ("MM", "Morning meeting", "terapi"),
    ("KI", "Konseling individu", "konseling"),
    ("KK", "Konseling kelompok", "konseling"),
    ("TK", "Terapi kelompok", "terapi"),
    ("SEM", "Seminar / edukasi adiksi", "edukasi"),
    ("TPK", "Terapi perilaku kognitif", "terapi"),
    ("MI", "Wawancara motivasional", "konseling"),
    ("PK", "Pencegahan kekambuhan", "terapi"),
    ("ROH", "Bimbingan rohani", "rohani"),
    ("VOK", "Pelatihan keterampilan", "keterampilan"),
    ("LS", "Keterampilan hidup", "keterampilan"),
    ("FSG", "Family support group", "keluarga"),
    ("FD", "Family dialogue", "keluarga"),
    ("REK", "Rekreasi dan olahraga", "terapi"),
    ("CC", "Konferensi kasus", "konseling"),
    ("WU", "Evening wrap-up / jurnal", "terapi"),
    ("KES", "Pemeriksaan kesehatan", "kesehatan"),
    ("TU", "Tes urine", "kesehatan"),
)


def load(apps: Any) -> None:
    """Bring the catalogue up to date; again changes nothing. Services must be there."""
    service = apps.get_model("agreements", "Service")
    kind = apps.get_model("programmes", "SessionKind")
    services = {each.code: each for each in service.objects.all()}
    for order, (code, name, of) in enumerate(SESSION_KINDS, start=1):
        kind.objects.update_or_create(
            code=code, defaults={"name": name, "service_id": services[of].pk, "order": order}
        )
