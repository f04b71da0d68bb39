"""What an operation page says, in the page's own terms and the same for every form of page.

botocore writes each operation twice: as *syntax* (a Python literal) and as *entries* (a nested list of
``Name (type) -- documentation``). An :class:`Outline` holds both; :mod:`harness.models.pages.describe`
makes one description of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from harness.models.pages.errors import INCOMPLETE, PageError

REQUIRED = "[REQUIRED]"
"""How a page marks a required parameter (``botocore.docs.params``)."""

TOO_LARGE = "This section is too large to render."
"""What botocore writes instead of a section over its line limit (``botocore.docs.bcdoc.restdoc``)."""


@dataclass(frozen=True)
class Syntax:
    """One value of a syntax block.

    Args:
        kind: a botocore type name, or ``"recursive"`` (elided), ``"document"``, ``"stream"`` (a streaming
            body), ``"eventstream"``, or ``"unknown"`` (``...``, which botocore writes for a float).
        members: the members of a structure; ``"string"`` alone may be a map's key; ``""`` is a list's member.
        enum: the documented values of a string.
    """

    kind: str
    members: Mapping[str, Syntax] = field(default_factory=dict)
    enum: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One documented value: a parameter, a member, a list's member or a map's key.

    Args:
        name: the member's name; None for a list's member, a map's key and a map's value.
        type: the type as the page words it, such as ``"datetime"`` or ``"JSON serializable"``.
        required: whether it carries :data:`REQUIRED`.
        blocks: its documentation, one piece of HTML for each paragraph, list or note.
        children: the entries nested in it; a map has one, its key, in which the value is nested.
        line: where it stands on the page, counted from 1.
    """

    name: str | None
    type: str
    required: bool
    blocks: tuple[str, ...]
    children: tuple[Entry, ...]
    line: int


@dataclass(frozen=True)
class Section:
    """The two renderings of a request or a response; either may be absent when it was too large to render."""

    syntax: Syntax | None = None
    entries: tuple[Entry, ...] | None = None


def request_section(
    syntax: Syntax | None, entries: tuple[Entry, ...], note: bool, line: int
) -> Section | None:
    """Put a request's renderings together; None for a method without parameters.

    Args:
        syntax: the Request Syntax, None when it was too large to render.
        entries: the parameters.
        note: whether a note says that they were too large to render.
        line: the line on which the syntax starts.

    Raises:
        PageError: the parameters are missing without such a note.
    """
    if syntax and not syntax.members and not entries:
        return None
    if syntax and not entries and not note:
        raise PageError("it does not describe the parameters", INCOMPLETE, line=line)
    return Section(syntax, entries or None)


def response_section(syntax: Syntax | None, entries: tuple[Entry, ...], note: bool, line: int) -> Section:
    """Put a response's renderings together; arguments and errors as for :func:`request_section`."""
    if not entries and not note:
        raise PageError("it does not describe the response", INCOMPLETE, line=line)
    return Section(syntax, entries or None)


@dataclass(frozen=True)
class Outline:
    """An operation page, taken apart.

    Args:
        client: the client class, such as ``"XRay"``.
        method: the client method, such as ``"get_insight"``.
        service: the service's name, from the link at the page's top; None where the form has no links.
        link: the path below ``WebAPI/`` of the link to the API reference, ``xray-2016-04-12/GetInsight``.
        blocks: the operation's documentation, as HTML.
        request: the request; None for a method without parameters.
        response: the response, whose one entry is its ``(dict)``; None for a method that returns None.
        exceptions: the modelled exceptions' names.
    """

    client: str
    method: str
    service: str | None
    link: str | None
    blocks: tuple[str, ...]
    request: Section | None
    response: Section | None
    exceptions: tuple[str, ...]
