"""How many mistakes that moto made and mended does `harness fuzz` tell of?

Each fix of `fixes.toml` is measured twice: on the last release of moto before it, and on the first with it.

python benchmarks/planted/fixed/run_fixed.py --tree "$PWD" --half open --json fixed.json
"""

import argparse
import fnmatch
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import boto3
import setups
from botocore.config import Config

HERE = Path(__file__).parent
Row = dict[str, Any]


def moto_server(version: str, venvs: Path) -> Path:
    """The server of this release, installed if it is not there."""
    venv = venvs / f"moto-{version}"
    server = venv / "bin" / "moto_server"
    if not server.exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        wanted = [f"moto[server]=={version}", "boto3==1.44.5", "botocore==1.44.5"]
        subprocess.run([str(venv / "bin" / "pip"), "install", "-q", *wanted], check=True)
    return server


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/moto-api/", timeout=5).read()
            return
        except (OSError, urllib.error.URLError):
            time.sleep(0.3)
    raise RuntimeError(f"moto did not start: exit status {process.poll()}")


def fuzz(fix: Row, url: str, params: Row, options: argparse.Namespace) -> Row:
    command = ["nice", options.harness, "fuzz", fix["operation"], "--endpoint-url", url, "--json"]
    command += [
        "--params",
        json.dumps(params),
        "--max-time",
        str(options.max_time),
        "--seed",
        str(options.seed),
    ]
    environment = {**os.environ, "PYTHONPATH": str(options.tree.resolve())}
    # Somewhere without a pyproject.toml, or its settings hold.
    done = subprocess.run(
        command,
        cwd="/tmp",
        env=environment,
        capture_output=True,
        text=True,
        timeout=options.max_time * 4 + 60,
    )
    try:
        report = json.loads(done.stdout)
    except json.JSONDecodeError:
        report = {"crash": done.stdout[-2000:] + done.stderr[-2000:]}
    return {"exit": done.returncode, "params": params, **report}


def client_of(service: str, url: str) -> Any:
    """A client of this service, in another region if it says so: `ssm@us-east-2`."""
    name, _, region = service.partition("@")
    session = boto3.Session("testing", "testing", region_name=region or "us-east-1")
    config = Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0})
    return session.client(name, endpoint_url=url, config=config)


def measure(fix: Row, version: str, options: argparse.Namespace) -> Row:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    server = moto_server(version, options.venvs)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHONPATH"))}
    keys = {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with Path(f"/tmp/moto-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            [str(server), "-H", "127.0.0.1", "-p", str(port)], env={**clean, **keys}, stdout=log, stderr=log
        )
        try:
            wait_for(url, process)
            params = getattr(setups, fix["setup"])(lambda service: client_of(service, url))
            return fuzz(fix, url, params, options)
        except Exception as error:
            return {"crash": f"{type(error).__name__}: {error}"}
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def told(fix: Row, reports: Row, severity: str) -> list[str]:
    """What only the release with the mistake is told, and what is about it."""
    texts = {
        when: [
            text for one in findings(reports[when], severity) if re.search(fix["about"], text := text_of(one))
        ]
        for when in ("before", "after")
    }
    kept = {plain(text) for text in texts["after"]}
    return [text for text in texts["before"] if plain(text) not in kept]


def findings(report: Row, severity: str) -> list[Row]:
    return [one for one in report.get("counterexamples", []) if one["severity"] == severity]


def text_of(finding: Row) -> str:
    calls = finding["exchanges"]
    names = ", ".join(sorted(calls[-1]["params"])) if calls else ""
    return f"{finding['law']}: {finding['message']} ({names})"


def plain(text: str) -> str:
    """The text without values and numbers, which are others in each run."""
    return re.sub(r"\"[^\"]*\"?|\d+", "#", text)


def verdict(fix: Row, reports: Row) -> tuple[str, list[str]]:
    if any("crash" in report for report in reports.values()):
        return "crash", [report["crash"] for report in reports.values() if "crash" in report]
    for severity, word in (("error", "found"), ("warning", "warning")):
        if texts := told(fix, reports, severity):
            return word, texts
    return "missed", []


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tree", type=Path, required=True, help="the tree of harness to measure")
    parser.add_argument("--harness", default=str(Path(sys.executable).parent / "harness"))
    parser.add_argument(
        "--venvs", type=Path, default=Path("/work/helpers"), help="where the releases of moto are"
    )
    parser.add_argument("--half", choices=("open", "held", "all"), default="all")
    parser.add_argument("--only", default="*", help="which fixes, by name")
    parser.add_argument("--max-time", type=float, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--json", type=Path, help="where the findings go; what is there already is not run again"
    )
    options = parser.parse_args()
    fixes: list[Row] = tomllib.loads((HERE / "fixes.toml").read_text())["fix"]
    kept: Row = json.loads(options.json.read_text()) if options.json and options.json.exists() else {}
    counts: dict[tuple[str, str], int] = {}
    for fix in fixes:
        if fix["verdict"] == "void" or options.half not in ("all", fix["half"]):
            continue
        if not fnmatch.fnmatch(fix["name"], options.only):
            continue
        if fix["name"] not in kept:
            kept[fix["name"]] = {when: measure(fix, fix[when], options) for when in ("before", "after")}
            if options.json:
                options.json.write_text(json.dumps(kept, indent=1))
        result, texts = verdict(fix, kept[fix["name"]])
        counts[fix["half"], result] = counts.get((fix["half"], result), 0) + 1
        print(f"{result:8} {fix['half']} {fix['name']} (first measure: {fix['verdict']})", flush=True)
        for text in texts:
            print(f"         {text[:200]}")
    for (half, result), count in sorted(counts.items()):
        print(f"{half}: {result} {count}")


if __name__ == "__main__":
    main()
