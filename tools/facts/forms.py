"""The forms in which readers write rules, and the rules of harness that they stand for.

Readers write what is short and near to the sentence (tools/facts/GUIDE.md); harness has fewer kinds. What no
kind says yet comes back as it was written, and is kept in a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from harness.contract.facts import OWN, PATH_KEYS, paths_of, renamed
from harness.contract.rules import KINDS, rule_from_json

Written = dict[str, Any]

NOT_YET: Mapping[str, frozenset[str]] = {
    "contains": frozenset(("param", "values", "if")),
    "counts": frozenset(("member", "of")),
    "different": frozenset(("params",)),
    "equal": frozenset(("params",)),
    "starts_after": frozenset(("param", "member", "inclusive")),
    "unique": frozenset(("member",)),
}
"""The kinds of the guide that harness doesn't check, with their fields."""
_SHORT: Mapping[str, frozenset[str]] = {
    "all_or_none": frozenset(("params",)),
    "named_filters": frozenset(("param", "names")),
    "pattern": frozenset(("param", "pattern", "if")),
    "range": frozenset(("or",)),
    "requires": frozenset(("any",)),
}
"""What readers may write besides the fields of harness's own kinds."""
_CONDITIONS = ({"param", "equals"}, {"param", "in"}, {"param", "not_in"}, {"param", "present"}, {"all"})
_KEY = re.compile(r"\.?\{([^{}.\[\]]+)\}")
_OPEN_NAME = re.compile(r"<[^>]*>|\*|\$\{[^}]*\}")


class NoRule(ValueError):
    """What was written is no rule of the guide."""


