"""A page for each law of ``harness fuzz``: what it asks of an endpoint, an example, and what to do.

Next to this module is a Markdown file for each law; its first paragraph is the law. The pages are here, and
not next to the laws in `harness.fuzz`, so that they can be read without Hypothesis.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path

from harness.contract.codes import page_of_site

_FOLDER = Path(__file__).parent

_SILENCE = """
## Silence it

In a test, pass over what you know of:

```python
law(ignore=lambda found: found.code == "{word}")
```

If what harness says is a violation code, `[tool.harness.severity]` holds for `harness fuzz` too.
"""


def names() -> tuple[str, ...]:
    """Return the names of all laws."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.md")))


@functools.cache
def _text(law: str) -> str:
    return (_FOLDER / f"{law}.md").read_text(encoding="utf-8")


def sentence(law: str) -> str:
    """Return a law in a sentence.

    Args:
        law: one of `names`.
    """
    return " ".join(_text(law).partition("\n\n")[0].split())


def words(law: str) -> Mapping[str, str]:
    """Return what a finding of a law may say besides the law's name, with what it means.

    Args:
        law: one of `names`.
    """
    return dict(re.findall(r"^- `([\w-]+)`: (.*)$", _text(law), re.MULTILINE))


def laws_that_say(word: str) -> tuple[str, ...]:
    """Return the laws whose findings may say a word, such as ``"entries"``."""
    return tuple(law for law in names() if word in words(law))


def page(law: str) -> str:
    """Return the page of a law, in Markdown.

    Args:
        law: one of `names`.
    """
    said = re.search(r"^  law    (?:.*, )?([\w-]+)$", _text(law), re.MULTILINE)
    assert said is not None, law
    return f"# {law}\n\n{_text(law)}{_SILENCE.format(word=said[1])}"


def where_explained(law: str) -> str:
    """Say where a law is explained: a web address, or the command that prints its page."""
    return page_of_site(f"laws/{law}") or f"harness explain {law}"
