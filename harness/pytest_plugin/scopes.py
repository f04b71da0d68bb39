"""Fixtures that live longer than a test: each has a cassette of its own, for its set-up and its tear-down.

So it does not matter which test comes first or last. What such a fixture's client does in between belongs to
the tests. Fixtures of function scope run while the test's own cassette is in use.

What this module leans on of pytest's private parts: ``_fixtureinfo`` of a test and ``_arg2fixturedefs`` of a
request tell which fixtures a test and a fixture use.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from unittest import SkipTest

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from harness.cassette.model import Request, Response
from harness.errors import HarnessError
from harness.forks import free_in_children
from harness.printable import printable
from harness.pytest_plugin.errors import SharedByAccident
from harness.pytest_plugin.fixture_names import path_of_fixture, title_of_fixture
from harness.pytest_plugin.judging import broken_contract, misses_of
from harness.pytest_plugin.keys import UNUSED
from harness.pytest_plugin.marker import lets_out, uses_cassette
from harness.pytest_plugin.state import Watched, state_of
from harness.pytest_plugin.usage import (
    aside_if_any,
    check_marker,
    close_cassette,
    command_to_record,
    is_cut_short,
    mode_of,
    note_recorded,
    options_for,
    options_of,
)
from harness.pytest_plugin.vcr_fixture import vcr_config_of
from harness.pytest_plugin.waivers import Carried, owner_of, parse_waivers
from harness.record.errors import CannotReplay, end_at_the_call
from harness.record.following import Call
from harness.record.http import Body
from harness.record.live import LiveCassette, shown
from harness.record.mode import RecordMode
from harness.record.offline import offline_environment
from harness.record.session import followed_by, open_cassette
from harness.record.tap import Tap
from harness.redaction import redact_text

_WRONG = pytest.StashKey[HarnessError]()
"""What is wrong with the marker of a test."""

_OF_ITS_OWN = ("name", "scope")
"""Arguments of a marker that say nothing of the fixtures of its test."""


class _Marker(NamedTuple):
    """A marker of tests that use a fixture: its arguments, and the node id of what has it."""

    arguments: Mapping[str, Any]
    owner: str


class Scopes:
    """A plugin that gives the fixtures of class, module, package and session scope their cassettes.

    Args:
        config: the session's.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._markers: dict[pytest.FixtureDef[Any], dict[int, _Marker]] = {}
        self._owners: dict[Path, str] = {}
        self._users: dict[pytest.FixtureDef[Any], list[pytest.Item]] = {}

    def collected(self, items: Iterable[pytest.Item]) -> None:
        """Learn which fixtures the tests use whose calls go to cassettes, be they run or not."""
        for item in items:
            if uses_cassette(item):
                self._learn(item)

    def _learn(self, item: pytest.Item) -> None:
        marker = item.get_closest_marker("cassette")
        try:
            arguments = check_marker(item)
        except HarnessError as error:
            item.stash[_WRONG] = error
            return
        owner = owner_of(item)
        info = getattr(item, "_fixtureinfo", None)
        for definitions in info.name2fixturedefs.values() if info is not None else ():
            for definition in definitions:
                if definition.scope != "function":
                    self._users.setdefault(definition, []).append(item)
                    self._markers.setdefault(definition, {})[id(marker)] = _Marker(arguments, owner)

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Fail a test whose marker is wrong before it sets up fixtures that others use as well."""
        if (error := item.stash.get(_WRONG, None)) is not None:
            raise pytest.fail.Exception(printable(str(error)), pytrace=False)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
    ) -> Generator[None, Any, Any]:
        """Use the fixture's cassette while it is set up, and again while it is torn down."""
        use = self._use(fixturedef, request) if fixturedef.scope != "function" else None
        if use is None:
            return (yield)
        fixturedef.addfinalizer(use.end)  # the first one, which is called last
        addfinalizer = request.addfinalizer

        def tear_down_with_it(finalizer: Callable[[], object]) -> None:
            addfinalizer(partial(use.tear_down, finalizer))

        request.addfinalizer = tear_down_with_it  # type: ignore[method-assign]
        with followed_by(use.cassette, http=use.cassette.http):
            try:
                result = yield
            except BaseException as error:
                use.fail(error)
                raise
        use.judge()
        return result

    def _use(self, definition: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> FixtureUse | None:
        item = request._pyfuncitem
        path = path_of_fixture(definition, request)
        if not (
            definition in self._markers or uses_cassette(item) or (path.is_file() and not lets_out(item))
        ):
            return None
        unused = self._config.pluginmanager.get_plugin(UNUSED)
        if unused is not None:
            unused.add_fixture(path, definition, item)
        title = title_of_fixture(definition, request)
        markers = list(self._markers.get(definition, {}).values())
        arguments = _agreed([marker.arguments for marker in markers])
        carried = parse_waivers(arguments, title, tuple({marker.owner: None for marker in markers}))
        try:
            owner = self._owners.setdefault(path, title)
            if owner != title:
                raise SharedByAccident(shown(path), owner, title)
            cassette = self._cassette(markers, arguments, request, path, title)
        except HarnessError as error:
            # Its tests that use cassettes fail, and its calls; else it is set up, as pytest needs it.
            state_of(self._config).unusable[definition] = error
            cassette = LazyCassette(title, partial(_refuse, error), closed_network=True, http=False)
        return FixtureUse(request.node, title, cassette, carried, self._users.get(definition, ()))

    def _cassette(
        self,
        markers: Sequence[_Marker],
        arguments: Mapping[str, Any],
        request: pytest.FixtureRequest,
        path: Path,
        title: str,
    ) -> LazyCassette:
        config, item = self._config, request._pyfuncitem
        modes = {mode_of(config, marker.arguments) for marker in markers} or {mode_of(config, {})}
        # Tests that want different modes of it: it is recorded if it has to be, and stays if it is there.
        mode = modes.pop() if len(modes) == 1 else RecordMode.ONCE
        opened, is_there = path, path.is_file()
        if config.getoption("--cassette-diff"):
            opened, mode = aside_if_any(config, path)
        http = bool(options_of(config, arguments, title)["http"])
        began, command = state_of(config).began, command_to_record(item.nodeid)

        def make() -> LiveCassette:
            # Now, as the fixture that says it may not be there before this one.
            options = options_for(request, arguments, vcr_config_of(request), title)
            live = open_cassette(opened, mode, began=began, is_whole=True, record_with=command, **options)
            live.name = shown(path)
            return live

        lazy = LazyCassette(shown(path), make, closed_network=mode is RecordMode.NONE, http=http)
        if is_there:
            lazy.open()
        return lazy


class LazyCassette:
    """A follower that opens its cassette when the first call comes: few fixtures call AWS.

    Args:
        name: the cassette as messages name it.
        make: opens it.
        closed_network: whether it is only played.
        http: whether it follows requests that botocore doesn't make.

    Attributes:
        name: as given.
        live: the cassette, once it is open.
        http: as given.
    """

    def __init__(
        self, name: str, make: Callable[[], LiveCassette], *, closed_network: bool, http: bool
    ) -> None:
        self.name = name
        self.live: LiveCassette | None = None
        self.http = http
        self._make = make
        self._closed_network = closed_network
        self._lock = free_in_children(threading.Lock())

    def open(self) -> LiveCassette:
        """Return the cassette, open."""
        with self._lock:
            if self.live is None:
                self.live = self._make()
            return self.live

    @property
    def closed_network(self) -> bool:
        """Whether nothing may reach the network."""
        return self.live.closed_network if self.live is not None else self._closed_network

    def accepts(self, call: Call) -> bool:
        """Tell whether to follow a call."""
        return self.open().accepts(call)

    def asked(self, call: Call) -> None:
        """See a call's parameters."""
        self.open().asked(call)

    def plays(self, call: Call) -> bool:
        """Tell whether the next attempt is played."""
        return self.open().plays(call)

    def answer(self, call: Call, request: AWSPreparedRequest) -> AWSResponse | None:
        """Play a recording, if there is one."""
        return self.open().answer(call, request)

    def received(self, call: Call, response: Mapping[str, Any], body: Body) -> None:
        """Record an answer."""
        self.open().received(call, response, body)

    def streams(self, tap: Tap) -> None:
        """See an event stream begin."""
        self.open().streams(tap)

    def answer_web(self, request: Request) -> Response | None:
        """Play the recording of a request that botocore doesn't make, if there is one."""
        return self.open().answer_web(request)

    def ignores_web(self, request: Request) -> bool:
        """Tell whether such a request goes its ordinary way."""
        return self.open().ignores_web(request)

    def miss_web(self, request: Request) -> CannotReplay:
        """Return why such a request fails."""
        return self.open().miss_web(request)

    def received_web(self, request: Request, response: Response) -> None:
        """Record an answer to such a request."""
        self.open().received_web(request, response)


@dataclass(slots=True)
class FixtureUse:
    """One life of a fixture: from its set-up to the end of its tear-down.

    Attributes:
        node: what the fixture belongs to: a class, a module, the session.
        title: the fixture, as messages name it.
        cassette: its cassette.
        carried: the waivers that all of its tests have.
        users: the tests that use the fixture.
    """

    node: Any
    title: str
    cassette: LazyCassette
    carried: Carried
    users: Sequence[pytest.Item] = ()
    _environment: ExitStack = field(default_factory=ExitStack)
    _judged: int = 0
    _failed: bool = False

    def __post_init__(self) -> None:
        live = self.cassette.live
        if live is not None and live.closed_network:
            # Until the fixture's end: it may set a variable for the tests, which is then left as it is.
            self._environment.enter_context(offline_environment(live.region))

    def tear_down(self, finalizer: Callable[[], object]) -> None:
        """Run a finalizer of the fixture with its cassette."""
        with followed_by(self.cassette, http=self.cassette.http):
            try:
                finalizer()
            except BaseException as error:
                self.fail(error)
                raise

    def fail(self, error: BaseException) -> None:
        """Note that a part of the fixture failed; a skip is none, where there is no recording yet."""
        if isinstance(error, HarnessError):
            end_at_the_call(error)
        live = self.cassette.live
        if live is None:
            return
        is_skipped = isinstance(error, pytest.skip.Exception | SkipTest)
        self._failed = self._failed or not (is_skipped and live.is_new)
        live.misses.clear()

    def judge(self) -> None:
        """Fail if what was exchanged breaks its contract, or a call could not be played.

        Raises:
            pytest.fail.Exception: it did.
        """
        live = self.cassette.live
        if live is None:
            return
        watched = Watched(live, self._judged)
        broken = map(redact_text, broken_contract(self.node, watched, None, self.carried))
        failures = [*broken, *misses_of(watched, None)]
        self._judged = watched.judged
        if failures:
            self._failed = True
            pytest.fail(printable("\n\n".join([f"In the {self.title}:", *failures])), pytrace=False)

    def end(self) -> None:
        """Judge the tear-down, and close the cassette."""
        try:
            self.judge()
        finally:
            self._environment.close()
            config = self.node.config
            unfinished = self._failed or is_cut_short(self.node.session)
            failed = unfinished and not config.getoption("--cassette-diff")
            live = self.cassette.live
            if live is not None:
                close_cassette(config, live, self.title if failed else None)
                if not failed and any(one.recorded for one in live.served):
                    # One test will do to play it back. It may have been reported before this tear-down.
                    next(filter(note_recorded, self.users), None)


def _refuse(error: HarnessError) -> LiveCassette:
    raise error


def _agreed(markers: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the arguments that all tests of a fixture agree on."""
    first, *others = markers or [{}]
    return {
        name: value
        for name, value in first.items()
        if name not in _OF_ITS_OWN and all(name in other and other[name] == value for other in others)
    }
