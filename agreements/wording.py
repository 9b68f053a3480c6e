"""How the state of an agreement, and each act on it, is said on the screens."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.workflow import Act

State = Agreement.State
# From this many days before its final day an agreement is shown as ending.
ENDING_DAYS = 90

TONES: dict[Agreement.State, str] = {
    State.DRAFT: "neutral",
    State.DISCARDED: "muted",
    State.COMING: "info",
    State.IN_FORCE: "success",
    State.SUSPENDED: "warning",
    State.EXPIRED: "danger",
    State.ENDED: "danger",
}


@dataclass(frozen=True)
class Words:
    """An act on its button, its page and in the message afterwards."""

    button: Any
    heading: Any
    done: Any
    icon: str
    effects: tuple[Any, ...] = ()
    reason_label: Any = ""
    # Closes something to the partner: the page warns, and says whom it concerns.
    grave: bool = False


WORDS: dict[Act, Words] = {
    Act.CHANGE: Words(_("Ubah draf"), _("Ubah draf kerja sama"), _("Draf disimpan."), "pencil"),
    Act.DISCARD: Words(
        _("Batalkan draf"),
        _("Batalkan draf kerja sama"),
        _("Draf dibatalkan. Nomornya dapat dipakai lagi."),
        "trash",
        (
            _("Draf ini tidak dapat diubah atau diberlakukan lagi, tetapi tetap dapat dibaca."),
            _("Nomornya dapat dipakai untuk draf lain."),
        ),
        grave=True,
    ),
    Act.PUT_IN_FORCE: Words(
        _("Berlakukan"),
        _("Berlakukan kerja sama"),
        _("Kerja sama diberlakukan."),
        "check2-circle",
        (
            _("Mitra dapat membaca halaman kerja sama ini."),
            _(
                "Selama jangka waktunya, mitra melihat peserta yang setuju, "
                "sebatas layanan dalam lingkup kerja sama."
            ),
            _("Isinya tidak dapat diubah lagi. Yang berbeda kemudian ditulis sebagai perpanjangan."),
        ),
        reason_label=_("Dasar pemberlakuan"),
    ),
    Act.RENEW: Words(
        _("Perpanjang"),
        _("Susun perpanjangan"),
        _("Draf perpanjangan disimpan. Kepala yang memberlakukannya."),
        "arrow-repeat",
    ),
    Act.SUSPEND: Words(
        _("Tangguhkan"),
        _("Tangguhkan kerja sama"),
        _("Kerja sama ditangguhkan mulai hari ini."),
        "pause-circle",
        (
            _("Mulai sekarang mitra tidak dapat membuka berkas siapa pun di bawah kerja sama ini."),
            _("Tidak ada status peserta yang berubah selama penangguhan."),
            _("Hanya kepala rutan/lapas yang dapat mencabut penangguhan."),
        ),
        grave=True,
    ),
    Act.LIFT: Words(
        _("Cabut penangguhan"),
        _("Cabut penangguhan kerja sama"),
        _("Penangguhan dicabut."),
        "play-circle",
        (_("Dalam jangka waktu kerja sama, berkas terbuka kembali bagi mitra mulai hari ini."),),
    ),
    Act.END: Words(
        _("Akhiri"),
        _("Akhiri kerja sama"),
        _("Pengakhiran kerja sama dicatat."),
        "x-octagon",
        (
            _("Mulai hari itu mitra tidak dapat membuka berkas siapa pun di bawah kerja sama ini."),
            _("Pengakhiran tidak dapat dicabut; kerja sama baru ditulis sebagai perpanjangan."),
            _("Halaman kerja sama ini tetap dapat dibaca kedua pihak."),
        ),
        grave=True,
    ),
}
