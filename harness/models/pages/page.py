"""Read one documentation page into a botocore model of one operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from botocore.model import OperationModel, ServiceModel

from harness.errors import UnknownName, require
from harness.models.loader import find_operation
from harness.models.pages.describe import describe
from harness.models.pages.errors import NOT_AN_OPERATION, PageError
from harness.models.pages.naming import derive_operation_name, find_operation_name, find_service
from harness.models.pages.outline import Outline
from harness.models.pages.text import parse_text
from harness.models.pages.web import is_html, render_text


class PageModel(ServiceModel):  # type: ignore[misc]
    """A service model that was read from a page, whose shapes have made-up names.

    Args:
        description: the service description.
        service_name: the service's name.
        installed: the installed model of the page's operation, which names its shapes; None for none.
    """

    def __init__(
        self, description: Mapping[str, Any], service_name: str, installed: OperationModel | None
    ) -> None:
        super().__init__(description, service_name=service_name)
        self._installed = installed

    @cached_property
    def structure_names(self) -> Mapping[str, str]:
        """The installed model's names of the structures on the page, by the page's names."""
        if self._installed is None:
            return {}
        names: dict[str, str] = {}
        own = self.operation_model(self._installed.name)
        for end in ("input_shape", "output_shape"):
            _pair(getattr(own, end), getattr(self._installed, end), names)
        return names


def _pair(shape: Any, installed: Any, names: dict[str, str]) -> None:
    """Walk two shapes side by side and note what each structure is called."""
    if shape is None or installed is None or shape.type_name != installed.type_name or shape.name in names:
        return
    if shape.type_name == "structure":
        names[shape.name] = installed.name
        for name, member in shape.members.items():
            _pair(member, installed.members.get(name), names)
    for element in ("member", "value"):
        if shape.type_name == {"member": "list", "value": "map"}[element]:
            _pair(getattr(shape, element), getattr(installed, element), names)


@dataclass(frozen=True)
class Page:
    """The documentation of one operation, read.

    Args:
        name: what the page is called in messages, usually its path.
        service: the service's name, boto3's where the installed botocore knows it.
        operation: the operation's API name.
        description: a service description (``service-2.json``) of this one operation.
        elided: the sections that boto3 left out as too large to render, such as ``"Response Structure"``.
            Without ``"Parameters"`` nothing is marked as required; a request or a response that lacks both
            its sections is open: anything goes.
    """

    name: str
    service: str
    operation: str
    description: Mapping[str, Any]
    elided: tuple[str, ...]

    @cached_property
    def service_model(self) -> ServiceModel:
        """Botocore's model of the service, holding the page's operation alone."""
        try:
            installed = find_operation(self.service, self.operation)
        except UnknownName:
            installed = None
        return PageModel(self.description, self.service, installed)

    @cached_property
    def operation_model(self) -> OperationModel:
        """Botocore's model of the page's operation."""
        return self.service_model.operation_model(self.operation)


def load_page(path: str | Path) -> Page:
    """Read the page in a file; see :func:`parse_page`.

    Raises:
        PageError: it is no page of a client operation.
        OSError: the file cannot be read.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PageError("it is not text in UTF-8", NOT_AN_OPERATION, page=str(path)) from error
    return parse_page(text, name=str(path))


def parse_page(text: str, *, name: str = "") -> Page:
    """Read a page of boto3's documentation of a client method, in any of its forms.

    The service's metadata are those of the installed botocore where it knows the client class; all else comes
    from the page, so a page of a newer or older API reads as it stands.

    Args:
        text: the page as reStructuredText, as the text of the web page, or as its HTML.
        name: what to call it in messages, usually its path.

    Raises:
        PageError: the text documents no client operation, or it was cut or re-indented.
    """
    try:
        outline = _parse(text)
        model = find_service(outline.client, outline.method, outline.service)
        uid, _, operation = (outline.link or "").partition("/")
        operation = operation or (model and find_operation_name(model, outline.method)) or ""
        operation = operation or derive_operation_name(outline.method)
        metadata = model.metadata if model else _metadata(outline, uid)
        description = describe(outline, operation, metadata)
    except PageError as error:
        raise PageError(error.problem, error.next_step, page=name, line=error.line) from error
    service = model.service_name if model else outline.service or outline.client.lower()
    return Page(name, service, operation, description, tuple(_elided(outline)))


def _parse(text: str) -> Outline:
    if "\n.. py:method::" in text:
        require("docutils", task="A page in reStructuredText", extra="pages")
        from harness.models.pages.rst import parse_rst  # docutils takes a while to import

        return parse_rst(text)
    return parse_text(render_text(text) if is_html(text) else text)


def _elided(outline: Outline) -> Iterator[str]:
    """Yield the titles of the sections that were too large to render."""
    for section, syntax, entries in (
        (outline.request, "Request Syntax", "Parameters"),
        (outline.response, "Response Syntax", "Response Structure"),
    ):
        if section:
            yield from (syntax,) if section.syntax is None else ()
            yield from (entries,) if section.entries is None else ()


def _metadata(outline: Outline, uid: str) -> Mapping[str, str]:
    """Return the metadata of a service that botocore does not know, as far as the page states it."""
    version = "-".join(uid.split("-")[-3:])
    stated = {"apiVersion": version, "uid": uid} if uid else {}
    return {"serviceFullName": outline.client, "serviceId": outline.client, **stated}
