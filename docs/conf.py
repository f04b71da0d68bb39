"""Sphinx reads the pages of this folder (MyST Markdown), the docstrings and the commands: ``make docs``."""

from __future__ import annotations

from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

import harness.fuzz
import harness.strategies
import harness.synth
from harness.contract import codes, laws
from harness.contract.violation import CODES

project = "harness"
release = version = version_of("aws-contract-harness")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click"]
source_suffix = {".md": "markdown", ".myst": "markdown"}  # the latter are made below
myst_heading_anchors = 3
default_role = "code"
smartquotes = False  # options begin with two hyphens
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True

html_theme = "furo"
html_title = f"harness {release}"
html_copy_source = False
html_show_copyright = False

# These packages import their names when they are first asked for; autodoc shows what is there.
for package in (harness.synth, harness.fuzz, harness.strategies):
    vars(package).update({name: getattr(package, name) for name in package.__all__})


def _as_code(app: object, context: object, lines: list[str]) -> None:
    """Show the examples of a command as code, and not as lines of prose."""
    shown = []
    for line in lines:
        if line.startswith("| Example"):
            shown += [".. code-block:: console", ""]
        else:
            shown.append(line.removeprefix("| ") if line.startswith("|   ") else line.replace("*", r"\*"))
    lines[:] = shown


def _write_explained(app: Any) -> None:
    """Write the page of each violation code and of each law, as ``harness explain`` has it."""
    pages = {Path("violations", code): codes.page(code) for code in CODES}
    pages |= {Path("laws", law): laws.page(law) for law in laws.names()}
    for name, text in pages.items():
        path = Path(app.srcdir, name).with_suffix(".myst")
        path.parent.mkdir(exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def setup(app: Any) -> None:
    """Sphinx calls this."""
    app.connect("builder-inited", _write_explained)
    app.connect("sphinx-click-process-description", _as_code)
