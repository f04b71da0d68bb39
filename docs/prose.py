"""Check the prose of pages with proselint, and of pages and code for words that nobody says aloud.

``make lint`` runs it. It prints a line for each place, and ends with 1 if there is one. `UNSAID` is the
vocabulary of this project for pages, `UNSAID_IN_CODE` the part of it that docstrings and comments follow too.
Words that are wrong even as names are in ``[tool.typos]`` of ``pyproject.toml``.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

from proselint.checks import __register__
from proselint.config import DEFAULT
from proselint.registry import CheckRegistry
from proselint.registry.checks import Check
from proselint.registry.checks.types import PreferredForms
from proselint.tools import LintFile

ROOT = Path(__file__).parents[1]
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "docs/*.md",
    "docs/decisions/*.md",
    "harness/contract/codes/*.md",
    "harness/contract/laws/*.md",
)

CODE = ("harness/**/*.py",)

OFF = {
    "annotations",  # a page may speak of a TODO
    "lexical_illusions",  # "Limit Limit": code is left out, and the words around it then meet
    "spelling",  # "color" is a name of others
    "typography",  # quotes and dots are plain text here, as in code
}
"""Checks of proselint that find nothing here but what is meant."""

UNSAID = {
    "all the same": "anyway",
    "anew": "again",
    "as ever": "as usual",
    "as good as the marker": "like the marker",
    "at hand": "here",
    "at one stroke": "in one step",
    "belongs into": "belongs in",
    "beside": "next to",
    "came to nothing": "failed",
    "comes? late by": "is delayed by",
    "comes? to nothing": "fail",
    "drawn at random": "random",
    "eschews?": "avoid",
    "for whoever would rather": "for those who would rather",
    "goes on doing so": "still works",
    "heeds?": "follow",
    "hold just the same": "hold too",
    "holds just the same": "holds too",
    "h(?:olds?|eld) (?:\\w+ ){0,4}to (?:the|its|their) contracts?": "check against the contract",
    "in AWS's manner": "like AWS's",
    "in the place of": "instead of",
    "(?:is|are) so no more": "no longer ...",
    "is no aim in itself": "is not a goal",
    "(?:is|are) warned of": "warns about",
    "kin": "the like",
    "mend": "fix",
    "mended": "fixed",
    "mends": "fixes",
    "nor is": "and ... is not",
    "nothing plays": "this request is not in the cassette",
    "nowhere promised": "not promised",
    "of those of them": "of those",
    "save for": "except",
    "set apart": "separated",
    "sets? (?:the setting )?aside": "turn off",
    "speaks? of": "is about",
    "(?:takes?|took) the place of": "replaces",
    "there are not": "that do not exist",
    "thing of the past": "gone",
    "those of them that": "those that",
    "to be had": "available",
    "told nobody": "kept secret",
    "to the byte": "byte for byte",
    "weighs?": "counts",
    "weighs? most": "matters most",
    "whatever answers (?:it|them)": "whoever answers",
    "what is alike": "equal entries",
    "whence": "where from",
    "where there is none to be had": "or None",
}
"""What nobody says aloud, as regular expressions in any case, and what to write."""

UNSAID_IN_CODE = re.compile(
    r"\b(?:anew|beside|came to nothing|comes? to nothing|heeds?|in the place of|to be had)\b", re.IGNORECASE
)

VOCABULARY = Check(
    check_type=PreferredForms(UNSAID),
    path="vocabulary",
    message="Nobody says '{1}' aloud. Write '{0}', or say it another way.",
)


def main() -> int:
    """Print what is wrong with the prose of all pages; return the exit status."""
    registry = CheckRegistry()
    registry.register_many((*__register__, VOCABULARY))
    found = [line for pattern in PAGES for path in sorted(ROOT.glob(pattern)) for line in check(path)]
    found += [line for pattern in CODE for path in sorted(ROOT.glob(pattern)) for line in check_code(path)]
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


def check(path: Path) -> Iterator[str]:
    """Yield a line for each place of a page that a check finds."""
    checks = {name: on and name not in OFF for name, on in DEFAULT["checks"].items()} | {"vocabulary": True}
    name = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
    page = LintFile(name, prose_of(path.read_text(encoding="utf-8")))
    for result in sorted(page.lint({"max_errors": 10_000, "checks": checks}), key=lambda each: each.pos):
        yield f"{name}:{result.pos[0]}: {result.check_result.check_path}: {result.check_result.message}"


def check_code(path: Path) -> Iterator[str]:
    """Yield a line for each word of `UNSAID_IN_CODE` in the docstrings and comments of a module."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    prose = {
        token.start[0]: token.string
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    }
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            first, last = node.lineno, node.end_lineno or node.lineno
            prose |= {number: lines[number - 1] for number in range(first, last + 1)}
    for number, line in sorted(prose.items()):
        if found := UNSAID_IN_CODE.search(re.sub(r"`[^`]*`|^\s+\w+: ", " ", line)):
            yield f"{path.relative_to(ROOT)}:{number}: vocabulary: Nobody says '{found[0]}' aloud."


def prose_of(text: str) -> str:
    """Return a page with what is no prose (code, quotations of code, comments, addresses) left blank."""
    for pattern in (r"^```.*?^```$", r"<!--.*?-->", r"`[^`]*`", r"\]\([^)]*\)"):
        text = re.sub(
            pattern, lambda found: re.sub(r"\S", " ", found[0]), text, flags=re.DOTALL | re.MULTILINE
        )
    return text


if __name__ == "__main__":
    sys.exit(main())
