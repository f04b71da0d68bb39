"""Documentation pages."""

from harness.models.pages.compare import Difference, compare
from harness.models.pages.errors import PageError
from harness.models.pages.page import Page, load_page, parse_page

__all__ = ["Difference", "Page", "PageError", "compare", "load_page", "parse_page"]
