"""Find the operation of a REST request by HTTP method, URI template and query (Smithy's ``http`` trait).

The templates of a service make a tree by path segment. Where several match, literal segments win over
labels and labels over greedy ones, from left to right; among operations of one template, the one that asks
for most (literals and required members in query and headers) and gets all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote
from weakref import WeakKeyDictionary

from botocore.model import OperationModel, ServiceModel, Shape

from harness.wire.message import Request


@dataclass(frozen=True, slots=True)
class Route:
    """One operation and what its requests look like beyond method and path.

    Attributes:
        operation: the operation's name.
        labels: the names of the template's labels in order.
        literals: query parameters that the template spells out.
        queries: names of query parameters that carry required members.
        headers: lower-case names of headers that carry required members.
        known: names of all query parameters that carry members.
        deprecated: the model says that the operation is.
        in_host: the operation's host has a prefix with a label in it.
    """

    operation: str
    labels: tuple[str, ...]
    literals: tuple[tuple[str, str], ...]
    queries: frozenset[str]
    headers: frozenset[str]
    known: frozenset[str]
    deprecated: bool
    in_host: bool

    def is_spelled(self, query: Mapping[str, str]) -> bool:
        """Tell whether a query has what the template spells out."""
        return all(query.get(name) == value for name, value in self.literals)

    def matches(self, query: Mapping[str, str], request: Request) -> bool:
        """Tell whether a request has everything that the operation asks for."""
        return (
            self.is_spelled(query)
            and self.queries <= query.keys()
            and all(name in request.headers for name in self.headers)
        )

    def weight(self, query: Mapping[str, str]) -> tuple[int, int, bool, int]:
        """Return how well the operation suits a query that it matches.

        First how many literals it asks for, then required members; last, among twins, that it is not
        deprecated, and how many of the parameters it knows.
        """
        required = len(self.queries) + len(self.headers)
        return len(self.literals), required, not self.deprecated, len(self.known & query.keys())


@dataclass(slots=True)
class _Node:
    """The templates that share the segments up to here; filled while a service is compiled."""

    literal: dict[str, _Node] = field(default_factory=dict)
    label: _Node | None = None
    greedy: list[tuple[tuple[str, ...], list[Route]]] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Match:
    """A route that a path fits, and the label values, decoded, in the template's order."""

    route: Route
    values: tuple[str, ...]

    @property
    def labels(self) -> dict[str, str]:
        """The label values by the label's name."""
        return dict(zip(self.route.labels, self.values, strict=True))


def split_path(path: str) -> list[str]:
    """Split a path at its slashes; a trailing slash makes no segment of its own."""
    segments = path.split("/")[1:]
    return segments[:-1] if segments and not segments[-1] else segments


def _names(members: Mapping[str, Shape], place: str) -> frozenset[str]:
    """Return the names on the wire of the members that travel in a place."""
    traits = [(name, member.serialization) for name, member in members.items()]
    return frozenset(trait.get("name", name) for name, trait in traits if trait.get("location") == place)


def _route(operation: OperationModel, query: str, labels: tuple[str, ...]) -> Route:
    shape = operation.input_shape
    members = {} if shape is None else shape.members
    required = {} if shape is None else {name: members[name] for name in shape.required_members}
    return Route(
        operation=operation.name,
        labels=labels,
        literals=tuple(parse_qsl(query, keep_blank_values=True)),
        queries=_names(required, "querystring"),
        headers=frozenset(name.lower() for name in _names(required, "header")),
        known=_names(members, "querystring"),
        deprecated=operation.deprecated,
        in_host="{" in (operation.endpoint or {}).get("hostPrefix", ""),
    )


def _insert(root: _Node, template: str, operation: OperationModel) -> None:
    path, _, query = template.partition("?")
    segments = split_path(path)
    labels = tuple(segment[1:-1].rstrip("+") for segment in segments if segment.startswith("{"))
    route = _route(operation, query, labels)
    node = root
    for position, segment in enumerate(segments):
        if segment.endswith("+}"):
            rest = tuple(segments[position + 1 :])
            for known, routes in node.greedy:
                if known == rest:
                    routes.append(route)
                    return
            node.greedy.append((rest, [route]))
            node.greedy.sort(key=lambda item: -len(item[0]))
            return
        if segment.startswith("{"):
            node.label = node.label or _Node()
            node = node.label
        else:
            node = node.literal.setdefault(segment, _Node())
    node.routes.append(route)


