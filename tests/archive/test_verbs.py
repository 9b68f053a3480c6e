"""Ordering, making, handing over and taking away."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audit.models import Action, AuditEvent
from tests.archive.conftest import make, order, taken
from tests.factories.accounts import UserFactory
from upkeep.archive import actions, files, refusals
from upkeep.archive.actions import making
from upkeep.archive.models import Archive

CLINICAL = Archive.Part.CLINICAL
pytestmark = pytest.mark.both


def exports(archive: Archive, by: Any) -> Any:
    return AuditEvent.objects.filter(action=Action.EXPORT, actor_id=by.pk, reason=archive.purpose)


@pytest.mark.parametrize("who", ["registrasi", "rehabilitasi", "admin_rutan", "auditor", "medis", "pengawas"])
def test_only_the_head_orders(who: str, request: pytest.FixtureRequest):
    with pytest.raises(refusals.NotYoursToOrder):
        order(request.getfixturevalue(who))


def test_clinical_part_goes_to_a_clinician_of_the_own_custodian(
    karutan: Any, registrasi: Any, medis_bnnk: Any, kepala_bnnk: Any
):
    for clinician in (None, karutan, registrasi, medis_bnnk):
        with pytest.raises(refusals.NotAClinician):
            order(karutan, CLINICAL, clinician)
    with pytest.raises(refusals.NotAClinician):
        order(kepala_bnnk, CLINICAL, medis_bnnk)


def test_purpose_is_said(karutan: Any):
    with pytest.raises(refusals.PurposeMissing):
        actions.order(by=karutan, part=Archive.Part.ADMINISTRATIVE, purpose="  ")


def test_order_and_each_download_stand_in_the_trail_of_everybody(karutan: Any, member: Any):
    archive = make(karutan)
    created = AuditEvent.objects.get(action=Action.CREATE, object_type="archive.archive")
    assert created.reason == archive.purpose
    assert not exports(archive, karutan).exists()
    for times in (1, 2):
        taken(karutan, archive)
        assert exports(archive, karutan).filter(person_id=member.inmate_id).count() == times
        assert exports(archive, karutan).filter(object_type="archive.archive").count() == times


def test_head_never_holds_the_clinical_part(karutan: Any, medis: Any, member: Any):
    archive = make(karutan, CLINICAL, medis)
    with pytest.raises(PermissionDenied):
        actions.hand_over(by=karutan, archive=archive)
    assert taken(medis, archive).table("session_notes")
    assert exports(archive, medis).filter(enrolment_number=member.number).count() == 1


def test_role_is_asked_again_at_the_door(karutan: Any, medis: Any, member: Any):
    archives = {karutan: make(karutan), medis: make(karutan, CLINICAL, medis)}
    for who, archive in archives.items():
        who.grants.update(revoked_at=timezone.now())
        with pytest.raises(PermissionDenied):
            actions.hand_over(by=type(who).objects.get(pk=who.pk), archive=archive)
    assert not AuditEvent.objects.filter(action=Action.EXPORT).exists()


def test_successor_of_the_head_orders_anew(karutan: Any, member: Any):
    archive = make(karutan)
    successor = UserFactory(agency=karutan.agency, roles=["kepala"])
    with pytest.raises(PermissionDenied):
        actions.hand_over(by=successor, archive=archive)


def test_gate_is_asked_again_at_the_door(kepala_bnnk: Any, member: Any):
    """What was reached while it was made and is not any more is not handed over."""
    archive = make(kepala_bnnk)
    consent = member.consents.get()
    consent.withdrawn_on = member.custodian.today()
    consent.withdrawn_reason, consent.withdrawn_recorded_by = "Menarik diri", consent.recorded_by
    consent.save()
    with pytest.raises(refusals.NoLongerReached):
        actions.hand_over(by=kepala_bnnk, archive=archive)
    assert not exports(archive, kepala_bnnk).exists()


def test_role_lost_before_it_was_made(karutan: Any, member: Any):
    archive = order(karutan)
    karutan.grants.update(revoked_at=timezone.now())
    assert actions.advance()
    archive.refresh_from_db()
    assert archive.state == Archive.State.FAILED
    assert archive.trouble == str(refusals.NotYoursToOrder.sentence)
    assert list(files.all_files()) == []


def test_file_is_sealed_and_goes_after_a_day(karutan: Any, member: Any):
    archive = make(karutan)
    (path,) = files.all_files()
    assert member.number.encode() not in path.read_bytes()
    assert not path.read_bytes().startswith(b"PK")
    actions.remove_old()
    assert path.exists()
    Archive.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(refusals.FileGone):
        actions.hand_over(by=karutan, archive=archive)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda act: act())
        actions.remove_old()
    archive.refresh_from_db()
    assert (archive.state, archive.key, archive.people) == (Archive.State.GONE, "", [])
    assert not path.exists()


def test_damaged_file_is_not_handed_over(karutan: Any, member: Any):
    archive = make(karutan)
    (path,) = files.all_files()
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    with pytest.raises(refusals.FileDamaged):
        actions.hand_over(by=karutan, archive=archive)
    path.unlink()
    with pytest.raises(refusals.FileGone):
        actions.hand_over(by=karutan, archive=archive)


def test_cut_off_attempt_is_made_anew(karutan: Any, member: Any, monkeypatch: Any):
    archive = order(karutan)

    def killed(*_args: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(making, "write", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.advance()
    assert not actions.advance()
    Archive.objects.update(claimed_at=timezone.now() - timedelta(minutes=3))
    assert actions.advance()
    archive.refresh_from_db()
    assert (archive.state, archive.attempts) == (Archive.State.READY, 2)
    assert len(list(files.all_files())) == 1


def test_taken_away_while_it_is_made(karutan: Any, member: Any, monkeypatch: Any):
    archive = order(karutan)
    write = making.write

    def and_meanwhile(*args: Any) -> Any:
        actions.discard(by=karutan, archive=archive)
        return write(*args)

    monkeypatch.setattr(making, "write", and_meanwhile)
    assert actions.advance()
    archive.refresh_from_db()
    assert archive.state == Archive.State.GONE
    assert list(files.all_files()) == []


def test_full_disk_is_said(karutan: Any, monkeypatch: Any):
    archive = order(karutan)

    def full(*_args: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "write", full)
    assert actions.advance()
    archive.refresh_from_db()
    assert "penuh" in archive.trouble


def test_discard_is_for_the_head_and_the_receiver(karutan: Any, medis: Any, registrasi: Any, member: Any):
    archive = make(karutan, CLINICAL, medis)
    with pytest.raises(PermissionDenied):
        actions.discard(by=registrasi, archive=archive)
    actions.discard(by=medis, archive=archive)
    with pytest.raises(refusals.FileGone):
        actions.discard(by=karutan, archive=archive)
    assert AuditEvent.objects.filter(action=Action.ANNUL, object_type="archive.archive").count() == 1
