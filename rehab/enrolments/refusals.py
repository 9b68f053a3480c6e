"""What this room refuses, by name. Each sentence is read by an officer."""

from django.utils.translation import gettext_lazy as _

from ui.refusal import Refused


class NotReachable(Refused):
    """Outside the agency's reach now: the gate closed, or never opened."""

    sentence = _(
        "Berkas ini tidak dapat dibuka instansi Anda sekarang. Kerja sama, lingkup layanan, atau "
        "persetujuan peserta mungkin baru berubah."
    )


class NotYourMove(Refused):
    """Listed, but for another role."""


class NotListed(Refused):
    """No such move in the table."""


class EnrolmentEnded(Refused):
    sentence = _(
        "Kepesertaan ini sudah berakhir dan tidak menerima catatan baru. Usulkan kembali bila perlu."
    )


class SomethingMissing(Refused):
    """A need of the move is not met."""


class ReasonMissing(Refused):
    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or str(_("Tuliskan alasannya.")), field="reason")


class DayNotPossible(Refused):
    """A date in the future, or before something that must come first."""


class DeciderMissing(Refused):
    """Recorded for the head, without the head's name or paper."""


class NotInCustody(Refused):
    """Proposed, but not in custody here."""


class AlreadyParticipant(Refused):
    """Proposed, but with a live enrolment."""


class LineNotInForce(Refused):
    sentence = _("Kerja sama yang dipilih tidak berlaku hari ini, jadi tidak ada yang dapat diusulkan.")


class ConsentNotPossible(Refused):
    """A consent that cannot be recorded as told."""


class AssignmentNotPossible(Refused):
    """Staff that may not be assigned so."""


class PhaseNotPossible(Refused):
    """A phase for someone who is not active."""
