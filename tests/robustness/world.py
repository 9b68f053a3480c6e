"""Builds the world that a real server serves: run in a process of its own, with the server's environment.

    python -m tests.robustness.world PEOPLE MEMBERS

prints, as JSON, a signed-in session for each person, a sheet of their own, and who stands on it.
"""

import json
import sys
import time
from datetime import time as hour
from datetime import timedelta
from typing import Any

import django


def build(people: int, members: int) -> dict[str, Any]:
    from agreements.models import Service
    from tests.factories.accounts import CustodianFactory, PartnerFactory, UserFactory
    from tests.factories.agreements import AgreementFactory
    from tests.factories.delivery import CohortFactory, PlaceFactory, SessionFactory, at

    rutan, bnnk = CustodianFactory(code="rutan"), PartnerFactory(code="bnnk")
    agreement = AgreementFactory(custodian=rutan, partner=bnnk)
    version = CohortFactory(agreement=agreement, running=True).programme_version
    version.services.set(Service.objects.all())
    cohort = version.cohorts.get()
    rows = [PlaceFactory(cohort=cohort).enrolment_id for _seat in range(members)]
    sheets, yesterday = [], rutan.today() - timedelta(days=1)
    for each in range(people):
        user = UserFactory(agency=bnnk, roles=["fasilitator"])
        # A cohort holds one session at a time: twenty minutes each, yesterday.
        start = at(rutan, yesterday, hour(0, 0)) + timedelta(minutes=25 * each)
        hours = {"planned_start": start, "planned_end": start + timedelta(minutes=20)}
        session = SessionFactory(cohort=cohort, day=yesterday, **hours)
        cookies = {"cookie": signed_in(user), "spare": signed_in(user)}
        sheets.append({"session": session.pk, "user": user.pk, **cookies})
    officer = UserFactory(agency=rutan, roles=["rehabilitasi"])
    head = UserFactory(agency=rutan, roles=["kepala"])
    return {
        "sheets": sheets,
        "members": rows,
        "partner": bnnk.pk,
        "officer": signed_in(officer),
        "head": signed_in(head),
        "today": rutan.today().isoformat(),
    }


def signed_in(user: Any) -> str:
    """A session as the sign-in page would begin it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "accounts.backends.RoleBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["started"] = store["seen"] = time.time()
    store.create()
    return str(store.session_key)


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The same names as in production, without the half minute that compressing them takes.
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    )
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("collectstatic", interactive=False, verbosity=0)
    json.dump(build(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)


if __name__ == "__main__":
    main()
