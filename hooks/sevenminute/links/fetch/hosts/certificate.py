"""What is wrong with the certificate of a host, as a reader's browser would find it."""

from __future__ import annotations

import ipaddress
import os
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import AuthorityInformationAccessOID
from cryptography.x509.verification import PolicyBuilder, Store, Subject, VerificationError
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from sevenminute.links.fetch.connections import as_browsers_encrypt
from sevenminute.links.fetch.failures import causes
from sevenminute.links.fetch.response import CertificateFault, CertificateProblem

LARGEST_CERTIFICATE = 64 * 1024
"""Bytes of a certificate that is fetched."""
_MOST_ISSUERS = 2
"""Addresses that are asked for the certificate of one issuer."""

# OpenSSL's numbers (X509_V_ERR_…).
_FAULTS = {
    9: CertificateFault.NOT_YET_VALID,
    10: CertificateFault.EXPIRED,
    18: CertificateFault.SELF_SIGNED,
    **dict.fromkeys((2, 19, 20, 21), CertificateFault.UNKNOWN_ISSUER),
    **dict.fromkeys((62, 64), CertificateFault.OTHER_NAME),
}
_UNREADABLE = (
    *(ValueError, x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType),
    *(x509.InvalidVersion, VerificationError, UnsupportedAlgorithm),
)
"""What a certificate raises that is not as it should be."""


def fault_of(error: BaseException) -> CertificateFault:
    """Return what a failure of TLS says of the certificate, or that it came before there was one."""
    numbers = (cause.verify_code for cause in causes(error) if isinstance(cause, ssl.SSLCertVerificationError))
    number = next(numbers, None)
    return CertificateFault.NO_AGREEMENT if number is None else _FAULTS.get(number, CertificateFault.OTHER)


def trusted_bundle() -> str:
    """Return the file with the certificates that are trusted: that of the machine, if it names one.

    Raises:
        OSError: It is not there.
    """
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or DEFAULT_CA_BUNDLE_PATH
    Path(bundle).stat()  # an error of its own would not name it
    return bundle


class Issuers:
    """Those who sign certificates. Safe for threads.

    Args:
        bundle: File or folder with the certificates that are trusted, in PEM.

    Attributes:
        bundle: The same.
        tls: How connections are made to hosts that they sign for.
    """

    def __init__(self, bundle: str) -> None:
        self.bundle = bundle
        self.tls = as_browsers_encrypt(bundle)
        self._fetched: dict[str, bytes] = {}

    @cached_property
    def _trusted(self) -> Store:
        found = []
        for trusted in self.tls.get_ca_certs(binary_form=True):
            with suppress(ValueError):  # a few old ones are not as the standard has them; they sign nothing any more
                found.append(x509.load_der_x509_certificate(trusted))
        return Store(found)

    def completes(self, certificate: x509.Certificate, host: str, fetch: Callable[[str], bytes]) -> bool:
        """Tell whether a certificate is good once the one above it has been fetched from where it says, as browsers do.

        Args:
            certificate: Of the host.
            host: Its name, or its IP address.
            fetch: Returns what is at an address, or nothing.
        """
        try:
            above = [x509.load_der_x509_certificate(self._fetched_once(url, fetch)) for url in _issuer_addresses(certificate)]
            PolicyBuilder().store(self._trusted).build_server_verifier(_subject(host)).verify(certificate, above)
        except _UNREADABLE:
            return False
        return True

    def _fetched_once(self, url: str, fetch: Callable[[str], bytes]) -> bytes:
        if url not in self._fetched:
            self._fetched[url] = fetch(url)
        return self._fetched[url]


def problem_of(
    fault: CertificateFault, host: str, certificate: bytes, issuers: Issuers, fetch: Callable[[str], bytes]
) -> CertificateProblem:
    """Return a problem with all that the certificate says of it.

    Args:
        fault: What is wrong.
        host: Whose certificate it is.
        certificate: In DER; nothing when there is none.
        issuers: Those who sign certificates.
        fetch: Returns what is at an address, or nothing.
    """
    now = datetime.now(UTC)
    day = None
    try:
        read = x509.load_der_x509_certificate(certificate)
        if fault is CertificateFault.EXPIRED and read.not_valid_after_utc < now:  # else one above it has expired
            day = read.not_valid_after_utc.date()
        elif fault is CertificateFault.NOT_YET_VALID and read.not_valid_before_utc > now:
            day = read.not_valid_before_utc.date()
        elif fault is CertificateFault.UNKNOWN_ISSUER and issuers.completes(read, host, fetch):
            fault = CertificateFault.INCOMPLETE_CHAIN
    except _UNREADABLE:
        pass
    return CertificateProblem(fault, host, day)


def _issuer_addresses(certificate: x509.Certificate) -> Iterable[str]:
    """Return where a certificate says that the one above it is."""
    access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    found = [
        place.access_location.value
        for place in access
        if place.access_method == AuthorityInformationAccessOID.CA_ISSUERS
        and isinstance(place.access_location, x509.UniformResourceIdentifier)
        and place.access_location.value.startswith("http://")
    ]
    return found[:_MOST_ISSUERS]


def _subject(host: str) -> Subject:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
