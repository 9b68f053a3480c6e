"""Administrators see how old the last backup is, and are told when it is too old or failed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from upkeep.backup.models import Backup
from upkeep.work.models import Worker

pytestmark = pytest.mark.django_db
NOTICE = "Cadangan data perlu diperhatikan"


def backup(*, hours_ago: int, failure: str = "") -> Backup:
    at = timezone.now() - timedelta(hours=hours_ago)
    return Backup.objects.create(started_at=at, finished_at=at, file="/b/pulih.cadangan", failure=failure)


@pytest.mark.parametrize("page", ["/", "/instansi/"])
@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        ([], "Belum ada cadangan"),
        ([(49, "")], "Cadangan terakhir dibuat 2 hari yang lalu"),
        ([(20, ""), (1, "No space left")], "Cadangan terakhir gagal: No space left"),
        ([(47, ""), (30, "penuh"), (5, "")], None),
    ],
)
def test_administrator_is_told_what_is_wrong(admin_rutan, client_for, page, made, sentence):
    for hours, failure in made:
        backup(hours_ago=hours, failure=failure)
    text = client_for(admin_rutan).get(page).content.decode().replace("\xa0", " ")
    assert (NOTICE in text) is (sentence is not None)
    assert sentence is None or sentence in text


def test_others_are_not_bothered(registrasi, client_for):
    assert NOTICE not in client_for(registrasi).get("/").content.decode()


def test_age_and_worker_stand_on_the_agency_s_page(admin_rutan, client_for):
    backup(hours_ago=3)
    client = client_for(admin_rutan)
    text = client.get("/instansi/").content.decode().replace("\xa0", " ")
    assert "3 jam yang lalu" in text
    assert "tidak terdengar" in text
    now = timezone.now()
    Worker.objects.create(name="server:1", started_at=now, beat_at=now)
    assert "berjalan" in client.get("/instansi/").content.decode()
