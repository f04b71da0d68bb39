"""Read the Python of a page: its signature and its Request and Response Syntax blocks.

The forms are those that ``botocore.docs.example`` writes. Everything is read with :mod:`ast`, nothing is
evaluated.
"""

from __future__ import annotations

import ast
import io
import keyword
import textwrap
import tokenize
import warnings
from collections.abc import Callable, Iterator

from harness.models.pages.errors import INCOMPLETE, PageError
from harness.models.pages.outline import Syntax

_ESCAPED = "ˍ"
"""A letter that no member's name has, appended to a keyword that names a parameter (``from=``)."""


def parse_signature(text: str) -> tuple[str, str] | None:
    """Return client class and method of ``XRay.Client.get_insight(**kwargs)``; None for anything else."""
    try:
        call = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None
    match call:
        case ast.Call(func=ast.Attribute(ast.Attribute(ast.Name(client), "Client"), method)):
            return client, method
    return None


def parse_request(code: str, line: int = 1) -> Syntax | None:
    """Read ``response = client.method(Name='string', ...)``.

    Args:
        code: the block.
        line: the line of the page on which the block starts.

    Returns:
        The parameters as a structure; None when the block says that it was too large to render.

    Raises:
        PageError: the block is not the Python that boto3 writes; most often the page was cut.
    """
    match _parse(code, line):
        case []:
            return None
        case [ast.Assign(value=ast.Call(args=[], keywords=keywords))]:
            return Syntax(
                "structure",
                {str(word.arg).removesuffix(_ESCAPED): _value(word.value, line) for word in keywords},
            )
    raise _unreadable("Request Syntax is no single call of a client method", line)


def parse_response(code: str, line: int = 1) -> Syntax | None:
    """Read ``{'Name': 'string', ...}``; arguments, result and errors as for :func:`parse_request`."""
    match _parse(code, line):
        case []:
            return None
        case [ast.Expr(value=ast.Dict() as literal)]:
            return Syntax("structure", _members(literal, line))
    raise _unreadable("Response Syntax is no single dict", line)


def _parse(code: str, line: int) -> list[ast.stmt]:
    code = textwrap.dedent(code).strip()
    try:
        with warnings.catch_warnings():  # "\d" in an enum's value warns
            warnings.simplefilter("ignore")
            try:
                return ast.parse(code).body
            except SyntaxError:
                return ast.parse(_escape_keywords(code)).body
    except (SyntaxError, tokenize.TokenError, ValueError) as error:
        raise _unreadable("the syntax block that starts here is no complete Python", line) from error


def _escape_keywords(code: str) -> str:
    """Rename the parameters of a call that are keywords of Python (``from='string'``)."""
    tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    return tokenize.untokenize(
        (token.type, token.string + _ESCAPED)
        if token.type == tokenize.NAME and keyword.iskeyword(token.string) and following.string == "="
        else (token.type, token.string)
        for token, following in zip(tokens, [*tokens[1:], tokens[-1]], strict=True)
    )


def _unreadable(problem: str, line: int) -> PageError:
    return PageError(problem, INCOMPLETE, line=line)


def _value(node: ast.expr, line: int) -> Syntax:
    read = _READERS.get(type(node))
    if read is None:
        raise _unreadable(f"{ast.unparse(node)!r} is no value that boto3 writes", line + node.lineno - 1)
    return read(node, line)


def _members(node: ast.Dict, line: int) -> dict[str, Syntax]:
    return {
        str(key.value): _value(value, line)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant)
    }


def _dict(node: ast.Dict, line: int) -> Syntax:
    return Syntax("structure", _members(node, line))


def _list(node: ast.List, line: int) -> Syntax:
    return Syntax("list", {"": _value(node.elts[0], line)} if node.elts else {})


def _set(node: ast.Set, line: int) -> Syntax:
    named = isinstance(node.elts[0], ast.Constant) and node.elts[0].value == "... recursive ..."
    return Syntax("recursive" if named else "unknown")


def _constant(node: ast.Constant, line: int) -> Syntax:
    if isinstance(node.value, str) and node.value != "string":
        return Syntax("string", enum=(node.value,))
    return Syntax(_CONSTANTS[type(node.value)])


def _call(node: ast.Call, line: int) -> Syntax:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name == "EventStream" and node.args:
        return Syntax("eventstream", _value(node.args[0], line).members)
    return Syntax(_CALLS.get(name, "unknown"))


def _either(node: ast.BoolOp, line: int) -> Syntax:
    return _value(node.values[0], line)


def _alternatives(node: ast.BinOp, line: int) -> Syntax:
    values = list(_operands(node))
    if all(isinstance(value, ast.Constant) for value in values):
        constants = [value.value for value in values if isinstance(value, ast.Constant)]
        if all(isinstance(value, str) for value in constants):
            return Syntax("string", enum=tuple(map(str, constants)))
        return Syntax("boolean")
    return Syntax("stream" if isinstance(values[0], ast.Constant) else "document")


def _operands(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what ``|`` joins, first to last; no recursion, as an enum may have over a thousand values."""
    operands = []
    while isinstance(node, ast.BinOp):
        operands.append(node.right)
        node = node.left
    return iter([node, *reversed(operands)])


_CONSTANTS = {
    str: "string",
    bool: "boolean",
    int: "long",
    float: "double",
    bytes: "blob",
    type(...): "unknown",
    type(None): "unknown",
}
_CALLS = {"datetime": "timestamp", "StreamingBody": "stream", "EventStream": "eventstream"}
_READERS: dict[type[ast.expr], Callable[..., Syntax]] = {
    ast.Dict: _dict,
    ast.List: _list,
    ast.Set: _set,
    ast.Constant: _constant,
    ast.Call: _call,
    ast.BinOp: _alternatives,
    ast.BoolOp: _either,
}
