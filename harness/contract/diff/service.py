"""One service as one document describes it: what is compared with the same service of another document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from botocore.model import OperationModel, ServiceModel

from harness.contract.documented import rules_of_operation, rules_of_structure
from harness.contract.rules import Rule
from harness.contract.schema import Schema

Aspect = Literal[
    "bounds",
    "deprecated",
    "documentation",
    "documents",
    "error-members",
    "keys",
    "paginators",
    "patterns",
    "request-required",
    "response-required",
    "sensitive",
    "sparse",
    "unions",
    "widths",
    "wire",
]
"""What a document may be silent on. ``documents``: which values are any JSON, and which
bytes are sent as a stream; ``keys``: the keys of maps."""


class Prose(Protocol):
    """What the documentation of a service states in prose."""

    def of_structure(
        self, service: ServiceModel, name: str, members: Collection[str] | None = None
    ) -> Sequence[Rule]:
        """Return the rules on requests that a structure's members state, all or some, by their own names."""

    def of_operation(self, operation: OperationModel) -> Sequence[Rule]:
        """Return the rules that an operation states on its own, and those on its responses and pages."""


class DocumentedProse:
    """The rules that facts take from a model's documentation."""

    def of_structure(
        self, service: ServiceModel, name: str, members: Collection[str] | None = None
    ) -> Sequence[Rule]:
        """Look up the facts on the members of a structure."""
        return rules_of_structure(service, name, members)

    def of_operation(self, operation: OperationModel) -> Sequence[Rule]:
        """Look up the facts on an operation's own text, and on its responses."""
        return rules_of_operation(operation)


Waiters = Mapping[str, Mapping[str, Any]]
"""The waiters of a service by name, as ``waiters-2.json`` has them."""


class Endpoints(Protocol):
    """The endpoints of a service in one document, by input: ``us-east-1 UseFIPS``, ``us-east-1 Bucket=b``."""

    @property
    def tried(self) -> Iterable[str]:
        """The inputs that the document tells of by itself."""

    def at(self, words: str) -> str | None:
        """Return the endpoint for an input, or why there is none; None where it is not known."""


@dataclass(frozen=True)
class ServiceContract:
    """One service as one document describes it.

    Attributes:
        model: botocore's model of the service, with the operations that the document has.
        paginators: botocore's paginators by operation, as ``paginators-1.json`` has them.
        prose: the rules that its documentation states.
        silent: what the document does not say, so that nothing is told of it.
        whole: whether it has every operation of the service; else only those it has are compared.
        stated: the schemas of a schema folder by operation and part, whose rules are then compared in that
            form; empty where `prose` knows them.
        waiters: its waiters by name, as ``waiters-2.json`` has them; None where the document does not tell.
        endpoints: where its clients send calls; None where the document does not tell.
        digests: by operation, a digest of all that it was made from (`harness.contract.diff.lock`), where the
            document keeps one.
    """

    model: ServiceModel
    paginators: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    prose: Prose = field(default_factory=DocumentedProse)
    silent: frozenset[Aspect] = frozenset()
    whole: bool = True
    stated: Mapping[str, Mapping[str, Schema]] = field(default_factory=dict)
    waiters: Waiters | None = None
    endpoints: Endpoints | None = None
    digests: Mapping[str, str] = field(default_factory=dict)


Select = Callable[[str], bool]
"""Tells by an operation's API name whether it is compared."""
