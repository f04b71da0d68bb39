"""A project's own settings: ``[tool.harness]`` of its ``pyproject.toml``, and environment variables."""

from __future__ import annotations

import datetime as dt
import os
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from harness.contract.violation import CODES, Severities, Severity, code_of
from harness.errors import HarnessError, UnknownName, close_names, did_you_mean
from harness.record.mode import RecordMode

if TYPE_CHECKING:
    from harness.contract.diff.severity import Levels
    from harness.contract.facts import Fact
    from harness.record.matching import Matching
    from harness.redaction import Redaction


class BadSetting(HarnessError):
    """A setting is unknown, or has a value that it cannot have.

    Args:
        where: the file or option that holds it.
        reason: what is wrong with it, a whole sentence.
    """

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``[tool.harness]`` can say.

    Attributes:
        severity: severities by violation code, keyed as `harness.contract.violation.severity_of` says.
        cassette_dir: where the pytest plugin keeps cassettes; None for next to each test file.
        redaction: the table of a project's own rules of redaction, as it is written; `redaction_of` reads it.
        max_age: how old the pytest plugin's recordings may be; None for any age.
        relative_times: whether the pytest plugin moves the times of what it plays as time passes.
        volatile: places in answers that a comparison of recordings passes over
            (`harness.cassette.comparison.parse_volatile`).
        baseline: the file of the violations that the project knows of; None for none.
        cassette_mode: the record mode of pytest sessions; None for none.
        contract: what a broken contract does in a pytest session: ``error``, ``warn`` or ``off``. None for
            ``error`` in tests that use cassettes, and a report of what is observed.
        http: whether the pytest plugin records requests to others than AWS too.
        diff: which changes of documents fail, and their severities, as written; `drift_settings_of` reads it.
        match: the forms of what varies in requests, by place; `matching_of` reads it.
        facts: files of the project's own facts, which hold in this process (`harness.contract.facts`).
        network: endpoints that tests may reach that no cassette serves; ``"*"`` for all.
        observe: whether a pytest session checks every call against its contract, whoever answers it.
        verify: whether a pytest session plays what it has recorded.
        block_network: whether every socket is closed in replay, and not botocore's alone.
        from_environment: the fields that environment variables gave.
    """

    severity: Severities = field(default_factory=dict)
    cassette_dir: str | None = None
    redaction: Mapping[str, Any] = field(default_factory=dict)
    max_age: dt.timedelta | None = None
    relative_times: bool = False
    volatile: tuple[str, ...] = ()
    baseline: Path | None = None
    cassette_mode: str | None = None
    contract: str | None = None
    http: bool = False
    diff: Mapping[str, Any] = field(default_factory=dict)
    match: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[Path, ...] = ()
    network: tuple[str, ...] = ()
    observe: bool = False
    verify: bool = True
    block_network: bool = False
    from_environment: frozenset[str] = frozenset()


def redaction_of(settings: Settings) -> Redaction:
    """Return the rules of redaction that a project's settings add to the default.

    Raises:
        BadSetting: a rule is written wrongly.
    """
    from harness.redaction import BadRedaction, configured

    try:
        return configured(settings.redaction)
    except BadRedaction as error:
        raise BadSetting("[tool.harness] of pyproject.toml", str(error)) from None


def matching_of(settings: Settings) -> Matching:
    """Return what varies in a project's requests.

    Raises:
        BadSetting: it is written wrongly.
    """
    from harness.record.matching import EXACT, BadMatch, parse_matching

    try:
        return parse_matching(settings.match) if settings.match else EXACT
    except (BadMatch, UnknownName) as error:
        raise BadSetting("[tool.harness.match] of pyproject.toml", str(error)) from None


class DriftSettings(NamedTuple):
    """What a project says of changes between documents.

    Attributes:
        fail_on: the lowest severity that fails a comparison, or ``"never"``; None for what each command has.
        levels: its own severities by code.
    """

    fail_on: str | None
    levels: Levels


def drift_settings_of(settings: Settings) -> DriftSettings:
    """Return what a project's settings say of changes between documents.

    Raises:
        BadSetting: it is written wrongly.
    """
    from harness.contract.diff.change import Level
    from harness.contract.diff.severity import BadLevel, parse_levels

    known = (*map(str, Level), "never")
    where = "[tool.harness.diff] of pyproject.toml"
    for name in settings.diff.keys() - {"fail-on", "severity"}:
        meant = did_you_mean(name, ("fail-on", "severity"))
        raise BadSetting(where, f"There is no setting {name!r}; there are fail-on and severity.{meant}")
    fail_on, severity = settings.diff.get("fail-on"), settings.diff.get("severity", {})
    if fail_on not in (None, *known):
        raise BadSetting(where, f"fail-on cannot be {fail_on!r}; it can be {', '.join(known)}.")
    if not isinstance(severity, Mapping):
        raise BadSetting(where, "severity must be a table of codes of changes.")
    try:
        return DriftSettings(fail_on, parse_levels(severity.items()))
    except BadLevel as error:
        raise BadSetting(where, str(error)) from None


def load_settings(
    start: Path,
    environ: Mapping[str, str] = os.environ,
    given: tuple[Mapping[str, object], str, Path] | None = None,
) -> Settings:
    """Read the settings of the nearest ``pyproject.toml`` at or above a folder, and those of the environment.

    The facts that they name hold from then on in this process.

    Args:
        start: the folder.
        environ: the environment: ``HARNESS_CASSETTE_MODE`` wins over ``cassette-mode``, and so on.
        given: a table of settings from elsewhere, which win over those of the file; what they were read from,
            for messages; and the folder that files are named from.

    Raises:
        BadSetting: the file is no TOML, or something says what harness does not know.
        BadFacts: a file of facts can't be read.
    """
    settings = _of_project(start)
    if given is not None:
        settings = replace(settings, **_parsed(*given))
    from_environment: dict[str, Any] = {}
    for name in FROM_ENVIRONMENT:
        variable = variable_of(name)
        if text := environ.get(variable):
            value: object = text
            if PARSERS[name] in (read_flag, read_endpoints):
                value = truth_of(text, text.split(",") if name == "network" else text)
            from_environment |= _parsed({name: value}, f"The environment variable {variable}", start)
    _use_facts(settings.facts)
    return replace(settings, **from_environment, from_environment=frozenset(from_environment))


def _use_facts(paths: tuple[Path, ...]) -> None:
    if not paths and "harness.contract.facts" not in sys.modules:
        return  # nothing to take back, and nothing to import for it
    from harness.contract.facts import use_own_facts
    from harness.contract.own_facts import load_own_facts

    own: dict[str, list[Fact]] = {}
    for path in paths:
        for service, facts in load_own_facts(path).items():
            own.setdefault(service, []).extend(facts)
    use_own_facts(own)


def variable_of(name: str) -> str:
    """Return the environment variable of a setting."""
    return f"HARNESS_{name.upper().replace('-', '_')}"


_MISSPELT = 0.85
"""How like ``harness`` the name of a table is that was meant to be it: a letter or two differ."""


def names_table(name: str) -> bool:
    """Tell whether a name is that of the table ``[tool.harness]``, or was meant to be."""
    return name == "harness" or bool(close_names(name, ("harness",), 1, _MISSPELT))


def check_settings(settings: Settings) -> None:
    """Read all that is read only when it is needed: what is wrong is told once, before anything runs.

    Raises:
        BadSetting: something is written wrongly.
    """
    if settings.redaction:
        redaction_of(settings)
    if settings.match:
        matching_of(settings)
    if settings.diff:
        drift_settings_of(settings)


def _of_project(start: Path) -> Settings:
    for folder in (start, *start.parents):
        path = folder / "pyproject.toml"
        if path.is_file():
            try:
                document = tomllib.loads(path.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise BadSetting(str(path), f"It is not valid TOML: {error}.") from None
            tool = document.get("tool", {})
            tool = tool if isinstance(tool, dict) else {}
            for name in tool.keys() - {"harness"}:
                if names_table(name):
                    raise BadSetting(
                        str(path), f"There is a table [tool.{name}]. Did you mean [tool.harness]?"
                    )
            table = tool.get("harness", {})
            return parse_settings(table, f"{path}, [tool.harness]", folder)
    return Settings()


def parse_settings(table: object, where: str, project: Path = Path()) -> Settings:
    """Read the table ``[tool.harness]``.

    Args:
        table: what it holds.
        where: what it is read from, for messages.
        project: the folder that ``baseline`` is named from.

    Raises:
        BadSetting: it is no table, or holds an unknown key, code or severity.
    """
    if not isinstance(table, Mapping):
        raise BadSetting(where, "It must be a table.")
    return Settings(**_parsed(table, where, project))


def _parsed(table: Mapping[str, Any], where: str, project: Path) -> dict[str, Any]:
    """Return the fields of `Settings` that a table gives."""
    for name in table.keys() - PARSERS.keys():
        raise BadSetting(where, f"There is no setting {name!r}.{did_you_mean(name, sorted(PARSERS))}")
    return {
        name.replace("-", "_"): PARSERS[name](_Given(name, value, where, project))
        for name, value in table.items()
    }


class _Given(NamedTuple):
    """A setting as it is written.

    Attributes:
        name: its name.
        value: its value.
        where: what it is read from, for messages.
        project: the folder that files are named from.
    """

    name: str
    value: Any
    where: str
    project: Path

    def wrong(self, reason: str) -> BadSetting:
        return BadSetting(self.where, f"{self.name} {reason}")


def read_text(given: _Given) -> str:
    """Read a text."""
    if not isinstance(given.value, str):
        raise given.wrong("must be a string.")
    return given.value


def read_file(given: _Given) -> Path:
    """Read the path of a file, from the project's folder."""
    return given.project / read_text(given)