def template_of(operation: OperationModel) -> str:
    """Return an operation's URI template.

    botocore's S3 client takes the bucket out of ``requestUri`` and leaves the whole in ``authPath``
    (`botocore.handlers.remove_bucket_from_url_paths_from_model`), in the model it was made from.
    """
    http = operation.http
    whole: str = http.get("authPath") or http["requestUri"].partition("?")[0]
    query: str = http["requestUri"].partition("?")[2]
    return f"{whole}?{query}" if query else whole


def _begins_with_context(operation: OperationModel) -> bool:
    """Tell whether the first label of a template is one that the endpoint rules may move to the host."""
    shape = operation.input_shape
    first = template_of(operation).removeprefix("/{").partition("}")[0]
    return shape is not None and any(
        member.metadata.get("contextParam") and first == member.serialization.get("name", name)
        for name, member in shape.members.items()
    )


class Routes:
    """The routes of one service, by HTTP method.

    Attributes:
        in_host: the first label of some templates may stand in the host instead, as S3's buckets do.
    """

    def __init__(self, service: ServiceModel) -> None:
        self._roots: dict[str, _Node] = {}
        self.in_host: bool = False
        for name in service.operation_names:
            operation = service.operation_model(name)
            root = self._roots.setdefault(operation.http["method"], _Node())
            _insert(root, template_of(operation), operation)
            self.in_host = self.in_host or _begins_with_context(operation)

    def find(self, request: Request, path: str) -> Match | None:
        """Find the operation of a request whose path, in the service's own layout, is ``path``."""
        root = self._roots.get(request.method)
        if root is None:
            return None
        query = dict(request.query)
        found = list(_walk(root, split_path(path), (), path.endswith("/")))
        # Where the request lacks something of all of them, it is the operation's to say so.
        for matches in (lambda route: route.matches(query, request), lambda _: True):
            for routes, values in found:
                if fitting := list(filter(matches, _spelled(routes, query))):
                    best = max(fitting, key=lambda route: route.weight(query))
                    return Match(best, tuple(unquote(value) for value in values))
        return None


def _spelled(routes: list[Route], query: Mapping[str, str]) -> list[Route]:
    """Return the routes whose literals a query has: of these, the ones that ask for most literals.

    What S3 asks for by ``?attributes`` stays that where it lacks a header, and is not the whole object.
    """
    spelled = [route for route in routes if route.is_spelled(query)]
    most = max((len(route.literals) for route in spelled), default=0)
    return [route for route in spelled if len(route.literals) == most]


def _walk(
    node: _Node, segments: list[str], values: tuple[str, ...], trailing: bool
) -> Iterator[tuple[list[Route], tuple[str, ...]]]:
    """Yield the routes that fit the segments with their raw label values, the most specific first."""
    if not segments:
        if node.routes:
            yield node.routes, values
        return
    first, rest = segments[0], segments[1:]
    literal = node.literal.get(first) or node.literal.get(unquote(first))
    if literal is not None:
        yield from _walk(literal, rest, values, trailing)
    if node.label is not None and first:
        yield from _walk(node.label, rest, (*values, first), trailing)
    for suffix, routes in node.greedy:
        taken = _greedy(segments, suffix, trailing)
        if taken:
            yield routes, (*values, *taken)


def _greedy(segments: list[str], suffix: tuple[str, ...], trailing: bool) -> tuple[str, ...] | None:
    """Match a greedy label and the segments after it; None where they do not fit."""
    count = len(segments) - len(suffix)
    if count < 1:
        return None
    labels = []
    for segment, expected in zip(segments[count:], suffix, strict=True):
        if expected.startswith("{"):
            labels.append(segment)
        elif segment != expected:
            return None
    text = "/".join(segments[:count])
    return (text + "/" if trailing and not suffix else text, *labels)


_compiled: WeakKeyDictionary[ServiceModel, Routes] = WeakKeyDictionary()


def routes_of(service: ServiceModel) -> Routes:
    """Return the routes of a service, compiled on first use and kept as long as the model."""
    if service not in _compiled:
        _compiled[service] = Routes(service)
    return _compiled[service]
