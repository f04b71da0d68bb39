"""What `harness check` writes: a module a format, whose name is the format's, with `render`.

To add a format, add its module. One that may get large has ``pieces`` too.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

from harness.report.root import Root, find_root

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.report.check import Report


def format_names() -> tuple[str, ...]:
    """Return the names of the formats, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def pieces(name: str, report: Report, root: Root | None = None) -> Iterable[str]:
    """Write a report as `render` does, piece by piece where the format can."""
    module = importlib.import_module(f"{__name__}.{name}")
    root = root or find_root(Path.cwd())
    if hasattr(module, "pieces"):
        found: Iterable[str] = module.pieces(report, root)
        return found
    return [module.render(report, root)]


def render(name: str, report: Report, root: Root | None = None) -> str:
    """Write a report in a format.

    Args:
        name: one of `format_names`.
        report: what a check found.
        root: the folder that paths in the text start from; that of the repository when left out.

    Returns:
        The whole text, its last line ended; empty where the format has nothing to say.
    """
    return "".join(pieces(name, report, root))
