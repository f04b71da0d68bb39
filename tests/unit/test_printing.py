"""Every place of harness that prints goes through `harness.printable`: found in the code, not by memory."""

from __future__ import annotations

import ast
from pathlib import Path

HARNESS = Path(__file__).parents[2] / "harness"
PRINTS = {
    "click.echo",
    "write_line",
    "add_report_section",
    "ContractWarning",
    "UsageError",
    "pytest.fail",
    "pytest.fail.Exception",
    "sys.stderr.write",
    "sys.stdout.write",
    "warnings.warn",
    "print",
}
MADE_PRINTABLE = {"printable", "printable_json", "json_text", "styled", "one_line"}
KNOWN = {
    "cli/fuzz.py": {"text"},  # styled lines, or what is written for machines
    "cli/__init__.py": {
        "cut",  # printable
        "f'harness {ours} (botocore {models}, Python {python})'",
        "_TOUR",
    },
    "cli/completion.py": {"completion(ctx.find_root().command, {}, 'harness', '_HARNESS_COMPLETE').source()"},
    "cli/docs.py": {  # the pages that come with harness
        "click.style(caption, bold=True)",
        "f'  {name:{width}}  {_title(name)}'",
        "f'The newest version is published at {address}.'",  # of harness's own metadata
        "line",
        "shown",
    },
    "cli/explain.py": {  # as these
        "f'{name:<{width}}  {CODES[name].meaning}'",
        "f'{name:<{width}}  {laws.sentence(name)}'",
        "f'\\n{counts}; harness explain NAME shows one with an example.'",
        "line",
    },
    "cli/init.py": {"_coloured(printable(line))"},
    "cli/fuzz_screen.py": {"_CLEAR + said", "_CLEAR"},
    "cli/output.py": {"piece"},  # of a format, each of which is held to its own corpus
    "pytest_plugin/judging.py": {"text"},  # printable
    "pytest_plugin/ending.py": {"f\"playing back {counted(len(recorded), 'recorded test')} ...\""},
    "record/bootstrap/__init__.py": {  # numbers
        "f'harness: {order_note(live.told_apart_by_order)}.\\n'",
        "f'harness: {origin_note(live.of_unknown_origin)}.\\n'",
    },
    "record/bootstrap/path/sitecustomize.py": None,  # runs before harness can be imported
    "record/session.py": {"StaleCassette(live.name, len(live.stale), oldest)"},  # printable
}
"""What is printed as it is, by file, and why; usage errors are made printable where they are shown."""


def printed(tree: ast.AST) -> list[tuple[int, ast.expr]]:
    """What calls that print are given; that of a section of a report comes last."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = ast.unparse(node.func)
            is_cli_error = name in ("click.UsageError", "click.BadParameter")
            if not is_cli_error and (name in PRINTS or name.rpartition(".")[2] in PRINTS):
                found.append(
                    (node.lineno, node.args[-1] if name.endswith("add_report_section") else node.args[0])
                )
    return found


def is_safe(value: ast.expr) -> bool:
    if isinstance(value, ast.JoinedStr):
        numbers = [one for one in value.values if isinstance(one, ast.FormattedValue)]
        return all(ast.unparse(one).rstrip("}").endswith((":g", ":,")) for one in numbers)
    if isinstance(value, ast.Call):
        name = ast.unparse(value.func).rpartition(".")[2]
        return name in MADE_PRINTABLE or (name in PRINTS and all(map(is_safe, value.args)))
    return isinstance(value, ast.Constant)


def test_what_is_printed_is_made_printable() -> None:
    places, raw = 0, []
    for file in sorted(HARNESS.rglob("*.py")):
        path = file.relative_to(HARNESS).as_posix()
        for line, value in printed(ast.parse(file.read_text(encoding="utf-8"))):
            places += 1
            known = KNOWN.get(path, set())
            if known is not None and not is_safe(value) and ast.unparse(value) not in known:
                raw.append(f"{path}:{line}: {ast.unparse(value)}")
    assert places > 80
    assert raw == []