@dataclass(frozen=True)
class FilterForm:
    """The list of filters that a text documents, and what they filter.

    Attributes:
        name: the member of a filter that says what it goes by.
        value: the member that has the values; empty if a filter has others besides, such as an operator.
        paths: the scalars in the entries of the response's lists.
    """

    name: str
    value: str
    paths: tuple[str, ...]

    def paths_by_name(self, names: Iterable[str] | Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield each name that goes by one path, as the reader says or because it is called so."""
        written = names if isinstance(names, Mapping) else {}
        for name in names:
            path = written.get(name) or self._called(name)
            if path in self.paths and "<" not in name:
                yield name, path
            elif path in self.paths and self._in_key(path):
                yield f"{name.partition('<')[0]}<{self._in_key(path)}>", path

    def _called(self, name: str) -> str:
        tail = (
            "tags.value" if "<" in name and name.startswith("tag:") else name.replace("tag-key", "tags.key")
        )
        found = [path for path in self.paths if _letters(path.partition("[]")[2]) == _letters(tail)]
        return found[0] if len(found) == 1 else ""

    def _in_key(self, path: str) -> str:
        """Return the name of the key that stands beside the value of a tag; empty if there is none."""
        outer, _, leaf = path.rpartition(".")
        key = {"Value": "Key", "value": "key"}.get(leaf, "")
        return key if key and f"{outer}.{key}" in self.paths else ""


def _letters(text: str) -> str:
    return re.sub("[^a-z0-9]", "", text.lower())


def rules_of(written: Written, filters: FilterForm | None = None) -> Iterator[Written]:
    """Yield the rules in JSON form that a written one stands for.

    Args:
        written: what a reader wrote.
        filters: the list of filters that its text documents, if it does.

    Raises:
        NoRule: it is none.
    """
    kind = written.get("kind", "")
    known = fields_of(kind) | _SHORT.get(kind, frozenset()) | NOT_YET.get(kind, frozenset())
    if not known:
        raise NoRule(f"there is no kind {kind!r}")
    if is_about_value(kind):
        known |= {"if"}
    if strange := set(written) - {"kind"} - known:
        raise NoRule(f"{kind} has no {', '.join(sorted(strange))}")
    is_of_any_page = kind == "page_limit" and "max" in written
    if "param" in known and "param" not in written and not is_of_any_page:
        written = {**written, "param": OWN}
    _check_conditions(written.get("if"))
    for rule in _expanded(_with_keys(written), filters):
        yield rule if is_coming(rule) else _checked(rule)


def is_coming(rule: Written) -> bool:
    """Tell whether harness has no kind yet that says what a reader wrote."""
    if isinstance(rule.get("value"), dict | list) or any(isinstance(v, list) for v in rule.get("values", ())):
        return True
    inner = is_coming(rule["rule"]) if "rule" in rule else False
    return (
        inner
        or rule["kind"] in NOT_YET
        or "all" in rule.get("if", {})
        or ("names" in rule and "members" not in rule)
    )


def fields_of(kind: str) -> frozenset[str]:
    """Return the fields of a kind of harness, as its JSON form has them; none of what is no kind."""
    if kind not in KINDS:
        return frozenset()
    names = {each.name for each in fields(KINDS[kind])} - {"source"}
    return frozenset("if" if name == "condition" else name for name in names)


def is_about_value(kind: str) -> bool:
    """Tell whether a kind is about one value, so that the guide lets it have a condition."""
    return kind in ("default", "pattern", "contains") or (kind in KINDS and KINDS[kind].on_value)


def _expanded(rule: Written, filters: FilterForm | None) -> Iterator[Written]:
    kind = rule["kind"]
    if kind == "all_or_none":
        for first in rule["params"]:
            others = [name for name in rule["params"] if name != first]
            yield {"kind": "requires", "if": {"param": first, "present": True}, "then": others}
    elif kind == "named_filters":
        yield from _filters(rule, filters)
    elif kind == "pattern":
        yield from _expanded({**rule, "kind": "text_pattern"}, None)
    elif kind in ("page_limit", "sorted"):
        yield {**rule, "member": rule["member"].removesuffix("[]")}
    elif kind == "requires" and "any" in rule:
        yield _when(rule["if"], {"kind": "at_least_one", "params": rule["then"]})
    elif kind == "present_only_if" and "not_in" in rule["if"]:  # also where the parameter is left out
        condition = {"param": rule["if"]["param"], "in": rule["if"]["not_in"]}
        yield {**rule, "kind": "absent_if", "if": condition}
    elif "or" in rule:
        condition = {"param": rule["param"], "not_in": rule["or"]}
        yield _when(condition, {name: value for name, value in rule.items() if name != "or"})
    elif "if" in rule and kind not in NOT_YET:
        yield from _conditional(rule)
    else:
        yield rule


def _conditional(rule: Written) -> Iterator[Written]:
    """Yield a rule with a condition: its own where its kind has one, else around it."""
    conditions = rule["if"].get("all", [rule["if"]])
    bare = {name: value for name, value in rule.items() if name != "if"}
    if rule["kind"] == "only_if":
        yield from ({**bare, "if": condition} for condition in conditions)
    elif "if" not in fields_of(rule["kind"]):
        yield _when(rule["if"], bare)
    elif len(conditions) == 1:
        yield {**bare, "if": conditions[0]}
    elif KINDS[rule["kind"]].side == "request":
        yield _when({"all": conditions[:-1]}, {**bare, "if": conditions[-1]})
    else:
        yield rule


def _when(condition: Written, rule: Written) -> Written:
    for each in reversed(condition.get("all", [condition])):
        rule = {"kind": "when", "if": each, "rule": rule}
    return rule


def _filters(rule: Written, filters: FilterForm | None) -> Iterator[Written]:
    """Yield what filters go by, or what was written where that is not known; and which names there are."""
    found = dict(filters.paths_by_name(rule["names"])) if filters is not None and filters.value else {}
    if filters is not None and found:
        fields = {"name": filters.name, "value": filters.value}
        open_ones = {name.partition("<")[0] for name in found if "<" in name}
        others = [n for n in rule["names"] if n not in found and n.partition("<")[0] not in open_ones]
        names = {**found, **dict.fromkeys(others, "")}
        yield {**rule, **fields, "names": list(names), "members": list(names.values())}
    else:
        yield rule
    if filters is not None:
        yield _names(rule, f"[].{filters.name}")


def _names(rule: Written, place: str) -> Written:
    """Return the rule on the names of filters: they are all that are accepted."""
    names, param = sorted(rule["names"]), f"{rule['param']}{place}"
    if not any(_OPEN_NAME.search(name) for name in names):
        return {"kind": "enum", "param": param, "values": names}
    spelled = (".+".join(map(re.escape, _OPEN_NAME.split(name))) for name in names)
    return {"kind": "text_pattern", "param": param, "pattern": f"^({'|'.join(spelled)})$"}


def _with_keys(value: Any, *, is_path: bool = False) -> Any:
    """Write ``Attributes{Policy}`` as ``Attributes.Policy``: a step may be a key of a map."""
    if isinstance(value, dict):
        return {key: _with_keys(inner, is_path=key in PATH_KEYS) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_keys(inner, is_path=is_path) for inner in value]
    return _KEY.sub(r".\1", value) if is_path and isinstance(value, str) else value


def _check_conditions(condition: Any) -> None:
    if condition is None:
        return
    if not isinstance(condition, dict) or set(condition) not in (*_CONDITIONS, {"member", "equals"}):
        raise NoRule(f"{condition} is no condition")
    for each in condition.get("all", ()):
        _check_conditions(each)


def _checked(rule: Written) -> Written:
    if wrong := [path for path in paths_of(rule) if "{" in path]:
        raise NoRule(f"{wrong[0]} is no path")
    try:
        rule_from_json(renamed(rule, OWN, "Any"))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise NoRule(f"it lacks something ({error!r})") from None
    return rule
