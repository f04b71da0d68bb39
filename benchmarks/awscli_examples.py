"""Write the requests of the aws command line's own examples anew: tests/conformance/published/awscli.jsonl.

The package awscli ships pages of examples in reStructuredText. Each command on them is parsed by the command
line's own parser, in its own environment, up to the call of an operation, which is written down instead of
being made. A file that a command reads is the block that the page shows under its name::

    make published      # with the Python of .venvs/awscli

A line is ``[page and number of the command, service, operation, parameters]``, bytes are
``{"$bytes": base64}``. Commands that call no operation, or that nobody could run as they stand (a file that
no page shows, a placeholder that the parser refuses), are counted on the terminal and left out.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import re
import shlex
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import awscli.clidriver  # before the others, which import one another
import awscli.paramfile
from botocore.client import BaseClient

PAGES = Path(awscli.__file__).parent / "examples"
WRITTEN = Path(__file__).parents[1] / "tests" / "conformance" / "published" / "awscli.jsonl"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "example",
    "AWS_SECRET_ACCESS_KEY": "example",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}
PROMPT = re.compile(r"\s*(?:\$ |C:\\>)?(?=aws [a-z])")
# They write settings, or make many calls in threads.
NO_OPERATIONS = ("configure/", "s3/")
ENDS = frozenset(("|", "||", "&", "&&", ";", "<", ">", ">>"))


class Called(BaseException):
    """Stands for a call of a client's method: no handler of errors is to catch it."""


class NotShown(Exception):
    """A command reads a file that its page does not show."""


