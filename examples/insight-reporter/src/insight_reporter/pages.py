"""All pages of an operation that botocore has no paginator for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

Page = TypeVar("Page", bound=Mapping[str, object])


def pages(call: Callable[..., Page], **params: object) -> Iterator[Page]:
    """Yield page after page, for as long as there is a ``NextToken``: an empty page need not be the last."""
    page = call(**params)
    yield page
    while token := page.get("NextToken"):
        page = call(**params, NextToken=token)
        yield page
