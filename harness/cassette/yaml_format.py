"""YAML text to plain values and back, for files that nobody has vetted.

Loading constructs data only. Of the ``!!python/...`` tags, those that vcrpy itself writes for plain data are
read as that data (its own loader in ``vcr.serializers.yamlserializer`` lists the same); others are refused.
Merge keys, timestamps and sets are not read either: vcrpy writes none, and merge keys can be made to grow
without bound. Aliases are read, vcrpy writes them for header lists that two interactions share, but may not
unfold to much more than the file itself holds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from harness.cassette.syntax import NotWellFormed

try:  # libyaml's, some ten times as fast; every wheel of PyYAML has them
    from yaml import CSafeDumper as _SafeDumper
    from yaml import CSafeLoader as _SafeLoader
except ImportError:
    from yaml import SafeDumper as _SafeDumper  # type: ignore[assignment]
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH = 200
"""How deep values may nest. libyaml's parser recurses on the C stack and would crash the process."""

MAX_UNFOLDED = 1_000_000
"""How many values aliases may add to those that the file spells out."""

_YAML = "tag:yaml.org,2002:"
_PYTHON = f"{_YAML}python/"
_SCALARS = tuple(f"{_YAML}{name}" for name in ("null", "bool", "int", "float"))
_KNOWN = (*_SCALARS, *(f"{_YAML}{name}" for name in ("str", "binary", "seq", "map")))
_ANCHOR = re.compile(rb"(?:\A|[\s,\[{])&\S")
_ONE_LINE = re.compile(r"[^\n\x85\u2028\u2029]*")
_BLOCK = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\U00010000-\U0010ffff]"
    r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\U00010000-\U0010ffff]*"
)


class _Loader(_SafeLoader):
    """PyYAML's safe loader, bounded in depth, with the tags of plain vcrpy cassettes."""

    depth = 0

    # The two hooks below are the only Python code that libyaml's composer runs for each node.
    def descend_resolver(self, current_node: yaml.Node | None, current_index: Any) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH and current_node is not None:
            raise yaml.MarkedYAMLError(
                problem=f"values nest deeper than {MAX_DEPTH} levels", problem_mark=current_node.start_mark
            )

    def ascend_resolver(self) -> None:
        self.depth -= 1

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Leave merge keys alone."""


def _construct_python_str(loader: _Loader, node: yaml.ScalarNode) -> Any:
    return loader.construct_scalar(node)


def _construct_python_tuple(loader: _Loader, node: yaml.SequenceNode) -> Any:
    return loader.construct_sequence(node, deep=True)


def _construct_bytesio(loader: _Loader, node: yaml.MappingNode) -> Any:
    state = loader.construct_mapping(node, deep=True).get("state")
    return state[0] if isinstance(state, list) and state else b""


def _construct_iterator(loader: _Loader, node: yaml.MappingNode) -> Any:
    args = loader.construct_mapping(node, deep=True).get("args")
    return args[0] if isinstance(args, list) and args else []


def _refuse(loader: _Loader, node: yaml.Node) -> Any:
    tag = node.tag.removeprefix(_YAML)
    shown = f"!!{tag}" if tag != node.tag else tag
    raise yaml.MarkedYAMLError(
        problem=f"the tag {shown} stands for an object, and harness reads data only",
        problem_mark=node.start_mark,
    )


_VCRPY_TAGS: dict[str, Callable[[_Loader, Any], Any]] = {
    f"{_PYTHON}str": _construct_python_str,
    f"{_PYTHON}unicode": _construct_python_str,
    f"{_PYTHON}bytes": _SafeLoader.yaml_constructors[f"{_YAML}binary"],
    f"{_PYTHON}tuple": _construct_python_tuple,
    f"{_PYTHON}object/new:_io.BytesIO": _construct_bytesio,
    f"{_PYTHON}object/apply:builtins.iter": _construct_iterator,
}
_Loader.yaml_constructors = (
    {tag: _SafeLoader.yaml_constructors[tag] for tag in _KNOWN} | _VCRPY_TAGS | {None: _refuse}
)
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in _SCALARS]
    for first, resolvers in _SafeLoader.yaml_implicit_resolvers.items()
}


class _Dumper(_SafeDumper):
    """PyYAML's safe dumper for text that people read: bodies of several lines as blocks, no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_str(dumper: _Dumper, text: str) -> Any:
    # libyaml takes U+0085, U+2028 and U+2029 for line breaks, and loading makes line feeds of them: escape.
    style = None if _ONE_LINE.fullmatch(text) else "|" if _BLOCK.fullmatch(text) else '"'
    return dumper.represent_scalar(f"{_YAML}str", text, style)


_Dumper.add_representer(str, _represent_str)


def parse(data: bytes) -> Any:
    """Read one YAML document.

    Args:
        data: the file's bytes, UTF-8 or UTF-16 with a byte order mark.

    Returns:
        Values of None, bool, int, float, str, bytes, list and dict.

    Raises:
        NotWellFormed: the text is not YAML, holds tags for objects, nests too deeply or unfolds too far.
    """
    try:
        value = yaml.load(data, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotWellFormed(mark.line + 1 if mark else None, error.problem or str(error)) from None
    except yaml.reader.ReaderError as error:
        raise NotWellFormed(data.count(b"\n", 0, error.position) + 1, error.reason) from None
    except (ValueError, KeyError) as error:  # a scalar with an explicit tag that it does not fit
        raise NotWellFormed(None, f"a value does not fit its tag ({error})") from None
    if _ANCHOR.search(data):
        try:
            _check_aliases(value, MAX_UNFOLDED + len(data))
        except RecursionError:
            raise NotWellFormed(None, f"its aliases unfold to more than {MAX_DEPTH} levels") from None
    return value


def serialize(value: Any) -> bytes:
    """Write plain values as one YAML document.

    Args:
        value: None, bool, int, float, str, bytes, list and dict; keys keep their order.

    Returns:
        UTF-8 text, long lines unbroken so that a search finds what it looks for.
    """
    text: bytes = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=2**31 - 1, encoding="utf-8"
    )
    return text


def line_of_item(data: bytes, key: str, index: int) -> int | None:
    """The line, from 1, on which an item of a top-level list starts; None if there is no such item."""
    try:
        root = yaml.compose(data, Loader=_Loader)
    except yaml.YAMLError:
        return None
    for name, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if name.value == key and isinstance(value, yaml.SequenceNode) and index < len(value.value):
            return int(value.value[index].start_mark.line) + 1
    return None


def _check_aliases(root: Any, limit: int) -> None:
    """Refuse values that contain themselves, or that unfold to more than ``limit`` values or too deeply."""
    measured: dict[int, tuple[int, int] | None] = {}

    def measure(value: Any) -> tuple[int, int]:
        if not isinstance(value, list | dict):
            return 1, 0
        key = id(value)
        if key in measured:
            known = measured[key]
            if known is None:
                raise NotWellFormed(None, "an alias refers to a value that contains it")
            return known
        measured[key] = None
        sizes = [measure(item) for item in (value.values() if isinstance(value, dict) else value)]
        size, depth = 1 + sum(size for size, _ in sizes), 1 + max((depth for _, depth in sizes), default=0)
        if size > limit or depth > MAX_DEPTH:
            over = f"{limit} values" if size > limit else f"{MAX_DEPTH} levels"
            raise NotWellFormed(None, f"its aliases unfold to more than {over}")
        measured[key] = size, depth
        return size, depth

    measure(root)
