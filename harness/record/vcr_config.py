"""What a configuration of vcrpy or pytest-recording asks for, in harness's own terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from harness.contract.paths.pointer import escaped
from harness.record.matching import HTTP, Matching, parse_matching
from harness.record.mode import RecordMode
from harness.record.web import Before
from harness.redaction import DEFAULT, Redaction

_BODY = frozenset(("body", "raw_body"))
_COMPARED = _BODY | {"method", "scheme", "host", "port", "path", "query", "uri", "url"}
_PLACES = {
    "/origin": frozenset(("scheme", "host", "port", "uri", "url")),
    "/path": frozenset(("path", "uri", "url")),
    "/query": frozenset(("query", "uri", "url")),
    "/body": _BODY,
}
"""The places of requests to others than AWS, and which of vcrpy's matchers compare them."""
_LOCAL = frozenset(("localhost", "0.0.0.0", "127.0.0.1"))
_CALLBACKS = frozenset(("before_record", "before_record_request", "before_record_response"))
_NO_MATTER = frozenset(("decode_compressed_response", "record_on_exception"))
_INSTEAD = {
    "additional_matchers": "give a function as match",
    "before_playback_hook": "give a function as match",
    "cassette_library_dir": "use --cassette-dir",
    "filter_nested_post_data_parameters": "write the whole place, /Outer/Inner, under ignore",
    "filter_sensitive_data": "see [tool.harness.redaction]",
    "path_transformer": "give the marker a name",
    "serializer": "a cassette whose name ends in .json is JSON",
}
"""What to use instead of settings that are not followed."""


@dataclass(frozen=True, slots=True)
class VcrConfig:
    """A configuration of vcrpy in harness's own terms.

    Attributes:
        mode: the record mode; None if it names none.
        allow_repeats: whether recordings play more than once.
        matching: what of requests is not compared.
        redaction: what is taken out of recordings.
        ignored_hosts: hosts of which other libraries' requests are neither recorded nor played.
        before: the callbacks that see exchanges before they are recorded.
        not_followed: the settings that harness does not follow, each with what to do about it.
    """

    mode: RecordMode | None
    allow_repeats: bool
    matching: Matching
    redaction: Redaction
    ignored_hosts: frozenset[str]
    before: Before
    not_followed: tuple[str, ...]

    @property
    def warning(self) -> str | None:
        """What to tell the user; None if all of the configuration is followed."""
        if not self.not_followed:
            return None
        return f"harness does not follow all of vcr_config: {'; '.join(self.not_followed)}."


def from_vcr_config(config: Mapping[str, Any], redaction: Redaction = DEFAULT) -> VcrConfig:
    """Translate what pytest-recording's fixture ``vcr_config`` returns: keyword arguments of ``vcr.VCR``.

    Args:
        config: the configuration.
        redaction: the rules of redaction that its filters are added to.

    Returns:
        What harness does of it, and what it does not. vcrpy leaves headers and parameters that are filtered
        out of recordings; harness puts stand-ins there, and does not compare them.
    """
    given = config.get("record_mode")
    mode = next((one for one in RecordMode if one.value == getattr(given, "value", given)), None)
    headers = _names(config.get("filter_headers", ()))
    queries = _names(config.get("filter_query_parameters", ()))
    members = _names(config.get("filter_post_data_parameters", ()))
    pointers = [f"/{escaped(name)}" for name in members]
    in_queries = [f"{HTTP}:/query/{escaped(name)}" for name in queries]
    in_bodies = [f"{HTTP}:/body{pointer}" for pointer in pointers]
    left_out = _left_out(config.get("match_on"))
    before = Before()
    if config.keys() & _CALLBACKS:
        from harness.record.vcrpy import of_vcrpy  # and with it vcrpy, for those who have it

        before = of_vcrpy(config)
    hosts = frozenset(map(str, config.get("ignore_hosts", ())))
    return VcrConfig(
        mode=mode,
        allow_repeats=bool(config.get("allow_playback_repeats", False)),
        matching=parse_matching(ignore=[*pointers, *in_bodies, *in_queries, *left_out]),
        redaction=replace(
            redaction,
            headers=redaction.headers.union(map(str.lower, headers)),
            queries=redaction.queries.union(map(str.lower, queries)),
            pointers=(*redaction.pointers, *pointers),
        ),
        ignored_hosts=hosts | _LOCAL if config.get("ignore_localhost") else hosts,
        before=before,
        not_followed=tuple(_not_followed(config, mode)),
    )


def _left_out(match_on: Iterable[Any] | None) -> Iterator[str]:
    """Yield the places of requests to others than AWS that matchers of vcrpy do not compare."""
    if match_on is None:
        return
    matchers = frozenset(map(str, match_on))
    for place, compared in _PLACES.items():
        if not matchers & compared:
            yield f"{HTTP}:{place}"


def _names(filtered: Iterable[Any]) -> list[str]:
    """Return the names of a filter, whose items are names, or names with what is to stand there."""
    return [one if isinstance(one, str) else str(one[0]) for one in filtered]


def _not_followed(config: Mapping[str, Any], mode: RecordMode | None) -> Iterator[str]:
    if mode is None and config.get("record_mode") is not None:
        known = ", ".join(one.value for one in RecordMode)
        yield f"record_mode {config['record_mode']!r} (there are {known})"
    for name in ("filter_headers", "filter_query_parameters", "filter_post_data_parameters"):
        if any(not isinstance(one, str) and one[1] is not None for one in config.get(name, ())):
            yield f"the replacements of {name} (what stands there has the form of what was there)"
    if config.get("before_record_request") or config.get("before_record"):
        yield "before_record_request for calls of AWS (see [tool.harness.redaction] and match)"
    if "match_on" in config:
        yield from _not_matched(frozenset(map(str, config["match_on"])))
    followed = {
        *("record_mode", "allow_playback_repeats", "match_on", "ignore_hosts", "ignore_localhost"),
        *_CALLBACKS,
        *("filter_headers", "filter_query_parameters", "filter_post_data_parameters"),
    }
    for name in sorted(config.keys() - followed - _NO_MATTER):
        if config[name]:
            yield f"{name} ({_INSTEAD[name]})" if name in _INSTEAD else name


def _not_matched(matchers: frozenset[str]) -> Iterator[str]:
    if not matchers & _BODY:
        yield (
            "match_on without body (of calls of AWS all parameters are compared: name those that vary under "
            "ignore)"
        )
    if "method" not in matchers:
        yield "match_on without method (it is compared)"
    for name in sorted(matchers - _COMPARED):
        instead = "no header is compared" if name == "headers" else "give a function as match"
        yield f"match_on {name} ({instead})"
