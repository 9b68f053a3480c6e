from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from accounts.routing import Menu, route
from upkeep.intake.models import Import, ImportRow
from upkeep.intake.views import files, preview, steps

app_name = "intake"

_MENU = Menu(section=_("Warga binaan"), title=_("Impor"), icon="upload", order=22)
_PAST = Menu(section=_("Program"), title=_("Data lama"), icon="upload", order=480)
_R, _P = P.INMATES_WRITE, P.ENROLMENTS_IMPORT
# Steps that both kinds of import go through; whose file it is, its own scope says.
_W = (_R, _P)

urlpatterns = [
    route("", steps.imports, name="imports", needs=_R, menu=_MENU),
    route("templat/", files.template, name="template", needs=_R),
    route("lama/", steps.past, name="past", needs=_P, menu=_PAST),
    route("lama/templat/", files.past_template, name="past_template", needs=_P),
    route("<int:pk>/", preview.import_, name="import", needs=_W, of=Import),
    route("<int:pk>/kolom/", steps.columns, name="columns", needs=_R, of=Import),
    route("<int:pk>/kerjakan/", steps.work, name="work", needs=_W, of=Import),
    route("<int:pk>/periksa-ulang/", steps.recheck, name="recheck", needs=_P, of=Import),
    route("<int:pk>/keluar/", preview.left, name="left", needs=_R, of=Import),
    route("<int:pk>/simpan/", steps.commit, name="commit", needs=_W, of=Import),
    route("<int:pk>/batalkan/", steps.undo, name="undo", needs=_W, of=Import),
    route("<int:pk>/hentikan/", steps.discard, name="discard", needs=_W, of=Import),
    route("<int:pk>/laporan/", files.report, name="report", needs=_W, of=Import),
    route("<int:pk>/perbaikan/", files.corrections, name="corrections", needs=_W, of=Import),
    route("<int:pk>/berkas/", files.original, name="original", needs=_W, of=Import),
    route("baris/<int:pk>/", preview.row, name="row", needs=_W, of=ImportRow),
    route("baris/<int:pk>/tetap/", preview.stays, name="stays", needs=_R, of=ImportRow),
]
