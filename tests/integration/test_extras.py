"""What harness does and says where the package of an extra is not installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(code: str, folder: Path, missing: str = "hypothesis") -> subprocess.CompletedProcess[str]:
    # The import system says of such a module that it is not there.
    code = f"import sys; sys.modules[{missing!r}] = None; {code}"
    # Hypothesis has a pytest plugin of its own, which is installed here.
    env = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120)


def test_fuzz_without_hypothesis_names_the_extra(tmp_path: Path) -> None:
    done = run(
        "from harness.cli import main; main(['fuzz', 'sqs.ListQueues', '--endpoint-url', 'http://127.0.0.1:1'])",
        tmp_path,
    )
    assert done.returncode == 2
    assert done.stderr == (
        "harness: harness.fuzz needs a package that is not installed (No module named 'hypothesis'). "
        "pip install 'aws-contract-harness[fuzz]' brings what harness itself needs.\n"
    )


@pytest.mark.parametrize("missing", ["aiohttp", "h2"])
def test_serve_without_its_packages_names_the_extra(tmp_path: Path, missing: str) -> None:
    done = run("from harness.cli import main; main(['serve', '--port', '0'])", tmp_path, missing)
    assert done.returncode == 2
    assert done.stderr == (
        f"harness: harness serve needs a package that is not installed (No module named '{missing}'). "
        "pip install 'aws-contract-harness[serve]' brings what harness itself needs.\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        "from harness.cli import main; main(['serve', '--stateful', '--port', '0'])",
        "import harness; from harness.cli import main; main(['serve', '--stateful', '--', 'true'])",
    ],
)
def test_a_stateful_endpoint_without_moto_names_the_extra(tmp_path: Path, code: str) -> None:
    done = run(code, tmp_path, "moto")
    assert done.returncode == 2
    assert done.stderr == (
        "harness: A world that stands on moto needs a package that is not installed "
        "(No module named 'moto'). "
        "pip install 'aws-contract-harness[moto]' brings what harness itself needs.\n"
    )


def test_a_world_by_the_contracts_alone_works_without_moto(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import harness\n\n"
        "def test_it(synthetic_client):\n"
        "    sns = synthetic_client('sns', state=harness.World())\n"
        "    topic = sns.create_topic(Name='orders')['TopicArn']\n"
        "    assert sns.list_topics()['Topics'] == [{'TopicArn': topic}]\n"
    )
    code = "import pytest; sys.exit(pytest.main(['-q', '-p', 'harness.pytest_plugin']))"
    done = run(code, tmp_path, "moto")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("from harness.fuzz import paginator_laws", "harness.fuzz"),
        ("from harness.synth import strategies", "harness.strategies"),
    ],
)
def test_an_import_without_hypothesis_names_the_extra(tmp_path: Path, code: str, name: str) -> None:
    last = run(code, tmp_path).stderr.splitlines()[-1]
    assert last == (
        f"harness.errors.MissingExtra: {name} needs a package that is not installed (No module named "
        "'hypothesis'). pip install 'aws-contract-harness[fuzz]' brings what harness itself needs."
    )


@pytest.mark.parametrize(
    ("missing", "code", "task", "extra"),
    [
        (
            "vcr",
            'exec(\'with harness.use_cassette("a.yaml", mode="once", http=True): pass\')',
            "harness.record.vcrpy",
            "http",
        ),
        ("docutils", "harness.contract_from_page('page.rst')", "A page in reStructuredText", "pages"),
    ],
)
def test_what_an_extra_brings_names_it(
    tmp_path: Path, missing: str, code: str, task: str, extra: str
) -> None:
    (tmp_path / "page.rst").write_text("list_queues\n\n.. py:method:: SQS.Client.list_queues()\n")
    last = run(f"import harness; {code}", tmp_path, missing).stderr.splitlines()[-1]
    assert last == (
        f"harness.errors.MissingExtra: {task} needs a package that is not installed (No module named "
        f"{missing!r}). pip install 'aws-contract-harness[{extra}]' brings what harness itself needs."
    )


def test_observe_record_and_replay_need_no_extra(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import pytest\n\n"
        "@pytest.mark.cassette\n"
        "def test_it(synthetic_client):\n"
        "    assert 'QueueUrls' in synthetic_client('sqs').list_queues()\n"
    )
    extras = "sys.modules.update(dict.fromkeys(['aiohttp', 'docutils', 'h2', 'hypothesis', 'moto', 'vcr']))"
    options = "['-q', '-p', 'harness.pytest_plugin', '--contract-observe']"
    for mode in ("once", "none"):
        code = f"{extras}; import pytest; sys.exit(pytest.main([*{options}, '--cassette-mode={mode}']))"
        done = run(code, tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr


def test_all_else_works_without_hypothesis(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "def test_it(synthetic_client):\n    assert 'QueueUrls' in synthetic_client('sqs').list_queues()\n"
    )
    done = run("import pytest; sys.exit(pytest.main(['-q', '-p', 'harness.pytest_plugin']))", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


WALKERS = """
import doctest, inspect, pickle, pydoc, sys
from unittest import mock
import harness, harness.synth
for module in (harness, harness.synth):
    names = dict(inspect.getmembers(module))
    mock.create_autospec(module)
    doctest.DocTestFinder().find(module)
    pydoc.render_doc(module)
    for name in [*dir(module), *module.__all__]:  # as freezegun does
        try:
            getattr(module, name)
        except (ImportError, AttributeError, TypeError):
            assert name in ("fuzz", "serving"), name
class Local:
    __module__ = None
pickle.whichmodule(Local, "Local")
print("walked")
"""


@pytest.mark.parametrize("missing", ["hypothesis", "aiohttp"])
def test_what_walks_loaded_modules_meets_no_other_error(tmp_path: Path, missing: str) -> None:
    done = run(f"exec({WALKERS!r})", tmp_path, missing)
    assert (done.stdout, done.stderr) == ("walked\n", "")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("import harness; harness.fuzz", "AttributeError"),
        ("from harness import fuzz", "harness.errors.MissingExtra"),
        ("import harness.fuzz", "harness.errors.MissingExtra"),
        (
            "try:\n import harness.strategies\nexcept ImportError as error: raise ValueError(error)",
            "ValueError",
        ),
    ],
)
def test_whoever_asks_for_what_is_missing_is_told_the_extra(tmp_path: Path, code: str, kind: str) -> None:
    last = run(f"exec({code!r})", tmp_path).stderr.splitlines()[-1]
    assert last.startswith(f"{kind}: harness.")
    assert last.endswith("pip install 'aws-contract-harness[fuzz]' brings what harness itself needs.")