def read_files(given: _Given) -> tuple[Path, ...]:
    """Read a list of files, from the project's folder."""
    if not isinstance(given.value, list) or not all(isinstance(one, str) and one for one in given.value):
        raise given.wrong('must be a list of files, as ["facts.jsonl"].')
    return tuple(given.project / one for one in given.value)


def read_flag(given: _Given) -> bool:
    """Read true or false."""
    if not isinstance(given.value, bool):
        raise given.wrong("must be true or false.")
    return given.value


def read_match(given: _Given) -> Mapping[str, Any]:
    """Read a table; `matching_of` reads what is in it."""
    if not isinstance(given.value, Mapping):
        raise given.wrong("must be a table.")
    return given.value


def read_redaction(given: _Given) -> Mapping[str, Any]:
    """Read a table; `redaction_of` reads what is in it."""
    return read_match(given)


def read_diff(given: _Given) -> Mapping[str, Any]:
    """Read a table; `drift_settings_of` reads what is in it."""
    return read_match(given)


@dataclass(frozen=True, slots=True)
class OneOf:
    """Reads a setting that is one of some words."""

    words: tuple[str, ...]

    def __call__(self, given: _Given) -> str:
        """Read one of the words."""
        if given.value not in self.words:
            raise given.wrong(f"cannot be {given.value!r}; it can be {', '.join(self.words)}.")
        return str(given.value)


