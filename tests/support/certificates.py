"""Certificates of every kind, good and bad, and a server that has one for each name."""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

TODAY = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
LONG = timedelta(days=90)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """Return how a server encrypts that sends a certificate with those above it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def old_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """Return how a server encrypts that nobody has looked after for many years."""
    context = server_context(certificate)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # it is meant to be old
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


def aged_context(context: ssl.SSLContext) -> ssl.SSLContext:
    """Return how a server encrypts in the oldest way that browsers take. Its key has to be for RSA."""
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES128-SHA")
    return context


def by_name(contexts: Mapping[str, ssl.SSLContext]) -> ssl.SSLContext:
    """Return how a server encrypts that has a certificate for each name; for others it has the first."""
    first = next(iter(contexts.values()))

    def choose(connection: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> None:
        connection.context = contexts.get(name or "", first)

    first.sni_callback = choose
    return first


class Issuer:
    """Signs certificates in any way that a test needs.

    Attributes:
        der: Its own certificate.
    """

    def __init__(self, name: str = "Issuer", above: Issuer | None = None) -> None:
        self._above, self._key, self._name = above, ec.generate_private_key(ec.SECP256R1()), _name(name)
        signer = above or self
        use = x509.KeyUsage(*(number in (0, 5, 6) for number in range(9)))
        builder = _builder(self._name, signer._name, self._key, -LONG, LONG)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        builder = builder.add_extension(use, critical=True)
        self.certificate = _signed(builder, signer)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def own_context(self, folder: Path) -> ssl.SSLContext:
        """Return how a server encrypts that sends the issuer's own certificate."""
        return _context(folder / "own.pem", self._key, self.certificate)

    def context(
        self,
        folder: Path,
        host: str,
        *,
        lasts: tuple[timedelta, timedelta] = (-LONG, LONG),
        issuer_at: str = "",
        key: Key | None = None,
    ) -> ssl.SSLContext:
        """Return how a server encrypts that sends a certificate for a name, and none above it.

        Args:
            folder: For the files that Python wants.
            host: The name.
            lasts: When it begins and ends, from now.
            issuer_at: Where it says that the one above it is.
            key: Its key, if not a new one on a curve.
        """
        key = key or ec.generate_private_key(ec.SECP256R1())
        builder = _builder(_name(host), self._name, key, *lasts)
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        if issuer_at:
            place = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(issuer_at))
            builder = builder.add_extension(x509.AuthorityInformationAccess([place]), critical=False)
        return _context(folder / f"{host}.pem", key, _signed(builder, self))


def _context(file: Path, key: Key, certificate: x509.Certificate) -> ssl.SSLContext:
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(name: x509.Name, issuer: x509.Name, key: Key, begins: timedelta, ends: timedelta) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder(issuer, name, key.public_key(), x509.random_serial_number())
    return builder.not_valid_before(TODAY + begins).not_valid_after(TODAY + ends)


def _signed(builder: x509.CertificateBuilder, issuer: Issuer) -> x509.Certificate:
    key = issuer._key
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    return builder.add_extension(above, critical=False).sign(key, hashes.SHA256())
