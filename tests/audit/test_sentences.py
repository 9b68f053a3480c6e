import pytest

from audit.models import Action
from audit.sentences import Told, field_name, kind_name, named, sentence, value_in_words
from oversight.trail.minimise import hide


def told(action: str, object_type: str = "accounts.user", **more: object) -> Told:
    given = {"who": "Budi", "label": "Siti", "person": "", "changes": {}, **more}
    return Told(action=action, object_type=object_type, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("action", [*Action.values, "sesuatu_yang_baru"])
@pytest.mark.parametrize("object_type", ["accounts.user", "tidak.ada", "rusak", ""])
def test_every_event_reads(action: str, object_type: str) -> None:
    said = sentence(told(action, object_type))
    assert said.endswith(".")
    assert "None" not in said
    assert "  " not in said


def test_sentence_names_the_person_once() -> None:
    assert sentence(told(Action.VIEW, person="Rahmat")) == "Budi membuka pegawai Siti (Rahmat)."
    assert sentence(told(Action.VIEW, label="Rahmat", person="Rahmat")) == "Budi membuka pegawai Rahmat."


def test_days_in_a_sentence_are_written_as_people_write_them() -> None:
    assert "Remisi 17 Agu 2026." in sentence(told(Action.CREATE, label="Remisi 2026-08-17"))
    for label in ("BRB-2026-08-17", "2026-13-40", "12026-08-17"):
        assert label in sentence(told(Action.CREATE, label=label))


def test_move_says_from_and_to() -> None:
    said = sentence(told(Action.MOVE, changes={"status": ["", "Diusulkan"]}))
    assert said == "Budi memindahkan pegawai Siti dari belum ada ke Diusulkan."


def test_failed_sign_in_names_only_a_known_account() -> None:
    assert "sebagai Siti" in sentence(told(Action.SIGN_IN_FAILED))
    assert "tidak dikenal" in sentence(told(Action.SIGN_IN_FAILED, "", label="masuk"))


def test_words_come_from_the_models() -> None:
    assert kind_name("accounts.user") == "pegawai"
    assert field_name("accounts.user", "full_name") == "Nama lengkap"
    assert field_name("accounts.user", "kata sandi") == "Kata sandi"


def test_label_that_is_the_kind_is_said_once() -> None:
    assert named("accounts.user", "Pegawai") == "Pegawai"
    assert named("accounts.user", "Siti") == "pegawai Siti"


def test_words_of_the_reader_fill_in_for_a_model_without_any() -> None:
    assert field_name("accounts.rolegrant", "revoked_at", {"revoked_at": "dicabut"}) == "Dicabut"
    assert field_name("accounts.user", "full_name", {"full_name": "lain"}) == "Nama lengkap"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("kind", "custodian", "Rutan/Lapas"),
        ("kind", "tidak-ada", "tidak-ada"),
        ("aktif", "True", "ya"),
        ("aktif", "False", "tidak"),
        ("mulai", "2025-03-24", "24 Mar 2025"),
        ("mulai", "2025-99-24", "2025-99-24"),
        ("mulai", "2025-02-30", "2025-02-30"),
        ("name", "", ""),
    ],
)
def test_values_read_as_people_write_them(key: str, value: str, said: str) -> None:
    assert value_in_words("accounts.agency", key, value) == said


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Rahmat Hidayat pindah", "••• pindah"),
        ("RAHMAT, hidayat", "•••, •••"),
        ("Kerahmatan", "Kerahmatan"),
        ("a.b (Rahmat)", "a.b (•••)"),
    ],
)
def test_hide_takes_every_word_of_the_name(text: str, hidden: str) -> None:
    assert hide(text, "Rahmat Hidayat") == hidden


def test_hide_bears_names_with_signs() -> None:
    assert hide("Si (Al) *", "(Al) *") == "Si (Al) *" or "•••" in hide("Si (Al) *", "(Al) *")
    assert hide("apa saja", "") == "apa saja"