def read_severity(given: _Given) -> Severities:
    """Read a table of severities by violation code."""
    if not isinstance(given.value, Mapping):
        raise given.wrong("must be a table of violation codes.")
    return parse_severities(given.value.items(), given.where)


def read_age(given: _Given) -> dt.timedelta:
    """Read an age."""
    from harness.cassette.age import BadAge, parse_age

    try:
        return parse_age(given.value)
    except BadAge as error:
        raise BadSetting(given.where, f"{given.name}: {error}") from None


def read_volatile(given: _Given) -> tuple[str, ...]:
    """Read a list of places in answers."""
    if not isinstance(given.value, list):
        raise given.wrong("must be a list of places in answers.")
    if not given.value:
        return ()
    from harness.cassette.comparison import BadVolatile, parse_volatile

    try:
        return parse_volatile(given.value)
    except (BadVolatile, UnknownName) as error:
        raise BadSetting(given.where, f"{given.name}: {error}") from None


def read_endpoints(given: _Given) -> tuple[str, ...]:
    """Read a list of endpoints, or true for all."""
    if isinstance(given.value, bool):
        return ("*",) if given.value else ()
    if not isinstance(given.value, list) or not all(isinstance(one, str) and one for one in given.value):
        raise given.wrong('must be true, false or a list of endpoints, as ["http://localhost:4566"].')
    return tuple(given.value)


