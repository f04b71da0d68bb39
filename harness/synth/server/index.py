"""The endpoint's pages for a browser: services, their operations, and the exchanges so far, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape

from botocore.model import OperationModel

from harness.models import botocore_version, load_service, method_name
from harness.models.endpoints import all_metadata

ROOT = "/_harness/"
"""Where the pages are; no bucket, the only thing of AWS that begins a path, may have such a name."""

MAX_SHOWN = 16 * 1024
"""How many bytes the body of an exchange may have that the page shows; a cut one could not be redacted."""

_EXCERPT = 2048
"""How many characters of a body the page shows."""

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; border-top: 1px solid #8884; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0; }
.columns { columns: 16rem; }
@media (prefers-color-scheme: dark) { body { background: #181818; color: #ddd; } a { color: #8bf; } }
"""


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request or a response.

    Attributes:
        size: how many bytes it has.
        media_type: its media type; empty if it has none.
        content: the bytes; empty if they are too many to be shown.
    """

    size: int
    media_type: str
    content: bytes


Show = Callable[[OperationModel | None, Body, Body], tuple[str, str]]
"""From the operation, where it is known, and its request and response to both as texts without secrets."""


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
        operation: the operation, where it is known.
        request: the request's body.
        response: the response's body.
    """

    time: dt.datetime
    asked: str
    region: str | None
    status: int
    error: str
    milliseconds: float
    operation: OperationModel | None
    request: Body
    response: Body


def index_page(url: str, seen: Iterable[Seen], show: Show | None) -> str:
    """Return the page of all services and the exchanges, newest first; without `show` with no bodies."""
    services = "".join(
        f'<div><a href="{ROOT}{escape(name)}">{escape(name)}</a></div>' for name in all_metadata()
    )
    rows = "".join(_row(one, show) for one in seen) or '<tr><td colspan="6">None yet.</td></tr>'
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


def _row(seen: Seen, show: Show | None) -> str:
    bodies = "".join(_excerpts(seen, show)) if show else ""
    more = f"<details><summary>show</summary>{bodies}</details>" if bodies else ""
    status = f"{seen.status or 'dropped'} {escape(seen.error)}"
    return (
        f"<tr><td>{seen.time:%H:%M:%S}<td>{escape(seen.asked)}<td>{escape(seen.region or '')}"
        f"<td>{status}<td>{seen.milliseconds:.1f}<td>{more}</tr>"
    )


def _excerpts(seen: Seen, show: Show) -> Iterator[str]:
    for body, text in zip(
        (seen.request, seen.response), show(seen.operation, seen.request, seen.response), strict=True
    ):
        if body.size > len(body.content):
            yield f"<p>{body.size} bytes, too many to be shown.</p>"
        elif body.size:
            yield f"<pre>{escape(text[:_EXCERPT])}{' …' if len(text) > _EXCERPT else ''}</pre>"
