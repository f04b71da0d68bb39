"""The suite itself: every assertion can fail. Ruff finds the plainest of those that cannot; this, the rest.

What nobody can know for sure is told as well: a loop of assertions over what may be empty asserts nothing
if it is. Assert before it that something is there, or compare with what is expected as a whole.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILLED = ast.Constant | ast.JoinedStr | ast.Tuple | ast.List | ast.Set | ast.Dict | ast.Lambda
MADE = ast.GeneratorExp | ast.ListComp | ast.SetComp | ast.DictComp
LAZY = {"enumerate", "filter", "iter", "map", "reversed", "zip"}
ALL_OF_IT = {"enumerate", "items", "iter", "keys", "list", "reversed", "set", "sorted", "tuple", "values"}
FAILING = ("assert_", "expect", "fail", "fnmatch_lines", "no_fnmatch_line", "raises", "warns")
Test = ast.FunctionDef | ast.AsyncFunctionDef


def faults(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the fault of what asserts nothing, or may."""
    functions = {one.name: one for one in ast.walk(tree) if isinstance(one, Test)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            yield from ((node.lineno, fault) for fault in _faults_of_assertion(node))
    for name, function in functions.items():
        if name.startswith("test_"):
            yield from _faults_of_test(function, functions)


def _faults_of_assertion(assertion: ast.Assert) -> Iterator[str]:
    test = assertion.test
    if isinstance(test, FILLED | MADE) or (isinstance(test, ast.Call) and _name(test) in LAZY):
        yield "it holds whatever is computed"
    if isinstance(assertion.msg, ast.Compare | ast.BoolOp):
        yield "its message compares"
    if isinstance(test, ast.Compare):
        inside = [isinstance(operator, ast.In | ast.NotIn) for operator in test.ops]
        if any(inside) and not all(inside):
            yield "'a in b == c' means 'a in b and b == c'"


def _faults_of_test(test: Test, functions: dict[str, Test]) -> Iterator[tuple[int, str]]:
    if not _can_fail(test, functions, {test.name}):
        yield test.lineno, "no assertion"
    if any("given" in ast.unparse(decorator) for decorator in test.decorator_list):
        return  # Hypothesis draws what is empty and what is not
    filled = _filled(test, functions)
    for node in ast.walk(test):
        if isinstance(node, ast.ExceptHandler) and isinstance(node.body[0], ast.Pass | ast.Continue):
            yield node.lineno, "an error is passed over and not counted"
        if isinstance(node, ast.For | ast.AsyncFor) and any(
            isinstance(one, ast.Assert) for one in ast.walk(node)
        ):
            counted = {ast.unparse(one.target) for one in ast.walk(node) if isinstance(one, ast.AugAssign)}
            if not filled.holds(node.iter) and not counted & filled.said:
                yield node.lineno, "a loop over what may be empty"
        elif isinstance(node, ast.Assert):
            for call in _calls(node.test):
                made = call.args[0] if _name(call) in ("all", "any") and call.args else None
                denied = isinstance(node.test, ast.UnaryOp) and node.test.operand is call
                if made is None or (_name(call) == "any" and not denied):
                    continue
                sources = [each.iter for each in made.generators[:1]] if isinstance(made, MADE) else [made]
                if not all(map(filled.holds, sources)):
                    yield node.lineno, f"{_name(call)} of what may be empty"


def _can_fail(function: Test, functions: dict[str, Test], seen: set[str]) -> bool:
    """Tell whether a test asserts something, itself or by what it uses of its file."""
    names = {one.id for one in ast.walk(function) if isinstance(one, ast.Name)} & functions.keys()
    return (
        any(isinstance(one, ast.Assert) for one in ast.walk(function))
        or any(_name(call).startswith(FAILING) or _checks_status(call) for call in _calls(function))
        or any(_can_fail(functions[name], functions, seen | {name}) for name in names - seen)
    )


def _checks_status(call: ast.Call) -> bool:
    return any(word.arg == "check" and ast.unparse(word.value) == "True" for word in call.keywords)


class _Filled:
    """What of a test is known to hold something.

    Args:
        said: expressions of which it is known.
        functions: the functions of the file: one that asserts answers for what it returns.
    """

    def __init__(self, said: set[str], functions: dict[str, Test]) -> None:
        self.said = said
        self._functions = functions

    def holds(self, node: ast.expr) -> bool:
        """Tell whether what an expression gives has something in it."""
        if ast.unparse(node) in self.said:
            return True
        match node:
            case ast.Constant(value):
                return bool(value)
            case ast.Tuple(elts=each) | ast.List(elts=each) | ast.Set(elts=each):
                return any(not isinstance(one, ast.Starred) or self.holds(one.value) for one in each)
            case ast.Dict(keys=keys):
                return bool(keys)
            case ast.Name(id=name) | ast.Attribute(attr=name) if name.strip("_").isupper():
                return True  # a constant
            case ast.BinOp(left=left, right=right):
                return self.holds(left) or self.holds(right)
            case ast.Subscript(value=held):
                return self.holds(held)
            case ast.ListComp(generators=each) | ast.SetComp(generators=each) | ast.DictComp(generators=each):
                return all(self.holds(one.iter) and not one.ifs for one in each)
            case ast.Call(func=ast.Attribute(value=held)) if _name(node) in (
                *ALL_OF_IT,
                "split",
                "splitlines",
            ):
                return self.holds(held)
            case ast.Call(func=ast.Name(id=name), args=arguments):
                if name == "zip":
                    return any(word.arg == "strict" for word in node.keywords) and any(
                        map(self.holds, arguments)
                    )
                function = self._functions.get(name)
                answers = function is not None and any(
                    isinstance(one, ast.Assert) for one in ast.walk(function)
                )
                return (
                    name == "range" or answers or (name in ALL_OF_IT and any(map(self.holds, arguments[:1])))
                )
        return False


def _filled(test: Test, functions: dict[str, Test]) -> _Filled:
    """Return what a test shows to hold something: its parameters, and what it assigns and asserts."""
    filled = _Filled({each.arg for each in test.args.args + test.args.kwonlyargs}, functions)
    for node in ast.walk(test):
        match node:
            case ast.Assert(test=ast.Compare(left=left, comparators=[*others])):
                for side in (left, *others):
                    filled.said |= {ast.unparse(one) for one in _outer(side)}
            case ast.Assert(test=asserted):
                filled.said |= {ast.unparse(one) for one in _outer(asserted)}
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if filled.holds(value):
                filled.said.add(name)
    return filled


def _outer(node: ast.expr) -> Iterator[ast.expr]:
    """Yield an expression and those in it, of comprehensions only what they go through."""
    if isinstance(node, ast.Call) and _name(node) in ("all", "any"):
        return
    yield node
    inner = [each.iter for each in node.generators] if isinstance(node, MADE) else ast.iter_child_nodes(node)
    for one in inner:
        if isinstance(one, ast.expr):
            yield from _outer(one)


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (one for one in ast.walk(node) if isinstance(one, ast.Call))


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


@pytest.mark.parametrize(
    "statement",
    [
        "assert len(a), len(b) == 4",
        "assert a, b and c",
        "assert [one > 2 for one in a]",
        "assert (one > 2 for one in a)",
        "assert (a, b)",
        "assert 'a'",
        "assert f'{a}'",
        "assert map(check, a)",
        "assert 'a' in b == c",
        "assert all(one > 2 for one in f())",
        "assert all(made)",
        "assert not any(one > 2 for one in f())",
        "for one in f(): assert one",
        "for one in path.glob('*'): assert one",
        "for one in f():\n try:\n  check(one)\n except ValueError:\n  continue\n assert one",
        "f()",
    ],
)
def test_what_asserts_nothing_is_found(statement: str) -> None:
    assert list(faults(_as_test(statement)))


@pytest.mark.parametrize(
    "statement",
    [
        "assert a == 4, b",
        "assert 'a' in b",
        "assert a < b < c",
        "assert all(one > 2 for one in (1, 2))",
        "assert all(one > 2 for one in NAMES)",
        "assert all(one > 2 for one in of_a_fixture)",
        "assert any(one > 2 for one in f())",
        "assert f()\nassert all(one > 2 for one in f())",
        "found = f()\nassert [one.name for one in found] == ['a']\nassert not any(one > 2 for one in found)",
        "found = [1, *f()]\nfor one in found: assert one",
        "for one, other in zip(f(), NAMES, strict=True): assert one == other",
        "for one in checked(): assert one",
        "checked()",
        "with raises(ValueError): f()",
        "subprocess.run(command, check=True)",
        "count = 0\nfor one in f():\n count += 1\n assert one\nassert count > 3",
    ],
)
def test_what_asserts_something_is_not(statement: str) -> None:
    assert list(faults(_as_test(statement))) == []


def _as_test(statement: str) -> ast.AST:
    checked = "def checked():\n assert found\n return found\n"
    body = "".join(f"\n    {line}" for line in statement.splitlines())
    return ast.parse(f"{checked}def test_it(of_a_fixture):{body}")


def test_every_assertion_can_fail() -> None:
    files = [ROOT / "conftest.py", *(ROOT / "tests").rglob("*.py"), *(ROOT / "examples").rglob("*.py")]
    assert len(files) > 200
    found = [
        f"{path.relative_to(ROOT)}:{line}: {fault}"
        for path in files
        for line, fault in sorted(faults(ast.parse(path.read_text(encoding="utf-8"))))
    ]
    assert found == []
