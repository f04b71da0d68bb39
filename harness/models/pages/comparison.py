"""Compare the operation that a page documents with that of the installed model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from botocore.docs.utils import py_type_name
from botocore.model import ListShape, MapShape, OperationModel, Shape, StringShape, StructureShape


@dataclass(frozen=True)
class Difference:
    """One point in which page and model differ.

    Args:
        pointer: a JSON pointer into the request (``/input/Dimensions``), the response (``/output/Events/*``,
            ``*`` for a list's member or a map's value) or the exceptions (``/errors/Name``).
        aspect: ``"member"``, ``"type"``, ``"required"``, ``"enum"``, ``"union"`` or ``"error"``.
        page: what the page says, None for nothing.
        model: what the model says, None for nothing.
    """

    pointer: str
    aspect: str
    page: str | None
    model: str | None

    def __str__(self) -> str:
        if self.page is None:
            return f"{self.pointer}: the model has it ({self.model}), the page has not."
        if self.model is None:
            return f"{self.pointer}: the page has it ({self.page}), the model has not."
        return f"{self.pointer}: its {self.aspect} is {self.page} on the page, {self.model} in the model."


def compare(page_operation: OperationModel, model_operation: OperationModel) -> tuple[Difference, ...]:
    """Compare what pages express: names, types, required, enums, unions and exceptions.

    Types are compared in the words of ``botocore.docs``, which has one for ``integer`` and ``long`` and one
    for ``float`` and ``double``. Required members are compared in the request, where alone pages mark them.

    Args:
        page_operation: the operation as the page has it.
        model_operation: the operation as the model has it.

    Returns:
        The differences, in the order of the page.
    """
    return (
        *_compare_optional("/input", page_operation.input_shape, model_operation.input_shape),
        *_compare_optional("/output", page_operation.output_shape, model_operation.output_shape),
        *_compare_errors(page_operation, model_operation),
    )


def _compare_optional(pointer: str, page: Shape | None, model: Shape | None) -> Iterator[Difference]:
    if page is not None and model is not None:
        yield from _compare_shapes(pointer, page, model, ())
    elif page is not None or getattr(model, "members", None):
        yield Difference(pointer, "member", _type(page) if page else None, _type(model) if model else None)


def _compare_errors(page: OperationModel, model: OperationModel) -> Iterator[Difference]:
    documented = {shape.name: None for shape in page.error_shapes}
    modelled = {shape.name: None for shape in model.error_shapes}
    for name in {**documented, **modelled}:
        if name not in modelled:
            yield Difference(f"/errors/{name}", "error", "exception", None)
        elif name not in documented:
            yield Difference(f"/errors/{name}", "error", None, "exception")


def _compare_shapes(pointer: str, page: Shape, model: Shape, around: tuple[str, ...]) -> Iterator[Difference]:
    """Compare two shapes and what is nested in them; ``around`` names the model's shapes around this one."""
    if model.name in around:
        return  # elided on the page
    if _type(page) == "document" and model.type_name in ("structure", "map"):
        return  # left open where boto3 found the page too large
    if _type(page) != _type(model):
        yield Difference(pointer, "type", _type(page), _type(model))
        return
    around = (*around, model.name)
    match page, model:
        case StructureShape(), StructureShape():
            yield from _compare_structures(pointer, page, model, around)
        case ListShape(), ListShape():
            yield from _compare_shapes(f"{pointer}/*", page.member, model.member, around)
        case MapShape(), MapShape():
            yield from _compare_shapes(f"{pointer}/*", page.value, model.value, around)
        case StringShape(), StringShape() if page.enum != model.enum:
            yield Difference(pointer, "enum", _words(page.enum), _words(model.enum))


def _compare_structures(
    pointer: str, page: StructureShape, model: StructureShape, around: tuple[str, ...]
) -> Iterator[Difference]:
    for name in {**page.members, **model.members}:
        here = f"{pointer}/{name}"
        if name not in model.members:
            yield Difference(here, "member", _type(page.members[name]), None)
        elif name not in page.members:
            yield Difference(here, "member", None, _type(model.members[name]))
        else:
            yield from _compare_shapes(here, page.members[name], model.members[name], around)
            documented, modelled = name in page.required_members, name in model.required_members
            elided = model.members[name].name in around  # botocore then leaves out what is required
            if documented != modelled and pointer.startswith("/input") and not elided:
                yield Difference(here, "required", _yes(documented), _yes(modelled))
    if page.is_tagged_union != model.is_tagged_union and page.documentation:
        yield Difference(pointer, "union", _yes(page.is_tagged_union), _yes(model.is_tagged_union))


def _type(shape: Shape) -> str:
    """Return a shape's type in the words of ``botocore.docs``."""
    if getattr(shape, "is_document_type", False):
        return "document"
    return str(py_type_name(shape.type_name)) if shape.type_name != "map" else "map"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _words(values: list[str]) -> str:
    return "|".join(values) or "any string"
