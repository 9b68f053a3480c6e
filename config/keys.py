"""The three keys of an installation, and where each way of running finds them."""

import secrets
from dataclasses import dataclass
from pathlib import Path

import environ
from cryptography.fernet import Fernet

_DEVELOPMENT_SECRET = "development-only-secret-never-used-where-real-records-are-kept"
_DEVELOPMENT_FIELD_KEY = "ZGV2ZWxvcG1lbnQtb25seS1maWVsZC1rZXktMDEyMzQ="


@dataclass(frozen=True)
class Keys:
    """Secret key of the sessions, keys of the sealed fields (newest first), key of the blind index.

    Losing the field keys makes every identity number unreadable: they are written once
    and kept with the backups, never made anew.
    """

    secret: str
    fields: list[str]
    index: str

    @classmethod
    def for_mode(cls, env: environ.Env, var: Path, *, production: bool, demo: bool) -> "Keys":
        if not (production or demo):
            return cls(_DEVELOPMENT_SECRET, [_DEVELOPMENT_FIELD_KEY], _DEVELOPMENT_SECRET)
        if "FIELD_KEYS" in env.ENVIRON and "INDEX_KEY" in env.ENVIRON:
            return cls(env("SECRET_KEY", default=""), env.list("FIELD_KEYS"), env("INDEX_KEY"))
        kept = cls._kept_under(var)
        return cls(env("SECRET_KEY", default="") or kept.secret, kept.fields, kept.index)

    @classmethod
    def _kept_under(cls, var: Path) -> "Keys":
        """Keys made at the first run and kept in a file of the installation ever after."""
        file = var / "keys"
        if not file.exists():
            var.mkdir(parents=True, exist_ok=True)
            made = [secrets.token_urlsafe(64), Fernet.generate_key().decode(), secrets.token_urlsafe(32)]
            file.touch(mode=0o600)
            file.write_text("\n".join(made) + "\n")
        secret, fields, index = file.read_text().split()
        return cls(secret, fields.split(","), index)
