"""The office's own HTTPS: browsers that trust its authority trust the server, and nothing else of it."""

import socket
import ssl
import stat
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from upkeep.certificates import OtherNames, issue


def shakes_hands(folder: Path, name: str, trusted: Path | None = None) -> bool:
    """A real TLS handshake with the server's certificate, by a client that trusts one authority."""
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(folder / "server.crt", folder / "server.key")
    client = ssl.create_default_context(cafile=trusted or folder / "office-ca.crt")
    with server, serving.wrap_socket(server.socket, server_side=True) as listening:
        listening.settimeout(10)

        def accept() -> None:
            try:
                listening.accept()[0].close()
            except OSError:
                return

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            raw = socket.create_connection(listening.getsockname(), timeout=10)
            with raw, client.wrap_socket(raw, server_hostname=name):
                return True
        except ssl.SSLError:
            return False
        finally:
            thread.join()


def test_server_is_trusted_under_its_names_only(tmp_path):
    folder = issue(tmp_path / "tls", hosts=["pulih.rutan.internal", "192.168.1.10"])
    assert shakes_hands(folder, "pulih.rutan.internal")
    assert shakes_hands(folder, "192.168.1.10")
    assert not shakes_hands(folder, "lain.rutan.internal")
    for secret in ("server.key", "office-ca.key"):
        assert stat.S_IMODE((folder / secret).stat().st_mode) == 0o600


def test_renewal_keeps_the_authority_that_the_pcs_trust(tmp_path):
    folder = issue(tmp_path / "tls", hosts=["pulih.rutan.internal"])
    before = (folder / "office-ca.crt").read_bytes(), (folder / "server.crt").read_bytes()
    issue(folder, hosts=["pulih.rutan.internal"])
    assert (folder / "office-ca.crt").read_bytes() == before[0]
    assert (folder / "server.crt").read_bytes() != before[1]
    assert shakes_hands(folder, "pulih.rutan.internal")


def test_authority_vouches_for_nobody_else(tmp_path):
    folder = issue(tmp_path / "tls", hosts=["pulih.rutan.internal"])
    with pytest.raises(OtherNames):
        issue(folder, hosts=["bank.example"])
    issue(folder, hosts=["pulih.kantor.internal"], new_authority=True)
    assert shakes_hands(folder, "pulih.kantor.internal")
