from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where someone stands on the way (design §3, The moves)."""

    PROPOSED = "proposed", _("Diusulkan")
    SCREENED = "screened", _("Terskrining")
    EDUCATION_ONLY = "education_only", _("Edukasi saja")
    TO_ASSESS = "to_assess", _("Perlu asesmen")
    ASSESSED = "assessed", _("Terasesmen")
    DEFERRED = "deferred", _("Ditunda")
    ELIGIBLE = "eligible", _("Layak")
    NOT_ELIGIBLE = "not_eligible", _("Tidak layak")
    PLACED = "placed", _("Ditetapkan")
    ACTIVE = "active", _("Aktif")
    SUSPENDED = "suspended", _("Dihentikan sementara")
    GRADUATED = "graduated", _("Lulus")
    NOT_GRADUATED = "not_graduated", _("Tidak lulus")
    EXITED = "exited", _("Keluar")


# One enrolment a person may be in one of these; trying again afterwards is a new one.
LIVE = (
    Status.PROPOSED,
    Status.SCREENED,
    Status.TO_ASSESS,
    Status.ASSESSED,
    Status.DEFERRED,
    Status.ELIGIBLE,
    Status.PLACED,
    Status.ACTIVE,
    Status.SUSPENDED,
)
ENDED = tuple(status for status in Status if status not in LIVE)
IN_PROGRAMME = (Status.PLACED, Status.ACTIVE, Status.SUSPENDED)

# How the status chip is coloured; the word always stands beside the colour.
TONES = {
    Status.PROPOSED: "neutral",
    Status.SCREENED: "info",
    Status.EDUCATION_ONLY: "muted",
    Status.TO_ASSESS: "info",
    Status.ASSESSED: "info",
    Status.DEFERRED: "warning",
    Status.ELIGIBLE: "success",
    Status.NOT_ELIGIBLE: "muted",
    Status.PLACED: "info",
    Status.ACTIVE: "success",
    Status.SUSPENDED: "warning",
    Status.GRADUATED: "success",
    Status.NOT_GRADUATED: "muted",
    Status.EXITED: "muted",
}
