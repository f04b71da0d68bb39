"""Reports as text for people and as JSON for programs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from insight_reporter.model import Calls, InternetReport, Report, Requests, ServiceReport, TrailReport


def as_json(report: Report) -> str:
    """Return a report as a JSON object; times are in ISO 8601."""
    return json.dumps(asdict(report), default=_json_value, ensure_ascii=False, indent=2)


def _json_value(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    raise TypeError(f"{value!r} has no JSON form")


def as_text(report: Report) -> str:
    """Return a report as lines of text; times are in UTC."""
    match report:
        case TrailReport():
            return "\n".join(_trail(report))
        case ServiceReport():
            return "\n".join(_service(report))
        case InternetReport():
            return "\n".join(_internet(report))


def _trail(report: TrailReport) -> Iterator[str]:
    yield f"Trail {report.trail}, {_time(report.start)} to {_time(report.end)}: {_apis(len(report.apis))}"
    for api in report.apis:
        error = f" {api.error}" if api.error else ""
        yield f"  {api.source} {api.name} ({api.insight}{error})"
        yield f"    {_count(api.events, 'event')}, {_time(api.first)} to {_time(api.last)}"
        yield f"    {_calls(api.calls)}"


def _apis(count: int) -> str:
    return f"{_count(count, 'API')} with unusual activity" if count else "nothing unusual"


def _calls(calls: Calls | None) -> str:
    if calls is None:
        return "no data points"
    return f"mean {calls.mean:.1f}, peak {calls.peak:.1f} at {_time(calls.peak_at)}"


def _service(report: ServiceReport) -> Iterator[str]:
    kinds = f" ({', '.join(report.categories)})" if report.categories else ""
    yield f"Insight {report.insight}: {report.state or 'state unknown'}{kinds}"
    if report.summary:
        yield f"  {report.summary}"
    yield f"  group       {report.group or 'unknown'}"
    yield f"  root cause  {report.root_cause or 'unknown'}"
    yield f"  time        {_time(report.start)} to {_time(report.end) if report.end else 'now'}"
    yield f"  requests    {_requests(report.requests)}"
    for moment in report.course:
        yield f"  {_time(moment.time)}  {_requests(moment.requests)}  {moment.summary or ''}".rstrip()


def _requests(requests: Requests | None) -> str:
    if requests is None:
        return "unknown"
    share = f" ({requests.failed / requests.total:.1%})" if requests.total else ""
    return f"{requests.failed} of {requests.total} failed{share}"


def _internet(report: InternetReport) -> Iterator[str]:
    yield f"Event {report.event}: {report.kind}, {report.state}"
    yield f"  time     {_time(report.start)} to {_time(report.end) if report.end else 'now'}"
    yield f"  network  {report.network}"
    yield f"  place    {report.place}"


def _time(time: dt.datetime | None) -> str:
    return time.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M") if time else "unknown"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
