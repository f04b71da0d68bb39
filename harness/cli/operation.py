"""How a shell completes the argument that names an operation."""

from __future__ import annotations

import click


def complete_operation(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Complete the service, then the operation (click's ``shell_complete``); one model is read at most."""
    from harness.models import load_service, service_names

    service, dot, _ = incomplete.partition(".")
    services = [name for name in service_names() if name == service or (not dot and name.startswith(service))]
    if len(services) != 1:
        return [f"{name}." for name in services]
    # The operations at once: a shell ends the word where there is one way on, and so after the service.
    operations = (f"{services[0]}.{name}" for name in load_service(services[0]).operation_names)
    return [operation for operation in operations if operation.startswith(incomplete)]
