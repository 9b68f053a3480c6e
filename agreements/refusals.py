"""Why an act on an agreement is refused, in words its reader can use."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ui.refusal import Refused


class NotPossibleNow(Refused):
    """The agreement does not stand where this act begins."""

    sentence: Any = _("Langkah ini tidak dapat dilakukan pada keadaan kerja sama sekarang.")


class ChangedMeanwhile(Refused):
    """Someone changed the agreement after this form was opened."""

    sentence: Any = _(
        "Kerja sama ini diubah orang lain setelah formulir dibuka. Isian Anda masih ada di bawah: "
        "periksa keadaannya yang sekarang, lalu kirim lagi bila masih sesuai."
    )


class NotComplete(Refused):
    """Something that must stand before the agreement is put in force is missing."""

    sentence: Any = _("Kerja sama belum lengkap.")


class DaysOverlap(Refused):
    """Two agreements of one line would hold on the same day."""

    sentence: Any = _("Jangka waktunya bertindihan dengan kerja sama lain yang sejalur.")


class DaysNotPossible(Refused):
    """A day that the act cannot take."""

    sentence: Any = _("Tanggal ini tidak dapat dipakai.")


class NotAPartner(Refused):
    """The other party is no agency that agreements are made with."""

    sentence: Any = _("Pilih instansi mitra.")


class ReasonMissing(Refused):
    """A grave act without a reason."""

    sentence: Any = _("Tulis alasannya.")
