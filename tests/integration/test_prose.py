"""``docs/prose.py``, the prose check of ``make lint``: what it reports, and what it leaves alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROSE = Path(__file__).parents[2] / "docs" / "prose.py"
PAGE = """\
# A page

Everything is recorded anew.
<!-- anew -->
`anew` and [a link](anew.md) and a block are code:

```text
recorded anew
```

It is for all intensive purposes at hand.
"""


@pytest.mark.needs("proselint")
def test_it_reads_prose_and_not_code(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "prose.py").write_text(PROSE.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "README.md").write_text(PAGE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "docs/prose.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == [
        "README.md:3: vocabulary: Nobody says 'anew' aloud. Write 'again', or say it another way.",
        "README.md:11: mondegreens: 'for all intents and purposes' is the preferred form.",
        "README.md:11: vocabulary: Nobody says 'at hand' aloud. Write 'here', or say it another way.",
    ], done.stderr
    assert done.returncode == 1


@pytest.mark.needs("proselint")
def test_it_reads_docstrings_and_comments_of_code(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "prose.py").write_text(PROSE.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "harness").mkdir()
    (tmp_path / "harness" / "module.py").write_text(
        '"""Record anew.\n\nArgs:\n    beside: a file.\n"""\nanew = "beside"  # is `anew` to be had?\n',
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "docs/prose.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == [
        "harness/module.py:1: vocabulary: Nobody says 'anew' aloud.",
        "harness/module.py:6: vocabulary: Nobody says 'to be had' aloud.",
    ], done.stderr
    assert done.returncode == 1


@pytest.mark.needs("proselint")
def test_a_plain_page_passes(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "prose.py").write_text(PROSE.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "README.md").write_text("# A page\n\nRecord everything again.\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "docs/prose.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
