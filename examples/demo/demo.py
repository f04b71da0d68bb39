"""``make demo``: record from a real server, stop it, replay with no network, check, explain a mistake."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
WORK = HERE.parent.parent / ".demo"
BIN = Path(sys.executable).parent
SOURCE = "moto server on loopback"


def main() -> None:
    """Run every step; any that does not end as it should ends the demo with its status."""
    shutil.rmtree(WORK, ignore_errors=True)
    shutil.copytree(HERE, WORK, ignore=shutil.ignore_patterns("__pycache__", "demo.py", "cassettes"))
    program = [sys.executable, "inventory.py"]
    offline = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    with moto_server() as url:
        online = offline | {
            "AWS_ENDPOINT_URL": url,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        say(f"1. Record a script against a real server at {url}")
        record = [harness(), "record", "-c", "cassettes/inventory.yaml", "--source", SOURCE, "--", *program]
        recorded = run(record, online)
        say("2. Record a pytest session")
        run([pytest(), "-q", "--cassette-mode=rewrite", "test_inventory.py"], online)
        run([pytest(), "-q", "--cassette-mode=rewrite", "--contract=off", "test_planted.py"], online)
    say("3. The server is stopped. Replay both: no network, no credentials, no region")
    replay = [harness(), "record", "-c", "cassettes/inventory.yaml", "--mode", "none", "--", *program]
    if run(replay, offline) != recorded:
        sys.exit("The replay printed something else than the recording.")
    run([pytest(), "-q", "test_inventory.py"], offline)
    say("4. Check what was recorded against the documented contract")
    run([harness(), "check", "cassettes/inventory.yaml", "cassettes/test_inventory"], offline)
    say("5. A planted mistake, explained: by the test ...")
    run([pytest(), "-q", "test_planted.py"], offline, status=1)
    say("   ... and by the check in CI")
    run([harness(), "check", "cassettes/test_planted"], offline, status=1)
    say(f"Done. The cassettes are in {WORK / 'cassettes'}.")


def say(text: str) -> None:
    """Print a heading."""
    print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n{text}", flush=True)


def harness() -> str:
    """Return the path of the command ``harness``."""
    return str(BIN / "harness")


def pytest() -> str:
    """Return the path of the command ``pytest``."""
    return str(BIN / "pytest")


def run(command: list[str], env: Mapping[str, str], status: int = 0) -> str:
    """Run a command in the demo's folder, show it and what it prints, and return its standard output."""
    print("$ " + " ".join(Path(part).name if part.startswith("/") else part for part in command), flush=True)
    done = subprocess.run(command, cwd=WORK, env=env, stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout, end="", flush=True)
    if done.returncode != status:
        sys.exit(f"{command[0]} ended with status {done.returncode}, and {status} was expected.")
    return done.stdout


@contextmanager
def moto_server() -> Iterator[str]:
    """Run moto's server on a free port of loopback until the block ends; yield its address."""
    with tempfile.NamedTemporaryFile() as log:
        server = subprocess.Popen(
            [str(BIN / "moto_server"), "-H", "127.0.0.1", "-p", "0"], stdout=subprocess.DEVNULL, stderr=log
        )
        try:
            yield address_in(Path(log.name))
        finally:
            server.terminate()
            server.wait()


def address_in(log: Path) -> str:
    """Wait until the server has written where it answers."""
    for _ in range(300):
        if said := re.search(r"Running on (http://[\d.]+:\d+)\s", log.read_text()):
            return said[1]
        time.sleep(0.1)
    sys.exit("moto's server did not start within 30 seconds.")


if __name__ == "__main__":
    main()
