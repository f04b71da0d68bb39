"""Record the terminal session of ``docs/session.md`` again: ``make docs-session``.

The page is its own script. Files are written into an empty folder and commands are run there in turn;
each ``text`` block becomes what the ``console`` block before it printed. How long pytest took is left out, so
that two runs write the same. `tests/integration/test_docs.py` holds the page to what the commands print.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

PAGE = Path(__file__).with_name("session.md")
BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)


def recorded(page: str, folder: Path) -> str:
    """Return a page with what its commands print.

    Args:
        page: Markdown with files (``python``, the name first), commands (``console``), ``text``.
        folder: where the files are written and the commands are run.

    Raises:
        SystemExit: a command ended with another status than its comment says.
    """
    printed = ""

    def written(block: re.Match[str]) -> str:
        nonlocal printed
        language, code = block["language"], block["code"]
        if language == "python":
            (folder / code.partition("\n")[0].removeprefix("# ")).write_text(code, encoding="utf-8")
        elif language == "console":
            printed = "".join(run(line, folder) for line in code.splitlines())
        elif language == "text":
            code = printed
        return f"```{language}\n{code}```"

    return BLOCK.sub(written, page)


def run(line: str, folder: Path) -> str:
    """Run a command as somebody without an AWS account does; return what it prints.

    What the page installs is here already.
    """
    if line.startswith("pip install "):
        return ""
    expected = re.search(r"# exit status (\d+)", line)
    left_out = ("AWS_", "PYTEST_", "HARNESS_", "COLUMNS", "CI")
    env = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    env |= {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), env["PATH"])),
        # Other plugins, which a reader need not have, say things of their own.
        "PYTEST_ADDOPTS": "-p no:randomly -p no:xdist -p no:asyncio -p no:recording -p no:cacheprovider",
    }
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != (int(expected[1]) if expected else 0):
        sys.exit(f"{shlex.quote(line)} ended with {done.returncode}:\n{done.stdout}")
    return re.sub(r"(passed|failed) in \d+\.\d+s$", r"\1", done.stdout, flags=re.MULTILINE)


def main() -> None:
    """Write the page again."""
    with tempfile.TemporaryDirectory() as folder:
        page = recorded(PAGE.read_text(encoding="utf-8"), Path(folder))
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
