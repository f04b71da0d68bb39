"""What a session does that uses cassettes, and no other session pays for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

import pytest

from harness.errors import HarnessError
from harness.printable import printable
from harness.pytest_plugin.keys import OBSERVE, tally_of
from harness.pytest_plugin.marker import uses_cassette
from harness.pytest_plugin.network import Network
from harness.pytest_plugin.scopes import Scopes
from harness.pytest_plugin.selection import is_whole, narrowed
from harness.pytest_plugin.state import contract_level, settings_of, state_of
from harness.pytest_plugin.usage import mode_of
from harness.pytest_plugin.waivers import collect_waivers, is_waiver
from harness.record.hooks import observing, stand_ready
from harness.record.mode import RecordMode
from harness.settings import Settings

_SCOPES = "harness-scopes"


def begin(config: pytest.Config) -> Scopes:
    """Give fixtures their cassettes, and close the network, from here on until the session ends.

    Beginning again does nothing.

    Returns:
        The plugin for fixtures.

    Raises:
        pytest.UsageError: the settings are wrong.
    """
    found: Scopes | None = config.pluginmanager.get_plugin(_SCOPES)
    if found is not None:
        return found
    settings = _settings(config)
    stand_ready()
    scopes = Scopes(config)
    config.pluginmanager.register(scopes, _SCOPES)
    until_the_end = ExitStack()
    config.add_cleanup(until_the_end.close)
    if _closes_network(config):
        network = Network(settings.network, partial(_note_host, config), blocks=blocks_network(config))
        config.pluginmanager.register(network, "harness-network")
        until_the_end.enter_context(network.closed())
    if contract_level(config) != "off" and not config.pluginmanager.has_plugin(OBSERVE):
        until_the_end.enter_context(observing(state_of(config).stubs))
    return scopes


def _note_host(config: pytest.Config, test: str, host: str) -> None:
    """Note a host that a test looks up although all that it uses of cassettes only plays."""
    watched = [one.live for one in state_of(config).watched]
    if watched and all(live.closed_network and not live.http for live in watched):
        tally_of(config).reached.setdefault(host, test)


def learn(config: pytest.Config, collected: Sequence[pytest.Item], chosen: Sequence[pytest.Item]) -> None:
    """Learn what tests the session has: which fixtures use cassettes, and which waivers there are.

    Args:
        config: the session's.
        collected: all tests that were collected.
        chosen: those that are to be run.
    """
    begin(config).collected(collected)
    if config.getoption("collectonly") or contract_level(config) == "off":
        return
    severities = settings_of(config).severity
    users = [item for item in collected if uses_cassette(item)]
    if users and (any(map(is_waiver, severities)) or any(map(_has_waivers, users))):
        tally = tally_of(config)
        collect_waivers(tally, users, severities)
        tally.is_narrowed = len(chosen) < len(collected) or not is_whole(config) or bool(narrowed(config))


def _has_waivers(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("cassette")
    return marker is not None and "severity" in marker.kwargs


def has_begun(config: pytest.Config) -> bool:
    """Tell whether the session has begun to use cassettes."""
    return config.pluginmanager.has_plugin(_SCOPES)


@contextmanager
def closed_for_import(collector: pytest.Collector) -> Iterator[None]:
    """Close the network while a file is imported that speaks of cassettes, in a session that may use none."""
    settings = _settings(collector.config)
    if not _closes_network(collector.config):
        yield
        return
    network = Network(
        settings.network, partial(_note_host, collector.config), blocks=blocks_network(collector.config)
    )
    with network.closed(), network.importing(collector):
        yield


def _settings(config: pytest.Config) -> Settings:
    try:
        return settings_of(config)
    except HarnessError as error:
        raise pytest.UsageError(printable(str(error))) from None


def blocks_network(config: pytest.Config) -> bool:
    """Tell whether every socket of a session is closed in replay, and not botocore's alone."""
    return bool(config.getoption("--block-network", default=False)) or _settings(config).block_network


def _closes_network(config: pytest.Config) -> bool:
    is_compared = config.getoption("--cassette-diff")
    return not is_compared and mode_of(config, {}) in (RecordMode.NONE, RecordMode.ONCE)
