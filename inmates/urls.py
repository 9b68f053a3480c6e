from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from accounts.routing import Menu, route
from inmates.models import CriminalCase, CustodyEvent, Inmate, Registration
from inmates.views import cases, custody, moving, person, register

app_name = "inmates"

_MENU = Menu(section=_("Warga binaan"), title=_("Register"), icon="people", order=20)
_MOVERS = (P.INMATES_MOVE_CELL, P.INMATES_WRITE)

people = [
    route("", register.register, name="register", needs=P.INMATES_VIEW_BLOCKS, menu=_MENU),
    route("ekspor/", register.export, name="export", needs=P.INMATES_EXPORT),
    route("pindah-kamar/", moving.many, name="move_many", needs=P.INMATES_WRITE),
    route("baru/", register.new, name="new", needs=P.INMATES_WRITE),
    route("<int:pk>/", person.person, name="person", needs=P.INMATES_VIEW_BLOCKS, of=Inmate),
    route("<int:pk>/identitas/", person.identity, name="identity", needs=P.INMATES_WRITE, of=Inmate),
    route("<int:pk>/tanggal/", person.key_dates, name="key_dates", needs=P.INMATES_WRITE, of=Inmate),
]

events = [
    route("<int:pk>/peristiwa/", custody.event_kinds, name="event_kinds", needs=P.INMATES_WRITE, of=Inmate),
    route("<int:pk>/peristiwa/<slug:kind>/", custody.event, name="event", needs=P.INMATES_WRITE, of=Inmate),
    route("peristiwa/<int:pk>/batal/", custody.annul, name="annul", needs=P.INMATES_WRITE, of=CustodyEvent),
    route(
        "<int:pk>/registrasi/", custody.registration, name="registration", needs=P.INMATES_WRITE, of=Inmate
    ),
    route(
        "registrasi/<int:pk>/perbaiki/",
        custody.correct_registration,
        name="correct_registration",
        needs=P.INMATES_WRITE,
        of=Registration,
    ),
    route("<int:pk>/kamar/", custody.cell, name="cell", needs=_MOVERS, of=Inmate),
    route("<int:pk>/wali/", custody.guardian, name="guardian", needs=P.INMATES_WRITE, of=Inmate),
    route(
        "<int:pk>/wali/akhiri/", custody.end_guardian, name="end_guardian", needs=P.INMATES_WRITE, of=Inmate
    ),
]

criminal_cases = [
    route("<int:pk>/perkara/", cases.new_case, name="new_case", needs=P.INMATES_WRITE, of=Inmate),
    route("perkara/<int:pk>/", cases.case, name="case", needs=P.INMATES_WRITE, of=CriminalCase),
    route(
        "perkara/<int:pk>/narkotika/",
        cases.narcotics,
        name="narcotics",
        needs=P.INMATES_WRITE,
        of=CriminalCase,
    ),
    route(
        "perkara/<int:pk>/selesai/", cases.close, name="close_case", needs=P.INMATES_WRITE, of=CriminalCase
    ),
    route("perkara/<int:pk>/buka/", cases.reopen, name="reopen_case", needs=P.INMATES_WRITE, of=CriminalCase),
]

urlpatterns = people + events + criminal_cases
