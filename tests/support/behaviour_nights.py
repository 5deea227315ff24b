"""The rows of behaviours, asked for once by the real engine, and what is said of them in nights that follow."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from behaviours import Behaviour, O, sites
from link_server import LinkServer, serving
from linked_site import FakeEngine
from sevenminute.config.links import LinkSettings
from sevenminute.links.classify.alike import Likeness, likeness, shape_of
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.opinion import Client
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.extract.links_date import LinksDate
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import Engine, Politeness, Request, Responses
from sevenminute.links.fetch.response import Response
from sevenminute.links.fetch.second_client.engine import SecondClientEngine
from sevenminute.links.history.record import State
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.check import CheckOutcome, check
from sevenminute.links.run.made_up_address import folder_of
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.retry import RetryPolicy
from sevenminute.text import web_address
from sevenminute.text.web_address import Address, read_address

FIRST = datetime(2026, 1, 1, 2, 10, tzinfo=UTC)
SETTINGS = LinkSettings(warn_after_days=3000, fail_after_days=3600)
FINE = (Verdict.OK, Verdict.MOVED, Verdict.REDIRECTED)
PATIENCE = Politeness(rate=10_000, threads=20, timeout=4, time_limit=10)
CLIENTS: Mapping[Client, Engine] = {Client.LINKCHECKER: LinkCheckerEngine(), Client.SECOND: SecondClientEngine()}
LOOPBACK = ("127.0.0.1", "::1")

BY_RULE: Mapping[str, O] = {
    "L130": O.BROKEN,
    "L140": O.BROKEN,
    "L141": O.FAILING,
    "L150": O.MOVED,
    "L151": O.LOOK,
    "L152": O.LOOK,
    "L153": O.PART_MISSING,
    "L154": O.UNCHECKED,
    "L155": O.CERTIFICATE,
}
"""What a finding says, by its rule."""

PUBLIC_LOOPBACK = f"""
from sevenminute.text import web_address

