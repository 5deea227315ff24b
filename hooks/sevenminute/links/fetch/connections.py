"""Connections within the limits of the address for which they are made, each used once."""

from __future__ import annotations

import socket
import ssl
from functools import cache
from pathlib import Path
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from sevenminute.links.fetch.address_limit import current_limit
from sevenminute.links.fetch.response_head import LimitedResponse
from sevenminute.text.web_address import target_of, without_fragment

_LEGACY_SERVER = getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)  # it has a name from Python 3.12 on


class _LimitedConnection(HTTPConnection):
    """A connection within the limits of the address for which it is made."""

    response_class = LimitedResponse

    def _new_conn(self) -> socket.socket:
        limit = current_limit()
        self.timeout = min(float(self.timeout or limit.seconds_left()), limit.seconds_left())
        connection = super()._new_conn()
        try:
            limit.track(connection)
        except BaseException:
            connection.close()
            raise
        return connection


class _LimitedTlsConnection(_LimitedConnection, HTTPSConnection):
    pass


class _SingleUsePool(HTTPConnectionPool):
    """Asks for what it is to ask for, byte for byte, and never hands a connection out twice.

    What the other side still has to send on it, such as the body of a redirect, is then nobody's answer, and nobody waits for
    its end.
    """

    ConnectionCls = _LimitedConnection
    _target = ""

    def urlopen(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        self._target = url  # urllib3 would encode it anew
        return super().urlopen(method, url, *args, **kwargs)

    def _make_request(self, conn: Any, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        return super()._make_request(conn, method, self._target, *args, **kwargs)

    def _put_conn(self, conn: Any) -> None:
        if conn:
            conn.close()


class _SingleUseTlsPool(_SingleUsePool, HTTPSConnectionPool):
    ConnectionCls = _LimitedTlsConnection


class SingleUseAdapter(HTTPAdapter):
    """Sends each request on a connection of its own, through a proxy too.

    Args:
        tls: How connections are encrypted.
    """

    def __init__(self, tls: ssl.SSLContext) -> None:
        self._tls: dict[str, Any] = {"ssl_context": tls}
        super().__init__()

    def request_url(self, request: requests.PreparedRequest, proxies: Any) -> str:
        """Return what the first line of a request names: the address as it is, from its path on unless a proxy is asked."""
        url = str(request.url)
        return target_of(url) if super().request_url(request, proxies).startswith("/") else without_fragment(url)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the connections of requests without a proxy."""
        super().init_poolmanager(*args, **{**kwargs, **self._tls})
        _limit_pools(self.poolmanager)

    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        """Return by what connections are told apart; how they are encrypted is known already."""
        place, tls = super().build_connection_pool_key_attributes(*args, **kwargs)
        return place, {"cert_reqs": tls["cert_reqs"]}

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Say whether a host is to prove who it is."""
        conn.cert_reqs = "CERT_REQUIRED" if verify else "CERT_NONE"

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """Return what makes the connections to a proxy."""
        manager = super().proxy_manager_for(*args, **{**kwargs, **self._tls})
        _limit_pools(manager)
        return manager


@cache
def as_browsers_encrypt(bundle: str) -> ssl.SSLContext:
    """Return how a connection is made to a host that is to prove who it is; Python alone is stricter than browsers are.

    Args:
        bundle: File or folder with the certificates that are trusted. To read them takes longer than most answers.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(**{"capath" if Path(bundle).is_dir() else "cafile": bundle})
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= _LEGACY_SERVER
    context.set_ciphers("DEFAULT:@SECLEVEL=1")
    return context


@cache
def without_verification() -> ssl.SSLContext:
    """Return how a connection is made to whoever answers, in any way that was ever thought safe."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.options |= _LEGACY_SERVER
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def _limit_pools(manager: urllib3.PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _SingleUsePool, "https": _SingleUseTlsPool}
