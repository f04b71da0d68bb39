"""``harness resources``: the resource types of a service, as they are inferred from its model."""

from __future__ import annotations

import click

from harness.cli.screen import json_text
from harness.printable import printable


def complete_service(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Complete the name of a service (click's ``shell_complete``)."""
    from harness.models import service_names

    return [name for name in service_names() if name.startswith(incomplete)]


@click.command("resources")
@click.argument("service", shell_complete=complete_service)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def command(service: str, as_json: bool) -> None:
    """Print the resource types of SERVICE: what requests name one by, and what operations do with it.

    The types are inferred from the model: from the verbs and nouns of its operations, and from the members
    that name a resource. The synthetic AWS goes by them: all its answers about one resource agree. What has
    no name of its own is told by what it belongs to: a repository's policy by the repository.

    \b
    Examples:
      harness resources dynamodb
      harness resources ec2 --json
    """
    from harness.models import load_service
    from harness.models.resources import resource_types

    found = resource_types(load_service(service)).types()
    if as_json:
        click.echo(
            json_text(
                [
                    {
                        "name": each.name,
                        "identifiers": list(each.identifiers),
                        "attached": each.is_attached,
                        "operations": {role: list(names) for role, names in each.operations.items()},
                    }
                    for each in found
                ],
                indent=2,
            )
        )
        return
    for each in found:
        told = "told" if each.is_attached else "named"
        by = f"{told} by {', '.join(each.identifiers)}" if each.identifiers else "one at most"
        click.echo(printable(f"{each.name}  {by}"))
        for role, names in each.operations.items():
            click.echo(printable(f"  {role:<8}{', '.join(names)}"))
    kinds = "resource type" if len(found) == 1 else "resource types"
    click.echo(printable(f"{len(found)} {kinds} of {service}"))
