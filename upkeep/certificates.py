"""HTTPS in an office without internet: an authority of the office's own, and the server's certificate."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.utils.translation import gettext_lazy as _

from ui.refusal import Refused

AUTHORITY_FOR = timedelta(days=3650)
# Browsers refuse certificates that are valid for longer.
SERVER_FOR = timedelta(days=397)


class OtherNames(Refused):
    sentence = _(
        "Otoritas kantor yang ada hanya boleh menjamin nama lain. Ulangi dengan --new-authority, lalu pasang "
        "office-ca.crt yang baru di setiap komputer."
    )


def issue(folder: Path, *, hosts: Sequence[str], new_authority: bool = False) -> Path:
    """Make the server's certificate for these names and addresses, and the authority when there is none.

    The authority can vouch for these names alone: whoever steals its key cannot pretend to be another site.
    Returns the folder with office-ca.crt (for the PCs), server.crt and server.key (for the proxy).
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = [_general(host) for host in hosts]
    if new_authority or not (folder / "office-ca.key").exists():
        _make_authority(folder, names)
    key = serialization.load_pem_private_key((folder / "office-ca.key").read_bytes(), None)
    authority = x509.load_pem_x509_certificate((folder / "office-ca.crt").read_bytes())
    if not _vouches(authority, names):
        raise OtherNames
    own = ec.generate_private_key(ec.SECP256R1())
    builder = (
        _begin(hosts[0], authority.subject, own.public_key(), SERVER_FOR)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()),  # type: ignore[arg-type]
            critical=False,
        )
    )
    made = builder.sign(key, hashes.SHA256())  # type: ignore[arg-type]
    _write(folder / "server.key", _pem(own), 0o600)
    _write(folder / "server.crt", made.public_bytes(serialization.Encoding.PEM), 0o644)
    return folder


def _make_authority(folder: Path, names: Sequence[x509.GeneralName]) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Pulih: otoritas kantor")])
    permitted = [_subtree(name) for name in names]
    builder = (
        _begin("Pulih: otoritas kantor", subject, key.public_key(), AUTHORITY_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_may_sign(), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    made = builder.sign(key, hashes.SHA256())
    _write(folder / "office-ca.key", _pem(key), 0o600)
    _write(folder / "office-ca.crt", made.public_bytes(serialization.Encoding.PEM), 0o644)


def _begin(
    name: str, issuer: x509.Name, key: ec.EllipticCurvePublicKey, valid_for: timedelta
) -> x509.CertificateBuilder:
    # An hour back: the clocks of office PCs are not exact.
    begins = datetime.now(UTC) - timedelta(hours=1)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + valid_for)
    )


def _may_sign() -> x509.KeyUsage:
    return x509.KeyUsage(
        key_cert_sign=True,
        crl_sign=True,
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _subtree(name: x509.GeneralName) -> x509.GeneralName:
    return x509.IPAddress(ip_network(name.value)) if isinstance(name, x509.IPAddress) else name


def _vouches(authority: x509.Certificate, names: Sequence[x509.GeneralName]) -> bool:
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    return {_subtree(name) for name in names} <= set(permitted or [])


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, data: bytes, mode: int) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        out.write(data)
