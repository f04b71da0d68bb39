"""A page for each violation code: what it means, an example, how to fix it, how to silence it narrowly.

Next to this module is a Markdown file for each code, with what only a person can say. `page` adds what
follows from the code: its meaning and severities, and the settings that silence its example. ``harness
explain``, SARIF and the documentation show these pages, so they cannot say different things.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from harness.contract.violation import CODES, Severity, code_of

_SAID = re.compile(
    r"^(?P<severity>error|warning): (?:(?P<operation>[\w-]+\.\w+): )?.*\n"
    r"  at     (?P<side>request|response) ",
    re.MULTILINE,
)


def known_code(name: str) -> str | None:
    """Return the code that somebody means: in either spelling, and with a side or scope before it.

    Returns:
        A key of `CODES`; None if there is no such code.
    """
    code = code_of(name.rpartition(":")[2].removeprefix("request.").removeprefix("response."))
    return code if code in CODES else None


def page(code: str) -> str:
    """Return the page of a code, in Markdown.

    Args:
        code: a key of `CODES`.
    """
    body = Path(__file__).with_name(f"{code}.md").read_text(encoding="utf-8")
    head = f"# {code}\n\n{CODES[code].meaning} {severities_words(code)}\n\n{body}"
    return head if "## Silence it" in body else f"{head}\n{_silence(code, body)}"


def severities_words(code: str) -> str:
    """Say how severe a code is by default: ``"An error in a request, a warning in a response."``."""
    request, response = _worded(CODES[code].request), _worded(CODES[code].response)
    if request == response:
        return f"{request[0].upper()}{request[1:]} in a request and in a response."
    return f"{request[0].upper()}{request[1:]} in a request, {response} in a response."


def _worded(severity: Severity) -> str:
    return "an error" if severity is Severity.ERROR else f"a {severity.value}"


def _silence(code: str, body: str) -> str:
    """Word the settings that silence the example of a page, the narrowest first."""
    said = _SAID.search(body)
    assert said is not None, code
    level = "warning" if said["severity"] == "error" else "off"
    key = f"{said['side']}.{code}"
    narrow = f"{said['operation']}:{key}" if said["operation"] else key
    of_one = "operation" if said["operation"] else "side"
    of_test = f"""\
For one test, if the violation is intended:

```python
@pytest.mark.cassette(severity={{"{narrow}": "{level}"}})
```

"""
    return f"""\
## Silence it

{of_test if code != "secret" else ""}For one {of_one}, in `pyproject.toml`:

```toml
[tool.harness.severity]
"{narrow}" = "{level}"
```

For what is there today, a baseline: `harness check PATHS --baseline harness-baseline.json --write-baseline`.
"""


@functools.cache
def site() -> str | None:
    """Return the address of the published documentation; None as long as there is none.

    It is the URL ``Documentation`` under ``[project.urls]`` of ``pyproject.toml``, and stands nowhere else.
    """
    from importlib.metadata import metadata

    urls = (url.partition(", ") for url in metadata("aws-contract-harness").get_all("Project-URL") or ())
    return next((address.rstrip("/") for name, _, address in urls if name == "Documentation"), None)


def page_of_site(path: str) -> str | None:
    """Return the web address of a page; None as long as no documentation is published.

    Args:
        path: of the page, without what it ends with: ``"violations/range"``.
    """
    published = site()
    return f"{published}/{path}.html" if published else None


def address(code: str) -> str | None:
    """Return the web address of a code's page; None as long as no documentation is published."""
    return page_of_site(f"violations/{code}")


def where_explained(code: str) -> str:
    """Say where a code is explained: a web address, or the command that prints its page."""
    return address(code) or f"harness explain {code}"
