from django.utils.translation import gettext_lazy as _

from ui.refusal import Refused


class NotYoursToOrder(Refused):
    sentence = _("Arsip instansi diminta oleh Kepala.")


class PurposeMissing(Refused):
    sentence = _("Tuliskan keperluan arsip ini.")


class NotAClinician(Refused):
    sentence = _("Arsip klinis diserahkan kepada tenaga medis atau psikolog instansi ini.")


class NotReady(Refused):
    sentence = _("Arsip ini belum selesai dibuat.")


class FileGone(Refused):
    sentence = _("Berkas arsip ini sudah dihapus. Buat arsip baru.")


class FileDamaged(Refused):
    sentence = _("Berkas arsip ini rusak di server dan tidak diserahkan. Buat arsip baru.")


class NoLongerReached(Refused):
    sentence = _(
        "Arsip ini memuat peserta yang sekarang tidak lagi terjangkau instansi Anda. "
        "Hapus arsip ini dan buat yang baru."
    )
