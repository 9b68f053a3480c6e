"""Words for what the events of the rooms call their changes, where a model has no word of its own."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "agreement": _("kerja sama"),
    "articles": _("pasal"),
    "cell": _("kamar"),
    "custodian": _("rutan/lapas"),
    "ended_on": _("diakhiri tanggal"),
    "exit_reason": _("alasan keluar"),
    "kind": _("jenis"),
    "number": _("nomor"),
    "officer": _("petugas"),
    "on": _("tanggal"),
    "partner": _("mitra"),
    "programme_version": _("program"),
    "services": _("layanan"),
    "since": _("mulai"),
    "staff": _("petugas"),
    "state": _("keadaan"),
    "until": _("sampai dengan"),
}
