"""Why a step of an import is refused, with the sentence that the officer reads."""

from django.utils.translation import gettext_lazy as _

from ui.refusal import Refused


class NoTable(Refused):
    sentence = _(
        "Judul kolom tidak ditemukan. Berkas harus memuat baris judul dengan Nama dan Nomor register "
        "(atau sebutan lain untuk keduanya)."
    )


class NotTheTemplate(Refused):
    sentence = _(
        "Ini bukan templat data lama: lembar Angkatan, Sesi, atau Peserta dengan judul kolomnya tidak "
        "ditemukan. Unduh templatnya, isi, lalu unggah."
    )


class ColumnsRefused(Refused):
    """The officer's columns cannot be used as they are."""


class NotNow(Refused):
    sentence = _("Langkah ini tidak dapat dilakukan pada keadaan impor sekarang. Muat ulang halamannya.")


class TooManyOpen(Refused):
    sentence = _("Terlalu banyak impor yang belum selesai. Selesaikan atau hentikan sebagian dahulu.")


class NotYoursToDo(Refused):
    sentence = _("Yang memerintahkan langkah ini tidak lagi berwenang melakukannya di sini.")


class ChoiceRefused(Refused):
    sentence = _("Pilihan ini tidak ada pada baris itu.")


class RegisterMoved(Refused):
    """The register is no longer as the dry run saw it."""
