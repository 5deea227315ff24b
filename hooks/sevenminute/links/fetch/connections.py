"""Connections within the limits of the address for which they are made, each used once."""

from __future__ import annotations

import socket
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from sevenminute.links.fetch.address_limit import current_limit
from sevenminute.links.fetch.response_head import LimitedResponse
from sevenminute.text.web_address import without_fragment


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
    """Sends each request on a connection of its own, through a proxy too."""

    def request_url(self, request: requests.PreparedRequest, proxies: Any) -> str:
        """Return what the first line of a request names: the address as it is, from its path on unless a proxy is asked."""
        address = without_fragment(str(request.url))
        from_path = super().request_url(request, proxies).startswith("/")
        return address[address.index("/", len("https://")) :] if from_path else address

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the connections of requests without a proxy."""
        super().init_poolmanager(*args, **kwargs)
        _limit_pools(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """Return what makes the connections to a proxy."""
        manager = super().proxy_manager_for(*args, **kwargs)
        _limit_pools(manager)
        return manager


def _limit_pools(manager: urllib3.PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _SingleUsePool, "https": _SingleUseTlsPool}
