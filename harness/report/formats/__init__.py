"""What `harness check` writes: a module a format, whose name is the format's, with `render`.

To add a format, add its module. One that may get large has ``pieces`` too.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.report.check import Report


def format_names() -> tuple[str, ...]:
    """Return the names of the formats, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def pieces(name: str, report: Report) -> Iterable[str]:
    """Write a report as `render` does, piece by piece where the format can."""
    module = importlib.import_module(f"{__name__}.{name}")
    found: Iterable[str] = module.pieces(report) if hasattr(module, "pieces") else [module.render(report)]
    return found


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
