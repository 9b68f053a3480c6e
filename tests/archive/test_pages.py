from typing import Any

from django.urls import reverse

from audit.models import Action, AuditEvent
from tests.archive.conftest import make, order
from tests.factories.archive import ArchiveFactory
from upkeep.archive import actions
from upkeep.archive.models import Archive

LIST = reverse("archive:archives")
ORDER = reverse("archive:order")


def page(archive: Archive, name: str = "archive") -> str:
    return reverse(f"archive:{name}", args=[archive.pk])


def test_head_orders_and_downloads(client_for: Any, karutan: Any, member: Any):
    client = client_for(karutan)
    assert "Belum ada arsip" in client.get(LIST).content.decode()
    sent = client.post(ORDER, {"part": "administrative", "purpose": "Pindah sistem"})
    archive = Archive.objects.get()
    assert sent.url == page(archive)
    waiting = client.get(page(archive)).content.decode()
    assert "data-refresh" in waiting
    assert page(archive, "download") not in waiting
    make_all()
    ready = client.get(page(archive)).content.decode()
    assert page(archive, "download") in ready
    assert "data-refresh" not in ready
    response = client.post(page(archive, "download"))
    content = b"".join(response.streaming_content)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith('attachment; filename="arsip-rutan-barabai-')
    assert "no-store" in response["Cache-Control"]
    assert int(response["Content-Length"]) == len(content)
    assert content.startswith(b"PK")


def test_order_keeps_what_was_typed(client_for: Any, karutan: Any, medis: Any):
    client = client_for(karutan)
    text = client.post(ORDER, {"part": "clinical", "purpose": "Pindah sistem"}).content.decode()
    assert "Pilih siapa yang menerima arsip klinis." in text
    assert "Pindah sistem" in text
    text = client.post(ORDER, {"part": "administrative", "purpose": ""}).content.decode()
    assert "Bidang ini" in text
    assert not Archive.objects.exists()


def test_second_order_waits_for_the_first(client_for: Any, karutan: Any):
    order(karutan)
    data = {"part": "administrative", "purpose": "Sekali lagi"}
    assert "sedang dibuat" in client_for(karutan).post(ORDER, data).content.decode()
    assert Archive.objects.count() == 1


def test_partner_has_one_part(client_for: Any, kepala_bnnk: Any):
    client = client_for(kepala_bnnk)
    assert 'name="part"' not in client.get(ORDER).content.decode()
    client.post(ORDER, {"purpose": "Salinan sendiri", "part": "clinical"})
    assert Archive.objects.get().part == Archive.Part.ADMINISTRATIVE


def test_clinician_sees_what_waits_for_them(client_for: Any, karutan: Any, medis: Any, member: Any):
    theirs, other = make(karutan, Archive.Part.CLINICAL, medis), make(karutan)
    client = client_for(medis)
    shown = client.get(LIST).content.decode()
    assert page(theirs) in shown
    assert page(other) not in shown
    assert client.get(page(other)).status_code == 404
    assert client.get(ORDER).status_code == 403
    assert client.post(page(theirs, "download")).status_code == 200
    refused = client_for(karutan).post(page(theirs, "download"))
    assert refused.status_code == 403
    assert medis.full_name in refused.content.decode()
    assert AuditEvent.objects.filter(action=Action.DENIED, actor_id=karutan.pk).exists()


def test_get_downloads_nothing(client_for: Any, karutan: Any, member: Any):
    archive = make(karutan)
    assert client_for(karutan).get(page(archive, "download")).status_code == 405
    assert not AuditEvent.objects.filter(action=Action.EXPORT).exists()


def test_delete_asks_first(client_for: Any, karutan: Any, member: Any):
    archive, client = make(karutan), client_for(karutan)
    assert "Yang akan terjadi" in client.get(page(archive, "discard")).content.decode()
    assert client.post(page(archive, "discard")).url == LIST
    archive.refresh_from_db()
    assert archive.state == Archive.State.GONE
    assert page(archive, "download") not in client.get(page(archive)).content.decode()
    assert client.post(page(archive, "download")).status_code == 409


def test_costs(client_for: Any, karutan: Any, page_queries: Any):
    client = client_for(karutan)
    for _each in range(3):
        archive = ArchiveFactory(agency=karutan.agency, state=Archive.State.GONE)
    assert page_queries(client, LIST) == 5
    assert page_queries(client, page(archive)) == 4


def make_all() -> None:
    while actions.advance():
        pass
