"""What `harness check` writes: a module a format, whose name is the format's, with `render`.

To add a format, add its module.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.report.check import Report


def format_names() -> tuple[str, ...]:
    """Return the names of the formats, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def render(name: str, report: Report) -> str:
    """Write a report in a format.

    Args:
        name: one of `format_names`.
        report: what a check found.

    Returns:
        The whole text, its last line ended; empty where the format has nothing to say.
    """
    text: str = importlib.import_module(f"{__name__}.{name}").render(report)
    return text
