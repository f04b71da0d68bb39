"""``harness init``: settings, a CI job and a pre-commit entry for a project, shown first."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from harness.cli.project import BASELINE, Project, look_at, next_lines, project_lines
from harness.cli.proposals import JOBS, NotChanged, Proposal, Propose, propose_pre_commit, propose_settings
from harness.cli.screen import styled
from harness.printable import printable


@click.command("init")
@click.argument(
    "folder", default=".", type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True)
)
@click.option("--yes", "-y", is_flag=True, help="Run the tests and write all files without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would be written. Run and write nothing.")
@click.option("--no-tests", is_flag=True, help="Do not run the tests.")
@click.option(
    "--ci",
    type=click.Choice(["auto", "github", "gitlab", "none"]),
    default="auto",
    show_default=True,
    help="The CI system to write a job for. By default the one that the project uses, otherwise GitHub "
    "Actions.",
)
@click.option("--no-pre-commit", is_flag=True, help="Do not add a pre-commit hook.")
def command(folder: Path, yes: bool, dry_run: bool, no_tests: bool, ci: str, no_pre_commit: bool) -> None:
    """Set harness up for the project in FOLDER: settings, a baseline, a CI job.

    It finds out what answers the AWS calls of your tests (moto, Stubber, LocalStack, recordings). If you
    agree, it runs the tests once and lists the calls that AWS would refuse; a baseline keeps these from
    failing later runs. It shows each file as a diff and asks before it writes. If there are cassettes, it
    also proposes a pre-commit hook. Existing settings are kept, and nothing is recorded.

    \b
    Examples:
      harness init
      harness init --dry-run
      harness init --yes --ci gitlab
    """
    project = look_at(folder)
    for line in project_lines(project):
        click.echo(printable(line))
    click.echo("")
    if project.observes and not (dry_run or no_tests or project.has_baseline):
        project = _with_baseline(project, asks=not yes)
    failures = _write_all(project, _proposals(project, ci, not no_pre_commit), yes=yes, dry_run=dry_run)
    click.echo("Next:")
    for line in next_lines(project):
        click.echo(printable(f"  {line}"))
    for failure in failures:
        click.echo(printable(f"harness: {failure}"), err=True)
    sys.exit(2 if failures else 0)


_RAN = (0, 1)  # pytest's exit statuses where all tests were run, whether or not they passed


def _with_baseline(project: Project, *, asks: bool) -> Project:
    """Run the tests, which prints what AWS would refuse, and keep that as the baseline."""
    if asks and not _confirmed(
        "Run the tests now, to list the calls that AWS would refuse?", "The tests were"
    ):
        return project
    options = ("-q", "--tb=no", "-rN", f"--contract-write-baseline={BASELINE}")
    click.echo(styled(f"pytest {' '.join(options)}"))
    done = subprocess.run([sys.executable, "-m", "pytest", *options], cwd=project.root, check=False)
    click.echo("")
    written = project.root / BASELINE
    if done.returncode not in _RAN:  # what ran before the tests broke off is not all that they call
        written.unlink(missing_ok=True)
    has_baseline = written.exists()
    if not has_baseline:
        click.echo(
            styled(
                "No baseline was written, because pytest could not run all tests (exit status "
                f"{done.returncode}). Fix what it says above, and run harness init again.\n"
            )
        )
    return replace(project, has_baseline=has_baseline)


def _write_all(
    project: Project, proposals: Iterator[tuple[str, Propose]], *, yes: bool, dry_run: bool
) -> list[NotChanged]:
    """Show each proposal and write it, if it is to be; return what could not be changed."""
    from harness.report.files import replace_text

    failures: list[NotChanged] = []
    for what, propose in proposals:
        try:
            proposal = propose(project)
        except NotChanged as error:
            failures.append(error)
            continue
        if isinstance(proposal, str):
            click.echo(printable(f"{what}: {proposal}\n"))
            continue
        name = proposal.path.relative_to(project.root).as_posix()
        for line in proposal.diff(project.root):
            click.echo(_coloured(printable(line)))
        click.echo("")
        if dry_run or not (yes or _asked(proposal, name)):
            continue
        proposal.path.parent.mkdir(parents=True, exist_ok=True)
        replace_text(proposal.path, proposal.after)
        click.echo(printable(f"{name}: written\n"))
    return failures


def _proposals(project: Project, ci: str, with_pre_commit: bool) -> Iterator[tuple[str, Propose]]:
    yield "settings", propose_settings
    chosen = (project.ci or "github") if ci == "auto" else ci
    if chosen in JOBS:
        yield "CI", JOBS[chosen]
    if with_pre_commit and project.cassettes:
        yield "pre-commit", propose_pre_commit


def _asked(proposal: Proposal, name: str) -> bool:
    does = "Write" if proposal.before is None else "Change"
    return _confirmed(f"{does} {name}?", f"{name} was")


def _confirmed(question: str, what_was: str) -> bool:
    try:
        return click.confirm(printable(question), default=True)
    except click.Abort:
        done = "run" if what_was == "The tests were" else "written"
        raise click.UsageError(
            f"{what_was} not {done}: nobody answered. harness init --yes asks nothing, --dry-run only shows."
        ) from None


def _coloured(line: str) -> str:
    colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
    return click.style(line, fg=colour) if colour else line