real = web_address.is_public
web_address.is_public = lambda ip: str(ip) in {LOOPBACK} or real(ip)
"""
"""What each child process begins with: this machine is a public host, and all else in private networks as private as ever."""


@dataclass
class RecordingEngine:
    """Hands on what another engine brings back, and remembers the last response of each address.

    An address for which no row stands, such as one that cannot exist, is remembered too.
    """

    engine: Engine
    brought: dict[str, Response] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.engine.name

    def probe(self, requests: Sequence[Request], politeness: Politeness, answered: Callable[[Response], None]) -> Responses:
        found = self.engine.probe(requests, politeness, answered)
        self.brought.update(found.responses)
        return found


@dataclass(frozen=True)
class Nights:
    """What was said of each row, night by night, and the servers that were asked.

    Attributes:
        outcomes: By the name of the row, the first night first.
        servers: By the kind of certificate; that of plain HTTP under an empty string.
    """

    outcomes: Mapping[str, Sequence[O]]
    servers: Mapping[str, LinkServer]

    def wrong(self, rows: Iterable[Behaviour]) -> dict[str, tuple[O, ...]]:
        """Return the rows of which something else is said than is right, with what is said in each night."""
        said = {row: tuple(self.outcomes[row.name]) for row in rows}
        return {row.name: found for row, found in said.items() if not is_right(row, found)}


def is_right(row: Behaviour, said: Sequence[O]) -> bool:
    """Tell whether what is said after one run, and after nine, is right, and what is gone was called broken in the second."""
    late = row.is_said_to_be_gone and said[1] is not O.BROKEN
    return said[0] in row.first and said[-1] in row.ninth and not late


def certificates(rows: Iterable[Behaviour], folder: Path) -> dict[str, ssl.SSLContext]:
    """Return how servers of each kind prove who they are, and write the certificate of the trusted authority to `ca.pem`."""
    authority = trustme.CA()
    between = authority.create_child_ca()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    hosts = [f"{row.name}.example" for row in rows if row.certificate]
    past = datetime(2025, 5, 3, tzinfo=UTC)
    issued = {
        "expired": authority.issue_cert(*hosts, not_before=past - timedelta(days=90), not_after=past),
        "for-another-name": authority.issue_cert("another.example"),
    }
    contexts = {kind: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) for kind in (*issued, "self-signed", "incomplete")}
    for kind, leaf in issued.items():
        leaf.configure_cert(contexts[kind])
    own = trustme.CA().issue_cert(*hosts)
    own.configure_cert(contexts["self-signed"])
    alone, key = folder / "alone.pem", folder / "key.pem"
    leaf = between.issue_cert(*hosts)
    leaf.cert_chain_pems[0].write_to_path(str(alone))
    leaf.private_key_pem.write_to_path(str(key))
    contexts["incomplete"].load_cert_chain(alone, key)
    return contexts


@contextmanager
def serving_rows(rows: Sequence[Behaviour], folder: Path) -> Iterator[dict[str, LinkServer]]:
    """Serve the rows, by the kind of certificate."""
    with ExitStack() as running:
        servers = {"": running.enter_context(serving({}))}
        if any(row.certificate for row in rows):
            contexts = certificates(rows, folder)
            servers |= {kind: running.enter_context(serving({}, context)) for kind, context in contexts.items()}
        for kind, server in servers.items():
            server.script.update(sites((row for row in rows if row.certificate == kind), server.port))
        yield servers


@contextmanager
def as_public_hosts(folder: Path) -> Iterator[None]:
    """Take this machine for a public host, here and in each child process; trust the authority of `ca.pem`, if there is one."""
    (folder / "sitecustomize.py").write_text(PUBLIC_LOOPBACK, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
        patch.setattr(web_address, "is_public", lambda ip, real=web_address.is_public: str(ip) in LOOPBACK or real(ip))
        if (folder / "ca.pem").exists():
            for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):  # either may be what a machine says that is trusted
                patch.setenv(name, str(folder / "ca.pem"))
        yield


def nights(rows: Sequence[Behaviour], folder: Path, clients: Mapping[Client, Engine], number: int = 9) -> Nights:
    """Ask for all rows in a first night, by real clients, and bring back the same in those that follow."""
    with serving_rows(rows, folder) as servers, as_public_hosts(folder):
        urls = {row.name: read_address(row.url(servers[row.certificate].port)) for row in rows}
        places = tuple(
            Occurrence("briefings/a.md", 40 + line, 3, urls[row.name].url, urls[row.name].fragment)
            for line, row in enumerate(rows)
        )
        pages = [LinkedPage("briefings/a.md", "A", LinksDate("briefings/a.md", 5, "2025-12"), places)]
        asked = {client: RecordingEngine(engine) for client, engine in clients.items()}
        politeness = _politeness(rows, servers)
        said = [check(pages, State(), _options(politeness, 0, asked), asked[Client.LINKCHECKER])]
    brought = {client: FakeEngine(again(engine.brought, urls.values())) for client, engine in asked.items()}
    for night in range(1, number):
        options = _options(politeness, night, brought)
        said.append(check(pages, said[-1].state, options, brought[Client.LINKCHECKER]))
    return Nights({row.name: [_outcome(each, urls[row.name].url) for each in said] for row in rows}, servers)


def again(brought: Mapping[str, Response], linked: Iterable[Address]) -> Callable[[str], Response | None]:
    """Return what brings back the same as before; for an address that cannot exist, what another in its folder got."""
    made_up = {folder_of(url): response for url, response in brought.items() if url not in {address.url for address in linked}}

    def bring(url: str) -> Response | None:
        beside_it = made_up.get(folder_of(url))
        return brought.get(url) or (beside_it and replace(beside_it, url=url))

    return bring


def record(rows: Sequence[Behaviour], folder: Path, clients: Mapping[Client, Engine]) -> dict[Client, dict[str, Response]]:
    """Return what each client brings back of each row, by client and name, and under `NAME/unknown` of an address beside it.

    LinkChecker is asked for all, and first; the others for what it does not find fine, and for what is not there for readers.
    """
    recorded: dict[Client, dict[str, Response]] = {}
    alike: set[str] = set()
    with serving_rows(rows, folder) as servers, as_public_hosts(folder):
        politeness = _politeness(rows, servers)
        wanted = {row.name: _request(row, servers) for row in rows}
        wanted |= {f"{name}/unknown": Request(beside(request.url)) for name, request in wanted.items()}
        for client, engine in clients.items():
            if client is Client.BROWSER:  # it compares with an address that does not exist, as the run does
                wanted = {name: replace(request, scripts=name.partition("/")[0] in alike) for name, request in wanted.items()}
            patience = replace(politeness, timeout=15, time_limit=40)  # no row waits, and a browser on a busy machine takes long
            found = engine.probe(list(wanted.values()), patience, lambda response: None).responses
            recorded[client] = {name: found[request.url] for name, request in wanted.items() if request.url in found}
            if len(recorded) == 1:
                dead = {row.name for row in rows if not row.is_live}
                doubtful = {name for name, response in recorded[client].items() if classify(response) not in FINE}
                alike = {row.name for row in rows if _are_alike(recorded[client], row.name)}
                named = dead | doubtful | alike
                wanted = {name: request for name, request in wanted.items() if name.partition("/")[0] in named}
    return recorded


def _are_alike(recorded: Mapping[str, Response], name: str) -> bool:
    """Tell whether a page is what its site shows for an address that does not exist."""
    unknown = recorded.get(f"{name}/unknown")
    shape = shape_of(unknown) if unknown else None
    return shape is not None and name in recorded and likeness(recorded[name], shape) is not Likeness.OTHER


def beside(url: str) -> str:
    """Return an address in the same folder that does not exist."""
    return f"{url.partition('?')[0].rpartition('/')[0]}/nobody-has-this-page"


def _request(row: Behaviour, servers: Mapping[str, LinkServer]) -> Request:
    address = read_address(row.url(servers[row.certificate].port))
    return Request(address.url, (address.fragment,) if address.fragment else ())


def _politeness(rows: Iterable[Behaviour], servers: Mapping[str, LinkServer]) -> Politeness:
    hosts = {place.partition("/")[0] for server in servers.values() for place in server.script}
    names: dict[str, str | int] = {**dict.fromkeys(hosts, "127.0.0.1"), "::1": "127.0.0.1"}
    names.update({f"{row.name}.example": row.resolves for row in rows})
    return replace(PATIENCE, names=names)


def _options(politeness: Politeness, night: int, clients: Mapping[Client, Engine]) -> RunOptions:
    policy = RetryPolicy(retries=1, slow_down=lambda polite: polite, sleep=lambda seconds: None)
    options = RunOptions(Mode.ALL, FIRST + timedelta(days=night), SETTINGS, politeness, policy)
    return replace(options, second_client=clients.get(Client.SECOND), browser=clients.get(Client.BROWSER))


def _outcome(done: CheckOutcome, url: str) -> O:
    if done.result.inconclusive:
        return O.NEVER_JUDGED
    found = O(0)
    for finding in done.result.findings:
        if finding.url == url:
            found |= BY_RULE.get(finding.rule, O.NEVER_JUDGED)
    return found or O.FINE
