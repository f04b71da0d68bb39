"""``make matrix``: the quick tests on every supported Python, with the newest and the oldest dependencies.

The Pythons are those of the classifiers in pyproject.toml. One of them, on other tests:
``nox -s 'tests-3.13(oldest)' -- tests/unit/wire``.
"""

import nox

PYTHONS = nox.project.python_versions(nox.project.load_toml("pyproject.toml"))

# What versions of Python and of dependencies make a difference to; all tests run on one of each (.ci/run).
QUICK = (
    "tests/unit",
    "tests/properties",
    "tests/integration/test_cli_check.py",
    "tests/integration/test_plugin_contract.py",
    "tests/integration/test_plugin_fixtures.py",
    "tests/integration/test_record_modes.py",
    "tests/integration/test_serve.py",
)

nox.options.default_venv_backend = "uv"


@nox.session(python=PYTHONS)
@nox.parametrize("resolution", [nox.param("highest", id="newest"), nox.param("lowest-direct", id="oldest")])
def tests(session: nox.Session, resolution: str) -> None:
    """Run the tests with the newest dependencies, or with the oldest that pyproject.toml allows."""
    session.run_install("uv", "pip", "install", f"--resolution={resolution}", "-e", ".", "--group", "tests")
    session.run("pytest", "-q", *(session.posargs or QUICK))
