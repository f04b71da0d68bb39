"""A project's own settings: ``[tool.harness]`` of its ``pyproject.toml``."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.contract.violation import CODES, Severities, Severity
from harness.errors import HarnessError, UnknownName, close_names

if TYPE_CHECKING:
    from harness.record.redaction import Redaction


class BadSetting(HarnessError):
    """A setting is unknown, or has a value that it cannot have.

    Args:
        where: the file or option that holds it.
        reason: what is wrong with it, a whole sentence.
    """

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(where, reason)
        self.where = where
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``[tool.harness]`` can say.

    Attributes:
        severity: severities by violation code, keyed as `harness.contract.violation.severity_of` says.
        cassette_dir: where the pytest plugin keeps cassettes; None for beside each test file.
        redaction: the table of a project's own rules of redaction, as it is written; `redaction_of` reads it.
        max_age: how old the pytest plugin's recordings may be; None for any age.
        relative_times: whether the pytest plugin moves the times of what it plays as time passes.
        volatile: places in answers that a comparison of recordings passes over
            (`harness.cassette.comparison.parse_volatile`).
        baseline: the file of the violations that the project knows of; None for none.
        network: endpoints that tests may reach that no cassette serves; ``"*"`` for all.
        http: whether the pytest plugin records requests to others than AWS too.
    """

    severity: Severities = field(default_factory=dict)
    cassette_dir: str | None = None
    redaction: Mapping[str, Any] = field(default_factory=dict)
    max_age: dt.timedelta | None = None
    relative_times: bool = False
    volatile: tuple[str, ...] = ()
    baseline: Path | None = None
    network: tuple[str, ...] = ()
    http: bool = False


def redaction_of(settings: Settings) -> Redaction:
    """Return the rules of redaction that a project's settings add to the default.

    Raises:
        BadSetting: a rule is written wrongly.
    """
    from harness.record.redaction import BadRedaction, configured

    try:
        return configured(settings.redaction)
    except BadRedaction as error:
        raise BadSetting("[tool.harness] of pyproject.toml", str(error)) from None


def load_settings(start: Path) -> Settings:
    """Read the settings of the nearest ``pyproject.toml`` at or above a folder; defaults if there is none.

    Raises:
        BadSetting: the file is no TOML, or says something that harness does not know.
    """
    for folder in (start, *start.parents):
        path = folder / "pyproject.toml"
        if path.is_file():
            try:
                document = tomllib.loads(path.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise BadSetting(str(path), f"It is not valid TOML: {error}.") from None
            tool = document.get("tool", {})
            table = tool.get("harness", {}) if isinstance(tool, dict) else {}
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
    known = (
        "severity",
        "cassette-dir",
        "redaction",
        "max-age",
        "relative-times",
        "volatile",
        "baseline",
        "network",
        "http",
    )
    for key in table.keys() - known:
        raise BadSetting(where, f"There is no setting {key!r}.{_did_you_mean(key, known)}")
    severity = table.get("severity", {})
    if not isinstance(severity, Mapping):
        raise BadSetting(where, "severity must be a table of violation codes.")
    folder = table.get("cassette-dir")
    if folder is not None and not isinstance(folder, str):
        raise BadSetting(where, "cassette-dir must be a string.")
    redaction = table.get("redaction", {})
    if not isinstance(redaction, Mapping):
        raise BadSetting(where, "redaction must be a table.")
    baseline = table.get("baseline")
    if baseline is not None and not isinstance(baseline, str):
        raise BadSetting(where, "baseline must be a string.")
    known_violations = project / baseline if baseline is not None else None
    severities = parse_severities(severity.items(), where)
    relative, http = _flag(table, "relative-times", where), _flag(table, "http", where)
    age, volatile = _age(table, where), _volatile(table, where)
    network = _network(table.get("network", False), where)
    return Settings(severities, folder, redaction, age, relative, volatile, known_violations, network, http)


def _network(value: object, where: str) -> tuple[str, ...]:
    if isinstance(value, bool):
        return ("*",) if value else ()
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise BadSetting(
            where, 'network must be true, false or a list of endpoints, as ["http://localhost:4566"].'
        )
    return tuple(value)


def _flag(table: Mapping[str, Any], name: str, where: str) -> bool:
    flag = table.get(name, False)
    if not isinstance(flag, bool):
        raise BadSetting(where, f"{name} must be true or false.")
    return flag


def _age(table: Mapping[str, Any], where: str) -> dt.timedelta | None:
    from harness.cassette.age import BadAge, parse_age

    try:
        return parse_age(table["max-age"]) if "max-age" in table else None
    except BadAge as error:
        raise BadSetting(where, f"max-age: {error}") from None


def _volatile(table: Mapping[str, Any], where: str) -> tuple[str, ...]:
    places = table.get("volatile", [])
    if not isinstance(places, list):
        raise BadSetting(where, "volatile must be a list of places in answers.")
    if not places:
        return ()
    from harness.cassette.comparison import BadVolatile, parse_volatile

    try:
        return parse_volatile(places)
    except BadVolatile as error:
        raise BadSetting(where, f"volatile: {error}") from None


def parse_severities(pairs: Iterable[tuple[str, Any]], where: str) -> Severities:
    """Read severities by violation code.

    Args:
        pairs: codes and ``"error"``, ``"warning"`` or ``"off"``. Before a code may stand ``request.`` or
            ``response.``, and before these ``service:`` or ``service.Operation:``.
        where: the file or option that they come from, for the message.

    Raises:
        BadSetting: a code, a severity, a service or an operation is unknown.
    """
    severities = {}
    for written, level in pairs:
        scope, colon, code = written.rpartition(":")
        side, dot, name = code.rpartition(".")
        if name not in CODES or (dot and side not in ("request", "response")):
            raise BadSetting(where, f"There is no violation code {code!r}.{_did_you_mean(name, CODES)}")
        try:
            severities[f"{_scope(scope)}:{code}" if colon else code] = Severity(level)
        except ValueError:
            levels = ", ".join(severity.value for severity in Severity)
            raise BadSetting(where, f"{written} cannot be {level!r}; it can be {levels}.") from None
        except UnknownName as error:
            raise BadSetting(where, str(error)) from None
    return severities


def _scope(name: str) -> str:
    """Return the service or operation that severities are for; the client's method becomes the operation."""
    from harness.models import find_operation, load_service

    service, dot, operation = name.partition(".")
    return f"{service}.{find_operation(service, operation).name}" if dot else load_service(name).service_name


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    close = close_names(name, sorted(known), 1)
    return f" Did you mean {close[0]!r}?" if close else ""
