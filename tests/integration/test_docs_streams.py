"""The Python of docs/async-and-streams.md runs, against `harness serve`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from harness.synth.server.serving import serving
from harness.synth.service import SyntheticService

PAGE = (Path(__file__).parents[2] / "docs/async-and-streams.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_its_python_runs(block: str, tmp_path: Path) -> None:
    needs = "aiobotocore" if "aiobotocore" in block else "boto3"
    if find_spec(needs) is None:
        pytest.skip(f"{needs} is not installed here; make async runs this")
    keys = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    with serving(SyntheticService(0)) as url:
        env = {**os.environ, **keys, "AWS_ENDPOINT_URL": url, "AWS_DEFAULT_REGION": "us-east-1"}
        done = subprocess.run(
            [sys.executable, "-c", block], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len(list(tmp_path.glob("*.yaml"))) == 1
