"""Puts the pages of docs/ into the wheel, as harness/pages: what `harness docs` prints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Pages(BuildHookInterface[Any]):
    """Hatchling calls it for every wheel; an editable install reads docs/ itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the pages to what a wheel holds."""
        docs = Path(self.root) / "docs"
        pages = (path for path in docs.rglob("*.md") if "_build" not in path.parts)
        if version != "editable":
            build_data["force_include"] |= {
                str(page): f"harness/pages/{page.relative_to(docs).as_posix()}" for page in pages
            }
