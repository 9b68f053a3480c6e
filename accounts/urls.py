from django.utils.translation import gettext_lazy as _

from accounts.models import RoleGrant, User
from accounts.permissions import PUBLIC, SIGNED_IN, P
from accounts.routing import Menu, route
from accounts.views import agency, own, roles

app_name = "accounts"

_ADMIN = _("Instansi")

# The sign-in library's own list of routes is not included: it opens sign-up, e-mail and reset.
own_account = [
    route("masuk/", own.sign_in, name="sign_in", needs=PUBLIC),
    route("keluar/", own.sign_out, name="sign_out", needs=PUBLIC),
    route("akun/", own.account, name="account", needs=SIGNED_IN),
    route("akun/tampilan/", own.appearance, name="appearance", needs=SIGNED_IN),
    route("akun/sandi/", own.change_password, name="change_password", needs=SIGNED_IN),
    route("akun/masih-di-sini/", own.still_here, name="still_here", needs=SIGNED_IN),
]

own_agency = [
    route(
        "instansi/",
        agency.agency,
        name="agency",
        needs=P.STAFF_MANAGE,
        menu=Menu(_ADMIN, _("Instansi"), "building", 910),
    ),
    route("instansi/ubah/", agency.change_agency, name="change_agency", needs=P.STAFF_MANAGE),
]

staff = [
    route(
        "instansi/pegawai/",
        agency.staff_list,
        name="staff_list",
        needs=P.STAFF_MANAGE,
        menu=Menu(_ADMIN, _("Pegawai"), "person-badge", 920),
    ),
    route("instansi/pegawai/baru/", agency.add_staff, name="add_staff", needs=P.STAFF_MANAGE),
    route("instansi/pegawai/<int:pk>/", agency.staff, name="staff", needs=P.STAFF_MANAGE, of=User),
    route(
        "instansi/pegawai/<int:pk>/ubah/",
        agency.change_staff,
        name="change_staff",
        needs=P.STAFF_MANAGE,
        of=User,
    ),
    route(
        "instansi/pegawai/<int:pk>/sandi/",
        agency.issue_password,
        name="issue_password",
        needs=P.STAFF_MANAGE,
        of=User,
    ),
    route(
        "instansi/pegawai/<int:pk>/sandi/tampil/",
        agency.shown_once,
        name="shown_once",
        needs=P.STAFF_MANAGE,
        of=User,
    ),
    route(
        "instansi/pegawai/<int:pk>/nonaktif/",
        agency.deactivate,
        name="deactivate",
        needs=P.STAFF_MANAGE,
        of=User,
    ),
    route(
        "instansi/pegawai/<int:pk>/aktif/",
        agency.reactivate,
        name="reactivate",
        needs=P.STAFF_MANAGE,
        of=User,
    ),
    route("instansi/pegawai/<int:pk>/peran/", roles.grant, name="grant", needs=P.STAFF_MANAGE, of=User),
    route("instansi/peran/<int:pk>/cabut/", roles.revoke, name="revoke", needs=P.STAFF_MANAGE, of=RoleGrant),
]

urlpatterns = own_account + own_agency + staff
