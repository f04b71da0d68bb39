"""Tell as what a value is replaced by its place: the one judgement, for editing and for looking."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from harness.contract.paths.pointer import escaped
from harness.redaction.classes import is_credential_shape, is_settings_shape, is_typed_shape, is_unmarked
from harness.redaction.labels import BESIDE_KEY_ID, STATEMENT
from harness.redaction.names import is_said, is_secret, is_setting_secret, names_user, says_nothing
from harness.redaction.specification import DEFAULT, Redaction, is_secret_name

if TYPE_CHECKING:
    from harness.message.place import Place

_LEAST_NUMBER = 1000
_SECRET_KEY = re.compile("(?!.*EXAMPLE)[A-Za-z0-9/+]{40}")


def kind_of(
    redaction: Redaction, service: str, place: Place, value: Any, *, answered: bool = False
) -> str | None:
    """Tell as what a value is replaced by its place; None if only what looks like a secret in it is.

    Args:
        redaction: the rules.
        service: botocore's name of the service; empty if it is not known.
        place: where the value stands.
        value: the value: no list, no object.
        answered: whether a service has answered it.
    """
    if is_kept(redaction, place):
        return None
    if is_sensitive(service, place):
        return "sensitive member" if not _are_settings(service, place) or _is_setting(place, value) else None
    if _may_be_named(place) and _is_named(redaction, place, value, answered=answered):
        return "credential"
    return "user rule" if any(_names(pointer, place.path) for pointer in redaction.pointers) else None


def may_have_kind(redaction: Redaction, service: str, place: Place) -> bool:
    """Tell whether `kind_of` may say anything of some value at a modelled place, but for pointers."""
    if is_sensitive(service, place):
        return True
    return _may_be_named(place) and (place.free or is_secret_name(redaction.members, place.name))


def is_sensitive(service: str, place: Place) -> bool:
    """Tell whether a value is a credential by the model; in a known service the name of a user never is."""
    is_text = place.shape is None or place.shape.type_name == "string"
    return is_marked(service, place) and not (service and is_text and names_user(place.name))


def is_marked(service: str, place: Place) -> bool:
    """Tell whether the model marks a value as a credential, or something above it."""
    is_plain = place.label is not None and place.label.plain
    return any(
        is_credential_shape(service, name) and not (is_plain and is_typed_shape(service, name))
        for name in place.sensitive
    ) or is_unmarked(service, place.members)


def is_kept(redaction: Redaction, place: Place) -> bool:
    """Tell whether a project keeps what stands at a place, or something above it."""
    return any(_names(pointer, place.path) for pointer in redaction.keep)


def is_enum(place: Place) -> bool:
    """Tell whether the values of a place are listed in the model."""
    return place.shape is not None and "enum" in place.shape.metadata


def _are_settings(service: str, place: Place) -> bool:
    marked = (name for name in place.sensitive if is_credential_shape(service, name))
    return not is_unmarked(service, place.members) and all(
        is_settings_shape(service, name) for name in marked
    )


def _is_setting(place: Place, value: Any) -> bool:
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    return not isinstance(value, str) or is_setting_secret(place.name if place.free else "", value)


def _may_be_named(place: Place) -> bool:
    """Tell whether a value may be a secret by its name: a text or bytes, or of what there is no model."""
    return place.shape is None or (place.shape.type_name in ("string", "blob") and not is_enum(place))


def _is_named(redaction: Redaction, place: Place, value: Any, *, answered: bool) -> bool:
    """Tell whether a value is a secret by what it is called: by the model, by a project, or by a user."""
    members, name = redaction.members, place.name
    if place.shape is not None and not place.free:
        return is_secret_name(members, name)
    # Names of a project's own, and of requests that botocore doesn't make, are taken at their word.
    if members is not DEFAULT.members and is_secret_name(members, name):
        return (
            value is not None
            and not isinstance(value, bool)
            and not (isinstance(value, str) and says_nothing(name, value))
        )
    if place.label == STATEMENT:
        return False
    if place.label == BESIDE_KEY_ID:
        return isinstance(value, str) and _SECRET_KEY.fullmatch(value) is not None
    sure = redaction.strength(name)
    if not sure or isinstance(value, bool) or value is None:
        return False
    if isinstance(value, str):
        return is_secret(name, value) and not (answered and is_said(value))
    return isinstance(value, bytes) or (sure > 1 and "pass" in name.lower() and abs(value) >= _LEAST_NUMBER)


@lru_cache(maxsize=4096)
def _names(pointer: str, path: tuple[str, ...]) -> bool:
    """Tell whether a pointer names a path or something above it."""
    steps = [step for step in pointer.split("/")[1:] if not step.isdigit()]
    return _leads(steps, list(path))


def _leads(steps: list[str], path: list[str]) -> bool:
    if not steps:
        return True
    # "*" is an item of a list, which a path does not count, or a key of a map, which it does.
    if steps[0] == "*" and _leads(steps[1:], path):
        return True
    return bool(path) and steps[0] in ("*", escaped(path[0])) and _leads(steps[1:], path[1:])
