"""Put other people's clients, with their default settings, to work against ``harness serve``.

Each client's script prints a line for each of its cases, ``ok NAME`` or ``not ok NAME: why``. The page
docs/synthetic.md has the settings; `make clients` installs what the scripts need.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
VENVS = HERE.parents[1] / ".venvs"

CLIENTS: Mapping[str, list[str]] = {
    "JavaScript SDK v3": ["node", str(HERE / "javascript/cases.mjs")],
    "aws CLI": [sys.executable, str(HERE / "cases_commands.py"), "aws"],
    "Ruby SDK v3": ["ruby", str(HERE / "cases.rb")],
    "boto3": [str(VENVS / "clients-boto3/bin/python"), str(HERE / "cases_boto3.py")],
    "s3fs": [str(VENVS / "clients-s3fs/bin/python"), str(HERE / "cases_s3fs.py")],
    "s3cmd": [sys.executable, str(HERE / "cases_commands.py"), "s3cmd"],
    "rclone": [sys.executable, str(HERE / "cases_commands.py"), "rclone"],
}


@contextmanager
def endpoint(options: list[str]) -> Iterator[str]:
    """Run ``harness serve``, and yield its URL."""
    command = [str(Path(sys.executable).with_name("harness")), "serve", "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(2)]
        yield lines[1].strip().removeprefix("export AWS_ENDPOINT_URL=")
    finally:
        process.terminate()
        process.wait(timeout=10)


def environment(url: str, home: str) -> dict[str, str]:
    """What a user sets: credentials, a region, the endpoint; s3cmd and rclone have settings of their own."""
    address = url.removeprefix("http://")
    Path(home, ".s3cfg").write_text(
        f"[default]\nhost_base = {address}\nhost_bucket = {address}\nuse_https = False\n"
        "access_key = AKIAIOSFODNN7EXAMPLE\nsecret_key = testing\n"
    )
    return {
        "PATH": f"{VENVS / 'awscli/bin'}:{os.environ['PATH']}",
        "HOME": home,
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "RCLONE_CONFIG_AWS_TYPE": "s3",
        "RCLONE_CONFIG_AWS_PROVIDER": "Other",
        "RCLONE_CONFIG_AWS_ENV_AUTH": "true",
        "RCLONE_CONFIG_AWS_ENDPOINT": url,
        "RCLONE_CONFIG_AWS_REGION": "us-east-1",
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", metavar="NAME", help="one of " + ", ".join(CLIENTS))
    parser.add_argument("--serve", action="append", default=[], metavar="OPTION", help="for harness serve")
    arguments = parser.parse_args()
    failed = 0
    for name in arguments.only or CLIENTS:
        start = time.monotonic()
        with endpoint(arguments.serve) as url, tempfile.TemporaryDirectory() as home:
            done = subprocess.run(
                CLIENTS[name],
                env=environment(url, home),
                stdout=subprocess.PIPE,
                text=True,
                check=False,
                timeout=900,
            )
        lines = done.stdout.splitlines()
        passed = sum(line.startswith("ok ") for line in lines)
        wrong = [line for line in lines if line.startswith("not ok ")]
        print(f"{name}: {passed} of {passed + len(wrong)} in {time.monotonic() - start:.0f} s", flush=True)
        for line in wrong:
            print(f"  {line}", flush=True)
        # A script that ends early, or has no cases, has not passed.
        failed += len(wrong) + (done.returncode != 0 or not lines)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
