"""Under /peserta/: interviews and assessments of one participant, and one's own unfinished ones."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from accounts.routing import Menu, route
from rehab.clinical.views import assessment, interview, screening
from rehab.enrolments.models import Enrolment

app_name = "clinical"

_BASE = "<int:pk>/skrining/"

lists = [
    route(
        "skrining/belum-selesai/",
        screening.unfinished,
        name="unfinished",
        needs=P.CLINICAL_SCREEN,
        menu=Menu(_("Rehabilitasi"), _("Wawancara saya"), "chat-square-text", 315),
    ),
]

results = [
    route(_BASE, screening.screening, name="screening", needs=P.CLINICAL_READ, of=Enrolment),
    route(f"{_BASE}cetak/", screening.paper, name="paper", needs=P.CLINICAL_READ, of=Enrolment),
]

interviews = [
    route(f"{_BASE}mulai/", screening.start, name="start", needs=P.CLINICAL_SCREEN, of=Enrolment),
    route(
        f"{_BASE}keterangan/",
        screening.change_frame,
        name="change_frame",
        needs=P.CLINICAL_SCREEN,
        of=Enrolment,
    ),
    route(
        f"{_BASE}pertanyaan/<int:number>/",
        interview.question,
        name="question",
        needs=P.CLINICAL_SCREEN,
        of=Enrolment,
    ),
    route(f"{_BASE}periksa/", interview.review, name="review", needs=P.CLINICAL_SCREEN, of=Enrolment),
    route(f"{_BASE}tindak-lanjut/", screening.refer, name="refer", needs=P.CLINICAL_SCREEN, of=Enrolment),
    route(f"{_BASE}batalkan/", screening.discard, name="discard", needs=P.CLINICAL_SCREEN, of=Enrolment),
]

assessments = [
    route("<int:pk>/asesmen/", assessment.assessment, name="assessment", needs=P.CLINICAL_READ, of=Enrolment),
    route(
        "<int:pk>/asesmen/tanda-tangan/",
        assessment.sign,
        name="assessment_sign",
        needs=P.CLINICAL_ASSESS,
        of=Enrolment,
    ),
]

urlpatterns = lists + results + interviews + assessments
