"""What this room refuses, by name. Each sentence is read by an officer or a facilitator."""

from django.utils.translation import gettext_lazy as _

from ui.refusal import Refused


class NotReachable(Refused):
    """Outside the agency's reach now: the gate closed, or never opened."""

    sentence = _(
        "Angkatan atau sesi ini tidak dapat dibuka instansi Anda sekarang. Kerja sama atau lingkup "
        "layanannya mungkin baru berubah."
    )


class NotYourAct(Refused):
    """Reached, but for another role or another agency."""


class AgreementNotInForce(Refused):
    sentence = _("Kerja sama yang dipilih tidak berlaku hari ini.")


class ProgrammeNotOffered(Refused):
    """A programme that cannot be run under that agreement on that day."""


class CohortNotPossible(Refused):
    """Facts of a cohort that do not fit together."""


class WrongState(Refused):
    """The cohort or session stands where this act is no longer, or not yet, possible."""


class TeamNotFitting(Refused):
    """Staff who may not do that work in this cohort."""


class CannotPlace(Refused):
    """A roster that cannot be placed; the sentence names each person and why."""


class ScheduleNotPossible(Refused):
    """A day or hour that a session cannot have."""


class DoubleBooked(Refused):
    """A facilitator, a room, a cohort or a participant is taken at that hour."""


class NotRecordable(Refused):
    """A session of which this cannot be recorded now."""


class NotOnRoster(Refused):
    sentence = _("Ada peserta yang tidak termasuk daftar sesi ini pada hari itu. Muat ulang halaman.")


class AttendanceNotPossible(Refused):
    """A mark for someone who could not have been there."""


class EditingClosed(Refused):
    sentence = _(
        "Catatan ini sudah lebih dari 48 jam. Perubahan sesudahnya adalah koreksi, dengan alasan dan "
        "persetujuan orang kedua."
    )


class ChangedMeanwhile(Refused):
    sentence = _(
        "Daftar ini baru saja diubah dari layar lain. Isian Anda belum disimpan dan masih ada di bawah: "
        "bandingkan, lalu simpan lagi."
    )


class NoteNotPossible(Refused):
    """A note for which there is no held session, or nothing written."""
