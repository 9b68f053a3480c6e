import pytest

from config import urls  # noqa: F401  (the forms of every room)
from ui.handed_back import in_words


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ([("reason", "Sakit.")], "Alasan: Sakit."),
        (
            [("reason", "Sakit."), ("version", "3"), ("_once", "x"), ("csrfmiddlewaretoken", "y")],
            "Alasan: Sakit.",
        ),
        (
            [("full_name", "Siti"), ("position", "Perawat"), ("username", "siti")],
            "Nama lengkap: Siti\nJabatan: Perawat\nNama pengguna: siti",
        ),
        ([("phase", "re_entry")], "Fase: Re-entry"),
        (
            [
                ("summary", "Tentang pemicu."),
                ("base_version", "2"),
                ("catatan-41", "Aktif."),
                ("catatan-7", " "),
            ],
            "Ringkasan sesi: Tentang pemicu.\nCatatan, baris 1: Aktif.",
        ),
        (
            [("hadir-41", "H"), ("hadir-7", "S"), ("ket-7", "Demam")],
            "Hadir, baris 1: H\nHadir, baris 2: S\nKet, baris 2: Demam",
        ),
        (
            [
                ("sesi-TOTAL_FORMS", "2"),
                ("sesi-1-title", "Pemicu"),
                ("sesi-1-minutes", "90"),
                ("sesi-1-kind", "4"),
            ],
            "Judul, baris 2: Pemicu\nMenit, baris 2: 90",
        ),
        ([("tidak_dikenal", "teks")], "Tidak dikenal: teks"),
        ([], ""),
    ],
)
def test_words_are_those_of_the_form(sent, told):
    assert in_words(sent) == told


def test_record_that_was_chosen_is_not_repeated():
    assert in_words([("staff", "12"), ("capacity", "konselor")]) == "Sebagai: Konselor"
