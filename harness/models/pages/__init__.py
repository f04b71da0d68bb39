"""Documentation pages of boto3's client methods, read into botocore service descriptions.

A page is reStructuredText, the text of the web page, or its HTML; each becomes an :class:`Outline`, of which
a description is made:

    rst | text | web -> outline (entries, syntax) -> describe (service-2.json) -> botocore's OperationModel

What a page cannot express, so that a description made of it lacks it:

- the width of numbers: ``integer`` and ``long`` read as ``long``, ``float`` and ``double`` as ``double``;
- bounds (``min``, ``max``), patterns, ``sensitive``, ``retryable`` and endpoint traits;
- how values travel: protocol, HTTP method and URI, ``location``, ``locationName``, timestamp and XML formats
  (the protocol comes from the installed botocore where it knows the service);
- the enum of a map's keys, what is required in a response, in the members of recursive values, and in a
  request whose parameters are too large to render;
- names of shapes, and which shape a recursion repeats: the only enclosing one of its type, or one that name
  or documentation gives away; otherwise the value is left open (a document);
- a tagged union without documentation, the events of a stream that is sent, an input without members;
- members of exceptions, and exceptions that are documented only in prose;
- defaults, which stand in the prose only and are looked up in facts (``harness.contract.facts``).

botocore's own handlers also change some pages: they rename, hide, decode or fill in a parameter; those pages
describe what a caller of the client sees. botocore replaces a section of over 2,000 (syntax) or 5,000
(structure) lines by a note; the other rendering then suffices, without both the shape is left open.
"""

from __future__ import annotations

from harness.models.pages.comparison import Difference, compare
from harness.models.pages.errors import PageError
from harness.models.pages.page import Page, load_page, parse_page

__all__ = ["Difference", "Page", "PageError", "compare", "load_page", "parse_page"]
