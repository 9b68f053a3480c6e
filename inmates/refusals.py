"""Why an act on a person's record is refused, each with the sentence that the officer reads."""

from django.utils.translation import gettext_lazy as _

from ui.refusal import Refused


class StaleRecord(Refused):
    sentence = _(
        "Data ini sudah diubah orang lain sejak Anda membukanya. Periksa isinya di bawah, "
        "lalu simpan lagi bila perubahan Anda tetap berlaku."
    )


class PossibleDuplicate(Refused):
    sentence = _("Mungkin orang yang sama sudah tercatat. Periksa dahulu, atau pilih tetap daftarkan.")


class IdentityNumberTaken(Refused):
    sentence = _("NIK ini sudah tercatat pada warga binaan lain di rutan ini.")


class NumberTaken(Refused):
    sentence = _("Nomor register ini sudah dipakai pada golongan yang sama.")


class WrongDay(Refused):
    """A date that cannot be: in the future, before birth, before what went before."""


class OutOfOrder(Refused):
    """An event that cannot follow the one before it, or that a later one rests on."""


class NotInCustody(Refused):
    sentence = _("Orang ini tidak sedang dalam penahanan di sini.")


class AlreadySo(Refused):
    """What is asked for stands already."""


class ArticleRefused(Refused):
    """An article that cannot stand in this case."""


class NotThisOfficer(Refused):
    sentence = _("Wali harus pegawai aktif instansi ini yang memegang peran wali pemasyarakatan.")