def literal_blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield each indented block of a page with the paragraph before it."""
    paragraph = ""
    for part in re.split(r"\n(?=\S)", text):
        lead, _, rest = part.partition("\n")
        paragraph = f"{paragraph} {lead}" if not rest.strip() and not part.endswith("\n\n") else lead
        if rest.strip():
            yield paragraph, textwrap.dedent(rest.expandtabs()).strip("\n")
            paragraph = ""


def commands(block: str) -> Iterator[list[str]]:
    """Yield the words of each aws command of a block, as a shell splits them."""
    written = ""
    for line in re.sub(r"[\\^][ ]*\n\s*", " ", block).split("\n"):
        if not written and not PROMPT.match(line):
            continue
        written = f"{written}\n{line}" if written else PROMPT.sub("", line, count=1)
        try:
            words = shlex.split(written.replace("\\$", "$"))  # which a shell takes for $, and shlex does not
        except ValueError:  # a quotation that goes on in the next line
            continue
        written = ""
        end = next((number for number, word in enumerate(words) if word in ENDS), len(words))
        words = [word.removesuffix(";") if number == end - 1 else word for number, word in enumerate(words)]
        yield words[1:end]


def base_name(path: str) -> str:
    """Return the name of a file as pages show it, of a path of any system."""
    return re.split(r"[/\\:]", path)[-1]


def files_of(blocks: list[tuple[str, str]], number: int) -> dict[str, str]:
    """Return what a page shows as the contents of files; of two the one that follows the command sooner."""
    shown: dict[str, str] = {}
    for paragraph, block in (*reversed(blocks[:number]), *reversed(blocks[number + 1 :])):
        for name in re.findall(r"[\w.\-/]+\.\w+", paragraph):
            shown[base_name(name)] = block
    return shown


class CommandLine:
    """The aws command line, which tells what it would call."""

    def __init__(self) -> None:
        os.environ.update(ENVIRONMENT)
        self.shown: dict[str, str] = {}
        self.called: tuple[str, str, Any] | None = None
        self._take_calls()

        def read(prefix: str, path: str, mode: str) -> str | bytes:  # deeply copied, as no method is
            return self._read(path, mode)

        awscli.paramfile.REMOTE_PREFIX_MAP.clear()
        for prefix, (_, options) in list(awscli.paramfile.LOCAL_PREFIX_MAP.items()):
            awscli.paramfile.LOCAL_PREFIX_MAP[prefix] = (read, options)
        self.begin()

    def begin(self) -> None:
        """Forget all commands so far."""
        self._driver = awscli.clidriver.create_clidriver()

    def _take_calls(self) -> None:
        def take(service: str, operation: str, params: dict[str, Any]) -> None:
            # How the command line is to page is no parameter.
            sent = {name: value for name, value in params.items() if name != "PaginationConfig"}
            self.called = (service, operation, sent)
            raise Called

        # Commands of operations make no client for it, which takes most of the time; others do.
        def of_command(_: Any, service_name: str, operation_name: str, parameters: Any, __: Any) -> None:
            take(service_name, operation_name, parameters)

        def of_client(client: Any, operation_name: str, api_params: Any) -> None:
            take(client.meta.service_model.service_name, operation_name, api_params)

        awscli.clidriver.CLIOperationCaller.invoke = of_command
        BaseClient._make_api_call = of_client

    def _read(self, path: str, mode: str) -> str | bytes:
        if "b" in mode:
            return b"example"
        name = base_name(path)
        if name not in self.shown:
            raise NotShown(name)
        return self.shown[name]

    def run(self, words: list[str], shown: dict[str, str]) -> tuple[str, str, Any] | str:
        """Run a command; return the service, the operation and the parameters, or why there is no call."""
        self.shown, self.called = shown, None
        if "--profile" in words:  # it would hold for all the commands that follow
            at = words.index("--profile")
            words = words[:at] + words[at + 2 :]
        said = io.StringIO()
        try:
            with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
                self._parse(words)
        except Called:
            pass
        except SystemExit:
            return "the parser refuses it"
        except Exception as error:
            return type(error).__name__
        return self.called or "no call of an operation"

    def _parse(self, words: list[str]) -> None:
        try:
            self._parse_once(words)
        except AttributeError:  # EC2's own arguments, left over from another command
            self.begin()
            self._parse_once(words)

    def _parse_once(self, words: list[str]) -> None:
        # As `CLIDriver.main`, which would catch `Called` and turn every mistake into an exit status.
        driver = self._driver
        table = driver._get_command_table()
        parser = driver._create_parser(table)
        driver._add_aliases(table, parser)
        parsed, remaining = parser.parse_known_args(words)
        driver._handle_top_level_args(parsed, remaining)
        driver._emit_session_event(parsed)
        table[parsed.command](remaining, parsed)


def as_json(value: Any) -> Any:
    """Write what JSON has no form for."""
    if hasattr(value, "read"):
        value = value.read()
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes | bytearray):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat()


def main() -> None:
    line, left_out, found = CommandLine(), Counter[str](), []
    folder = ""
    for page in sorted(PAGES.rglob(sys.argv[1] if len(sys.argv) > 1 else "*.rst")):
        name = page.relative_to(PAGES).with_suffix("").as_posix()
        if name.startswith(NO_OPERATIONS):
            continue
        if name.partition("/")[0] != folder:  # it slows down with each service that it has seen
            folder = name.partition("/")[0]
            line.begin()
        blocks = list(literal_blocks(page.read_text(encoding="utf-8", errors="replace")))
        number = 0
        for at, (_, block) in enumerate(blocks):
            for words in commands(block):
                number += 1
                told = line.run(words, files_of(blocks, at))
                if isinstance(told, str):
                    left_out[told] += 1
                else:
                    found.append(json.dumps([f"{name} {number}", *told], default=as_json, ensure_ascii=False))
    WRITTEN.parent.mkdir(exist_ok=True)
    WRITTEN.write_text("\n".join(found) + "\n", encoding="utf-8")
    print(f"awscli {awscli.__version__}: {len(found):,} requests, {left_out.total():,} commands left out:")
    for reason, count in left_out.most_common():
        print(f"  {count:>5,} {reason}", file=sys.stdout)


if __name__ == "__main__":
    main()
