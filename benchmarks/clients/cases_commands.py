"""Run the command lines of ``commands.toml`` that one client has, each in a shell and a folder of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from trial import run


def shell(command: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "small.txt").write_text("text")
        Path(folder, "large.bin").write_bytes(bytes(20 << 20))
        Path(folder, "tree").mkdir()
        for name in ("one", "two"):
            Path(folder, "tree", name).write_text(name)
        done = subprocess.run(
            ["bash", "-ec", command], cwd=folder, capture_output=True, text=True, timeout=90, check=False
        )
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if "WARNING" not in line and line.strip()]
        raise RuntimeError(f"exit {done.returncode}: {' / '.join(lines[-3:])}")


def main(client: str) -> None:
    commands = tomllib.loads(Path(__file__).with_name("commands.toml").read_text())[client]
    cases: dict[str, Callable[[], None]] = {
        name: partial(shell, command) for name, command in commands.items()
    }
    run(cases)


if __name__ == "__main__":
    main(sys.argv[1])
