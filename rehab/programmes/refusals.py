"""What this room refuses, by name."""

from django.utils.translation import gettext_lazy as _

from ui.refusal import Refused


class NotYourProgramme(Refused):
    sentence = _(
        "Program ini bukan milik instansi Anda. Program nasional dibaca semua; salin menjadi program "
        "sendiri bila isinya perlu lain."
    )


class NotYourAct(Refused):
    sentence = _("Program dikelola petugas rehabilitasi rutan atau lapas.")


class ContentNotPossible(Refused):
    """Facts of a version that do not fit together."""


class VersionInUse(Refused):
    sentence = _(
        "Versi ini sudah dipakai sebuah angkatan dan tidak diubah lagi. Buat versi baru; angkatan yang "
        "berjalan tetap memakai versinya."
    )


class AlreadyRetired(Refused):
    sentence = _("Program ini sudah tidak ditawarkan.")


class StillOffered(Refused):
    sentence = _("Program ini masih ditawarkan.")