PARSERS: Mapping[str, Callable[[_Given], Any]] = {
    "baseline": read_file,
    "block-network": read_flag,
    "cassette-dir": read_text,
    "cassette-mode": OneOf(tuple(map(str, RecordMode))),
    "contract": OneOf(("error", "warn", "off")),
    "diff": read_diff,
    "facts": read_files,
    "http": read_flag,
    "match": read_match,
    "max-age": read_age,
    "network": read_endpoints,
    "observe": read_flag,
    "redaction": read_redaction,
    "relative-times": read_flag,
    "severity": read_severity,
    "verify": read_flag,
    "volatile": read_volatile,
}
"""What reads each setting; its field in `Settings` has its name, and `harness.settings_schema` its schema."""

FROM_ENVIRONMENT = (
    "block-network",
    "cassette-dir",
    "cassette-mode",
    "contract",
    "http",
    "max-age",
    "network",
    "observe",
    "relative-times",
    "verify",
)
"""The settings that environment variables give as well."""

_TRUTH = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
"""How a variable says true and false."""


def truth_of(text: str, otherwise: object) -> object:
    """Return what a text says where it is true or false, and what it is otherwise."""
    return _TRUTH.get(text.lower(), otherwise)


def parse_severities(pairs: Iterable[tuple[str, Any]], where: str) -> Severities:
    """Read severities by violation code.

    Args:
        pairs: codes and ``"error"``, ``"warning"`` or ``"off"``. Before a code may stand ``request.`` or
            ``response.``, and before these ``service:`` or ``service.Operation:``.
        where: the file or option that they come from, for the message.

    Returns:
        The severities; codes have hyphens, however they were written.

    Raises:
        BadSetting: a code, a severity, a service or an operation is unknown.
    """
    severities: dict[str, Severity] = {}
    for written, level in pairs:
        scope, colon, code = written.rpartition(":")
        side, dot, name = code.rpartition(".")
        name = code_of(name)
        if name not in CODES:
            of_side = f"{side}." if side in ("request", "response") else ""
            meant = did_you_mean(f"{of_side}{name}", [f"{of_side}{one}" for one in sorted(CODES)])
            raise BadSetting(where, f"There is no violation code {code!r}.{meant}")
        if dot and side not in ("request", "response"):
            raise BadSetting(where, _no_side(side, name))
        try:
            key = f"{_scope(scope) if colon else ''}{colon}{side}{dot}{name}"
        except UnknownName as error:
            raise BadSetting(where, str(error)) from None
        severities[key] = _level(written, level, where)
    return severities


def _no_side(side: str, name: str) -> str:
    from harness.models import service_names

    close = close_names(side, ("request", "response"), 1)
    meant = f"{close[0]}.{name}" if close else ""
    if side.partition(".")[0] in service_names():
        meant = f"{side}:{name}"
    did_you_mean = f" Did you mean {meant!r}?" if meant else ""
    return f"There is no side {side!r}; write request or response, or leave it out for both.{did_you_mean}"


_LEVELS = {
    **dict.fromkeys(("err", "fail", "failure", "fatal", "critical", "true"), Severity.ERROR),
    **dict.fromkeys(("warn", "notice", "note", "info"), Severity.WARNING),
    **dict.fromkeys(("0", "disable", "disabled", "false", "hide", "ignore", "ignored"), Severity.OFF),
    **dict.fromkeys(("no", "none", "silent", "skip"), Severity.OFF),
}
"""What other tools call a severity."""


def _level(written: str, level: object, where: str) -> Severity:
    """Read a severity.

    Raises:
        BadSetting: it is none, with the one that may be meant.
    """
    try:
        return Severity(str(level))
    except ValueError:
        levels = [severity.value for severity in Severity]
        word = str(level).lower()
        meant = [_LEVELS[word].value] if word in _LEVELS else close_names(word, levels, 1)
        did_you_mean = f" Did you mean {meant[0]!r}?" if meant else ""
        raise BadSetting(
            where, f"{written} cannot be {level!r}; it can be {', '.join(levels)}.{did_you_mean}"
        ) from None


def _scope(name: str) -> str:
    """Return the service or operation that severities are for; the client's method becomes the operation."""
    from harness.models import find_named, load_service

    service, dot, operation = name.partition(".")
    return f"{service}.{find_named(service, operation).name}" if dot else load_service(name).service_name
