"""How an operation's results come in pages: by botocore's paginators, or by its own members alone."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import DataNotFoundError
from botocore.model import OperationModel, Shape

from harness.models.loader import OneService

_TOKEN = re.compile(r"(next|page|pagination|continuation|starting).*token$|marker$|cursor$", re.IGNORECASE)
_LIMIT = re.compile(r"^(max(?!depth)|limit|page_?size)|(max|limit|pagesize)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pagination:
    """The members that an operation's pages go by.

    Attributes:
        input_tokens: request members that say where to go on.
        output_tokens: paths of the response members that they come from, ``"DistributionList.NextMarker"``;
            one for each input token.
        limit: the request member that limits the entries of a page, if there is one.
        results: paths of the response members whose entries come in pages.
        more_results: path of the response member that says whether there is more, if there is one.
        configured: whether botocore has a paginator for the operation; else only its members tell.
        fallback: the list, and the member of its last entry, from which pages go on where they have no token
            (S3's ``ListObjects``); None where there is no such.
    """

    input_tokens: tuple[str, ...]
    output_tokens: tuple[str, ...]
    limit: str | None = None
    results: tuple[str, ...] = ()
    more_results: str | None = None
    configured: bool = False
    fallback: tuple[str, str] | None = None

    @property
    def with_fallback(self) -> bool:
        """Whether pages may go on without a token, from their last entry."""
        return self.fallback is not None

    def next_request(self, response: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parameters that ask for the page after a response; empty if that was the last one.

        As botocore's paginators do, pages without a token go on from their last entry (`fallback`).
        """
        found = {
            name: _value(response, path)
            for name, path in zip(self.input_tokens, self.output_tokens, strict=True)
            if path not in self.results  # a few services go on from the last entry, and have no token
        }
        tokens = {name: token for name, token in found.items() if token}
        if not tokens and self.fallback is not None and self.says_more(response):
            path, name = self.fallback
            match _value(response, path):
                case [*_, {**last}] if last.get(name):
                    return {self.input_tokens[0]: last[name]}
        return tokens

    def tokens_in(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return the tokens that a request sends; empty if it asks for the first page."""
        return {name: params[name] for name in self.input_tokens if params.get(name)}

    def says_more(self, response: Any) -> bool | None:
        """Return whether a response says that there is more, None if it does not say."""
        value = _value(response, self.more_results) if self.more_results else None
        return value if isinstance(value, bool) else None


NO_PAGES = Pagination((), ())
"""For an operation without pages."""


def _value(response: Any, path: str) -> Any:
    for step in path.split("."):
        response = response.get(step) if isinstance(response, Mapping) else None
    return response


def is_token(name: str) -> bool:
    """Tell whether a member is, by its name, a token of a pagination."""
    return _TOKEN.search(name) is not None


@functools.lru_cache(maxsize=4096)
def find_pagination(operation: OperationModel) -> Pagination | None:
    """Tell how an operation's results come in pages; None if they do not.

    Args:
        operation: an operation of an installed model or of a documentation page.
    """
    written = _paginators(operation.service_model.service_name).get(operation.name)
    found = _configured(written) if written else None
    if found is None or not _is_of(operation, found):
        found = _documented(operation)
    if found is None or not operation.input_shape:
        return None
    # A token without which there is no first page continues what another operation began.
    return None if set(found.input_tokens) & set(operation.input_shape.required_members) else found


@functools.cache
def _paginators(service: str) -> Mapping[str, Mapping[str, Any]]:
    try:
        written: Mapping[str, Any] = OneService(service).load_service_model(service, "paginators-1")
    except DataNotFoundError:
        return {}
    paginators: Mapping[str, Mapping[str, Any]] = written["pagination"]
    return paginators


def _configured(written: Mapping[str, Any]) -> Pagination:
    """Read an entry of a ``paginators-1.json`` (``botocore.paginate``); its paths are JMESPath."""
    return Pagination(
        tuple(_listed(written["input_token"])),
        tuple(_paths(written["output_token"])),
        written.get("limit_key"),
        tuple(_paths(written.get("result_key", ()))),
        next(_paths(written.get("more_results", ())), None),
        configured=True,
        fallback=next(filter(None, map(_fallback, _listed(written["output_token"]))), None),
    )


def _fallback(expression: str) -> tuple[str, str] | None:
    """Read what stands in for a token: ``Contents`` and ``Key`` of ``NextMarker || Contents[-1].Key``."""
    found = re.search(r"\|\|\s*(\w+)\[-1\]\.(\w+)$", expression)
    return None if found is None else (found[1], found[2])


def _listed(value: str | list[str]) -> Iterable[str]:
    return [value] if isinstance(value, str) else value


def _paths(value: str | list[str]) -> Iterator[str]:
    """Give the plain path in each expression: of ``NextMarker || Contents[-1].Key`` the first."""
    return (expression.split("||")[0].split("[")[0].strip() for expression in _listed(value))


def _is_of(operation: OperationModel, pagination: Pagination) -> bool:
    """Tell whether the operation has the members of a paginator (a page may be of another version)."""
    request, response = operation.input_shape, operation.output_shape
    return (
        request is not None
        and response is not None
        and all(name in request.members for name in pagination.input_tokens)
        and all(_at(response, path) is not None for path in pagination.output_tokens)
    )


def _at(shape: Shape, path: str) -> Shape | None:
    for step in path.split("."):
        if shape.type_name != "structure" or step not in shape.members:
            return None
        shape = shape.members[step]
    return shape


def _documented(operation: OperationModel) -> Pagination | None:
    """Find a token that request and response both have: ``NextToken``, ``Marker`` and ``NextMarker``.

    Where a response has both of the latter, ``Marker`` repeats the request (S3, Route 53). A ``Token`` may be
    anything, unless the response has a ``NextToken`` (Pinpoint). ``ExclusiveStartShardId`` goes on from a
    ``LastEvaluatedShardId`` (DynamoDB).
    """
    request, response = operation.input_shape, operation.output_shape
    if request is None or response is None:
        return None
    for name, shape in request.members.items():
        if shape.type_name == "string" and (is_token(name) or name.lower() == "token"):
            for holder, path in ((response, ""), *_holders(response)):
                texts = {one.lower(): one for one in _texts(holder)}
                own, following = texts.get(name.lower()), texts.get(f"next{name.lower()}")
                token = following or (own if is_token(name) else None)
                if token is not None:
                    lists = (path + one for one in _lists(holder))
                    return Pagination((name,), (path + token,), limit_of(request), tuple(lists))
    return _evaluated(request, response)


def _evaluated(request: Shape, response: Shape) -> Pagination | None:
    """Find a list that goes on from its last entry: ``ExclusiveStartShardId``, ``LastEvaluatedShardId``.

    It is in a structure of the response. One at the top begins after any name, not only after one that was
    returned (`harness.synth.responses.starts`).
    """
    for name in _texts(request):
        of = name.removeprefix("ExclusiveStart")
        for holder, path in _holders(response) if of != name else ():
            token = f"LastEvaluated{of}"
            lists = [path + one for one in _lists(holder) if _has_name(holder.members[one].member, of)]
            if token in _texts(holder) and lists:
                return Pagination((name,), (path + token,), limit_of(request), tuple(lists))
    return None


def _texts(shape: Shape) -> Iterator[str]:
    return (name for name, held in shape.members.items() if held.type_name == "string")


def _has_name(entry: Shape, name: str) -> bool:
    """Tell whether entries have a member of a name, or the end of it: ``GlobalTableName``, ``TableName``."""
    return entry.type_name == "structure" and any(map(name.endswith, _texts(entry)))


def _holders(response: Shape) -> Iterator[tuple[Shape, str]]:
    """Yield the structures of a response that hold lists, and the beginnings of their paths."""
    for name, shape in response.members.items():
        if shape.type_name == "structure" and any(_lists(shape)):
            yield shape, f"{name}."


def limit_of(request: Shape) -> str | None:
    """Return the parameter that limits the entries of an answer, by its name; None if there is none.

    Args:
        request: the shape of the request.
    """
    numbers = (
        name
        for name, shape in request.members.items()
        if shape.type_name in ("integer", "long")
        or (shape.type_name == "string" and "maximum number" in shape.documentation)
    )
    return next((name for name in numbers if _LIMIT.search(name)), None)


def _lists(response: Shape) -> Iterator[str]:
    return (name for name, shape in response.members.items() if shape.type_name == "list")


def described_beside(output: Shape, path: str) -> tuple[str, ...]:
    """Return the lists next to a list of names that describe what is named: StreamSummaries by StreamNames.

    Each of their entries has a member that is one of the names (StreamName).

    Args:
        output: the shape of the response.
        path: the list, at its top.
    """
    names = output.members.get(path)
    if names is None or names.type_name != "list" or names.member.type_name != "string":
        return ()
    return tuple(
        other
        for other, shape in output.members.items()
        if shape.type_name == "list"
        and shape.member.type_name == "structure"
        and any(f"{name}s" == path for name in shape.member.members)
    )
