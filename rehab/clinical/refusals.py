"""What this room refuses, by name. Each sentence is read by a clinician."""

from django.utils.translation import gettext_lazy as _

from ui.refusal import Refused


class NotYourScreening(Refused):
    sentence = _("Skrining dilakukan tenaga medis, psikolog, asesor, atau konselor yang ditugaskan.")


class NotYourAssessment(Refused):
    sentence = _("Asesmen dilakukan asesor yang ditugaskan untuk peserta ini.")


class NotAssigned(Refused):
    sentence = _(
        "Anda belum ditugaskan untuk peserta ini. Petugas rehabilitasi menugaskan pegawai rutan atau lapas; "
        "kepala atau asesor mitra menugaskan pegawai mitra."
    )


class NotYourInterview(Refused):
    sentence = _(
        "Wawancara ini dimulai pewawancara lain. Ia yang melanjutkannya; bila ia berhalangan, batalkan "
        "wawancara itu dengan alasan lalu mulai yang baru."
    )


class NotTheStep(Refused):
    """The enrolment does not stand where this act is possible."""


class NoDraft(Refused):
    sentence = _("Wawancara ini sudah ditandatangani atau dibatalkan dan tidak dapat diubah lagi.")


class ChangedMeanwhile(Refused):
    sentence = _(
        "Wawancara ini baru saja disimpan dari layar lain. Isian Anda di bawah belum disimpan: bandingkan, "
        "lalu simpan lagi."
    )


class AnswersNotPossible(Refused):
    """Answers that the instrument cannot take; the sentence names the questions."""


class InterviewIncomplete(Refused):
    """Signed before everything owed was answered; the sentence names the questions."""


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(str(_("Tuliskan alasannya.")), field="reason")


class DayNotPossible(Refused):
    """A date in the future, or before the proposal."""


class ConsentNeeded(Refused):
    sentence = _("Asesmen menunggu persetujuan peserta: belum tercatat atau sudah dicabut.")


class AssessmentIncomplete(Refused):
    """Signed without one of its conclusions."""


class AssessmentSigned(Refused):
    sentence = _("Asesmen ini sudah ditandatangani dan tidak dapat diubah lagi.")
