"""Write the forms of vendors' tokens that harness takes from gitleaks: ``harness/redaction/gitleaks.json``.

Of the rules of gitleaks (https://github.com/gitleaks/gitleaks, MIT License) those are taken that know a token
by its own form, whatever stands before it. Names tell the other tokens: `harness.redaction.names`.

    git clone https://github.com/gitleaks/gitleaks /tmp/gitleaks
    python -m tools.gitleaks /tmp/gitleaks v8.30.1

Go's expressions are written for Python. A token begins and ends where `harness.redaction.tokens` says, and
not where gitleaks does: a token in JSON, XML or an address has other neighbours than one in a program.
gitleaks need only find a token, so some of its expressions stop before its end; these go on to it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

SOURCE = "https://github.com/gitleaks/gitleaks"
WRITTEN = Path(__file__).parents[1] / "harness" / "redaction" / "gitleaks.json"
OMITTED = {
    "aws-access-token": "DEFAULT has it, with the key beside it, and without AWS's documented examples",
    "private-key": "DEFAULT has it, of a key that is cut off too",
    "jwt": "DEFAULT has it, of a token with an empty signature too",
    "jwt-base64": "base64 is undone before the search",
    "curl-auth-header": "`named` reads command lines; the expression's time is not in proportion to the text",
    "curl-auth-user": "`named` reads command lines; the expression's time is not in proportion to the text",
    "facebook-access-token": "known by the word facebook in the same file, which a value has not",
    "flutterwave-public-key": "public",
    "gitlab-session-cookie": "a cookie, known by its name",
    "sidekiq-sensitive-url": "a password in a URL, which DEFAULT has",
    "sourcegraph-access-token": "takes every git hash in a file with the word sourcegraph",
    "aws-amazon-bedrock-api-key-short-lived": "`tokens` has it up to its end",
    "microsoft-teams-webhook": "`tokens` has it, and keeps the address",
    "slack-webhook-url": "`tokens` has it, and keeps the address",
}
"""The rules that are not taken, and why not."""

_NAMED = r"[\w.-]{0,50}?"
"""How the expressions begin that find a token by the name before it, behind flags."""

_BEGINS = (r"""(?:^|[\\'"\x60\s>=:(,)])""", r"\b")
_ENDS = (
    r"""(?:[\x60'"\s;]|\\[nr]|$)""",
    r"""(?:[\x60'"\s;]|\\[nr]|$|\b)""",
    r"""(?:$|[\\'"\x60\s<),])""",
    r"(?:[^\w-]|\z)",
    r"(?:[^a-zA-Z0-9+/]|\z)",
    r"\b",
)
_GOES_ON = r"[\w-]*"
_CLASSES = {"[[:alnum:]]": "[A-Za-z0-9]", r"\z": r"\Z", r"\x60": "`"}
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[a-z-]+\)|\(\?(?:P<\w+>|[a-z-]*:)|.", re.DOTALL)


def main(arguments: list[str]) -> None:
    """Write the file from a clone of gitleaks and the name of a version.

    Args:
        arguments: the folder of the clone, and a tag of it.
    """
    folder, version = arguments
    rules = tomllib.loads(_read(folder, version, "config/gitleaks.toml"))["rules"]
    written = {
        "source": f"{SOURCE}/blob/{version}/config/gitleaks.toml",
        "version": version,
        "by": "python -m tools.gitleaks",
        "licence": _read(folder, version, "LICENSE").strip().splitlines(),
        "rules": [form_of(rule) for rule in taken(rules)],
    }
    WRITTEN.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    print(f"{len(written['rules'])} of {len(rules)} rules in {WRITTEN}")


def taken(rules: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the rules that know a token by its own form, in a file of any name."""
    for rule in rules:
        expression = rule.get("regex", "").removeprefix("(?i)")
        if (
            expression
            and "path" not in rule
            and not expression.startswith(_NAMED)
            and rule["id"] not in OMITTED
        ):
            yield rule


def form_of(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule as the file has it: its name, its expression for Python, and what is no secret of it."""
    form = {"id": rule["id"], "expression": expression_of(rule["regex"])}
    if "entropy" in rule:
        form["entropy"] = rule["entropy"]
    innocent = [one for each in rule.get("allowlists", ()) for one in each.get("regexes", ())]
    return form | ({"innocent": innocent} if innocent else {})


def expression_of(expression: str) -> str:
    """Return an expression of Go's as Python's, of a token alone and all of it."""
    flags = "(?i)" if expression.startswith("(?i)") else ""
    expression = expression.removeprefix("(?i)")
    begin = next((begin for begin in _BEGINS if expression.startswith(begin)), "")
    end = next((end for end in _ENDS if expression.endswith(end)), "")
    expression = expression[len(begin) : len(expression) - len(end)]
    return in_python(flags + expression) + ("" if end else _GOES_ON)


def in_python(expression: str) -> str:
    """Return an expression of Go's as Python's: flags in the middle hold to the end of their group there."""
    for go, python in _CLASSES.items():
        expression = expression.replace(go, python)
    written: list[str] = []
    flags: list[str] = [""]  # that each open group has set
    for piece in _PIECE.findall(expression):
        if re.fullmatch(r"\(\?[a-z-]+\)", piece):
            flags[-1] = piece[:-1] + ":"
            written.append(flags[-1])
        elif piece == "|" and flags[-1]:
            written.append(f")|{flags[-1]}")
        elif piece.startswith("("):
            flags.append("")
            written.append("(?:" if piece == "(" else piece)
        elif piece == ")":
            written.append("))" if flags.pop() else ")")
        else:
            written.append(piece)
    return "".join(written) + ")" * bool(flags[0])


def _read(folder: str, version: str, path: str) -> str:
    command = ("git", "-C", folder, "show", f"{version}:{path}")
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main(sys.argv[1:])
