"""What a project adds to its conftest.py to have every test recorded and replayed; nothing else changes."""

import pytest


@pytest.hookimpl(tryfirst=True)  # as a hook of a conftest.py, which is called before those of plugins
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.cassette)
