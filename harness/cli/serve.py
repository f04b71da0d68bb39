"""``harness serve``: the synthetic AWS as a local HTTP endpoint."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from harness.errors import counted
from harness.printable import printable

if TYPE_CHECKING:
    from harness.synth.world.world import World

_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_SESSION_TOKEN": ""}
"""What a program signs with, so that its own credentials are not asked for."""


class _Serve(click.Command):
    """A command that wants a program behind ``--``, which click itself drops."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments.

        Raises:
            UsageError: the last of them is ``--``.
        """
        if args[-1:] == ["--"]:
            raise click.UsageError(
                "There is no program after --. Add one, or leave out -- to serve until interrupted.", ctx
            )
        return super().parse_args(ctx, args)


@click.command(
    "serve", cls=_Serve, context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False}
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=4580,
    show_default=True,
    help="The port to listen on; 0 picks a free one, which is the default with PROGRAM.",
)
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    help="The seed of the answers: the same seed gives the same answers.",
)
@click.option(
    "--latency",
    metavar="MS",
    type=click.FloatRange(0),
    default=0,
    help="Delay every answer by this many milliseconds.",
)
@click.option(
    "--faults",
    metavar="KIND=SHARE,...",
    default="",
    help="Faults to inject, each with the share of calls it hits (0 to 1): throttle, drop, truncate, "
    "slow:SECONDS or error:CODE.",
)
@click.option(
    "--throttle", is_flag=True, help="Throttle calls that exceed the documented rate of their operation."
)
@click.option(
    "--stateful",
    is_flag=True,
    help="Remember what is created, changed and deleted. Uses moto for the operations that moto implements.",
)
@click.option(
    "--without-moto",
    is_flag=True,
    help="With --stateful: do not use moto.",
)
@click.option(
    "--state",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Load the resources from FILE at the start, if it exists, and save them there at the end. Needs "
    "--without-moto.",
)
@click.option(
    "--resources",
    metavar="N",
    type=click.IntRange(0),
    default=0,
    help="With --stateful: the number of resources of each type at the start.",
)
@click.option(
    "--allow-host",
    "allowed",
    metavar="NAME",
    multiple=True,
    help="Another host name, with its subdomains, under which the endpoint may be called, also from a "
    "browser. By default only loopback names are allowed.",
)
@click.argument("program", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def command(
    ctx: click.Context,
    host: str,
    port: int,
    seed: int,
    latency: float,
    faults: str,
    throttle: bool,
    stateful: bool,
    without_moto: bool,
    state: str | None,
    resources: int,
    allowed: tuple[str, ...],
    program: tuple[str, ...],
) -> None:
    """Serve a local AWS endpoint that answers any operation by its contract, until interrupted.

    Set AWS_ENDPOINT_URL to send an SDK of any language, or the aws command line, there; open the address in a
    browser to see the exchanges. Equal requests get equal answers. With PROGRAM, run it with this address and
    dummy credentials and stop when it ends; the exit status is the program's own.

    \b
    Examples:
      harness serve -- pytest --cassette-mode=once
      harness serve --port 0 --seed 7
      harness serve --latency 50 --faults throttle=0.1,drop=0.05,error:InternalFailure=0.01
      harness serve --stateful
      harness serve --stateful --without-moto --state world.json
      AWS_ENDPOINT_URL=http://127.0.0.1:4580 aws dynamodb list-tables
    """
    from harness.cli.showing import show
    from harness.synth.responses.faults import parse_chances
    from harness.synth.server.guard import is_loopback
    from harness.synth.server.serving import serve, serving
    from harness.synth.service.synthetic import SyntheticService

    if (state or resources or without_moto) and not stateful:
        raise click.UsageError("--state, --resources and --without-moto need --stateful.")
    if state and not without_moto:
        raise click.UsageError("--state needs --without-moto: the state of moto cannot be saved.")
    world = _world(state, resources, without_moto) if stateful else None
    aws = SyntheticService(seed, throttle=throttle, chances=parse_chances(faults), state=world)
    if not is_loopback(host):
        click.echo(printable(_OPEN.format(host=host)), err=True)
    reset = world.reset if world is not None else None
    status = 0
    if program:
        from harness.cli.record import run_program

        if ctx.get_parameter_source("port") is ParameterSource.DEFAULT:
            port = 0
        with serving(aws, host, port, latency=latency / 1000, allowed=allowed, show=show, reset=reset) as url:
            status = run_program(program, {**os.environ, **_CREDENTIALS, "AWS_ENDPOINT_URL": url}, "serve")
    else:
        serve(
            aws,
            host,
            port,
            latency=latency / 1000,
            allowed=allowed,
            show=show,
            reset=reset,
            started=_announce,
        )
    if world is not None and state is not None:
        _save(world, state)
    sys.exit(status)


def _world(path: str | None, resources: int, without_moto: bool) -> World:
    """Begin with what a file holds, or with nothing."""
    if not without_moto:
        from harness.synth.world.on_moto import MotoWorld

        return MotoWorld(seeded=resources)
    from harness.synth.world.world import World

    if path is None or not Path(path).exists():
        folder = Path(path or "").absolute().parent
        if path is not None and not folder.is_dir():
            raise click.UsageError(
                f"The folder {folder} does not exist, so harness cannot save {Path(path).name}."
            )
        return World(seeded=resources)
    try:
        return World.load(path, seeded=resources)
    except OSError as error:
        raise click.UsageError(f"{path} cannot be read: {error.strerror or error}.") from None


def _save(world: World, path: str) -> None:
    try:
        world.save(path)
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror or error}.") from None
    click.echo(printable(f"Saved {counted(len(world), 'resource')} to {path}."))


_OPEN = (
    "harness: {host} is not a loopback address: anyone who can reach this machine can call the endpoint, "
    "and see the calls of others in a browser. For clients that use a host name, add --allow-host NAME."
)


def _announce(url: str) -> None:
    click.echo(
        printable(
            f"The synthetic AWS listens at {url}; open it in a browser to see the calls. Stop it with Ctrl-C."
        )
    )
    click.echo(printable(f"export AWS_ENDPOINT_URL={url}"))
