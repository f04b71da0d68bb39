"""The endpoint's pages for a browser: services, their operations, and the exchanges so far, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from harness.models import botocore_version, load_service, method_name
from harness.models.endpoints import all_metadata

ROOT = "/_harness/"
"""Where the pages are; no bucket, the only thing of AWS that begins a path, may have such a name."""

EXCERPT = 2048
"""How many bytes of a body an exchange keeps."""

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; border-top: 1px solid #8884; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0; }
.columns { columns: 16rem; }
@media (prefers-color-scheme: dark) { body { background: #181818; color: #ddd; } a { color: #8bf; } }
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """One exchange of the endpoint, as its page shows it.

    Attributes:
        time: when it was answered.
        asked: the operation, ``"service.Operation"``; the request line where there is none.
        region: the region asked; None where it is not known.
        status: the HTTP status; 0 where the connection was dropped.
        error: the error code; empty if it was none.
        milliseconds: how long it took.
        request: the beginning of the request's body.
        response: the beginning of the response's body.
    """

    time: dt.datetime
    asked: str
    region: str | None
    status: int
    error: str
    milliseconds: float
    request: bytes
    response: bytes


def index_page(url: str, seen: Iterable[Seen]) -> str:
    """Return the page of all services and of the exchanges, newest first, as HTML."""
    services = "".join(
        f'<div><a href="{ROOT}{escape(name)}">{escape(name)}</a></div>' for name in all_metadata()
    )
    rows = "".join(map(_row, seen)) or '<tr><td colspan="6">None yet.</td></tr>'
    return _page(
        "harness serve",
        f"<p>Synthetic answers from the contracts of botocore {escape(botocore_version())}. "
        f"Point a client here: <code>AWS_ENDPOINT_URL={escape(url)}</code></p>"
        "<h2>Exchanges</h2><table><tr><th>Time (UTC)<th>Operation<th>Region<th>Status<th>ms<th>Bodies</tr>"
        f'{rows}</table><h2>Services</h2><div class="columns">{services}</div>',
    )


def service_page(service: str) -> str:
    """Return the page of one service's operations, as HTML.

    Raises:
        harness.errors.UnknownName: there is no such service.
    """
    model = load_service(service)
    rows = "".join(
        f"<tr><td>{escape(name)}<td><code>{escape(method_name(name))}</code></tr>"
        for name in model.operation_names
    )
    name = model.metadata.get("serviceFullName", service)
    return _page(
        f"{service}: {len(model.operation_names)} operations",
        f"<p>{escape(name)}, protocol {escape(model.resolved_protocol)}. "
        f'<a href="{ROOT}">All services</a></p>'
        f"<table><tr><th>Operation<th>Method of the client</tr>{rows}</table>",
    )


def _page(title: str, content: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1>{content}</html>"
    )


def _row(seen: Seen) -> str:
    bodies = "".join(_excerpts(seen))
    more = f"<details><summary>show</summary>{bodies}</details>" if bodies else ""
    status = f"{seen.status or 'dropped'} {escape(seen.error)}"
    return (
        f"<tr><td>{seen.time:%H:%M:%S}<td>{escape(seen.asked)}<td>{escape(seen.region or '')}"
        f"<td>{status}<td>{seen.milliseconds:.1f}<td>{more}</tr>"
    )


def _excerpts(seen: Seen) -> Iterator[str]:
    for body in (seen.request, seen.response):
        if body:
            text = escape(body.decode("utf-8", "backslashreplace"))
            yield f"<pre>{text}{' …' if len(body) == EXCERPT else ''}</pre>"
