"""Why an act on accounts and roles is refused."""

from django.utils.translation import gettext_lazy as _

from ui.refusal import Refused


class NotOfThisAgency(Refused):
    sentence = _("Pegawai ini bukan pegawai instansi Anda.")


class ToOneself(Refused):
    sentence = _("Tidak seorang pun mengubah peran atau akunnya sendiri. Minta admin lain melakukannya.")


class RoleNotOfKind(Refused):
    sentence = _("Peran ini tidak dipegang oleh pegawai instansi sejenis ini.")


class RoleAlreadyHeld(Refused):
    sentence = _("Pegawai ini sudah memegang peran tersebut.")


class AdministratorReadsNoCases(Refused):
    sentence = _(
        "Admin instansi tidak memegang peran yang membaca data warga binaan, begitu pula sebaliknya. "
        "Cabut dahulu peran yang satu sebelum memberi yang lain."
    )


class LastAdministrator(Refused):
    sentence = _("Ini admin terakhir instansi. Tunjuk dahulu admin lain yang perannya tanpa tanggal akhir.")


class InactiveAccount(Refused):
    sentence = _("Akun pegawai ini nonaktif. Aktifkan dahulu.")


class AlreadyRevoked(Refused):
    sentence = _("Peran ini sudah tidak berlaku.")


class AgencyNotAbove(Refused):
    sentence = _("Instansi atasan harus berjenis pengawas.")
