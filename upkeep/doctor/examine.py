"""Everything the doctor looks at, in order; the first that fails of the first group ends the visit."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from upkeep.backup.queries import standing
from upkeep.doctor import database, surroundings
from upkeep.doctor.finding import Examination, Finding

Visit = Iterator[tuple[str, list[Finding]]]


def examine(certificate: Path | None = None) -> Visit:
    """Each part with what was found. Without a database, or with one of another version, it ends early."""
    yield "Pengaturan", list(surroundings.office_settings())
    for title, look in (("Basis data", database.answers), ("Versi", database.migrations)):
        found = list(look())
        yield title, found
        if found:
            return
    tls = certificate or Path(settings.VAR_DIR) / "tls/server.crt"
    for each in (
        Examination("Janji basis data", database.promises),
        Examination("Penjaga jejak", database.guards),
        Examination("Kunci", surroundings.keys),
        Examination("Disk", surroundings.disk),
        Examination("Jam", surroundings.clock),
        Examination("Cadangan", backups),
        Examination("Pekerja latar", worker),
        Examination("Berkas tampilan", surroundings.static_files),
        Examination("Proksi", surroundings.proxy),
        Examination("Sertifikat", lambda: surroundings.certificate(tls)),
    ):
        yield each.title, list(each.look())


def backups() -> Iterator[Finding]:
    found = standing()
    if found.problem:
        yield Finding(found.problem, "Jalankan manage.py backup dan baca pesannya.")
    elif _same_disk():
        yield Finding(
            "Cadangan disimpan di disk yang sama dengan basis data.",
            "Pasang disk lain dan isi BACKUP_DIR, atau salin berkas cadangan ke tempat lain setiap minggu.",
            advice=True,
        )


def _same_disk() -> bool:
    here, there = Path(settings.VAR_DIR), Path(settings.BACKUP_DIR)
    return there.exists() and here.stat().st_dev == there.stat().st_dev


def worker() -> Iterator[Finding]:
    if standing().worker_is_silent:
        yield Finding(
            "Pekerja latar tidak berjalan: cadangan terjadwal dan impor berhenti.",
            "Jalankan make serve (pekerja ikut berjalan), atau layanan pulih-worker.",
        )
