"""``harness completion``: the script with which a shell completes commands, options and operations."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands, options, paths, services and operations in SHELL.

    \b
    Examples:
      eval "$(harness completion bash)"                                     # in ~/.bashrc
      eval "$(harness completion zsh)"                                      # in ~/.zshrc
      harness completion fish > ~/.config/fish/completions/harness.fish
    """
    completion = get_completion_class(shell)
    assert completion is not None  # click has each shell of the choice
    click.echo(completion(ctx.find_root().command, {}, "harness", "_HARNESS_COMPLETE").source())
